"""Papers as other makers, banks and offices print them: words and places that no known form has."""

from __future__ import annotations

import pytest

from models.documents import DocumentKind as K
from models.documents import Value
from tests.extractors.fields.extracting import extracted, values, written


def read(kind: K, *lines: str | tuple[int, int, str]) -> dict[str, Value]:
    return values(extracted(kind, written(*lines)))


def test_a_warranty_in_open_text() -> None:
    found = read(
        K.WARRANTY,
        "太陽光発電システム 機器保証書",
        "保証書番号：W-2025-00123",
        "お客様名：山田 太郎 様",
        "太陽電池モジュール NQ-230BP 24枚",
        "製造番号 12345678",
        "保証開始日：2025年5月9日",
        "保証期間：10年間",
        "シャープ株式会社",
        "施工店：サンプル電設株式会社",
    )
    assert found["applicant_name"] == "山田太郎"
    assert (found["model"], found["serial_number"]) == ("NQ-230BP", "12345678")
    assert (found["document_number"], found["installation_date"]) == ("W-2025-00123", "2025-05-09")
    assert found["vendor_name"] == "サンプル電設株式会社"


def test_the_maker_at_the_foot_needs_no_label() -> None:
    rows = (
        "保証書",
        (100, 200, "品名"),
        (400, 200, "太陽熱利用システム"),
        (100, 300, "販売店"),
        (400, 300, "合同会社美山エネルギー"),
    )
    assert read(K.WARRANTY, *rows, (100, 500, "チリウ"))["manufacturer"] == "チリウ"
    assert read(K.WARRANTY, *rows, (100, 500, "保証者　長州産業"))["manufacturer"] == "長州産業"


def test_models_of_which_there_are_two_are_nobodys_guess() -> None:
    assert "model" not in read(K.WARRANTY, "保証書", "モジュール NQ-230BP 24枚", "蓄電池 JH-WB1821")


def test_a_meter_slip_without_an_era() -> None:
    found = read(K.METER_SLIP, "山田 太郎 様", "お客様番号 12-34567", "検針日 5年11月7日", "ご使用場所 山都町浜町6番地")
    assert (found["meter_date"], found["customer_number"]) == ("2023-11-07", "12-34567")


def test_a_companys_certificate_has_other_entries_below_the_address() -> None:
    found = read(
        K.REGISTRY_CERTIFICATE,
        "履歴事項全部証明書",
        (100, 220, "商　号"),
        (500, 220, "株式会社サンプル製作所"),
        (100, 280, "本　店"),
        (500, 280, "奈良県奈良市登大路町30番地"),
        (100, 340, "公告をする方法"),
        (500, 340, "官報に掲載してする"),
        (100, 400, "役員に関する事項"),
        (500, 400, "取締役　鈴木 一郎"),
        (500, 460, "代表取締役　鈴木 一郎"),
        (200, 700, "令和7年5月9日"),
    )
    assert found["applicant_name"] == "株式会社サンプル製作所"
    assert found["address"] == "奈良県奈良市登大路町30"
    assert (found["representative_name"], found["issue_date"]) == ("鈴木一郎", "2025-05-09")


def test_the_day_on_which_an_officer_took_up_office_is_not_the_day_of_issue() -> None:
    """A fax has lost the rules of the table, and the day of issue itself."""
    paper = written(
        "履歴事項全部証明書", (200, 200, "商号"), (500, 200, "株式会社東雲精機"), (500, 270, "代表取締役　大西　美由紀"),
        (900, 270, "令和 4年 6月 1日就任"), (200, 400, "これは登記簿に記録されている事項の全部であることを証明した書面である。"),
    )  # fmt: skip
    assert values(extracted(K.REGISTRY_CERTIFICATE, paper)).get("issue_date") is None


def test_a_certificate_of_residence_in_rows() -> None:
    found = read(
        K.RESIDENT_CERTIFICATE,
        (500, 60, "住　民　票"),
        (100, 160, "氏名"),
        (400, 160, "山田 太郎"),
        (100, 220, "住所"),
        (400, 220, "奈良県奈良市法華寺町1番地2"),
        (100, 280, "住民となった年月日"),
        (500, 280, "平成10年4月1日"),
        (100, 340, "前住所"),
        (400, 340, "大阪府大阪市北区梅田1丁目2番3号"),
        (200, 660, "令和7年5月9日"),
    )
    assert (found["applicant_name"], found["address"]) == ("山田太郎", "奈良県奈良市法華寺町1-2")
    assert found["issue_date"] == "2025-05-09"


def test_an_agent_named_by_trade_name() -> None:
    found = read(
        K.POWER_OF_ATTORNEY,
        "委　任　状",
        "（代理人）",
        "住所　奈良市登大路町30",
        "商号又は名称　株式会社サンプル電設",
        "（委任者）",
        "住所　奈良市法華寺町1-2",
        "氏名　山田 太郎",
    )
    assert (found["proxy_name"], found["proxy_address"]) == ("株式会社サンプル電設", "奈良市登大路町30")
    assert (found["applicant_name"], found["address"]) == ("山田太郎", "奈良市法華寺町1-2")


def test_facilities_that_have_a_block_each() -> None:
    rows: list[str | tuple[int, int, str]] = ["補助対象施設一覧"]
    for i, (name, cost, amount) in enumerate(
        (("デイサービスあおぞら", "1,100,000", "825,000"), ("保育園こまどり", "992,500", "744,000"))
    ):
        y = 200 + 300 * i
        rows += [(100, y, "施設名"), (300, y, name), (100, y + 60, "種別"), (300, y + 60, "社会福祉施設")]
        rows += [(700, y + 60, "設備"), (850, y + 60, "空調設備"), (100, y + 120, "対象経費"), (300, y + 120, cost)]
        rows += [(600, y + 120, "補助率"), (750, y + 120, "3/4"), (850, y + 120, "申請額"), (1000, y + 120, amount)]
    rows += [(100, 900, "対象経費の計"), (400, 900, "2,092,500"), (700, 900, "申請額の計"), (1000, 900, "1,569,000")]
    found = read(K.FACILITY_LIST, *rows)
    assert found["facilities"] == [
        {"name": "デイサービスあおぞら", "category": "社会福祉施設", "equipment": "空調設備", "cost": 1100000, "rate": "3/4", "amount": 825000},
        {"name": "保育園こまどり", "category": "社会福祉施設", "equipment": "空調設備", "cost": 992500, "rate": "3/4", "amount": 744000},
    ]  # fmt: skip
    assert (found["purchase_amount"], found["subsidy_amount"]) == (2092500, 1569000)


def test_a_party_beside_its_seal() -> None:
    found = read(
        K.CONTRACT,
        "工事請負契約書",
        (100, 300, "乙"),
        (700, 270, "印工信"),
        (200, 300, "信濃電工合同会社"),
        (700, 330, "章之濃"),
    )
    assert found["vendor_name"] == "信濃電工合同会社"


# ---------------------------------------------------------------- photographs
@pytest.mark.parametrize(
    ("lines", "name"),
    [
        (("写真貼付用紙", "申請者名:医療法人財団小諸静養会", "① 現況（更新前の設備）", "② 設置予定場所"), "医療法人財団小諸静養会"),
        (("工事写真", "施主名：神保 とし江", "施工：株式会社牛込ガラス建材", "撮影：令和7年11月8日"), "神保とし江"),
        (((100, 80, "提出者"), (400, 80, "岐部 邦彦"), (100, 150, "撮影箇所"), (400, 150, "屋根全景/集熱器")), "岐部邦彦"),
    ],
)  # fmt: skip
def test_whose_photographs(lines: tuple[str | tuple[int, int, str], ...], name: str) -> None:
    assert values(extracted(K.PRODUCT_PHOTO, written(*lines)))["applicant_name"] == name
