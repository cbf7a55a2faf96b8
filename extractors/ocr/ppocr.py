"""PP-OCRv6 small: finding lines (DBNet) and reading them (CTC).

The weights lie inside the `rapidocr` wheel; nothing is downloaded. We run them ourselves because the
pipeline needs what rapidocr's own pipeline hides: boxes without recognition, recognition of known
boxes, the place of each character, one thread per process.
"""

from __future__ import annotations

import importlib.util
import json
import math
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt

from extractors.imaging.sizes import shrunk
from extractors.ocr.alphabets import typeset
from extractors.ocr.engine import EngineReading, Image
from extractors.ocr.graphs import Model, with_integers, with_page_input, with_scores_of, without_sigmoid
from extractors.ocr.network import Network, metadata, multiplies_bytes
from models.errors import EngineError

DETECTOR = "PP-OCRv6_det_small.onnx"
RECOGNISER = "PP-OCRv6_rec_small.onnx"
LINE_HEIGHT = 48
"""The recogniser's input height in pixels."""
MAX_LINE_WIDTH = 3200
"""Wider lines are squeezed: 66 characters of full width."""

RANGES = Path(__file__).with_name("integers.json")
"""What goes into the recogniser's layers that are computed in whole numbers; made by ``benchmarks/integers.py``."""

PAGE_STEP = 128
"""The line finder's input grows in steps of so many pixels: few shapes, each compiled once."""

# The networks were trained on BGR; the mean and deviation are ImageNet's, as in PaddleOCR.
_MEAN = np.array([0.485, 0.456, 0.406], np.float32) * 255
_DEVIATION = np.array([0.229, 0.224, 0.225], np.float32) * 255

_SURELY_TEXT = math.log(0.3 / 0.7)
"""A pixel whose logit is greater belongs to a line: the probability 0.3 of PaddleOCR."""

Quad = npt.NDArray[np.float32]
"""Four corners (x, y) of a text line: top left, top right, bottom right, bottom left as the line lies."""


def model_path(name: str) -> Path:
    """Where the wheel keeps model file `name`.

    Raises:
        EngineError: rapidocr is not installed or carries another set of models.
    """
    spec = importlib.util.find_spec("rapidocr")
    if spec is None or spec.origin is None:
        raise EngineError("rapidocr is not installed: it carries the PP-OCRv6 models")
    path = Path(spec.origin).parent / "models" / name
    if not path.is_file():
        raise EngineError(f"rapidocr carries no {name}: is it the pinned release?")
    return path


@dataclass(frozen=True, slots=True)
class FoundLine:
    """A line of text that the detector found; `score` is the mean of its probability map, 0..1."""

    quad: Quad
    score: float

    @property
    def width(self) -> float:
        return float(np.linalg.norm(self.quad[1] - self.quad[0]))

    @property
    def height(self) -> float:
        return float(np.linalg.norm(self.quad[3] - self.quad[0]))


class LineFinder:
    """Finds the lines of text on a page (differentiable binarisation)."""

    def __init__(self, threads: int = 1, *, longest_side: int = 1280) -> None:
        self._threads = threads
        self._longest = longest_side

    @cached_property
    def _net(self) -> Network:
        def changed(model: Model) -> Model:
            return with_page_input(without_sigmoid(model), _MEAN, _DEVIATION)

        return Network(model_path(DETECTOR), self._threads, change=changed)

    def find(self, image: Image, *, longest_side: int | None = None) -> list[FoundLine]:
        """Every line of text on `image`, in no particular order; quads in pixels of `image`."""
        height, width = image.shape[:2]
        scale = min(1.0, (longest_side or self._longest) / max(height, width))
        scale *= min(_to_a_step(width * scale), _to_a_step(height * scale))
        w, h = max(32, round(width * scale)), max(32, round(height * scale))
        small = shrunk(image, (w, h)) if scale < 1 else cv2.resize(image, (w, h), interpolation=cv2.INTER_LINEAR)
        right, below = -w % PAGE_STEP, -h % PAGE_STEP
        small = cv2.copyMakeBorder(small, 0, below, 0, right, cv2.BORDER_REPLICATE)
        logit = self._net(np.asarray(small, np.uint8)[None])[0, 0, :h, :w]
        return _lines(logit, width / w, height / h)


def _to_a_step(side: float) -> float:
    """By how much to shrink a `side` that exceeds a step by a trifle: padding it to the next would cost more."""
    over = side % PAGE_STEP
    return (side - over) / side if side > PAGE_STEP and over < 0.04 * side else 1.0


def _lines(logit: npt.NDArray[np.float32], sx: float, sy: float) -> list[FoundLine]:
    """Boxes around the connected parts of the map of text, grown back to the full line height.

    The map is one of logits: a tenth of the finder's time went into probabilities of places where nothing stands.
    """
    text = (logit > _SURELY_TEXT).astype(np.uint8)
    contours, _ = cv2.findContours(text, cv2.RETR_LIST, cv2.CHAIN_APPROX_SIMPLE)
    found = []
    for contour in contours:
        (cx, cy), (w, h), angle = cv2.minAreaRect(contour)
        if min(w, h) < 3:
            continue
        x, y, bw, bh = cv2.boundingRect(contour)
        mask = np.zeros((bh, bw), np.uint8)
        cv2.drawContours(mask, [contour - (x, y)], -1, 1, -1)
        score = float(cv2.mean(1 / (1 + np.exp(-logit[y : y + bh, x : x + bw])), mask)[0])
        if score < 0.5:
            continue
        grow = w * h * 1.6 / (2 * (w + h))  # PaddleOCR's unclip ratio
        corners = cv2.boxPoints(((cx, cy), (w + 2 * grow, h + 2 * grow), angle))
        found.append(FoundLine(_ordered(np.asarray(corners, np.float32) * np.array([sx, sy], np.float32)), score))
    return found


def _ordered(corners: npt.NDArray[np.float32]) -> Quad:
    """Corners of a rectangle from its top left, clockwise, seen as an upright reader sees them."""
    by_x = corners[np.argsort(corners[:, 0])]
    left = by_x[:2][np.argsort(by_x[:2, 1])]
    right = by_x[2:][np.argsort(by_x[2:, 1])]
    return np.array([left[0], right[0], right[1], left[1]], np.float32)


def _padded_width(width: int) -> int:
    """`width` rounded up to one of a few: 320 as in training, then in steps of a fifth or less."""
    step = 64 if width <= 640 else 128 if width <= 1280 else 256
    return max(320, -(-width // step) * step)


def for_japanese(model: Model) -> tuple[Model, list[str]]:
    """The recogniser's network as read, giving scores of the classes that Japanese paper carries, and their characters."""
    characters = ["", *metadata(model, "character").split("\n"), " "]
    japanese = typeset("".join(characters))
    kept = [i for i, character in enumerate(characters) if japanese.issuperset(character)]
    return with_scores_of(model, np.array(kept, np.intp)), [characters[i] for i in kept]


class PpOcr:
    """The recogniser: one line crop to text, with the place of each character."""

    name = "ppocr"
    overhang = 2
    """So many of the steps lie behind the crop's right edge: a last character may speak as late as there."""

    def __init__(self, threads: int = 1, *, integers: bool | None = None) -> None:
        """`integers`: whether to compute in whole numbers where that was measured to read as well; None: where the
        processor does it faster."""
        self._threads = threads
        self._integers = multiplies_bytes() if integers is None else integers

    @cached_property
    def _loaded(self) -> tuple[Network, tuple[str, ...]]:
        """The network and the character of each of its classes."""
        alphabet: list[str] = []

        def changed(model: Model) -> Model:
            model, characters = for_japanese(model)
            alphabet.extend(characters)
            return with_integers(model, json.loads(RANGES.read_text("utf-8"))) if self._integers else model

        return Network(model_path(RECOGNISER), self._threads, change=changed), tuple(alphabet)

    @property
    def alphabet(self) -> tuple[str, ...]:
        """Character of each class of the logits; class 0 is CTC's blank, the last is a space.

        The model knows 7,000 characters more that no Japanese paper carries (simplified Chinese, other scripts,
        pictographs): they are left out, because here they are always wrong, and reading without them is faster.
        """
        return self._loaded[1]

    def scores(self, crop: Image) -> npt.NDArray[np.float32]:
        """Score of each class (columns) at each of the crop's steps from left to right (rows): before the softmax.

        The last `overhang` steps lie behind the crop.
        """
        height, width = crop.shape[:2]
        w = min(MAX_LINE_WIDTH, max(16, round(LINE_HEIGHT * width / height)))
        line = cv2.resize(crop, (w, LINE_HEIGHT), interpolation=cv2.INTER_LINEAR)
        x = np.zeros((1, 3, LINE_HEIGHT, _padded_width(w)), np.float32)  # as in training: padded with grey
        for plane, channel in enumerate((2, 1, 0)):  # trained on BGR
            np.divide(line[:, :, channel], 127.5, out=x[0, plane, :, :w], dtype=np.float32, casting="unsafe")
        x[0, :, :, :w] -= 1
        scores: npt.NDArray[np.float32] = self._loaded[0](x)[0]
        return scores[: max(1, round(len(scores) * w / x.shape[3])) + self.overhang]

    def logits(self, crop: Image) -> npt.NDArray[np.float32]:
        """Probability of each class (columns) at each of the crop's steps (rows); see :meth:`scores`."""
        scores = self.scores(crop)
        np.exp(scores - scores.max(1, keepdims=True), out=scores)
        return np.asarray(scores / scores.sum(1, keepdims=True), np.float32)

    def read_line(self, crop: Image) -> EngineReading:
        """The most probable text of `crop`, greedily."""
        if crop.shape[0] < 4 or crop.shape[1] < 4:
            return EngineReading("", 0.0, ())
        rows = self.scores(crop)
        best = rows.argmax(1).tolist()
        text, places, scores = [], [], []
        width = max(1, len(best) - self.overhang)
        last = 0
        for step, label in enumerate(best):
            if label:
                row = rows[step]
                share = 1 / float(np.exp(row - row[label]).sum())
                if label != last:
                    text.append(self.alphabet[label])
                    places.append(min(1.0, (step + 0.5) / width))
                    scores.append(share)
                else:
                    scores[-1] = max(scores[-1], share)
            last = label
        joined = "".join(text)
        if len(joined) != len(places):  # a class may stand for two characters
            places = [p for t, p in zip(text, places, strict=True) for _ in t]
        return EngineReading(joined, float(np.mean(scores)) if scores else 0.0, tuple(places))
