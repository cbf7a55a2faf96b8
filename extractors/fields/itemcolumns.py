"""The columns of a table of goods: their headings, in any order or several read as one, and which column a text is in."""

from __future__ import annotations

import itertools
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from extractors.fields.amounts import NARROW, yen_of
from extractors.fields.layout import Text
from extractors.folding import fold

ITEM_COLUMNS: Mapping[str, tuple[str, ...]] = {
    "name": ("品名・内容", "品名", "内容", "摘要", "項目", "名称", "品目", "工事内容", "品名・仕様", "商品名", "品番・品名", "品名・規格", "品名・型番", "品名/型番", "商品名/型番", "商品名・型番", "名称・仕様", "名称・規格", "品目・仕様", "品目・規格", "品目・内容", "品目/仕様", "品名/仕様", "品名/規格", "商品名・仕様", "商品名・規格", "項目・仕様", "項目/仕様", "工事内容・仕様", "内容・仕様", "件名", "工事名称", "工種", "商品・サービス", "明細", "費目", "工事項目", "商品"),
    "qty": ("数量", "数", "員数", "個数"),
    "unit": ("単位",),
    "unit_price": ("単価", "単価(円)", "単価(税抜)", "単価(税込)", "価格"),
    "amount": ("金額(税抜)", "金額", "小計", "合価", "金額(円)", "金額(税込)", "明細金額", "合計", "税抜金額", "価額", "計"),
}  # fmt: skip
OTHER_COLUMNS = ("税率", "備考", "No", "№", "項番", "月日", "日付", "仕様", "規格", "型番", "型式", "区分", "税区分", "コード", "番号", "商品コード", "納品日", "伝票番号", "値引", "消費税", "摘要")  # fmt: skip
"""Columns that bound their neighbours and hold nothing of a line item."""


@dataclass(frozen=True)
class Column:
    name: str
    x0: float
    x1: float
    heading: Text


def find_columns(texts: Sequence[Text], wanted: Mapping[str, tuple[str, ...]], needed: Sequence[str]) -> list[Column]:
    """The columns of the table whose heading row carries the `needed` headings; reaches midway to the neighbours."""
    for anchor in texts:
        if not any(name == needed[0] for name, _ in heading_words(anchor, wanted)):
            continue
        row = [t for t in texts if abs(t.box.cy - anchor.box.cy) < 0.9 * anchor.box.height]
        headings: dict[str, Text] = {}
        others: list[Text] = []
        for text in sorted(row, key=lambda t: t.box.x0):
            found = heading_words(text, wanted)
            for name, piece in found:
                if name in headings and name == "name" and needed[0] == "name":
                    others.append(piece)  # 品名 and 摘要 side by side: the first names the thing
                headings.setdefault(name, piece)
            if not found:
                others.append(text)
        if "unit_price" in wanted and "unit_price" not in headings and "amount" in headings:
            # white on dark reads badly: what stands alone just left of the amounts' heading is the unit price's
            left = [h for n, h in headings.items() if n != "amount"]
            between = [
                t
                for t in others
                if t.box.x1 < headings["amount"].box.x0
                and all(t.box.x0 > h.box.x1 for h in left)
                and fold(t.raw) not in _OTHERS
            ]
            if len(between) == 1:
                headings["unit_price"] = between[0]
                others.remove(between[0])
        if all(n in headings for n in needed):
            return _columns(headings, others)
    return []


_JOINED = re.compile("[・/,、]|及び")
_OTHERS = frozenset(fold(w) for w in OTHER_COLUMNS)


def heading_words(text: Text, wanted: Mapping[str, tuple[str, ...]]) -> list[tuple[str, Text]]:
    """The column headings in `text`: itself, or several that were read as one (数量単位)."""
    plain, origin = text.plain
    for name, words in wanted.items():
        if any(plain == fold(w) for w in words):
            return [(name, text)]
    parts = [w for w in _JOINED.split(plain) if w not in _OTHERS]
    if len(parts) == 1 and parts[0] != plain:  # 名称・規格
        return [(name, text) for name, words in wanted.items() if parts[0] in map(fold, words)][:1]
    found: list[tuple[str, Text]] = []
    at = 0
    while at < len(plain):
        match = max(
            ((name, fold(w)) for name, words in wanted.items() for w in words if plain.startswith(fold(w), at)),
            key=lambda item: len(item[1]),
            default=None,
        )
        other = max((w for w in _OTHERS if plain.startswith(w, at)), key=len, default=None)
        if match is None or (other is not None and len(other) > len(match[1])):
            if other is None:
                return []  # other words stand there: no row of headings
            at += len(other)
            continue
        end = at + len(match[1])
        found.append((match[0], text.part(origin[at], origin[end - 1] + 1)))
        at = end
    return found


def _columns(headings: Mapping[str, Text], others: Sequence[Text]) -> list[Column]:
    named = [*headings.items(), *((f"_{i}", t) for i, t in enumerate(others))]
    ordered = sorted(named, key=lambda item: item[1].box.x0)
    ruled = len({t.cell for t in headings.values() if t.cell is not None}) == len(headings)
    columns = []
    for i, (name, text) in enumerate(ordered):
        cell = text.cell if ruled else None
        left = cell.x0 if cell else _between(ordered[i - 1], ordered[i]) if i else 0.0
        right = cell.x1 if cell else _between(ordered[i], ordered[i + 1]) if i + 1 < len(ordered) else 1e9
        columns.append(Column(name, left, right, text))
    return columns


def _between(left: tuple[str, Text], right: tuple[str, Text]) -> float:
    """Where one column ends and the next begins: midway between their headings; names begin far left of theirs."""
    if right[0] == "name":
        return min(left[1].box.x1 + 0.7 * left[1].box.height, (left[1].box.x1 + right[1].box.x0) / 2)
    return (left[1].box.x1 + right[1].box.x0) / 2


# ------------------------------------------------------------------ cells
def cut_at_columns(text: Text, columns: Sequence[Column]) -> list[tuple[Column, Text]]:
    """A text cut where it reaches over into another column; only at visible gaps, and never within an amount."""
    spans = [(a, b) for a, b in _between_gaps(text) if text.raw[a:b].strip()]
    pieces: list[tuple[Column, int, int]] = []
    for a, b in spans:
        column = _column_of(text.part(a, b), columns)
        if column is None:
            continue
        if pieces and pieces[-1][0] is column:
            pieces[-1] = (column, pieces[-1][1], b)
        else:
            pieces.append((column, a, b))
    return [(c, text.part(a, b)) for c, a, b in pieces]


def _column_of(text: Text, columns: Sequence[Column]) -> Column | None:
    """The column a piece belongs to: numbers by their middle, words by where most of them stands, names by their start."""
    if numeric(text.raw) or len(text.raw.strip()) <= 3:
        return next((c for c in columns if c.x0 <= text.box.cx <= c.x1), None)
    name = next((c for c in columns if c.name == "name"), None)
    if name is not None and name.x0 <= text.box.x0 + text.box.height <= name.x1:
        return name
    inside = [(min(text.box.x1, c.x1) - max(text.box.x0, c.x0), c) for c in columns]
    most, column = max(inside, key=lambda item: item[0])
    return column if most > 0 else None


def numeric(raw: str) -> bool:
    return re.fullmatch(r"[\s¥￥羊▲△\-−\d,.]+(?:円|[%％])?", raw.translate(NARROW)) is not None


def _between_gaps(text: Text) -> list[tuple[int, int]]:
    """The runs of characters of a text between its visible gaps."""
    if numeric(text.raw) and yen_of(text.raw) is not None:
        return [(0, len(text.raw))]
    steps = [text.x_at(i) - text.x_at(i - 1) for i in range(1, len(text.raw))]
    usual = min(sorted(steps)[len(steps) // 2], text.box.height) if steps else 0.0
    cuts = []
    for i, step in enumerate(steps, 1):
        spaced = text.raw[i - 1].isspace() or text.raw[i].isspace()
        if step > max(1.9 * usual, 0.9 * text.box.height) or (
            spaced and step > 1.3 * usual and _number_behind(text.raw, i)
        ):
            cuts.append(i)
    edges = [0, *cuts, len(text.raw)]
    return list(itertools.pairwise(edges))


def _number_behind(raw: str, at: int) -> bool:
    return re.match(r"\s*[▲△\-−¥￥]?\d[\d,.]*\s*\D{0,2}(?:\s|$)", raw[at:]) is not None
