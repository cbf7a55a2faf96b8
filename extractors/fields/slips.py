"""Meter slips 検針票: in tables or on till rolls."""

from __future__ import annotations

import re
from dataclasses import replace

from extractors.fields.entries import Sheet, field_from
from extractors.fields.forms import extract_entries
from extractors.fields.layout import Region
from extractors.fields.papers import PAPERS
from extractors.fields.parties import addressee, issuer, unsealed
from models.documents import DocumentKind, Field


def extract_slip(sheet: Sheet) -> dict[str, Field]:
    """Customer, place, number, day of reading and the gas company."""
    sheet = replace(sheet, clean=sheet.clean.copy())  # seals are lifted from it
    layout = sheet.layout
    fields = extract_entries([sheet], PAPERS[DocumentKind.METER_SLIP], {})
    customer = addressee(layout)
    if customer is not None:
        fields["applicant_name"] = field_from(sheet, "applicant_name", customer)
    if "address" not in fields or fields["address"].value is None:
        below = [
            t
            for t in layout.texts
            if re.search(r"[市区町村].*\d", t.raw)
            and not re.search(r"TEL|〒|電話", t.raw)
            and (customer is None or t.box.y0 > customer.box.y0)
        ]
        if below:
            fields["address"] = field_from(sheet, "address", Region((below[0],), below[0].box, None))
    company = issuer(layout, customer.texts if customer else ())
    if company is not None:
        fields["vendor_name"] = field_from(sheet, "vendor_name", unsealed(sheet, company))
    return fields
