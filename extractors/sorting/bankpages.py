"""Pages that a bank typed an account on, known without the words of a passbook."""

from __future__ import annotations

import re
import unicodedata

from extractors.folding import fold
from models.pages import PageReading
from models.values.account import BANK_END_IN_FULL

_TRANSFER = re.compile("(?:依頼|受取|送金)人")
"""Whom a transfer slip names: its account is another's."""
_ACCOUNT = tuple(
    re.compile(p)
    for p in (
        "銀行|金庫|信用組合|協同組合",
        "支店|出張所|本店|支所|[〇一二三四五六七八九]店",
        "普通|当座|貯蓄",
        r"(?<!\d)\d{7}(?!\d)",
    )
)
"""What a bank types into a passbook: its name, the branch, the kind of account, its number."""


def shows_an_account(page: PageReading) -> bool:
    """Whether a page without any words of a passbook shows an account all the same: colour prints of bankbooks lose their
    labels, and what the bank typed in stays."""
    texts = [unicodedata.normalize("NFKC", x.text) for x in page.lines]
    if any(_TRANSFER.search(text) for text in texts):
        return False
    return all(any(pattern.search(text) for text in texts) for pattern in _ACCOUNT)


def headed_by_a_bank(page: PageReading) -> bool:
    """Whether a bank's name stands by itself at the head of the page and names its customer, 様, under it."""
    first = min((x for x in page.lines if not x.vertical), key=lambda x: x.box.y0, default=None)
    return (
        first is not None
        and _BANK_ALONE.fullmatch(fold(first.text)) is not None
        and any(fold(x.text).endswith("様") for x in page.lines)
    )


_BANK_ALONE = re.compile(rf".{{1,10}}(?:{BANK_END_IN_FULL})")
