"""The lists that offices ask for: facilities with their share of the subsidy, officers with their birthdays."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from extractors.fields.certainty import doubt_place
from extractors.fields.entries import Sheet, field_from, read_kana
from extractors.fields.forms import extract_entries
from extractors.fields.layout import Layout, Region, Text
from extractors.fields.lineitems import rows_field
from extractors.fields.openlists import rows_in_the_open
from extractors.fields.texts import same_row
from extractors.fields.widths import as_written, em
from extractors.folding import fold
from models.documents import Field
from models.geometry import Box
from models.programmes import FieldSpec
from models.values.dates import from_parts
from models.values.fields import parse_cell
from models.values.money import parse_yen

FACILITY_HEADINGS: Mapping[str, tuple[str, ...]] = {
    "name": (
        "事業所・施設の名称",
        "施設の名称",
        "施設等の名称",
        "施設名",
        "事業所名",
        "施設・事業所名",
        "施設・事業所の名称",
        "事業所等の名称",
    ),
    "category": ("施設種別", "種別", "施設区分", "施設の種別", "事業所区分", "区分"),
    "equipment": ("設備の種類", "導入設備", "導入する設備", "更新設備", "更新する設備", "対象設備", "設備名", "設備"),
    "cost": ("補助対象経費(税抜)", "補助対象経費", "対象経費"),
    "rate": ("補助率", "率"),
    "amount": (
        "申請額",
        "交付申請額",
        "補助申請額",
        "補助金申請額",
        "申請額(千円未満切捨て)",
        "補助金額",
        "補助額",
        "補助金の額",
        "補助金交付申請額",
    ),
}
_FACILITY_WORDS: Mapping[str, re.Pattern[str]] = {
    name: re.compile(pattern)
    for name, pattern in {
        "name": "(?:施設|事業所|拠点)等?の?名",
        "rate": "率",
        "category": "区分|種[別類]|の別",
        "equipment": "設備|機器",
        "amount": "(?:申請|請求|補助金?|交付|助成金?|支給)(?!.*(?:上限|限度|基準|基本)).*額|[A-Za-z]ー?[×xX*]ー?[A-Za-z]",
        "cost": "経費|費用?|工事[代費]|金額",
    }.items()
}
"""What the heading of a column has in its words, however else it is worded; what comes first is told first."""
OFFICER_HEADINGS: Mapping[str, tuple[str, ...]] = {
    "kana": ("氏名カナ", "シメイ(半角カナ)", "シメイ", "フリガナ", "氏名(カナ)", "氏名(半角カナ)", "氏名(フリガナ)"),
    "name": ("氏名", "氏名(漢字)"),
    "era": ("和暦", "元号"),
    "year": ("年",),
    "month": ("月",),
    "day": ("日",),
    "birth_date": ("生年月日",),
    "sex": ("性別",),
    "company": ("会社名", "法人名", "所属会社", "所属"),
    "title": ("役職名", "役職"),
}


def extract_facilities(sheets: Sequence[Sheet], specs: Sequence[FieldSpec]) -> dict[str, Field]:
    """Applicant, rows and totals of a facility list; a facility may take one row of the table or two."""
    single = [s for s in specs if s.key not in ("facilities", "purchase_amount", "subsidy_amount")]
    fields = extract_entries(sheets, single, {})
    for sheet in sheets:
        layout = sheet.layout
        columns = _headed(layout, FACILITY_HEADINGS, ())
        columns |= {name: text for name, text in _worded_columns(layout).items() if name not in columns}
        rows, cells = _facility_rows(layout, columns) if columns.keys() >= _NEEDED else ([], {})
        if not rows and columns.keys() >= _NEEDED:
            rows, cells = _open_facility_rows(layout, columns)
        if not rows:
            rows, cells = _facility_blocks(layout)
        if not rows and not columns.keys() >= _NEEDED:
            continue
        if rows:
            fields["facilities"] = rows_field(sheet, "facilities", rows, cells)
        for key, region in (_totals(layout, columns) or _labelled_totals(layout)).items():
            fields[key] = field_from(sheet, key, region)
        break
    return fields


_NEEDED = frozenset({"name", "cost", "amount"})
"""Columns without which a table is no list of facilities."""


def extract_officers(sheets: Sequence[Sheet], specs: Sequence[FieldSpec]) -> dict[str, Field]:
    """Company, date and rows of a list of officers (半角カナ, era letters)."""
    fields = extract_entries(sheets, [s for s in specs if s.key != "officers"], {})
    for sheet in sheets:
        columns = _headed(sheet.layout, OFFICER_HEADINGS, ("name",))
        if "year" not in columns and "birth_date" not in columns:
            continue
        if "kana" not in columns and (kana := _left_heading(sheet.layout, columns["name"])) is not None:
            columns["kana"] = kana
        if "era" not in columns and "year" in columns and (era := _left_heading(sheet.layout, columns["year"])):
            columns |= {} if era in columns.values() else {"era": era}
        rows, cells, written = _officer_rows(sheet, columns)
        if rows:
            fields["officers"] = rows_field(sheet, "officers", rows, cells, written)
            if "kana" not in columns:  # every list of officers has them: their column was not found
                doubt_place(fields["officers"])
        break
    return fields


def _headed(layout: Layout, headings: Mapping[str, tuple[str, ...]], needed: Sequence[str]) -> dict[str, Text]:
    """The heading of each column: exact words first, then the cell whose text begins with them."""
    found: dict[str, Text] = {}
    for exactly in (True, False):
        for name, words in headings.items():
            for word in words:
                if name in found:
                    break
                for text in layout.texts:
                    said = (fold(text.raw), fold(_whole_heading(layout, text)))
                    if text not in found.values() and (
                        fold(word) in said
                        or (not exactly and len(word) > 1 and said[0].startswith(fold(word)) and "。" not in text.raw)
                    ):  # no heading is 申請額は千円未満を切り捨てること。
                        found[name] = text
                        break
    return found if all(n in found for n in needed) else {}


def _worded_columns(layout: Layout) -> dict[str, Text]:
    """The headings of a list of facilities by what their words have in common, in the row of cells that has most of them."""
    best: dict[str, Text] = {}
    tops = {round(t.cell.y0 / 8) for t in layout.texts if t.cell is not None}
    for top in tops:
        row = [t for t in layout.texts if t.cell is not None and round(t.cell.y0 / 8) == top]
        found: dict[str, Text] = {}
        for name, words in _FACILITY_WORDS.items():
            heads = [t for t in row if t not in found.values() and words.search(fold(_whole_heading(layout, t)))]
            said = [t for t in heads if name != "amount" or "額" in _whole_heading(layout, t)]
            if heads:  # a product alone, A×B, is the amount where no heading says so: it is not yet cut to thousands
                found[name] = (said or heads)[0]
        best = max(best, found, key=len)
    return best if len(best) >= _MOST_COLUMNS else {}


_MOST_COLUMNS = 4
"""Headings of a list of facilities that stand in one row at least."""


def _whole_heading(layout: Layout, text: Text) -> str:
    """A heading with the second line of its cell: 氏名 over （半角カナ）."""
    mates = [t for t in layout.texts if text.cell is not None and t.cell == text.cell and not t.line.vertical]
    lines = sorted(mates, key=lambda t: t.box.y0)
    return "".join(t.raw for t in lines) if lines and lines[0] is text else text.raw


def _column_cells(layout: Layout, heading: Text, below: float) -> list[Box]:
    """The cells under a heading, top to bottom."""
    width = heading.cell or heading.box
    cells = [
        c
        for c in layout.page.cells
        if c.cy > below
        and min(c.x1, width.x1) - max(c.x0, width.x0) > 0.8 * min(c.width, width.width)
        and c.width < 1.25 * width.width
        and c.height > 0.7 * heading.box.height
    ]
    return sorted(cells, key=lambda c: c.y0)


def _extent(layout: Layout, headings: float) -> tuple[float, float]:
    """Between which heights the rows of a table stand whose headings end at `headings`: down to the row of totals, or from
    it on where it is the first (合計, under it the rows that it sums up)."""
    totals = sorted(
        (t.cell or t.box for t in layout.texts if re.match(r"合?計$|合計", fold(t.raw))), key=lambda b: b.cy
    )
    first = next((b for b in totals if b.cy > headings), None)
    if first is not None and abs(first.y0 - headings) < 12:
        return first.y1 - 6, min((b.cy for b in totals if b.cy > first.y1), default=float("inf"))
    return headings - 6, min((b.cy for b in totals), default=float("inf"))


def _facility_rows(layout: Layout, columns: Mapping[str, Text]) -> tuple[list[dict[str, Any]], dict[str, Text]]:
    bottom_of_headings, total_y = _extent(layout, max((t.cell or t.box).y1 for t in columns.values()))
    names = [c for c in _column_cells(layout, columns["name"], bottom_of_headings) if c.cy < total_y]
    costs = [c for c in _column_cells(layout, columns["cost"], bottom_of_headings) if c.cy < total_y]
    two_rows = (
        columns["cost"].box.cy > columns["name"].box.cy + columns["name"].box.height
        and abs(columns["cost"].box.cx - columns["name"].box.cx) < columns["name"].box.width * 2
    )
    if two_rows:
        names, costs = names[0::2], costs[1::2]
    rows: list[dict[str, Any]] = []
    cells: dict[str, Text] = {}
    for name_cell, cost_cell in zip(names, costs, strict=False):
        row: dict[str, Any] = {}
        for name, heading in columns.items():
            band = cost_cell if name in ("cost", "rate", "amount") else name_cell
            width = heading.cell or heading.box
            area = Box(x0=width.x0, y0=band.y0, x1=width.x1, y1=band.y1)
            inside = [t for t in layout.texts if t.box.share_inside(area.grown(6, 3)) > 0.6]
            raw = "".join(t.raw for t in sorted(inside, key=lambda t: (round(t.box.cy / 10), t.box.x0)))
            row[name] = parse_cell("facilities", name, raw) if raw.strip() else None
            if inside:
                cells[f"facilities[{len(rows)}].{name}"] = inside[0]
        if row.get("name") and row.get("cost") is not None:
            rows.append(row)
    return rows, {path: text for path, text in cells.items() if int(re.findall(r"\d+", path)[0]) < len(rows)}


def _open_facility_rows(layout: Layout, columns: Mapping[str, Text]) -> tuple[list[dict[str, Any]], dict[str, Text]]:
    _, end = _extent(layout, max(t.box.y1 for t in columns.values()))
    found = rows_in_the_open(layout, columns, end - 0.5 * columns["name"].box.height)
    rows = [{name: parse_cell("facilities", name, row[name].raw) for name in columns} for row in found]
    if any(not row["name"] or row["cost"] is None or row["amount"] is None for row in rows):
        return [], {}
    return rows, {f"facilities[{i}].{name}": text for i, row in enumerate(found) for name, text in row.items()}


def _facility_blocks(layout: Layout) -> tuple[list[dict[str, Any]], dict[str, Text]]:
    """Facilities that have a block each, with the same labels in every block."""
    starts = [t for t in layout.texts if _heads(t, "name")]
    rows: list[dict[str, Any]] = []
    cells: dict[str, Text] = {}
    for i, start in enumerate(starts):
        top = start.box.y0 - 0.5 * start.box.height
        bottom = starts[i + 1].box.y0 - 0.5 * start.box.height if i + 1 < len(starts) else top + _pitch(starts)
        row: dict[str, Any] = {}
        found: dict[str, Text] = {}
        labels: list[Text] = []
        for name in FACILITY_HEADINGS:
            block = (t for t in layout.texts if top <= t.box.cy < bottom and t not in labels)
            label = next((t for t in block if _heads(t, name)), None)
            texts = _right_of(layout, label) if label is not None else []
            labels += [label] if label is not None else []
            raw = "".join(t.raw for t in texts)
            if name == "cost" and (times := _TIMES_RATE.fullmatch(raw)) is not None:
                raw = times["cost"]
                row["rate"] = parse_cell("facilities", "rate", times["rate"])
            if name != "rate" or texts:
                row[name] = parse_cell("facilities", name, raw) if texts else None
            if texts:
                found[name] = texts[0]
        if row.get("name") and row.get("cost") is not None:
            row = {name: row.get(name) for name in FACILITY_HEADINGS}
            cells |= {f"facilities[{len(rows)}].{name}": text for name, text in found.items()}
            rows.append(row)
    return rows, cells


_TIMES_RATE = re.compile(r"(?P<cost>.*\d{3}\s*円?)\s*[×xX*]\s*(?P<rate>\d\s*[/／]\s*\d|\d+分の\d+)\s*")
"""An eligible cost with its rate in one room: 2,180,000 × 2/3."""
_LONGEST_HEADING = 12


def _heads(text: Text, name: str, *, surely: bool = False) -> bool:
    """Whether a text is the label of a facility's entry `name`; `surely`: by words that are listed."""
    plain = fold(text.raw)
    told = next((other for other, words in FACILITY_HEADINGS.items() if plain in map(fold, words)), None)
    if told is None and not surely and len(plain) <= _LONGEST_HEADING and not re.search(r"\d", plain):
        told = next((other for other, words in _FACILITY_WORDS.items() if words.search(plain)), None)
    return told == name


def _right_of(layout: Layout, label: Text) -> list[Text]:
    """What stands right of a label on its row, up to the next label."""
    row = sorted(
        (t for t in layout.texts if t.box.x0 >= label.box.x1 - 4 and same_row(t.box, label.box)),
        key=lambda t: t.box.x0,
    )
    taken: list[Text] = []
    for text in row:  # what stands next may have words of a label: LED照明設備
        headed = any(_heads(text, name, surely=not taken) for name in FACILITY_HEADINGS)
        if headed or re.search(r"の計$|合計$", text.raw.strip()):
            break
        taken.append(text)
    return taken


def _pitch(starts: Sequence[Text]) -> float:
    """How high one block is."""
    if len(starts) < 2:
        return 8 * starts[0].box.height
    return (starts[-1].box.y0 - starts[0].box.y0) / (len(starts) - 1)


def _labelled_totals(layout: Layout) -> dict[str, Region]:
    """The totals where each has a label of its own: 対象経費の計, 申請額の計."""
    found: dict[str, Region] = {}
    for key, words in (("purchase_amount", r"(?:補助)?対象経費"), ("subsidy_amount", r"(?:交付|補助)?申請額")):
        for text in layout.texts:
            plain = re.sub(r"[\s・]", "", text.raw)
            if re.fullmatch(rf"{words}(?:の)?(?:合計|総計|計)(?:額)?|(?:合計|総計){words}", plain):
                texts = _right_of(layout, text)
                if texts and parse_yen(texts[0].raw) is not None:
                    found[key] = Region((texts[0],), texts[0].box, None)
                    break
    return found


def _totals(layout: Layout, columns: Mapping[str, Text]) -> dict[str, Region]:
    """The two totals under the table: eligible cost and amount applied for."""
    total = next((t for t in layout.texts if re.match(r"合?計$|合計", fold(t.raw))), None)
    if total is None:
        return {}
    row = [
        t
        for t in layout.texts
        if abs(t.box.cy - total.box.cy) < 1.0 * total.box.height and t.box.x0 >= total.box.x0 - 5
    ]
    amounts: list[Text] = []
    for text in sorted(row, key=lambda t: t.box.x0):
        match = re.search(r"[\d,.]{4,}\s*円?\s*$", text.raw)
        if match and parse_yen(match[0]) is not None:
            amounts.append(text.part(match.start()))
    if len(amounts) < 2:
        return {}
    return {
        "purchase_amount": Region((amounts[0],), amounts[0].box, None),
        "subsidy_amount": Region((amounts[-1],), amounts[-1].box, None),
    }


def _left_heading(layout: Layout, name: Text) -> Text | None:
    """The heading of the column left of another's, whatever it was read as: that of the kana left of the names, that of
    the era left of the years."""
    left = [
        t
        for t in layout.texts
        if t.cell and name.cell and abs(t.cell.y0 - name.cell.y0) < 10 and 0 <= name.cell.x0 - t.cell.x1 < 20
    ]
    return left[0] if left else None


def _officer_rows(
    sheet: Sheet, columns: Mapping[str, Text]
) -> tuple[list[dict[str, Any]], dict[str, Text], dict[str, str]]:
    """The rows, the text of each cell, and what is written there with the widths of the paper."""
    layout = sheet.layout
    below = max((t.cell or t.box).y1 for t in columns.values()) - 6
    rows: list[dict[str, Any]] = []
    cells: dict[str, Text] = {}
    written: dict[str, str] = {}
    for band in _column_cells(layout, columns["name"], below):
        raw: dict[str, str] = {}
        first: dict[str, Text] = {}
        found: dict[str, list[Text]] = {}
        for name, heading in columns.items():
            width = heading.cell or heading.box.grown(6)
            area = Box(x0=width.x0, y0=band.y0, x1=width.x1, y1=band.y1)
            parts = [piece for t in layout.texts if (piece := _inside(t, area)) is not None]
            raw[name] = "".join(p.raw for p in parts)
            if parts:
                first[name], found[name] = parts[0], parts
        if not raw.get("name", "").strip():
            continue
        row: dict[str, Any] = {
            c: parse_cell("officers", c, raw.get(c, "")) for c in ("name", "kana", "sex", "company", "title")
        }
        if "year" in columns:  # 生年月日 heads the columns of its parts, too
            day = from_parts(*(raw.get(part, "") for part in ("era", "year", "month", "day")))
            row["birth_date"] = day.isoformat() if day else None
        else:
            row["birth_date"] = parse_cell("officers", "birth_date", raw.get("birth_date", ""))
        if first.get("kana") is not None:
            row["kana"] = read_kana(sheet, first["kana"])
        at = len(rows)
        cells |= {f"officers[{at}].{name}": text for name, text in first.items()}
        size = em(t for texts in found.values() for t in texts)
        written |= {f"officers[{at}].{name}": as_written(texts, size) for name, texts in found.items()}
        rows.append(row)
    return rows, cells, written


def _inside(text: Text, area: Box) -> Text | None:
    """The characters of `text` that stand inside `area`."""
    if not area.y0 - 3 <= text.box.cy <= area.y1 + 3:
        return None
    kept = [i for i in range(len(text.raw)) if area.x0 - 2 <= text.x_at(i) <= area.x1 + 2]
    return text.part(kept[0], kept[-1] + 1) if kept else None
