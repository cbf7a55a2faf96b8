"""Draws a plan: blank, as the office publishes it, or filled in, as one applicant sends it back."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import date

from benchmarks.synth import fonts, seals
from benchmarks.synth.draw import GREY, MM_PER_POINT, WHITE, Box, Sheet
from benchmarks.synth.fill import Filler
from benchmarks.synth.layouts import words
from benchmarks.synth.layouts.copies import Drift, Place
from benchmarks.synth.layouts.furniture import Furniture, option_rows
from benchmarks.synth.layouts.plan import Block, Plan, Slot
from benchmarks.synth.papers import Desk, Paper
from benchmarks.synth.papers.form import dates, entries

BOTTOM = 283.0


class Drawing:
    """One copy of a form."""

    def __init__(self, plan: Plan, desk: Desk, *, blank: bool, drift: Drift, rng: random.Random) -> None:
        self.plan, self.desk, self.blank, self.drift, self.rng = plan, desk, blank, drift, rng
        self.face = drift.face or plan.face
        self.values, self.dates = entries(desk), dates(desk)
        self.sheets: list[Sheet] = []
        self.places: list[Place] = []
        self.rows = 0
        self.number = 0
        self.sealed: bool | None = None
        self._turn_page()

    # -- the page ----------------------------------------------------------------------------------------------
    def _turn_page(self) -> None:
        self.sheet = Sheet()
        self.sheets.append(self.sheet)
        fill = self.desk.filler(self.sheet, self.plan.kind)
        self.fill = Filler(self.sheet, fill.habits, fill.mode, self.rng, fill.blank)
        self.put = Furniture(self.sheet, self.fill, self.face, blank=self.blank)
        self.left, self.right = self.plan.margin + self.drift.dx, 210 - self.plan.margin + self.drift.dx
        self.y = 14.0 + self.drift.dy

    def draw(self) -> None:
        p = self.plan
        self._head()
        if p.manner.columns == 2:
            self._two_columns()
        else:
            for i, block in enumerate(p.blocks):
                if i == p.break_before or self.y + self._height(block, self.right - self.left) > BOTTOM:
                    self._turn_page()
                self._block(block, self.left, self.right)
        self.y += 5 if self._side() else 0
        self._foot()

    def _two_columns(self) -> None:
        middle, top = (self.left + self.right) / 2, self.y
        lowest = top
        half = [self.plan.blocks[0::2], self.plan.blocks[1::2]]
        for i, blocks in enumerate(half):
            self.y = top
            for block in blocks:
                a, b = (self.left, middle - 2.5) if i == 0 else (middle + 2.5, self.right)
                self._block(block, a, b)
            lowest = max(lowest, self.y)
        self.y = lowest

    def _head(self) -> None:
        p, s = self.plan, self.sheet
        s.text(self.left, self.y, p.number, 9, self.face)
        if p.office == "stamp":
            s.oval(self.right - 20, self.y - 4, self.right, self.y + 16, width=0.15, line=GREY)
            s.text(self.right - 10, self.y + 6, "受付印", 8, self.face, align="c", color=GREY)
            self.y += 14
        titles_first = p.manner.frame in ("ruled", "card") and p.manner.heading != "number"
        if titles_first:
            self.y += 8
            self._titles()
        self.y += 7
        if p.date_top:
            key = "request_date" if p.kind == "payment_request" else "application_date"
            place = (self.right - 52, self.y - 3.5, self.right, self.y + 3.5)
            self._date(Slot(key, "", "date"), place)
            self.y += 8
        mark = "　" + ("御中" if p.rules.addressee.endswith("局") else self._pick("様", "殿", "あて"))
        s.text(self.left, self.y, p.rules.addressee + mark, 10.5, self.face)
        self.y += 9
        if not titles_first:
            self._titles()
        if p.preamble:
            s.text(self.left + 3, self.y + 1, p.preamble, 9.5, self.face)
            self.y += 8

    def _pick(self, *options: str) -> str:
        return options[len(self.plan.titles[0]) % len(options)]

    def _titles(self) -> None:
        p = self.plan
        boxed = p.manner.heading == "bar"
        top = self.y
        for line in p.titles:
            size = min(14.5, (self.right - self.left - 8) / (fonts.width(p.head_face, line) * MM_PER_POINT))
            self.sheet.text((self.left + self.right) / 2, self.y + 4, line, size, p.head_face, align="c")
            self.y += 8.5
        if boxed:
            self.sheet.rect(self.left, top - 1.5, self.right, self.y + 0.5, width=0.5)
        self.y += 4

    def _foot(self) -> None:
        p, s = self.plan, self.sheet
        if p.vows and self.y + 6 * len(p.vows) < BOTTOM:
            for vow in p.vows:
                s.rect(self.left + 2, self.y, self.left + 5, self.y + 3, width=0.2)
                if not self.blank:
                    if self.fill.by_hand():
                        self.desk.habits.hand.tick(s, self.left + 3.5, self.y + 1.5, 3, self.rng)
                    else:
                        s.text(self.left + 3.5, self.y + 1.5, "✓", 9, "gothic", align="c")
                s.text(self.left + 7, self.y + 1.5, vow, 8.8, self.face)
                self.y += 5.4
            self.y += 2
        for note in p.notes:
            if self.y > BOTTOM:
                break
            s.text(self.left, self.y + 1.5, note, 8.2, self.face)
            self.y += 4.8
        if p.office == "table" and self.y < BOTTOM - 18:
            x, y = self.right - 72, BOTTOM - 15
            for i, word in enumerate(("受付", "審査", "決定", "通知")):
                s.rect(x + 18 * i, y, x + 18 * (i + 1), y + 5, width=0.15)
                s.rect(x + 18 * i, y + 5, x + 18 * (i + 1), y + 16, width=0.15)
                s.text(x + 18 * i + 9, y + 2.5, word, 7.5, self.face, align="c")

    # -- blocks ------------------------------------------------------------------------------------------------
    def _rows(self, block: Block, width: float) -> list[list[Slot]]:
        """Slots side by side, as many as the manner allows and the width bears."""
        manner = self.plan.manner
        across = max(1, min(manner.across, int(width / (58 if manner.label == "left" else 44))))
        found: list[list[Slot]] = []
        for slot in block.slots:
            room = 1 if slot.wide or (slot.shape in ("dateboxes", "tick") and across > 2) else across
            last = found[-1] if found else None
            if last and room > 1 and len(last) < room and not any(s.wide for s in last):
                last.append(slot)
            else:
                found.append([slot])
        return found

    def _row_height(self, row: Sequence[Slot], width: float) -> float:
        h = self.plan.row * (1.35 if self.plan.manner.label == "above" else 1.0)
        label = self._label_width(width, len(row))
        if self.plan.manner.heading == "vertical":
            h = max(h, 10.5)
        for slot in row:
            if slot.key in ("address", "proxy_address"):
                h = max(h, self.plan.row * (1.45 if self.plan.manner.columns == 1 else 1.9))
            if slot.shape == "tick":
                h = max(h, 5.2 * option_rows(slot.options, width / len(row) - label - 4) + 3.4)
        return h

    def _label_width(self, width: float, cells: int) -> float:
        if self.plan.manner.label == "above":
            return 0.0
        return min(38.0, max(21.0, width / cells * 0.3))

    def _side(self) -> float:
        return {"vertical": 8.0, "group": 25.0}.get(self.plan.manner.heading, 0.0)

    def _height(self, block: Block, width: float) -> float:
        width -= self._side()
        return sum(self._row_height(r, width) for r in self._rows(block, width)) + 12

    def _block(self, block: Block, left: float, right: float) -> None:
        manner, s = self.plan.manner, self.sheet
        side = self._side()
        self._heading(block, left, right)
        top = self.y
        rows = self._rows(block, right - left - side)
        for row in rows:
            height = self._row_height(row, right - left - side) * self.drift.stretch
            if self.drift.jitter:
                height *= max(0.85, 1 + self.rng.gauss(0, self.drift.jitter))
            self._row(row, left + side, right, height)
            self.rows += 1
            if self.rows == self.drift.extra:
                label, filler = words.EXTRAS[len(self.plan.titles[0]) % len(words.EXTRAS)]
                self._row([Slot("", label, "line", filler=filler)], left + side, right, self.plan.row)
        if side:
            s.rect(left, top, left + side, self.y, fill=self.plan.shade, width=self.plan.rule)
            if manner.heading == "vertical":
                tall = len(block.heading.split("（")[0])
                size = min(10.0, (self.y - top - 2) / (tall * MM_PER_POINT * 1.06))
                mm = size * MM_PER_POINT * 1.06
                s.column(
                    left + side / 2, (top + self.y) / 2 - mm * tall / 2, block.heading.split("（")[0], size, self.face
                )
            else:
                self._label(block.heading, left, top, left + side, self.y)
        if manner.frame == "card":
            s.rect(left - 1.5, top - 1, right + 1.5, self.y + 1.5, width=0.4)
            self.y += 2
        self.y += {"vertical": 0.0, "group": 0.0}.get(manner.heading, 4.5)

    def _heading(self, block: Block, left: float, right: float) -> None:
        s, p = self.sheet, self.plan
        if p.manner.heading in ("vertical", "group"):
            return
        self.number += 1
        if p.manner.heading == "number":
            s.text(left, self.y + 2, f"{'０１２３４５６７８９'[self.number]}　{block.heading}", 10.5, p.head_face)
        elif p.manner.heading == "bar":
            s.rect(left, self.y - 1.2, right, self.y + 5, fill=(66, 70, 80), width=0.25)
            s.text(left + 2.5, self.y + 2, block.heading, 10, p.head_face, color=WHITE)
        else:
            s.rect(left, self.y - 1.2, right, self.y + 5, fill=(214, 214, 214), line=None)
            s.text(left + 2, self.y + 2, f"{'⓪①②③④⑤⑥⑦⑧⑨'[self.number]} {block.heading}", 10, p.head_face)
        self.y += 6.2

    # -- rows --------------------------------------------------------------------------------------------------
    def _row(self, row: Sequence[Slot], left: float, right: float, height: float) -> None:
        p, s = self.plan, self.sheet
        width = (right - left) / len(row)
        label = self._label_width(right - left, len(row))
        y0, y1 = self.y, self.y + height
        for i, slot in enumerate(row):
            x0, x1 = left + width * i, left + width * (i + 1)
            if p.manner.label == "above":
                if p.manner.frame == "ruled":
                    s.rect(x0, y0, x1, y1, width=p.rule)
                elif i:
                    s.line(x0, y0 + 1, x0, y1 - 1, 0.15, GREY)
                s.text(x0 + 1.2, y0 + 2.1, self._words(slot), min(7.4, p.size), self.face)
                if p.manner.frame == "card":
                    s.line(x0 + 1, y1, x1 - 1, y1, 0.15, GREY)
                place = (x0 + 2, y0 + 3.8, x1 - 2, y1 - 0.4)
            else:
                place = (x0 + label + 2, y0 + 0.6, x1 - 2, y1 - 0.6)
                if p.manner.frame == "ruled":
                    s.rect(x0, y0, x0 + label, y1, fill=p.shade, width=p.rule)
                    s.rect(x0 + label, y0, x1, y1, width=p.rule)
                elif p.manner.frame == "dotted":
                    self._dotted((x0 + label, y0 + 0.7, x1 - 1, y1 - 0.7))
                else:
                    s.line(x0 + label, y1 - 1.0, x1 - 2, y1 - 1.0, 0.18, dash=self.plan.size > 9.3)
                self._label(self._words(slot), x0, y0, x0 + label, y1)
            seal = slot.key == p.seal_on and bool(p.seal_mark)
            self._entry(slot, (place[0], place[1], place[2] - (13 if seal else 0), place[3]))
            if seal:
                self._seal(place[2] - 6, (place[1] + place[3]) / 2)
        self.y = y1

    def _words(self, slot: Slot) -> str:
        if self.plan.manner.english and slot.key in words.ENGLISH:
            return f"{slot.label} {words.ENGLISH[slot.key]}"
        return slot.label

    def _dotted(self, box: Box) -> None:
        x0, y0, x1, y1 = box
        for a in ((x0, y0, x1, y0), (x0, y1, x1, y1), (x0, y0, x0, y1), (x1, y0, x1, y1)):
            self.sheet.line(*a, 0.2, GREY, dash=True)

    def _label(self, text: str, x0: float, y0: float, x1: float, y1: float) -> None:
        """A label in its cell: spread, in one line, or in two."""
        s, p = self.sheet, self.plan
        size, middle, width = p.size, (y0 + y1) / 2, x1 - x0 - 2
        if p.manner.english and " " in text:
            japanese, english = text.split(" ", 1)
            s.text(
                x0 + 1.5,
                middle - 1.6,
                japanese,
                min(size, width / (fonts.width(self.face, japanese) * MM_PER_POINT)),
                self.face,
            )
            s.text(x0 + 1.5, middle + 2.2, english, 6.5, self.face)
            return
        length = fonts.width(self.face, text) * MM_PER_POINT
        if length * size <= width:
            if 2 <= len(text) <= 5 and p.manner.heading in ("number", "grey") and p.row > 9.5:
                s.spread(x0 + 2.5, x1 - 2.5, middle, text, size, self.face)
            elif p.manner.frame in ("open", "dotted"):
                s.text(x0 + 1, middle, text, size, self.face)
            else:
                s.text((x0 + x1) / 2, middle, text, size, self.face, align="c")
            return
        if y1 - y0 > 7.6 and len(text) > 5:
            cut = text.index("（") if "（" in text[1:] else (len(text) + 1) // 2
            rows = [text[:cut], text[cut:]]
            size = min(size, width / (max(fonts.width(self.face, r) for r in rows) * MM_PER_POINT), 8.4)
            for i, part in enumerate(rows):
                s.text((x0 + x1) / 2, middle + (i - 0.5) * size * MM_PER_POINT * 1.25, part, size, self.face, align="c")
            return
        s.text((x0 + x1) / 2, middle, text, width / length, self.face, align="c")

    def _seal(self, x: float, y: float) -> None:
        p, s = self.plan, self.sheet
        s.text(x, y, p.seal_mark, 9, self.face, align="c", color=GREY)
        if self.blank:
            return
        self.sealed = p.kind not in self.desk.facts.unsealed
        if not self.sealed:
            return
        who, at = self.desk.facts.applicant, (x + self.rng.uniform(-2, 1.5), y + self.rng.uniform(-1.5, 1.5))
        if who.company:
            seals.company(s, *at, who.plain.removeprefix(who.form) + "代表者", self.rng, 16)
        else:
            seals.personal(s, *at, who.name.split("　")[0], self.rng)

    # -- entries -----------------------------------------------------------------------------------------------
    def _date(self, slot: Slot, place: Box) -> None:
        if slot.key:
            self.places.append(Place(slot.key, slot.label, len(self.sheets) - 1, place, slot.shape))
        day = self.dates.get(slot.key)
        if self.blank and slot.key == "birth_date":
            day = date(1960, 1, 1)
        self.put.day(slot, day, place)

    def _entry(self, slot: Slot, place: Box) -> None:
        if slot.shape in ("date", "dateboxes"):
            self._date(slot, place)
            return
        if slot.key:
            self.places.append(Place(slot.key, slot.label, len(self.sheets) - 1, place, slot.shape))
        value, raw = self.values.get(slot.key, (None, ""))
        put = self.put
        match slot.shape:
            case "tick" | "ring":
                put.choice(slot, value if value in slot.options else None, place)
            case "boxes" if slot.key in ("applicant_kana", "account_holder_kana"):
                put.kana_boxes(slot, value, raw, place)
            case "boxes":
                put.boxes(slot, value, str(value or ""), place)
            case "yenboxes":
                put.yen_boxes(slot, value, place)
            case "yen":
                before = self._before(slot)
                put.yen(slot, value, raw, place, before)
            case "parts":
                put.parts(slot, value, raw, place)
            case _:
                lines = 2 if slot.key in ("address", "proxy_address") or place[3] - place[1] > 11 else 1
                put.line(slot, value, raw, place, lines=lines)

    def _before(self, slot: Slot) -> str:
        return ("", "金", "￥", "")[(len(slot.label) + len(self.plan.titles[0])) % 4]


def blank_form(plan: Plan, desk: Desk) -> Drawing:
    """The form as the office publishes it; `desk` is asked for nothing that shows."""
    drawing = Drawing(plan, desk, blank=True, drift=Drift(), rng=random.Random(f"blank/{plan.id}"))
    drawing.draw()
    return drawing


def filled_form(plan: Plan, desk: Desk, drift: Drift) -> tuple[Paper, Drawing]:
    """A copy filled in by the sender of `desk`."""
    drawing = Drawing(plan, desk, blank=False, drift=drift, rng=desk.rng)
    drawing.draw()
    sheets = tuple(drawing.sheets[:1] if drift.drop_back else drawing.sheets)
    return Paper(plan.kind, plan.layout, sheets, desk.mode, drawing.sealed), drawing
