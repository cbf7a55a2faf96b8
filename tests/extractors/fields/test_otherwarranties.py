"""Warranties, bank books, slips and certificates of other makers and offices: their words and where they put things."""

from __future__ import annotations

import pytest

from extractors.fields.certainty import place_doubted
from extractors.fields.households import name_under
from extractors.fields.layout import Layout
from extractors.fields.tails import with_its_range
from models.documents import DocumentKind as K
from models.documents import ExtractedDocument, Field, Reading, Value
from tests.extractors.drawnpaper import Paper
from tests.extractors.fields.extracting import extracted, values, written


def paper(kind: K, *lines: str | tuple[int, int, str]) -> ExtractedDocument:
    return extracted(kind, written(*lines))


def read(kind: K, *lines: str | tuple[int, int, str]) -> dict[str, Value]:
    return values(paper(kind, *lines))


def card(*rows: tuple[str, str]) -> dict[str, Value]:
    """A warranty whose labels stand small over their entries, each in a frame of its own."""
    drawn = Paper(1200, 1400)
    drawn.text(400, 60, "保証書", size=50)
    for n, (label, entry) in enumerate(rows):
        top = 160 + 120 * n
        drawn.draw.rectangle((80, top, 1100, top + 110), outline="black", width=3)
        drawn.text(100, top + 8, label, size=26)
        drawn.text(100, top + 55, entry, size=34)
    drawn.text(700, 1200, "三菱電機株式会社")
    return values(extracted(K.WARRANTY, drawn))


# ---------------------------------------------------------------- warranties
def table(*rows: tuple[str, str]) -> dict[str, Value]:
    """A warranty whose labels stand in front of their entries, without rules."""
    lines = [(x, 200 + 80 * n, words) for n, row in enumerate(rows) for x, words in zip((100, 400), row, strict=True)]
    return read(K.WARRANTY, "保証書", *lines)


@pytest.mark.parametrize(("label", "entry"), [("機器", "：太陽熱利用システム"), ("機器", "太陽熱利用システム"), ("設備名", "太陽熱利用システム")])  # fmt: skip
def test_the_thing_with_the_colon_of_its_label(label: str, entry: str) -> None:
    found = table((label, entry), ("製造者", "：チリウヒーター"), ("型式", "：SKH-204S"))
    assert (found["equipment_type"], found["manufacturer"]) == ("太陽熱利用システム", "チリウヒーター")


def test_the_kind_of_thing_stands_over_its_name() -> None:
    found = table(("品目", "窓の断熱改修"), ("製造元", "YKK AP"), ("商品名（型番）", "マドリモ内窓プラマードU"))
    assert (found["equipment_type"], found["model"]) == ("窓の断熱改修", "マドリモ内窓プラマードU")


def test_the_number_of_a_lot_is_no_papers() -> None:
    found = table(("品番", "XLX450DHNU LE9"), ("製造ロット番号", "P26J-4417"))
    assert found["serial_number"] == "P26J-4417" and "document_number" not in found


def test_the_thing_beside_a_word_that_others_print_over_the_model() -> None:
    found = card(("機種名", "電気温水器"), ("形名", "SRG-375G"), ("製造番号", "3170466"))
    assert (found["equipment_type"], found["model"]) == ("電気温水器", "SRG-375G")
    assert card(("機種", "SRG-375G"), ("製造番号", "3170466"))["model"] == "SRG-375G"
    found = card(("機種", "高効率空調設備"), ("製品形名", "PLZX-ZRMP160H5"), ("製造番号", "68P01142"))
    assert (found["equipment_type"], found["model"]) == ("高効率空調設備", "PLZX-ZRMP160H5")
    found = card(("機種", "高効率給湯器（エコキュート2型）"), ("形名", "SRT-S376"), ("製造番号", "25070118"))
    assert found["model"] == "SRT-S376"


def test_the_kind_of_goods_goes_before_their_name() -> None:
    found = read(
        K.WARRANTY,
        (400, 60, "保証書"),
        (100, 200, "商品区分"),
        (600, 200, "真空ガラス"),
        (100, 300, "商品名・品番"),
        (600, 300, "スペーシア6.2"),
    )
    assert found["equipment_type"] == "真空ガラス"


def test_the_shop_in_the_frame_that_asks_for_all_of_it() -> None:
    found = card(("形名", "SRG-375G"), ("★販売店（店名・住所・電話）", "ひがし電化ストアー"))
    assert found["vendor_name"] == "ひがし電化ストアー"


def test_a_maker_that_is_the_only_company_is_hardly_the_shop() -> None:
    field = paper(K.WARRANTY, "保証書", "形名 SRG-375G", (100, 700, "三菱電機株式会社"), "TEL 0120-00-0000").fields[
        "vendor_name"
    ]
    assert place_doubted(field)


@pytest.mark.parametrize("title", ["アイシン長期保証サービス", "アイシン 延長保証書"])
def test_the_maker_that_begins_the_title(title: str) -> None:
    assert read(K.WARRANTY, "保証登録票(お客様控え)", title, "型番 FCCS07C3NJ")["manufacturer"] == "アイシン"


def test_a_company_of_a_makers_group_at_the_foot() -> None:
    field = paper(
        K.WARRANTY,
        (400, 60, "保証書"),
        (100, 200, "品番 FY-M350ZD10"),
        (100, 1100, "パナソニックエコシステムズ株式会社"),
    ).fields["manufacturer"]
    assert field.value == "パナソニックエコシステムズ株式会社" and place_doubted(field)


@pytest.mark.parametrize(
    ("line", "number"),
    [("登録No.AS2410-0981", "AS2410-0981"), ("No.LH保-0246", "LH保-0246"), ("第R6-119号", "第R6-119号")],
)
def test_a_warrantys_number(line: str, number: str) -> None:
    assert read(K.WARRANTY, "工事保証書", (700, 200, line), (100, 400, "型式 SW1-201"))["document_number"] == number


def test_the_day_it_was_fitted() -> None:
    assert (
        read(K.WARRANTY, "保証書", (100, 300, "お取付日"), (500, 300, "令和6年11月14日"))["installation_date"]
        == "2024-11-14"
    )


def test_a_number_that_ends_like_a_pages_mark_goes_to_a_person() -> None:
    field = paper(K.WARRANTY, "保証書", "保証書番号 20260825-103371/1", "型式 SW1-201").fields["document_number"]
    assert place_doubted(field)


# ---------------------------------------------------------------- bank books
def test_codes_behind_their_words() -> None:
    found = read(
        K.PASSBOOK,
        "ならまち信用金庫",
        "富雄支店",
        "口座番号 0318842",
        "直ちに当金庫へお届けください。金庫コード1666 発行6.4.18",
    )
    assert found["bank_code"] == "1666"
    found = read(K.PASSBOOK, "奈良県農業協同組合", "金融機関コード7387 店舗コード163", "普通貯金 口座番号 5520713")
    assert (found["bank_code"], found["branch_code"]) == ("7387", "163")


def test_the_codes_of_bank_and_branch_in_one() -> None:
    found = read(
        K.PASSBOOK,
        (100, 100, "組合名 上益城農業協同組合"),
        (100, 200, "金融機関コード-店舗"),
        (600, 200, "8982 - 013"),
        (100, 300, "口座番号"),
        (600, 300, "0047719"),
    )
    assert (found["bank_name"], found["bank_code"], found["branch_code"]) == ("上益城農業協同組合", "8982", "013")


def test_the_holder_that_a_screen_calls_a_company() -> None:
    found = read(
        K.PASSBOOK, (100, 100, "口座情報の確認"), (100, 200, "法人名"), (600, 200, "合同会社ならまち企画"), (100, 270, "口座名義"), (600, 270, "ド)ナラマチキカク"),
        (100, 340, "口座番号"), (600, 340, "4419078"),
    )  # fmt: skip
    assert (found["account_holder"], found["account_holder_kana"]) == ("合同会社ならまち企画", "ド)ナラマチキカク")


# ---------------------------------------------------------------- slips and certificates
@pytest.mark.parametrize("line", ["供給番号 3-20517", "台帳No.3-20517", "お客さまコード 3-20517"])
def test_words_for_a_customers_number(line: str) -> None:
    assert (
        read(K.METER_SLIP, "ガス検針票", line, "大谷 香織 様", "検針日 令和5年12月5日")["customer_number"] == "3-20517"
    )


def test_a_dealer_that_is_a_cooperative() -> None:
    found = read(
        K.METER_SLIP, "検針票", "大谷 香織 様", (100, 700, "みどりエルピーガス協業組合"), (100, 760, "TEL 0967-83-1591")
    )
    assert found["vendor_name"] == "みどりエルピーガス協業組合"


def test_a_number_with_the_shops_machine_behind_it() -> None:
    found = read(
        K.RESIDENT_CERTIFICATE, "住民票", "氏名 大谷 香織", "発行番号：K2411-05518 コンビニ交付（キオスク端末）"
    )
    assert found["document_number"] == "K2411-05518"


def test_the_name_under_its_kana_without_a_label() -> None:
    fields = paper(
        K.RESIDENT_CERTIFICATE, (400, 60, "住民票の写し"), (100, 200, "フリガナ"), (100, 240, "オオタニ"), (280, 240, "カオリ"), (100, 300, "大谷香織"),
        (700, 240, "生年月日"), (900, 240, "昭和32年11月3日"),
    ).fields  # fmt: skip
    assert fields["applicant_name"].value == "大谷香織" and place_doubted(fields["applicant_name"])


# ---------------------------------------------------------------- what has no label of its own
def test_maker_and_thing_beside_the_title() -> None:
    fields = paper(
        K.WARRANTY, (100, 100, "保証書"), (400, 100, "コロナ自然冷媒ヒートポンプ給湯機"), (100, 300, "型名 CHP-37AZ1")
    ).fields
    assert (fields["manufacturer"].value, fields["equipment_type"].value) == ("コロナ", "自然冷媒ヒートポンプ給湯機")
    assert place_doubted(fields["manufacturer"]) and place_doubted(fields["equipment_type"])


def test_thing_and_model_under_a_label_for_both() -> None:
    found = read(
        K.WARRANTY,
        (400, 60, "保証書"),
        (100, 200, "商品名・型番"),
        (110, 245, "家庭用生ごみ処理機 SLW01"),
        (100, 350, "製造番号"),
        (110, 395, "SLW1-26C08"),
    )
    assert (found["equipment_type"], found["model"]) == ("家庭用生ごみ処理機", "SLW01")


def test_the_maker_at_the_foot_is_another_than_the_shop() -> None:
    lines = (
        (400, 60, "保証書"),
        (100, 200, "型番 SLW01"),
        (100, 500, "販売店 有限会社ひがし電機"),
        (100, 1250, "株式会社ならまち製作所"),
    )
    field = paper(K.WARRANTY, *lines).fields["manufacturer"]
    assert field.value == "株式会社ならまち製作所" and place_doubted(field)
    assert "manufacturer" not in read(K.WARRANTY, *lines[:3], (100, 1250, "有限会社ひがし電機"))


def test_the_name_in_one_cell_with_its_kana() -> None:
    drawn = Paper(1200, 1200)
    drawn.text(400, 60, "住民票", size=40)
    drawn.draw.rectangle((80, 200, 380, 320), outline="black", width=3)
    drawn.draw.rectangle((380, 200, 1100, 320), outline="black", width=3)
    drawn.text(100, 240, "民りがな")
    drawn.text(400, 212, "おおたにかおり", size=26)
    drawn.text(400, 255, "大谷香織", size=36)
    field = extracted(K.RESIDENT_CERTIFICATE, drawn).fields["applicant_name"]
    assert field.value == "大谷香織" and place_doubted(field)


@pytest.mark.parametrize("number", ["8-41026", "桜24-113380"])
def test_a_number_by_itself_at_the_top_of_a_certificate(number: str) -> None:
    field = paper(K.RESIDENT_CERTIFICATE, (900, 40, number), "住民票", "氏名 大谷 香織").fields["document_number"]
    assert field.value == number and place_doubted(field)


@pytest.mark.parametrize(("below", "name"), [("大谷香織", "大谷香織"), ("世帯主", None)])
def test_kana_and_name_in_two_cells_beside_one_label(below: str, name: str | None) -> None:
    drawn = Paper(1200, 1200)
    for box in ((80, 200, 380, 340), (380, 200, 1100, 260), (380, 260, 1100, 340)):
        drawn.draw.rectangle(box, outline="black", width=3)
    drawn.text(100, 250, "氏名")
    drawn.text(400, 215, "オオタニカオリ", size=28)
    drawn.text(400, 285, below, size=34)
    found = name_under(Layout(drawn.read().reading), "オオタニカオリ")
    assert (found.raw if found is not None else None) == name


def test_the_thing_close_behind_the_title() -> None:
    field = paper(K.WARRANTY, (100, 100, "保証書"), (210, 100, "高効率エアコン"), (100, 300, "形名 PLZ-80H4")).fields[
        "equipment_type"
    ]
    assert field.value == "高効率エアコン" and place_doubted(field)
    assert "equipment_type" not in read(
        K.WARRANTY, (100, 100, "保証書"), (210, 100, "お客様控"), (100, 300, "形名 PLZ-80H4")
    )


def test_an_address_is_no_shop() -> None:
    drawn = Paper(1200, 1200)
    drawn.text(400, 60, "保証書", size=40)
    drawn.draw.rectangle((80, 300, 300, 440), outline="black", width=3)
    drawn.draw.rectangle((300, 300, 1100, 440), outline="black", width=3)
    drawn.text(100, 350, "販売店")
    drawn.text(320, 315, "奈良県奈良市大宮町3-4")
    drawn.text(320, 375, "有限会社ひがし電機")
    assert values(extracted(K.WARRANTY, drawn))["vendor_name"] == "有限会社ひがし電機"


def test_the_thing_level_with_its_caption_and_not_the_next_frames_entry() -> None:
    drawn = Paper(1200, 1400)
    drawn.text(400, 60, "製品保証書", size=50)
    for top, caption, entry in ((160, "商品名", "蓄電池システム"), (270, "型名", "CB-LMP98A")):
        drawn.draw.rectangle((80, top, 1100, top + 100), outline="black", width=3)
        drawn.text(84, top + 4, caption, size=22)
        drawn.text(100, top + 22, entry, size=40)
    found = values(extracted(K.WARRANTY, drawn))
    assert (found["equipment_type"], found["model"]) == ("蓄電池システム", "CB-LMP98A")


@pytest.mark.parametrize("label", ["保証の始期", "保証開始日", "保証の開始日"])
def test_the_day_from_which_a_warranty_counts(label: str) -> None:
    found = read(K.WARRANTY, "保証書", (100, 300, label), (420, 300, "令和7年12月10日"))
    assert found["installation_date"] == "2025-12-10"


def test_the_name_of_who_acts_beside_the_whole_words_for_it() -> None:
    found = read(
        K.POWER_OF_ATTORNEY, "委任状", "【代理人（受任者）】", (160, 220, "事業者の名称"), (460, 220, "合同会社ひがし設備"),
        (160, 290, "担当者氏名"), (460, 290, "西川昇"),
    )  # fmt: skip
    assert (found["proxy_name"], found["proxy_contact"]) == ("合同会社ひがし設備", "西川昇")


def test_a_makers_desk_is_no_part_of_its_name() -> None:
    lines = (
        (400, 60, "保証書"),
        (100, 200, "形式 KP-BU98-B"),
        (100, 900, "保証者 ひがし電機ソリューションズ 保証受付センター"),
    )
    field = paper(K.WARRANTY, *lines).fields["manufacturer"]
    assert field.value == "ひがし電機ソリューションズ" and place_doubted(field)


def test_what_a_label_says_goes_before_what_stands_beside_the_title() -> None:
    fields = paper(
        K.WARRANTY, (100, 60, "保証書"), (700, 60, "日立業務用エアコン"), (100, 200, "製品"), (500, 200, "高効率空調設備"), (100, 300, "引渡"), (500, 300, "令和8年10月23日")
    ).fields  # fmt: skip
    assert fields["equipment_type"].value == "高効率空調設備" and not place_doubted(fields["equipment_type"])
    assert (fields["manufacturer"].value, fields["installation_date"].value) == ("日立", "2026-10-23")


def test_the_numbers_of_several_machines_are_not_one() -> None:
    one = Reading(engine="ppocr", raw="GP6A-0338103385", value="GP6A-0338103385", score=0.99)
    both = Reading(engine="ppocr-page", raw="GP6A-03381～03385", value="GP6A-03381-03385", score=0.99)
    field = Field(key="serial_number", value=one.value, raw=one.raw, page_index=0, readings=[one, both])
    ranged = with_its_range(field)
    assert ranged.value == "GP6A-03381-03385" and place_doubted(ranged)
    assert with_its_range(field.model_copy(update={"readings": [one]})).value == one.value


# ---------------------------------------------------------------- labels and titles in one line with what they name
CONTROL = (
    (160, 60, "メーカー保証書（お客様控）"), (900, 60, "YW-2511-0088"), (100, 160, "ご購入者神保 とし江様"), (100, 240, "商品 窓の断熱改修"),
    (700, 240, "メーカーYKK AP"), (100, 320, "S/N"), (200, 320, "25110800417"), (100, 400, "工事完了日2025/11/8"),
    (100, 500, "販売施工会社 株式会社牛込ガラス建材"),
)  # fmt: skip


def test_a_title_that_begins_with_a_label_names_no_maker() -> None:
    found = read(K.WARRANTY, *CONTROL)
    assert (found["manufacturer"], found["equipment_type"]) == ("YKK AP", "窓の断熱改修")


def test_who_bought_it_is_the_customer_and_not_who_sold_it() -> None:
    found = read(K.WARRANTY, *CONTROL)
    assert (found["applicant_name"], found["vendor_name"]) == ("神保とし江", "株式会社牛込ガラス建材")


def test_the_number_of_a_machine_is_not_the_papers() -> None:
    rows = ((100, 300, "製造番号"), (500, 300, "LM6A260700418"), (100, 380, "型式"), (500, 380, "CB-LMK65A"))
    assert "document_number" not in read(K.WARRANTY, (400, 60, "保証書"), *rows)
    field = paper(K.WARRANTY, (400, 60, "保証書"), (800, 120, "第 LMK-2608-3315 号"), *rows).fields["document_number"]
    assert field.value in ("LMK-2608-3315", "第LMK-2608-3315号") and place_doubted(field)


def test_a_day_beside_two_words_for_it() -> None:
    drawn = Paper(1300, 1000)
    drawn.text(500, 60, "保証書", size=50)
    rows = [["品番", "LJB1156"], ["お買上げ日／設置", "2026年9月17日"], ["販売店", "株式会社二宮電機"]]
    drawn.grid(80, 200, rows, [300, 800], height=110)
    drawn.text(100, 385, "日", size=28)
    assert values(extracted(K.WARRANTY, drawn))["installation_date"] == "2026-09-17"


def test_model_and_serial_number_under_one_label() -> None:
    found = read(K.WARRANTY, (100, 60, "製品保証書"), (800, 60, "管理番号V2H-0093714"), (100, 200, "型番/S.No."), (500, 200, "VSG3-666CN7 / 4H0291556"))  # fmt: skip
    assert (found["model"], found["serial_number"]) == ("VSG3-666CN7", "4H0291556")


def test_a_label_behind_a_bullet() -> None:
    rows = ((100, 200, "● 機種"), (500, 200, "高効率空調設備"), (100, 300, "● 型番"), (500, 300, "RZRP112BYT"))
    found = read(K.WARRANTY, (100, 60, "保証登録書"), *rows)
    assert (found["equipment_type"], found["model"]) == ("高効率空調設備", "RZRP112BYT")


def test_whom_a_warranty_is_made_out_to_is_not_who_gave_it() -> None:
    lines = ((100, 200, "医療法人梓友会"), (560, 200, "殿"), (100, 300, "品番"), (300, 300, "XLX460UENP"))
    found = read(K.WARRANTY, (400, 60, "設置工事保証書"), *lines, (600, 700, "合同会社あづみ電装"))
    assert (found["applicant_name"], found["vendor_name"]) == ("医療法人梓友会", "合同会社あづみ電装")


def test_the_makers_desk_for_customers_is_nobody() -> None:
    found = read(
        K.WARRANTY, (400, 60, "保証書"), (100, 200, "社会福祉法人仁科の里"), (600, 200, "様"),
        (100, 300, "型名"), (400, 300, "GQ-C5032WZD"), (600, 1200, "お客様相談窓口0120-000-000"),
    )  # fmt: skip
    assert found["applicant_name"] == "社会福祉法人仁科の里"


def test_the_shop_in_the_frame_for_its_stamp() -> None:
    drawn = written("設置保証カード", "お名前　百目鬼 仁", "型式　NLEH12030A-LC")
    drawn.draw.rectangle((700, 400, 1150, 700), outline="black", width=3)
    drawn.text(800, 415, "版売店印", size=26)
    drawn.text(720, 480, "株式公社あかりプラザ通販", size=28)
    drawn.text(720, 530, "東京都台東区上野3-15-1", size=22)
    assert values(extracted(K.WARRANTY, drawn))["vendor_name"] == "株式会社あかりプラザ通販"


def ruled(*rows: tuple[str, str], under: bool) -> dict[str, Value]:
    """A warranty whose entries stand on rules, the labels small under these, or over the entries."""
    drawn = Paper(1200, 1400)
    drawn.text(400, 60, "保証書", size=50)
    for n, (label, entry) in enumerate(rows):
        top = 180 + 100 * n
        first, second = ((entry, 36), (label, 22)) if under else ((label, 22), (entry, 36))
        drawn.text(100, top + (0 if under else -34), first[0], size=first[1])
        drawn.draw.line((95, top + 46, 900, top + 46), fill="black", width=2)
        drawn.text(100, top + (53 if under else -2), second[0], size=second[1])
    return values(extracted(K.WARRANTY, drawn))


@pytest.mark.parametrize("under", [True, False])
def test_labels_under_the_lines_that_entries_stand_on(under: bool) -> None:
    rows = (("品名", "ダウンライト"), ("メーカー", "コイズミ照明"), ("品番", "AH48991L"), ("製造番号", "K2507-119842"), ("取付完了日（お客様申告）", "2025年9月6日"), ("お客様名", "小鳥遊 莉子"), ("販売店", "株式会社ルミエール商会"))  # fmt: skip
    found = ruled(*rows, under=under)
    keys = ("equipment_type", "manufacturer", "model", "serial_number", "installation_date", "applicant_name", "vendor_name")  # fmt: skip
    assert [found[k] for k in keys] == ["ダウンライト", "コイズミ照明", "AH48991L", "K2507-119842", "2025-09-06", "小鳥遊莉子", "株式会社ルミエール商会"]  # fmt: skip
