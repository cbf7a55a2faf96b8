"""The second reader: a small network of our own over OpenVINO."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from extractors.ocr.crnn.preparing import HEIGHT, STEP, padded_width, prepared
from extractors.ocr.engine import EngineReading, Image
from extractors.ocr.network import Network
from models.errors import EngineError
from models.programmes import ValueKind

FOLDER = Path(__file__).parent
MODEL = FOLDER / "model.onnx"
ALPHABET = FOLDER / "alphabet.txt"

KINDS: frozenset[ValueKind] = frozenset(
    {
        ValueKind.KANA,
        ValueKind.HOLDER_KANA,
        ValueKind.POSTAL_CODE,
        ValueKind.PHONE,
        ValueKind.DATE,
        ValueKind.YEN,
        ValueKind.COUNT,
        ValueKind.CAPACITY,
        ValueKind.MODEL,
        ValueKind.BANK_CODE,
        ValueKind.BRANCH_CODE,
        ValueKind.ACCOUNT_NUMBER,
        ValueKind.CUSTOMER_NUMBER,
    }
)
"""Kinds of values whose every character the network knows."""


class Crnn:
    """Reads one line of digits, kana, dates, amounts, telephone numbers or codes.

    Of the engines' family (:class:`extractors.ocr.engine.Engine`). It knows few kanji (:attr:`alphabet`): of other text it
    makes something of the alphabet, so ask :meth:`reads` first. Width variants are folded: half-width kana come out full
    width with their voicing (ｶﾞ → ガ), dashes between digits as ``-``, and spaces never. Not safe between threads.
    """

    name = "crnn"
    overhang = 0
    """Steps behind the crop's right edge (:attr:`extractors.ocr.ppocr.PpOcr.overhang`): none here."""

    def __init__(self, threads: int = 1) -> None:
        self._threads = threads

    @cached_property
    def _net(self) -> Network:
        return Network(MODEL, self._threads)

    @cached_property
    def alphabet(self) -> tuple[str, ...]:
        """Character of each class of the logits; class 0 is CTC's blank.

        Raises:
            EngineError: the file is missing.
        """
        try:
            return ("", *ALPHABET.read_text("utf-8").removesuffix("\n"))
        except OSError as error:
            raise EngineError("the second reader's alphabet is missing") from error

    def reads(self, kind: ValueKind) -> bool:
        """Whether every character that a value of `kind` may hold is in the alphabet."""
        return kind in KINDS

    def logits(self, crop: Image) -> npt.NDArray[np.float32]:
        """Probability of each class (columns) at each of the crop's steps from left to right (rows)."""
        grey = cv2.cvtColor(crop, cv2.COLOR_RGB2GRAY)
        line: np.ndarray[Any, np.dtype[np.uint8]] = prepared(np.asarray(grey, np.uint8))
        width = line.shape[1]
        x = np.zeros((1, 1, HEIGHT, padded_width(width)), np.float32)
        x[0, 0, :, :width] = line / np.float32(255)
        return self._net(x)[0, : max(2, 2 * -(-width // STEP))]

    def read_line(self, crop: Image) -> EngineReading:
        """The most probable text of `crop`, greedily; the score is the probability of its least sure character."""
        if crop.shape[0] < 4 or crop.shape[1] < 4:
            return EngineReading("", 0.0, ())
        probabilities = self.logits(crop)
        best = probabilities.argmax(1).tolist()
        text, places, scores = [], [], []
        last = 0
        for step, label in enumerate(best):
            if label and label != last:
                text.append(self.alphabet[label])
                places.append(min(1.0, (step + 0.5) / len(best)))
                scores.append(float(probabilities[step, label]))
            elif label:
                scores[-1] = max(scores[-1], float(probabilities[step, label]))
            last = label
        return EngineReading("".join(text), min(scores) if scores else 0.0, tuple(places))
