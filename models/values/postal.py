"""Postal codes 郵便番号."""

from __future__ import annotations

import re

from models.values.numbers import CONFUSABLE_DIGITS, to_digits
from models.values.text import fold_dashes, nfkc, squeeze

#: What 〒 becomes when an engine does not know it.
_MARK = re.compile(r"^(?:郵便番号|〒|〶|T|テ|干|丁|F|モ|:|・|=|\(|\))+")
_IN_TEXT = re.compile(r"(?<![\d\-])(\d{3})\s?-\s?(\d{4})(?!\s?-|\d)")
#: Of a box for each digit; what stands behind is no further number, as in 090 - 1234 - 5678.
_BOXED_IN_TEXT = re.compile(r"(?<![\d\-])(?<!\d\s)(\d(?:\s?\d){2})\s?-\s?(\d(?:\s?\d){3})(?!\s?[\d\-])")
_MARKED_IN_TEXT = re.compile(r"〒\s?(\d(?:\s?\d){2})\s?-?\s?(\d(?:\s?\d){3})(?![\d])")


def parse_postal(text: str) -> str | None:
    """Seven digits of a postal code, with or without 〒, dash and spaces; None where it is not exactly seven."""
    digits = to_digits(_MARK.sub("", squeeze(text)))
    return digits if digits is not None and len(digits) == 7 else None


def find_postal(text: str) -> list[str]:
    """Every postal code in running text: after 〒, or as ``123-4567`` or ``1 2 3-4 5 6 7`` standing alone (no phone number)."""
    canon = fold_dashes(nfkc(text)).translate({ord(c): CONFUSABLE_DIGITS[ord(c)] for c in "○◯"})
    hits: dict[int, str] = {}
    for pattern in (_MARKED_IN_TEXT, _IN_TEXT, _BOXED_IN_TEXT):
        for m in pattern.finditer(canon):
            hits.setdefault(m.start(1), re.sub(r"\s", "", m[1] + m[2]))
    return [hits[at] for at in sorted(hits)]


def format_postal(code: str) -> str:
    """``160-0014`` for ``1600014``; anything that is not seven digits unchanged."""
    return f"{code[:3]}-{code[3:]}" if len(code) == 7 and code.isdigit() else code
