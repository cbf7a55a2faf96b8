"""Revenue stamps 収入印紙 on receipts and on contracts for work.

Source: 印紙税法 別表第一 第17号 (receipts) and 第2号 (contracts for work), 租税特別措置法 第91条 (works of construction,
until 令和9年3月31日). A missing stamp does not make a paper void (国税庁 タックスアンサー No.7131): it concerns the one who
made it out, so it is never more than a hint to an office.
"""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from models.values.company import split_company

#: Receipts of less than this need no stamp since 2014-04-01; before, 30,000 yen. Source: 所得税法等の一部を改正する法律 (平成25年法律第5号).
FREE_BELOW = 50_000
FREE_BELOW_UNTIL_2014 = 30_000
_FREE_SINCE = date(2014, 4, 1)

#: (amount up to and with, stamp), 第17号の1 売上代金に係る金銭又は有価証券の受取書.
_RECEIPTS = (
    (1_000_000, 200), (2_000_000, 400), (3_000_000, 600), (5_000_000, 1_000), (10_000_000, 2_000), (20_000_000, 4_000), (30_000_000, 6_000),
    (50_000_000, 10_000), (100_000_000, 20_000), (200_000_000, 40_000), (300_000_000, 60_000), (500_000_000, 100_000), (1_000_000_000, 150_000),
)  # fmt: skip
_RECEIPT_MOST = 200_000
#: 第2号 請負に関する契約書; free below 10,000 yen.
_WORKS = (
    (1_000_000, 200), (2_000_000, 400), (3_000_000, 1_000), (5_000_000, 2_000), (10_000_000, 10_000), (50_000_000, 20_000), (100_000_000, 60_000),
    (500_000_000, 100_000), (1_000_000_000, 200_000), (5_000_000_000, 400_000),
)  # fmt: skip
_WORKS_MOST = 600_000
#: 建設工事の請負, reduced.
_BUILDING = (
    (2_000_000, 200), (3_000_000, 500), (5_000_000, 1_000), (10_000_000, 5_000), (50_000_000, 10_000), (100_000_000, 30_000),
    (500_000_000, 60_000), (1_000_000_000, 160_000), (5_000_000_000, 320_000),
)  # fmt: skip
_BUILDING_MOST = 480_000
_BUILDING_FIRST, _BUILDING_LAST = date(2014, 4, 1), date(2027, 3, 31)
_UNSTATED = 200

#: Who does not trade in the sense of 第17号 (営業に関しない受取書): corporations that may not distribute profits.
#: Source: 国税庁 タックスアンサー No.7105, 印紙税法基本通達 第17号文書 21–27.
_NO_TRADE = ("社会福祉法人", "医療法人", "学校法人", "宗教法人", "公益社団法人", "公益財団法人", "一般社団法人", "一般財団法人", "社団法人", "財団法人",
             "特定非営利活動法人", "独立行政法人")  # fmt: skip


class Stamp(NamedTuple):
    """The stamp a paper needs: `yen` (0: none), the amount it is reckoned from, and why, for a person."""

    yen: int
    base: int | None
    reason_ja: str


def receipt_base(total: int, tax: int | None) -> int:
    """The amount a receipt's stamp is reckoned from: without consumption tax where the paper states that apart.

    Source: 消費税法の改正等に伴う印紙税の取扱いについて (平成元年3月10日間消3-2), 国税庁 タックスアンサー No.7124.
    `tax` None: the paper states none (``税込`` alone does not count), or only a rate.
    """
    return total - tax if tax is not None and 0 < tax < total else total


def receipt_stamp(
    total: int | None,
    tax: int | None = None,
    *,
    issued: date | None = None,
    issuer: str | None = None,
    electronic: bool = False,
    by_card: bool = False,
) -> Stamp:
    """The stamp on a receipt for goods or work.

    `total` with tax as the receipt states it (None: it states none), `tax` where it is stated apart. None is needed
    below 50,000 yen, on a receipt sent electronically (no paper was made out: 印紙税法基本通達 第44条), on one that says
    it was paid by credit card, and from an issuer that is no trader. An issuer without a corporate form may be one (a
    physician, a farmer) or not: it is taken for a trader.
    """
    if electronic:
        return Stamp(0, None, "電子データの領収書には印紙は要りません。")
    if by_card:
        return Stamp(0, None, "クレジットカード払いと書かれた領収書には印紙は要りません。")
    form = split_company(issuer).form if issuer else None
    if form is not None and form.startswith(_NO_TRADE):
        return Stamp(0, None, f"{form}の領収書は営業に関しないものとされ、印紙は要りません。")
    if total is None:
        return Stamp(_UNSTATED, None, "受取金額の記載がない領収書です。")
    base = receipt_base(total, tax)
    free = FREE_BELOW if issued is None or issued >= _FREE_SINCE else FREE_BELOW_UNTIL_2014
    what = "税抜" if base != total else "記載"
    if base < free:
        return Stamp(0, base, f"{what}金額が{free:,}円未満です。")
    yen = _of(_RECEIPTS, _RECEIPT_MOST, base)
    return Stamp(yen, base, f"{what}金額{base:,}円の領収書には{yen:,}円の収入印紙が要ります。")


def works_stamp(amount: int | None, *, signed: date | None = None, building: bool = True) -> Stamp:
    """The stamp on a contract for work: `amount` without tax where the contract states the tax apart (:func:`receipt_base`).

    `building`: works of construction (建設業法 第2条第1項: installing equipment into a building is one), whose rate is
    reduced for contracts signed from 2014-04-01 to 2027-03-31. A day that is not known counts as within.
    """
    if amount is None:
        return Stamp(_UNSTATED, None, "契約金額の記載がない契約書です。")
    if amount < 10_000:
        return Stamp(0, amount, "契約金額が1万円未満です。")
    reduced = building and amount > 1_000_000 and (signed is None or _BUILDING_FIRST <= signed <= _BUILDING_LAST)
    yen = _of(_BUILDING, _BUILDING_MOST, amount) if reduced else _of(_WORKS, _WORKS_MOST, amount)
    return Stamp(yen, amount, f"契約金額{amount:,}円の請負契約書には{yen:,}円の収入印紙が要ります。")


def _of(table: tuple[tuple[int, int], ...], most: int, amount: int) -> int:
    return next((stamp for limit, stamp in table if amount <= limit), most)
