"""Pages that belong to the paper before them by what they are, though they do not say so."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extractors.folding import fold
from extractors.sorting.marks import HEAD
from models.documents import DocumentKind
from models.pages import PageReading
from models.values.text import squeeze

_CLAUSE = re.compile(r"第[\d一二三四五六七八九十]{1,3}条")
_FEWEST_CLAUSES = 3
_SUM = re.compile(r"\d{1,3}(?:,\d{3})+")
"""An amount of a thousand or more."""
_BREAKDOWN = re.compile(r"(?:(?:御|ご|お)?(?:見積|請求)|工事費?|費用)?(?:(?:内訳|明細){1,2}[書表]?)(?:\(.{1,8}\))?")
"""A folded line that is the title of what a sum is made of: 内訳明細書, 見積内訳, 明細書(別紙)."""
_ADDRESSED = re.compile(r".(?:(?<!仕)様|御中|殿)$")
_ACCOUNT = re.compile(r"(?<!\d)\d{7}1?(?!\d)")
"""The number of an account: seven digits, or the eight of ゆうちょ, of which the last is 1."""


def follows(kind: DocumentKind, before: Sequence[PageReading], page: PageReading, guess: DocumentKind) -> bool:
    """Whether `page`, whose words tell `guess`, belongs to the paper of `kind` that has the pages `before`."""
    if kind is DocumentKind.PASSBOOK:
        return guess is kind and _of_one_account(before, page)
    if guess not in (kind, DocumentKind.UNKNOWN):
        return False
    if kind is DocumentKind.CONTRACT:
        return _clauses_alone(page)
    return kind in (DocumentKind.ESTIMATE, DocumentKind.INVOICE) and _breakdown_alone(page)


def _of_one_account(before: Sequence[PageReading], page: PageReading) -> bool:
    """Whether pages of passbooks show no two accounts: the cover has the number, the page within the names."""
    one, other = _accounts(before), _accounts([page])
    return not one or not other or bool(one & other)


def _accounts(pages: Sequence[PageReading]) -> set[str]:
    return {number for page in pages for x in page.lines for number in _ACCOUNT.findall(squeeze(x.text))}


def _clauses_alone(page: PageReading) -> bool:
    """Whether a page has the clauses of a contract and none of what is agreed on its first page: no title, no sum."""
    texts = [squeeze(x.text) for x in page.lines]
    if any(_SUM.search(text) or text.endswith("契約書") for text in texts):
        return False
    return sum(_CLAUSE.match(text) is not None for text in texts) >= _FEWEST_CLAUSES


def _breakdown_alone(page: PageReading) -> bool:
    """Whether a page is headed as what a sum is made of and is addressed to nobody."""
    head = [fold(x.text) for x in page.lines if x.box.cy < HEAD * page.geometry.height]
    return any(_BREAKDOWN.fullmatch(text) for text in head) and not any(
        _ADDRESSED.search(fold(x.text)) for x in page.lines
    )
