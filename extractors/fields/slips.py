"""Meter slips 検針票: in tables or on till rolls."""

from __future__ import annotations

import re
from dataclasses import replace

from extractors.fields.entries import Sheet, field_from, unread
from extractors.fields.forms import extract_entries
from extractors.fields.layout import Layout, Region
from extractors.fields.papers import PAPERS
from extractors.fields.parties import addressee, issuer, issuing_company
from extractors.fields.texts import same_row
from models.documents import DocumentKind, Field, Value
from models.values.fields import parse_field


def extract_slip(sheet: Sheet) -> dict[str, Field]:
    """Customer, place, number, day of reading and the gas company."""
    sheet = replace(sheet, clean=sheet.clean.copy())  # seals are lifted from it
    layout = sheet.layout
    fields = extract_entries([sheet], PAPERS[DocumentKind.METER_SLIP], {})
    customer = addressee(layout)
    if customer is not None:
        fields["applicant_name"] = field_from(sheet, "applicant_name", customer)
    if (place := fields.get("address")) is None or not re.search(r"[都道府県市区町村郡\d]", str(place.value)):
        below = [
            t
            for t in layout.texts
            if re.search(r"[市区町村].*\d", t.raw)
            and not re.search(r"TEL|〒|電話", t.raw)
            and (customer is None or t.box.y0 > customer.box.y0)
        ]
        if below:
            fields["address"] = field_from(sheet, "address", Region((below[0],), below[0].box, None))
    if unread(fields, "meter_date"):
        day = _era_left_out(layout)
        if day is not None:
            fields["meter_date"] = field_from(sheet, "meter_date", day, parse=_reiwa)
    company = issuer(layout, customer.texts if customer else ())
    if company is not None:
        fields["vendor_name"] = issuing_company(sheet, "vendor_name", company)
    return fields


_DAY = re.compile(r"(?<![\d年])(\d{1,2})\s*年\s*\d{1,2}\s*月\s*\d{1,2}\s*日")


def _era_left_out(layout: Layout) -> Region | None:
    """The day of reading whose era is not printed: 5年11月7日, beside or under 検針."""
    for text in layout.texts:
        match = _DAY.search(text.raw)
        if match and (
            "検針" in text.raw
            or any(
                "検針" in t.raw and (same_row(t.box, text.box) or 0 < text.box.y0 - t.box.y1 < t.box.height)
                for t in layout.texts
            )
        ):
            part = text.part(match.start(), match.end())
            return Region((part,), part.box, None)
    return None


def _reiwa(raw: str) -> Value:
    """The day in `raw`, of the present era where none is written."""
    return parse_field("meter_date", raw) or parse_field("meter_date", f"令和{raw.strip()}")
