"""Line items of receipts, invoices and estimates: tables with headings in any order, tables without, and till slips."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from extractors.fields.amounts import NARROW, Role, role_of, yen_of
from extractors.fields.entries import Sheet
from extractors.fields.itemcolumns import ITEM_COLUMNS, Column, cut_at_columns, find_columns, heading_words, numeric
from extractors.fields.itemnames import tidied
from extractors.fields.itemrows import (
    TILL_WORDS,
    Rows,
    listed_rows,
    product_in,
    slope_of,
    till_rows,
    unheaded_rows,
    visual_rows,
    words_and_numbers,
)
from extractors.fields.layout import Text
from extractors.folding import fold
from models.documents import Field, Reading
from models.geometry import Box
from models.pages import Source
from models.values.fields import parse_cell

END_OF_ITEMS = re.compile(
    r"^[《〈【\[<]?(?:合計|消費税|税抜|値引後|総額|総合計|(?:10|8)[%％]対象|\((?:10|8)[%％]対象|内消費税|以下余白|工事価格|お?振込)"
)
SECTION_SUM = re.compile(r"^(?:小計|計$|中計|小 ?計)")
REMARK = re.compile(r"^(?:※|\*|備考|注\)|支払|有効期限|納期|但し|振込|お振)")


def line_items(sheets: Sequence[Sheet], totals: Sequence[int] = ()) -> Field | None:
    """The rows of what was sold on all pages, as one field; None where the paper itemises nothing.

    `totals` are the sums that the paper states (without tax and with it): of several ways to read the goods, the one
    that adds up to one of them is right. Rows that do not add up stay as they were read.
    """
    parts = [(sheet, rows) for sheet in sheets if (rows := _best(sheet.layout.texts, totals)) is not None]
    if not parts:
        return None
    first, found = parts[0]
    merged = Rows(list(found.rows), dict(found.cells))
    for _, more in parts[1:]:
        merged.rows += more.rows
    return rows_field(first, "line_items", tidied(merged.rows), merged.cells)


def _best(texts: Sequence[Text], totals: Sequence[int]) -> Rows | None:
    """The goods of one page: from the table with headings, else as a till prints them, else by their arithmetic."""
    columns = find_columns(texts, ITEM_COLUMNS, needed=("name", "amount"))
    plain = unheaded_rows(texts)
    headed = _completed(_table_rows(_of_table(texts, columns), columns), plain) if columns else Rows()
    if headed.rows and (not totals or headed.sum in totals):
        return headed
    found = [headed, plain, listed_rows(texts)]
    till = till_rows(texts)
    counted = any(r["qty"] is not None for r in till.rows)
    slip = sum(bool(TILL_WORDS.search(t.raw)) for t in texts) >= 2
    if counted or (till.rows and (till.sum in totals or slip)):
        found.insert(0 if slip and not columns else 2, till)
    readable = [f for f in found if f.rows and (f is not found[-1] or f.sum in totals)]
    if fitting := [f for f in readable if f.sum in totals]:
        return max(fitting, key=lambda f: f.counted)
    beside = till_rows(_beside_panel(texts))
    if beside.rows and beside.sum in totals:
        return beside
    return readable[0] if readable else None


_PANEL = 4.0
"""So many heights of a line are left white between the issuer's panel and the goods."""


def _beside_panel(texts: Sequence[Text]) -> list[Text]:
    """What stands right of a panel that takes the whole of a sheet's left side: nothing reaches over the white between.
    Empty without one."""
    level = [t for t in texts if not t.line.vertical]
    if not level:
        return []
    height = sorted(t.box.height for t in level)[len(level) // 2]
    reached, gaps = min(t.box.x1 for t in level), []
    for text in sorted(level, key=lambda t: t.box.x0):
        gaps.append((text.box.x0 - reached, text.box.x0))
        reached = max(reached, text.box.x1)
    wide = [x for gap, x in gaps if gap > _PANEL * height]
    # the first white strip: a second one may stand between the goods and their amounts
    return [t for t in level if t.box.x0 >= wide[0]] if wide else []


def _of_table(texts: Sequence[Text], columns: Sequence[Column]) -> list[Text]:
    """`texts` without what stands left of a table without rules, in a column of its own beside it: the issuer's block.

    Such a table is known by its names: most begin where their heading begins.
    """
    first = min(columns, key=lambda c: c.x0)
    own, height = first.heading.box, first.heading.box.height
    amount = next(c for c in columns if c.name == "amount")
    if first.name != "name" or first.heading.cell is not None:
        return list(texts)
    below = [t for t in texts if t.box.cy > own.y1]
    amounts = [t for t in below if amount.x0 <= t.box.cx <= amount.x1 and numeric(t.raw)]
    begun = [t for t in below if abs(t.box.x0 - own.x0) < height]
    rows = sum(any(abs(t.box.cy - a.box.cy) < 0.6 * a.box.height for t in begun) for a in amounts)
    if rows < 2 or 2 * rows < len(amounts):
        return list(texts)
    return [t for t in texts if t.box.x1 >= own.x0 or t.box.cy <= own.y1]


def _completed(headed: Rows, plain: Rows) -> Rows:
    """The rows of a table, with the quantities, units and prices of columns whose headings were not read."""
    if [r["amount"] for r in headed.rows] != [r["amount"] for r in plain.rows]:
        return headed
    rows = [
        {**row, **{c: more[c] for c in ("qty", "unit", "unit_price") if row[c] is None}}
        for row, more in zip(headed.rows, plain.rows, strict=True)
    ]
    return Rows(rows, {**plain.cells, **headed.cells})


def rows_field(
    sheet: Sheet,
    key: str,
    rows: list[dict[str, Any]],
    cells: Mapping[str, Text],
    written: Mapping[str, str] | None = None,
) -> Field:
    """A row list as a field; its box holds all cells. `written`: what stands in each, where that is more than its text."""
    reading = sheet.page.reading
    texts = list(cells.values())
    exact = bool(texts) and all(t.line.source in (Source.TEXT_LAYER, Source.FORM_FIELD) for t in texts)
    score = min((t.line.score for t in texts), default=0.0)
    engine = texts[0].line.source.value if texts else "ppocr"
    return Field(
        key=key,
        value=rows,
        raw=" / ".join(t.raw for t in texts),
        page_index=reading.page_index,
        box=reading.geometry.delivered(Box.around(t.box for t in texts)) if texts else None,
        cells={path: reading.geometry.delivered(t.box) for path, t in cells.items()},
        written=dict(written) if written is not None else {path: t.raw for path, t in cells.items()},
        exact=exact,
        readings=[Reading(engine=engine, raw="", value=rows, score=score)],
    )


# ------------------------------------------------------------------ rows
def _table_rows(texts: Sequence[Text], columns: Sequence[Column]) -> Rows:
    top = max(c.heading.box.y1 for c in columns) - 4
    below = [t for t in texts if t.box.cy > top and not t.line.vertical]
    found = Rows()
    waiting: list[Text] = []
    """Lines of a name above the row with its numbers."""
    slope = slope_of([c.heading for c in columns])
    for line in _bands(below, columns, slope):
        first = fold(line[0].raw)
        if any(END_OF_ITEMS.match(fold(t.raw)) for t in line):
            break
        if (
            any(SECTION_SUM.match(fold(t.raw)) for t in line)
            or len({n for t in line for n, _ in heading_words(t, ITEM_COLUMNS)}) >= 3
        ):
            waiting = []
            continue
        values: dict[str, list[Text]] = {}
        for text in line:
            for column, piece in cut_at_columns(text, columns):
                values.setdefault(column.name, []).append(piece)
        if not any(_yen(values, c) is not None for c in ("amount", "unit_price")):
            if set(values) == {"name"} and not REMARK.match(first):
                if _wrapped(found, line[0]):
                    found.rows[-1]["name"] = f"{found.rows[-1]['name']}{line[0].raw}"
                    continue
                waiting = line
            else:
                waiting = []
            continue
        if "name" not in values and waiting and line[0].box.y0 - waiting[0].box.y1 < 0.8 * waiting[0].box.height:
            values["name"] = waiting
        waiting = []
        row, cells = _row(values, priced=any(c.name == "unit_price" for c in columns))
        _by_arithmetic(row, cells, [p for name, pieces in values.items() if name.startswith("_") for p in pieces])
        if row.get("name") and (row["amount"] is not None or row["unit_price"] is not None):
            found.add(row, cells)
    return found


def _bands(texts: Sequence[Text], columns: Sequence[Column], slope: float) -> list[list[Text]]:
    """The rows of the table: by the cells of the amounts where rules draw them, by height where none do."""
    amount = next(c for c in columns if c.name == "amount")
    cells = {t.cell for t in texts if t.cell is not None and amount.x0 - 8 <= t.cell.x0 and t.cell.x1 <= amount.x1 + 8}
    rows = []
    rest = list(texts)
    for cell in sorted(cells, key=lambda c: c.y0):
        inside = [t for t in rest if cell.y0 - 2 <= t.box.cy <= cell.y1 + 2]
        if slope or len(visual_rows([t for t in inside if t.box.cx >= amount.x0])) > 1:
            continue  # one cell over several rows: its rules were not all found
        if inside:
            rest = [t for t in rest if t not in inside]
            rows.append([t for row in visual_rows(inside) for t in row])
    rows += visual_rows(rest, slope)
    return sorted(rows, key=lambda r: sum(t.box.cy for t in r) / len(r))


def _yen(values: Mapping[str, Sequence[Text]], column: str) -> int | None:
    return yen_of(" ".join(p.raw for p in values.get(column, [])))


def _row(values: Mapping[str, Sequence[Text]], *, priced: bool) -> tuple[dict[str, Any], dict[str, Text]]:
    """One row from the texts in its columns. `priced`: whether one of them is that of unit prices."""
    row: dict[str, Any] = {}
    cells: dict[str, Text] = {}
    for name in ITEM_COLUMNS:
        pieces = list(values.get(name, []))
        if name == "name" and len(pieces) > 1:
            pieces.sort(key=lambda t: (round(t.box.cy / max(1.0, t.box.height)), t.box.x0))
        raw = " ".join(p.raw for p in pieces)
        if name in ("unit_price", "amount"):
            row[name] = yen_of(raw) if raw else None
        else:
            row[name] = parse_cell("line_items", name, raw) if raw else None
        if pieces:
            cells[name] = pieces[0]
    for column in ("qty", "unit"):  # 1 式 in one of two columns: read as one text
        counted = _COUNTED.fullmatch(" ".join(p.raw for p in values.get(column, [])).translate(NARROW))
        if counted is None or (column == "qty" and row["unit"]):
            continue
        if column == "qty" or row["qty"] is None:
            row["qty"] = parse_cell("line_items", "qty", counted[1])
        row["unit"] = counted[2]
    return _mended(row, priced=priced), cells


_COUNTED = re.compile(r"\s*([\d,.]+)\s*([^\d\s,.]{1,3})\s*")


def _by_arithmetic(row: dict[str, Any], cells: dict[str, Text], unnamed: Sequence[Text]) -> None:
    """Quantity and unit price from columns whose headings were not read, where they multiply to the amount."""
    if row["qty"] is not None or row["amount"] is None or not unnamed:
        return
    words, numbers = words_and_numbers(sorted(unnamed, key=lambda t: t.box.x0))
    values = [yen_of(t.raw) for t in numbers]
    if row["unit_price"] is not None:
        values.append(row["unit_price"])
    product = product_in([*values, row["amount"]])
    if product is None or product[2] != len(values) or max(product[:2]) > len(numbers):
        return
    q, p, _ = product
    row["qty"], row["unit_price"] = values[q], values[p]
    for name, at in (("qty", q), ("unit_price", p)):
        if at < len(numbers):
            cells[name] = numbers[at]
    unit = next((t for t in words if len(t.raw.strip()) <= 2), None)
    if row["unit"] is None and unit is not None:
        row["unit"] = unit.raw.strip()
        cells["unit"] = unit


def _wrapped(found: Rows, text: Text) -> bool:
    """Whether a line that is only a name goes on from the name of the row above it."""
    above = found.cells.get(f"line_items[{len(found.rows) - 1}].name")
    return (
        above is not None
        and role_of(text.raw)[0] is Role.UNSAID
        and text.box.y0 - above.box.y1 < 0.6 * text.box.height
        and abs(text.box.x0 - above.box.x0) < 2 * text.box.height
    )


def _mended(row: dict[str, Any], *, priced: bool) -> dict[str, Any]:
    """A missing amount or unit price, where quantity makes it certain: one of something costs its unit price. A table
    without a column of unit prices states none."""
    amount, price = row["amount"], row["unit_price"]
    if row["qty"] == 1 and amount is None:
        row["amount"] = price
    elif row["qty"] == 1 and price is None and priced and amount > 0:
        row["unit_price"] = amount  # what is taken off has a unit price only where one is printed
    if (
        row.get("qty") is None
        and row.get("unit_price")
        and row.get("amount")
        and row["amount"] % row["unit_price"] == 0
    ):
        row["qty"] = row["amount"] // row["unit_price"]
    return row
