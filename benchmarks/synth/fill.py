"""Filling in a paper: typed or written, in boxes or on lines, always with the truth about what was put where."""

from __future__ import annotations

import random
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from benchmarks.synth import fonts
from benchmarks.synth.draw import MM_PER_POINT, Box, Entry, Sheet, union
from benchmarks.synth.ink import Hand
from benchmarks.synth.marks import Pen, correct
from benchmarks.synth.writers import Writer

ERAS = (
    ("令和", "R", date(2019, 5, 1), 2018),
    ("平成", "H", date(1989, 1, 8), 1988),
    ("昭和", "S", date(1926, 12, 25), 1925),
)
WIDE = {ord(c): ord(c) + 0xFEE0 for c in "0123456789,"}
NARROW = {ord(c) + 0xFEE0: ord(c) for c in "0123456789,-"}
"""Nobody writes full-width digits by hand."""


def era(day: date) -> tuple[str, str, int]:
    """Era name, its letter, and the year within it."""
    for name, letter, first, before in ERAS:
        if day >= first:
            return name, letter, day.year - before
    raise ValueError("no era for days before 1926-12-25")


def written_date(day: date, style: str) -> str:
    """``era`` 令和8年2月3日 · ``wide`` 令和８年２月３日 · ``dots`` R8.2.3 · ``slash`` 2026/02/03 · ``plain`` 2026年2月3日."""
    name, letter, year = era(day)
    match style:
        case "wide":
            return f"{name}{year}年{day.month}月{day.day}日".translate(WIDE)
        case "dots":
            return f"{letter}{year}.{day.month}.{day.day}"
        case "slash":
            return f"{day:%Y/%m/%d}"
        case "plain":
            return f"{day.year}年{day.month}月{day.day}日"
    return f"{name}{year}年{day.month}月{day.day}日"


@dataclass(frozen=True)
class Habits:
    """How the sender of one envelope writes things; the same on all of its papers."""

    hand: Hand
    address: str
    phone: str
    amount: str
    short_company: bool
    short_bank: bool
    face: str
    """Printed face of typed entries."""
    pen: Pen | None = None
    """What choices are marked with; only people of varied mail have one: they also correct what they wrote."""
    surname: str = ""
    """Of whom corrects, on the 訂正印."""

    @staticmethod
    def of(rng: random.Random, *, varied: bool = False, faces: tuple[str, ...] = (), surname: str = "") -> Habits:
        if varied:
            return replace(
                Habits.of(rng),
                hand=Writer.of(rng, faces),
                face=rng.choice(["mincho", "gothic", "exgothic", "exmincho", "pmincho", "pgothic", "gothic-bold"]),
                pen=Pen.of(rng),
                surname=surname,
            )
        return Habits(
            Hand.of(rng),
            rng.choice(["hyphen", "hyphen", "formal", "wide"]),
            rng.choice(["hyphen", "hyphen", "paren"]),
            rng.choice(["comma", "comma", "wide"]),
            rng.random() < 0.3,
            rng.random() < 0.3,
            rng.choice(["mincho", "gothic", "exgothic", "exmincho"]),
        )

    def yen(self, amount: int, hand: bool = False) -> str:
        text = f"{amount:,}"
        return text if hand or self.amount == "comma" else text.translate(WIDE)


class Filler:
    """Puts entries on one sheet.

    `mode` is ``typed``, ``handwritten`` or ``mixed`` (some typed, some by hand). `blank` names the entries that
    the sender forgot on this kind of paper.
    """

    def __init__(
        self, sheet: Sheet, habits: Habits, mode: str, rng: random.Random, blank: frozenset[str] = frozenset()
    ) -> None:
        self.sheet, self.habits, self.mode, self.rng, self.blank = sheet, habits, mode, rng, blank

    def by_hand(self) -> bool:
        return self.mode == "handwritten" or (self.mode == "mixed" and self.rng.random() < 0.6)

    def put(
        self,
        key: str,
        value: Any,
        raw: str,
        x: float,
        y: float,
        width: float,
        size: float = 10.5,
        *,
        align: str = "l",
        lines: int = 1,
        hand: bool | None = None,
        face: str | None = None,
    ) -> None:
        """Put `raw` on the line at height `y` between `x` and `x + width`; too long text is wrapped or made smaller.

        `value` None, or a forgotten entry: the place stays empty and the truth says so.
        """
        if value is None or key in self.blank:
            self.sheet.entries[key] = Entry(None, "", (x, y - 2, min(x + 10, x + width), y + 2))
            return
        hand = self.by_hand() if hand is None else hand
        amended = False
        raw = raw.translate(NARROW) if hand else raw
        if hand and self.habits.pen and lines == 1 and align == "l" and self.rng.random() < 0.06:
            room = self._slip(raw, x, y, width, size)
            if room:
                x, width = x + width - room, room
                amended = True
        if hand and self.habits.pen and not amended and align == "l" and self.rng.random() < 0.05:
            width *= 1.18  # too big for its place: it runs into what stands beside
        boxes = self.words(raw, x, y, width, size, align=align, lines=lines, hand=hand, face=face)
        self.sheet.entries[key] = Entry(value, raw.strip(), union(boxes), hand, amended=amended)

    def _slip(self, raw: str, x: float, y: float, width: float, size: float) -> float:
        """Write something wrong, strike it out and seal it; the room that is left of `width`, 0: nothing was done."""
        need = self._length(raw, size * 1.12, True, "")
        if need > width * 0.46 or len(raw) < 3:
            return 0.0
        at = self.rng.randrange(len(raw))
        swapped = {**dict(zip("0123456789", "3785610942", strict=True)), "-": "-"}
        wrong = raw[:at] + swapped.get(raw[at], raw[at - 1]) + raw[at + 1 :]
        wrong = wrong[: self.rng.randint(2, len(wrong))]
        (box,) = self.words(wrong, x, y, width * 0.46, size, hand=True)
        assert self.habits.pen is not None
        pen = replace(self.habits.pen, color=self.habits.hand.color, width=min(0.5, self.habits.pen.width))
        correct(self.sheet, box, self.habits.surname or "印", self.rng, pen, sealed=self.rng.random() < 0.7)
        return width - (box[2] - x) - 4

    def words(
        self,
        text: str,
        x: float,
        y: float,
        width: float,
        size: float,
        *,
        align: str = "l",
        lines: int = 1,
        hand: bool = False,
        face: str | None = None,
    ) -> list[Box]:
        """Write or print `text` without telling the truth about it (labels written by hand, second copies)."""
        face = face or self.habits.face
        size = size * 1.12 if hand else size
        rows = [text]
        if lines > 1 and self._length(text, size, hand, face) > width * 1.2:
            rows = self._wrap(text, size, hand, face, width)
            size *= 0.94
        while max(self._length(r, size, hand, face) for r in rows) > width and size > 5.5:
            size *= 0.96
        boxes = []
        for i, row in enumerate(rows):
            at = y + (i - (len(rows) - 1) / 2) * size * MM_PER_POINT * 1.22
            left = (
                x
                if align == "l"
                else x + (width - self._length(row, size, hand, face)) * (1.0 if align == "r" else 0.5)
            )
            if hand:
                boxes.append(
                    self.habits.hand.write(
                        self.sheet, left + self.rng.uniform(0, 0.8), at + self.rng.gauss(0, 0.3), row, size, self.rng
                    )
                )
            else:
                boxes.append(self.sheet.text(left, at, row, size, face))
        return boxes

    def digits(
        self,
        key: str,
        value: str | None,
        x: float,
        y: float,
        cell: float,
        height: float,
        *,
        count: int,
        raw: str | None = None,
        size: float = 11,
        gap_after: int | None = None,
        label: str = "",
    ) -> None:
        """One character to a box, right-aligned in `count` boxes whose upper left corner is (`x`, `y`)."""
        text = raw if raw is not None else (value or "")
        lefts = [x + i * cell + (1.6 if gap_after is not None and i >= gap_after else 0.0) for i in range(count)]
        for left in lefts:
            self.sheet.rect(left, y, left + cell, y + height, width=0.18)
        end = lefts[-1] + cell
        if value is None or key in self.blank:
            self.sheet.entries[key] = Entry(None, "", (x, y, end, y + height))
            return
        hand, boxes = self.by_hand(), []
        for left, char in zip(lefts[count - len(text) :], text, strict=True):
            middle, at = left + cell / 2, y + height / 2
            if hand:
                wide = self.habits.hand.width(char, size)
                boxes.append(
                    self.habits.hand.write(
                        self.sheet, middle - wide / 2 + self.rng.gauss(0, 0.15), at, char, size, self.rng
                    )
                )
            else:
                boxes.append(self.sheet.text(middle, at, char, size, self.habits.face, align="c"))
        self.sheet.entries[key] = Entry(int(value) if key.endswith("_amount") else value, text, union(boxes), hand)

    def date(
        self, key: str, day: date, x: float, y: float, size: float = 10.5, *, align: str = "l", hand: bool | None = None
    ) -> None:
        """令和 _ 年 _ 月 _ 日: the words printed, the numbers filled in."""
        name, _, year = era(day)
        hand = self.by_hand() if hand is None else hand
        mm = size * MM_PER_POINT
        gap = 2.6 * mm
        total = 3 * gap + 5 * mm
        left = x - total if align == "r" else x
        blank = key in self.blank
        boxes: list[Box] = []
        pen = left
        for word, number in ((name, year), ("年", day.month), ("月", day.day), ("日", None)):
            box = self.sheet.text(pen, y, word, size, "mincho")
            boxes.append(box)
            pen += fonts.width("mincho", word) * mm
            if number is None:
                break
            if not blank:
                boxes += self.words(str(number), pen + 0.1 * mm, y, gap - 0.2 * mm, size, align="c", hand=hand)
            pen += gap
        self.sheet.entries[key] = (
            Entry(None, "", union(boxes))
            if blank
            else Entry(day.isoformat(), f"{name}{year}年{day.month}月{day.day}日", union(boxes), hand)
        )

    def tick_one(
        self,
        key: str,
        value: str | None,
        options: list[str],
        x: float,
        y: float,
        width: float,
        size: float = 9.5,
        *,
        pitch: float = 5.2,
        rows: int = 1,
    ) -> None:
        """☑ the chosen one of `options`, laid out in up to `rows` lines between `x` and `x + width`."""
        mm = size * MM_PER_POINT
        hand = self.by_hand()
        pen, row = x, 0
        found: Box | None = None
        for option in options:
            length = fonts.width("mincho", option) * mm + mm * 1.2
            if pen + length > x + width and row + 1 < rows:
                pen, row = x, row + 1
            at = y + (row - (rows - 1) / 2) * pitch
            box = (pen, at - mm * 0.42, pen + mm * 0.84, at + mm * 0.42)
            self.sheet.rect(*box, width=0.22)
            text = self.sheet.text(pen + mm * 1.15, at, option, size, "mincho")
            if option == value and key not in self.blank:
                found = union([box, text])
                if hand and self.habits.pen:
                    self.habits.pen.tick(self.sheet, box, self.rng)
                elif hand:
                    self.habits.hand.tick(self.sheet, pen + mm * 0.42, at, mm * 0.9, self.rng)
                else:
                    self.sheet.line(pen + mm * 0.12, at, pen + mm * 0.36, at + mm * 0.28, 0.45)
                    self.sheet.line(pen + mm * 0.36, at + mm * 0.28, pen + mm * 0.74, at - mm * 0.3, 0.45)
            pen += length + mm * 0.9
        self.sheet.entries[key] = (
            Entry(value, value or "", found, hand) if found else Entry(None, "", (x, y - 2, x + 10, y + 2))
        )

    def ring_one(self, key: str, value: str, options: list[str], x: float, y: float, size: float = 10.0) -> None:
        """普通・当座・貯蓄 with a circle around the chosen one."""
        mm = size * MM_PER_POINT
        hand = self.by_hand()
        for i, option in enumerate(options):
            box = self.sheet.text(x, y, option, size, "mincho")
            if option == value and key not in self.blank:
                if hand and self.habits.pen:
                    self.habits.pen.ring(self.sheet, box, self.rng)
                elif hand:
                    self.habits.hand.ring(self.sheet, box, self.rng)
                else:
                    self.sheet.oval(box[0] - 1.1, box[1] - 0.9, box[2] + 1.1, box[3] + 0.9, width=0.35)
                self.sheet.entries[key] = Entry(value, value, box, hand)
            x += fonts.width("mincho", option) * mm
            if i + 1 < len(options):
                self.sheet.text(x, y, "・", size, "mincho")
                x += mm
        self.sheet.entries.setdefault(key, Entry(None, "", (x, y - 2, x + 10, y + 2)))

    def _length(self, text: str, size: float, hand: bool, face: str) -> float:
        return self.habits.hand.width(text, size) if hand else fonts.width(face, text) * size * MM_PER_POINT

    def _wrap(self, text: str, size: float, hand: bool, face: str, width: float) -> list[str]:
        """Two lines, at a space if there is one that fits, else where the line is full."""
        space = text.find(" ")
        if space > 0 and self._length(text[:space], size, hand, face) <= width:
            return [text[:space], text[space + 1 :]]
        end = len(text)
        while end > 1 and self._length(text[:end], size, hand, face) > width:
            end -= 1
        while (
            end > 1
            and (text[end].isdigit() or text[end] in "-－，,")
            and (text[end - 1].isdigit() or text[end - 1] in "-－，,")
        ):
            end -= 1
        return [text[:end], text[end:]]
