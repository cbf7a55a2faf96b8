"""Receipts, invoices and estimates of any layout: A4, till roll, receipt book, letter."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from extractors.fields.amounts import NARROW, yen_of
from extractors.fields.boxedsums import boxed_total
from extractors.fields.certainty import doubt_place
from extractors.fields.entries import Sheet, field_from
from extractors.fields.issuedays import day_in, doubt_day, issue_day
from extractors.fields.itemrows import TILL_WORDS
from extractors.fields.layout import Hit, Layout, Region, Text
from extractors.fields.lineitems import line_items
from extractors.fields.overstamped import further_left, lift_seal, reread
from extractors.fields.parties import addressee, issuer, issuing_company
from extractors.fields.people import person_on
from extractors.fields.readings import Parse
from extractors.fields.totals import sum_of, totals_on, unread_total
from extractors.folding import fold
from extractors.meanings import means
from models.documents import Field, Value
from models.geometry import Box
from models.values.dates import find_dates
from models.values.fields import parse_field
from models.values.identifiers import find_invoice_numbers, parse_invoice_number
from models.values.phone import find_phones

NUMBER_LABELS = (
    r"(?:領.|請求|見積|伝票|納品|注文|発行|文書|書類|管理|整理|取引|レシート|受付)(?:書|証)?\s?[I|l]?(?:[番潘蕃]号|N[oO0a]\.?|№|#)",
    r"(?:番号|(?<![A-Za-z])N[oO0acCeº°](?![a-z])[.,]?|№|^N[.,]?(?=[A-Z]?\d{4}))",
)
"""What stands before a paper's number, the plainest words first."""

_TOTALS = re.compile(r"\s*(?:税抜|税込|消費税|合\s?計|小\s?計|総額|税額|金額)")
_CARD_SLIP = re.compile("カード.{0,4}売上票|クレジット.{0,4}(?:伝票|売上)")
NO_NUMBER = re.compile(
    r"(?:登録|電話|口座|お客[様さ]ま?|顧客|会員|レジ|商品|品番|事業者|担当者?|郵便|承認|端末|カード|支店|店|法人|FAX|工事|契約|整理券|型式|製造|保証書?)[:：.\s]*$"
)
"""What in front of it makes a number somebody else's."""

DESCRIPTION_LABELS = (
    "工事件名", "工事名称", "工事名", "工事(現場)名", "案件名", "件名", "但し書き", "但し書", "但書き", "但書", "但し", "但", "ただし", "摘要:", "摘要",
)  # fmt: skip
_BEFORE_LABEL = re.compile(r"(?:[\d①-⑳]{1,2}[.,:)・]?)?(?:[ご御](?:照会|依頼|注文|請求|見積)?)?(?=件名|工事|案件|摘要)")
"""A number of the list and a word of courtesy in front of a label: 1. 件名, 御照会件名."""
_STROKE_OF_LABEL = re.compile(r"但[レL](?![ンッジスベバー])")
"""但し whose し was read as レ: 但レエコキュート; 但 レンジフード stays."""


def extract_money_paper(sheets: Sequence[Sheet]) -> dict[str, Field]:
    """The entries of a receipt, invoice or estimate, whose further pages may go on with its line items."""
    sheet = replace(sheets[0], clean=sheets[0].clean.copy())  # seals are lifted from it
    layout = sheet.layout
    day = issue_day(layout)
    found: dict[str, Region | None] = {
        "issue_date": day.region if day is not None else None,
        "document_number": _number(layout),
        "payer_name": addressee(layout) or (None if _is_slip(layout) else person_on(layout)),
        "description": _description(layout),
        "invoice_number": _invoice_number(sheet),
    }
    payer = found["payer_name"]
    company = issuer(layout, payer.texts if payer else ())
    parsers: dict[str, Parse] = {"invoice_number": _registration, "issue_date": day_in, "description": _paid_for}
    fields = {
        key: field_from(sheet, key, region, parse=parsers.get(key))
        for key, region in found.items()
        if region is not None
    }
    if day is not None and day.doubted:
        doubt_day(fields["issue_date"])
    if company is not None:
        fields["issuer_name"] = issuing_company(sheet, "issuer_name", company)
    totals = totals_on(layout)
    stated = {a.yen for a in (totals.total, *totals.subtotal) if a is not None} | {sum(a.yen for a in totals.subtotal)}
    if totals.total is not None:
        stated.add(totals.total.yen - sum(a.yen for a in totals.tax))
    items = line_items(sheets, sorted(stated - {0}))
    regions = totals.regions()
    if totals.total is None and (unread := unread_total(layout)) is not None:
        regions["total_amount"] = _wholly(sheet, unread, totals.sum)
    for key, region in regions.items():
        several = len(region.texts) > 1
        fields[key] = field_from(sheet, key, region, parse=sum_of if several else yen_of)
    if (boxed := boxed_total(sheet)) is not None:
        _put_total(fields, boxed)
    if items is not None:
        fields["line_items"] = items
    return fields


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


def _number(layout: Layout) -> Region | None:
    """The paper's own number: behind its label on the line, or right of it, or under it in a table."""
    slips = [t.cell for t in layout.texts if t.cell is not None and _CARD_SLIP.search(t.raw)]
    for label in NUMBER_LABELS:
        pattern = re.compile(rf"{label}\s*[:：.]*\s*")
        for text in layout.texts:
            narrow = text.raw.translate(NARROW)
            match = pattern.search(narrow)
            if match is None or NO_NUMBER.search(narrow[: match.start()]) or text.line.vertical:
                continue
            if text.cell is not None and text.cell in slips:
                continue  # the number of the card's slip beside the receipt
            value = _reference(narrow[match.end() :])
            if value:
                part = text.part(match.end(), match.end() + value)
                return Region((part,), part.box, None)
            if match.end() < len(narrow.rstrip()):
                continue
            beside = _next_on_row(layout, text)
            if beside is not None and (colon := re.match(r"\s*[:：]\s*(?=\S)", beside.raw)):
                beside = beside.part(colon.end())
            length = _reference(beside.raw.translate(NARROW)) if beside is not None else 0
            if beside is not None and length and not _is_amount_heading(layout, text):
                part = beside.part(0, length)
                return Region((part,), part.box, None)
    for text in layout.texts:
        if means("document_number", text.raw) and not re.search(r"登録|口座|電話", text.raw):
            hit = Hit(text, text.box, None, text.raw)
            for region in (layout.beside(hit), layout.below(hit)):
                if region is not None and region.texts and _reference(region.texts[0].raw.translate(NARROW)):
                    return Region((region.texts[0],), region.texts[0].box, None)
    return None


def _reference(raw: str) -> int:
    """How many characters of `raw` are a number such as ``SK-R709-50`` or ``004020``, a hyphen lost or not; 0 where it
    begins with none."""
    match = re.match(
        r"\s*(?:\d{0,2}[領請見納契注発受伝][\-ー−]?)?(?:[A-Za-z]{1,5}\s?[\-ー−]?){0,3}\d[\dA-Z]*(?:\s?[\-ー−/]\s?[\dA-Z]+|\s\d{1,4}(?![\d年月日円号,:]))*",
        raw,
    )
    if match is None or len(re.findall(r"\d", match[0])) < 2:
        return 0
    rest = raw[match.end() :]
    if rest[:1] in ("年", "月", "日", "円", "点", ",", ":", "％", "%") or _is_day(
        match[0], raw[match.end() : match.end() + 1]
    ):
        return 0
    if re.match(r"[ぁ-んァ-ヺ]", rest):
        return 0  # No.8653レジ7768: the till's
    return 0 if re.match(r"\s*T\s?\d{10}", raw) or find_phones(match[0]) else match.end()


def _is_day(number: str, behind: str) -> bool:
    """Whether what looks like a number is a day; 20250517-091 is none."""
    days = find_dates(number + behind)
    return bool(days) and not re.search(r"[\-ー−]\s?\d{2,}$", number[days[0].end :])


def _next_on_row(layout: Layout, text: Text) -> Text | None:
    """What stands next right of `text`, close to it."""
    row = [
        t
        for t in layout.texts
        if t is not text
        and t.box.x0 >= text.box.x1 - 0.4 * text.box.height
        and abs(t.box.cy - text.box.cy) < 0.6 * max(t.box.height, text.box.height)
    ]
    nearest = min(row, key=lambda t: t.box.x0, default=None)
    return nearest if nearest is not None and nearest.box.x0 - text.box.x1 < 12 * text.box.height else None


def _is_amount_heading(layout: Layout, text: Text) -> bool:
    """Whether `text` (No) heads a table of goods."""
    return any(
        re.search(r"品名|数量|単価|単位|摘要|名称", t.raw) and abs(t.box.cy - text.box.cy) < 0.6 * text.box.height
        for t in layout.texts
    )


def _paid_for(raw: str) -> Value:
    """What was paid for; 一 of 一式, one stroke, is read as ー."""
    return parse_field("description", re.sub("ー(?=式)", "一", raw))


def _description(layout: Layout) -> Region | None:
    """What was paid for: behind 件名 or 但, without the closing として, 代として."""
    for label in DESCRIPTION_LABELS:
        wanted = fold(label)
        for text in layout.texts:
            plain, origin = text.plain
            ahead = _BEFORE_LABEL.match(plain)
            start = ahead.end() if ahead else 0
            if not plain.startswith(wanted, start) or (label == "摘要" and _is_amount_heading(layout, text)):
                continue
            start += len(wanted) + (label == "但" and _STROKE_OF_LABEL.match(plain, start) is not None)
            while start < len(plain) and plain[start] in ":、,.・":
                start += 1
            texts = [text.part(origin[start])] if start < len(plain) else []
            if not texts:
                hit = Hit(text, text.box, None, label)
                beside = layout.beside(hit)
                texts = _in_one_run(
                    [t for t in beside.texts if abs(t.box.cy - text.box.cy) < 0.7 * max(t.box.height, text.box.height)]
                    if beside
                    else []
                )
            texts = [t for t in (_without_closing(t) for t in texts) if t is not None]
            if texts:
                return Region(tuple(texts), Box.around(t.box for t in texts), None)
    return None


def _in_one_run(texts: Sequence[Text]) -> list[Text]:
    """`texts` of a row up to the first wide gap: behind it stands another column."""
    run: list[Text] = []
    for text in sorted(texts, key=lambda t: t.box.x0):
        if run and (text.box.x0 - run[-1].box.x1 > 3 * text.box.height or _TOTALS.match(text.raw)):
            break
        run.append(text)
    return run


def _without_closing(text: Text) -> Text | None:
    match = re.search(r"\s*(?:として|と[しレ]て)(?:[\s、。,]|上記|$).*$|(?<![落おオ])とし$", text.raw)
    if match is None:
        return text
    return text.part(0, match.start()) if match.start() > 0 else None


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
            if re.search(r"登録番号[:：\s]*$", t.raw) and (beside := _next_on_row(layout, t)) is not None
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
    """Whether a till printed the paper: tills know no customers."""
    return any(TILL_WORDS.search(t.raw) for t in layout.texts)
