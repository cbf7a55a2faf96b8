"""Row lists (line items, facilities, officers) as tables that a person looks at and types into, and back. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from models.documents import Value
from models.labels import COLUMNS
from models.values.fields import parse_cell
from models.values.text import tidy
from review.doubts import same_again
from review.entries import EntryError, OddEntryError, day_as_written
from review.labels import column_label, field_label

_WIDTHS = {
    **dict.fromkeys(("name", "equipment", "company", "category"), "wide"),
    **dict.fromkeys(("unit_price", "amount", "cost"), "number"),
    **dict.fromkeys(("qty", "unit", "rate", "sex"), "narrow"),
}
_SEX_JA = {"M": "男", "F": "女"}
#: Cells of row lists that must be understood; the others are taken as typed.
_STRICT_COLUMNS = frozenset({"qty", "unit_price", "amount", "cost", "birth_date", "sex", "kana"})


@dataclass(frozen=True)
class Cell:
    name: str
    label: str
    value: str
    width: str
    """``wide`` for texts, ``number`` for amounts, ``narrow`` for what is short."""
    original: str
    """What the machine read, whatever was typed since."""
    bad: bool = False
    """It was refused: the cursor goes there."""


@dataclass(frozen=True)
class RowView:
    number: int
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class TableCell:
    text: str
    number: bool


@dataclass(frozen=True)
class Table:
    """A row list to look at."""

    columns: tuple[str, ...]
    rows: tuple[tuple[TableCell, ...], ...]


def columns_of(key: str, rows: list[dict[str, Any]]) -> tuple[str, ...]:
    """The columns of a row list: those every such list has, then whatever else its rows carry."""
    known = COLUMNS.get(key, ())
    return known + tuple(sorted({name for row in rows for name in row} - set(known)))


def _cell_text(column: str, value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, int) and column != "qty":
        return f"{value:,}"
    if column == "sex":
        return _SEX_JA.get(str(value), str(value))
    if column == "birth_date":
        return day_as_written(value, "")
    return str(value)


def table(key: str, value: Value) -> Table | None:
    """A row list as a table of texts; None for every other value."""
    if not isinstance(value, list) or not value:
        return None
    columns = columns_of(key, value)
    return Table(
        columns=tuple(column_label(c) for c in columns),
        rows=tuple(
            tuple(TableCell(_cell_text(c, row.get(c)), isinstance(row.get(c), int)) for c in columns) for row in value
        ),
    )


def editable_rows(
    key: str, value: Value, *, spare: int = 2, typed: Mapping[str, str] | None = None, bad: str = ""
) -> tuple[RowView, ...]:
    """A row list as inputs named ``rowN.column``, with `spare` empty rows below.

    `typed`: what a person typed into them already; `bad`: the input that was refused.
    """
    rows = value if isinstance(value, list) else []
    columns = columns_of(key, rows)

    def cell(n: int, row: Mapping[str, Any], column: str) -> Cell:
        name, original = f"row{n}.{column}", _cell_text(column, row.get(column))
        text = typed.get(name, original) if typed is not None else original
        return Cell(name, column_label(column), text, _WIDTHS.get(column, "text"), original, bad=name == bad)

    return tuple(
        RowView(number=n + 1, cells=tuple(cell(n, row, c) for c in columns))
        for n, row in enumerate([*rows, *([{}] * spare)])
    )


def typed_text(posted: Mapping[str, str]) -> str:
    """Everything that was typed into the inputs of a row list, as one text: to tell whether it is the same again."""
    return "\x1f".join(f"{name}={posted[name].strip()}" for name in sorted(posted) if name.startswith("row"))


def check_products(rows: list[dict[str, Any]]) -> None:
    """That quantity times unit price is the amount in every row that has all three.

    Raises:
        OddEntryError: it is not; the paper may say so all the same.
    """
    odd = []
    for n, row in enumerate(rows, 1):
        quantity, price, amount = (row.get(name) for name in ("qty", "unit_price", "amount"))
        if not (isinstance(quantity, int) and isinstance(price, int) and isinstance(amount, int)):
            continue
        if quantity * price != amount:
            words = _("{n}行目：数量×単価は{product:,}円ですが、金額は{amount:,}円です。")
            odd.append((n, words.format(n=n, product=quantity * price, amount=amount)))
    if odd:
        said = "".join([*(text for _n, text in odd[:3]), same_again()])
        raise OddEntryError("rows do not multiply", message_ja=said, cell=f"row{odd[0][0] - 1}.amount")


def rows_from(key: str, posted: Mapping[str, str], current: Value) -> list[dict[str, Any]]:
    """The row list that was typed into the inputs of :func:`editable_rows`; rows without any text are left out.

    Raises:
        EntryError: a cell cannot be read, or every row is empty.
    """
    old = current if isinstance(current, list) else []
    columns = columns_of(key, old)
    out: list[dict[str, Any]] = []
    n = 0
    while any(f"row{n}.{c}" in posted for c in columns):
        texts = {c: tidy(posted.get(f"row{n}.{c}", "")) for c in columns}
        if any(texts.values()):
            before = old[n] if n < len(old) else {}
            out.append(
                {
                    # an untouched cell keeps its value to the letter
                    c: before[c]
                    if c in before and texts[c] == _cell_text(c, before[c])
                    else _cell_value(key, n, c, texts[c])
                    for c in columns
                    if texts[c] or c in before
                }
            )
        n += 1
    if not out:
        raise EntryError(
            "no rows",
            message_ja=_("%(entry)sが空です。値がないときは F4 で理由を選んでください。") % {"entry": field_label(key)},
        )
    return out


def _cell_value(key: str, row: int, column: str, text: str) -> Value:
    if not text:
        return None
    value = parse_cell(key, column, text)
    if value is not None:
        return value
    if column in _STRICT_COLUMNS:
        label = column_label(column)
        raise EntryError(
            "cell not readable",
            message_ja=_("%(row)s行目の%(column)sを読めません。書き方を確かめてください。")
            % {"row": row + 1, "column": label},
            cell=f"row{row}.{column}",
        )
    return text
