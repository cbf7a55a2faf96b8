"""Line items of receipts, invoices and estimates: tables with headings in any order, tables without, and till slips."""

from __future__ import annotations

import itertools
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from extractors.fields.amounts import NARROW, Role, role_of, yen_of
from extractors.fields.entries import Sheet
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

ITEM_COLUMNS: Mapping[str, tuple[str, ...]] = {
    "name": ("品名・内容", "品名", "内容", "摘要", "項目", "名称", "品目", "工事内容", "品名・仕様", "商品名", "品番・品名", "品名・規格", "品名・型番", "品名/型番", "商品名/型番", "商品名・型番", "名称・仕様", "件名", "工事名称", "工種", "商品・サービス", "明細", "費目", "工事項目", "商品"),
    "qty": ("数量", "数", "員数", "個数"),
    "unit": ("単位",),
    "unit_price": ("単価", "単価(円)", "単価(税抜)", "単価(税込)", "価格"),
    "amount": ("金額(税抜)", "金額", "小計", "合価", "金額(円)", "金額(税込)", "明細金額", "合計", "税抜金額", "価額", "計"),
}  # fmt: skip
OTHER_COLUMNS = ("税率", "備考", "No", "№", "項番", "月日", "日付", "仕様", "規格", "型番", "型式", "区分", "税区分", "コード", "番号", "商品コード", "納品日", "伝票番号", "値引", "消費税", "摘要")  # fmt: skip
"""Columns that bound their neighbours and hold nothing of a line item."""

END_OF_ITEMS = re.compile(
    r"^[《〈【\[<]?(?:合計|消費税|税抜|値引後|総額|総合計|(?:10|8)[%％]対象|\((?:10|8)[%％]対象|内消費税|以下余白|工事価格|お?振込)"
)
SECTION_SUM = re.compile(r"^(?:小計|計$|中計|小 ?計)")
REMARK = re.compile(r"^(?:※|\*|備考|注\)|支払|有効期限|納期|但し|振込|お振)")


@dataclass(frozen=True)
class Column:
    name: str
    x0: float
    x1: float
    heading: Text


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
    if not readable:
        return None
    fitting = [f for f in readable if f.sum in totals]
    return max(fitting, key=lambda f: f.counted) if fitting else readable[0]


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
    amounts = [t for t in below if amount.x0 <= t.box.cx <= amount.x1 and _numeric(t.raw)]
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


# ------------------------------------------------------------------ headings
def find_columns(texts: Sequence[Text], wanted: Mapping[str, tuple[str, ...]], needed: Sequence[str]) -> list[Column]:
    """The columns of the table whose heading row carries the `needed` headings; reaches midway to the neighbours."""
    for anchor in texts:
        if not any(name == needed[0] for name, _ in _heading_words(anchor, wanted)):
            continue
        row = [t for t in texts if abs(t.box.cy - anchor.box.cy) < 0.9 * anchor.box.height]
        headings: dict[str, Text] = {}
        others: list[Text] = []
        for text in sorted(row, key=lambda t: t.box.x0):
            found = _heading_words(text, wanted)
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


_OTHERS = frozenset(fold(w) for w in OTHER_COLUMNS)


def _heading_words(text: Text, wanted: Mapping[str, tuple[str, ...]]) -> list[tuple[str, Text]]:
    """The column headings in `text`: itself, or several that were read as one (数量単位)."""
    plain, origin = text.plain
    for name, words in wanted.items():
        if any(plain == fold(w) for w in words):
            return [(name, text)]
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
    if _numeric(text.raw) or len(text.raw.strip()) <= 3:
        return next((c for c in columns if c.x0 <= text.box.cx <= c.x1), None)
    name = next((c for c in columns if c.name == "name"), None)
    if name is not None and name.x0 <= text.box.x0 + text.box.height <= name.x1:
        return name
    inside = [(min(text.box.x1, c.x1) - max(text.box.x0, c.x0), c) for c in columns]
    most, column = max(inside, key=lambda item: item[0])
    return column if most > 0 else None


def _numeric(raw: str) -> bool:
    return re.fullmatch(r"[\s¥￥羊▲△\-−\d,.]+(?:円|[%％])?", raw.translate(NARROW)) is not None


def _between_gaps(text: Text) -> list[tuple[int, int]]:
    """The runs of characters of a text between its visible gaps."""
    if _numeric(text.raw) and yen_of(text.raw) is not None:
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
            or len({n for t in line for n, _ in _heading_words(t, ITEM_COLUMNS)}) >= 3
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
        row, cells = _row(values)
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


def _row(values: Mapping[str, Sequence[Text]]) -> tuple[dict[str, Any], dict[str, Text]]:
    """One row from the texts in its columns."""
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
    return _mended(row), cells


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


def _mended(row: dict[str, Any]) -> dict[str, Any]:
    """A missing amount or unit price, where quantity makes it certain: one of something costs its unit price."""
    if row.get("qty") == 1:
        for have, lack in (("unit_price", "amount"), ("amount", "unit_price")):
            if row.get(lack) is None and row.get(have) is not None:
                row[lack] = row[have]
    if (
        row.get("qty") is None
        and row.get("unit_price")
        and row.get("amount")
        and row["amount"] % row["unit_price"] == 0
    ):
        row["qty"] = row["amount"] // row["unit_price"]
    return row
