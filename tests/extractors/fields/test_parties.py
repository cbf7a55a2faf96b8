"""Who a paper is made out to, and who issued it."""

from __future__ import annotations

import pytest

from extractors.fields.certainty import place_doubted
from extractors.fields.layout import Layout
from extractors.fields.parties import addressee, issuer
from models.documents import DocumentKind
from models.geometry import Box
from models.pages import TextLine
from tests.extractors.drawnpaper import Paper, line, reading
from tests.extractors.fields.extracting import extracted, values, written


def page(*lines: TextLine) -> Layout:
    return Layout(reading(*lines))


def name(*lines: TextLine) -> str | None:
    region = addressee(page(*lines))
    return region.raw.strip() if region else None


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        ("山田太郎 様", "山田太郎"),
        ("株式会社山田工務店 御中", "株式会社山田工務店"),
        ("お客様名 山田太郎 様", "山田太郎"),
        ("氏名：山田太郎様", "山田太郎"),
        ("山田太郎 樣", "山田太郎"),
    ],
)
def test_the_name_in_front_of_the_honorific(words: str, wanted: str) -> None:
    assert name(line(words)) == wanted


def test_a_name_and_its_honorific_far_apart() -> None:
    assert name(line("山田 太郎", 100, 100), line("様", 450, 100)) == "山田 太郎"
    assert name(line("山田", 100, 100), line("太郎 様", 190, 100)) == "山田 太郎"


def test_the_highest_one_counts_and_offices_are_no_customers() -> None:
    assert name(line("山田太郎 様", y=300), line("鈴木花子 様", y=120)) == "鈴木花子"
    assert name(line("奈良県知事 様", y=100), line("新宿区長 殿", y=150), line("山田太郎 様", y=300)) == "山田太郎"


def test_nobody_is_addressed() -> None:
    assert name(line("領収書"), line("￥1,000", y=200)) is None
    assert name(line("様")) is None


def test_the_issuer_is_the_company_at_the_address_and_not_the_addressee() -> None:
    customer = line("株式会社山田工務店 御中", 100, 100)
    issuing = [
        line("サンプル電機株式会社", 700, 200), line("〒630-8001 奈良市法華寺町1-2", 700, 240), line("TEL 0742-12-3456", 700, 280),
    ]  # fmt: skip
    bank = line("振込先 株式会社奈良銀行 普通 1234567", 100, 900)
    found = issuer(page(customer, *issuing, bank))
    assert found is not None and found.raw == "サンプル電機株式会社"


def test_of_two_companies_the_one_above_the_telephone_issued_it() -> None:
    found = issuer(
        page(
            line("株式会社メーカー", 100, 800),
            line("有限会社やまと電器", 700, 200),
            line("電話 0742-12-3456", 700, 240),
        )
    )
    assert found is not None and found.raw == "有限会社やまと電器"


def test_the_address_on_the_issuers_line_is_no_part_of_its_name() -> None:
    found = issuer(page(line("株式会社サンプル電機 奈良市法華寺町1-2", 100, 200), line("TEL 0742-12-3456", 100, 240)))
    assert found is not None and found.raw.strip() == "株式会社サンプル電機"


def test_a_paper_without_a_company() -> None:
    assert issuer(page(line("山田太郎 様"), line("TEL 0742-12-3456", y=200))) is None


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("株式会社　光陽　サッシ", "株式会社光陽サッシ"), ("大栄電設　工業株式会社", "大栄電設工業株式会社"), ("株式会社　アクア　ホーム", "株式会社アクアホーム"),
        ("有限会社　山 形 ア ル ミ", "有限会社山形アルミ"),
    ],
)  # fmt: skip
def test_a_name_that_is_set_with_spaces_is_whole(words: str, name: str) -> None:
    paper = written("領収書", "大谷 香織 様", words, "TEL 0967-82-2055")
    assert values(extracted(DocumentKind.RECEIPT, paper))["issuer_name"] == name


@pytest.mark.parametrize("behind", ["四谷三丁目店", "登録番号T9100002842643", "含"])
def test_the_name_ends_at_a_gap_in_front_of_what_is_none_of_it(behind: str) -> None:
    front = line("株式会社野村電器", 100, 100)
    back = line(behind, front.box.x1 + 20, 100)
    assert front.char_x and back.char_x
    joined = front.model_copy(
        update={
            "text": front.text + behind,
            "box": Box.around((front.box, back.box)),
            "char_x": (*front.char_x, *back.char_x),
        }
    )
    found = issuer(page(joined, line("TEL 0742-12-3456", 100, 140)))
    assert found is not None and found.raw == "株式会社野村電器"


def test_the_customer_in_a_room_of_its_own() -> None:
    paper = Paper(1400, 500)
    paper.text(60, 40, "見積書", size=44)
    paper.table(60, 120, [600, 600], [220])
    for x, y, words in (
        (80, 150, "千曲電気工事株式会社"),
        (80, 280, "TEL 0268-22-9154"),
        (680, 150, "合同会社ことり薬局"),
        (1180, 284, "御中"),
    ):
        paper.text(x, y, words)
    assert values(extracted(DocumentKind.ESTIMATE, paper))["payer_name"] == "合同会社ことり薬局"


def test_the_word_in_front_of_the_day_of_issue_is_no_honorific() -> None:
    lines = (
        (100, 60, "領収書(兼納品書)"),
        (900, 64, "発行"),
        (1000, 64, "2024.11.28"),
        (100, 160, "お名前"),
        (260, 160, "百々芳樹 様"),
    )
    assert values(extracted(DocumentKind.RECEIPT, written(*lines)))["payer_name"] == "百々芳樹"


@pytest.mark.parametrize("behind", ["No.見-0803", "№12", "請求番号 24-113"])
def test_the_papers_number_read_with_whom_it_is_made_out_to(behind: str) -> None:
    customer, seller = line(f"社会福祉法人あずさ会御中{behind}", 860, 100), line("信濃ボイラー工業株式会社", 130, 90)
    assert name(customer, seller) == "社会福祉法人あずさ会"
    found = issuer(page(customer, seller, line("TEL 0263-40-6618", 130, 160)))
    assert found is not None and found.raw == "信濃ボイラー工業株式会社"


def test_the_company_on_the_left_of_a_short_name_is_no_part_of_it() -> None:
    seller, customer = line("大和ガス株式会社", 100, 100), line("堀江隆 様", 700, 104)
    assert name(seller, customer) == "堀江隆"
    found = issuer(page(seller, customer, line("TEL 0743-55-6621", 100, 160)), page(customer).texts)
    assert found is not None and found.raw == "大和ガス株式会社"


def test_a_title_down_the_left_side_is_no_part_of_the_name() -> None:
    title, customer, honorific = line("領収証", 100, 100), line("下村久美", 240, 104), line("様", 600, 104)
    assert name(title, customer, honorific) == "下村久美"


def test_a_label_behind_a_sellers_name_ends_it_and_what_stands_twice_is_whole() -> None:
    sold = "販売: 株式会社あかりモール コンディション: 新品"
    paper = written("株式会社あかりモー人レ", "領収書", "宛名：飯塚 千鶴 様", sold, sold, "0120-558-210")
    assert values(extracted(DocumentKind.RECEIPT, paper))["issuer_name"] == "株式会社あかりモール"


@pytest.mark.parametrize(
    ("lines", "shop"),
    [
        (("くらし応援", "ホームストア ハナミズキ", "新宿区市谷台町6-3 TEL03-3341-5090", "領収書（レシート）"), "ホームストアハナミズキ"),
        (("領収書", "松原妙子 様", "桜井市外山1188", "水道屋 中村", "電話.0744-45-3322", "登録番号：T2150089549253"), "水道屋中村"),
        (("エレキタウン 新宿", "https://www.denki.example", "03-3225-8100", "登録番号T7010029825426"), "エレキタウン新宿"),
        (("領収書", "松原妙子 様", "TEL 0744-45-3322", "ありがとうございました"), None),
        (("領収書", "お届け先", "松原妙子", "桜井市外山1188", "但 工事代"), None),
    ],
)  # fmt: skip
def test_a_shop_is_named_over_its_own_particulars(lines: tuple[str, ...], shop: str | None) -> None:
    found = extracted(DocumentKind.RECEIPT, written(*lines)).fields.get("issuer_name")
    assert (found.value if found is not None else None) == shop
    assert found is None or place_doubted(found)
