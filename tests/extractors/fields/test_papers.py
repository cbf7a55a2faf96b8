"""Certificates, contracts, warranties, meter slips, letters of attorney: each paper by how it is commonly laid out."""

from __future__ import annotations

import pytest

from extractors.fields.papers import FORM_SYNONYMS, PAPERS
from models.documents import DocumentKind as K
from models.documents import Value
from tests.extractors.drawnpaper import Paper
from tests.extractors.fields.extracting import extracted, values, written


def grid(*rows: list[str], widths: tuple[int, ...] = (300, 700), below: tuple[tuple[int, int, str], ...] = ()) -> Paper:
    paper = Paper(1200, 1400)
    paper.grid(80, 200, list(rows), list(widths), height=70)
    for x, y, words in below:
        paper.text(x, y, words)
    return paper


def test_a_certificate_of_residence() -> None:
    paper = grid(
        ["フリガナ", "ヤマダ タロウ"], ["氏名", "山田 太郎"], ["生年月日", "昭和40年3月18日"], ["住所", "奈良県奈良市法華寺町1番地の2"],
        ["住民となった日", "平成10年4月1日"], below=((100, 700, "この写しは、原本と相違ないことを証明する。"), (100, 780, "令和7年5月2日"), (100, 850, "奈良市長")),
    )  # fmt: skip
    found = values(extracted(K.RESIDENT_CERTIFICATE, paper))
    assert found["applicant_name"] == "山田太郎"
    assert found["applicant_kana"] == "ヤマダタロウ"
    assert found["birth_date"] == "1965-03-18"
    assert found["address"] == "奈良県奈良市法華寺町1-2"
    assert found["issue_date"] == "2025-05-02", "the date by itself, not one of the table's"


def registry(*officers: str) -> dict[str, Value]:
    paper = grid(
        ["会社法人等番号", "1500-01-000001"], ["商号", "株式会社山田工務店"], ["本店", "奈良県奈良市法華寺町1番地の2"],
        below=(*((420, 480 + 60 * i, words) for i, words in enumerate(officers)), (100, 1000, "令和7年4月20日")),
    )  # fmt: skip
    return values(extracted(K.REGISTRY_CERTIFICATE, paper))


def test_a_certificate_of_registration() -> None:
    found = registry("取締役 鈴木花子", "代表取締役 山田太郎")
    assert found["applicant_name"] == "株式会社山田工務店"
    assert found["address"] == "奈良県奈良市法華寺町1-2"
    assert found["issue_date"] == "2025-04-20"
    assert found["representative_name"] == "山田太郎", "who may represent comes before who is listed first"


def test_the_day_of_appointment_is_no_part_of_the_name() -> None:
    assert registry("代表取締役 山田太郎 令和3年6月25日重任")["representative_name"] == "山田太郎"
    assert "representative_name" not in registry("監査法人")


def test_a_contract_in_a_table() -> None:
    paper = grid(
        ["工事名", "蓄電池設置工事"], ["契約日", "令和7年4月10日"], ["請負代金額", "1,430,000円"], ["消費税額", "130,000円"],
        ["注文者", "山田太郎"], ["請負者", "株式会社サンプル電機 代表取締役 鈴木一郎"], ["設備", "サンプル電機 ES-10A"], ["住所", "奈良市法華寺町1-2"],
    )  # fmt: skip
    found = values(extracted(K.CONTRACT, paper))
    assert found["contract_date"] == "2025-04-10"
    assert (found["total_amount"], found["tax_amount"]) == (1430000, 130000)
    assert found["applicant_name"] == "山田太郎"
    assert found["vendor_name"] == "株式会社サンプル電機", "without its representative"
    assert found["description"] == "蓄電池設置工事"
    assert found["address"] == "奈良市法華寺町1-2"
    assert found["model"] == "ES-10A"


def test_a_contract_in_sentences() -> None:
    found = values(
        extracted(
            K.CONTRACT,
            written(
                "工事請負契約書",
                "発注者 山田太郎（以下「甲」という。）と受注者 株式会社サンプル電機",
                "（以下「乙」という。）とは、次の契約を締結する。",
                "請負代金額 1,430,000円",
                "うち取引に係る消費税及び地方消費税の額 130,000円",
                "令和7年4月10日",
            ),
        )
    )
    assert found["applicant_name"] == "山田太郎"
    assert found["vendor_name"] == "株式会社サンプル電機"
    assert (found["total_amount"], found["tax_amount"]) == (1430000, 130000)
    assert found["contract_date"] == "2025-04-10"


def test_a_warranty_with_its_maker_beside_the_title() -> None:
    paper = grid(
        ["保証書番号", "W-001234"], ["製品名", "家庭用蓄電池"], ["型式", "ES-10A"], ["製造番号", "A1234567"], ["お客様名", "山田太郎 様"],
        ["保証開始日", "2025年5月1日"], ["販売店", "株式会社サンプル電機"],
    )  # fmt: skip
    paper.text(500, 60, "保証書", size=60)
    paper.text(150, 80, "パナテック")
    found = values(extracted(K.WARRANTY, paper))
    assert found == {
        "document_number": "W-001234",
        "equipment_type": "家庭用蓄電池",
        "model": "ES-10A",
        "serial_number": "A1234567",
        "applicant_name": "山田太郎",
        "installation_date": "2025-05-01",
        "vendor_name": "株式会社サンプル電機",
        "manufacturer": "パナテック",
    }


def test_a_printed_maker_is_believed_before_the_one_beside_the_title() -> None:
    paper = grid(["製造者", "ほかの製作所"], ["型式", "ES-10A"])
    paper.text(500, 60, "保証書", size=60)
    paper.text(150, 80, "パナテック")
    assert values(extracted(K.WARRANTY, paper))["manufacturer"] == "ほかの製作所"


def test_a_meter_slip_from_a_roll() -> None:
    found = values(
        extracted(
            K.METER_SLIP,
            written(
                "ガス使用量のお知らせ", "お客様番号 0123-4567", "山田太郎 様", "熊本県上益城郡山都町浜町6", "検針日 2023年7月10日",
                "今回指針 123", "有限会社やまとガス", "TEL 0967-72-0000",
            ),
        )
    )  # fmt: skip
    assert found["applicant_name"] == "山田太郎"
    assert found["customer_number"] == "0123-4567"
    assert found["meter_date"] == "2023-07-10"
    assert found["address"] == "熊本県上益城郡山都町浜町6"
    assert found["vendor_name"] == "有限会社やまとガス"


def test_the_two_parties_of_a_letter_of_attorney_are_told_apart_by_their_headings() -> None:
    found = values(
        extracted(
            K.POWER_OF_ATTORNEY,
            written(
                "委任状", "令和7年5月1日", "（委任者）", "住所 奈良市法華寺町1-2", "氏名 山田太郎", "電話番号 0742-12-3456",
                "（代理人）", "所在地 奈良市三条町3-4", "名称 株式会社サンプル電機", "担当者 鈴木一郎", "電話番号 0742-98-7654",
            ),
        )
    )  # fmt: skip
    assert (found["applicant_name"], found["address"], found["phone"]) == (
        "山田太郎",
        "奈良市法華寺町1-2",
        "0742123456",
    )
    assert (found["proxy_name"], found["proxy_address"], found["proxy_phone"]) == (
        "株式会社サンプル電機", "奈良市三条町3-4", "0742987654",
    )  # fmt: skip
    assert found["proxy_contact"] == "鈴木一郎"


@pytest.mark.parametrize("kind", [k for k in K if k not in (K.RECEIPT, K.INVOICE, K.ESTIMATE)])
def test_a_paper_with_nothing_on_it_has_no_value_of_any_kind(kind: K) -> None:
    paper = Paper(900, 700)
    paper.text(100, 100, "いろはにほへとちりぬるを")
    assert [f.key for f in extracted(kind, paper).fields.values() if f.value is not None] == []


def test_no_label_of_the_common_papers_is_listed_twice_for_one_entry() -> None:
    for specs in (tuple(FORM_SYNONYMS.values()), *PAPERS.values()):
        for spec in specs:
            texts = [(x.text, x.where) for x in spec.labels]
            assert len(texts) == len(set(texts)), spec.key


@pytest.mark.parametrize("apart", [0, 40])
def test_a_remark_behind_a_certificates_number_is_no_part_of_it(apart: int) -> None:
    paper = Paper(1300, 900)
    paper.text(100, 100, "履歴事項全部証明書", size=40)
    box = paper.text(100, 700, "整理番号 ウ740398")
    paper.text(box.x1 + apart, 700, "*下線のあるものは抹消事項であることを示す。")
    assert values(extracted(K.REGISTRY_CERTIFICATE, paper))["document_number"] == "ウ740398"
