"""A paper's own number: behind its label, right of it, or under it."""

from __future__ import annotations

import re

from extractors.fields.amounts import NARROW
from extractors.fields.layout import Hit, Layout, Region, Text
from extractors.meanings import is_any_label, means
from models.values.dates import find_dates
from models.values.phone import find_phones

NUMBER_LABELS = (
    r"(?:領.|請求|見積|伝票|納品|注文|発行|文書|書類|管理|整理|取引|レシート|受付)(?:書|証)?\s?[I|l]?(?:[番潘蕃]号|N[oO0a]\.?|№|#)",
    r"(?:INVOICE|RECEIPT|QUOTATION|ESTIMATE|Invoice|Receipt)\s?(?:N[oO]\.?|#)|(?:INVOICE|RECEIPT|QUOTATION|ESTIMATE)(?=\s[A-Z]{1,4}-?\d)|伝票(?=\s?\d{3,}-\d|\s?\d{6,}(?!\d))|(?<!\S)伝\s?(?=[A-Z]-?\d{3})|(?:オーダー|注文|受注)\s?ID|受注(?:番号|N[oO]\.?|№)|(?:トリヒキ|取引)\s?[#＃]|レシート\s?[:：](?=\s?\d)|(?<!\S)#(?=\s?\d{3})",
    r"(?:番号|(?<![A-Za-z])N[oO0acCeº°](?![a-z])[.,]?|№|^N[.,]?(?=[A-Z]?\d{4}))",
)
"""What stands before a paper's number, the plainest words first."""

_CARD_SLIP = re.compile("カード.{0,4}売上票|クレジット.{0,4}(?:伝票|売上)")
NO_NUMBER = re.compile(
    r"(?:登録|電話|口座|お客[様さ]ま?|顧客|会員|レジ|商品|品番|事業者|担当者?|責任?者?|扱者?|郵便|承認|端末|決済|カード|支店|店|法人|FAX|工事|契約|整理券|型式|製造|ロット|保証書?)[:：.\s]*$"
)
"""What in front of it makes a number somebody else's."""


_WHAT_FOR = re.compile(r"\s*[(（]?[但伹](?:し書き?)?[、,\s]")
"""How the line begins that says what was paid for: a number in it is another paper's, 但、工事代金(請求番号2410-0087)."""
_CUT_NO = re.compile(r"(?:領収|請求|見積|伝票|納品|注文|発行)(?:書|証)?\s?N\s*")
_REST_OF_NO = re.compile(r"\s*[0oO°]\s?[.．:：]\s*(?=\d)")


_WHAT_FOR_ALONE = re.compile(r"\s*[(（]?[但伹](?:し書き?)?[)）:：、,]?\s*")
"""Likewise, where the word was read apart from what was paid for."""


def _says_what_for(layout: Layout, text: Text) -> bool:
    front = None if _WHAT_FOR.match(text.raw) else layout.in_front_of(text)
    return _WHAT_FOR.match(text.raw) is not None or (
        front is not None and _WHAT_FOR_ALONE.fullmatch(front.raw) is not None
    )


def _behind_cut_label(layout: Layout) -> Region | None:
    """The number behind a No. that was read in two: 伝票N and 0.122603."""
    for text in layout.texts:
        beside = next_on_row(layout, text) if _CUT_NO.fullmatch(text.raw.translate(NARROW)) else None
        rest = _REST_OF_NO.match(beside.raw.translate(NARROW)) if beside is not None else None
        if beside is not None and rest is not None and (length := _reference(beside.raw[rest.end() :])):
            part = beside.part(rest.end(), rest.end() + length)
            return Region((part,), part.box, None)
    return None


def paper_number(layout: Layout) -> Region | None:
    """The paper's own number: behind its label on the line, or right of it, or under it in a table."""
    if (cut := _behind_cut_label(layout)) is not None:
        return cut
    slips = [t.cell for t in layout.texts if t.cell is not None and _CARD_SLIP.search(t.raw)]
    for label in NUMBER_LABELS:
        plainly = label != NUMBER_LABELS[-1]
        pattern = re.compile(rf"{label}\s*[:：.]*\s*")
        for text in layout.texts:
            narrow = text.raw.translate(NARROW)
            matches = (m for m in pattern.finditer(narrow) if not NO_NUMBER.search(narrow[: m.start()]))
            match = next(matches, None)
            if match is None or text.line.vertical or _says_what_for(layout, text):
                continue
            if text.cell is not None and text.cell in slips:
                continue  # the number of the card's slip beside the receipt
            value = _reference(narrow[match.end() :], plainly=plainly)
            if value:
                part = text.part(match.end(), match.end() + value)
                return Region((part,), part.box, None)
            if match.end() < len(narrow.rstrip()):
                continue
            beside = next_on_row(layout, text)
            if beside is not None and (colon := re.match(r"\s*[:：]\s*(?=\S)", beside.raw)):
                beside = beside.part(colon.end())
            length = _reference(beside.raw.translate(NARROW)) if beside is not None else 0
            if beside is not None and length and not heads_amounts(layout, text):
                part = beside.part(0, length)
                return Region((part,), part.box, None)
    for text in layout.texts:
        named = means("document_number", text.raw) or re.fullmatch(f"{NUMBER_LABELS[0]}|伝票", text.raw.strip())
        if named and not re.search(r"登録|口座|電話", text.raw):
            hit = Hit(text, text.box, None, text.raw)
            for region in (layout.beside(hit), layout.below(hit)):
                if region is not None and region.texts and _reference(region.texts[0].raw.translate(NARROW)):
                    return Region((region.texts[0],), region.texts[0].box, None)
    return None


_ALONE = re.compile(
    r"\s*(?:(?:令和|平成)?\d{1,4}[年/.]\d{1,2}[月/.]\d{1,2}日?\s+)?"
    r"(?P<numbered>第\s?(?:[A-Z]{1,5}[-ー−]?)?\d[\dA-Z]*(?:\s?[-ー−]\s?[\dA-Z]+)+\s?号)\s*|"
    r"\s*(?P<number>(?:[A-Z]{1,5}-?|[領請見納契注発受]-)\d[\dA-Z]*(?:-[\dA-Z]+)*|\d{4}-\d{4}|0\d{5})\s*(?:[|｜/／].*)?"
)


def number_alone(layout: Layout) -> Region | None:
    """A number that stands by itself in the upper part of a paper without a label for it, the day in front of it or not:
    EST-000771, 令和8年6月24日 第8-0441号; None where several do.

    It may be a telephone's or a customer's: to be doubted.
    """
    head = 0.4 * layout.page.geometry.height
    matches = [(t, m) for t in layout.texts if t.box.cy < head and (m := _ALONE.fullmatch(t.raw.translate(NARROW)))]
    numbered = [t.part(*m.span("numbered")) for t, m in matches if m["numbered"]]
    alone = [(t, m) for t, m in matches if (front := layout.in_front_of(t)) is None or not is_any_label(front.raw)]
    found = numbered or [t.part(*m.span("number")) for t, m in alone if m["number"] and _may_be_its_own(m["number"])]
    found = found or [t for t in layout.texts if t.box.cy < head / 2 and _over_its_day(layout, t)]
    return Region((found[0],), found[0].box, None) if len(found) == 1 else None


_IN_GROUPS = re.compile(r"\s*\d{1,4}(?:[-ー−]\d{1,6}){1,3}\s*")


def _over_its_day(layout: Layout, text: Text) -> bool:
    """Whether a number in groups stands right over the day of a letter, set to the same margin: 26-1211-03 over
    令和8年12月11日."""
    if not _IN_GROUPS.fullmatch(text.raw) or find_dates(text.raw) or not _may_be_its_own(text.raw.strip()):
        return False
    height = text.box.height
    return any(
        0.7 * height < t.box.cy - text.box.cy < 2.5 * height
        and abs(t.box.x1 - text.box.x1) < height
        and (days := find_dates(t.raw))
        and days[0].end - days[0].start >= len(t.raw.strip()) - 1
        for t in layout.texts
    )


def _may_be_its_own(number: str) -> bool:
    """Whether a number alone is no telephone's, no registration and no postal code: 〒399-0743, read as T399-0743."""
    digits = len(re.findall(r"\d", number))
    return digits >= 4 and not find_phones(number) and not re.fullmatch(r"T-?\d[-\d]{9,}|[TＴ]\d{3}-\d{4}", number)


def _reference(raw: str, *, plainly: bool = False) -> int:
    """How many characters of `raw` are a number such as ``SK-R709-50`` or ``004020``, a hyphen lost or not; 0 where it
    begins with none. `plainly`: right in front of it stands whose number it is, 伝票No. 0914-07-3381, and what is built like
    a telephone's is none."""
    whole = re.match(r"\s*第\s?[\dA-Z][\dA-Z\-ー−]*\s?号", raw)
    if whole is not None:
        return whole.end()
    match = re.match(
        r"\s*(?:(?:\d{0,2}|[A-Z]{1,4})(?:領収|請求|見積|納品|契約|注文|[領請見納契注発受伝保])[\-ー−]?)?(?:[A-Za-z]{1,5}\s?[\-ー−·]?){0,3}\d[\dA-Z]*(?:\s?[\-ー−/]\s?[\dA-Z]+|\s\d{1,4}(?![\d年月日円号,:/]))*",
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
    return 0 if re.match(r"\s*T\s?\d{10}", raw) or (find_phones(match[0]) and not plainly) else match.end()


def _is_day(number: str, behind: str) -> bool:
    """Whether what looks like a number is a day; 20250517-091 is none, nor is S240902, which would be one of 昭和."""
    if re.fullmatch(r"\s*(?:20\d{6}\s?[\-ー−]\s?\d+|[MTSH]\d{5,6})", number):
        return False
    days = find_dates(number + behind)
    return bool(days) and not re.search(r"[\-ー−]\s?\d{2,}$", number[days[0].end :])


def next_on_row(layout: Layout, text: Text) -> Text | None:
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


def heads_amounts(layout: Layout, text: Text) -> bool:
    """Whether `text` (No) heads a table of goods."""
    return any(
        re.search(r"品名|数量|単価|単位|摘要|名称", t.raw) and abs(t.box.cy - text.box.cy) < 0.6 * text.box.height
        for t in layout.texts
    )
