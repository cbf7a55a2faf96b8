"""What is read with the names of goods and is none of them: the rows' numbers, codes, units, the sign of a discount."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

Row = dict[str, Any]

_NUMBERED = re.compile(
    r"\s*(?:0?(?P<n>\d{1,2})(?:\s*[.)）．]\s*(?!\d)|\s+)|0?(?P<close>\d{1,2})(?![階号面本台期次年月日回Fkm])(?=[^\s\d.,\-/]{2})|(?P<ring>[①-⑳])\s*|[(（](?P<bracket>\d{1,2})[)）]\s*)"
)
_CODED = re.compile(r"\s*\d{3,6}(?:\s+(?=\S)|(?=[^\s\d.,\-]{2}))")
_SIGN = re.compile(r"\s*[\-−ー▲△]\s*$")
_UNIT = re.compile(r"\s+(?P<unit>台|式|本|個|組|枚|基|窓|箇所|か所|セット|m)\s*$")
_LATIN_DOT = re.compile(r"(?<=[^\x00-\x7f])\s?[·•‧]\s?(?=[^\x00-\x7f])")
_WHOLE_SET = re.compile(r"(?<=[ァ-ヺ])ー(?=式\s*(?:$|[(（]))")
"""一 of 一式 that was read as ー behind katakana: サーバー式."""
_ZERO = re.compile(r"(?<![A-Za-z0-9\-])0(?=[A-Z]{2,4}-?\d)")
"""The O of a model that was read as a zero: 0SP-22M6."""

_TAKEN_OFF = re.compile(r"[偵植](?=引)")
"""値 of 値引 as it is misread, in a row that takes something off."""


def tidied(rows: Sequence[Row]) -> list[Row]:
    """The rows of one table with their names alone; a unit or a sign that was read with a name goes where it belongs."""
    return [_one(row) for row in _quantified(_counted_behind(_uncoded(_untaxed(_uncounted(rows)))))]


def _uncounted(rows: Sequence[Row]) -> list[Row]:
    """Without the numbers in front of the names, where the rows are counted 1, 2, 3 …"""
    found = [_NUMBERED.match(str(row.get("name") or "")) for row in rows]
    heads = [f for f in found if f is not None]
    if len(rows) < 2 or len(heads) < len(rows):
        return _without_numbers(rows)
    counted = [ord(f["ring"]) - ord("①") + 1 if f["ring"] else int(f["n"] or f["close"] or f["bracket"]) for f in heads]
    if counted != list(range(1, len(rows) + 1)):
        return list(rows)
    return [{**row, "name": str(row["name"])[head.end() :]} for row, head in zip(rows, heads, strict=True)]


_SET_APART = re.compile(
    r"\s*0?(?P<n>\d{1,2})(?:\s*[.)）．]\s*(?!\d)|\s+)(?![階号面本台期次年月日回口個式人名戸室件区灯連馬相線層Fkm\d])(?=\S{2})"
)


_NO_CHANCE = 3
"""From this number on a single one in front of a name tells the row that it stands in."""


def _without_numbers(rows: Sequence[Row]) -> list[Row]:
    """The rows without their numbers, where those that were read with a name, set apart from it, tell the row that each
    stands in: 1 蓄電池, 据付工事, 3 電気工事. Of a table of several rows one number alone tells nothing, unless it is that of a
    third row or a later one, which is no chance."""
    heads = [_SET_APART.match(str(row.get("name") or "")) for row in rows]
    read = [(place, head) for place, head in enumerate(heads, 1) if head is not None]
    if any(int(head["n"]) != place for place, head in read) or (
        len(read) < min(2, len(rows)) and all(place < _NO_CHANCE for place, _ in read)
    ):
        return list(rows)
    return [
        {**row, "name": str(row["name"])[head.end() :]} if head else row for row, head in zip(rows, heads, strict=True)
    ]


def _uncoded(rows: Sequence[Row]) -> list[Row]:
    """Without the goods' codes, where every row has one in front."""
    return _beheaded(rows, _CODED)


def _beheaded(rows: Sequence[Row], head: re.Pattern[str]) -> list[Row]:
    """`rows` without the `head` of their names, where there are several rows and each has it; as they are otherwise."""
    heads = [head.match(str(row.get("name") or "")) for row in rows]
    if len(rows) < 2 or any(h is None for h in heads):
        return list(rows)
    return [{**row, "name": str(row["name"])[h.end() :]} for row, h in zip(rows, heads, strict=True) if h is not None]


_WITHIN = re.compile(r"\s*内\s*(?![窓装部側外訳容径釜線視海壁蓋])(?=\S{2})")


def _untaxed(rows: Sequence[Row]) -> list[Row]:
    """Without 内 in front of the names, a till's mark of goods with the tax in their price, where every row has it."""
    return _beheaded(rows, _WITHIN)


_QUANTITY = re.compile(r"\s*(?P<qty>\d{1,3})\s?(?P<unit>点|個|コ|台|セット)(?![組付用型])\s*(?=\S{2})")


def _quantified(rows: Sequence[Row]) -> list[Row]:
    """With the quantities that stand in front of the names, where every row has one: 1点 リモコン."""
    heads = [_QUANTITY.match(str(row.get("name") or "")) for row in rows]
    if any(h is None for h in heads) or any(row.get("qty") is not None for row in rows):
        return list(rows)
    return [
        {**row, "name": str(row["name"])[h.end() :], "qty": int(h["qty"]), "unit": h["unit"]}
        for row, h in zip(rows, heads, strict=True)
        if h is not None
    ]


_QUANTITY_BEHIND = re.compile(
    r"(?<=\S)\s+(?P<qty>\d{1,3})\s?(?P<unit>台|式|本|個|組|枚|基|窓|箇所|か所|ヶ所|セット)\s*$"
)


def _counted_behind(rows: Sequence[Row]) -> list[Row]:
    """With the quantities that stand behind the names, where each of several rows has one, a discount's apart: 標準設置工事
    1式. One of something costs its amount."""
    ends = [_QUANTITY_BEHIND.search(str(row.get("name") or "")) for row in rows]
    bare = [row for row, end in zip(rows, ends, strict=True) if end is None]
    if any(row.get("qty") is not None for row in rows) or len(rows) - len(bare) < 2 or any(map(_costs, bare)):
        return list(rows)
    return [_counted(row, end) if end else row for row, end in zip(rows, ends, strict=True)]


def _costs(row: Row) -> bool:
    amount = row.get("amount")
    return not isinstance(amount, int) or amount >= 0


def _counted(row: Row, end: re.Match[str]) -> Row:
    qty, price = int(end["qty"]), row.get("unit_price")
    price = row.get("amount") if price is None and qty == 1 else price
    return {**row, "name": end.string[: end.start()], "qty": qty, "unit": end["unit"], "unit_price": price}


def _one(row: Row) -> Row:
    name, amount = row.get("name"), row.get("amount")
    if not isinstance(name, str):
        return row
    name = _WHOLE_SET.sub("一", _ZERO.sub("O", _LATIN_DOT.sub("・", name)))
    if isinstance(amount, int) and amount < 0:
        name = _TAKEN_OFF.sub("値", name)
    row = {**row, "name": name}
    if isinstance(amount, int) and amount > 0 and re.search(r"値引|割引", name) and (sign := _SIGN.search(name)):
        return {**row, "name": name[: sign.start()], "amount": -amount}
    if row.get("unit") is None and row.get("qty") is not None and (unit := _UNIT.search(name)):
        return {**row, "name": name[: unit.start()], "unit": unit["unit"]}
    return row
