"""Tapes of tills, which carry no title: レシート of home centres, electronics shops, card terminals."""

from __future__ import annotations

import re

from models.pages import PageReading
from models.values.text import squeeze

_TOTAL = re.compile(
    "(?:総合計|合計|お?会計|お?買い?上げ?(?:合?計|額)|計|ご?(?:取引|利用)金額|ゴウ[ケヶ]?イ)(?:金?額)?(?:[(（].*|[¥\\\\].*)?"
)
_AMOUNT = re.compile(r"[¥\\]?\d{1,3}(?:[,.]\d{3})*(?:円|-)?$")
_PAID = re.compile(
    "現金|ゲンキン|クレジット|カード|お?預り|お?釣り?|電子マネー|商品券|支払い?済|掛売|(?i:visa|jcb|master|amex|paypay|suica|[dq]r?決済)"
)
_MINUTE = re.compile(r"(?<!\d)(?:[01]?\d|2[0-3])[:時][0-5]\d(?!\d)")
_OTHER_SIGNS = tuple(
    re.compile(p)
    for p in (
        "レジ|担当|責(?:任)?(?:no|№)|キャッシャ|係[:員]|扱者",
        r"点数|\d点",
        r"@\d",
        "ポイント",
        "ありがとうございま|またの(?:ご?来店|お越し)|お客[様さ]ま?控",
        r"[内外]税|消費税|ショウヒゼイ|税抜|税\d+%|\d+%対象",
        r"T[-・ー]?\d[-\d]{12,}|登録番号|インボイス|適格請求書",
        "レシート|伝票|デンピョウ|取引(?i:no)",
        "(?:端末|承認|決済|会員|伝票)番号",
        r"部門\d",
        "リョウシュウ(?:ショ|シマシタ|イタシマシタ)",
    )
)
_ENOUGH = 4


def shows_a_sale(page: PageReading) -> bool:
    """Whether a page without a title is a till's: a total with its amount, how it was paid or at which minute, and four
    such signs in all. Invoices and estimates have a total, its tax and a registered number, too, but neither of those."""
    texts = [squeeze(x.text) for x in page.lines]
    paid = any(_PAID.search(t) for t in texts)
    minute = any(_MINUTE.search(x.text) for x in page.lines)
    signs = paid + minute + sum(any(sign.search(t) for t in texts) for sign in _OTHER_SIGNS)
    return (paid or minute) and signs >= _ENOUGH and _has_a_total(page)


def _has_a_total(page: PageReading) -> bool:
    amounts = [x for x in page.lines if _AMOUNT.search(squeeze(x.text))]
    totals = [x for x in page.lines if _TOTAL.fullmatch(squeeze(x.text))]
    return any(a.box.y0 < t.box.cy < a.box.y1 for t in totals for a in amounts)
