"""Values that are no thing of their entry's kind go to a person, however surely they were read."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.documents import CaseView, DocumentKind, Field, FieldStatus, Value
from tests.validators.cases import INVOICE, PROGRAMMES, checked, individual, on, put, scanned
from validators.sense import nonsense

K = DocumentKind


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("representative_name", "者事項証明書"), ("applicant_name", "売主"), ("applicant_name", "申請者"), ("payer_name", "様"),
        ("applicant_name", "総務部環境施設管理課松原俊和"), ("description", "書"), ("description", "下記の通り御見積申し上げます"),
        ("issuer_name", "何卒御用命賜りますようお願い申し上げます。株式会社善光寺テクノ"), ("issuer_name", "株式会社"),
        ("vendor_name", "株式会社佐保電機代表取締役"), ("vendor_name", "株式会社エアテックなら(0745-79-7423)"), ("vendor_name", "Dealer"),
        ("vendor_name", "株式会社佐保電機奈良県奈良市三条町1"), ("issuer_name", "株式会社甲株式会社乙"), ("document_number", "製品カテゴリ"),
        ("document_number", "86061886お申込日(契約日)令和6年11月12日"), ("equipment_type", "Product 業務用給湯機"),
        ("equipment_type", "ご購入店又は当社修理受付センターまでお問い合わせください。"), ("model", "または"), ("model", "EHF-S99 数量1台"),
        ("serial_number", "様"), ("account_holder", "カナワタナベサチコ渡辺サチ子"), ("applicant_name", "カイショウゾウ甲斐昭三"),
        ("model", "4 3,608,000"), ("proxy_name", "株吉野ほっと設備"),
        ("account_holder", "高田馬場支店"), ("account_holder", "みずほ銀行"),
        ("account_holder_kana", "(カナ)"), ("applicant_kana", "フリガナ"), ("account_holder_kana", "(ハンカクカナ)"),
    ],
)  # fmt: skip
def test_what_no_entry_of_the_kind_holds(key: str, value: str) -> None:
    assert nonsense(key, value)


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("representative_name", "髙橋勇"), ("applicant_name", "グエン・ティ・マイ・ハインフォン"), ("payer_name", "市川市民生活協同組合"),
        ("description", "内窓一式代"), ("description", "エコキュート設置工事代金として"), ("issuer_name", "日光電機"), ("issuer_name", "株式会社ケーズ奈良24"),
        ("vendor_name", "大和株式会社新宿支店"), ("account_holder", "大和株式会社新宿支店"), ("account_holder", "八木支店太郎"), ("vendor_name", "株式会社スマートホーム"), ("vendor_name", "Panasonicショップひかり"),
        ("document_number", "第6-93号"), ("document_number", "7領-102"), ("equipment_type", "家庭用燃料電池（エネファーム）"), ("model", "インプラスPG"),
        ("model", "インプラス"), ("serial_number", "T237246W"), ("manufacturer", "三菱電機"), ("proxy_name", "有限会社小滝橋住設"), ("vendor_name", "株木建設株式会社"), ("vendor_name", "有田設備"),
        ("account_holder_kana", "カ)カナモノヤ"), ("account_holder_kana", "カナイカナ"), ("applicant_name", "グループホーム桜川"), ("applicant_name", "トミ子"), ("payer_name", "ニコライ町田"),
    ],
)  # fmt: skip
def test_what_they_do_hold(key: str, value: str) -> None:
    assert not nonsense(key, value)


@given(
    st.text(max_size=40), st.sampled_from(["issuer_name", "applicant_name", "model", "document_number", "description"])
)
def test_any_text_gets_an_answer(value: str, key: str) -> None:
    assert isinstance(nonsense(key, value), str)


def receipt(key: str, value: Value) -> Field:
    return on(checked(put(individual(scanned), K.RECEIPT, key, value, scanned)).case, K.RECEIPT).fields[key]


def test_engines_that_agree_on_a_heading_do_not_make_it_a_name() -> None:
    field = receipt("issuer_name", "下記の通り御見積申し上げます。株式会社サンプル電機")
    assert field.status is FieldStatus.REVIEW
    assert "文章の一部のようです" in field.reason_ja


def test_a_papers_number_is_not_its_registration_number() -> None:
    case = put(individual(scanned), K.RECEIPT, "invoice_number", INVOICE, scanned)
    case = put(case, K.RECEIPT, "document_number", INVOICE.removeprefix("T"), scanned)
    field = on(checked(case).case, K.RECEIPT).fields["document_number"]
    assert "別の欄の番号と同じです" in field.reason_ja


def lone_total(total: int, text: str) -> Field:
    """The total of a receipt that has no other amounts and is borne out by no other paper."""
    case: CaseView = individual(scanned)
    for key, value in (("total_amount", total), ("subtotal_amount", None), ("tax_amount", None), ("line_items", None)):
        case = put(case, K.RECEIPT, key, value, scanned)
    on(case, K.RECEIPT).text = text
    return on(checked(case).case, K.RECEIPT).fields["total_amount"]


@pytest.mark.parametrize(
    ("total", "text", "why"),
    [
        (181_000, "領収金額 ¥1,991,000 内消費税 181,000", "消費税額のようです"),
        (1_610_000, "¥1,771,000円 工事価格 ¥1,610,000円", "税抜の金額のようです"),
        (1_771_000, "¥1,771,000円 工事価格 ¥1,610,000円", ""),
        (181_000, "領収金額 ¥181,000 電話 1991-0000", ""),
        (400, "収入印紙 400円 税抜金額1,150,000 消費税額115,000", "収入印紙や内訳の額のようです"),
        (980, "合計 ¥980", ""),
    ],
)
def test_a_total_that_is_but_a_part_of_another_amount(total: int, text: str, why: str) -> None:
    doubts = [c.reason_ja for c in lone_total(total, text).corroborations if c.kind == "misplaced"]
    assert [d.split("。")[0] for d in doubts] == ([why] if why else [])


def test_the_offices_own_postal_code_is_not_the_applicants() -> None:
    office = PROGRAMMES["shinjuku-ecohome"].office_address
    code = office.removeprefix("〒")[:8].replace("-", "")
    case = put(individual(scanned), K.APPLICATION_FORM, "postal_code", code, scanned)
    case = put(case, K.APPLICATION_FORM, "address", None)
    field = on(checked(case).case, K.APPLICATION_FORM).fields["postal_code"]
    assert "事務局の郵便番号です" in field.reason_ja


@pytest.mark.parametrize(("text", "doubt"), [("お客さま番号 BD-660418", True), ("お客さま番号 80-660418", False)])
def test_a_customers_number_that_the_paper_shows_with_letters(text: str, doubt: bool) -> None:
    case = put(individual(scanned), K.RECEIPT, "customer_number", "80-660418", scanned)
    on(case, K.RECEIPT).text = text
    field = on(checked(case).case, K.RECEIPT).fields["customer_number"]
    assert any("英字" in c.reason_ja for c in field.corroborations) is doubt


@pytest.mark.parametrize(("cost", "doubted"), [(500, True), (980, True), (2_521_500, False), (0, False)])
def test_a_cost_of_some_hundred_yen_is_the_end_of_a_larger_one(cost: int, doubted: bool) -> None:
    case = put(individual(scanned), K.APPLICATION_FORM, "purchase_amount", cost, scanned)
    field = on(checked(case).case, K.APPLICATION_FORM).fields["purchase_amount"]
    assert any(c.kind == "misplaced" for c in field.corroborations) is doubted


@pytest.mark.parametrize(
    ("equipment", "capacity", "doubted"),
    [
        ("蓄電池システム", "13.0kW", True),
        ("蓄電池システム", "13.0kWh", False),
        ("太陽光発電システム", "4.2kW", False),
        ("窓の断熱改修", "13.0kW", False),  # counted in nothing
    ],
)
def test_a_unit_that_is_the_beginning_of_the_one_counted_in_was_cut(
    equipment: str, capacity: str, doubted: bool
) -> None:
    case = put(individual(scanned), K.APPLICATION_FORM, "equipment_type", equipment, scanned)
    put(case, K.APPLICATION_FORM, "capacity", capacity, scanned)
    field = on(checked(case).case, K.APPLICATION_FORM).fields["capacity"]
    assert any(c.kind == "misplaced" for c in field.corroborations) is doubted
