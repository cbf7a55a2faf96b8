"""Warranties, contracts, orders and letters of attorney of designs that nobody has described."""

from __future__ import annotations

import pytest

from extractors.fields.certainty import place_doubted
from extractors.fields.layout import Layout
from extractors.meanings import means
from models.documents import DocumentKind as K
from models.documents import ExtractedDocument, Value
from models.values.company import parse_company
from tests.extractors.drawnpaper import Paper
from tests.extractors.fields.extracting import extracted, values, written


def paper(kind: K, *lines: str | tuple[int, int, str]) -> ExtractedDocument:
    return extracted(kind, written(*lines))


def read(kind: K, *lines: str | tuple[int, int, str]) -> dict[str, Value]:
    return values(paper(kind, *lines))


def warranty(*rows: tuple[str, str], title: str = "保証書", foot: str = "") -> dict[str, Value]:
    """What is read on a warranty whose labels stand in one column and their entries in another."""
    table = [
        cell
        for n, (label, entry) in enumerate(rows)
        for cell in ((100, 220 + 80 * n, label), (520, 220 + 80 * n, entry))
    ]
    return read(K.WARRANTY, (100, 80, title), *table, *([(100, 1000, foot)] if foot else []))


# ---------------------------------------------------------------- labels
@pytest.mark.parametrize(
    ("key", "label"),
    [
        ("equipment_type", "機器名 Product"), ("model", "型式 Model"), ("serial_number", "製造番号 Serial No."), ("model", "形名／型名"),
        ("installation_date", "据付日"), ("vendor_name", "販売店 Dealer"),
    ],
)  # fmt: skip
def test_labels_in_two_languages_and_with_two_words(key: str, label: str) -> None:
    assert means(key, label)


def test_the_english_of_a_label_is_no_entry() -> None:
    found = warranty(
        ("製品名 Product", "蓄電システム"), ("型式 Model", "ES-10A"), ("製造番号 Serial", "A1234567"), ("保証期間 Period", "2年"),
        ("お客様 Customer", "大谷 香織 様"), ("販売店 Dealer", "有限会社ひがし電機"),
    )  # fmt: skip
    assert (found["equipment_type"], found["model"], found["serial_number"]) == ("蓄電システム", "ES-10A", "A1234567")
    assert (found["applicant_name"], found["vendor_name"]) == ("大谷香織", "有限会社ひがし電機")


def test_a_second_word_behind_a_slash_is_more_of_the_label() -> None:
    (hit,) = Layout(written("品番／型名").read().reading).find("品番")
    assert hit.whole
    assert warranty(("品番／型名", "マドリモPJ"), ("製造番号", "A1234567"))["model"] == "マドリモPJ"


# ---------------------------------------------------------------- warranties
def test_a_telephone_number_behind_a_dealers_name_is_no_part_of_it() -> None:
    assert warranty(("販売店", "有限会社ひがし電機（0742-33-5678）"))["vendor_name"] == "有限会社ひがし電機"


def test_an_address_behind_a_makers_name_is_no_part_of_it() -> None:
    found = read(K.WARRANTY, "保証書", "型式 ES-10A", "製造元　株式会社コロナ　新潟県三条市東新保7-7")
    assert found["manufacturer"] == "株式会社コロナ"


def test_whoever_a_warranty_addresses_is_the_customer() -> None:
    assert read(K.WARRANTY, "長期保証書", "大谷 香織　様", "型式 ES-10A")["applicant_name"] == "大谷香織"
    assert "applicant_name" not in warranty(("型式", "ES-10A"), ("記入欄", "販売店様"))


def test_a_telephone_number_under_a_name_does_not_go_on_with_it() -> None:
    found = read(K.WARRANTY, "保証書", (100, 200, "お名前 大谷 香織"), (100, 245, "電話0742-33-5678"))
    assert found["applicant_name"] == "大谷香織"


def test_the_title_names_the_maker_and_the_thing() -> None:
    found = warranty(("品番", "ABC12-3"), title="リンナイ　ハイブリッド給湯機　保証書")
    assert (found["manufacturer"], found["equipment_type"]) == ("リンナイ", "ハイブリッド給湯機")
    assert "equipment_type" not in warranty(("品番", "ABC12-3"), title="リンナイ 10年保証書")


def test_a_day_of_the_present_era() -> None:
    assert warranty(("型式", "ES-10A"), ("据付日", "7年 9月 3日"))["installation_date"] == "2025-09-03"
    assert warranty(("型式", "ES-10A"), ("据付日", "29年 9月 3日")).get("installation_date") is None


def test_a_period_that_begins_with_a_day_is_not_that_day() -> None:
    found = warranty(("保証期間", "据付日より 3年"), ("据付日", "令和7年9月3日"))
    assert found["installation_date"] == "2025-09-03"


def test_a_label_whose_end_was_lost() -> None:
    assert read(K.WARRANTY, "保証書", "型式 ES-10A", "お引渡し R7.9.3")["installation_date"] == "2025-09-03"


def test_a_shop_of_the_company_before_it() -> None:
    found = read(
        K.WARRANTY, "長期保証書", "加入番号 5512007788", "株式会社ミドリカワミドリカワ電器奈良店 TEL 0742-33-5678"
    )
    assert (found["vendor_name"], found["document_number"]) == ("株式会社ミドリカワ", "5512007788")


def test_a_seals_letters_are_no_shop() -> None:
    found = read(
        K.WARRANTY,
        "保証書",
        (100, 300, "取扱店"),
        (700, 300, "山川"),
        (400, 262, "（株）ひがし工務店"),
        (400, 345, "0742-33-5678"),
    )
    assert found["vendor_name"] == "株式会社ひがし工務店"


def test_a_bar_code_behind_a_serial_number() -> None:
    assert warranty(("製造番号", "A1234567 ||1||1|||1|"))["serial_number"] == "A1234567"


# ---------------------------------------------------------------- contracts
def test_a_clause_ends_where_the_next_number_begins() -> None:
    found = read(
        K.CONTRACT, "工事請負契約書", "1. 工事名 蓄電池設置工事", "2. 工事場所 奈良市三条町1-2", "3. 使用機器 ニチコン製ESS-H2L1",
        "4. 工期 令和7年4月20日", "5. 請負代金額 金1,430,000円",
    )  # fmt: skip
    assert (found["description"], found["address"]) == ("蓄電池設置工事", "奈良市三条町1-2")
    assert (found["manufacturer"], found["model"]) == ("ニチコン", "ESS-H2L1")
    assert found["total_amount"] == 1430000


@pytest.mark.parametrize(
    ("line", "maker", "model"),
    [
        ("機種　YKK AP マドリモPJ", "YKK AP", "マドリモPJ"),
        ("主要機器　メーカー 日立　品番 RCI-GP140", "日立", "RCI-GP140"),
        ("メーカーフクシマガリレイ品番GRD-150PM", "フクシマガリレイ", "GRD-150PM"),
    ],
)
def test_maker_and_model_on_one_line(line: str, maker: str, model: str) -> None:
    found = read(K.CONTRACT, "工事請負契約書", line)
    assert (found["manufacturer"], found["model"]) == (maker, model)


def test_words_without_a_number_are_no_maker_and_model() -> None:
    assert "manufacturer" not in read(K.CONTRACT, "工事請負契約書", "機種　家庭用　エコキュート")


def test_a_block_of_a_party_without_labels() -> None:
    found = read(
        K.CONTRACT, "リフォーム工事請負契約書", "（注文者・請負者 各1通保管）", (100, 400, "注文者"), (100, 450, "お名前 大谷 香織"),
        (700, 400, "請負者"), (700, 450, "奈良県橿原市土橋町1728番地"), (700, 500, "株式会社ひがし電機"), (700, 550, "代表者 西川 昇"),
    )  # fmt: skip
    assert (found["applicant_name"], found["vendor_name"]) == ("大谷香織", "株式会社ひがし電機")


def test_seller_and_buyer() -> None:
    found = read(
        K.CONTRACT,
        "売買契約書",
        (100, 500, "売主　奈良市大宮町3-4"),
        (100, 550, "　　　株式会社ひがし電機"),
        (100, 700, "買主　大谷 香織"),
    )
    assert (found["vendor_name"], found["applicant_name"]) == ("株式会社ひがし電機", "大谷香織")


def test_a_contractor_that_nothing_shows_to_be_one_is_left_to_a_person() -> None:
    field = paper(K.CONTRACT, "工事請負契約書", "請負者 西川 昇").fields["vendor_name"]
    assert field.value == "西川昇" and place_doubted(field)


AMOUNTS = ((600, 800, "小計"), (900, 800, "1,000,000"), (600, 860, "消費税（10%）"), (900, 860, "100,000"))


def order(title: str, *more: tuple[int, int, str]) -> ExtractedDocument:
    return paper(
        K.CONTRACT, (500, 40, title), (100, 140, "株式会社ひがし電機　御中"), (700, 220, "〒630-8244"), (700, 265, "奈良県奈良市三条町1-2"),
        *more, *AMOUNTS,
    )  # fmt: skip


def test_an_order_is_addressed_to_the_contractor() -> None:
    found = values(
        order(
            "注文書", (700, 310, "医療法人ならまち会"), (700, 355, "理事長 西川 昇"), (700, 40, "注文No. PO-2207"), (700, 90, "注文日 2025年4月9日"),
            (600, 920, "合計"), (900, 920, "¥1,100,000"),
        )
    )  # fmt: skip
    assert (found["vendor_name"], found["applicant_name"]) == ("株式会社ひがし電機", "医療法人ならまち会")
    assert (found["document_number"], found["contract_date"]) == ("PO-2207", "2025-04-09")
    assert (found["total_amount"], found["subtotal_amount"], found["tax_amount"]) == (1100000, 1000000, 100000)


def test_a_person_who_orders_is_told_by_the_block_alone() -> None:
    field = order("発注書", (700, 310, "大谷 香織")).fields["applicant_name"]
    assert field.value == "大谷香織" and place_doubted(field)


def test_an_acceptance_is_addressed_to_the_customer() -> None:
    found = read(
        K.CONTRACT, (500, 40, "工事注文請書"), (100, 140, "医療法人ならまち会　御中"), (700, 220, "奈良県橿原市土橋町1728"), (700, 265, "株式会社ひがし電機"),
        (700, 310, "代表取締役 西川 昇"), (560, 400, "記"), (100, 450, "一、工事名"), (440, 450, "空調機設置工事"),
    )  # fmt: skip
    assert (found["applicant_name"], found["vendor_name"]) == ("医療法人ならまち会", "株式会社ひがし電機")
    assert found["description"] == "空調機設置工事", "記 over the list is nobody's entry"


def test_amounts_that_do_not_add_up_are_left_to_a_person() -> None:
    fields = order("注文書", (600, 920, "合計"), (900, 920, "¥1,900,000")).fields
    assert all(place_doubted(fields[k]) for k in ("total_amount", "subtotal_amount"))


def test_a_tax_that_the_total_holds_is_believed() -> None:
    fields = paper(K.CONTRACT, "工事請負契約書", "請負代金額 ¥1,430,000-", "うち消費税相当額 ¥130,000-").fields
    assert fields["tax_amount"].value == 130000 and not place_doubted(fields["tax_amount"])


def test_a_bracket_begun_behind_a_companys_name_is_no_part_of_it() -> None:
    assert parse_company("株式会社ひがし電機（") == "株式会社ひがし電機"


# ---------------------------------------------------------------- letters of attorney
LETTER = (
    "委任状", "私は下記の者を代理人と定めます。", "受任者住所 奈良市大宮町3-4", "会社名 株式会社ひがし電機", "担当 西川昇 電話0742-33-5678",
    "令和7年4月9日", "委任者住所 奈良市三条町1-2", "氏名 大谷 香織", "電話0742-44-9012",
)  # fmt: skip


def test_a_letter_of_attorney_written_freely() -> None:
    found = read(K.POWER_OF_ATTORNEY, *LETTER)
    assert (found["phone"], found["proxy_phone"]) == ("0742449012", "0742335678")
    assert (found["address"], found["proxy_address"]) == ("奈良市三条町1-2", "奈良市大宮町3-4")
    assert (found["applicant_name"], found["proxy_contact"]) == ("大谷香織", "西川昇")


def test_an_office_under_the_agents_address_is_the_agent() -> None:
    lines = (
        "委任状",
        "手続代行者",
        "所在地 奈良市大宮町3-4",
        "事業所 株式会社ひがし電機",
        "私は上記の者に申請を委任します。",
        "委任者",
        "住所 奈良市三条町1-2",
    )
    found = read(K.POWER_OF_ATTORNEY, *lines)
    assert (found["proxy_address"], found["proxy_name"]) == ("奈良市大宮町3-4", "株式会社ひがし電機")
    of_office = tuple(words.replace("所在地", "事業所所在地") for words in lines if not words.startswith("事業所"))
    assert read(K.POWER_OF_ATTORNEY, *of_office).get("proxy_name") is None


def test_two_telephones_that_no_heading_tells_apart_are_left_to_a_person() -> None:
    lines = (words.removeprefix("受任者").removeprefix("委任者") for words in LETTER)
    fields = paper(K.POWER_OF_ATTORNEY, *lines).fields
    assert all(place_doubted(fields[k]) for k in ("phone", "proxy_phone"))


def test_a_table_keeps_its_labels_of_two_words() -> None:
    drawn = Paper(1200, 900)
    drawn.text(450, 40, "委任状")
    drawn.grid(80, 160, [["委任者氏名", "大谷 香織"], ["電話番号", "0742-44-9012"]], [300, 700], height=70)
    assert values(extracted(K.POWER_OF_ATTORNEY, drawn))["phone"] == "0742449012"


def test_a_number_of_pieces_behind_the_model_and_a_telephone_behind_the_address() -> None:
    paper = Paper(1300, 700)
    paper.text(500, 30, "工事請負契約書", size=40)
    paper.text(100, 140, "型番　EHF-S99MP4B 数量1台")
    paper.text(100, 220, "注文者　住所　奈良県桜井市桜井1738番地16 TEL 0744-28-2487")
    found = values(extracted(K.CONTRACT, paper))
    assert found["model"] == "EHF-S99MP4B"
    assert "0744" not in str(found.get("address"))


def test_seller_and_buyer_side_by_side_under_their_words() -> None:
    found = read(
        K.CONTRACT, (400, 60, "売買契約書"), (100, 600, "買　主"), (700, 600, "売　主"), (100, 650, "奈良市三条町1-2"), (700, 650, "奈良市大宮町3-4"),
        (100, 700, "大谷 香織"), (700, 700, "有限会社ひがし電機"),
    )  # fmt: skip
    assert (found["applicant_name"], found["vendor_name"]) == ("大谷香織", "有限会社ひがし電機")


def test_the_parties_of_an_opening_sentence() -> None:
    found = read(
        K.CONTRACT,
        "売買契約書",
        "買主 大谷 香織（以下「買主」という。）と売主 有限会社ひがし電機（以下「売主」という。）は",
    )
    assert (found["applicant_name"], found["vendor_name"]) == ("大谷香織", "有限会社ひがし電機")


def test_a_price_with_its_parts_under_it() -> None:
    paper = Paper(1400, 700)
    paper.text(400, 30, "工事請負契約書", size=40)
    paper.draw.rectangle((80, 150, 380, 420), outline="black", width=3)
    paper.text(110, 265, "請負代金の額")
    for n, words in enumerate(("￥1,771,000円", "工事価格 ￥1,610,000円", "消費税及び地方消費税の額 ￥161,000円")):
        paper.draw.rectangle((380, 150 + 90 * n, 1300, 240 + 90 * n), outline="black", width=3)
        paper.text(400, 175 + 90 * n, words)
    found = values(extracted(K.CONTRACT, paper))
    assert (found["total_amount"], found["subtotal_amount"], found["tax_amount"]) == (1_771_000, 1_610_000, 161_000)


def test_a_price_in_a_sentence() -> None:
    found = read(K.CONTRACT, "売買契約書", "代金は金3,508,890円（税抜金額3,189,900円、消費税額318,990円）とする。")
    assert (found["total_amount"], found["subtotal_amount"], found["tax_amount"]) == (3_508_890, 3_189_900, 318_990)


@pytest.mark.parametrize(
    ("words", "model"),
    [("ダイヤゼブラ電機 EHF-S99MP4B 1基", "EHF-S99MP4B"), ("ホシザキ HRF-120AFT31台", "HRF-120AFT3")],
)
def test_how_many_of_a_model(words: str, model: str) -> None:
    paper = Paper(1400, 500)
    paper.text(400, 30, "工事請負契約書", size=40)
    paper.grid(80, 150, [["機器の仕様", words]], [300, 900])
    assert values(extracted(K.CONTRACT, paper))["model"] == model


@pytest.mark.parametrize(("apart", "model"), [(40, "PUZ-ZRMP160LA3"), (0, "PUZ-ZRMP160LA34台")])
def test_how_many_of_a_model_behind_a_space_that_was_lost(apart: int, model: str) -> None:
    paper = Paper(1400, 500)
    paper.text(400, 30, "請負契約書", size=40)
    paper.grid(80, 150, [["機器（型番）", "PUZ-ZRMP160LA34台"]], [300, 900])
    line = paper.lines[-1]
    assert line.char_x is not None
    moved = tuple(x + (apart if i >= 14 else 0) for i, x in enumerate(line.char_x))
    paper.lines[-1] = line.model_copy(update={"char_x": moved})
    assert values(extracted(K.CONTRACT, paper))["model"] == model


def test_the_name_under_a_heading_over_two_rows() -> None:
    paper = Paper(1500, 900)
    paper.text(500, 30, "委任状", size=44)
    paper.text(100, 140, "（代理人）")
    paper.grid(80, 200, [["会社名", "有限会社ひがし電機"]], [400, 900])
    paper.draw.rectangle((80, 290, 280, 470), outline="black", width=3)
    paper.text(110, 360, "担当者")
    for n, (label, words) in enumerate((("氏名", "西川 昇"), ("日中連絡先", "0742-33-5678"))):
        paper.draw.rectangle((280, 290 + 90 * n, 480, 380 + 90 * n), outline="black", width=3)
        paper.draw.rectangle((480, 290 + 90 * n, 1380, 380 + 90 * n), outline="black", width=3)
        paper.text(300, 315 + 90 * n, label)
        paper.text(500, 315 + 90 * n, words)
    found = values(extracted(K.POWER_OF_ATTORNEY, paper))
    assert (found["proxy_contact"], found["proxy_phone"]) == ("西川昇", "0742335678")


# ---------------------------------------------------------------- warranties, certificates, slips of other makers
def test_words_of_other_makers() -> None:
    found = warranty(
        ("保証書ID", "EW-7F21"), ("ご契約者", "大谷 香織 様"), ("ブランド", "シャープ"), ("製品カテゴリ", "クラウド蓄電池"), ("モデル", "JH-WB2021"),
        ("ロット番号", "24K0719"), ("★取付年月日", "2025年9月3日"),
    )  # fmt: skip
    assert (found["document_number"], found["applicant_name"], found["manufacturer"]) == (
        "EW-7F21",
        "大谷香織",
        "シャープ",
    )
    assert (found["equipment_type"], found["model"], found["serial_number"]) == (
        "クラウド蓄電池",
        "JH-WB2021",
        "24K0719",
    )
    assert found["installation_date"] == "2025-09-03"


def test_kana_over_the_name_in_one_room() -> None:
    paper = Paper(1200, 600)
    paper.text(400, 30, "住民票の写し", size=40)
    paper.draw.rectangle((80, 150, 380, 290), outline="black", width=3)
    paper.draw.rectangle((380, 150, 1100, 290), outline="black", width=3)
    paper.text(100, 200, "氏名")
    paper.text(400, 165, "テラダ コウヘイ")
    paper.text(400, 225, "寺田 公平")
    found = values(extracted(K.RESIDENT_CERTIFICATE, paper))
    assert (found["applicant_name"], found["applicant_kana"]) == ("寺田公平", "テラダコウヘイ")


@pytest.mark.parametrize(("line", "number"), [("第 46812 号", "46812"), ("XA1048-7712-0093", "XA1048-7712-0093")])
def test_a_certificates_number_alone(line: str, number: str) -> None:
    found = read(K.RESIDENT_CERTIFICATE, "住民票の写し", "氏名 大谷 香織", "令和7年4月9日", line)
    assert found["document_number"] == number


def test_a_slip_with_hardly_a_label() -> None:
    found = read(
        K.METER_SLIP,
        "検針票",
        "有限会社清和プロパン",
        "TEL0967-82-2055",
        "No.1-0457",
        "藤島 久男 様",
        "検針 23/11/09 09:31",
    )
    assert (found["customer_number"], found["meter_date"]) == ("1-0457", "2023-11-09")


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("有限会社　緑川プロパン", "有限会社緑川プロパン"), ("加盟店名：有限会社北野住設", "有限会社北野住設"), ("発行元：森川電気株式会社", "森川電気株式会社"),
        ("吉野設備 代表 吉野武", "吉野設備"), ("すまいマート合同会社（適格請求書発行事業者）", "すまいマート合同会社"), ("千曲設備工業(有)", "千曲設備工業有限会社"),
    ],
)  # fmt: skip
def test_names_of_issuers_among_other_words(line: str, name: str) -> None:
    found = read(K.RECEIPT, "領収書", "大谷 香織 様", "金66,000円", line, "TEL 0967-82-2055")
    assert found["issuer_name"] == name


def test_a_municipal_certificates_number_behind_the_municipality() -> None:
    found = read(K.RESIDENT_CERTIFICATE, "住民票", (800, 130, "石川県金沢市17201-06000"), "氏名 大谷 香織")
    assert found["document_number"] == "17201-06000"


def test_whose_house_it_is() -> None:
    assert warranty(("ご氏名", "中嶋 浩司 様邸"), ("製造番号", "A1234567"))["applicant_name"] == "中嶋浩司"


def test_parts_of_a_thing_in_front_of_its_model_and_number() -> None:
    assert means("model", "蓄電池ユニット型式") and means("serial_number", "発電ユニット製造番号")
    found = warranty(
        ("発電ユニット型番", "FCCS07C2NJ"), ("発電ユニット製造番号", "C2N-40622"), ("取扱店名", "大和ライフ株式会社")
    )
    assert (found["model"], found["serial_number"]) == ("FCCS07C2NJ", "C2N-40622")
    assert found["vendor_name"] == "大和ライフ株式会社"


@pytest.mark.parametrize(
    ("title", "thing"),
    [
        ("LED照明器具保証書", "LED照明器具"),
        ("LED照明器具保証書持込修理", "LED照明器具"),
        ("無料修理保証書", None),
        ("施工保証書兼製品保証書", None),
    ],
)
def test_the_thing_that_the_title_names(title: str, thing: str | None) -> None:
    assert warranty(("品番", "HH-CK1222A"), ("製造番号", "24K0918833"), title=title).get("equipment_type") == thing


def test_a_name_that_a_seal_tore_in_two() -> None:
    paper = Paper(1200, 600)
    paper.text(400, 40, "保証書", size=44)
    paper.text(100, 300, "施工・販売店")
    box = paper.text(400, 300, "いこまソーラー有限会")
    paper.text(int(box.x1) + 6, 300, "社")
    assert values(extracted(K.WARRANTY, paper))["vendor_name"] == "いこまソーラー有限会社"


@pytest.mark.parametrize(
    "line",
    [
        "ダイキン工業株式会社 530-8323 大阪市北区梅田一丁目13番1号",
        "株式会社コロナ 新潟県三条市東新保7番7号",
        "三菱電機株式会社",
    ],
)
def test_the_maker_with_its_seat_behind_it(line: str) -> None:
    found = read(
        K.WARRANTY, (100, 30, "ヒートポンプ給湯機"), (100, 90, "保証書"), (100, 200, "型式 ES-10A"), (100, 700, line)
    )
    assert found["manufacturer"] == line.split()[0]


def test_the_warrantys_number_behind_the_maker_is_no_part_of_its_name() -> None:
    found = read(K.WARRANTY, "電気冷蔵庫保証書", (100, 200, "メーカー：日立"), (500, 200, "保証書No.：5883-0296"))
    assert (found["manufacturer"], found["document_number"]) == ("日立", "5883-0296")


def test_a_number_that_would_be_a_day_of_long_ago_is_a_number() -> None:
    assert read(K.INVOICE, "請求書", "請求日 2024年9月2日", "請求番号 S240902")["document_number"] == "S240902"
    assert "document_number" not in read(K.INVOICE, "請求書", "請求番号 R6.9.2")


def test_who_is_addressed_with_both_honorifics() -> None:
    found = read(K.RECEIPT, "領収書", "大谷 香織御中・様", "￥1,216,600", "但し 設置工事代として", "株式会社ひがし電機")
    assert found["payer_name"] == "大谷香織"


def test_what_a_bank_s_screen_says_behind_its_customer_s_name() -> None:
    lines = (
        "南都銀行 ダイレクト",
        "ご契約者大谷香織様前回ログイン09:12",
        "お取引店(店番号) 西大和支店(545)",
        "口座番号 1846203",
    )
    assert read(K.PASSBOOK, *lines)["account_holder"] == "大谷香織"
