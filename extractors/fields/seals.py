"""Whether the applicant's seal stands where the form asks for it (印)."""

from __future__ import annotations

import re
from collections.abc import Sequence

import cv2
import numpy as np
import numpy.typing as npt

from extractors.fields.entries import Sheet
from extractors.fields.layout import Text
from extractors.folding import fold
from extractors.imaging.colour import Mask, flat_ink
from extractors.imaging.penlines import without_long_lines
from extractors.imaging.seals import oval_seal, round_seal, square_seal
from extractors.meanings import is_any_label
from models.documents import Field
from models.geometry import Box
from models.pages import Source

SEALED_ENTRIES = ("representative_name", "applicant_name", "applicant_kana")
"""The seal stands beside the first of these that is on the paper; a company's may stand beside its own name above."""


def applicants_seal(sheet: Sheet, entry: Box) -> tuple[bool | None, Box | None]:
    """Whether a seal stands on the row of `entry` (pixels), and where.

    Red impressions are found anywhere right of the entry; on grey and black-and-white scans a ring or block of ink of a
    seal's size. None where nobody can tell: a heap of noise, or no room beside the entry.
    """
    if entry.height > 2 * entry.width:
        return None, None  # written downwards: a heading of the form taken for an entry
    height = _letter_height(sheet, entry)
    image = sheet.page.image
    window = Box(
        x0=entry.x1 + 0.2 * height,
        y0=max(0, entry.cy - 4.5 * height),
        x1=image.shape[1] * 0.98,
        y1=min(image.shape[0], entry.cy + 4.5 * height),
    )
    if (red := red_seal(sheet, entry)) is not None:
        return True, red
    if window.width < 2 * height:
        return None, None
    found = _dark_seal(sheet, window, height)
    return found is not None, found


def red_seal(sheet: Sheet, entry: Box) -> Box | None:
    """Where a red impression stands on the row of `entry` (pixels) or right of it."""
    reach = 3.6 * _letter_height(sheet, entry)
    beside = (s.box for s in sheet.page.reading.seals if s.box.cx >= entry.x0 and abs(s.box.cy - entry.cy) <= reach)
    return next(beside, None)


_PLACE = re.compile(r".*[印㊞][)）]?|.*(?:押印|捺印|印鑑|印欄).*")
"""The word that is printed where a seal belongs, by itself or behind a name, and others that ask for one."""


_NEEDLESS = re.compile(
    r"(?:押印|捺印|印鑑).{0,4}(?:不要|省略|廃止|要しません|必要(?:は)?ありません|要りません|いりません)"
)


def asks_for_seal(sheets: Sequence[Sheet]) -> bool:
    """Whether a form prints a place for a seal, and does not say that none is needed. Measured: on each of seven forms of
    other hands whose seal was missing the word was read."""
    texts = [t.raw.strip() for sheet in sheets for t in sheet.layout.texts]
    return any(map(_PLACE.fullmatch, texts)) and not any(map(_NEEDLESS.search, texts))


_OWN_PLACE = re.compile(r"(?:代表者|申請者|請求者|届出者|法人|会社|団体)(?:等|の|役)*(?:印鑑?|押印|捺印)欄?")
"""The label of a place for the seal apart from the name, folded, which says whose seal: 代表者印."""


def seal_by_its_label(sheets: Sequence[Sheet]) -> tuple[Sheet, Box] | None:
    """Where the seal stands whose place has a label of its own, apart from the name: 代表者印 [  ] at the foot.

    None where the form has another place for a seal: by the name, it belongs there, and beside this one an agent's may be.
    """
    places = [(s, t) for s in sheets for t in s.layout.texts if _PLACE.fullmatch(t.raw.strip())]
    if len(places) != 1 or not _OWN_PLACE.fullmatch(places[0][1].plain[0]):
        return None
    sheet, label = places[0]
    _, box = applicants_seal(sheet, label.box)
    return (sheet, box) if box is not None else None


def _letter_height(sheet: Sheet, entry: Box) -> float:
    heights = sorted(t.box.height for t in sheet.layout.texts if not t.line.vertical)
    usual = heights[len(heights) // 2] if heights else 30.0
    return float(min(max(usual, 0.5 * entry.height), 1.6 * usual))


def _dark_seal(sheet: Sheet, window: Box, height: float) -> Box | None:
    """A stamped ring or square with a name in it, on grey and black-and-white scans; no text, table or printed place."""
    x0, y0, x1, y1 = (round(v) for v in (max(0.0, window.x0 - 2.2 * height), window.y0, window.x1, window.y1))
    part = np.ascontiguousarray(sheet.page.image[y0:y1, x0:x1])
    if min(part.shape[:2]) < 20:
        return None
    ink = without_long_lines(flat_ink(part), round(6.8 * height), round(7 * height))
    for word in _listed_words(sheet):  # a ring around one of them chooses it
        _erase(ink, word.grown(0.9 * word.height), (x0, y0))
    found = _stamped(sheet, ink, window, height, (x0, y0))
    if found is not None and _labels_in(sheet, found) > 0.5 * found.area:
        for text in (t for t in sheet.layout.texts if _of_label(sheet, t)):
            _erase(ink, text.box, (x0, y0))
        found = _stamped(sheet, ink, window, height, (x0, y0))
    return found


def _stamped(sheet: Sheet, ink: Mask, window: Box, height: float, origin: tuple[int, int]) -> Box | None:
    """What looks like a seal in `ink`, whose upper left corner is `origin` on the page; where on the page."""
    x0, y0 = origin
    middle = window.cy - y0
    rows = (middle - 2.8 * height, middle + 2.8 * height)
    found = round_seal(ink, height, rows) or oval_seal(ink, height, rows) or square_seal(ink, height, rows)
    found = found or _block(sheet, ink, window, height, origin)
    return Box(x0=found.x0 + x0, y0=found.y0 + y0, x1=found.x1 + x0, y1=found.y1 + y0) if found else None


def _labels_in(sheet: Sheet, box: Box) -> float:
    """How much of `box`, in pixels, printed labels cover."""
    return sum(t.box.intersection(box) for t in sheet.layout.texts if _of_label(sheet, t))


def _erase(ink: Mask, box: Box, origin: tuple[int, int]) -> None:
    """Take out of `ink`, whose upper left corner is `origin` on the page, what stands in `box`."""
    x0, y0 = origin
    ink[
        max(0, round(box.y0) - y0) : max(0, round(box.y1) - y0), max(0, round(box.x0) - x0) : max(0, round(box.x1) - x0)
    ] = 0


_LISTS = (
    ("明治", "大正", "昭和", "平成", "令和"),
    ("普通", "当座", "貯蓄"),
    ("個人", "法人"),
    ("男", "女"),
    ("有", "無"),
)
"""Words that forms print side by side for one of them to be ringed."""


def _listed_words(sheet: Sheet) -> list[Box]:
    """Where the words of such lists stand, at least two of one list on a row."""
    found: list[Box] = []
    for words in _LISTS:
        seen = [
            (word, text.part(at, at + len(word)).box)
            for text in sheet.layout.texts
            for word in words
            if (at := text.raw.find(word)) >= 0 and not text.line.vertical
        ]
        found += [
            box for word, box in seen if any(o != word and abs(b.cy - box.cy) < 0.6 * box.height for o, b in seen)
        ]
    return found


def _block(sheet: Sheet, ink: Mask, window: Box, height: float, origin: tuple[int, int]) -> Box | None:
    """A block of ink, 1.8 to 7 letters high, about as wide, full of strokes: a square seal, or a round one half gone."""
    x0, y0 = origin
    bare = ink.copy()
    bare[:, : max(0, round(window.x0 - x0))] = 0
    for rule in sheet.page.reading.rules:
        upright = rule.x0 == rule.x1
        if upright and not _cell_side(sheet, rule.x0, rule.y0, rule.y1, height):
            continue  # perhaps the side of the seal
        if not upright and rule.x1 - rule.x0 < 6.8 * height:
            continue
        a, b = (round(rule.x0) - x0, round(rule.y0) - y0), (round(rule.x1) - x0, round(rule.y1) - y0)
        cv2.line(bare, a, b, 0, 5)
    for text in sheet.layout.texts:
        long = text.line.score > 0.85 and len(fold(text.raw)) >= 3 and text.box.width > 3.2 * text.box.height
        if long or _of_label(sheet, text):
            corner = (round(text.box.x0) - x0, round(text.box.y0) - y0)
            cv2.rectangle(bare, corner, (round(text.box.x1) - x0, round(text.box.y1) - y0), 0, -1)
    gap = max(9, round(0.5 * height)) | 1
    joined = cv2.morphologyEx(bare, cv2.MORPH_CLOSE, np.ones((gap, gap), np.uint8))
    contours, _ = cv2.findContours(joined, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    best: Box | None = None
    for contour in contours:
        x, y, w, h = cv2.boundingRect(contour)
        if not 1.8 * height <= min(w, h) <= max(w, h) <= 7.0 * height or not 0.62 <= w / h <= 1.6:
            continue
        if abs(y + h / 2 - (window.cy - y0)) > 2.8 * height or cv2.contourArea(contour) < 0.5 * w * h:
            continue
        inner = bare[y + h // 6 : y + h - h // 6, x + w // 6 : x + w - w // 6] > 0
        box = Box(x0=x, y0=y, x1=x + w, y1=y + h)
        if inner.mean() > 0.14 and _spread(inner) > 0.75 and (best is None or box.area > best.area):
            best = box
    return best


def _of_label(sheet: Sheet, text: Text) -> bool:
    """Whether a short line is printed: part of a label of several lines in its own cell (生年 over 月日), or known from
    the blank. The place for the seal is printed, too, and stamped over."""
    if re.search("[印㊞]", text.raw):
        return False
    if text.line.source is Source.BLANK_FORM:
        return True
    lines = [t for t in sheet.layout.texts if text.cell is not None and t.cell == text.cell]
    return len(lines) > 1 and is_any_label("".join(t.raw for t in sorted(lines, key=lambda t: t.box.cy)))


def _spread(inner: npt.NDArray[np.bool_]) -> float:
    """How evenly the ink lies: the share of a five by five grid that holds some."""
    rows, columns = (np.array_split(np.arange(n), 5) for n in inner.shape)
    return float(np.mean([inner[np.ix_(r, c)].mean() > 0.04 for r in rows for c in columns if r.size and c.size]))


def _cell_side(sheet: Sheet, x: float, y0: float, y1: float, height: float) -> bool:
    """Whether an upright rule is the side of a table's cell."""
    return any(
        min(abs(c.x0 - x), abs(c.x1 - x)) < 6 and min(c.y1, y1) - max(c.y0, y0) > 0.5 * (y1 - y0)
        for c in sheet.page.reading.cells
        if c.width > 7 * height
    )


def sealed_entry(fields: dict[str, Field]) -> str | None:
    """The entry that the seal stands beside."""
    return next((k for k in SEALED_ENTRIES if k in fields and fields[k].box is not None), None)
