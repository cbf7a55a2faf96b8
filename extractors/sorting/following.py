"""Pages that belong to the paper before them by what they are, though they do not say so."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extractors.folding import fold
from extractors.sorting.marks import HEAD
from models.documents import FORMS, DocumentKind
from models.pages import PageReading
from models.values.text import squeeze

_CLAUSE = re.compile(r"第[\d一二三四五六七八九十]{1,3}条|\(第[\d一二三四五六七八九十]{1,3}\)")
_FEWEST_CLAUSES = 3
_SUM = re.compile(r"\d{1,3}(?:,\d{3})+")
"""An amount of a thousand or more."""
_BREAKDOWN = re.compile(r"(?:(?:御|ご|お)?(?:見積|請求)|工事費?|費用)?(?:(?:内訳|明細){1,2}[書表]?)(?:\(.{1,8}\))?")
"""A folded line that is the title of what a sum is made of: 内訳明細書, 見積内訳, 明細書(別紙)."""
_TERMS = re.compile(
    r"(?:(?:御|お)?見積(?:り|書)?の?)?(?:(?:前提|特記)?条件(?:書|事項)?|特記(?:仕様|事項)書?|(?:注意|留意|備考)事項)"
)
"""A folded line that is the title of what a sum holds for: 見積条件書, 特記事項."""
_PLEDGE = re.compile(
    r"(?:交付|補助金)?(?:申請)?(?:に係る|に当たっての)?(?:(?:誓約|同意|確約|宣誓|確認|遵守)[・及びと]*)+(?:書|事項)(?:\([^()]{1,16}\))?"
)
"""A folded line that is the title of what an applicant promises: 誓約書, 同意事項(□にレを記入)."""
_SIGNED = re.compile(
    r"^[(]?(?:申請者|事業者|法人|会社|団体|申込者)?の?(?:氏?名|名称|住所|所在地|代表者|署名|記名|申請者$)|月\d{0,2}日$"
)
"""A folded line where somebody signs, or says when."""
_ANNEXED = re.compile(r"\(?別[紙表記]\d?\)?.{2,16}(?:明細書?|内訳書?|仕様書?|[ー一]覧表?)")
_OF_A_COMPANY = re.compile(
    r"(?:主な|主要)?(?:業務|事業|営業)(?:の?内容)(?:及び|・|と)?(?:(?:主な)?実績)?|(?:主な|主要)?(?:施工|導入|納入|取引)実績|(?:会社)?沿革|組織図"
)
"""Folded headings of an overview's later sheets."""
_ADDRESSED = re.compile(r".(?:(?<!仕)様|御中|殿)$")
_ACCOUNT = re.compile(r"(?<!\d)\d{7}1?(?!\d)")
"""The number of an account: seven digits, or the eight of ゆうちょ, of which the last is 1."""
_IN_SHEETS = (
    DocumentKind.BUSINESS_OVERVIEW,
    DocumentKind.FACILITY_LIST,
    DocumentKind.OFFICER_LIST,
    DocumentKind.PRODUCT_PHOTO,
)
"""Papers whose sheets are numbered behind their title; 見積書1 and 見積書2 are two offers."""
_NUMBERED = re.compile(r"(?P<paper>.{1,16}(?:[書表票簿]|写真|一覧))(?:その|[(])?(?P<number>[1-9])(?![\d枚部通年月/])")
"""A folded line at a sheet's head that begins with a title and its number: 実施計画書2, 現況写真①本社工場."""
_IN_REGISTERS = re.compile(
    r"役員(?:区|に関する事項)|設置会社に関する事項|登記記録に関する事項|発行(?:可能|済)株式.*数|以下余白"
)
"""Headings that stand in the register of companies alone."""
_ENTERED = re.compile(r"\d日(?:重任|就任|退任|辞任|死亡|登記|変更|設立|移転)$")
"""What was entered on which day: 平成27年5月28日重任."""
_OF_ITS_OWN = re.compile(r"証明書|会社法人等番号|名簿|概要|定款|議事録")
"""What the head of a page has that is no later sheet of a certificate."""


def follows(kind: DocumentKind, before: Sequence[PageReading], page: PageReading, guess: DocumentKind) -> bool:
    """Whether `page`, whose words tell `guess`, belongs to the paper of `kind` that has the pages `before`."""
    if kind is DocumentKind.PASSBOOK:
        return guess is kind and _of_one_account(before, page)
    if kind is DocumentKind.REGISTRY_CERTIFICATE:
        return _rest_of_a_register(page)  # its 役員 and 資本金 stand in an overview of a company, too
    if guess not in (kind, DocumentKind.UNKNOWN):
        return False
    if kind in FORMS:
        return _signed_elsewhere(page)
    if kind is DocumentKind.CONTRACT:
        return _clauses_alone(page) or _annexed(page)
    if kind is DocumentKind.BUSINESS_OVERVIEW and any(_OF_A_COMPANY.fullmatch(text) for text in _head(page)):
        return guess is DocumentKind.UNKNOWN
    if kind in _IN_SHEETS:
        return _next_sheet(before[-1], page)
    return kind in (DocumentKind.ESTIMATE, DocumentKind.INVOICE) and _to_nobody(page, _BREAKDOWN, _TERMS)


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


def _annexed(page: PageReading) -> bool:
    """Whether a page is headed as what goes with a contract: (別紙)機器及び施工箇所明細."""
    return any(_ANNEXED.fullmatch(text) for text in _head(page))


def _to_nobody(page: PageReading, *titles: re.Pattern[str]) -> bool:
    """Whether a page is headed by one of `titles` and is addressed to nobody."""
    return any(title.fullmatch(text) for text in _head(page) for title in titles) and not any(
        _ADDRESSED.search(fold(x.text)) for x in page.lines
    )


def _signed_elsewhere(page: PageReading) -> bool:
    """Whether a page is headed as a pledge that nobody signs, gives to nobody and dates: the form before it is signed."""
    return _to_nobody(page, _PLEDGE) and not any(_SIGNED.search(fold(x.text)) for x in page.lines)


def _next_sheet(before: PageReading, page: PageReading) -> bool:
    """Whether the heads of two sheets have one title and successive numbers: 実施計画書1, 実施計画書2."""
    first, second = _numbered(before), _numbered(page)
    return any((paper, number - 1) in first for paper, number in second)


def _numbered(page: PageReading) -> set[tuple[str, int]]:
    found = (_NUMBERED.match(text) for text in _head(page))
    return {(m["paper"], int(m["number"])) for m in found if m is not None}


def _rest_of_a_register(page: PageReading) -> bool:
    """Whether a page without a title has the headings of the register of companies and what was entered under them."""
    texts = [squeeze(x.text) for x in page.lines]
    headings = sum(_IN_REGISTERS.search(text) is not None for text in texts)
    entered = sum(_ENTERED.search(text) is not None for text in texts)
    own = any(_OF_ITS_OWN.search(text) for text in _head(page))
    return not own and headings > 0 and headings + entered >= _FEWEST_CLAUSES


def _head(page: PageReading) -> list[str]:
    """The lines at the head of a page, folded."""
    return [fold(x.text) for x in page.lines if x.box.cy < HEAD * page.geometry.height]
