"""A whole document: the programme's own form, a form nobody described, papers without entries."""

from __future__ import annotations

import pytest

from extractors.fields.documents import UNREAD, entry_specs
from extractors.reading import Reader
from models.documents import DocumentKind as K
from models.documents import Value
from models.programmes import FieldSpec
from programmes.forms import load_forms
from tests.extractors.drawnpaper import Paper
from tests.extractors.fields.extracting import PROGRAMMES, extracted, values, written

ROWS = [
    ["申請日", "令和6年7月1日"],
    ["郵便番号", "630-8001"],
    ["所在地", "奈良県奈良市法華寺町1-2"],
    ["申請者名（法人名）", "株式会社山田工務店"],
    ["フリガナ", "ヤマダコウムテン"],
    ["代表者職・氏名", "代表取締役 山田太郎"],
    ["電話番号", "0742-12-3456"],
]
PROJECT = [
    ["導入設備", "□高効率空調設備 ☑定置用蓄電池 □V2H"],
    ["メーカー名", "パナテック"],
    ["型式", "ES-10A"],
    ["数量", "2台"],
    ["見積業者", "株式会社サンプル電機"],
    ["総事業費（税込）", "1,430,000円"],
    ["補助対象経費（税抜）", "1,300,000円"],
    ["交付申請額", "433,000円"],
    ["担当者・連絡先", "鈴木一郎"],
]


def form(rows: list[list[str]] = ROWS, project: list[list[str]] = PROJECT) -> Paper:
    """nara-business's form in its version b."""
    paper = Paper(1300, 1900)
    paper.text(150, 60, "奈良県事業所エネルギー効率的利用推進事業補助金交付申請書", size=36)
    paper.grid(80, 160, rows, [360, 780], height=70)
    paper.text(80, 690, "事業の概要")
    paper.grid(80, 760, project, [360, 780], height=70)
    return paper


def test_the_programmes_form() -> None:
    document = extracted(K.APPLICATION_FORM, form(), programme="nara-business")
    assert document.form_version == "b"
    assert values(document) == {
        "application_date": "2024-07-01",
        "postal_code": "6308001",
        "address": "奈良県奈良市法華寺町1-2",
        "applicant_name": "株式会社山田工務店",
        "applicant_kana": "ヤマダコウムテン",
        "representative_name": "山田太郎",
        "phone": "0742123456",
        "equipment_type": "定置用蓄電池",
        "manufacturer": "パナテック",
        "model": "ES-10A",
        "capacity": "2台",
        "vendor_name": "株式会社サンプル電機",
        "total_cost": 1430000,
        "purchase_amount": 1300000,
        "subsidy_amount": 433000,
    }
    assert document.kind_confidence == 0.9
    assert "奈良県奈良市法華寺町1-2" in document.text


def test_the_words_of_a_learned_form_are_not_enough_for_its_version() -> None:
    """A form that prints two of the three marks, and fits no blank of the version that was learned, is an unknown one."""
    project = [["契約先", value] if label == "見積業者" else [label, value] for label, value in PROJECT]
    paper = form(project=project)
    assert extracted(K.APPLICATION_FORM, paper, programme="nara-business").form_version == "b"
    reader = Reader(forms=load_forms())
    assert extracted(K.APPLICATION_FORM, paper, programme="nara-business", reader=reader).form_version is None
    whole = extracted(K.APPLICATION_FORM, form(), programme="nara-business", reader=reader)
    assert whole.form_version == "b"


@pytest.mark.parametrize("row", [1, 4, 6])
def test_an_entry_left_empty_is_blank_and_takes_nothing_from_its_neighbours(row: int) -> None:
    rows = [[label, "" if i == row else value] for i, (label, value) in enumerate(ROWS)]
    full = extracted(K.APPLICATION_FORM, form(), programme="nara-business").fields
    document = extracted(K.APPLICATION_FORM, form(rows), programme="nara-business")
    key = {1: "postal_code", 4: "applicant_kana", 6: "phone"}[row]
    assert document.fields[key].value is None
    assert document.fields[key].blank
    others = {k: f.value for k, f in document.fields.items() if k != key}
    assert others == {k: f.value for k, f in full.items() if k != key}


def test_no_box_ticked_is_no_choice() -> None:
    project = [["導入設備", "□高効率空調設備 □定置用蓄電池 □V2H"], *PROJECT[1:]]
    document = extracted(K.APPLICATION_FORM, form(project=project), programme="nara-business")
    assert document.fields["equipment_type"].value is None


def test_a_form_of_two_pages_is_read_over_both() -> None:
    first, second = Paper(1300, 800), Paper(1300, 1000)
    first.grid(80, 100, ROWS, [360, 780], height=70)
    second.text(80, 40, "事業の概要")
    second.grid(80, 110, PROJECT, [360, 780], height=70)
    document = extracted(K.APPLICATION_FORM, first, second, programme="nara-business")
    assert document.fields["phone"].page_index == 0
    assert document.fields["model"].page_index == 1
    assert values(document)["subsidy_amount"] == 433000
    assert document.page_indexes == [0, 1]


def unknown(*rows: list[str]) -> dict[str, Value]:
    paper = Paper(1300, 1600)
    paper.text(400, 60, "補助金交付申請書", size=48)
    paper.grid(80, 160, list(rows), [360, 780], height=70)
    return values(extracted(K.APPLICATION_FORM, paper, programme=None))


def test_a_form_that_nobody_described_is_read_by_the_common_words() -> None:
    found = unknown(
        ["申請日", "令和7年5月1日"], ["申請者氏名", "山田太郎"], ["フリガナ", "ヤマダタロウ"], ["住所", "東京都新宿区西新宿2-8-1"],
        ["電話番号", "03-1234-5678"], ["型式", "ES-10A"], ["購入金額（税込）", "330,000円"], ["補助金交付申請額", "100,000円"],
        ["口座番号", "1234567"], ["金融機関名", "南都銀行"],
    )  # fmt: skip
    assert found["application_date"] == "2025-05-01"
    assert found["applicant_name"] == "山田太郎"
    assert found["applicant_kana"] == "ヤマダタロウ"
    assert found["address"] == "東京都新宿区西新宿2-8-1"
    assert found["phone"] == "0312345678"
    assert found["model"] == "ES-10A"
    assert (found["purchase_amount"], found["subsidy_amount"]) == (330000, 100000)
    assert (found["bank_name"], found["account_number"]) == ("南都銀行", "1234567")
    assert "request_date" not in found, "no entry of an application"


def test_a_programme_nobody_knows_is_read_as_one_nobody_described() -> None:
    paper = Paper(1300, 500)
    paper.grid(80, 160, [["電話番号", "03-1234-5678"]], [360, 780], height=70)
    assert values(extracted(K.APPLICATION_FORM, paper, programme="gone-since"))["phone"] == "0312345678"


def test_the_proxys_block_is_not_the_applicants() -> None:
    paper = Paper(1300, 1200)
    paper.grid(
        80,
        100,
        [["申請者氏名", "山田太郎"], ["住所", "奈良市法華寺町1-2"], ["電話番号", "0742-12-3456"]],
        [360, 780],
        height=70,
    )
    paper.text(80, 400, "手続代行者")
    paper.grid(
        80,
        470,
        [["会社名", "株式会社サンプル電機"], ["所在地", "奈良市三条町3-4"], ["電話番号", "0742-98-7654"]],
        [360, 780],
        height=70,
    )
    found = values(extracted(K.APPLICATION_FORM, paper, programme=None))
    assert (found["phone"], found["proxy_phone"]) == ("0742123456", "0742987654")
    assert (found["address"], found["proxy_address"]) == ("奈良市法華寺町1-2", "奈良市三条町3-4")
    assert found["proxy_name"] == "株式会社サンプル電機"


@pytest.mark.parametrize("kind", [k for k in UNREAD if k is not K.SEPARATOR_SHEET])
def test_papers_without_entries_have_no_fields(kind: K) -> None:
    document = extracted(kind, written("電話番号 03-1234-5678"))
    assert document.fields == {}
    assert "電話番号" in document.text


@pytest.mark.parametrize("heading", ["４ 手続代行者（申請者以外の方が手続を行う場合のみ記入）", ""])
def test_an_agent_is_read_from_a_block_of_its_own_on_a_form_that_asks_for_none(heading: str) -> None:
    paper = Paper()
    for y, label, value in ((80, "氏名", "坂井 美和子"), (140, "電話番号", "03-1234-5678")):
        paper.text(100, y, label)
        paper.text(400, y, value)
    if heading:
        paper.text(100, 260, heading)
    paper.grid(100, 320, [["名称", "株式会社佐保電機"], ["担当者", "工藤 渉"], ["電話", "0742-35-1960"]], [200, 500])
    found = values(extracted(K.APPLICATION_FORM, paper, programme="shinjuku-ecohome"))
    assert (found["applicant_name"], found["phone"]) == ("坂井美和子", "0312345678")
    agent = {key: value for key, value in found.items() if key.startswith("proxy_")}
    assert agent == (
        {"proxy_name": "株式会社佐保電機", "proxy_contact": "工藤渉", "proxy_phone": "0742351960"} if heading else {}
    )


def test_a_separator_sheet_has_its_number() -> None:
    assert values(extracted(K.SEPARATOR_SHEET, written("仕切紙", "B00012"))) == {"batch_no": "B00012"}
    assert values(extracted(K.SEPARATOR_SHEET, written("仕切紙"))) == {}


def test_a_document_without_pages_is_empty() -> None:
    document = extracted(K.APPLICATION_FORM)
    assert (document.fields, document.text, document.page_indexes) == ({}, "", [])


def test_the_programmes_own_labels_come_first_and_common_ones_never_steal_anothers() -> None:
    for programme in PROGRAMMES.values():
        for kind in (K.APPLICATION_FORM, K.PAYMENT_REQUEST):
            spec = programme.document(kind)
            if spec is None:
                continue
            widened: tuple[FieldSpec, ...] = entry_specs(kind, spec)[: len(spec.fields)]
            assert [f.key for f in widened] == [f.key for f in spec.fields]
            printed = {x.text for f in spec.fields for x in f.labels}
            for own, more in zip(spec.fields, widened, strict=True):
                assert more.labels[: len(own.labels)] == own.labels
                assert not {x.text for x in more.labels[len(own.labels) :]} & printed
