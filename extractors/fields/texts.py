"""The texts of one page where they stand: put into their cells, joined where an engine tore them, struck-out parts gone."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from statistics import median

from extractors.folding import folded
from models.geometry import Box
from models.pages import PageReading, Rule, Source, TextLine

SHORT_STRIKE = 2.0
"""Heights of a line of text up to which a single level line through it may be the strokes of two or three letters."""


@dataclass(frozen=True, eq=False)
class Text:
    """A line of text where it stands; `cell` is the smallest cell around it, None outside of tables.

    `before` and `after` are given for a part of a line: the centre in x of the characters that it was cut from.
    """

    line: TextLine
    cell: Box | None
    before: float | None = None
    after: float | None = None

    @property
    def box(self) -> Box:
        return self.line.box

    @property
    def raw(self) -> str:
        return self.line.text

    @property
    def boxed(self) -> bool:
        """Whether the text's cell is so narrow that it is a box for one character."""
        return self.cell is not None and self.cell.width < 1.6 * self.cell.height

    @cached_property
    def plain(self) -> tuple[str, list[int]]:
        return folded(self.line.text)

    def x_at(self, index: int) -> float:
        """Centre in x of the character `index` of the raw text, in pixels."""
        places = self.line.char_x
        if places is not None and index < len(places):
            return places[index]
        return self.box.x0 + self.box.width * (index + 0.5) / max(1, len(self.line.text))

    def part(self, start: int, end: int | None = None) -> Text:
        """The characters ``start:end`` as a text of their own."""
        end = len(self.line.text) if end is None else end
        text = self.line.text[start:end]
        if not text:
            x = self.box.x1
            return Text(
                self.line.model_copy(
                    update={"text": "", "char_x": None, "box": Box(x0=x, y0=self.box.y0, x1=x, y1=self.box.y1)}
                ),
                self.cell,
            )
        pitch = self.box.width / max(1, len(self.line.text))
        x0 = self.box.x0 if start == 0 else self.x_at(start) - pitch / 2
        x1 = self.box.x1 if end >= len(self.line.text) else self.x_at(end - 1) + pitch / 2
        box = Box(x0=min(x0, x1), y0=self.box.y0, x1=max(x0, x1), y1=self.box.y1)
        places = self.line.char_x[start:end] if self.line.char_x is not None else None
        before = self.before if start == 0 else self.x_at(start - 1)
        after = self.after if end >= len(self.line.text) else self.x_at(end)
        return Text(self.line.model_copy(update={"text": text, "char_x": places, "box": box}), self.cell, before, after)


@dataclass(frozen=True, eq=False)
class Region:
    """Where a value stands: its texts in reading order and the box that holds them (the cell, where there is one)."""

    texts: tuple[Text, ...]
    box: Box
    cell: Box | None = None

    @property
    def raw(self) -> str:
        return " ".join(t.raw for t in self.texts)

    @property
    def ink_box(self) -> Box:
        """The box around the texts themselves; the whole region where nothing was read."""
        return Box.around(t.box for t in self.texts) if self.texts else self.box


def texts_of(page: PageReading) -> tuple[Text, ...]:
    """Every text of `page`, top to bottom; scraps that engines make of seals are left out."""
    lines = [line.box for line in page.lines]
    cells = sorted((c for c in page.cells if not _is_frame(c, lines, page)), key=lambda c: c.area)
    rooms = [(cell, cell.grown(6, 5)) for cell in cells]
    usual = median([line.height for line in lines]) if lines else 0.0
    placed = [
        Text(line, _cell_of(line.box, rooms))
        for line in page.lines
        if line.text.strip() and not _noise(line) and not _corner(line, usual) and not _digit_place(line, page.lines)
    ]
    bare = [t for t in (_without_badges(p) for p in _without_seals(placed)) if t is not None]
    written = [t for t in (_unstruck(p, page.rules) for p in bare) if t is not None]
    return tuple(_joined(_without_examples(written)))


_OF_A_SEAL = 4
"""Letters that a row of a seal has at most."""
_SURE_LINE = 0.9
"""Rows of a seal are read worse than this."""


def _without_seals(texts: Sequence[Text]) -> list[Text]:
    """`texts` without what was read of a square or round seal in the open: three short rows or more, one into the other,
    as lines of print never stand, that take as much height as width."""
    short = [t for t in texts if t.cell is None and not t.line.vertical and len(t.raw) <= _OF_A_SEAL]
    left = sorted((t for t in short if t.line.score < _SURE_LINE), key=lambda t: t.box.cy)
    sealed: list[Text] = []
    while left:
        rows = [left.pop(0)]
        for text in list(left):
            above = rows[-1].box
            if 0.4 * above.height < text.box.cy - above.cy < above.height and overlap_x(above, text.box) > 0.7:
                rows.append(text)
                left.remove(text)
        box = Box.around(t.box for t in rows)
        if len(rows) >= 3 and 0.7 < box.width / box.height < 1.4:
            sealed += rows
    return [t for t in texts if t not in sealed]


_BADGE = r"[(（【\[〔]?(?:必須(?:項目|入力)?|入力必須|任意)[)）】\]〕]?"
_BADGE_IN_FRONT = re.compile(rf"\s*(?:{_BADGE}[\s　:：]+|{_BADGE}(?=$)|[(（【\[〔]?必須[)）】\]〕]?)")
"""任意 begins names, too: 任意団体."""
_BADGE_BEHIND = re.compile(rf"(?<=\S)[\s　]*{_BADGE}\s*$")
_LONGEST_LABEL = 20


def _without_badges(text: Text) -> Text | None:
    """`text` without 必須 and 任意, which online forms print between labels and entries; None where it is one."""
    if (front := _BADGE_IN_FRONT.match(text.raw)) is not None:
        text = text.part(front.end())
    if len(text.raw) <= _LONGEST_LABEL and (behind := _BADGE_BEHIND.search(text.raw)) is not None:
        text = text.part(0, behind.start())
    return text if text.raw.strip() else None


_EXAMPLE = re.compile(r"\s*(?:[(（【\[]?(?P<sheet>記[入載]例)|[(（【\[]例[)）】\]]|例\s*[:：])")


def _without_examples(texts: Sequence[Text]) -> list[Text]:
    """`texts` without those that show how to fill in the form: 例：新宿 太郎, and all of a frame headed 記入例."""
    shown = [(t, m) for t in texts if (m := _EXAMPLE.match(t.raw)) is not None]
    if not shown:
        return list(texts)
    frames = [t.cell for t, m in shown if m["sheet"] and t.cell is not None]
    return [
        t
        for t in texts
        if t.cell not in frames
        and not any(t is e or (t.cell == e.cell and same_row(t.box, e.box) and t.box.x0 > e.box.x0) for e, _ in shown)
    ]


def same_row(a: Box, b: Box) -> bool:
    return abs(a.cy - b.cy) < 0.55 * min(a.height, b.height) or (
        min(a.y1, b.y1) - max(a.y0, b.y0) > 0.6 * min(a.height, b.height)
    )


def reading_order(texts: Sequence[Text]) -> list[Text]:
    rows: list[list[Text]] = []
    for t in sorted(texts, key=lambda t: t.box.cy):
        if rows and same_row(rows[-1][0].box, t.box):
            rows[-1].append(t)
        else:
            rows.append([t])
    return [t for row in rows for t in sorted(row, key=lambda t: t.box.x0)]


def _noise(line: TextLine) -> bool:
    """Scraps that an engine makes of seals and dust, and of a dashed wall."""
    wall = line.vertical and re.fullmatch("[1Il|｜丨]+", line.text) is not None
    return wall or (line.score < 0.45 and len(line.text) <= 4)


_CORNERS = re.compile("[rF厂Γ「7]")
_SMALL = 0.5
"""Parts of a line's usual height: the corner of a dashed frame is as high as a dash and a half."""


def _corner(line: TextLine, usual: float) -> bool:
    """Whether a line is what an engine makes of the corner of a dashed frame; `usual` is the height of the page's lines."""
    read = line.source not in (Source.TEXT_LAYER, Source.FORM_FIELD)
    return read and line.box.height < _SMALL * usual and _CORNERS.fullmatch(line.text.strip()) is not None


_HOW_TO = re.compile(
    r"[^\d。:：]{0,18}?(?:(?:記入|記載|署名|自署|押印|捺印|記名)(?:の|する)こと|(?<=.)(?:記入|署名|押印|捺印)|[右左](?:づめ|詰め?)(?:で記入)?"
    r"|ハイフン(?:なし|不要)(?:\d{1,2}桁)?)[。．]?"
    r"|[(（]?[A-ZＡ-Ｚ①-⑳]?[)）]?\s*[×xX*✕]\s*\d{1,2}\s*[/／]\s*\d{1,2}[)）]?(?:\s*[(（][^()（）]*[)）]?)?"
)


def is_how_to(words: str) -> bool:
    """Whether words behind a label say how to fill its entry in: 県名から記入, 単位も記入, 本人が署名し押印すること, 右づめ; or
    how it is worked out: A×1/4, A×1/3（千円未満切捨て）."""
    return _HOW_TO.fullmatch(words.strip()) is not None


def is_note(text: Text) -> bool:
    """A remark printed in a cell: (千円未満切捨て), ※…, 県名から記入."""
    plain = text.plain[0]
    return (
        is_how_to(text.raw)
        or plain.startswith(("※", "*"))
        or (plain.startswith("(") and plain.endswith((")", "て", "除")) and not re.search(r"\d{3}", plain))
    )


def is_products_name(region: Region) -> bool:
    """Whether what stands for a model is a name in words, with kanji and without a number: マドリモ内窓プラマードU."""
    sure = len(region.texts) == 1 and region.texts[0].line.score >= SURELY_WORDS
    return sure and len(re.findall("[一-龠]", region.raw)) >= 2 and not re.search(r"\d", region.raw)


SURELY_WORDS = 0.95
"""From this score on the words of a line are taken for what they are."""


def is_sentence(text: Text) -> bool:
    """A printed sentence: no value ends so."""
    return len(text.raw) >= 10 and text.raw.rstrip().endswith("。")


_PLACES = re.compile("[億百十千万]{1,2}")


def _digit_place(line: TextLine, lines: Sequence[TextLine]) -> bool:
    """The small 百万 and 千 printed over the digits of an amount."""
    if not _PLACES.fullmatch(line.text.strip()):
        return False
    return any(
        re.search(r"\d", other.text)
        and line.box.height < 0.85 * other.box.height
        and 0 < other.box.cy - line.box.cy < 1.6 * other.box.height
        and other.box.x0 - 9 * other.box.height < line.box.cx < other.box.x1 + 9 * other.box.height
        for other in lines
    )


def _is_frame(cell: Box, lines: Sequence[Box], page: PageReading) -> bool:
    """A rectangle drawn around a whole paper (bank book, receipt) is no cell of a table."""
    if cell.width < 0.3 * page.geometry.width or cell.height < 0.1 * page.geometry.height:
        return False
    return sum(box.share_inside(cell) > 0.8 for box in lines) >= 8


def _cell_of(box: Box, rooms: Iterable[tuple[Box, Box]]) -> Box | None:
    """The smallest cell (of cells sorted by area, each with the room that a line may take) that holds the line; boxes for
    single digits do not count."""
    high, wide = 0.75 * box.height, 0.9 * min(box.width, 1.5 * box.height)
    for cell, room in rooms:
        if cell.height > high and cell.width > wide and box.share_inside(room) > 0.75:
            return cell
    return None


def _joined(texts: Sequence[Text]) -> Iterable[Text]:
    """Texts of one row whose parts were found apart: letter-spaced labels (住　所) and torn values."""
    rest = sorted(texts, key=lambda t: t.box.x0)
    used: set[int] = set()
    joined: list[Text] = []
    for i, text in enumerate(rest):
        if i in used or text.line.vertical:
            if i not in used:
                joined.append(text)
            continue
        current = text
        for j in range(i + 1, len(rest)):
            other = rest[j]
            gap = other.box.x0 - current.box.x1
            height = min(current.box.height, other.box.height)
            one_word = len(current.raw) == len(other.raw) == 1 and gap < 0.25 * height  # 単位, parted by a stray rule
            if j in used or other.line.vertical or not same_row(other.box, current.box):
                continue
            if other.cell != current.cell and not (one_word and _kanji(current) and _kanji(other)):
                continue
            if Source.BLANK_FORM in (other.line.source, current.line.source):
                continue  # what a form prints is known as it stands
            spaced = (
                len(current.plain[0]) <= 2
                and len(other.plain[0]) == 1
                and current.line.score > 0.5
                and other.line.score > 0.5
            )
            near = gap < 0.45 * height
            torn = spaced and gap < 4.5 * height and _kanji(current) and _kanji(other)
            torn = torn and not between(current, other, rest) and not _belongs_beside(current, other, rest)
            if gap > -0.5 * height and (near or torn):
                current = joined_texts(current, other)
                used.add(j)
        joined.append(current)
    return by_rows(joined)


def _belongs_beside(left: Text, right: Text, texts: Sequence[Text]) -> bool:
    """Whether one of two letters that stand apart has another word closely on its far side: 単位 and 単価, side by side."""
    reach = 0.45 * min(left.box.height, right.box.height)
    return any(
        (0 <= left.box.x0 - t.box.x1 < reach or 0 <= t.box.x0 - right.box.x1 < reach) and same_row(t.box, left.box)
        for t in texts
        if t is not left and t is not right
    )


def by_rows(texts: Sequence[Text]) -> list[Text]:
    """Top to bottom, and left to right what stands at the same height."""
    return sorted(texts, key=lambda t: (round(t.box.cy / 12), t.box.x0))


def between(left: Text, right: Text, texts: Sequence[Text]) -> bool:
    """Whether another text stands between two of a row, in whatever cell: 令和 [0][7] 年 is no label set wide."""
    return any(
        left.box.x1 - 2 <= t.box.cx <= right.box.x0 + 2 and same_row(t.box, left.box)
        for t in texts
        if t is not left and t is not right
    )


def _kanji(text: Text) -> bool:
    return bool(re.fullmatch(r"[\u4e00-\u9fff々]{1,3}", text.plain[0]))


def joined_texts(a: Text, b: Text) -> Text:
    """Two texts of one row as one."""
    places = None
    if a.line.char_x is not None and b.line.char_x is not None:
        places = (*a.line.char_x, *b.line.char_x)
    line = a.line.model_copy(
        update={
            "text": a.line.text + b.line.text,
            "box": a.box.union(b.box),
            "score": min(a.line.score, b.line.score),
            "char_x": places,
        }
    )
    return Text(line, a.cell, a.before, b.after)


def _unstruck(text: Text, rules: Sequence[Rule]) -> Text | None:
    """`text` without the characters that a line strikes out (訂正); None where nothing is left."""
    box, line = text.box, text.line
    if line.char_x is None or line.vertical or len(line.text) < 3:
        return text
    kept = list(range(len(line.text)))
    through = [r for r in rules if r.y0 == r.y1 and box.y0 + 0.3 * box.height < r.y0 < box.y1 - 0.3 * box.height]
    for rule in through:
        inside = min(rule.x1, box.x1) - max(rule.x0, box.x0)
        length = rule.x1 - rule.x0
        if inside < 1.2 * box.height or length > 1.3 * box.width or inside < 0.7 * length:
            continue
        crossed = [i for i in kept if rule.x0 - 3 <= line.char_x[i] <= rule.x1 + 3]
        if not _of_letters(rule, text, crossed, through):
            kept = [i for i in kept if i not in crossed]
    if len(kept) == len(line.text):
        return text
    if not kept:
        return None
    ends = text.part(kept[0], kept[-1] + 1)
    update = {
        "text": "".join(line.text[i] for i in kept),
        "char_x": tuple(line.char_x[i] for i in kept),
        "box": ends.box,
    }
    return Text(line.model_copy(update=update), text.cell)


def _of_letters(rule: Rule, text: Text, crossed: Sequence[int], through: Sequence[Rule]) -> bool:
    """Whether a level line through a text is nothing but the strokes of its letters, which meet at one height (社会, 事業者).

    A pen goes over the whole of what it strikes out, most often twice; letters' strokes end within the letters.
    """
    length = rule.x1 - rule.x0
    if text.line.source is Source.TEXT_LAYER and len(crossed) > 1:  # which knows where its letters begin and end
        first, last = text.x_at(crossed[0]), text.x_at(crossed[-1])
        half = 0.42 * (last - first) / (len(crossed) - 1)
        return rule.x0 > first - half or rule.x1 < last + half
    twice = any(o is not rule and min(o.x1, rule.x1) - max(o.x0, rule.x0) > 0.7 * length for o in through)
    return length < SHORT_STRIKE * text.box.height and not twice


def overlap_x(a: Box, b: Box) -> float:
    """How much of the narrower box stands above or below the other, 0..1; negative where they stand apart."""
    return (min(a.x1, b.x1) - max(a.x0, b.x0)) / max(1.0, min(a.width, b.width))
