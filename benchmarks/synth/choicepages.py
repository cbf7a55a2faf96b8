"""Sheets full of choices: every way in which forms print options and people mark them, with what was meant."""

from __future__ import annotations

import random
from dataclasses import dataclass, field

from benchmarks.synth import fonts
from benchmarks.synth.draw import BLACK, MM_PER_POINT, PALE, Box, Sheet, union
from benchmarks.synth.marks import Pen

OPTIONS: tuple[tuple[str, ...], ...] = (
    ("普通", "当座", "貯蓄"),
    ("普通", "当座"),
    ("普通預金", "当座預金", "貯蓄預金"),
    ("有", "無"),
    ("男", "女"),
    ("はい", "いいえ"),
    ("個人", "法人"),
    ("新築", "既築"),
    ("本人", "代理人"),
    ("明治", "大正", "昭和", "平成", "令和"),
    ("基本コース", "促進コース"),
    ("社会福祉施設", "その他施設"),
    ("太陽光発電システム", "蓄電池", "高効率給湯器"),
    ("銀行", "信用金庫", "農協"),
    ("本店", "支店", "出張所"),
    ("持ち家", "借家", "社宅"),
)
SEPARATORS = ("・", "・", "　・　", "／", "　／　", "　", "　　", "、")


@dataclass(frozen=True)
class Choosing:
    """One row of a sheet: where it stands, what may be chosen, what is marked, and how."""

    box: Box
    options: tuple[str, ...]
    marked: frozenset[str]
    struck: frozenset[str]
    design: str
    manner: str
    entries: dict[str, Box] = field(default_factory=dict)

    @property
    def meant(self) -> str | None:
        """The one option that was chosen; None where none or several were."""
        if len(self.marked) == 1 and not self.struck & self.marked:
            return next(iter(self.marked))
        if not self.marked and len(self.struck) == len(self.options) - 1:
            return next(o for o in self.options if o not in self.struck)
        return None

    @property
    def empty(self) -> bool:
        return not self.marked and not self.struck


def sheet_of_choices(rng: random.Random, rows: int = 16) -> tuple[Sheet, list[Choosing]]:
    """A sheet with `rows` choices, and what was meant by each."""
    sheet = Sheet()
    pen = Pen.of(rng)
    y, found = 16.0, []
    for _ in range(rows):
        if rng.random() < 0.3:
            pen = Pen.of(rng)
        height = rng.uniform(8.5, 14)
        face = rng.choice(["mincho", "gothic", "exgothic", "exmincho", "pgothic"])
        size = rng.uniform(8.5, 12)
        left, right = 62.0, rng.uniform(165, 192)
        ruled = rng.random() < 0.7
        if ruled:
            sheet.rect(20, y, left - 2, y + height, fill=rng.choice([None, PALE]), width=0.2)
            sheet.rect(left - 2, y, right, y + height, width=rng.choice([0.12, 0.2, 0.4]))
        sheet.text(23, y + height / 2, rng.choice(["種別", "預金種別", "区分", "該当する方", "種類"]), 10, face)
        cell = (left - 2, y, right, y + height)
        found.append(_row(sheet, rng, pen, cell, (left, y + height / 2), face, size))
        y += height + rng.choice([0.0, 0.0, rng.uniform(1, 4)])
        if y > 275:
            break
    return sheet, found


def _row(
    sheet: Sheet, rng: random.Random, pen: Pen, cell: Box, at: tuple[float, float], face: str, size: float
) -> Choosing:
    x, y = at
    mm = size * MM_PER_POINT
    fits = [o for o in OPTIONS if sum(fonts.width(face, w) for w in o) * mm + len(o) * 2.4 * mm < cell[2] - x - 4]
    options = rng.choice(fits)
    design = rng.choices(["words", "square", "number", "brackets", "circle"], [5, 5, 1, 1, 0.7])[0]
    separator = rng.choice(SEPARATORS) if design == "words" else rng.choice(["　", "　　", "　"])
    square_size = rng.uniform(0.72, 0.95) * mm
    glyph_square = rng.random() < 0.5
    words: dict[str, Box] = {}
    places: dict[str, Box] = {}
    for i, option in enumerate(options):
        if design == "square":
            if glyph_square:
                places[option] = sheet.text(x, y, "□", size, face)
                x += fonts.width(face, "□") * mm + rng.choice([0.0, 0.15]) * mm
            else:
                places[option] = (x, y - square_size / 2, x + square_size, y + square_size / 2)
                sheet.rect(*places[option], width=rng.choice([0.15, 0.22, 0.35]))
                x += square_size + rng.uniform(0.15, 0.6) * mm
        elif design == "number":
            places[option] = sheet.text(x, y, "１２３４５６"[i], size, face)
            x += mm + (fonts.width(face, "．") * mm if rng.random() < 0.5 else 0.3 * mm)
        elif design == "brackets":
            text = sheet.text(x, y, "（　　）", size, face)
            places[option] = (
                (text[0] + text[2]) / 2 - mm * 0.45,
                y - mm * 0.45,
                (text[0] + text[2]) / 2 + mm * 0.45,
                y + mm * 0.45,
            )
            x += fonts.width(face, "（　　）") * mm
        elif design == "circle":
            places[option] = sheet.text(x, y, "○", size, face)
            x += fonts.width(face, "○") * mm + 0.1 * mm
        words[option] = sheet.text(x, y, option, size, face)
        x += fonts.width(face, option) * mm
        if i + 1 < len(options):
            if design == "words":
                sheet.text(x, y, separator, size, face)
            x += fonts.width(face, separator) * mm
    outcome = rng.choices(["one", "none", "two", "strike"], [7, 1.6, 0.9, 1.0 if design == "words" else 0.15])[0]
    marked: list[str] = []
    struck: list[str] = []
    if outcome == "one":
        marked = [rng.choice(options)]
    elif outcome == "two":
        marked = rng.sample(options, 2)
    elif outcome == "strike":
        keep = rng.choice(options)
        struck = [o for o in options if o != keep]
    manner = ""
    for option in marked:
        manner = _mark(sheet, rng, pen, design, words[option], places.get(option))
    for option in struck:
        pen.strike(sheet, words[option], rng)
        manner = "strike"
    entries = {o: union([words[o], places[o]]) if o in places else words[o] for o in options}
    return Choosing(cell, options, frozenset(marked), frozenset(struck), design, manner, entries)


def _mark(sheet: Sheet, rng: random.Random, pen: Pen, design: str, word: Box, place: Box | None) -> str:
    if design == "words" or place is None:
        if rng.random() < 0.1:
            pen.underline(sheet, word, rng)
            return "underline"
        if rng.random() < 0.12:  # typed: a printed ellipse
            grow = (word[3] - word[1]) * 0.25
            sheet.oval(
                word[0] - 1.3 * grow, word[1] - grow, word[2] + 1.3 * grow, word[3] + grow, width=0.35, line=BLACK
            )
            return "typed ring"
        pen.ring(sheet, word, rng)
        return "ring"
    if design == "number":
        pen.ring(sheet, place if rng.random() < 0.6 else word, rng)
        return "ring"
    if design == "brackets":
        pen.tick(sheet, place, rng, rng.choice(["ring", "ring", "check", "re"]))
        return "in brackets"
    if rng.random() < 0.08:
        pen.ring(sheet, union([place, word]), rng)
        return "ring over all"
    if rng.random() < 0.25 and design == "square":  # typed tick
        w, h = place[2] - place[0], place[3] - place[1]
        if rng.random() < 0.25:
            sheet.rect(*place, fill=BLACK)
            return "typed fill"
        sheet.line(place[0] + 0.15 * w, place[1] + 0.5 * h, place[0] + 0.42 * w, place[1] + 0.82 * h, 0.4)
        sheet.line(place[0] + 0.42 * w, place[1] + 0.82 * h, place[0] + 0.88 * w, place[1] + 0.15 * h, 0.4)
        return "typed tick"
    pen.tick(sheet, place, rng)
    return "tick"
