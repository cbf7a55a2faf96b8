"""What the training loop eats."""

from __future__ import annotations

from typing import NamedTuple

from extractors.ocr.crnn.preparing import Darkness


class Sample(NamedTuple):
    """A prepared line, the classes of its characters (1..; 0 is CTC's blank) and where they stand (shares of the width)."""

    image: Darkness
    classes: list[int]
    places: list[float]
