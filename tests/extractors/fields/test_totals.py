"""What an amount is by its words, and which amounts are a paper's total, subtotal and tax."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.fields.amounts import Role, amounts_on, role_of, yen_of
from extractors.fields.layout import Layout
from extractors.fields.totals import sum_of, totals_on
from models.pages import Source
from tests.extractors.drawnpaper import Paper, reading


@pytest.mark.parametrize(
    ("label", "role"),
    [
        ("合計", Role.TOTAL),
        ("今回御請求額", Role.TOTAL),
        ("お見積金額（税込）", Role.TOTAL),
        ("税込金額(消費税10%)", Role.TOTAL),
        ("小　計", Role.SUBTOTAL),
        ("税抜金額", Role.SUBTOTAL),
        ("工事価格", Role.SUBTOTAL),
        ("消費税額等", Role.TAX),
        ("(10%対象)消費税等", Role.TAX),
        ("内消費税10%", Role.TAX),
        ("外税8%", Role.TAX),
        ("うち消費税額", Role.TAX),
        ("消费稅", Role.TAX),
        ("10%対象", Role.BASE),
        ("8%外税対象額", Role.BASE),
        ("10%対象(税抜)", Role.BASE),
        ("お預り", Role.ASIDE),
        ("お釣り", Role.ASIDE),
        ("前回御請求額", Role.ASIDE),
        ("御入金額", Role.ASIDE),
        ("累計ポイント", Role.ASIDE),
        ("値引き", Role.ASIDE),
        ("収入印紙", Role.ASIDE),
        ("取付工事費", Role.UNSAID),
        ("", Role.UNSAID),
    ],
)
def test_the_words_beside_an_amount_say_what_it_is(label: str, role: Role) -> None:
    assert role_of(label)[0] is role


def test_first_digits_that_were_not_read_are_not_made_up_for() -> None:
    assert yen_of(",279,300-") is None
    assert yen_of("1,279,300-") == 1279300


@given(st.lists(st.integers(1000, 9_999_999), min_size=2, max_size=4))
def test_amounts_apart_by_spaces_are_added(amounts: list[int]) -> None:
    assert sum_of(" ".join(f"¥{a:,}" for a in amounts)) == sum(amounts)


def totals(*rows: tuple[str, str], size: int = 30) -> tuple[int | None, int | None, int | None]:
    """Total, subtotal and tax of a slip of `rows`."""
    paper = Paper(900, 120 + 60 * len(rows))
    for i, (label, amount) in enumerate(rows):
        paper.text(60, 60 + 60 * i, label, size=size)
        paper.text(600, 60 + 60 * i, amount, size=size)
    found = totals_on(Layout(paper.read().reading))
    return (
        found.total.yen if found.total else None,
        sum(a.yen for a in found.subtotal) if found.subtotal else None,
        sum(a.yen for a in found.tax) if found.tax else None,
    )


def test_money_handed_over_and_change_are_no_total() -> None:
    slip = [("小計", "¥98,000"), ("消費税(10%)", "¥9,800"), ("合計", "¥107,800"), ("お預り", "¥110,000")]
    assert totals(*slip, ("お釣り", "¥2,200")) == (107800, 98000, 9800)


def test_tax_within_the_prices_leaves_no_subtotal() -> None:
    assert totals(("小計", "¥110,000"), ("合計", "¥110,000"), ("(10%対象", "¥110,000)"), ("内消費税等", "¥10,000")) == (
        110000,
        None,
        10000,
    )


def test_on_a_curled_tape_the_amount_beside_the_tax_is_the_row_s_above() -> None:
    assert totals(("合計 4点", "￥5,320"), ("(内消費税額", "￥5,320)"), ("(税率 8%対象", "￥483)")) == (5320, None, 483)
    assert totals(("合計", "￥5,320"), ("(内消費税額", "￥5,320)")) == (5320, None, None)


def test_the_taxes_of_several_rates_are_added() -> None:
    found = totals(
        ("10%外税対象額", "100,000"),
        ("外税10%", "10,000"),
        ("8%外税対象額", "2,000"),
        ("外税8%", "160"),
        ("合計", "¥112,160"),
    )
    assert found == (112160, 102000, 10160)


def test_what_is_owed_now_is_the_total_not_the_old_balance() -> None:
    paper = Paper(1300, 400)
    headings = ("前回御請求額", "御入金額", "繰越金額", "税抜御買上額", "消費税額等", "今回御請求額")
    amounts = ("880,000", "880,000", "0", "300,000", "30,000", "330,000")
    paper.grid(40, 60, [list(headings), list(amounts)], [200] * 6)
    found = totals_on(Layout(paper.read().reading))
    assert found.total is not None
    assert found.total.yen == 330000
    assert [a.yen for a in found.subtotal] == [300000]
    assert [a.yen for a in found.tax] == [30000]


def test_a_total_whose_first_digits_are_missing_is_not_taken() -> None:
    found = totals(("領収証", "279,300-"), ("税抜金額", "1,163,000"), ("消費税額", "116,300"))
    assert found == (None, 1163000, 116300)


def test_sums_that_do_not_add_up_stay_as_they_are_printed() -> None:
    assert totals(("小計", "100,000"), ("消費税", "9,000"), ("合計", "110,000")) == (110000, 100000, 9000)


def test_an_amount_in_a_sentence_is_found_with_its_words() -> None:
    paper = Paper(1000, 200)
    paper.text(60, 60, "（うち消費税額 111,155 円）")
    (amount,) = amounts_on(Layout(paper.read().reading))
    assert (amount.yen, amount.role) == (111155, Role.TAX)


def test_the_label_read_behind_an_amount_is_the_next_ones() -> None:
    paper = Paper(1200, 600)
    for x, words in ((80, "税抜額"), (240, "1,810,000消費税"), (540, "181,000 合計"), (840, "1,991,000")):
        paper.text(x, 300, words, source=Source.PPOCR)
    totals = totals_on(Layout(reading(*paper.lines, width=1200, height=600)))
    assert totals.total is not None and totals.total.yen == 1991000
    assert [a.yen for a in (*totals.subtotal, *totals.tax)] == [1810000, 181000]


def test_a_sum_under_the_cell_of_its_heading() -> None:
    paper = Paper(1300, 500)
    paper.text(60, 60, "領収金額 ￥3,304,400")
    (headings, amounts) = paper.table(60, 200, [400, 400], [60, 60])
    for cell, words, x in zip(
        (*headings, *amounts), ("10%対象(税抜)", "消費税額", "3,004,000", "300,400"), (80, 500, 290, 730), strict=True
    ):
        paper.text(x, cell.cy - 14, words, size=28)
    found = totals_on(Layout(paper.read().reading))
    assert [[a.yen for a in sums] for sums in (found.subtotal, found.tax)] == [[3_004_000], [300_400]]


def test_what_was_paid_in_is_the_total_where_subtotal_and_tax_say_so() -> None:
    goods = (("設置工事費", "148,000"), ("機器", "1,302,000"))
    assert totals(("ご入金額（税込）", "￥1,595,000"), *goods, ("税抜合計", "1,450,000"), ("消費税等 10%", "145,000")) == (
        1_595_000, 1_450_000, 145_000,
    )  # fmt: skip


def test_the_word_behind_an_amount_and_its_unit_is_the_next_ones() -> None:
    paper = Paper(1200, 600)
    for x, y, words in (
        (80, 200, "領収金額 ￥100,000"),
        (80, 270, "但し太陽熱温水器工事手付金"),
        (100, 340, "（税抜90,909円 消費税"),
        (524, 340, "9,091円）"),
    ):
        paper.text(x, y, words, source=Source.PPOCR)
    found = totals_on(Layout(reading(*paper.lines, width=1200, height=600)))
    assert [[a.yen for a in sums] for sums in (found.subtotal, found.tax)] == [[90_909], [9_091]]


@pytest.mark.parametrize("label", ["内訳 税技金", "税技金額", "税扱額", "税披き価格"])
def test_a_misread_stroke_of_what_is_without_tax(label: str) -> None:
    assert role_of(label)[0] is Role.SUBTOTAL


def test_a_sentence_about_the_amount_over_it_heads_none() -> None:
    paper = Paper(1200, 600)
    paper.text(240, 60, "金壱百六拾八万参千円也")
    paper.text(240, 170, "上記正に領収いたしました")
    for i, (words, amount) in enumerate((("内 駅", "1,530,000"), ("消費税等(10%)", "153,000"))):
        paper.text(100, 220 + 60 * i, words, size=28)
        paper.text(400, 220 + 60 * i, amount)
    found = totals_on(Layout(paper.read().reading))
    assert found.total is not None and found.total.yen == 1_683_000
