"""Tables: a heading row, columns under it, rows as far as they go. Line items, facilities, officers."""

from __future__ import annotations

import itertools
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from extractors.fields.entries import Sheet
from extractors.fields.layout import Text
from extractors.folding import fold
from models.documents import Field, Reading
from models.geometry import Box
from models.pages import Source
from models.values.fields import parse_cell
from models.values.money import parse_yen

ITEM_COLUMNS: Mapping[str, tuple[str, ...]] = {
    "name": ("品名・内容", "品名", "内容", "摘要", "項目", "名称", "品目", "工事内容", "品名・仕様", "商品名"),
    "qty": ("数量", "数"),
    "unit": ("単位",),
    "unit_price": ("単価",),
    "amount": ("金額(税抜)", "金額", "小計", "合価"),
}
END_OF_ITEMS = re.compile("^(?:小計|合計|消費税|税抜|計$|値引後|総額|(?:10|8)%対象|\\(10%対象)")
TILL_LINE = re.compile(
    r"^\s*(?P<qty>\d+)\s*(?P<unit>[^\d\s×xX*✕]{0,3})\s*[×xX*✕]\s*(?P<price>[¥￥]?[▲△\-]?[\d,.]+)\s*(?P<amount>[¥￥羊][▲△\-]?\s?[\d,.]+)?\s*$"
)


@dataclass(frozen=True)
class Column:
    name: str
    x0: float
    x1: float
    heading: Text


def line_items(sheet: Sheet) -> Field | None:
    """The rows of what was sold, as one field; None where the paper itemises nothing."""
    columns = find_columns(sheet.layout.texts, ITEM_COLUMNS, needed=("name", "amount"))
    if columns:
        rows, cells = _table_rows(sheet.layout.texts, columns)
    else:
        rows, cells = _till_rows(sheet.layout.texts)
    rows = [r for r in rows if r.get("name") and (r.get("amount") is not None or r.get("unit_price") is not None)]
    if not rows:
        return None
    return rows_field(sheet, "line_items", rows, cells)


def rows_field(sheet: Sheet, key: str, rows: list[dict[str, Any]], cells: Mapping[str, Text]) -> Field:
    """A row list as a field; its box holds all cells."""
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
        exact=exact,
        readings=[Reading(engine=engine, raw="", value=rows, score=score)],
    )


def find_columns(texts: Sequence[Text], wanted: Mapping[str, tuple[str, ...]], needed: Sequence[str]) -> list[Column]:
    """The columns of the table whose heading row carries the `needed` headings; reaches midway to the neighbours."""
    for anchor in texts:
        if not any(name == needed[0] for name, _ in _heading_words(anchor, wanted)):
            continue
        row = [t for t in texts if abs(t.box.cy - anchor.box.cy) < 0.9 * anchor.box.height]
        pieces = [piece for text in row for piece in _heading_words(text, wanted)]
        headings: dict[str, Text] = {}
        for name, piece in pieces:
            headings.setdefault(name, piece)
        if "unit_price" in wanted and "unit_price" not in headings and "amount" in headings:
            # white on dark reads badly: what stands alone just left of the amounts' heading is the unit price's
            left = [h for n, h in headings.items() if n != "amount"]
            between = [
                t for t in row if t.box.x1 < headings["amount"].box.x0 and all(t.box.x0 > h.box.x1 for h in left)
            ]
            if len(between) == 1:
                headings["unit_price"] = between[0]
        if all(n in headings for n in needed):
            return _columns(headings)
    return []


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
        if match is None:
            return []  # other words stand there: no row of headings
        end = at + len(match[1])
        found.append((match[0], text.part(origin[at], origin[end - 1] + 1)))
        at = end
    return found


def _columns(headings: Mapping[str, Text]) -> list[Column]:
    ordered = sorted(headings.items(), key=lambda item: item[1].box.x0)
    ruled = len({t.cell for t in headings.values() if t.cell is not None}) == len(headings)
    columns = []
    for i, (name, text) in enumerate(ordered):
        cell = text.cell if ruled else None
        left = cell.x0 if cell else (ordered[i - 1][1].box.x1 + text.box.x0) / 2 if i else 0.0
        right = cell.x1 if cell else (text.box.x1 + ordered[i + 1][1].box.x0) / 2 if i + 1 < len(ordered) else 1e9
        columns.append(Column(name, left, right, text))
    return columns


def cut_at_columns(text: Text, columns: Sequence[Column]) -> list[tuple[Column, Text]]:
    """A text that reaches over several columns, cut by where its characters stand; one amount is never cut."""
    if parse_yen(text.raw) is not None:
        within = next((c for c in columns if c.x0 <= text.box.cx <= c.x1), None)
        return [(within, text)] if within else []
    pieces: list[tuple[Column, int, int]] = []
    for i, _ in enumerate(text.raw):
        x = text.x_at(i)
        column = next((c for c in columns if c.x0 <= x <= c.x1), None)
        if column is None:
            continue
        if pieces and pieces[-1][0] is column:
            pieces[-1] = (column, pieces[-1][1], i + 1)
        else:
            pieces.append((column, i, i + 1))
    starts = [_at_gap(text, a) if i else a for i, (_, a, _) in enumerate(pieces)]
    ends = [*starts[1:], pieces[-1][2]] if pieces else []
    return [(c, text.part(a, b)) for (c, _, _), a, b in zip(pieces, starts, ends, strict=True) if text.raw[a:b].strip()]


def _at_gap(text: Text, index: int) -> int:
    """`index` moved to the widest gap within three characters: a long name reaches into the next column."""
    steps = {i: text.x_at(i) - text.x_at(i - 1) for i in range(max(1, index - 3), min(len(text.raw), index + 4))}
    if not steps:
        return index
    usual = sorted(steps.values())[len(steps) // 2]
    widest = max(steps, key=lambda i: steps[i])
    return widest if steps[widest] > 1.5 * usual else index


def _table_rows(texts: Sequence[Text], columns: Sequence[Column]) -> tuple[list[dict[str, Any]], dict[str, Text]]:
    top = max(c.heading.box.y1 for c in columns) - 4
    below = sorted((t for t in texts if t.box.cy > top and not t.line.vertical), key=lambda t: t.box.cy)
    rows: list[dict[str, Any]] = []
    cells: dict[str, Text] = {}
    for line in _rows(below):
        if any(END_OF_ITEMS.match(fold(t.raw)) for t in line):
            break
        values: dict[str, list[Text]] = {}
        for text in line:
            for column, piece in cut_at_columns(text, columns):
                values.setdefault(column.name, []).append(piece)
        has_number = any(
            parse_yen(" ".join(p.raw for p in values.get(c, []))) is not None for c in ("amount", "unit_price")
        )
        if not has_number:
            if (
                rows
                and set(values) == {"name"}
                and line[0].box.y0 - top < 60 * line[0].box.height
                and _wrapped(cells, len(rows) - 1, line[0])
            ):
                rows[-1]["name"] = f"{rows[-1]['name']}{line[0].raw}"
            continue
        at = len(rows)
        row: dict[str, Any] = {}
        for name in ITEM_COLUMNS:
            pieces = values.get(name, [])
            raw = " ".join(p.raw for p in pieces)
            row[name] = parse_cell("line_items", name, raw) if raw else None
            for piece in pieces[:1]:
                cells[f"line_items[{at}].{name}"] = piece
        rows.append(_mended(row))
    return rows, cells


def _wrapped(cells: Mapping[str, Text], row: int, text: Text) -> bool:
    above = cells.get(f"line_items[{row}].name")
    return (
        above is not None
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


def _rows(texts: Sequence[Text]) -> list[list[Text]]:
    rows: list[list[Text]] = []
    for text in texts:
        if rows and text.box.cy - rows[-1][0].box.cy < 0.6 * max(text.box.height, rows[-1][0].box.height):
            rows[-1].append(text)
        else:
            rows.append([text])
    return [sorted(r, key=lambda t: t.box.x0) for r in rows]


def _till_rows(texts: Sequence[Text]) -> tuple[list[dict[str, Any]], dict[str, Text]]:
    """Till rolls print the name on one line and ``4窓 × 43,700  ¥174,800`` on the next."""
    rows: list[dict[str, Any]] = []
    cells: dict[str, Text] = {}
    lines = _rows(sorted(texts, key=lambda t: t.box.cy))
    for above, line in itertools.pairwise(lines):
        match = TILL_LINE.match(" ".join(t.raw for t in line).replace("X", "×"))
        if match is None or any(TILL_LINE.match(t.raw) for t in above):
            continue
        amount = parse_yen(match["amount"]) if match["amount"] else None
        row = {
            "name": parse_cell("line_items", "name", " ".join(t.raw for t in above)),
            "qty": parse_cell("line_items", "qty", match["qty"]),
            "unit": match["unit"] or None,
            "unit_price": parse_yen(match["price"]),
            "amount": amount,
        }
        cells[f"line_items[{len(rows)}].name"] = above[0]
        cells[f"line_items[{len(rows)}].amount"] = line[-1]
        rows.append(_mended(row))
    return rows, cells
