"""Receipts, invoices and estimates of any layout: A4, till roll, receipt book, letter."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extractors.fields.entries import Sheet, field_from
from extractors.fields.layout import Hit, Layout, Region, Text
from extractors.fields.lineitems import line_items
from extractors.fields.meanings import means
from extractors.fields.parties import addressee, issuer
from extractors.fields.people import person_on
from extractors.fields.totals import sum_of, totals_on, unread_total
from extractors.folding import fold
from models.documents import Field
from models.geometry import Box
from models.values.dates import find_dates
from models.values.fields import parse_field
from models.values.identifiers import find_invoice_numbers

DATE_LABELS = ("領収日", "発行日", "請求日", "見積日", "発行年月日", "日付", "作成日")
NUMBER_LABELS = (
    "領収書番号",
    "領収番号",
    "請求書番号",
    "請求番号",
    "見積番号",
    "見積書番号",
    "伝票番号",
    "番号",
    "No",
    "№",
    "NO",
)
DESCRIPTION_LABELS = ("工事件名", "工事名", "件名", "但し", "但")


def extract_money_paper(sheets: Sequence[Sheet]) -> dict[str, Field]:
    """The entries of a receipt, invoice or estimate, whose further pages may go on with its line items."""
    sheet = sheets[0]
    layout = sheet.layout
    found: dict[str, Region | None] = {
        "issue_date": _date(layout),
        "document_number": _number(layout),
        "payer_name": addressee(layout) or person_on(layout),
        "description": _description(layout),
        "invoice_number": _invoice_number(layout),
    }
    payer = found["payer_name"]
    found["issuer_name"] = issuer(layout, payer.texts if payer else ())
    fields = {key: field_from(sheet, key, region) for key, region in found.items() if region is not None}
    totals = totals_on(layout)
    stated = {a.yen for a in (totals.total, *totals.subtotal) if a is not None} | {sum(a.yen for a in totals.subtotal)}
    if totals.total is not None:
        stated.add(totals.total.yen - sum(a.yen for a in totals.tax))
    items = line_items(sheets, sorted(stated - {0}))
    regions = totals.regions()
    if totals.total is None and (unread := unread_total(layout)) is not None:
        regions["total_amount"] = unread
    for key, region in regions.items():
        several = len(region.texts) > 1
        fields[key] = field_from(sheet, key, region, parse=sum_of if several else None)
    if items is not None:
        fields["line_items"] = items
    return fields


def _date(layout: Layout) -> Region | None:
    """The day of issue: labelled, else the highest date that is not somebody's deadline."""
    for label in DATE_LABELS:
        for hit in layout.find(label):
            region = layout.beside(hit)
            if region is not None and parse_field("issue_date", region.raw):
                return region
    for text in layout.texts:
        if find_dates(text.raw) and not re.search(r"有効|期限|納期|予定", text.raw):
            return Region((_date_part(text),), text.box, None)
    # the year, month and day of a receipt book are written into printed gaps and may be found apart
    for text in layout.texts:
        if re.search(r"令和|平成", text.raw):
            row = [
                t
                for t in layout.texts
                if abs(t.box.cy - text.box.cy) < 0.6 * text.box.height and t.box.x0 >= text.box.x0
            ]
            row.sort(key=lambda t: t.box.x0)
            if find_dates("".join(t.raw for t in row)):
                return Region(tuple(row), Box.around(t.box for t in row), None)
    return None


def _date_part(text: Text) -> Text:
    day = find_dates(text.raw)[0]
    return text.part(day.start, day.end)


def _number(layout: Layout) -> Region | None:
    for label in NUMBER_LABELS:
        for hit in layout.find(label):
            region = layout.beside(hit)
            if (
                region is not None
                and region.texts
                and re.search(r"\d{2}", region.raw)
                and not re.search(r"^T\d|登録", region.raw)
            ):
                first = region.texts[0]
                return Region((first,), first.box, None)
    for text in layout.texts:
        if means("document_number", text.raw):
            hit = Hit(text, text.box, None, text.raw)
            for region in (layout.beside(hit), layout.below(hit)):
                if region is not None and region.texts and re.search(r"\d{2}", region.texts[0].raw):
                    return Region((region.texts[0],), region.texts[0].box, None)
    for text in layout.texts:
        match = re.search(r"(?:N[oO0][.,]?|№)\s*[:：]?\s*([A-Z0-9][A-Z0-9\-ー]+)", text.raw)
        if match:
            part = text.part(match.start(1), match.end(1))
            return Region((part,), part.box, None)
    return None


def _description(layout: Layout) -> Region | None:
    """What was paid for: behind 件名 or 但, without the closing として, 代として."""
    for label in DESCRIPTION_LABELS:
        wanted = fold(label)
        for text in layout.texts:
            plain, origin = text.plain
            if not plain.startswith(wanted):
                continue
            start = len(wanted)
            while start < len(plain) and plain[start] in ":、,.・":
                start += 1
            texts = [text.part(origin[start])] if start < len(plain) else []
            if not texts:
                hit = Hit(text, text.box, None, label)
                beside = layout.beside(hit)
                texts = (
                    [t for t in beside.texts if abs(t.box.cy - text.box.cy) < 0.7 * max(t.box.height, text.box.height)]
                    if beside
                    else []
                )
            texts = [t for t in (_without_closing(t) for t in texts) if t is not None]
            if texts:
                return Region(tuple(texts), Box.around(t.box for t in texts), None)
    return None


def _without_closing(text: Text) -> Text | None:
    match = re.search(r"(?:として|と[しレ]て)\s*$", text.raw)
    if match is None:
        return text
    return text.part(0, match.start()) if match.start() > 0 else None


def _invoice_number(layout: Layout) -> Region | None:
    for text in layout.texts:
        if find_invoice_numbers(text.raw):
            match = re.search(r"[TＴ][\s\d０-９\-]{13,}", text.raw)
            part = text.part(match.start()) if match else text
            return Region((part,), part.box, None)
    for text in layout.texts:
        match = re.search(r"登録番号\s*[:：]?\s*(\S.*)$", text.raw)
        if match and len(re.sub(r"\D", "", match[1])) >= 9:
            part = text.part(match.start(1))
            return Region((part,), part.box, None)
    return None
