"""Places for entries: writing lines, boxes for single characters, printed 年月日, choices; and what is put into them."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from datetime import date
from typing import Any

from benchmarks.synth import fonts
from benchmarks.synth.draw import GREY, MM_PER_POINT, Box, Entry, Sheet, union
from benchmarks.synth.fill import Filler, era
from benchmarks.synth.ink import Hand
from benchmarks.synth.layouts.plan import Slot

DAKUTEN = {"\u3099": "゛", "\u309a": "゜"}


class Furniture:
    """Draws the place of an entry on a sheet and fills it in, unless the form stays blank."""

    def __init__(self, sheet: Sheet, fill: Filler, face: str, *, blank: bool) -> None:
        self.sheet, self.fill, self.face, self.blank = sheet, fill, face, blank

    @property
    def hand(self) -> Hand:
        return self.fill.habits.hand

    def empty(self, slot: Slot, value: Any) -> bool:
        """Whether the place stays empty: a blank form, a forgotten entry, nothing to say."""
        return self.blank or value is None or slot.key in self.fill.blank

    def note_empty(self, slot: Slot, place: Box) -> None:
        if slot.key:
            self.sheet.entries[slot.key] = Entry(None, "", place)

    def boxes(self, slot: Slot, value: Any, text: str, place: Box, *, left_to_right: bool = False) -> None:
        """A box for each of ``slot.count`` characters."""
        x0, y0, x1, y1 = place
        gap_after = 3 if slot.key == "postal_code" else 0
        lead = 5.0 if slot.key == "postal_code" else 0.0
        if lead:
            self.sheet.text(x0, (y0 + y1) / 2, "〒", 9.5, self.face)
        room = x1 - x0 - lead - (2 if gap_after else 0)
        side = min(6.2, room / slot.count)
        tall = min(max(side * 1.15, 4.6), y1 - y0 - 1.2, 7.2)
        at, top = x0 + lead, (y0 + y1) / 2 - tall / 2
        lefts = [at + i * side + (2 if gap_after and i >= gap_after else 0) for i in range(slot.count)]
        for left in lefts:
            self.sheet.rect(left, top, left + side, top + tall, width=0.18)
        if gap_after:
            self.sheet.line(lefts[2] + side + 0.4, top + tall / 2, lefts[3] - 0.4, top + tall / 2, 0.25)
        whole = (lefts[0], top, lefts[-1] + side, top + tall)
        if self.empty(slot, value):
            self.note_empty(slot, whole)
            return
        text = text[: slot.count]
        hand, inks = self.fill.by_hand(), []
        size = min(11.0, side / MM_PER_POINT * 0.86)
        first = 0 if left_to_right else slot.count - len(text)
        for left, char in zip(lefts[first:], text, strict=False):
            if char in " 　":
                continue
            inks.append(self.one(char, left + side / 2, top + tall / 2, size, hand))
        self.sheet.entries[slot.key] = Entry(value, text, union(inks), hand)

    def one(self, char: str, x: float, y: float, size: float, hand: bool) -> Box:
        """One character centred on (x, y)."""
        if not hand:
            return self.sheet.text(x, y, char, size, self.fill.habits.face, align="c")
        rng = self.fill.rng
        wide = self.hand.width(char, size)
        return self.hand.write(
            self.sheet,
            x - wide / 2 + rng.gauss(0, 0.2),
            y + rng.gauss(0, 0.2),
            char,
            size * rng.uniform(0.95, 1.12),
            rng,
        )

    def kana_boxes(self, slot: Slot, value: str, text: str, place: Box) -> None:
        """One kana a box; voiced marks have boxes of their own on forms that ask for it (24 boxes here)."""
        text = text.replace("　", " ")
        if slot.count >= 24:
            text = "".join(DAKUTEN.get(c, c) for c in unicodedata.normalize("NFD", text))
        if len(text) > slot.count:
            text = text.replace(" ", "")
        if len(text) > slot.count:  # does not fit the boxes: written over them
            self.line(slot, value, text, place)
            return
        self.boxes(slot, value, text, place, left_to_right=True)

    def line(self, slot: Slot, value: Any, raw: str, place: Box, *, align: str = "l", lines: int = 1) -> None:
        x0, y0, x1, y1 = place
        if slot.key == "postal_code":
            self.sheet.text(x0, (y0 + y1) / 2, "〒", 9.5, self.face)
            x0 += 5
        size = min(11.5, (y1 - y0) / MM_PER_POINT * 0.62) if lines == 1 else 10.5
        if not slot.key:
            if slot.filler and not self.blank:
                self.fill.words(slot.filler, x0, (y0 + y1) / 2, x1 - x0, 10, hand=self.fill.by_hand())
            return
        if self.empty(slot, value):
            self.note_empty(slot, (x0, y0, x1, y1))
            return
        self.fill.put(slot.key, value, raw, x0, (y0 + y1) / 2, x1 - x0, size, align=align, lines=lines)

    def yen(self, slot: Slot, value: int | None, raw: str, place: Box, before: str) -> None:
        """金 … 円, ￥ …, or … 円."""
        x0, y0, x1, y1 = place
        middle = (y0 + y1) / 2
        if before:
            self.sheet.text(x0, middle, before, 10.5, self.face)
            x0 += 6
        end = min(x1, x0 + 52)
        if before != "￥":
            self.sheet.text(end, middle, "円", 10, self.face, align="r")
            end -= 5
        if self.empty(slot, value):
            self.note_empty(slot, (x0, y0, end, y1))
            return
        self.fill.put(slot.key, value, raw, x0, middle, end - x0, 11.5, align="l" if before == "￥" else "r")

    def yen_boxes(self, slot: Slot, value: int | None, place: Box) -> None:
        x0, y0, x1, y1 = place
        count = slot.count
        side = min(6.2, (x1 - x0 - 5) / count)
        self.boxes(Slot(slot.key, slot.label, "boxes", count=count), value, str(value), (x0, y0, x0 + side * count, y1))
        self.sheet.text(x0 + side * count + 1, (y0 + y1) / 2, "円", 9.5, self.face)
        if count >= 7:
            for i, word in ((count - 4, "千"), (count - 7, "百万")):
                if i >= 0:
                    self.sheet.text(x0 + side * (i + 0.5), y0 + 1.0, word, 4.5, self.face, align="c", color=GREY)

    def parts(self, slot: Slot, value: str | None, raw: str, place: Box) -> None:
        """（   ）   －   with the three parts of a telephone number."""
        x0, y0, x1, y1 = place
        middle, third = (y0 + y1) / 2, min(16.0, (x1 - x0 - 8) / 3)
        pen = x0
        spots = []
        for before in ("（", "）", "－"):
            self.sheet.text(pen, middle, before, 10, self.face)
            pen += 3.2
            spots.append(pen)
            pen += third - 2.5
        if self.empty(slot, value):
            self.note_empty(slot, (x0, y0, pen, y1))
            return
        pieces = raw.replace("(", "-").replace(")", "-").split("-")
        hand = self.fill.by_hand()
        inks = [
            b
            for spot, piece in zip(spots, pieces, strict=True)
            for b in self.fill.words(piece, spot, middle, third - 3.4, 10.5, align="c", hand=hand)
        ]
        self.sheet.entries[slot.key] = Entry(value, "-".join(pieces), union(inks), hand)

    def day(self, slot: Slot, day: date | None, place: Box) -> None:
        x0, y0, x1, y1 = place
        middle = (y0 + y1) / 2
        size = min(10.5, (x1 - x0) / (12.8 * MM_PER_POINT))
        if slot.shape == "dateboxes" and x1 - x0 > 53:
            self.date_boxes(slot, day, place)
        elif day is None or self.empty(slot, day):
            name = era(day)[0] if day else "令和"
            box = self.sheet.text(x0, middle, f"{name}　　 年　　 月　　 日", size, self.face)
            self.note_empty(slot, box)
        else:
            self.fill.date(slot.key, day, x0, middle, size)

    def date_boxes(self, slot: Slot, day: date | None, place: Box) -> None:
        """令和□□年□□月□□日."""
        x0, y0, _, y1 = place
        middle, side = (y0 + y1) / 2, 5.0
        name = era(day)[0] if day else "令和"
        inks, pen = [self.sheet.text(x0, middle, name, 9.5, self.face)], x0 + 8
        hand = self.fill.by_hand()
        zero = self.fill.rng.random() < 0.5
        numbers = (era(day)[2], day.month, day.day) if day else (0, 0, 0)
        for number, word in zip(numbers, "年月日", strict=True):
            text = f"{number:02d}" if zero else f"{number:2d}"
            for char in text:
                self.sheet.rect(pen, middle - 3.1, pen + side, middle + 3.1, width=0.18)
                if not self.empty(slot, day) and char != " ":
                    inks.append(self.one(char, pen + side / 2, middle, 10.5, hand))
                pen += side
            inks.append(self.sheet.text(pen + 0.6, middle, word, 9, self.face))
            pen += 5
        if self.empty(slot, day):
            self.note_empty(slot, union(inks))
            return
        assert day is not None
        raw = f"{name}{numbers[0]}年{numbers[1]}月{numbers[2]}日"
        self.sheet.entries[slot.key] = Entry(day.isoformat(), raw, union(inks), hand)

    def choice(self, slot: Slot, value: str | None, place: Box) -> None:
        """Ticked squares, or words of which one gets a ring."""
        x0, y0, x1, y1 = place
        options = [str(o) for o in slot.options]
        fill = self.fill
        if self.empty(slot, value):
            fill = Filler(self.sheet, self.fill.habits, self.fill.mode, self.fill.rng, frozenset({slot.key}))
        if slot.shape == "ring":
            fill.ring_one(slot.key, value or "", options, x0 + 1.5, (y0 + y1) / 2, 10)
            return
        size = 9.0
        need = max(fonts.width("mincho", o) for o in options) * size * MM_PER_POINT + 9
        rows = max(1, -(-len(options) // max(1, int((x1 - x0) / need))))
        pitch = min(5.4, (y1 - y0) / rows)
        fill.tick_one(slot.key, value, options, x0 + 0.5, (y0 + y1) / 2, x1 - x0, size, rows=rows, pitch=pitch)


def option_rows(options: Sequence[str], width: float, size: float = 9.0) -> int:
    """How many lines the ticked options of an entry take in `width` millimetres."""
    need = max(fonts.width("mincho", o) for o in options) * size * MM_PER_POINT + 9
    return max(1, -(-len(options) // max(1, int(width / need))))
