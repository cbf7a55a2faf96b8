"""Blank forms that a programme has learned, as they lie in ``programmes/<id>/forms``, filled in at their learned boxes.

The blank is printed as a picture; what is written stands where its map says that the entry is asked for, between the
words that the blank prints there (令和　年　月　日, 金 … 円, a square before each choice).
"""

from __future__ import annotations

import random
import unicodedata
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Any

import pypdfium2
from PIL import Image

import programmes
from benchmarks.synth import seals
from benchmarks.synth.draw import MM_PER_POINT, Box, Entry, Sheet, union
from benchmarks.synth.fill import Filler, era, written_date
from benchmarks.synth.layouts.furniture import DAKUTEN, Furniture
from benchmarks.synth.layouts.plan import Slot
from benchmarks.synth.papers import Desk, Paper
from benchmarks.synth.papers.form import dates, entries
from models.forms import Entry as Asked
from models.forms import FormMap
from models.geometry import Box as Area
from models.programmes import ValueKind
from programmes.forms import FOLDER, load_form

#: Kinds of paper that are filled in this way; lists of facilities and officers are not.
KINDS = ("application_form", "payment_request", "power_of_attorney")


@dataclass(frozen=True)
class Char:
    """A printed character of a blank, compatibility forms folded; its ink in millimetres."""

    text: str
    box: Box


@dataclass(frozen=True)
class Blank:
    form: FormMap
    pictures: tuple[Image.Image, ...]
    printed: tuple[tuple[Char, ...], ...]


@cache
def blanks(programme: str, kind: str) -> tuple[Blank, ...]:
    """The learned forms of one kind of paper of a programme; empty: there is none."""
    if kind not in KINDS:
        return ()
    files = sorted((programmes.INSTALLED / programme / FOLDER).glob(f"{kind}-*.yaml"))
    return tuple(_blank(file) for file in files)


def _blank(file: Path) -> Blank:
    form = load_form(file)
    document = pypdfium2.PdfDocument(file.with_name(form.blank))
    pictures, printed = [], []
    for page in document:
        pictures.append(page.render(scale=300 / 72).to_pil().convert("RGB"))
        text, height = page.get_textpage(), page.get_height()
        chars = []
        for at in range(text.count_chars()):
            char = unicodedata.normalize("NFKC", text.get_text_range(at, 1))
            x0, y0, x1, y1 = (v * MM_PER_POINT for v in text.get_charbox(at))
            if char.strip() and x1 > x0:
                chars.append(Char(char, (x0, height * MM_PER_POINT - y1, x1, height * MM_PER_POINT - y0)))
        printed.append(tuple(chars))
    return Blank(form, tuple(pictures), tuple(printed))


def known_form(desk: Desk, kind: str) -> Paper | None:
    """A paper of `kind` on one of the programme's own forms; None: it has none."""
    found = blanks(desk.facts.rules.id, kind)
    if not found:
        return None
    rng = desk.rng
    blank = rng.choice(found)
    sheets, sealed = [], None
    stretch, dx, dy = rng.uniform(0.985, 1.015), rng.gauss(0, 0.8), rng.gauss(0, 0.8)
    for at in range(len(blank.pictures)):
        page = _Page(blank, at, desk, kind, (stretch, dx, dy))
        page.draw()
        sheets.append(page.sheet)
        sealed = page.sealed if sealed is None else sealed
    if len(sheets) > 1 and rng.random() < 0.15 and not any(sheet.entries for sheet in sheets[1:]):
        sheets = sheets[:1]
    return Paper(kind, f"known_{blank.form.id}", tuple(sheets), desk.mode, sealed, picture=True)


class _Page:
    """One page of a copy. Places of the blank are moved by `drift` (stretch, right, down) before they are used."""

    def __init__(self, blank: Blank, at: int, desk: Desk, kind: str, drift: tuple[float, float, float]) -> None:
        self.page, self.desk, self.kind = blank.form.pages[at], desk, kind
        stretch, dx, dy = drift
        self.sheet = Sheet(self.page.width_mm, self.page.height_mm)
        self.sheet.picture(blank.pictures[at], dx, dy, self.page.width_mm * stretch, self.page.height_mm * stretch)
        self.fill: Filler = desk.filler(self.sheet, kind)
        self.put = Furniture(self.sheet, self.fill, "mincho", blank=False)
        self.move = drift
        self.chars = [Char(c.text, self._moved(c.box)) for c in blank.printed[at]]
        self.values, self.dates = entries(desk), dates(desk)
        self.dates["issue_date"] = desk.facts.applied_on - timedelta(days=desk.rng.randint(5, 20))
        self.sealed: bool | None = None

    @property
    def rng(self) -> random.Random:
        return self.desk.rng

    def _moved(self, box: Box) -> Box:
        stretch, dx, dy = self.move
        return box[0] * stretch + dx, box[1] * stretch + dy, box[2] * stretch + dx, box[3] * stretch + dy

    def _mm(self, area: Area) -> Box:
        w, h = self.page.width_mm, self.page.height_mm
        return self._moved((area.x0 * w, area.y0 * h, area.x1 * w, area.y1 * h))

    def draw(self) -> None:
        for entry in self.page.entries:
            value = self.dates.get(entry.key) if entry.kind is ValueKind.DATE else self.values.get(entry.key)
            if value is not None:
                self._entry(entry, value)
        self._seal()

    def _within(self, box: Box) -> list[Char]:
        """The printed characters in a box, in reading order."""
        found = [
            c
            for c in self.chars
            if box[0] <= (c.box[0] + c.box[2]) / 2 <= box[2] and box[1] <= (c.box[1] + c.box[3]) / 2 <= box[3]
        ]
        return sorted(found, key=lambda c: c.box[0])

    def _entry(self, entry: Asked, told: Any) -> None:
        box = self._mm(entry.box)
        if entry.kind is ValueKind.DATE:
            self._date(entry, told, box)
            return
        value, raw = told
        if entry.strip:
            self._strip(entry, value, raw)
        elif entry.options:
            self._choice(entry, value, box)
        else:
            box = self._own_rows(entry, box)
            x0, x1 = self._room(entry, box)
            yen = entry.kind in (ValueKind.YEN, ValueKind.COUNT)
            high = box[3] - box[1]
            size = min(11.0, high / MM_PER_POINT * 0.55)
            lines = 2 if high > 9 and "address" in entry.key else 1
            tight = yen and any(
                c.text == "円" and c.box[0] - x1 < 2 for c in self._within((x1, box[1], box[2], box[3]))
            )
            y = (box[1] + box[3]) / 2
            self.fill.put(entry.key, value, raw, x0, y, x1 - x0, size, align="r" if tight else "l", lines=lines)

    def _room(self, entry: Asked, box: Box) -> tuple[float, float]:
        """Left and right end of the white room of an entry between what the blank prints in its box."""
        label = entry.label
        chars = self._within(box)
        left, right = box[0] + 1.2, box[2] - 1.2
        if label and (label.part or label.divider or self._shared(entry)):
            middle = left + (right - left) * 0.5
            for c in chars:
                if c.text == (label.divider or "／"):
                    middle = (c.box[0] + c.box[2]) / 2
            left, right = (middle + 1.8, right) if label.part else (left, middle - 1.8)
        elif label and label.where in ("inline", "inside") and (end := self._behind(chars, label.text)):
            left = end + 0.8
        whites, pen = [], left
        for c in chars:
            if left <= c.box[0] <= right:
                whites.append((pen, c.box[0] - 0.8))
                pen = c.box[2] + 0.8
        whites.append((pen, right))
        if label and label.where == "inline" and label.until:
            whites = [w for w in whites if w[1] - w[0] > 5][:1] or whites
        yen = next((c.box[0] for c in chars if c.text == "円" and c.box[0] > left), right)
        if entry.kind is ValueKind.YEN:
            whites = [w for w in whites if w[0] < yen and w[1] - w[0] > 5] or whites
        return max(whites, key=lambda w: w[1] - w[0])

    def _own_rows(self, entry: Asked, box: Box) -> Box:
        """`box` without the rows of an entry whose smaller room lies in it: an address is written under 〒 and its number."""
        within = [
            e.box
            for e in self.page.entries
            if e is not entry and e.label and e.label.where == "inside" and e.box.share_inside(entry.box) > 0.95
        ]
        foot = max((self._mm(area)[3] for area in within), default=box[1])
        return (box[0], foot, box[2], box[3]) if box[3] - foot > 4 else box

    def _shared(self, entry: Asked) -> bool:
        return any(
            e is not entry and e.box == entry.box and e.label and e.label.part for e in self.page.entries
        ) and bool(entry.label and entry.label.where == "right")

    def _behind(self, chars: list[Char], words: str) -> float | None:
        """Where `words` end among `chars`."""
        whole, ends = "", []
        for c in chars:
            whole += c.text
            ends += [c.box[2]] * len(c.text)
        at = whole.find(unicodedata.normalize("NFKC", words))
        return ends[at + len(words) - 1] if at >= 0 else None

    def _date(self, entry: Asked, day: Any, box: Box) -> None:
        """The numbers before 年, 月 and 日; where the blank prints none of them, the whole date."""
        chars = self._within(box)
        spots: list[Box] = []
        pen = next((c.box[2] for c in reversed(chars) if c.text in "和成"), box[0])
        for word in "年月日":
            mark = next((c for c in chars if c.text == word and c.box[0] > pen), None)
            if mark is None:
                break
            spots.append((pen + 0.3, mark.box[1], mark.box[0] - 0.3, mark.box[3]))
            pen = mark.box[2]
        name, _, year = era(day)
        if len(spots) < 3:
            x0, x1 = self._room(entry, box)
            raw = written_date(day, "era")
            self.fill.put(entry.key, day.isoformat(), raw, x0, (box[1] + box[3]) / 2, x1 - x0, 10)
            return
        if entry.key in self.fill.blank:
            self.sheet.entries[entry.key] = Entry(None, "", union(spots))
            return
        hand, inks = self.fill.by_hand(), list[Box]()
        for (x0, y0, x1, y1), number in zip(spots, (year, day.month, day.day), strict=True):
            size = min(11.0, (y1 - y0) / MM_PER_POINT * 1.15)
            inks += self.fill.words(str(number), x0, (y0 + y1) / 2, x1 - x0, size, align="c", hand=hand)
        raw = f"{name}{year}年{day.month}月{day.day}日"
        self.sheet.entries[entry.key] = Entry(day.isoformat(), raw, union(inks), hand)

    def _strip(self, entry: Asked, value: Any, raw: str) -> None:
        """A character to each box: kana from the left, numbers to the right."""
        boxes = [self._mm(b) for b in entry.strip]
        slot = Slot(entry.key, "", "boxes", count=len(boxes))
        if self.put.empty(slot, value):
            self.put.note_empty(slot, union(boxes))
            return
        kana = entry.kind in (ValueKind.KANA, ValueKind.HOLDER_KANA)
        text = raw.replace("　", " ") if kana else str(value)
        if kana and len(boxes) >= 24:
            text = "".join(DAKUTEN.get(c, c) for c in unicodedata.normalize("NFD", text))
        if len(text) > len(boxes):
            text = text.replace(" ", "")
        if len(text) > len(boxes):
            x0, y0, x1, y1 = union(boxes)
            self.fill.put(entry.key, value, text, x0, (y0 + y1) / 2, x1 - x0, 10)
            return
        hand, inks = self.fill.by_hand(), list[Box]()
        used = boxes if kana else boxes[len(boxes) - len(text) :]
        for (x0, y0, x1, y1), char in zip(used, text, strict=False):
            if char.strip():
                size = min(11.0, min(x1 - x0, (y1 - y0) * 0.9) / MM_PER_POINT * 0.86)
                inks.append(self.put.one(char, (x0 + x1) / 2, (y0 + y1) / 2, size, hand))
        self.sheet.entries[entry.key] = Entry(value, text, union(inks), hand)

    def _choice(self, entry: Asked, value: str | None, box: Box) -> None:
        """A tick in the square before the chosen words, or a ring around them where the blank has no squares."""
        chosen = next((o for o in entry.options if o.value == value), None)
        if chosen is None or entry.key in self.fill.blank:
            self.sheet.entries[entry.key] = Entry(None, "", box)
            return
        words, hand = self._mm(chosen.box), self.fill.by_hand()
        pen, middle = self.desk.habits.pen, (words[1] + words[3]) / 2
        square = next(
            (
                c.box
                for c in self.chars
                if c.text in "□" and 0 <= words[0] - c.box[2] < 3 and c.box[1] < middle < c.box[3]
            ),
            None,
        )
        if square is not None:
            self._tick(square, hand)
            words = union([square, words])
        elif hand and pen:
            pen.ring(self.sheet, words, self.rng)
        elif hand:
            self.desk.habits.hand.ring(self.sheet, words, self.rng)
        else:
            self.sheet.oval(words[0] - 1.1, words[1] - 0.9, words[2] + 1.1, words[3] + 0.9, width=0.35)
        self.sheet.entries[entry.key] = Entry(value, value or "", words, hand)

    def _tick(self, square: Box, hand: bool) -> None:
        x0, y0, x1, y1 = square
        if hand and self.desk.habits.pen:
            self.desk.habits.pen.tick(self.sheet, square, self.rng)
        elif hand:
            self.desk.habits.hand.tick(self.sheet, (x0 + x1) / 2, (y0 + y1) / 2, (x1 - x0) * 1.1, self.rng)
        else:
            self.sheet.text((x0 + x1) / 2, (y0 + y1) / 2, "✓", 9, "gothic", align="c")

    def _seal(self) -> None:
        """The applicant's seal on the first 印 that stands by itself."""
        marks = [c for c in self.chars if c.text == "印"]
        place = next((m for m in marks if not any(_beside(m, c) for c in self.chars)), None)
        if place is None or not self.page.entries:
            return
        self.sealed = self.kind not in self.desk.facts.unsealed
        if not self.sealed:
            return
        x, y = (place.box[0] + place.box[2]) / 2, (place.box[1] + place.box[3]) / 2
        at, who = (x + self.rng.uniform(-1.2, 1), y + self.rng.uniform(-1, 1)), self.desk.facts.applicant
        if who.company:
            seals.company(self.sheet, *at, who.plain.removeprefix(who.form) + "代表者", self.rng, 16)
        else:
            seals.personal(self.sheet, *at, who.name.split("　")[0], self.rng)


def _beside(one: Char, other: Char) -> bool:
    """Whether two printed characters belong to one word."""
    level = abs(one.box[1] + one.box[3] - other.box[1] - other.box[3]) < 2
    return other is not one and level and max(one.box[0] - other.box[2], other.box[0] - one.box[2]) < 1.5
