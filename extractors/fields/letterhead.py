"""An applicant's block without labels: 〒, address, name, office and name, one under the other as on a letter."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from extractors.fields.accounts import ReadEntry
from extractors.fields.certainty import doubt_place
from extractors.fields.entries import Sheet, unread
from extractors.fields.layout import Layout, Region, Text
from extractors.fields.namekana import only_kana
from extractors.fields.parts import ROLES
from models.documents import Field
from models.geometry import Box
from models.programmes import FieldSpec
from models.values.company import is_company
from models.values.postal import find_postal

MOST_ROWS = 6
_PLACE = re.compile(r"[都道府県市区町村郡].*\d|\d+[-ー－−丁番]|(?:丁目|番地|号室?)$")
"""What a line of an address carries."""
_POSTAL = re.compile(r"[\d〒TＴ元干=ー\-－−()（）\s]+")
"""A line that is a postal code, its sign misread or not."""
_NO_NAME = re.compile(r"\d{3}|[。、]|(?:知事|市長|区長|町長|村長|殿|様|御中|宛)\s*$")


def letterhead_entries(
    sheets: Sequence[Sheet], specs: Sequence[FieldSpec], found: Mapping[str, Field], read: ReadEntry
) -> dict[str, Field]:
    """Address, name and representative of an applicant whose block has no labels, those that `found` lacks.

    The block is what stands under a postal code on the first page, line under line. Places told by nothing else are doubted.
    """
    wanted = {s.key: s for s in specs if s.key in _KEYS and unread(found, s.key)}
    if not wanted or "applicant_name" not in wanted:
        return {}
    sheet = sheets[0]
    told: dict[str, Field] = {}
    for key, texts in letter_block(sheet.layout).items():
        if key not in wanted or not texts:
            continue
        field = read(sheet, wanted[key], Region(tuple(texts), Box.around(t.box for t in texts), None))
        if field is not None and field.value is not None:
            doubt_place(field)
            told[key] = field
    return told


_KEYS = ("address", "applicant_name", "representative_name")


def letter_block(layout: Layout) -> dict[str, list[Text]]:
    """The lines of the first such block by the entry that each is; empty without one."""
    for text in layout.texts:
        if text.line.vertical or text.cell is not None or text.box.cy > 0.6 * layout.page.geometry.height:
            continue
        if not find_postal(text.raw) or not _POSTAL.fullmatch(text.raw):
            continue
        lines = _under(layout, text)
        address = [t for t in lines if _PLACE.search(t.raw)]
        names = [t for t in lines if t not in address and not _NO_NAME.search(t.raw)]
        names = [t for t in names if not only_kana(t)] or names  # those of the kana over it go with the name
        roles = [t for t in names if ROLES.search(t.raw) and not is_company(t.raw)]
        others = [t for t in names if t not in roles]
        if address and (roles or others):
            return {"address": address[:2], "applicant_name": others[:1] or roles[:1], "representative_name": roles[:1]}
    return {}


def _under(layout: Layout, first: Text) -> list[Text]:
    """The lines under `first` that begin where it begins, up to one with a label of its own or a wider gap."""
    rows: list[Text] = []
    above = first
    for text in sorted(layout.texts, key=lambda t: t.box.cy):
        height = first.box.height
        if text.box.cy <= above.box.cy + 0.5 * height or abs(text.box.x0 - first.box.x0) > 2 * height:
            continue
        if text.box.y0 - above.box.y1 > 1.8 * height or layout.names_an_entry(text) or len(rows) >= MOST_ROWS:
            break
        rows.append(text)
        above = text
    return rows
