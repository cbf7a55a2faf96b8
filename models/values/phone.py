"""Telephone numbers in Japan."""

from __future__ import annotations

import re

from models.values.numbers import to_digits
from models.values.text import fold_dashes, squeeze

_LABEL = re.compile(r"^(?:電話番号|電話|携帯電話|携帯|連絡先|TEL|Tel|tel|FAX|Fax|fax|℡|☎|📞)+[.:;]?")
_EXTENSION = re.compile(r"[(]?(?:内線|代表|代|内|EXT|ext|Ext)[.:)]?\d*[)]?$")
_MOBILE = re.compile(r"0[5-9]0[1-9]\d{7}|020\d{8}|0800\d{7}")
_LANDLINE = re.compile(r"0[1-9][1-9]\d{7}")
_IN_TEXT = re.compile(
    r"(?<![\d\-])0\d{1,4}[\-(]\d{1,4}[\-)]\d{3,4}(?![\d\-])|(?<![\d\-(])\(0\d{1,4}\)\d{1,4}-\d{3,4}(?![\d\-])"
)


def parse_phone(text: str) -> str | None:
    """The digits of a telephone number (10, or 11 for mobile, IP and toll-free numbers); None where they do not fit.

    ``+81`` becomes 0; labels, brackets, dashes and an extension (内線) are dropped.
    A mobile number's fourth digit is never 0 (070-0…, 090-0… are not given out; 0800 is toll-free): 060 was opened in
    December 2024 with the same exception.
    Source: 総務省「電気通信番号計画」（60・70・80・90 CDEFGHJK、C は 0 を除く）.
    """
    rest = _LABEL.sub("", squeeze(text))
    rest = _EXTENSION.sub("", rest)
    if rest.startswith("+81"):
        rest = "0" + rest[3:].removeprefix("(0)").lstrip("-")
    digits = to_digits(rest)
    if digits is None:
        return None
    return digits if _MOBILE.fullmatch(digits) or (_LANDLINE.fullmatch(digits) and len(digits) == 10) else None


def find_phones(text: str) -> list[str]:
    """Every telephone number written with dashes or brackets in running text, in order."""
    found = (parse_phone(m[0]) for m in _IN_TEXT.finditer(fold_dashes(squeeze_line(text))))
    return [n for n in found if n is not None]


def squeeze_line(text: str) -> str:
    """`text` in NFKC without spaces inside its lines; line breaks stay."""
    return "\n".join(squeeze(line) for line in text.splitlines())
