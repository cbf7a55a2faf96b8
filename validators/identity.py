"""Numbers that check themselves: corporate numbers and invoice registration numbers."""

from __future__ import annotations

from models.values.identifiers import check_digit, parse_corporate_number, parse_invoice_number
from validators.likeness import Verdict


def check_corporate_number(number: str | None) -> Verdict:
    """Whether the check digit of a 法人番号 is right; unknown for anything that is not 13 digits."""
    digits = parse_corporate_number(number) if number else None
    if digits is None:
        return Verdict.UNKNOWN
    return Verdict.AGREE if int(digits[0]) == check_digit(digits[1:]) else Verdict.DISAGREE


def check_invoice_number(number: str | None) -> Verdict:
    """Whether the check digit of an invoice number ``T…`` is right; unknown for anything of another form.

    Sole proprietors' numbers are built the same way (消費税法 第57条の2, 国税庁 登録番号の構成).
    """
    parsed = parse_invoice_number(number) if number else None
    return check_corporate_number(parsed[1:]) if parsed else Verdict.UNKNOWN


def digits_that_would_fit(number: str) -> list[str]:
    """The numbers with a right check digit that differ from an invoice number in one digit engines confuse.

    For a wrong number: its possible true readings. Empty where `number` is none, or is right already.
    """
    parsed = parse_invoice_number(number)
    if parsed is None or check_invoice_number(parsed) is Verdict.AGREE:
        return []
    fits = []
    for i in range(1, 14):
        for other in _LIKE.get(parsed[i], ""):
            candidate = parsed[:i] + other + parsed[i + 1 :]
            if check_invoice_number(candidate) is Verdict.AGREE:
                fits.append(candidate)
    return fits


_LIKE = {"0": "689", "1": "74", "2": "7", "3": "8", "4": "91", "5": "6", "6": "580", "7": "12", "8": "360", "9": "48"}
