"""Which known form a page is a copy of, which way up it lies, and how sure that is."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property

import cv2
import numpy as np
from rapidfuzz import fuzz

from extractors.folding import fold
from extractors.imaging.glance import Glance
from extractors.imaging.paper import Corners, flattening
from extractors.imaging.upright import SKEW_WORTH_MENDING, Transform, page_geometry, warped
from extractors.ocr.engine import Image
from extractors.registration.alignment import Alignment, Sums, align
from extractors.registration.blanks import BlankPage, blank_pages
from extractors.registration.jumps import around, settled
from extractors.registration.placing import Placement
from extractors.registration.structure import (
    LONG_SIDE,
    Plane,
    Skeleton,
    ink_of,
    shrunk,
    signature,
    skeleton,
    skew,
    straightened,
)
from models.forms import FormMap
from models.geometry import Box, PageGeometry

LIKE = 0.5
"""Least likeness of signatures for a form to be tried. Measured: 0.6 and more for copies of a form."""
RIVALS = 0.16
"""Forms whose signature is less alike than the best by more than this are not tried."""
TRIED = 4
"""At most so many forms are laid over a page."""
FITS = 0.62
"""Least score of an alignment. Measured: copies 0.8 and more (tables of rows 0.65), other papers 0.45 at most."""
TIE = 0.12
"""Alignments within this of the best compete; words decide."""
WORDS = 0.6
"""Least likeness of the words read where the form prints its titles and labels."""
COPY = 0.66
"""Least score of a copy: of the alignment times the likeness of the words. Measured: copies 0.72 and more (faxes and back
pages; 0.8 else), forms of other versions that are laid out and worded like it 0.41 to 0.59."""
SAME = 99.0
"""Likeness in percent from which on two blanks print the same words."""
SPREAD = 2.0
"""Letters that stand so many of their heights apart are spread."""
WORDS_READ = 4
"""So many printed lines are read to make sure."""

ReadLine = Callable[[Image, Box], str]
"""Reads the line of text in a box (pixels) of an upright image."""


@dataclass(frozen=True)
class Matched:
    """A page that is a copy of a known form, set upright."""

    blank: BlankPage
    placement: Placement
    image: Image
    geometry: PageGeometry
    photographed: bool
    score: float
    others: tuple[str, ...]
    """Ids of other forms that fit and read the same."""


@dataclass(frozen=True)
class _Stand:
    """One way to hold the page: its skeleton, and the transform from the delivered image to the upright one."""

    bones: Skeleton
    transform: Transform
    size: tuple[int, int]
    quarters: int
    photographed: bool


class FormIndex:
    """All known forms, ready to be compared with pages. Making it costs a few milliseconds a form."""

    def __init__(self, forms: Sequence[FormMap]) -> None:
        self.forms = {form.id: form for form in forms}
        self._blanks = blank_pages(forms)

    def __bool__(self) -> bool:
        return bool(self._blanks)

    def warm_up(self) -> None:
        """Do now what the first page would wait for."""
        if self._blanks:
            _ = self._signatures

    @cached_property
    def _signatures(self) -> tuple[Plane, tuple[int, ...]]:
        """All signatures as rows, and for each the blank it belongs to."""
        rows = [(s, i) for i, blank in enumerate(self._blanks) for s in blank.signatures]
        return np.stack([s for s, _ in rows]), tuple(i for _, i in rows)

    def match(self, image: Image, read_line: ReadLine, glance: Glance | None = None) -> Matched | None:
        """The form that `image` (RGB, as delivered) is a filled copy of, or None. `glance`: a first look at it."""
        if not self._blanks:
            return None
        stand, alignments = self._best(image, (glance or Glance(image)).corners)
        if not alignments or alignments[0].score < FITS:
            return None
        upright = _stood(image, stand)
        scale = max(stand.size) / LONG_SIDE
        rivals = [a for a in alignments if a.score >= max(FITS, alignments[0].score - TIE)]
        chosen = _by_words(rivals, stand, scale, lambda box: read_line(upright, box))
        if chosen is None:
            return None
        placement, others, words = chosen
        score = max(0.0, min(1.0, placement.alignment.score)) * words
        if score < COPY:
            return None

        def placed(alignment: Alignment) -> Placement:
            """Where `alignment` puts things; how the page bends is not measured again for the one that was chosen."""
            return placement if alignment is placement.alignment else Placement(alignment, stand.bones, scale)

        best = settled(placement.alignment, lambda a, i: read_line(upright, around(placed(a).item(i))))
        height, width = image.shape[:2]
        return Matched(
            best.blank,
            placed(best),
            upright,
            page_geometry(stand.transform, stand.size, (width, height), stand.quarters * 90),
            stand.photographed,
            score,
            others,
        )

    def _best(self, image: Image, corners: Corners | None) -> tuple[_Stand, list[Alignment]]:
        """The likeliest way to hold the page, and the forms that may be it, best first."""
        flat, transform, size, photographed = _flattened(image, corners)
        grey = shrunk(flat)
        ink = ink_of(grey)
        degrees = skew(ink)
        if abs(degrees) >= SKEW_WORTH_MENDING:
            ink = ink_of(straightened(grey, degrees))
        bones = skeleton(ink)
        rotate: Transform = np.eye(3)
        if abs(degrees) >= SKEW_WORTH_MENDING:
            rotate[:2] = cv2.getRotationMatrix2D((size[0] / 2, size[1] / 2), degrees, 1.0)
        vectors, owners = self._signatures
        ways = []
        for quarters in range(4):
            held = bones.turned(quarters)
            likeness = vectors @ signature(held)
            ways.append((float(likeness.max()), quarters, held, likeness))
        found: list[tuple[Alignment, int, Skeleton]] = []
        top = max(way[0] for way in ways)
        if top < LIKE:
            return _stand(bones, 0, rotate @ transform, size, photographed), []
        ranked = sorted(
            (
                (float(value), owners[row], quarters, held)
                for _, quarters, held, likeness in ways
                for row, value in enumerate(likeness)
                if value >= max(LIKE, top - RIVALS)
            ),
            key=lambda r: -r[0],
        )
        sums: dict[int, Sums] = {}
        tried: set[tuple[int, int]] = set()
        for value, owner, quarters, held in ranked:
            if (owner, quarters) in tried:
                continue
            if len(tried) >= TRIED and not (found and value > ranked[0][0] - 0.03):
                break
            tried.add((owner, quarters))
            if quarters not in sums:
                sums[quarters] = Sums.of(held)
            found.append((align(self._blanks[owner], sums[quarters]), quarters, held))
        found.sort(key=lambda f: -f[0].score)
        _, quarters, held = found[0]
        stand = _stand(held, quarters, rotate @ transform, size, photographed)
        return stand, [a for a, q, _ in found if q == quarters]


def _flattened(image: Image, corners: Corners | None) -> tuple[Image, Transform, tuple[int, int], bool]:
    """The sheet without its surroundings, small; and the transform to the whole sheet at full size."""
    height, width = image.shape[:2]
    if corners is None:
        return image, np.eye(3), (width, height), False
    transform, size = flattening(corners)
    scale = LONG_SIDE / max(size)
    small = np.diag([scale, scale, 1.0]) @ transform
    target = max(1, round(size[0] * scale)), max(1, round(size[1] * scale))
    flat = cv2.warpPerspective(image, small, target, flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(flat, dtype=np.uint8), transform, size, True


def _stand(bones: Skeleton, quarters: int, transform: Transform, size: tuple[int, int], photographed: bool) -> _Stand:
    width, height = size
    turns: dict[int, list[list[float]]] = {
        0: [[1, 0, 0], [0, 1, 0], [0, 0, 1]],
        1: [[0, -1, height], [1, 0, 0], [0, 0, 1]],
        2: [[-1, 0, width], [0, -1, height], [0, 0, 1]],
        3: [[0, 1, 0], [-1, 0, width], [0, 0, 1]],
    }
    turned = (height, width) if quarters % 2 else size
    return _Stand(bones, np.array(turns[quarters], dtype=np.float64) @ transform, turned, quarters, photographed)


def _stood(image: Image, stand: _Stand) -> Image:
    return warped(image, stand.transform, stand.size)


def _by_words(
    rivals: Sequence[Alignment], stand: _Stand, scale: float, read: Callable[[Box], str]
) -> tuple[Placement, tuple[str, ...], float] | None:
    """Where the rival stands whose words are on the page, the others that print the same words, and how well they read."""
    seen: dict[tuple[int, int], str] = {}

    def at(box: Box) -> str:
        key = round(box.cx / 12), round(box.cy / 12)
        if key not in seen:
            seen[key] = fold(read(box))
        return seen[key]

    results = []
    for rival in rivals:
        placement = Placement(rival, stand.bones, scale)
        likeness = []
        for index in _telling(rival, [r for r in rivals if r is not rival]):
            likeness.append(_alike(rival.blank.folded[index], at(around(placement.item(index)))))
        if likeness:
            results.append((float(np.mean(likeness)), placement))
    results.sort(key=lambda r: (-round(r[0], 2), -r[1].alignment.score))
    if not results or results[0][0] < WORDS:
        return None
    words, best = results[0]
    chosen = best.alignment.blank
    same = [
        p.alignment.blank.form.id
        for _, p in results[1:]
        if _same_words(p.alignment, best.alignment) and p.alignment.blank.form.id != chosen.form.id
    ]
    return best, tuple(sorted(same)), words


def _printed(alignment: Alignment) -> frozenset[str]:
    return frozenset(
        text for item, text in zip(alignment.blank.items, alignment.blank.folded, strict=True) if item.text
    )


def _same_words(a: Alignment, b: Alignment) -> bool:
    """Whether two blanks print the same, if perhaps broken into lines otherwise."""
    one, other = "".join(a.blank.folded), "".join(b.blank.folded)
    return one == other or fuzz.ratio(one, other) >= SAME


def _telling(alignment: Alignment, rivals: Sequence[Alignment]) -> list[int]:
    """Which printed lines to read: those that no rival prints, large ones and labels first; then any large ones. Of letters
    spread over a label's cell (施　工　業　者) a fax leaves little to read: they come last."""
    others = [_printed(r) for r in rivals if not _same_words(r, alignment)]
    labels = {fold(e.label.text) for e in alignment.blank.page.entries if e.label}
    ranked = []
    for index, (item, text) in enumerate(zip(alignment.blank.items, alignment.blank.folded, strict=True)):
        if not 3 <= len(text) <= 34 or alignment.found[index] < 0.3:
            continue
        telling = sum(text not in words for words in others)
        spread = item.box.width > SPREAD * len(text) * item.box.height
        ranked.append((-telling, spread, -(item.box.height * (1.3 if text in labels else 1.0)), index))
    return [index for *_, index in sorted(ranked)[:WORDS_READ]]


def _alike(wanted: str, read: str) -> float:
    """Likeness (0..1) of a printed line and what was read there; entries written beside it do not count against it."""
    if not read:
        return 0.0
    if len(read) > len(wanted):
        return float(fuzz.partial_ratio(wanted, read)) / 100
    return float(fuzz.ratio(wanted, read)) / 100
