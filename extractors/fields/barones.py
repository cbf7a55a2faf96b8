"""A 1 by hand that was read as the rule of a box: 3307|84 in the open is seven digits."""

from __future__ import annotations

import re
from dataclasses import replace

from extractors.ocr.decoding import Allowed

COUNTS = {"account_number": 7, "bank_code": 4, "branch_code": 3, "postal_code": 7, "phone": 10, "proxy_phone": 10}
"""How many digits an entry has that all have as many."""
_BARS = "|¦｜丨"
_BAR = re.compile(rf"(?<=\d)\s*[{_BARS}]\s*(?=\d)")


def has_bar_for_one(key: str, raw: str) -> bool:
    """Whether a text that stands in no boxes lacks one digit, and has one bar among its digits."""
    return (
        sum(c in _BARS for c in raw) == 1
        and _BAR.search(raw) is not None
        and sum(c.isdigit() for c in raw) + 1 == COUNTS.get(key)
    )


def bar_as_one(raw: str) -> str:
    """`raw` with its bar as the 1 that it is."""
    return _BAR.sub("1", raw)


def bars_are_ones(allowed: Allowed) -> Allowed:
    """An alphabet of digits in which a bar is a 1."""
    ones = dict.fromkeys(_BARS, "1")
    return replace(
        allowed, name=f"{allowed.name}_unboxed", folds={**allowed.folds, **ones}, silent=allowed.silent - set(_BARS)
    )
