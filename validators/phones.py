"""Telephone numbers: what kind of line they are, and how they are written in Japan.

The areas and their 市外局番 come from the ``phonenumbers`` package (Google's table of 総務省「電気通信番号計画」): offline.
"""

from __future__ import annotations

from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

import phonenumbers
from phonenumbers import PhoneNumberFormat, PhoneNumberType

from models.values.phone import parse_phone
from models.values.text import fold_dashes, squeeze
from validators.likeness import Verdict


class PhoneKind(StrEnum):
    FIXED = "fixed"
    MOBILE = "mobile"
    """070, 080, 090, and 060."""
    IP = "ip"
    """050"""
    TOLL_FREE = "toll_free"
    """0120, 0800"""
    SHARED = "shared"
    """0570: a service number, nobody's home."""
    OTHER = "other"
    """020, 0990 and the like."""

    @property
    def label_ja(self) -> str:
        return {
            "fixed": "固定電話", "mobile": "携帯電話", "ip": "IP電話", "toll_free": "フリーダイヤル等", "shared": "ナビダイヤル等", "other": "その他の電話",
        }[self.value]  # fmt: skip


class Phone(NamedTuple):
    """`parts` are the groups between the dashes, 市外局番 first; empty where the numbering plan has no such number."""

    digits: str
    kind: PhoneKind
    parts: tuple[str, ...]

    @property
    def assigned(self) -> bool:
        """Whether the numbering plan gives numbers of this form out. Not whether anybody answers."""
        return bool(self.parts)


_PREFIXES = (
    (("0800",), 11, PhoneKind.TOLL_FREE), (("0120",), 10, PhoneKind.TOLL_FREE), (("050",), 11, PhoneKind.IP),
    (("070", "080", "090", "060"), 11, PhoneKind.MOBILE), (("0570",), 10, PhoneKind.SHARED), (("020", "0990", "0180"), None, PhoneKind.OTHER),
)  # fmt: skip
_FIXED = (PhoneNumberType.FIXED_LINE, PhoneNumberType.FIXED_LINE_OR_MOBILE)


@lru_cache(maxsize=4096)
def describe(number: str) -> Phone | None:
    """What a telephone number is; None where it is none at all. Takes any way of writing (:func:`parse_phone`)."""
    digits = parse_phone(number)
    if digits is None:
        return None
    kind = next(
        (k for starts, length, k in _PREFIXES if digits.startswith(starts) and length in (None, len(digits))),
        PhoneKind.FIXED,
    )
    parsed = phonenumbers.parse(digits, "JP")
    known = phonenumbers.is_valid_number(parsed)
    if kind is PhoneKind.FIXED and known and phonenumbers.number_type(parsed) not in _FIXED:
        kind = PhoneKind.OTHER
    if not known:
        # 060 is given out since 2026: the table of an older package does not have it
        parts = (digits[:3], digits[3:7], digits[7:]) if digits.startswith("060") and len(digits) == 11 else ()
        return Phone(digits, kind, parts)
    written = phonenumbers.format_number(parsed, PhoneNumberFormat.NATIONAL)
    return Phone(digits, kind, tuple(written.split("-")))


def format_phone(number: str) -> str:
    """``0263-23-8152``: with the dashes where the area code ends; as written where the plan has no such number."""
    phone = describe(number)
    return "-".join(phone.parts) if phone and phone.parts else number


def grouped_right(text: str) -> Verdict:
    """Whether the dashes or brackets of `text` stand where the numbering plan puts them.

    They seldom matter to anybody, but a digit that was lost or added moves them: DISAGREE is a reason to look twice.
    UNKNOWN where `text` has no groups, or the plan has no such number.
    """
    phone = describe(text)
    groups = tuple(g for g in _groups(text) if g)
    if phone is None or not phone.parts or len(groups) < 3:
        return Verdict.UNKNOWN
    return Verdict.AGREE if groups == phone.parts else Verdict.DISAGREE


def _groups(text: str) -> list[str]:
    bare = fold_dashes(squeeze(text)).translate(str.maketrans("()", "--"))
    return "".join(c if c.isdigit() or c == "-" else "" for c in bare).split("-")
