"""PP-OCRv6 small on onnxruntime: finding lines (DBNet) and reading them (CTC).

The weights lie inside the `rapidocr` wheel; nothing is downloaded. We run them ourselves because the
pipeline needs what rapidocr's own pipeline hides: boxes without recognition, recognition of known
boxes, the place of each character, one thread per process.
"""

from __future__ import annotations

import importlib.util
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt
import onnxruntime

from extractors.ocr.engine import EngineReading, Image
from models.errors import EngineError

DETECTOR = "PP-OCRv6_det_small.onnx"
RECOGNISER = "PP-OCRv6_rec_small.onnx"
LINE_HEIGHT = 48
"""The recogniser's input height in pixels."""
MAX_LINE_WIDTH = 3200
"""Wider lines are squeezed: 66 characters of full width."""

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


def _session(name: str, threads: int) -> onnxruntime.InferenceSession:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    # Pages differ in size: an arena that only grows would keep the largest page's buffers for ever.
    options.enable_cpu_mem_arena = False
    return onnxruntime.InferenceSession(str(model_path(name)), options, providers=["CPUExecutionProvider"])


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
    def _net(self) -> onnxruntime.InferenceSession:
        return _session(DETECTOR, self._threads)

    def find(self, image: Image, *, longest_side: int | None = None) -> list[FoundLine]:
        """Every line of text on `image`, in no particular order; quads in pixels of `image`."""
        height, width = image.shape[:2]
        scale = min(1.0, (longest_side or self._longest) / max(height, width))
        w = max(32, round(width * scale / 32) * 32)
        h = max(32, round(height * scale / 32) * 32)
        small = cv2.resize(image, (w, h), interpolation=cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR)
        # The networks were trained on BGR; the mean and deviation are ImageNet's, as in PaddleOCR.
        x = (small[:, :, ::-1].astype(np.float32) / 255 - (0.485, 0.456, 0.406)) / (0.229, 0.224, 0.225)
        tensor = np.ascontiguousarray(x.transpose(2, 0, 1)[None], dtype=np.float32)
        probability = self._net.run(None, {"x": tensor})[0][0, 0]
        return _lines(probability, width / w, height / h)


def _lines(probability: npt.NDArray[np.float32], sx: float, sy: float) -> list[FoundLine]:
    """Boxes around the connected parts of the probability map, grown back to the full line height."""
    contours, _ = cv2.findContours((probability > 0.3).astype(np.uint8), cv2.RETR_LIST, cv2.CHAIN_APPROX_SIMPLE)
    found = []
    for contour in contours:
        (cx, cy), (w, h), angle = cv2.minAreaRect(contour)
        if min(w, h) < 3:
            continue
        x, y, bw, bh = cv2.boundingRect(contour)
        mask = np.zeros((bh, bw), np.uint8)
        cv2.drawContours(mask, [contour - (x, y)], -1, 1, -1)
        score = float(cv2.mean(probability[y : y + bh, x : x + bw], mask)[0])
        if score < 0.5:
            continue
        grow = w * h * 1.6 / (2 * (w + h))  # PaddleOCR's unclip ratio
        corners = cv2.boxPoints(((cx, cy), (w + 2 * grow, h + 2 * grow), angle))
        found.append(FoundLine(_ordered(corners * np.float32([sx, sy])), score))
    return found


def _ordered(corners: npt.NDArray[np.float32]) -> Quad:
    """Corners of a rectangle from its top left, clockwise, seen as an upright reader sees them."""
    by_x = corners[np.argsort(corners[:, 0])]
    left = by_x[:2][np.argsort(by_x[:2, 1])]
    right = by_x[2:][np.argsort(by_x[2:, 1])]
    return np.float32([left[0], right[0], right[1], left[1]])


def _japanese(character: str) -> bool:
    """Whether `character` exists in Japanese typesetting: Windows' code page 932 or JIS X 0213."""
    for encoding in ("cp932", "euc_jisx0213"):
        try:
            character.encode(encoding)
            return True
        except UnicodeEncodeError:
            continue
    return False


class PpOcr:
    """The recogniser: one line crop to text, with the place of each character."""

    name = "ppocr"

    def __init__(self, threads: int = 1) -> None:
        self._threads = threads

    @cached_property
    def _net(self) -> onnxruntime.InferenceSession:
        return _session(RECOGNISER, self._threads)

    @cached_property
    def alphabet(self) -> list[str]:
        """Character of each class of the logits; class 0 is CTC's blank, the last is a space."""
        return ["", *self._net.get_modelmeta().custom_metadata_map["character"].split("\n"), " "]

    @cached_property
    def _foreign(self) -> npt.NDArray[np.bool_]:
        """For each class, whether no Japanese paper carries it: simplified Chinese, other scripts, pictographs."""
        return np.array([bool(character) and not _japanese(character) for character in self.alphabet])

    def logits(self, crop: Image) -> npt.NDArray[np.float32]:
        """Probability of each class (columns) at each of the crop's steps from left to right (rows)."""
        height, width = crop.shape[:2]
        w = min(MAX_LINE_WIDTH, max(16, round(LINE_HEIGHT * width / height)))
        line = cv2.resize(crop, (w, LINE_HEIGHT), interpolation=cv2.INTER_LINEAR)
        x = np.ascontiguousarray((line[:, :, ::-1].astype(np.float32) / 127.5 - 1).transpose(2, 0, 1)[None])
        if w < 320:  # as in training: short lines are padded with grey
            x = np.pad(x, ((0, 0), (0, 0), (0, 0), (0, 320 - w)))
        probabilities: npt.NDArray[np.float32] = self._net.run(None, {"x": x})[0][0]
        return probabilities

    def read_line(self, crop: Image) -> EngineReading:
        """The most probable text of `crop`, greedily."""
        if crop.shape[0] < 4 or crop.shape[1] < 4:
            return EngineReading("", 0.0, ())
        probabilities = self.logits(crop)
        w = min(MAX_LINE_WIDTH, max(16, round(LINE_HEIGHT * crop.shape[1] / crop.shape[0])))
        steps_used = len(probabilities) * w / max(w, 320)
        best = probabilities.argmax(1)
        for step in np.flatnonzero(self._foreign[best]):  # rare: masking every step would cost more than reading it
            best[step] = np.where(self._foreign, 0, probabilities[step]).argmax()
        text, places, scores = [], [], []
        last = 0
        for step, label in enumerate(best.tolist()):
            if label and label != last:
                text.append(self.alphabet[label])
                places.append(min(1.0, (step + 0.5) / steps_used))
                scores.append(float(probabilities[step, label]))
            elif label and label == last:
                scores[-1] = max(scores[-1], float(probabilities[step, label]))
            last = label
        joined = "".join(text)
        if len(joined) != len(places):  # a class may stand for two characters
            places = [p for t, p in zip(text, places, strict=True) for _ in t]
        return EngineReading(joined, float(np.mean(scores)) if scores else 0.0, tuple(places))
