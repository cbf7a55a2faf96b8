"""The blocks of a blank form (申請者, 代理申請者, 振込先): where each begins, so that repeated labels are told apart."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from extractors.fields.layout import Text
from extractors.folding import fold
from extractors.meanings import means
from extractors.registration.ground import Ground
from extractors.registration.words import NUMBERED, is_prose, is_remark
from models.geometry import Box
from models.programmes import ACCOUNT_KEYS

WORDS: Mapping[str, re.Pattern[str]] = {
    "proxy": re.compile("代理|代行|受任"),
    "account": re.compile("振込|口座|受け?取"),
}
"""Words of the headings of blocks that belong to somebody or something else than the applicant."""
ANY = re.compile(
    "申請(?:者|する方)|請求者|契約者|委任者|設備|機器|補助(?:事業|対象)|事業の?(?:概要|内容)|契約の内容|経費|費用|金額|誓約|同意|確認|添付|支給|申込"
)
"""Words of the headings of all other blocks."""

TITLE = re.compile("(?:申請|請求|依頼|報告|契約|概要|計画)書|委任状|名簿|一覧")
"""Words of titles of forms: they head the whole page, not a block."""


@dataclass(frozen=True)
class _Band:
    name: str
    page: int
    top: float
    bottom: float
    left: float
    right: float

    def holds(self, page: int, hit: Box) -> bool:
        return self.page == page and self.top <= hit.cy < self.bottom and self.left <= hit.cx < self.right


@dataclass(frozen=True)
class _Heading:
    name: str
    box: Box
    rows: Box | None
    """The cell of a heading that stands beside its rows."""


@dataclass(frozen=True)
class Bands:
    """The blocks of a form, in pixels."""

    bands: tuple[_Band, ...]
    known_as: Mapping[str, str]
    """The programme's own name of a block → the name it has here (furikomi: account)."""

    @classmethod
    def of(cls, grounds: Sequence[Ground], sections: Mapping[str, Sequence[str]]) -> Bands:
        """The blocks by the headings that the programme names, and by words that open a block of somebody else."""
        named = {fold(words): name for name, listed in sections.items() for words in listed}
        found: list[_Band] = []
        for ground in grounds:
            heads = [h for text in ground.words if (h := _heading(text, ground, named)) is not None]
            found += _bands(heads, ground)
        known_as = {
            name: other
            for name, listed in sections.items()
            for words in listed
            if name not in WORDS and (other := _somebody_else(words)) is not None
        }
        return cls(tuple(found), known_as)

    def has(self, section: str) -> bool:
        """Whether a heading of `section` is printed."""
        return any(b.name == section for b in self.bands)

    def holds(self, section: str, page: int, hit: Box) -> bool:
        """Whether a place lies in `section`; a form that does not name it holds the entry anywhere of its own."""
        section = self.known_as.get(section, section)
        inside = [b.name for b in self.bands if b.holds(page, hit)]
        if section and self.has(section):
            return section in inside
        return not any(name in WORDS for name in inside)

    def elsewhere(self, section: str, page: int, hit: Box) -> bool:
        """Whether a place lies in the block of somebody else."""
        section = self.known_as.get(section, section)
        inside = {b.name for b in self.bands if b.holds(page, hit)}
        if section in WORDS:
            return section not in inside and self.has(section)
        return bool(inside & set(WORDS))


_REMARKED = re.compile(r"(?P<words>[^()]{2,})\([^()]{8,}\)?$")
"""A heading with a remark behind it that is longer than a word: 手続代行者(申請者以外の方が手続を行う場合のみ記入)."""

_ACROSS = 20
"""Pixels that a cell reaches at least over the middle of a page of two columns, to stand in both."""


def _bands(heads: Sequence[_Heading], ground: Ground) -> list[_Band]:
    """What each heading opens: its cell's rows, or what is under it up to the next heading of its column."""
    page, width = ground.page, ground.edge.x1 - ground.edge.x0
    over = sorted((h for h in heads if h.rows is None), key=lambda h: h.box.y0)
    second = [h for h in over if h.box.x0 - ground.edge.x0 > 0.4 * width]
    middle = min((h.box.x0 for h in second), default=0.0) - 0.02 * width if second else None
    found = [
        _Band(h.name, page, h.rows.y0 - 4, h.rows.y1 + 4, float("-inf"), float("inf"))
        for h in heads
        if h.rows is not None
    ]
    for head in over:
        left, right = float("-inf"), float("inf")
        if middle is not None:
            left, right = (middle, right) if head.box.x0 >= middle else (left, middle)
        below = [
            o.box.y0
            for o in over
            if o.box.y0 > head.box.y1 - 2 and (middle is None or (o.box.x0 >= middle) == (head.box.x0 >= middle))
        ]
        bottom = min(below, default=float("inf")) - 4
        rows = [c for c in ground.layout.page.cells if head.box.y1 - 4 < c.cy < bottom]
        if middle is not None and any(c.x0 < middle - _ACROSS and c.x1 > middle + _ACROSS for c in rows):
            left, right = float("-inf"), float("inf")  # its table goes over both columns
        found.append(_Band(head.name, page, head.box.y0 - 4, bottom, left, right))
    return found


def _somebody_else(words: str) -> str | None:
    """The block of somebody or something else than the applicant that a heading opens."""
    return next((name for name, pattern in WORDS.items() if pattern.search(words)), None)


def _heading(text: Text, ground: Ground, named: Mapping[str, str]) -> _Heading | None:
    """`text` as the heading of a block, or None where it heads nothing; blocks without a name are called ""."""
    plain = fold(text.raw)
    bare = re.sub(r"^[\d①-⑳()・、.■◆●]{0,3}", "", plain)
    exact = named.get(plain) or named.get(bare)
    if not exact and (remarked := _REMARKED.match(bare)) is not None:
        bare, text = remarked["words"], text.part(0, text.plain[1][plain.index("(", 1)])
        exact = named.get(bare)
    if not exact and (is_prose(text) or is_remark(text) or not 2 <= len(bare) <= 24 or TITLE.search(bare)):
        return None
    cell = text.cell
    beside = (
        cell is not None and cell.height > 1.8 * cell.width and cell.height > 5 * min(text.box.height, text.box.width)
    ) or (bool(exact) and _beside_rows(cell, ground))
    if not exact and not beside and not ground.may_head(text):
        return None
    other = _somebody_else(bare)
    if not exact and not beside and not NUMBERED.match(text.raw) and any(means(key, bare) for key in ACCOUNT_KEYS):
        return None  # 口座番号 alone on its row is an entry of the block, not its heading
    name = exact if exact in WORDS else other or exact
    if name is None and not ANY.search(bare) and not beside:
        return None
    return _Heading(name or "", text.box, cell if beside else None)


def _beside_rows(cell: Box | None, ground: Ground) -> bool:
    """Whether a cell stands in front of several rows, which are all its heading's: 手続代行者 before 事業者名 and 担当者."""
    if cell is None:
        return False
    rows = [
        c
        for c in ground.layout.page.cells
        if -8 <= c.x0 - cell.x1 < 24 and c.y0 > cell.y0 - 8 and c.y1 < cell.y1 + 8 and c.height < 0.7 * cell.height
    ]
    return len(rows) >= 2
