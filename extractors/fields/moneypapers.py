"""Receipts, invoices and estimates of any layout: A4, till roll, receipt book, letter."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from extractors.fields.amounts import NARROW, yen_of
from extractors.fields.boxedsums import boxed_total
from extractors.fields.certainty import doubt_place
from extractors.fields.closings import without_printed_closing
from extractors.fields.descriptions import description, ending_as, paid_for, under_addressee, under_heading
from extractors.fields.downward import columns_entries, down_the_page
from extractors.fields.entries import Sheet, field_from, unread
from extractors.fields.issuedays import day_in, doubt_day, issue_day
from extractors.fields.itemrows import TILL_WORDS
from extractors.fields.layout import Layout, Region
from extractors.fields.lineitems import line_items
from extractors.fields.overstamped import further_left, lift_seal, reread
from extractors.fields.papernumbers import next_on_row, number_alone, paper_number
from extractors.fields.parties import addressee, issuer, issuing_company
from extractors.fields.people import person_on
from extractors.fields.readings import Parse
from extractors.fields.shopnames import shop_over
from extractors.fields.totals import sum_of, totals_on, unread_total
from extractors.fields.tradenames import REGISTRATION
from models.documents import Field, Value
from models.values.fields import parse_field
from models.values.identifiers import find_invoice_numbers, parse_invoice_number


def extract_money_paper(sheets: Sequence[Sheet]) -> dict[str, Field]:
    """The entries of a receipt, invoice or estimate, whose further pages may go on with its line items."""
    sheet = replace(sheets[0], clean=sheets[0].clean.copy())  # seals are lifted from it
    layout = sheet.layout
    day = issue_day(layout)
    found: dict[str, Region | None] = {
        "issue_date": day.region if day is not None else None,
        "document_number": paper_number(layout),
        "payer_name": addressee(layout) or (None if _is_slip(layout) else person_on(layout)),
        "description": without_printed_closing(sheet, paid) if (paid := description(layout)) is not None else None,
        "invoice_number": _invoice_number(sheet),
    }
    payer = found["payer_name"]
    company = issuer(layout, payer.texts if payer else ())
    parsers: dict[str, Parse] = {
        "invoice_number": _registration,
        "issue_date": day_in,
        "description": paid_for,
        "payer_name": _payer,
    }
    fields = {
        key: field_from(sheet, key, region, parse=parsers.get(key))
        for key, region in found.items()
        if region is not None
    }
    guesses = (
        ("description", under_addressee(layout, payer)),
        ("description", ending_as(layout)),
        ("description", under_heading(layout)),
        ("document_number", number_alone(layout)),
    )
    for key, guess in guesses:
        if guess is not None and unread(fields, key):
            fields[key] = field_from(sheet, key, guess, parse=parsers.get(key))
            doubt_place(fields[key])
    if day is not None and day.doubted:
        doubt_day(fields["issue_date"])
    if company is not None:
        fields["issuer_name"] = issuing_company(sheet, "issuer_name", company)
    if unread(fields, "issuer_name") and (shop := shop_over(layout, payer.texts if payer else ())) is not None:
        fields["issuer_name"] = field_from(sheet, "issuer_name", shop)
        doubt_place(fields["issuer_name"])
    totals = totals_on(layout)
    stated = {a.yen for a in (totals.total, *totals.subtotal) if a is not None} | {sum(a.yen for a in totals.subtotal)}
    if totals.total is not None:
        stated.add(totals.total.yen - sum(a.yen for a in totals.tax))
    items = line_items(sheets, sorted(stated - {0}))
    regions = totals.regions()
    named = [a.text for a in (*totals.tax, *totals.subtotal)]
    if totals.total is None and (hardly_read := unread_total(layout, named)) is not None:
        regions["total_amount"] = _wholly(sheet, hardly_read, totals.sum)
    fields.update({key: _amount(sheet, key, region) for key, region in regions.items()})
    if (boxed := boxed_total(sheet)) is not None:
        _put_total(fields, boxed)
    fields.update(_broken_down(sheets[1:], fields))
    if items is not None:
        fields["line_items"] = items
    if down_the_page(layout):
        across = {k: f for k, f in fields.items() if k in ("document_number", "invoice_number")}
        fields = across | columns_entries(sheet)
    return fields


def _payer(raw: str) -> Value:
    """The name in `raw`, of whose 御中 but the 御 was read."""
    return parse_field("payer_name", re.sub(r"(?<=\S\S\S)\s*御$", "", raw.strip()))


def _amount(sheet: Sheet, key: str, region: Region) -> Field:
    """One of the totals; what stands in several places is added up."""
    return field_from(sheet, key, region, parse=sum_of if len(region.texts) > 1 else yen_of)


def _put_total(fields: dict[str, Field], boxed: Field) -> None:
    """The sum in boxes is the total; what had been taken for it is the subtotal where the tax makes up the difference."""
    before, tax = fields.get("total_amount"), fields.get("tax_amount")
    fields["total_amount"] = boxed
    if before is None or before.value == boxed.value:
        return
    less, taxed, whole = before.value, tax.value if tax is not None else None, boxed.value
    proven = isinstance(less, int) and isinstance(taxed, int) and less + taxed == whole
    if proven and "subtotal_amount" not in fields:
        fields["subtotal_amount"] = before.model_copy(update={"key": "subtotal_amount"})
    elif not proven:
        doubt_place(boxed)


def _broken_down(sheets: Sequence[Sheet], fields: Mapping[str, Field]) -> dict[str, Field]:
    """Subtotal and tax out of a breakdown on a later sheet, where the first states neither and they add up to its total."""
    total = fields.get("total_amount")
    if total is None or total.value is None or not all(unread(fields, k) for k in ("subtotal_amount", "tax_amount")):
        return {}
    for sheet in sheets:
        found = totals_on(sheet.layout)
        if found.sum == total.value:
            regions = ((key, region) for key, region in found.regions().items() if key != "total_amount")
            return {key: _amount(sheet, key, region) for key, region in regions}
    return {}


def _wholly(sheet: Sheet, region: Region, expected: int | None) -> Region:
    """A total whose first digits were not found, read from further left; as it is where nothing better comes of it."""
    text = region.texts[0]
    for reach in (1.0, 2.0, 3.0):
        again = further_left(sheet, text, reach)
        if again is None:
            continue
        yen = yen_of(again.raw)
        if yen is not None and (yen == expected or (expected is None and re.search(r"[¥￥羊金]", again.raw))):
            return Region((again,), again.box, None)
    return region


def _invoice_number(sheet: Sheet) -> Region | None:
    """The registration number T + 13 digits; read again from its darkest ink where a seal lies over it."""
    layout = sheet.layout
    for text in layout.texts:
        if find_invoice_numbers(text.raw):
            match = re.search(r"[TＴ][\s\d０-９\-ー−]{13,}", text.raw)
            part = text.part(match.start()) if match else text
            return Region((part,), part.box, None)
    torn = [t for t in layout.texts if _TORN_NUMBER.search(t.raw.translate(NARROW))]
    if not torn:
        torn = [
            beside
            for t in layout.texts
            if re.search(rf"{REGISTRATION}[:：\s]*$", t.raw) and (beside := next_on_row(layout, t)) is not None
        ]
    for text in torn:
        again = reread(sheet, text, reach=8.0)
        if again is not None and find_invoice_numbers(again.raw):
            lift_seal(sheet, again, text)
            match = re.search(r"[TＴ][\s\d０-９\-]{13,}", again.raw)
            part = again.part(match.start()) if match else again
            return Region((part,), part.box, None)
    for text in torn:
        match = _TORN_NUMBER.search(text.raw.translate(NARROW))
        part = text.part(match.start(match.lastgroup)) if match and match.lastgroup else text
        return Region((part,), part.box, None)
    return None


_TORN_NUMBER = re.compile(
    r"登[録錄]番[号號]?[\s:：.]*(?P<labelled>\S{0,2}(?:\d[\s\-]?){8,}.*$)|(?:^|\s)(?P<number>[T7丁]\s?-?(?:\d[\s\-]?){8,}.*$)"
)


def _registration(raw: str) -> str | None:
    """The registration number in `raw`, which stands behind its label: the T may have been read as part of that."""
    number = parse_invoice_number(raw)
    digits = re.search(r"^\D{0,2}1?((?:\d[\s\-]?){13})$", raw.translate(NARROW).strip())
    return number or ("T" + re.sub(r"\D", "", digits[1]) if digits else None)


def _is_slip(layout: Layout) -> bool:
    """Whether a till or a terminal for cards printed the paper: they know no customers, and ブランド PayPay is none."""
    return any(TILL_WORDS.search(t.raw) or _TERMINAL.search(t.raw) for t in layout.texts)


_TERMINAL = re.compile("(?:端末|承認|決済)番号|(?:取引|売上)票|お客[様さ]ま?控")
