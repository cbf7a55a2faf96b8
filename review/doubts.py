"""What a person typed that can be right but seldom is. Pure.

Nothing here is refused: the page says what is odd, and the same text once more is taken, because the paper may say just
that. So a digit that was left out is noticed while the paper is still in sight.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

from django.utils.translation import gettext as _

from models.documents import Value
from models.values.fields import YEN_KEYS, is_date
from models.values.identifiers import check_digit, parse_invoice_number
from models.values.keys import alike
from models.values.text import nfkc

#: An amount as most people type it: nothing was worked out.
_PLAIN_YEN = re.compile(r"[\s¥￥\\金]*[-−▲△]?[\d,，.\s]+(?:円|也|-|ー|―)*\s*")


@dataclass(frozen=True)
class Doubt:
    """What is odd about a typed value."""

    said: str
    instead: str = ""
    """What stands in the input then, where it is not what was typed."""


def doubt(key: str, text: str, value: Value, today: dt.date) -> Doubt | None:
    """What is odd about `text`, typed into entry `key` and understood as `value`; None where nothing is."""
    known = alike(key)
    if known == "account_number" and isinstance(value, str):
        return _account_number(text, value)
    if known == "invoice_number":
        return _invoice_number(text)
    if known in YEN_KEYS and isinstance(value, int) and not _PLAIN_YEN.fullmatch(nfkc(text)):
        return Doubt(_("{yen}円と読みました。").format(yen=f"{value:,}") + same_again(), instead=f"{value:,}")
    if is_date(key) and isinstance(value, str) and dt.date.fromisoformat(value) > today:
        return Doubt(_("今日より後の日付です。") + same_again())
    return None


def _account_number(text: str, number: str) -> Doubt | None:
    digits = re.sub(r"\D", "", nfkc(text))
    if len(digits) >= len(number):
        return None
    said = _("{n}桁しか打たれていないので、前に0を補って7桁にしました。").format(n=len(digits))
    return Doubt(said + same_again(), instead=number)


def _invoice_number(text: str) -> Doubt | None:
    number = parse_invoice_number(text)
    if number is None:
        return Doubt(_("登録番号は T と13桁の数字です。") + same_again())
    if int(number[1]) != check_digit(number[2:]):
        return Doubt(_("登録番号の検査数字が合いません。どこかの数字が違うかもしれません。") + same_again())
    return None


def same_again() -> str:
    """How a doubt is answered: what the page says behind each."""
    return _("紙面のとおりなら、もう一度 Enter を押してください。")
