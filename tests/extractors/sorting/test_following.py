"""Pages that belong to the paper before them though they do not say so, and those that do not."""

from __future__ import annotations

import pytest

from extractors.sorting import sort_envelope
from models.documents import DocumentKind as K
from models.pages import PageReading
from tests.extractors.drawnpaper import line, reading


def page(index: int, title: str, *body: str) -> PageReading:
    return reading(
        *([line(title, 400, 90, 50)] if title else []),
        *(line(words, 120, 260 + 70 * i, 30) for i, words in enumerate(body)),
        index=index,
    )


def cover(index: int, number: str) -> PageReading:
    return page(index, "総合口座通帳", "店番 003", f"口座番号 {number}", "浅見 紘一 様", "東京信用金庫")


def within(index: int, *typed: str) -> PageReading:
    return page(
        index, "普通預金", "おなまえ アサミ コウイチ 様", "取扱店 中井駅前支店", *typed, "お支払金額", "お預り金額"
    )


def shape(*pages: PageReading) -> list[tuple[K, tuple[int, ...]]]:
    (case,) = sort_envelope([("a", p) for p in pages], [])
    return [(d.kind, d.page_indexes) for d in case.documents]


@pytest.mark.parametrize("typed", [(), ("口座番号 0284617",)])
def test_the_cover_of_a_passbook_and_what_stands_within_are_one_paper(typed: tuple[str, ...]) -> None:
    assert shape(cover(0, "0284617"), within(1, *typed)) == [(K.PASSBOOK, (0, 1))]


def test_passbooks_of_two_accounts_are_two_papers() -> None:
    assert shape(cover(0, "0284617"), cover(1, "1139052")) == [(K.PASSBOOK, (0,)), (K.PASSBOOK, (1,))]


CONTRACT = page(
    0, "建設工事請負契約書", "4 請負代金額 金3,465,000円", "請負契約を締結し", "発注者 山田紙器", "受注者 川辺電工"
)
CLAUSES = (
    "第1条 受注者は、頭書の工事を、設計図書に基づき完成し、発注者に引き渡すものとする。",
    "第2条 受注者は、この契約により生ずる権利を第三者に譲渡してはならない。",
    "第3条 受注者は、工事の全部を一括して第三者に請け負わせてはならない。",
)


def test_clauses_go_on_with_the_contract_before_them() -> None:
    assert shape(CONTRACT, page(1, "契約条項", *CLAUSES)) == [(K.CONTRACT, (0, 1))]


@pytest.mark.parametrize(
    ("title", "more"), [("売買契約書", ()), ("契約条項", ("第4条 請負代金は金1,200,000円とする。",))]
)
def test_another_contract_written_in_clauses_is_a_paper_of_its_own(title: str, more: tuple[str, ...]) -> None:
    assert shape(CONTRACT, page(1, title, *CLAUSES, *more)) == [(K.CONTRACT, (0,)), (K.CONTRACT, (1,))]


def test_clauses_behind_another_paper_are_none_of_it() -> None:
    receipt = page(0, "領収書", "￥120,000", "上記正に領収いたしました")
    assert [pages for _, pages in shape(receipt, page(1, "契約条項", *CLAUSES))] == [(0,), (1,)]


ESTIMATE = page(0, "御見積書", "山田紙器 御中", "見積金額 3,465,000円", "有効期限 30日")
ROWS = ("名称・仕様", "室外機 SZRP160BY", "798,000", "3,192,000")


@pytest.mark.parametrize("title", ["内訳明細書", "見積内訳", "見積明細書", "内 訳 書"])
def test_what_a_sum_is_made_of_goes_on_with_the_estimate_before_it(title: str) -> None:
    assert shape(ESTIMATE, page(1, title, *ROWS)) == [(K.ESTIMATE, (0, 1))]


@pytest.mark.parametrize(
    ("title", "first"), [("見積明細書", ("株式会社大野 御中",)), ("施設別内訳書", ("施設種別", "施設の名称"))]
)
def test_another_paper_with_rows_is_none_of_it(title: str, first: tuple[str, ...]) -> None:
    assert [pages for _, pages in shape(ESTIMATE, page(1, title, *first, *ROWS))] == [(0,), (1,)]


REGISTER = page(0, "履歴事項全部証明書", "会社法人等番号 1100-01-013710", "商号 東邦鍛造株式会社", "登記官 小野里 悟")
OFFICERS = ("取締役 八百板俊郎 平成27年5月28日重任", "監査役 更科勉 平成25年5月30日就任", "資本金の額 金4800万円")


def test_the_second_sheet_of_a_register_goes_on_with_the_first() -> None:
    rest = page(1, "", "役員区", *OFFICERS, "取締役会設置会社に関する事項")
    assert shape(REGISTER, rest) == [(K.REGISTRY_CERTIFICATE, (0, 1))]


@pytest.mark.parametrize("title", ["会社概要", "役員等名簿", "履歴事項全部証明書"])
def test_a_paper_with_a_title_that_names_officers_is_no_sheet_of_a_register(title: str) -> None:
    other = page(1, title, "役員に関する事項", *OFFICERS)
    assert [pages for _, pages in shape(REGISTER, other)] == [(0,), (1,)]


@pytest.mark.parametrize(
    ("first", "second", "kind"),
    [
        ("現況写真① 本社工場", "現況写真② 東工場", K.PRODUCT_PHOTO),
        ("事業計画書1 会社概要", "事業計画書2 会社概要", K.BUSINESS_OVERVIEW),
    ],
)
def test_sheets_with_one_title_and_successive_numbers_are_one_paper(first: str, second: str, kind: K) -> None:
    assert shape(page(0, first, "東邦鍛造"), page(1, second, "東邦鍛造")) == [(kind, (0, 1))]


@pytest.mark.parametrize(
    ("first", "second"),
    [("現況写真① 本社", "現況写真③ 本社"), ("現況写真① 本社", "設置写真② 本社"), ("見積書1", "見積書2")],
)
def test_other_numbers_other_titles_and_two_offers_are_papers_of_their_own(first: str, second: str) -> None:
    assert [p for _, p in shape(page(0, first, "東邦鍛造"), page(1, second, "東邦鍛造"))] == [(0,), (1,)]


def test_clauses_may_be_numbered_in_brackets() -> None:
    clauses = tuple(f"（第{n}）受注者は、設計図書に基づき、工事を完成して引き渡す。" for n in range(1, 5))
    assert shape(CONTRACT, page(1, "", *clauses)) == [(K.CONTRACT, (0, 1))]


def test_a_contract_s_annex_says_what_it_lists() -> None:
    rows = ("番号", "施工箇所", "機器", "数量", "1", "本館 機械室", "業務用エコキュート", "2台")
    assert shape(CONTRACT, page(1, "（別紙）機器及び施工箇所明細", *rows)) == [(K.CONTRACT, (0, 1))]


def test_an_overview_of_a_company_goes_on_with_what_it_does() -> None:
    overview = page(0, "会社概要", "設立年月日 平成12年10月3日", "資本金 48,000千円", "従業員数 37名")
    more = page(1, "主な業務内容及び実績", "当社は、工場を対象として運用の支援を行っている。", "年度", "導入先")
    assert shape(overview, more) == [(K.BUSINESS_OVERVIEW, (0, 1))]


APPLICATION = page(
    0, "補助金交付申請書", "様式第1号(第4条関係)", "下記のとおり補助金の交付を受けたいので申請します。", "氏名 山田太郎"
)


@pytest.mark.parametrize("title", ["誓約書", "誓約・同意事項", "誓約事項(□にレを記入)"])
def test_a_pledge_that_nobody_signs_goes_on_with_the_form_before_it(title: str) -> None:
    pledge = page(1, title, "1 交付要綱に定める要件を全て満たしています。", "2 県税に未納がありません。")
    assert shape(APPLICATION, pledge) == [(K.APPLICATION_FORM, (0, 1))]


@pytest.mark.parametrize("more", [("奈良県知事 様",), ("氏 名",), ("令和7年10月3日",)])
def test_a_pledge_that_is_given_dated_or_signed_is_a_paper_of_its_own(more: tuple[str, ...]) -> None:
    pledge = page(1, "誓約書", "県税に未納がありません。", *more)
    assert [pages for _, pages in shape(APPLICATION, pledge)] == [(0,), (1,)]


def test_a_pledge_behind_another_paper_is_none_of_it() -> None:
    pledge = page(1, "誓約書", "県税に未納がありません。")
    assert [pages for _, pages in shape(ESTIMATE, pledge)] == [(0,), (1,)]


@pytest.mark.parametrize("title", ["見積条件書", "御見積条件", "特記事項"])
def test_what_a_sum_holds_for_goes_on_with_the_estimate_before_it(title: str) -> None:
    assert shape(ESTIMATE, page(1, title, "1 夜間・休日作業は別途とします。")) == [(K.ESTIMATE, (0, 1))]


@pytest.mark.parametrize("title", ["事業計画書(様式第1号別紙)", "様式第1号の別紙 事業計画書"])
def test_a_plan_that_names_its_form_on_the_line_of_its_title_goes_on_with_the_form(title: str) -> None:
    assert shape(APPLICATION, page(1, title, "現状と課題", "更新の内容")) == [(K.APPLICATION_FORM, (0, 1))]


def marked(index: int, mark: str) -> PageReading:
    return reading(
        line(mark, 1060, 60, 24), *page(index, "" if index else "補助金交付申請書", "購入費用").lines, index=index
    )


@pytest.mark.parametrize(("mark", "whole"), [("2.2", True), ("2l2", True), ("2.3", False), ("22", False)])
def test_a_page_mark_whose_stroke_was_misread_is_the_one_that_the_page_before_waits_for(mark: str, whole: bool) -> None:
    papers = [pages for _, pages in shape(marked(0, "1/2"), marked(1, mark))]
    assert papers == ([(0, 1)] if whole else [(0,), (1,)])
