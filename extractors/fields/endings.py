"""Names of banks and branches written in front of the endings that a form prints: 西武 [銀行] [信用金庫] [農協].

The ending that is ringed, ticked or left unstruck belongs to the name. Such a row tells what it is by itself, whatever
its label: no other entry offers 本店・支店・出張所.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from extractors.fields.certainty import doubt_place
from extractors.fields.choices import weigh
from extractors.fields.entries import Sheet, field_from
from extractors.fields.layout import Layout, Region, Text
from extractors.fields.options import usual_pitch
from extractors.fields.running import span
from extractors.fields.texts import same_row
from extractors.meanings import is_any_label
from extractors.ocr.engine import Image
from extractors.reading import clipped
from models.documents import Field
from models.geometry import Box
from models.programmes import ValueKind
from models.values.account import BANK_ENDINGS
from models.values.fields import parse_field

#: What each printed ending stands for, as engines read it, too; longer words first, so that 金庫 is not found in 信用金庫.
ENDINGS: dict[ValueKind, dict[str, str]] = {
    ValueKind.BANK: {
        **{full: full for full in BANK_ENDINGS}, **{short: full for full, short in BANK_ENDINGS.items()},
        "銀行": "銀行", "金庫": "信用金庫", "組合": "信用組合",
    },
    ValueKind.BRANCH: {
        "本店": "本店", "木店": "本店", "支店": "支店", "出張所": "出張所", "支所": "支所", "本所": "本所", "営業部": "営業部",
        "営業所": "営業所", "代理店": "代理店",
    },
}  # fmt: skip


def _spread(words: Iterable[str]) -> str:
    """A pattern of `words`, set closely or spread over a width as forms set them: 銀　行, 農　　協."""
    return "|".join(r"\s*".join(word) for word in words)


_WORD = {kind: re.compile(_spread(words)) for kind, words in ENDINGS.items()}
_BETWEEN = re.compile(r"[\s・･·.、,，/／|｜()（）\[\]〔〕□☐☑☒■○◯〇●◎✓✔レロ口\d①-⑨]*")
"""What stands between two printed endings and around them: separators, squares, numbers."""
_EDGES = r"\s・･·、,，/／|｜(（\[〔□☐☑☒◯"
_BRACKET = re.compile(r"^\s*[(（\[][^()（）\[\]]{0,2}[)）\]]\s*")
_SAID = re.compile(r"[ぁ-ん]{2}|等|まで")
"""Behind the endings this makes them part of a remark: 銀行・信用金庫等まで記入."""
_ASKS = re.compile(r"(?:の|先|する|たい)\s*$")
"""In front of the endings this makes a label of them: どこの銀行・農協, 振込先銀行・信用金庫."""
_ENDED = re.compile(r"(?:銀行|金庫|組合|農協|漁協|本店|支店|出張所|支所|本所|営業部|営業所|代理店)$")
_ONLY_ENDINGS = re.compile(
    rf"(?:{_spread(word for words in ENDINGS.values() for word in words)}|{_BETWEEN.pattern[:-1]})+"
)
_NEVER_FIRST = {"営業部", "営業所", "代理店"}
"""No list begins with these."""
_APART = 1.3
"""Two endings without a sign between them are a list where their letters stand so much wider: 本店営業部 is one name."""
_ROW_GAP = 8
"""Heights of a letter: what stands farther apart in the open is another entry's."""
_LONGEST_NAME = 20
_REACHES = 0.3
"""Heights of a letter that a name by hand reaches over the endings behind it at most."""
_OWN_LABEL = re.compile(r"\s*(?:(?:振込先)?の?(?:金融機関|銀行)|本?支店|取扱店|店舗?)の?名称?\s*[:：]?\s*(?=[^\s(（])")
"""The label of the name, read with it: 銀行名八十二長野."""
_HIGHEST = 6
"""So many heights of its endings a cell has at most that holds them and one name."""


@dataclass(frozen=True)
class Listed:
    """A name in front of its printed endings: `written` is where the name stands (empty: nowhere), `printed` the text that
    holds the endings, `words` are the endings as printed, from left to right."""

    written: Region
    printed: Region
    words: tuple[str, ...]


def listed(texts: Sequence[Text], kind: ValueKind) -> Iterator[Listed]:
    """Every list of `texts` that offers endings of names of `kind` (bank or branch): on a row, in a column, on two rows, in
    rows and columns."""
    yield from (grids := list(_in_grids(texts, kind)))
    held = {t for grid in grids for t in (*grid.written.texts, *grid.printed.texts)}
    texts = [t for t in texts if t not in held]
    rows = list(_on_rows(texts, kind))
    while rows:
        first, box = rows[0], rows[0].printed.ink_box
        cell = first.printed.texts[0].cell
        more = [
            r
            for r in rows[1:]
            if cell is not None
            and r.printed.texts[0].cell == cell
            and abs(r.printed.ink_box.x0 - box.x0) < 2 * box.height
            and not r.written.texts
        ]
        rows = [r for r in rows[1:] if r not in more]
        yield _together([first, *more], texts, kind) if more else first
    yield from _stacked(texts, kind)


def _together(rows: Sequence[Listed], texts: Sequence[Text], kind: ValueKind) -> Listed:
    """Rows of endings one under the other in a cell as one list: 銀行・信金 over 信組・農協."""
    printed = tuple(t for row in rows for t in row.printed.texts)
    box = Box.around(t.box for t in printed)
    written = rows[0].written if rows[0].written.texts else _in_front(texts, printed[0].cell, box, kind)
    return Listed(written, Region(printed, box), tuple(word for row in rows for word in row.words))


def _in_front(texts: Sequence[Text], cell: Box | None, ends: Box, kind: ValueKind) -> Region:
    """What stands in a cell left of a list of endings, at its height; an empty region at the list where nothing does. Where
    the list of the other `kind` stands between, a bank's in front of its branch, what stands behind that."""
    level = [t for t in texts if t.cell == cell and ends.y0 < t.box.cy < ends.y1 and _stands_before(t, ends)]
    other = {word for listed_kind, words in ENDINGS.items() if listed_kind is not kind for word in words}
    start = max((t.box.x1 for t in level if _bare(t) in other), default=float("-inf"))
    name = [
        t
        for t in level
        if t.box.x0 >= start - 4
        and (cell is not None or ends.x0 - t.box.x1 < _ROW_GAP * t.box.height)
        and not _names_the_entry(t)
    ]
    name = [t for t in name if not any(o is not t and t.box.share_inside(o.box) > 0.7 for o in name)]  # a stroke of one
    return Region(tuple(name), Box.around(t.box for t in name)) if name else Region((), ends)


def _stands_before(text: Text, ends: Box) -> bool:
    """Whether a text stands in front of endings; written by hand it may reach a little over the first."""
    return text.box.x1 <= ends.x0 + max(4.0, _REACHES * text.box.height)


def _on_rows(texts: Sequence[Text], kind: ValueKind) -> Iterator[Listed]:
    """Every row of `texts` that offers endings."""
    for row in _rows([t for t in texts if not t.line.vertical and not _names_the_entry(t)]):
        raw = "".join(t.raw for t in row)
        origin = [(t, i) for t in row for i in range(len(t.raw))]
        spans = _longest_run(raw, origin, [m.span() for m in _WORD[kind].finditer(raw)])
        if len(spans) < 2 or _SAID.search(raw[spans[-1][1] :]):
            continue
        first = spans[0][0]
        start = _name_starts(raw, kind, first)
        if (own := _OWN_LABEL.match(raw, start, first)) is not None:
            start = own.end()
        end = first - len(re.search(rf"[{_EDGES}]*$", raw[start:first])[0])  # type: ignore[index]
        name = raw[start:end]
        if is_any_label(name) or _ASKS.search(name) or len(name) > _LONGEST_NAME:
            continue
        printed = span(origin[first : spans[-1][1]])
        written = span(origin[start:end]) if name.strip() else Region((), printed.box)
        yield Listed(written, printed, tuple("".join(raw[a:b].split()) for a, b in spans))


def _bare(text: Text) -> str:
    """A printed ending without what stands around it: the bracket or square to be marked in front of it."""
    return re.sub(rf"[{_EDGES}]", "", _BRACKET.sub("", text.raw))


def _alone(texts: Sequence[Text], kind: ValueKind) -> list[Text]:
    """The texts that are an ending and nothing else."""
    return [t for t in texts if _bare(t) in ENDINGS[kind] and not t.line.vertical]


def _in_grids(texts: Sequence[Text], kind: ValueKind) -> Iterator[Listed]:
    """Endings in rows and columns of a cell behind a name: 諏訪 in front of 銀行, 信用金庫 over 信用組合, 農協."""
    alone = [t for t in _alone(texts, kind) if t.cell is not None]
    for cell in dict.fromkeys(t.cell for t in alone):
        ends = sorted((t for t in alone if t.cell == cell), key=lambda t: (t.box.cy, t.box.x0))
        first, box = ends[0], Box.around(t.box for t in ends)
        over = any(not same_row(t.box, first.box) for t in ends)
        beside = any(same_row(a.box, b.box) for a, b in itertools.pairwise(ends))
        assert cell is not None
        written = _in_front(texts, cell, box, kind)
        if over and beside and written.texts and len(written.raw) <= _LONGEST_NAME:
            words = tuple(_bare(t) for t in ends)
            yield Listed(written, Region(tuple(ends), box), words)


_WORD_OF_RING = re.compile(r"[^本代]?店")
"""What is read of 支店 through the ring around it."""


def _ringed(texts: Sequence[Text], kind: ValueKind) -> list[Text]:
    """The endings that were misread because they are the ones that are ringed, as what they are: 店, 信用金中."""
    found: list[Text] = []
    for text in texts:
        bare = _bare(text)
        if text.line.vertical or bare in ENDINGS[kind]:
            continue
        if kind is ValueKind.BANK:
            word = next((w for w in BANK_ENDINGS if len(w) == len(bare) and _differ(w, bare) == 1), None)
        else:
            word = "支店" if _WORD_OF_RING.fullmatch(bare) else None
        if word is not None:
            found.append(replace(text, line=text.line.model_copy(update={"text": word, "char_x": None})))
    return found


def _differ(one: str, other: str) -> int:
    """In how many characters two words of one length differ."""
    return sum(a != b for a, b in zip(one, other, strict=True))


def _stacked(texts: Sequence[Text], kind: ValueKind) -> Iterator[Listed]:
    """Endings one under the other behind a name: 遠州 in front of 銀行, 信用金庫 and 農協."""
    read = _alone(texts, kind)
    left = sorted([*read, *_ringed(texts, kind)], key=lambda t: t.box.y0)
    while left:
        column = [left.pop(0)]
        for text in list(left):
            step = text.box.cy - column[-1].box.cy
            aligned = abs(text.box.x0 - column[0].box.x0) < text.box.height and text.cell == column[0].cell
            heights = text.box.height, column[-1].box.height  # of a ringed one the ring's
            if aligned and 0.7 * min(heights) < step < 2.2 * max(heights):
                column.append(text)
                left.remove(text)
        surely = sum(any(t is other for other in read) for t in column)
        if len(column) < 2 or surely < (2 if kind is ValueKind.BRANCH else 1):
            continue
        box = Box.around(t.box for t in column)
        written = _in_front(texts, column[0].cell, box, kind)
        if len(written.raw) <= _LONGEST_NAME:
            words = tuple(_bare(t) for t in column)
            yield Listed(written, Region(tuple(column), box), words)


def listed_for(texts: Sequence[Text], kind: ValueKind, room: Region) -> Listed | None:
    """The endings that a form prints into the room of a name whose place is known, or right behind it, with what is
    written in front of them there; None where it prints none."""
    for row in listed(texts, kind):
        ends, box = row.printed.ink_box, room.box
        level = min(ends.y1, box.y1) - max(ends.y0, box.y0) > 0.5 * min(ends.height, box.height)
        if not level or not box.x0 < ends.x0 < box.x1 + 2 * ends.height:
            continue
        own = [t for t in room.texts if _stands_before(t, ends) and t.box.intersection(ends) < 0.2 * t.box.area]
        if not own:
            return row
        return replace(row, written=Region(tuple(own), Box.around(t.box for t in own)))
    return None


def listed_in(region: Region, kind: ValueKind) -> Listed | None:
    """The first row of endings in an entry's room; its name may stand over them, on a row of its own."""
    row = next(listed(region.texts, kind), None)
    if row is None or row.written.texts:
        return row
    apart = [t for t in region.texts if not same_row(t.box, row.printed.ink_box) and not _names_the_entry(t)]
    return replace(row, written=Region(tuple(apart), Box.around(t.box for t in apart))) if apart else row


def over_endings(layout: Layout, row: Listed) -> Listed:
    """`row` with the name that stands over its endings in their own cell, where none stands in front of them."""
    cell = row.printed.texts[0].cell
    if row.written.texts or cell is None or cell.height > _HIGHEST * row.printed.ink_box.height:
        return row
    ends = row.printed.ink_box
    over = [t for t in layout.texts if t.cell == cell and t.box.cy < ends.y0 and not _names_the_entry(t)]
    return replace(row, written=Region(tuple(over), Box.around(t.box for t in over))) if len(over) == 1 else row


def _names_the_entry(text: Text) -> bool:
    """Whether a text is a label in front of the name; 銀行 and 支店・支所 are labels, too, but not here."""
    return is_any_label(text.raw) and not _ONLY_ENDINGS.fullmatch(text.raw)


def _rows(texts: Sequence[Text]) -> Iterator[list[Text]]:
    """The rows of each cell, and those in the open cut at wide gaps."""
    left = sorted(texts, key=lambda t: t.box.x0)
    while left:
        row = [left.pop(0)]
        for text in list(left):
            near = text.box.x0 - row[-1].box.x1 < _ROW_GAP * text.box.height
            if text.cell == row[0].cell and same_row(text.box, row[0].box) and near:
                row.append(text)
                left.remove(text)
        yield row


def read_listed(sheet: Sheet, key: str, kind: ValueKind, row: Listed) -> Field:
    """The name in `row` with the ending that is marked; without one that is clearly marked a person looks at it."""
    options = [(word, ()) for word in row.words]
    choice = None
    if not (row.written.texts and _ENDED.search(row.written.raw.strip())):
        image = _without(sheet.page.image, row.written)
        choice = weigh(row.printed, options, image, usual_pitch(sheet.layout.texts)).choice
    ending = ENDINGS[kind][choice.value] if choice is not None else ""
    if not row.written.texts:
        box = sheet.page.reading.geometry.delivered(row.printed.ink_box)
        return Field(
            key=key, value=None, raw="", page_index=sheet.page.reading.page_index, box=box, blank=choice is None
        )
    field = field_from(
        sheet, key, row.written, parse=lambda text: parse_field(key, f"{text.strip()}{ending}"), form=True
    )
    if not ending and not _ENDED.search(field.raw.strip()):
        doubt_place(field)
    return field


def _without(image: Image, written: Region) -> Image:
    """`image` without what is written in front of the endings: it is no tick beside the first."""
    if not written.texts:
        return image
    area = clipped(written.ink_box, image)
    bare = image.copy()
    place = slice(int(area.y0), int(area.y1)), slice(int(area.x0), int(area.x1))
    if bare[place].size:
        bare[place] = np.percentile(bare[place], 90, axis=(0, 1)).astype(np.uint8)
    return bare


def _longest_run(
    raw: str, origin: Sequence[tuple[Text, int]], spans: Sequence[tuple[int, int]]
) -> list[tuple[int, int]]:
    """The longest run of `spans` of a row that are printed side by side as a list."""
    runs: list[list[tuple[int, int]]] = []
    for found in spans:
        if runs and _BETWEEN.fullmatch(raw[runs[-1][-1][1] : found[0]]):
            runs[-1].append(found)
        else:
            runs.append([found])
    best = max(runs, key=len, default=[])
    if len(best) > 2 and raw[slice(*best[0])] in _NEVER_FIRST:
        best = best[1:]  # 新奈良営業部 in front of 本店・支店: it is the name's own
    if len(best) < 2 or best[0][1] != best[1][0] or _far(origin, best[0], best[1]):
        return best
    return best if len(best) > 2 else []


def _far(origin: Sequence[tuple[Text, int]], one: tuple[int, int], other: tuple[int, int]) -> bool:
    """Whether two words stand visibly apart."""

    def x_at(index: int) -> float:
        text, place = origin[index]
        return text.x_at(place)

    letter = (x_at(one[1] - 1) - x_at(one[0])) / max(1, one[1] - one[0] - 1)
    return x_at(other[0]) - x_at(one[1] - 1) > _APART * letter


def _name_starts(raw: str, kind: ValueKind, first: int) -> int:
    """From where on the text in front of the endings is the name: behind a bank's endings in the same row, in which case
    the branch stands there."""
    ends = [m.end() for other, word in _WORD.items() if other is not kind for m in word.finditer(raw, 0, first)]
    if not ends:
        return 0
    behind = _BETWEEN.match(raw, max(ends))
    return behind.end() if behind is not None else max(ends)
