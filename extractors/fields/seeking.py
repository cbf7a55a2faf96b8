"""Entries that no label led to, looked for by what the case's other papers say.

An invoice whose 御中 was lost, a bank book that prints its holder where no other does: the layout is one that nobody has
described, but the applicant's name is known from the form, and stands on the paper to the letter. What is found so is
the value of the entry or a coincidence; what it is worth as a witness, the checks decide
(:func:`models.documents.sought`).
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz
from rapidfuzz.distance import Levenshtein

from extractors.fields.certainty import doubt_place
from extractors.fields.documents import without_others
from extractors.fields.entries import Sheet, field_from
from extractors.fields.layout import Region, Text
from extractors.fields.narrowing import narrowed
from extractors.fields.parties import HONORIFIC
from extractors.fields.parts import ROLES
from extractors.fields.texts import is_sentence, reading_order, same_row
from extractors.folding import fold
from extractors.meanings import is_any_label
from extractors.reading import Reader, ReadPage
from models.documents import FORMS, SOUGHT, ExtractedDocument, Field, Value
from models.geometry import Box, PageGeometry
from models.values.address import fold_address
from models.values.fields import DATE_KEYS, NUMBER_KEYS, YEN_KEYS, parse_field
from models.values.keys import alike
from models.values.text import ITAIJI

_PROVING = DATE_KEYS | NUMBER_KEYS | YEN_KEYS | {"invoice_number"}
"""Entries whose values are told among other words by their shape."""
_ADDRESSES = frozenset({"address", "proxy_address"})
_APART = 3.0
"""Texts of a row that stand further apart, in heights, are not one value."""
_LINES = 3
"""An address takes no more lines."""
_FEWEST = 3
"""Shorter words are found anywhere."""
_NEAR_FROM = 5
"""Shorter words that differ in a character are other words."""
_SLIP_EACH = 10
"""One character may be misread, and one more in every so many."""
_PARTS_FRONT = re.compile(r"[:：)）】\]・、,/／\s]$")
_PARTS_BEHIND = re.compile(r"^[(（【\[:：、,/／\s]")
_SEAL_BEHIND = re.compile(r"[(（]?(?:印|㊞|実印|代表者印)[)）]?")
_OFFICE = re.compile(rf"(?:{ROLES.pattern})$")
_PARTY_IN_FRONT = re.compile(r"[(（]?[甲乙丙][)）]?")


def seek(
    document: ExtractedDocument, pages: Sequence[ReadPage], reader: Reader, wanted: Mapping[str, Sequence[Value]]
) -> dict[str, Field]:
    """The entries `wanted` that stand on `pages`, the pages of `document`, and that none of its fields has taken.

    `wanted`: the values that other papers have for each entry, the one with most witnesses first. An entry of which two
    values stand on the paper, in two places, is left out.
    """
    sheets = [_Searched.of(Sheet.of(without_others(page, document.kind), frozenset(), reader)) for page in pages]
    fields = dict(document.fields)
    found: dict[str, Field] = {}
    for key, values in wanted.items():
        had = fields[key].value if key in fields else None
        places = [p for value in values if (p := _place(sheets, fields, key, value)) is not None]
        if not places or any(_two_places(places[0], p) for p in places[1:]):
            continue
        sheet, region, value = places[0]
        field = field_from(sheet, key, region, form=document.kind in FORMS)
        if not any(_same(key, read, value) or (had is None and _near(key, read, value)) for read in _read(field)):
            continue
        doubt_place(field)
        field.corroborations = [*field.corroborations, SOUGHT]
        fields[key] = found[key] = field
    return found


_Place = tuple[Sheet, Region, Value]


def _two_places(one: _Place, other: _Place) -> bool:
    """Whether two values stand in two places; papers that were misread variously lead to one."""
    return one[0] is not other[0] or one[1].ink_box.intersection(other[1].ink_box) == 0


def _place(sheets: Sequence[_Searched], fields: Mapping[str, Field], key: str, value: Value) -> _Place | None:
    """Where `value` stands first, as the whole of what could be an entry."""
    others = {k: f for k, f in fields.items() if k != key}
    ways = [_by_shape] if alike(key) in _PROVING | _ADDRESSES else [_by_words, _by_shape]
    if _by_words in ways and (key not in fields or fields[key].value is None):
        ways.append(_by_likeness)
    for regions, searched in itertools.product(ways, sheets):
        reading = searched.sheet.page.reading
        taken = _taken(others, reading.page_index)
        for region in regions(searched, key, value):
            if not any(_covers(box, region, reading.geometry) for box in taken):
                return searched.sheet, region, value
    return None


def _taken(fields: Mapping[str, Field], page_index: int) -> list[Box]:
    """The places of the page that other entries were read from (fractions of the delivered page)."""
    own = (f for f in fields.values() if f.page_index == page_index)
    return [box for f in own for box in (f.box, *f.cells.values()) if box is not None]


def _covers(box: Box, region: Region, geometry: PageGeometry) -> bool:
    own = geometry.delivered(region.ink_box)
    return box.intersection(own) > 0.3 * min(own.area, box.area)


def _read(field: Field) -> list[Value]:
    return [field.value, *(r.value for r in field.readings)]


def _same(key: str, read: Value, value: Value) -> bool:
    if read is None or isinstance(read, list):
        return False
    if alike(key) in _ADDRESSES:
        return fold_address(str(read)) == fold_address(str(value))
    return _plain(str(read)) == _plain(str(value))


def _near(key: str, read: Value, value: Value) -> bool:
    """Whether engines may have read one word for the other."""
    if alike(key) in _PROVING | _ADDRESSES or not isinstance(read, str):
        return False
    plain = _plain(str(value))
    return len(plain) >= _NEAR_FROM and Levenshtein.distance(_plain(read), plain) <= _slips(plain)


def _slips(plain: str) -> int:
    """How many characters of a word may be read otherwise for it still to be that word."""
    return 1 + len(plain) // _SLIP_EACH


def _plain(text: str) -> str:
    """A word without what engines confuse, and with 髙 like 高: characters stay as many as :func:`fold` leaves."""
    return fold(text).translate(ITAIJI)


# ---------------------------------------------------------------- values that are told by their shape
def _by_shape(page: _Searched, key: str, value: Value) -> Iterator[Region]:
    """What parses to `value`: a day, an amount, an address; (有)甲設備 for 有限会社甲設備."""

    def parse(raw: str) -> Value:
        read = parse_field(key, raw)
        return read if _same(key, read, value) else None

    for run in _runs(page, alike(key) in _ADDRESSES):
        region = Region(run, Box.around(t.box for t in run))
        if parse(region.raw) is not None:
            yield region
        elif len(run) == 1:
            part = narrowed(region, parse) if alike(key) in _PROVING else _behind_label(run[0])
            if part is not None and part is not region and parse(part.raw) is not None:
                yield part


def _runs(page: _Searched, lines: bool) -> Iterator[tuple[Text, ...]]:
    """Each text by itself, then what stands together: neighbours on a row or, with `lines`, lines under one another."""
    yield from ((t,) for t in page.texts)
    for chain in page.chains:
        for first, last in itertools.combinations(range(len(chain.texts)), 2):
            if last - first < 6:
                yield chain.texts[first : last + 1]
    if not lines:
        return
    for text in page.texts:
        run = [text]
        while len(run) < _LINES and (under := _next_line(page.texts, run[-1])) is not None:
            run.append(under)
            yield tuple(run)


def _next_line(texts: Sequence[Text], text: Text) -> Text | None:
    height = text.box.height
    under = [
        t
        for t in texts
        if 0.5 * height < t.box.cy - text.box.cy < 2.2 * height and abs(t.box.x0 - text.box.x0) < 1.5 * height
    ]
    return min(under, key=lambda t: t.box.cy, default=None)


def _behind_label(text: Text) -> Region | None:
    """What follows a label on its line."""
    head = re.match(r"[^:：]{2,12}[:：]\s*(?=\S)", text.raw)
    ends = [head.end()] if head else [n for n in range(2, min(9, len(text.raw))) if is_any_label(text.raw[:n])][-1:]
    if not ends:
        return None
    part = text.part(ends[0])
    return Region((part,), part.box, text.cell)


# ---------------------------------------------------------------- words
@dataclass(frozen=True)
class _Chain:
    """Texts of one row that stand together, as one folded text; of each character the text and the index it is from."""

    texts: tuple[Text, ...]
    plain: str
    origin: tuple[tuple[int, int], ...]

    @classmethod
    def of(cls, texts: Sequence[Text]) -> _Chain:
        places = tuple((i, at) for i, t in enumerate(texts) for at in t.plain[1])
        return cls(tuple(texts), "".join(t.plain[0] for t in texts).translate(ITAIJI), places)

    def part(self, start: int, end: int) -> Region:
        """The folded characters ``start:end``."""
        (first, a), (last, b) = self.origin[start], self.origin[end - 1]
        texts = []
        for i in range(first, last + 1):
            text = self.texts[i]
            from_, to = (a if i == first else 0), (b + 1 if i == last else len(text.raw))
            texts.append(text if (from_, to) == (0, len(text.raw)) else text.part(from_, to))
        return Region(tuple(texts), Box.around(t.box for t in texts), texts[0].cell if len(texts) == 1 else None)

    def front(self, start: int) -> str:
        """What stands in front of a character on its own text, as it is written."""
        i, at = self.origin[start]
        return self.texts[i].raw[:at]

    def behind(self, end: int) -> str:
        i, at = self.origin[end - 1]
        return self.texts[i].raw[at + 1 :]

    def stands_alone(self, start: int, end: int) -> bool:
        """Whether the folded characters ``start:end`` may be all of an entry."""
        return _begins(self.front(start)) and _ends(self.behind(end))


@dataclass(frozen=True)
class _Searched:
    """A page's texts that may be entries, and which of them stand together: worked out once for all that is sought."""

    sheet: Sheet
    texts: tuple[Text, ...]
    chains: tuple[_Chain, ...]

    @classmethod
    def of(cls, sheet: Sheet) -> _Searched:
        texts = tuple(t for t in sheet.layout.texts if not t.line.vertical and not is_sentence(t))
        return cls(sheet, texts, tuple(map(_Chain.of, _chains(texts))))


def _chains(texts: Sequence[Text]) -> list[list[Text]]:
    """Neighbours on their rows, from left to right, as far as they stand close together."""
    chains: list[list[Text]] = []
    for text in reading_order(texts):
        last = chains[-1][-1] if chains else None
        if (
            last is not None
            and same_row(last.box, text.box)
            and -0.5 * text.box.height < text.box.x0 - last.box.x1 < _APART * max(last.box.height, text.box.height)
        ):
            chains[-1].append(text)
        else:
            chains.append([text])
    return chains


def _by_words(page: _Searched, key: str, value: Value) -> Iterator[Region]:
    plain = _plain(str(value))
    if len(plain) < _FEWEST:
        return
    for chain in page.chains:
        at = chain.plain.find(plain)
        while at >= 0:
            if chain.stands_alone(at, at + len(plain)):
                yield chain.part(at, at + len(plain))
            at = chain.plain.find(plain, at + 1)


def _by_likeness(page: _Searched, key: str, value: Value) -> Iterator[Region]:
    """Where a word stands that engines may have read for `value`; what it says is read then."""
    plain = _plain(str(value))
    if len(plain) < _NEAR_FROM:
        return
    for chain in page.chains:
        found = fuzz.partial_ratio_alignment(plain, chain.plain) if len(chain.plain) >= len(plain) - 1 else None
        if found is None:
            continue
        for start, end in itertools.product(_around(found.dest_start), _around(found.dest_end)):
            if (
                0 <= start < end <= len(chain.plain)
                and Levenshtein.distance(chain.plain[start:end], plain) <= _slips(plain)
                and chain.stands_alone(start, end)
            ):
                yield chain.part(start, end)
                break


def _around(at: int) -> tuple[int, int, int]:
    return at, at - 1, at + 1


def _begins(front: str) -> bool:
    """Whether a value may begin behind `front`: it is nothing, a label, an office, or ends in a mark that parts words."""
    bare = front.strip()
    return (
        not bare
        or _OFFICE.search(bare) is not None
        or _PARTS_FRONT.search(front) is not None
        or is_any_label(bare)
        or _PARTY_IN_FRONT.fullmatch(bare) is not None
    )


def _ends(behind: str) -> bool:
    """Whether a value may end in front of `behind`."""
    bare = behind.strip()
    return (
        not bare
        or _PARTS_BEHIND.match(behind) is not None
        or HONORIFIC.fullmatch(bare) is not None
        or _SEAL_BEHIND.fullmatch(bare) is not None
    )
