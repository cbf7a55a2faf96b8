"""Numbers and marks that name one thing: invoice and corporate numbers, document, customer, model, serial numbers."""

from __future__ import annotations

import re

from models.values.numbers import CONFUSABLE_DIGITS, to_digits
from models.values.text import fold_dashes, nfkc, squeeze, tidy, twin_kana, without_spaces

_INVOICE_IN_TEXT = re.compile(r"(?<![A-Z0-9])T\s?-?((?:\d[\s\-]?){13})(?!\d)")
_INVOICE_LABEL = re.compile(r"^(?:適格請求書発行事業者)?(?:登録番号|事業者番号|インボイス番号|番号)[:]?")


def parse_invoice_number(text: str) -> str | None:
    """``T`` and 13 digits (適格請求書発行事業者 登録番号); None for anything else. The check digit is not looked at.

    A missing T is not supplied: 13 digits alone are a corporate number.
    """
    rest = _INVOICE_LABEL.sub("", squeeze(text).upper())
    if not rest or rest[0] not in "TＴ丁┬":
        return None
    digits = to_digits(rest[1:])
    return f"T{digits}" if digits is not None and len(digits) == 13 else None


def find_invoice_numbers(text: str) -> list[str]:
    """Every invoice number in running text, in order."""
    return ["T" + re.sub(r"\D", "", m[1]) for m in _INVOICE_IN_TEXT.finditer(fold_dashes(nfkc(text)).upper())]


def check_digit(body: str) -> int:
    """The check digit of a corporate number 法人番号 from its other twelve digits.

    ``9 - (sum of Pn*Qn mod 9)``, Pn the n-th digit from the right, Qn = 1 for odd n and 2 for even n.
    Source: 法人番号の指定等に関する省令 第2条.

    Raises:
        ValueError: `body` is not twelve digits.
    """
    if not re.fullmatch(r"[0-9]{12}", body):
        raise ValueError("a corporate number has twelve digits behind its check digit")
    return 9 - sum(int(d) * (1 if n % 2 == 0 else 2) for n, d in enumerate(reversed(body))) % 9


def checks_out(number: object) -> bool:
    """Whether an invoice number ``T…`` is whole and its check digit right: a number with a line through it reads otherwise."""
    parsed = parse_invoice_number(number) if isinstance(number, str) else None
    return parsed is not None and int(parsed[1]) == check_digit(parsed[2:])


def parse_corporate_number(text: str) -> str | None:
    """The 13 digits of a corporate number 法人番号; None otherwise. The check digit is not looked at."""
    digits = to_digits(text)
    return digits if digits is not None and len(digits) == 13 else None


def parse_reference(text: str) -> str | None:
    """A document's, decision's or batch's number as written: no spaces, one kind of dash; None where none can stand.

    Letters, kana and kanji stay, in their width: ``長野県指令８地福第277号``, ``ウ740398``, ``A5301-02``.
    """
    rest = re.sub(r"^(?:No\.?|Ｎｏ\.?|№)[:：]?(?=.)", "", without_spaces(text))
    rest = re.sub(r"^日?付?け(?=[^第]*第)", "", rest)  # of the day in front of it: 令和8年9月1日付け 8地福第318号
    rest = re.sub(r"(?<=\w)[‐‑‒–—―−－─━](?=\w)", "-", rest).strip(".,:;、。|_：．")
    return rest if re.search(r"[0-9０-９A-Za-z\u3040-\u9fff]", rest) else None


def parse_customer_number(text: str) -> str | None:
    """A customer's number お客様番号: digits and dashes as written, a letter or more in front; None where anything else
    stands."""
    rest = fold_dashes(squeeze(re.sub(r"^(?:お客様番号|顧客番号|No\.?)[:：]?", "", text))).strip("-.:")
    lettered = _LETTERS_IN_FRONT.match(rest)
    front = lettered[0] if lettered else ""
    digits = "".join(c if c == "-" else c.translate(CONFUSABLE_DIGITS) for c in rest[len(front) :])
    return front + digits if re.fullmatch(r"[0-9]+(?:-[0-9]+)*", digits) and to_digits(digits) else None


_LETTERS_IN_FRONT = re.compile(r"[A-Z]{2,4}-(?=\S*\d)|[A-Z]{2,4}(?=\d{4})|[ACEFHJKMNPRTUVWXY]-?(?=\d{4})")
"""Letters that a customer's number begins with; a single one only if it is like no digit."""


MODEL_KEYS = frozenset(("model", "serial_number"))
"""Entries of Latin letters and digits that no dictionary knows."""
STROKE_AT_END = re.compile(r"[A-Za-z0-9]\s*[|\\/}\])]\s*$")
"""A stroke behind a model's last letter that is no part of its value: a slanted 1, perhaps."""


_LONG_KANA = re.compile("(?<=[ぁ-ゖァ-ヺ])ー")


_TIMES = re.compile(r"\s+×\s*\d{1,2}(?:台|基|個|枚|本|式|セット)?$")
"""How many of a model, behind it: FDTZ1606HP5S ×4."""


def parse_model(text: str) -> str | None:
    """A model or serial number: half width, ``-`` for every dash, spaces inside as one, case as on paper.

    None where no letter or digit stands in it. What makes a kana long is no dash: プラマードU.
    """
    parts = _LONG_KANA.split(tidy(nfkc(text)))
    rest = "ー".join(fold_dashes(part) for part in parts)
    rest = re.sub(r"^(?:型式|型番|品番|型名|製造番号|S/N|No\.)\s?[:]?\s?(?=.)", "", rest).strip(" .,:;、。|_-")
    rest = _TIMES.sub("", re.sub(r"\s*-\s*", "-", rest))
    if rest.endswith(")") and rest.count("(") < rest.count(")"):
        rest = rest[:-1].rstrip()  # of the brackets that a form prints around its entry
    return rest if re.search(r"[0-9A-Za-z]", rest) else None


def parse_text(text: str) -> str | None:
    """Free text as written (description, equipment, manufacturer): trimmed, without the colon that parts it from its label;
    None where nothing stands."""
    words = twin_kana(tidy(re.sub(r"^\s*[:：]", "", text)))
    return _WORKS.sub("工", _SUNK.sub("設", words)) or None


_WORKS = re.compile("(?<=[\u4e00-\u9fff][重鉄])エ(?![アコネナレクフス])")
"""工 read as the katakana of its shape, at the end of a maker's first name: 三菱重エサーマルシステムズ."""
_SUNK = re.compile("没(?=[備置計])|(?<=[施建仮])没")
"""設 as engines misread it, in words that have no 没: 没備, 施没."""
