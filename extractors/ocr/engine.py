"""The plug-in point for OCR engines.

An engine reads the crop of *one* line of text. Finding lines on a page is another job
(:class:`extractors.ocr.ppocr.LineFinder`), because the pipeline often knows the box already.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol, runtime_checkable

import numpy as np
import numpy.typing as npt

Image = npt.NDArray[np.uint8]
"""Height x width x 3, RGB."""


@dataclass(frozen=True, slots=True)
class EngineReading:
    """What an engine saw on one line.

    `score` (0..1) is the engine's own and no probability. `char_x` holds the centre of every
    character of `text` as a fraction of the crop's width, or None where the engine does not say.
    """

    text: str
    score: float
    char_x: tuple[float, ...] | None = None


@runtime_checkable
class Engine(Protocol):
    """Reads the crop of one line.

    `name` is stable and stored with every reading. `read_line` takes an RGB crop of any size and
    returns an empty text for an empty crop; it raises `models.errors.EngineError` when the
    engine itself is missing or fails, never for paper that is hard to read.
    """

    @property
    def name(self) -> str: ...

    def read_line(self, crop: Image) -> EngineReading: ...
