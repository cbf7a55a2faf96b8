"""Receipts, invoices and estimates of any layout: A4, till roll, receipt book, letter."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import product

from extractors.fields.entries import Sheet, field_from
from extractors.fields.layout import Hit, Layout, Region, Text
from extractors.fields.lineitems import line_items
from extractors.fields.meanings import means
from extractors.fields.parties import addressee, issuer
from extractors.fields.people import person_on
from extractors.folding import fold
from models.documents import Field
from models.geometry import Box
from models.values.dates import find_dates
from models.values.fields import parse_field
from models.values.identifiers import find_invoice_numbers
from models.values.money import parse_yen

TOTAL_LABELS = (
    "ご請求金額", "御請求金額", "請求金額", "御見積金額", "お見積金額", "見積金額", "領収金額", "合計金額", "税込合計", "ご請求額", "合計", "総額", "総合計", "金額", "領収額",
)  # fmt: skip
SUBTOTAL_LABELS = ("小計", "税抜金額", "税抜合計", "税抜額", "本体価格", "本体金額", "工事価格")
TAX_LABELS = ("消費税額等", "消費税額", "消費税等", "消費税", "(10%対象)消費税等", "内消費税", "うち消費税")
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


@dataclass(frozen=True)
class _Amount:
    yen: int
    region: Region


def extract_money_paper(sheet: Sheet) -> dict[str, Field]:
    """The entries of a receipt, invoice or estimate."""
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
    fields |= {key: field_from(sheet, key, region) for key, region in _amounts(layout).items()}
    items = line_items(sheet)
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


def _amounts(layout: Layout) -> dict[str, Region]:
    """Total, subtotal and tax: the labelled amounts that add up, else the first of each."""
    totals = _labelled(layout, TOTAL_LABELS) + _marked(layout)
    subtotals = _labelled(layout, SUBTOTAL_LABELS)
    taxes = _labelled(layout, TAX_LABELS)
    best: tuple[_Amount, _Amount, _Amount] | None = None
    for total, subtotal, tax in product(totals[:8], subtotals[:5], taxes[:5]):
        if subtotal.yen + tax.yen == total.yen and subtotal.yen > tax.yen > 0:
            best = (total, subtotal, tax)
            break
    if best is not None:
        return {"total_amount": best[0].region, "subtotal_amount": best[1].region, "tax_amount": best[2].region}
    found: dict[str, Region] = {}
    if totals:
        repeated = {a.yen for a in totals if sum(b.yen == a.yen for b in totals) > 1}
        chosen = max((a for a in totals if a.yen in repeated), key=lambda a: a.yen, default=totals[0])
        found["total_amount"] = chosen.region
    if subtotals:
        found["subtotal_amount"] = subtotals[0].region
    if taxes:
        plausible = [t for t in taxes if totals and t.yen < totals[0].yen * 0.2]
        found["tax_amount"] = (plausible or taxes)[0].region
    return found


def _labelled(layout: Layout, labels: tuple[str, ...]) -> list[_Amount]:
    """Amounts beside `labels`, in the order of the labels."""
    result: list[_Amount] = []
    seen: set[int] = set()
    for label in labels:
        for hit in layout.find(label):
            region = _amount_beside(layout, hit)
            if region is None:
                continue
            yen = _yen(region.raw)
            if yen is not None and id(region.texts[0].line) not in seen:
                seen.add(id(region.texts[0].line))
                result.append(_Amount(yen, region))
    return result


def _amount_beside(layout: Layout, hit: Hit) -> Region | None:
    """The first amount right of a label on its row, whatever rules stand between."""
    if hit.rest is not None and _yen(hit.rest.raw) is not None:
        return Region((hit.rest,), hit.rest.box, None)
    height = hit.box.height
    row = [
        t
        for t in layout.texts
        if t.box.x0 > hit.box.x1 - 5
        and t is not hit.text
        and abs(t.box.cy - hit.box.cy) < 0.75 * max(height, t.box.height)
    ]
    for text in sorted(row, key=lambda t: t.box.x0):
        if _yen(text.raw) is not None:
            return Region((text,), text.box, None)
    return None


def _marked(layout: Layout) -> list[_Amount]:
    """Large amounts that stand by themselves (金 … 円也, ￥…－), the largest print first."""
    found = []
    for text in layout.texts:
        if re.search(r"[¥￥円]|^金|也$", text.raw) or re.match(r"^[羊半Y][\d,.]{5,}", text.raw):
            yen = _yen(text.raw)
            if yen is not None and yen >= 1000:
                found.append(_Amount(yen, Region((text,), text.box, None)))
    return sorted(found, key=lambda a: -a.region.box.height)


def _yen(raw: str) -> int | None:
    value = parse_yen(re.sub(r"[(（](?:税込|税抜|税别|税別).*?[)）]?$", "", raw))
    return value if value is not None and value > 0 else None
