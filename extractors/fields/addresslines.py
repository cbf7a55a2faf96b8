"""The postal code in front of an address on its line: the line without it, or it alone."""

from __future__ import annotations

import re

from extractors.fields.texts import Text

_HYPHEN = "[-ー－‐−]"
_SIGN = "[〒TＴ元干=]"
"""〒, and what engines make of it."""
_CODE = (
    rf"{_SIGN}\s?\d{{3}}\s?{_HYPHEN}?\s?\d{{4}}|\d{{3}}\s?{_HYPHEN}\s?\d{{4}}"
    rf"|[(（]\s?{_SIGN}?\s?\d{{3}}\s?{_HYPHEN}\s?\d{{4}}\s?[)）]"
)
"""〒639-1042, its sign misread or missing, in brackets or not."""
_IN_BOXES = rf"〒?\s*(?:\d\s?){{3,4}}{_HYPHEN}\s?(?:\d\s?){{4,5}}"
"""A postal code whose boxes' rules were read as digits: 6 3 91 - 1 0 4 2."""
_END = r"\s*(?=[^\d\s\-]|$)"
_WHOLE = re.compile(rf"\s*(?:{_CODE}|{_IN_BOXES}){_END}")
_TORN = re.compile(rf"\s*(?:{_CODE}|[〒TＴ]?\s*[\d\-－]{{3,8}}){_END}")


def without_postal(text: Text, *, torn: bool = False) -> Text | None:
    """`text` without the postal code in front of the address; None where it is nothing else.

    `torn`: any short number in front is the end of one, of which the beginning was not read with it.
    """
    code = (_TORN if torn else _WHOLE).match(text.raw)
    if code is None:
        return text
    return text.part(code.end()) if code.end() < len(text.raw.rstrip()) else None


_AHEAD = re.compile(rf"\s*{_SIGN}?\s*\d(?:\s?\d){{2}}\s?{_HYPHEN}\s?\d(?:\s?\d){{3}}(?=\s*[^\d\s\-])")


def postal_alone(text: Text) -> Text:
    """`text` without the address behind the postal code."""
    code = _AHEAD.match(text.raw)
    return text if code is None else text.part(0, code.end())
