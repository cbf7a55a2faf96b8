"""Tesseract's `jpn` model through pytesseract: the second opinion, of another family than PP-OCR."""

from __future__ import annotations

import os
import subprocess
from functools import cached_property

import pytesseract
from PIL import Image as PillowImage

from extractors.ocr.engine import EngineReading, Image
from models.errors import EngineError

# One thread a process: two workers with one thread each beat one worker with two.
os.environ.setdefault("OMP_THREAD_LIMIT", "1")

SINGLE_LINE = "--psm 7 --oem 1"

FAILURES = (RuntimeError, subprocess.SubprocessError, OSError, ValueError, LookupError, SystemExit)
"""What pytesseract raises for a program that fails, crashes, hangs (a bare RuntimeError), babbles, or tells a version
that pytesseract does not know (SystemExit)."""

FAINTEST = 24
"""Difference of grey values below which a crop is bare paper, in which Tesseract sees words that nobody wrote."""


class Tesseract:
    """Reads one line with Debian's ``tesseract-ocr-jpn``; needs the program on PATH."""

    name = "tesseract"

    @cached_property
    def version(self) -> str:
        """Version of the program.

        Raises:
            EngineError: the program or its Japanese model is missing; the remedy is in the text.
        """
        try:
            if "jpn" not in pytesseract.get_languages():
                raise EngineError("Tesseract has no Japanese model: apt-get install tesseract-ocr-jpn")
            return str(pytesseract.get_tesseract_version())
        except pytesseract.TesseractNotFoundError as error:
            raise EngineError("Tesseract is not installed: apt-get install tesseract-ocr") from error
        except FAILURES as error:
            raise EngineError(f"Tesseract failed: {type(error).__name__}") from None

    def read_line(self, crop: Image) -> EngineReading:
        if crop.shape[0] < 4 or crop.shape[1] < 4 or int(crop.max()) - int(crop.min()) < FAINTEST:
            return EngineReading("", 0.0, ())
        try:
            table = pytesseract.image_to_data(
                PillowImage.fromarray(crop),
                lang="jpn",
                config=SINGLE_LINE,
                output_type=pytesseract.Output.DICT,
                timeout=20,
            )
            words = [
                (str(text), float(score))
                for text, score in zip(table["text"], table["conf"], strict=True)
                if str(text).strip()
            ]
        except pytesseract.TesseractNotFoundError as error:
            raise EngineError("Tesseract is not installed: apt-get install tesseract-ocr") from error
        except FAILURES as error:  # the program's output may quote the paper, so drop it
            raise EngineError(f"Tesseract failed: {type(error).__name__}") from None
        weight = sum(len(text) for text, _ in words)
        score = sum(len(text) * max(0.0, value) for text, value in words) / (100 * weight) if weight else 0.0
        return EngineReading("".join(text for text, _ in words), score)
