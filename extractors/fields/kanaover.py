"""Kana over a name in one room, where a label leads to one of the two only."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from extractors.fields.accounts import ReadEntry
from extractors.fields.certainty import doubt_place
from extractors.fields.entries import Sheet, sheet_of, unread
from extractors.fields.layout import Region, Text
from extractors.fields.namekana import only_kana, without_kana_label
from extractors.fields.texts import same_row
from models.documents import Field
from models.geometry import Box
from models.programmes import FieldSpec, ValueKind

NAMES = {"applicant_kana": "applicant_name", "account_holder_kana": "account_holder"}
"""Whose kana an entry holds."""
_HIGHEST = 2.5
"""So many heights of the name its kana stand over it at most."""


def kana_over_names(
    sheets: Sequence[Sheet], specs: Sequence[FieldSpec], fields: Mapping[str, Field], read: ReadEntry
) -> dict[str, Field]:
    """The entries of kana that nothing was found for, from the rooms of the names they belong to."""
    found: dict[str, Field] = {}
    for spec in specs:
        name = fields.get(NAMES.get(spec.key, ""))
        if spec.kind not in (ValueKind.KANA, ValueKind.HOLDER_KANA) or name is None or not unread(fields, spec.key):
            continue
        sheet = sheet_of(sheets, name)
        over = _over(sheet, name) if sheet is not None else ()
        if sheet is None or not over:
            continue
        field = read(sheet, spec, Region(over, Box.around(t.box for t in over), over[0].cell))
        if field is not None and field.value is not None:
            if over[0].cell is None:
                doubt_place(field)
            found[spec.key] = field
    return found


def names_under_kana(
    sheets: Sequence[Sheet], specs: Sequence[FieldSpec], fields: Mapping[str, Field], read: ReadEntry
) -> dict[str, Field]:
    """The names that nothing was found for, from the rooms of their kana: under 申請者の名称(フリガナ) stand both."""
    found: dict[str, Field] = {}
    for spec in specs:
        kana = next((fields.get(key) for key, name in NAMES.items() if name == spec.key), None)
        if kana is None or kana.box is None or not unread(fields, spec.key):
            continue
        sheet = sheet_of(sheets, kana)
        under = _under(sheet, kana) if sheet is not None else None
        if sheet is None or under is None:
            continue
        field = read(sheet, spec, Region((under,), under.box, under.cell))
        if field is not None and field.value is not None:
            doubt_place(field)
            found[spec.key] = field
    return found


def _under(sheet: Sheet, kana: Field) -> Text | None:
    """The line right under `kana` in the same cell, of other letters than kana and no label."""
    own = next((t for t in _texts_of(sheet, kana, of_kana=True) if t.cell is not None), None)
    if own is None:
        return None
    near = [
        text
        for text in sheet.layout.texts
        if text.cell == own.cell
        and 0.3 * own.box.height < text.box.cy - own.box.cy < _HIGHEST * own.box.height
        and abs(text.box.x0 - own.box.x0) < 4 * own.box.height
        and not only_kana(text)
        and not sheet.layout.names_an_entry(text)
    ]
    return min(near, key=lambda t: t.box.cy, default=None)


def _over(sheet: Sheet, name: Field) -> tuple[Text, ...]:
    """The line of kana right over `name`, in the same cell where it stands in one: ナカクボ カツヒコ, each over its own part
    of 中窪 克彦."""
    own = _texts_of(sheet, name)
    if not own:
        return ()
    box = Box.around(t.box for t in own)
    near = [
        text
        for text in sheet.layout.texts
        if text not in own
        and (text.cell == own[0].cell or _lies_on(text, own[0]))
        and 0.3 * box.height < box.cy - text.box.cy < _HIGHEST * box.height
        and text.box.x0 < max(box.x0 + 4 * box.height, box.x1)
    ]
    lines = [text for text in without_kana_label(near) if only_kana(text) and box.x0 - text.box.x0 < 4 * box.height]
    lowest = max(lines, key=lambda t: t.box.cy, default=None)
    if lowest is None:
        return ()
    beside = (t for t in lines if same_row(t.box, lowest.box) and t.box.x0 < box.x1 and t.box.x1 > box.x0)
    return tuple(sorted({id(t): t for t in (lowest, *beside)}.values(), key=lambda t: t.box.x0))


def _lies_on(kana: Text, name: Text) -> bool:
    """Whether a text stands in a cell of its own that lies right on the name's and begins where that does: two rows beside
    their labels. The name's may be less wide (性別 beside it); a scan that lost rules makes one reach into the other."""
    over, under = kana.cell, name.cell
    if over is None or under is None:
        return False
    return over.y0 < under.y0 - 14 and over.y1 > under.y0 - 14 and abs(over.x0 - under.x0) < 8


def _texts_of(sheet: Sheet, field: Field, *, of_kana: bool = False) -> list[Text]:
    """The texts of a page that a field was read from: those of kana, or those of anything else."""
    if field.box is None:
        return []
    delivered = sheet.page.reading.geometry.delivered
    boxes = [(text, delivered(text.box)) for text in sheet.layout.texts if not text.line.vertical]
    return [t for t, b in boxes if b.intersection(field.box) > 0.6 * b.area and only_kana(t) is of_kana]
