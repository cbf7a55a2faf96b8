from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from validators.stamps import receipt_base, receipt_stamp, works_stamp

YEN = st.integers(0, 2 * 10**10)


@pytest.mark.parametrize(
    ("amount", "stamp"),
    [
        (0, 0), (49_999, 0), (50_000, 200), (1_000_000, 200), (1_000_001, 400), (2_000_000, 400), (2_000_001, 600), (3_000_000, 600), (3_000_001, 1_000), (5_000_000, 1_000),
        (5_000_001, 2_000), (10_000_000, 2_000), (10_000_001, 4_000), (20_000_001, 6_000), (30_000_001, 10_000), (50_000_001, 20_000), (100_000_001, 40_000), (200_000_001, 60_000),
        (300_000_001, 100_000), (500_000_001, 150_000), (1_000_000_000, 150_000), (1_000_000_001, 200_000),
    ],
)  # fmt: skip
def test_the_table_of_receipts(amount: int, stamp: int) -> None:
    assert receipt_stamp(amount).yen == stamp


def test_tax_stated_apart_does_not_count() -> None:
    assert receipt_stamp(54_999).yen == 200  # 税込 only
    assert receipt_stamp(54_999, 4_999).yen == 200  # 50,000 without tax
    assert receipt_stamp(54_998, 4_999).yen == 0
    assert receipt_stamp(1_100_000, 100_000).yen == 200 and receipt_stamp(1_100_000).yen == 400
    assert receipt_base(110, None) == receipt_base(110, 0) == receipt_base(110, 110) == receipt_base(110, -10) == 110


def test_who_and_how_needs_none() -> None:
    assert receipt_stamp(10**6, electronic=True).yen == receipt_stamp(10**6, by_card=True).yen == 0
    for issuer in (
        "社会福祉法人みどり会",
        "医療法人社団青葉会",
        "一般社団法人緑",
        "特定非営利活動法人つばさ",
        "（福）みどり会",
    ):
        assert receipt_stamp(10**6, issuer=issuer).yen == 0, issuer
    for issuer in ("株式会社サンプル", "サンプル商店", None, "税理士法人みどり"):
        assert receipt_stamp(10**6, issuer=issuer).yen == 200, issuer


def test_days_and_blanks() -> None:
    assert receipt_stamp(None).yen == works_stamp(None).yen == 200
    assert receipt_stamp(40_000, issued=date(2014, 3, 31)).yen == 200
    assert (
        receipt_stamp(40_000, issued=date(2014, 4, 1)).yen == receipt_stamp(29_999, issued=date(2014, 3, 31)).yen == 0
    )


@pytest.mark.parametrize(
    ("amount", "full", "reduced"),
    [
        (9_999, 0, 0), (10_000, 200, 200), (1_000_000, 200, 200), (1_000_001, 400, 200), (2_000_001, 1_000, 500), (3_000_001, 2_000, 1_000), (5_000_001, 10_000, 5_000), (10_000_001, 20_000, 10_000),
        (50_000_001, 60_000, 30_000), (100_000_001, 100_000, 60_000), (500_000_001, 200_000, 160_000), (1_000_000_001, 400_000, 320_000), (5_000_000_001, 600_000, 480_000),
    ],
)  # fmt: skip
def test_contracts_for_work(amount: int, full: int, reduced: int) -> None:
    assert works_stamp(amount, building=False).yen == works_stamp(amount, signed=date(2027, 4, 1)).yen == full
    assert works_stamp(amount).yen == works_stamp(amount, signed=date(2027, 3, 31)).yen == reduced


@given(YEN, YEN)
def test_stamps_never_fall(a: int, b: int) -> None:
    low, high = sorted((a, b))
    for stamp in (receipt_stamp, works_stamp):
        assert stamp(low).yen <= stamp(high).yen
        assert stamp(low).reason_ja.endswith("。")


@given(YEN, st.integers(0, 10**9))
def test_stating_the_tax_never_costs(total: int, tax: int) -> None:
    assert receipt_stamp(total, tax).yen <= receipt_stamp(total).yen
