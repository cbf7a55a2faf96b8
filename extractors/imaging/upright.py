"""Standing a page upright: turns by quarter, skew, and the perspective of a photograph."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from extractors.imaging.colour import is_grey
from extractors.imaging.columns import column_as_line
from extractors.imaging.glance import Glance
from extractors.imaging.paper import flattening
from extractors.ocr.engine import Engine, EngineReading, Image
from extractors.ocr.ppocr import FoundLine, LineFinder
from models.geometry import PageGeometry, matrix3

Transform = npt.NDArray[np.float64]
"""3 x 3, from pixels of the delivered image to pixels of the upright image."""

SKEW_WORTH_MENDING = 0.15
"""Degrees. Less does not move a line of A4 by a tenth of its height."""

LEAST_FILLED = 0.5
"""Characters that a line has at least, for each of its heights in width."""
PLAIN_SCORE, PLAIN_LETTERS = 0.9, 4
"""A line read so surely, with so many kana or kanji, stands upright. Measured upside down (200 lines): the surest with two
such letters 0.83; Latin letters and digits, which are alike both ways, up to 0.90 (NIPPON)."""
_KANA_OR_KANJI = re.compile("[ぁ-ヿ一-鿿]")


@dataclass(frozen=True, slots=True)
class Upright:
    """A page that stands upright, the way back to the delivered page, and the lines already found on it."""

    image: Image
    geometry: PageGeometry
    lines: tuple[FoundLine, ...]
    photographed: bool


def stand_upright(
    image: Image, finder: LineFinder, engine: Engine, glance: Glance | None = None, *, stands: bool = False
) -> Upright:
    """Turn, straighten and flatten `image`; `glance` is the first look at it, where somebody took one already.

    Which way is up is asked of the recogniser: upside down it reads nonsense and scores it low. One detection is
    enough for all of it, because found lines are moved along with the page. `stands`: somebody said that it is upright
    already; then it is only straightened and flattened.
    """
    height, width = image.shape[:2]
    corners = (glance or Glance(image)).corners
    transform: Transform = np.eye(3)
    size = (width, height)
    base = image
    if corners is not None:
        transform, size = flattening(corners)
        base = warped(image, transform, size)
    lines = finder.find(base)
    turn = 0 if stands else quarter_turns(base, lines, engine)
    step = quarter(turn, size)
    if turn % 2:
        size = (size[1], size[0])
    skew = _skew([_moved(line, step) for line in lines])
    rotate = np.eye(3)
    if abs(skew) >= SKEW_WORTH_MENDING:
        rotate[:2] = cv2.getRotationMatrix2D((size[0] / 2, size[1] / 2), skew, 1.0)
    after = rotate @ step
    if corners is None and turn == 0 and abs(skew) < SKEW_WORTH_MENDING:
        upright = image
    else:
        transform = after @ transform
        upright = warped(image, transform, size)
    return Upright(
        upright,
        page_geometry(transform, size, (width, height), turn * 90),
        tuple(_moved(line, after) for line in lines),
        corners is not None,
    )


def warped(image: Image, transform: Transform, size: tuple[int, int]) -> Image:
    """`image` moved by `transform` into a page of `size` (width, height); its edges are drawn out where it ends.

    Quarter turns are exact; grey pages are moved as one plane, and sheets without perspective without dividing:
    resampling is the dearest step of straightening.
    """
    turns = next((k for k in range(4) if np.allclose(transform, quarter(k, image.shape[1::-1]), atol=1e-6)), None)
    if turns is not None and size == (image.shape[1::-1] if turns % 2 == 0 else image.shape[:2]):
        return np.ascontiguousarray(np.rot90(image, -turns)) if turns else image
    plane = image[:, :, 0] if is_grey(image) else image
    if np.allclose(transform[2], (0, 0, 1), atol=1e-9):
        moved = cv2.warpAffine(
            np.ascontiguousarray(plane), transform[:2], size, flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE
        )
    else:
        moved = cv2.warpPerspective(
            np.ascontiguousarray(plane), transform, size, flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE
        )
    return np.asarray(cv2.cvtColor(moved, cv2.COLOR_GRAY2RGB) if moved.ndim == 2 else moved, dtype=np.uint8)


def page_geometry(
    transform: Transform, size: tuple[int, int], delivered: tuple[int, int], rotation: int
) -> PageGeometry:
    """`transform` (delivered to upright pixels) as the map from upright pixels to fractions of the delivered page."""
    back = np.diag([1 / delivered[0], 1 / delivered[1], 1.0]) @ np.linalg.inv(transform)
    back /= back[2, 2]
    return PageGeometry(width=size[0], height=size[1], matrix=matrix3(back), rotation=rotation)


def quarter_turned(image: Image, turns: int) -> Image:
    """`image` turned clockwise by so many quarter turns."""
    return np.ascontiguousarray(np.rot90(image, -turns)) if turns % 4 else image


def within(inner: PageGeometry, size: tuple[int, int], turning: PageGeometry) -> PageGeometry:
    """The geometry of a page found on a turned image of `size` (width, height), seen from the delivered page.

    `inner` maps to fractions of the turned image, `turning` from that image's pixels to fractions of the delivered page.
    """
    pixels = np.diag([size[0], size[1], 1.0]) @ np.array(inner.matrix)
    back = np.array(turning.matrix) @ pixels
    back /= back[2, 2]
    rotation = (inner.rotation + turning.rotation) % 360
    return PageGeometry(width=inner.width, height=inner.height, matrix=matrix3(back), rotation=rotation)


def crop_line(image: Image, line: FoundLine) -> Image:
    """The line as an upright strip, cut along its own slope."""
    width, height = max(1, round(line.width)), max(1, round(line.height))
    target = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    matrix = cv2.getPerspectiveTransform(line.quad, target)
    strip = cv2.warpPerspective(image, matrix, (width, height), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(strip, dtype=np.uint8)


def quarter_turns(image: Image, lines: Sequence[FoundLine], engine: Engine) -> int:
    """How many quarter turns clockwise make `image` upright: 0 to 3."""
    wide = [x for x in lines if x.width > 2 * x.height]
    tall = [x for x in lines if x.height > 2 * x.width]
    if sum(x.height for x in tall) > 1.2 * sum(x.width for x in wide):
        sample = sorted(tall, key=lambda x: x.height, reverse=True)[:6]
        clockwise = _score([np.rot90(crop_line(image, x), -1) for x in sample], engine)
        counter = _score([np.rot90(crop_line(image, x), 1) for x in sample], engine)
        upright = _score([column_as_line(crop_line(image, x)) for x in sample], engine)
        # PP-OCR learned columns lying on their left side: it reads them so as well as set upright, and nonsense the
        # other way round. Across lines that need a turn never read as well upright as turned.
        if upright > counter - 0.12 and upright > clockwise + 0.1:
            return 0  # columns of upright characters: an envelope front
        return 1 if clockwise >= counter else 3
    sample = sorted(wide, key=lambda x: x.width, reverse=True)[:6]
    # half a dozen characters tell as much as sixty, and reading takes time by the character
    crops = [crop[:, : round(6.6 * crop.shape[0])] for x in sample if (crop := crop_line(image, x)).size]
    few, read = crops[:3], []
    for crop in few:
        read.append(engine.read_line(crop))
        if _plainly_japanese(read[-1]):
            return 0
    if not few:
        return 0
    up = _share(few, read)
    if up >= 0.97:
        return 0
    down = _score([np.rot90(c, 2) for c in few], engine)
    if abs(up - down) < 0.25 and len(crops) > len(few):
        up = (up + _score(crops[3:], engine)) / 2
        down = (down + _score([np.rot90(c, 2) for c in crops[3:]], engine)) / 2
    return 0 if up >= down else 2


def _plainly_japanese(reading: EngineReading) -> bool:
    """Whether a line reads so well, and as Japanese, that it cannot stand on its head."""
    return reading.score >= PLAIN_SCORE and len(_KANA_OR_KANJI.findall(reading.text)) >= PLAIN_LETTERS


def _score(crops: Sequence[npt.NDArray[np.uint8]], engine: Engine) -> float:
    """How well `engine` reads `crops`; see :func:`_share`."""
    return _share(crops, [engine.read_line(np.ascontiguousarray(c)) for c in crops])


def _share(crops: Sequence[npt.NDArray[np.uint8]], readings: Sequence[EngineReading]) -> float:
    """How well `crops` were read, weighted by the number of characters; where far fewer are read than the line has room
    for, the rest counts as unread: a single 一 is all that an engine sees of many a line that stands on its head."""
    room = [LEAST_FILLED * max(c.shape[:2]) / max(1, min(c.shape[:2])) for c in crops]
    weight = sum(max(len(r.text), least) for r, least in zip(readings, room, strict=True))
    return sum(r.score * len(r.text) for r in readings) / weight if weight else 0.0


def quarter(turns: int, size: tuple[int, int]) -> Transform:
    width, height = size
    table: dict[int, list[list[float]]] = {
        0: [[1, 0, 0], [0, 1, 0], [0, 0, 1]],
        1: [[0, -1, height], [1, 0, 0], [0, 0, 1]],
        2: [[-1, 0, width], [0, -1, height], [0, 0, 1]],
        3: [[0, 1, 0], [-1, 0, width], [0, 0, 1]],
    }
    return np.array(table[turns], dtype=np.float64)


def _moved(line: FoundLine, transform: Transform) -> FoundLine:
    points = cv2.perspectiveTransform(line.quad[None].astype(np.float64), transform)[0]
    by_sum, by_difference = points.sum(1), points[:, 1] - points[:, 0]
    order = [int(by_sum.argmin()), int(by_difference.argmin()), int(by_sum.argmax()), int(by_difference.argmax())]
    quad = points if len(set(order)) < 4 else points[order]
    return FoundLine(quad.astype(np.float32), line.score)


def _skew(lines: Sequence[FoundLine]) -> float:
    """Degrees by which text runs downhill; long lines count most."""
    long = [x for x in lines if x.width > 4 * x.height]
    if not long:
        return 0.0
    angles = np.array([np.degrees(np.arctan2(x.quad[1][1] - x.quad[0][1], x.quad[1][0] - x.quad[0][0])) for x in long])
    weights = np.array([x.width for x in long])
    order = angles.argsort()
    middle = np.searchsorted(weights[order].cumsum(), weights.sum() / 2)
    return float(angles[order][min(middle, len(long) - 1)])
