"""Tesseract's `jpn` model: the second opinion, of another family than PP-OCR.

The library reads a line in 6 ms of CPU time; the program (pytesseract) needs 126, nearly all of it for starting and for
loading the model. Both are Tesseract 5.3 and read the same: 120 of 120 lines of the development corpus to the letter.
Where no wheel of the library is to be had for a platform, the program reads.
"""

from __future__ import annotations

import os
import subprocess
from functools import cached_property
from pathlib import Path
from typing import Protocol

import numpy as np
import pytesseract
from PIL import Image as PillowImage

from extractors.ocr.engine import EngineReading, Image
from models.errors import EngineError

# One thread a process: two workers with one thread each beat one worker with two. OpenMP looks when it is loaded.
os.environ.setdefault("OMP_THREAD_LIMIT", "1")

try:
    import tesserocr
except ImportError:
    tesserocr = None

MODEL = "jpn.traineddata"
PLACES = ("/usr/share/tesseract-ocr/5/tessdata", "/usr/share/tesseract-ocr/4.00/tessdata", "/usr/share/tessdata")
"""Where systems keep models, if TESSDATA_PREFIX does not say."""
NO_MODEL = "Tesseract has no Japanese model: apt-get install tesseract-ocr-jpn"
PATIENCE = 20
"""Seconds for one line."""

FAINTEST = 24
"""Difference of grey values below which a crop is bare paper, in which Tesseract sees words that nobody wrote."""

Words = list[tuple[str, float]]
"""The words of a line and how sure Tesseract is of each, in percent."""


class Backend(Protocol):
    """One way to run Tesseract on a line."""

    def words(self, crop: Image) -> Words: ...


class Tesseract:
    """Reads one line with Debian's ``tesseract-ocr-jpn``."""

    name = "tesseract"

    def __init__(self, by: Backend | None = None) -> None:
        """`by`: how Tesseract is run; None: the library, where there is one."""
        self._by = by

    @cached_property
    def _backend(self) -> Backend:
        return self._by or (Library() if tesserocr is not None else Program())

    def read_line(self, crop: Image) -> EngineReading:
        if crop.shape[0] < 4 or crop.shape[1] < 4 or int(crop.max()) - int(crop.min()) < FAINTEST:
            return EngineReading("", 0.0, ())
        words = [(text, score) for text, score in self._backend.words(crop) if text.strip()]
        weight = sum(len(text) for text, _ in words)
        score = sum(len(text) * max(0.0, value) for text, value in words) / (100 * weight) if weight else 0.0
        return EngineReading("".join(text for text, _ in words), score)


class Library:
    """Tesseract within this process. Not safe between threads.

    Raises:
        EngineError: no Japanese model is on this machine; the remedy is in the text.
    """

    def __init__(self) -> None:
        folder = next((p for p in _folders() if (p / MODEL).is_file()), None)
        if folder is None:
            raise EngineError(NO_MODEL)
        try:
            self._api = tesserocr.PyTessBaseAPI(
                path=str(folder),
                lang="jpn",
                psm=tesserocr.PSM.SINGLE_LINE,
                oem=tesserocr.OEM.LSTM_ONLY,
                variables={"debug_file": os.devnull},  # it grumbles about small crops
            )
        except RuntimeError:
            raise EngineError("Tesseract cannot load its Japanese model") from None

    def words(self, crop: Image) -> Words:
        height, width, planes = crop.shape
        self._api.SetImageBytes(np.ascontiguousarray(crop).tobytes(), width, height, planes, planes * width)
        try:
            if not self._api.Recognize(1000 * PATIENCE):
                raise EngineError("Tesseract failed: it took too long")
            level = tesserocr.RIL.WORD
            found = self._api.GetIterator()
            if found is None or found.Empty(level):
                return []
            return [(word.GetUTF8Text(level), word.Confidence(level)) for word in tesserocr.iterate_level(found, level)]
        except RuntimeError as error:  # its text may quote the paper, so drop it
            raise EngineError(f"Tesseract failed: {type(error).__name__}") from None
        finally:
            self._api.Clear()


class Program:
    """The program on PATH, started for each line."""

    FAILURES = (RuntimeError, subprocess.SubprocessError, OSError, ValueError, LookupError, SystemExit)
    """What pytesseract raises for a program that fails, crashes, hangs (a bare RuntimeError), babbles, or tells a version
    that pytesseract does not know (SystemExit)."""

    def words(self, crop: Image) -> Words:
        try:
            table = pytesseract.image_to_data(
                PillowImage.fromarray(crop),
                lang="jpn",
                config="--psm 7 --oem 1",
                output_type=pytesseract.Output.DICT,
                timeout=PATIENCE,
            )
            return [(str(text), float(score)) for text, score in zip(table["text"], table["conf"], strict=True)]
        except pytesseract.TesseractNotFoundError as error:
            raise EngineError("Tesseract is not installed: apt-get install tesseract-ocr") from error
        except self.FAILURES as error:  # the program's output may quote the paper, so drop it
            raise EngineError(f"Tesseract failed: {type(error).__name__}") from None


def _folders() -> list[Path]:
    told = os.environ.get("TESSDATA_PREFIX")
    return [Path(p) for p in ((told, f"{told}/tessdata") if told else ()) + PLACES]
