"""Meter slips 検針票: in tables, on till rolls, on postcards. Two parties stand on them, and both have an address: what is
the gas dealer's is never the customer's."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from extractors.fields.addresslines import without_postal
from extractors.fields.certainty import doubt_place
from extractors.fields.entries import Sheet, field_from, unread
from extractors.fields.forms import extract_entries
from extractors.fields.issuedays import DAY_WITHOUT_ERA, present_day
from extractors.fields.layout import Layout, Region, Text
from extractors.fields.papers import PAPERS
from extractors.fields.parties import HONORIFIC, addressee, issuer, issuing_company
from extractors.fields.texts import overlap_x, same_row
from extractors.meanings import is_any_label
from models.documents import DocumentKind, Field, Value
from models.geometry import Box
from models.values.company import is_company
from models.values.dates import find_dates
from models.values.phone import find_phones


def extract_slip(sheet: Sheet) -> dict[str, Field]:
    """Customer, place, number, day of reading and the gas company."""
    sheet = replace(sheet, clean=sheet.clean.copy())  # seals are lifted from it
    layout = sheet.layout
    fields = extract_entries([sheet], PAPERS[DocumentKind.METER_SLIP], {})
    customer = addressee(layout)
    company = issuer(layout, customer.texts if customer else ())
    if customer is not None:
        fields["applicant_name"] = field_from(sheet, "applicant_name", customer)
    if (place := fields.get("address")) is None or not re.search(r"[都道府県市区町村郡\d]", str(place.value)):
        fields.pop("address", None)
        if (found := _customers_place(layout, customer, company)) is not None:
            region, sure = found
            fields["address"] = field_from(sheet, "address", region)
            if not sure:
                doubt_place(fields["address"])
    elif _may_be_dealers(layout, place, customer, company):
        doubt_place(place)
    if unread(fields, "meter_date") and (day := _day_of_reading(layout)) is not None:
        fields["meter_date"] = field_from(sheet, "meter_date", day, parse=_present)
    if unread(fields, "customer_number") and (number := _bare_number(layout)) is not None:
        fields["customer_number"] = field_from(sheet, "customer_number", number)
        doubt_place(fields["customer_number"])
    if unread(fields, "meter_date") and (day := _only_day(layout)) is not None:
        fields["meter_date"] = field_from(sheet, "meter_date", day)
        doubt_place(fields["meter_date"])
    if company is not None:
        fields["vendor_name"] = issuing_company(sheet, "vendor_name", company)
    return fields


def _present(raw: str) -> Value:
    """The day in `raw`; 23/11/09 is one of this century."""
    return present_day("meter_date", f"20{raw.strip()}" if _SHORT_DAY.fullmatch(raw.strip()) else raw)


# ---------------------------------------------------------------------- where the gas is used

_ADDRESS = re.compile(r"[市区町村].*\d")
_PHONE = re.compile(r"\s*(?:TEL|Tel|℡|☎|電話|FAX|0\d{1,4}[-(]\d{1,4}[-)]\d{3,4}(?!\d)).*$")
_HOUSE = re.compile(
    r"(?!.*(?:検針|ガス|料金|口座|お知らせ|毎月))[^\d:：、。円年月日¥￥%]{0,20}[\d\-－A-Z]{0,6}(?:番地?|号室?|階|F|棟|室)?"
)
"""A line that may be the rest of an address."""
_HOUSE_END = re.compile(r"(?:\d|番地?|号室?|階|F|棟|室|荘|ハイツ|コーポ|ビル|マンション|アパート)$")
_WHERE_USED = re.compile("使用|供給|お届け|設置")
_FAR = 5.0
"""So many heights of its letters an address stands from its party's name at most, where nothing frames the two."""


def _customers_place(layout: Layout, customer: Region | None, company: Region | None) -> tuple[Region, bool] | None:
    """The address without a label that stands with the customer's name, above or below it, and whether it surely is the
    customer's. One that stands nearer to the dealer's name or telephone is the dealer's, and better none than that."""
    found: list[tuple[float, Text]] = []
    for text in layout.texts:
        # a telephone on its line is a dealer's: slips do not print the customer's
        if not _ADDRESS.search(text.raw) or text.line.vertical or _PHONE.search(text.raw):
            continue
        own, theirs = _distances(layout, text, customer, company)
        framed = customer is not None and text.cell is not None and text.cell == customer.texts[0].cell
        if framed or own < theirs or (customer is None and theirs > _FAR):
            found.append((0.0 if framed else own, text))
    if not found:
        return None
    distance, first = min(found, key=lambda f: f[0])
    texts = (without_postal(first, torn=True) or first, *_goes_on(layout, first))
    plain = len(texts) == 1 or _HOUSE_END.search(texts[-1].raw.strip()) is not None
    return Region(texts, Box.around(t.box for t in texts), None), distance <= _FAR and len(found) == 1 and plain


def _may_be_dealers(layout: Layout, place: Field, customer: Region | None, company: Region | None) -> bool:
    """Whether an address that a label led to stands nearer to the dealer's name than to the customer's, and its label does
    not say that it is where the gas is used."""
    for text in layout.texts:
        if not place.raw or place.raw.split()[0] not in text.raw:
            continue
        front = layout.in_front_of(text)
        if _WHERE_USED.search(text.raw) or (front is not None and _WHERE_USED.search(front.raw)):
            return False
        own, theirs = _distances(layout, text, customer, company)
        if theirs < own:
            return True
    return False


def _distances(layout: Layout, text: Text, customer: Region | None, company: Region | None) -> tuple[float, float]:
    """How far a text stands from the customer's name and from what is the dealer's, infinite where there is none."""
    dealers = [t.box for t in layout.texts if t is not text and _of_dealer(t)]
    if company is not None:
        dealers.append(company.box)
    own = _apart(text.box, customer.box) if customer is not None else float("inf")
    return own, min((_apart(text.box, b) for b in dealers), default=float("inf"))


def _of_dealer(text: Text) -> bool:
    """Whether a text names a company or gives a telephone number: the dealer's block has both."""
    return not HONORIFIC.search(text.raw.strip()) and bool(is_company(text.raw) or find_phones(text.raw))


def _apart(a: Box, b: Box) -> float:
    """How far two texts stand apart, in heights of the first's letters: side by side counts as far as above or below."""
    across = max(0.0, max(a.x0, b.x0) - min(a.x1, b.x1))
    down = max(0.0, max(a.y0, b.y0) - min(a.y1, b.y1))
    return (across + down) / max(1.0, a.height)


def _goes_on(layout: Layout, first: Text) -> tuple[Text, ...]:
    """The line under an address that goes on with it, a building or a number: no label, no name, no other party's line, and
    begun where the address begins."""
    height = first.box.height
    for text in layout.texts:
        down = text.box.y0 - first.box.y1
        if text is first or not -0.4 * height < down < 0.6 * height or text.box.cy < first.box.cy + 0.5 * height:
            continue
        if abs(text.box.x0 - first.box.x0) > height or text.cell != first.cell or len(text.raw) > 25:
            continue
        if not _HOUSE.fullmatch(text.raw.strip()) or HONORIFIC.search(text.raw.strip()) or _of_dealer(text):
            continue
        if not (layout.names_an_entry(text) or _labelled(text) or _in_a_row(layout, text)):
            return (text,)
    return ()


def _labelled(text: Text) -> bool:
    """Whether a text begins with a label, read as one with the value behind it: お客様番号2198."""
    return any(is_any_label(text.raw[:end]) for end in range(2, min(11, len(text.raw))))


def _in_a_row(layout: Layout, text: Text) -> bool:
    """Whether another text stands on the row: a label and its value, or a table's."""
    return any(t is not text and same_row(t.box, text.box) and t.box.x0 > text.box.x1 for t in layout.texts)


_BEHIND_NO = re.compile(r"\s*(?:N[oO0]|番号)\s?[.:：]?\s*(?P<number>(?:[A-Z]{1,2}-?)?\d[\d\-]{3,})\s*")
_LONE = re.compile(r"\s*(?P<number>[A-Z]?\d{4,5}-\d{2,6})\s*")
_HEAD = 0.3
"""The customer's number without any word stands within this share of the slip's height."""


def _bare_number(layout: Layout) -> Region | None:
    """The only number behind No. or 番号 alone, which slips print for the customer's: No.1-0457, 番号：K-20881; else the only one
    that stands by itself at the head, written on a card that has no word for it: 0412-077."""
    head = _HEAD * layout.page.geometry.height
    for pattern, lowest in ((_BEHIND_NO, layout.page.geometry.height), (_LONE, head)):
        found = [(t, m) for t in layout.texts if t.box.cy < lowest and (m := pattern.fullmatch(t.raw)) is not None]
        found = [(t, m) for t, m in found if not find_phones(m["number"])]
        if len(found) == 1:
            part = found[0][0].part(*found[0][1].span("number"))
            return Region((part,), part.box, None)
        if found:
            return None
    return None


# ---------------------------------------------------------------------- the day of reading

_SHORT_DAY = re.compile(r"(?<![\d/.\-])(\d{2}[/.]\d{1,2}[/.]\d{1,2})(?![\d/])")
_READING = re.compile("検針")
_ANOTHER = re.compile("前回|次回|前月|次月|翌月|予定|期限|支払|振替|発行|期間|検定|交換|有効")
"""Said of a day on a slip that is not the day of this reading."""


def _day_of_reading(layout: Layout) -> Region | None:
    """The day of reading whose era or century is not printed, beside or under 検針: 5年11月7日, '23年11月7日."""
    for text in layout.texts:
        match = DAY_WITHOUT_ERA.search(text.raw) or _SHORT_DAY.search(text.raw)
        if match is None or _ANOTHER.search(text.raw):
            continue
        captions = [t for t in layout.texts if _READING.search(t.raw) and _captions(t, text)]
        if any(not _ANOTHER.search(t.raw) for t in captions):
            part = text.part(match.start(), match.end())
            return Region((part,), part.box, None)
    return None


def _captions(caption: Text, text: Text) -> bool:
    """Whether a text stands on, left of or right above another; what lies in another column does neither."""
    level = same_row(caption.box, text.box) and caption.box.x0 <= text.box.x0
    above = 0 < text.box.y0 - caption.box.y1 < caption.box.height
    return caption is text or level or (above and overlap_x(caption.box, text.box) > 0)


def _only_day(layout: Layout) -> Region | None:
    """The one whole day on the slip that nothing says to be another's: slips written by hand have no label for it."""
    days = [part for text in layout.texts for part in _days_in(layout, text)]
    return Region((days[0],), days[0].box, None) if len(days) == 1 else None


def _days_in(layout: Layout, text: Text) -> Iterable[Text]:
    front = layout.in_front_of(text)
    if not _ANOTHER.search(text.raw) and (front is None or not _ANOTHER.search(front.raw)):
        for found in find_dates(text.raw):
            yield text.part(found.start, found.end)
