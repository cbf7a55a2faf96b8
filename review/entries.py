"""A field's value as a person sees and types it, and back to the canonical value. Pure.

People type as they read: 令和8年2月12日, 161-0033, ￥286,000, ㈱. What they type is brought into the canonical form of
the results format by the same parsers the machine uses; what no parser accepts is refused with an example, never
stored half-understood. Free text and names are taken as typed, spaces dropped where the canonical form has none.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher
from enum import StrEnum
from typing import Any

from django.utils.dates import WEEKDAYS_ABBR
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from models.documents import Value
from models.errors import UketsukeError
from models.labels import COLUMNS
from models.values.dates import format_era
from models.values.fields import is_date, parse_field
from models.values.keys import alike
from models.values.postal import format_postal
from models.values.text import nfkc, squeeze, tidy


class EntryError(UketsukeError):
    """What was typed cannot be the value of this entry; `message_ja` says what is expected."""

    code = "C002"
    message_ja = "この項目の値として読めません。"
    instead = ""
    """What stands in the input then, where it is not what was typed."""

    def __init__(self, detail: str, *, message_ja: str, cell: str = "") -> None:
        super().__init__(detail, message_ja=message_ja)
        self.cell = cell
        """The input of a row list that was refused; empty for other entries."""


class OddEntryError(EntryError):
    """What was typed is seldom right; typed once more, it is taken."""

    code = "C007"

    def __init__(self, detail: str, *, message_ja: str, instead: str = "", cell: str = "") -> None:
        super().__init__(detail, message_ja=message_ja, cell=cell)
        self.instead = instead


class Shape(StrEnum):
    """How an entry is shown and typed."""

    DATE = "date"
    YEN = "yen"
    COUNT = "count"
    POSTAL = "postal"
    PHONE = "phone"
    DIGITS = "digits"
    KANA = "kana"
    HOLDER = "holder"
    CHOICE = "choice"
    WORD = "word"
    """Text without spaces: names, addresses, banks, numbers with letters in them."""
    TEXT = "text"
    ROWS = "rows"


_SHAPE_OF: dict[str, Shape] = {
    **dict.fromkeys(
        ["purchase_amount", "total_cost", "subsidy_amount", "total_amount", "subtotal_amount", "tax_amount"], Shape.YEN
    ),
    **dict.fromkeys(["bank_code", "branch_code", "account_number", "yucho_symbol", "yucho_number"], Shape.DIGITS),
    **dict.fromkeys(["phone", "proxy_phone"], Shape.PHONE),
    **dict.fromkeys(
        [
            *("applicant_name", "representative_name", "account_holder", "payer_name", "proxy_contact"),
            *("vendor_name", "issuer_name", "proxy_name", "address", "proxy_address", "bank_name", "branch_name"),
            *("invoice_number", "capacity"),
        ],
        Shape.WORD,
    ),
    **dict.fromkeys(COLUMNS, Shape.ROWS),
    "contract_count": Shape.COUNT,
    "postal_code": Shape.POSTAL,
    "applicant_kana": Shape.KANA,
    "account_holder_kana": Shape.HOLDER,
    "account_type": Shape.CHOICE,
}

#: Shapes whose text must be understood; the others are taken as typed where no parser knows better.
_EXPECTED_JA: dict[Shape, Any] = {
    Shape.DATE: gettext_lazy("日付で入力してください（例：令和8年2月12日、2026/2/12、R8.2.12）。"),
    Shape.YEN: gettext_lazy("金額を数字で入力してください（例：286,000）。"),
    Shape.COUNT: gettext_lazy("数で入力してください（例：2）。"),
    Shape.POSTAL: gettext_lazy("郵便番号は7桁の数字で入力してください（例：160-0023）。"),
    Shape.PHONE: gettext_lazy("電話番号は市外局番から数字で入力してください（例：03-1234-5678）。"),
    Shape.DIGITS: gettext_lazy("数字だけで入力してください。"),
    Shape.KANA: gettext_lazy("フリガナはカナで入力してください（例：サトウハナコ）。"),
    Shape.HOLDER: gettext_lazy("口座名義はカナで入力してください（例：サトウハナコ、カ）ミドリデンキ）。"),
    Shape.CHOICE: gettext_lazy("普通・当座・貯蓄のどれかを入力してください。"),
}
_EXPECTED_OF_KEY_JA: dict[str, Any] = {
    "account_number": gettext_lazy("口座番号は7桁までの数字で入力してください（例：0123456）。"),
    "bank_code": gettext_lazy("金融機関コードは4桁の数字で入力してください（例：0162）。"),
    "branch_code": gettext_lazy("支店コードは3桁の数字で入力してください（例：010）。"),
}


def shape_of(key: str) -> Shape:
    """How the entry `key` is shown and typed; free text where nobody said more."""
    return Shape.DATE if is_date(key) else _SHAPE_OF.get(alike(key), Shape.TEXT)


def is_chosen(key: str) -> bool:
    """Whether this entry is one of a form's choices: then a digit picks one. In every other entry it is a digit."""
    return shape_of(key) is Shape.CHOICE


def is_numeric(key: str) -> bool:
    """Whether this entry is typed with digits."""
    return shape_of(key) in {Shape.DATE, Shape.YEN, Shape.COUNT, Shape.POSTAL, Shape.PHONE, Shape.DIGITS}


def day_as_written(value: Value, raw: str) -> str:
    """A date as its paper writes it: western where a four-digit year stands there, else 和暦."""
    try:
        day = date.fromisoformat(str(value))
    except ValueError:
        return str(value)
    written = nfkc(raw)
    if any(str(year) in written for year in (day.year,)):
        return f"{day.year}年{day.month}月{day.day}日"
    try:
        return format_era(day)
    except ValueError:
        return f"{day.year}年{day.month}月{day.day}日"


def _phone(key: str, digits: str, raw: str) -> str:
    """A telephone number as its paper groups it, where the paper says the same number."""
    written = squeeze(raw)
    if parse_field(key, written) == digits and not any(c.isalpha() for c in written):
        return written
    return f"{digits[:3]}-{digits[3:7]}-{digits[7:]}" if len(digits) == 11 else digits


def as_typed(key: str, value: Value, raw: str = "") -> str:
    """The value as it stands in the input: as a person would write it, and as `canonical` reads it back."""
    if value is None or isinstance(value, list):
        return ""
    match shape_of(key):
        case Shape.DATE:
            return day_as_written(value, raw)
        case Shape.YEN if isinstance(value, int):
            return f"{value:,}"
        case Shape.POSTAL if len(str(value)) == 7:
            return format_postal(str(value))
        case Shape.PHONE:
            return _phone(key, str(value), raw)
        case _:
            return str(value)


def as_shown(key: str, value: Value, raw: str = "", *, blank: bool = False) -> str:
    """The value in a sentence or table: amounts with 円, an empty entry as （空欄）, an unread one as （読めていません）."""
    if value is None or value == "" or value == []:
        return _("（空欄）") if blank else _("（読めていません）")
    if isinstance(value, list):
        return _("%(n)s行") % {"n": len(value)}
    typed = as_typed(key, value, raw)
    return _("%(yen)s円") % {"yen": typed} if shape_of(key) is Shape.YEN else typed


def hint(key: str, value: Value, raw: str = "") -> str:
    """A second look at the value below the input: dates in the other calendar, amounts in 万."""
    if value is not None and shape_of(key) is Shape.DATE:
        try:
            day = date.fromisoformat(str(value))
        except ValueError:
            return ""
        western = f"{day.year}年{day.month}月{day.day}日"
        if get_language() == "en":
            other = day.isoformat()
        else:
            other = format_era(day) if day_as_written(value, raw) == western and day.year > 1873 else western
        return f"＝ {other}（{WEEKDAYS_ABBR[day.weekday()]}）"
    in_man = shape_of(key) is Shape.YEN and get_language() != "en"
    if in_man and isinstance(value, int) and abs(value) >= 10_000:
        man, rest = divmod(abs(value), 10_000)
        return f"＝ {man:,}万{f'{rest:,}' if rest else ''}円"
    return _("数字を打つと直せます。") if is_numeric(key) else _("文字を打つと直せます。")


def canonical(key: str, typed: str) -> Value:
    """The canonical value of what a person typed into entry `key`.

    Raises:
        EntryError: nothing was typed, or it cannot be the value of this entry.
    """
    text = tidy(typed)
    shape = shape_of(key)
    if not text:
        raise EntryError("empty", message_ja=_("値が空です。値がないときは F4 で理由を選んでください。"))
    value = parse_field(key, text)
    if value is not None:
        return value
    if shape in _EXPECTED_JA:
        raise EntryError("not readable", message_ja=str(_EXPECTED_OF_KEY_JA.get(key, _EXPECTED_JA[shape])))
    return squeeze(text) if shape is Shape.WORD else text


# ── differences ────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class Piece:
    text: str
    differs: bool


def difference(text: str, other: str) -> tuple[Piece, ...]:
    """`text` cut into pieces, those that `other` does not have marked."""
    if text == other or not other:
        return (Piece(text, False),)
    pieces = []
    for tag, a0, a1, _b0, _b1 in SequenceMatcher(None, text, other, autojunk=False).get_opcodes():
        if a1 > a0:
            piece = text[a0:a1]
            # hyphens, commas and brackets are how a number is written, not what it says
            pieces.append(Piece(piece, tag != "equal" and any(c.isalnum() or c == "○" for c in piece)))
    return tuple(pieces) or (Piece(text, False),)
