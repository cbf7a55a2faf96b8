"""Forms redrawn once more: labels that nobody knows in a column of those that are known, values under their labels in one
cell, plain words for residents, blocks of agents."""

from __future__ import annotations

import pytest

from extractors.fields.certainty import place_doubted
from extractors.fields.layout import Layout, Region
from extractors.fields.narrowing import narrowed
from models.documents import DocumentKind as K
from models.geometry import Box
from models.values.fields import parse_field
from tests.extractors.drawnpaper import Paper, line, reading
from tests.extractors.fields.extracting import extracted, values
from tests.extractors.fields.test_fifthversions import rows
from tests.extractors.fields.test_seventhversions import open_list
from tests.extractors.fields.test_thirdversions import cell_of, form


def stacked(*entries: tuple[str, ...], title: str = "補助金交付申請書") -> Paper:
    """A table of cells, each with a small label and what was written under it; a row for each tuple of label, value, …"""
    paper = form(title, 200 + 120 * len(entries))
    for number, row in enumerate(entries):
        pairs = list(zip(row[::2], row[1::2], strict=True))
        cells = paper.table(60, 120 + 120 * number, [1240 // len(pairs)] * len(pairs), [110], stroke=3)[0]
        for cell, (label, value) in zip(cells, pairs, strict=True):
            paper.text(cell.x0 + 16, cell.y0 + 12, label, size=22)
            paper.text(cell.x0 + 16, cell.y0 + 56, value, size=30)
    return paper


def test_a_label_told_by_its_column_leads_to_a_doubted_entry() -> None:
    paper = form("補助金交付申請書", 1000)
    for number, (label, value) in enumerate(
        (
            ("販売店名", "大和ガス住設株式会社"),
            ("据付完了", "令和6年11月8日"),
            ("代金支払日", "令和6年11月29日"),
            ("型式", "FCCS07C1NJ"),
        )
    ):
        paper.text(cell_of(paper, 120 + 130 * number, label), 160 + 130 * number, value, size=28)
    paper.text(900, 70, "申請日 令和6年12月9日")
    found = extracted(K.APPLICATION_FORM, paper, programme="nara-smarthouse").fields
    assert found["installation_date"].value == "2024-11-08"
    assert place_doubted(found["installation_date"])
    assert not place_doubted(found["purchase_date"])


def test_words_that_stand_in_no_column_of_labels_are_none() -> None:
    paper = form()
    paper.text(cell_of(paper, 120, "据付完了"), 160, "令和6年11月8日", size=28)
    assert "installation_date" not in extracted(K.APPLICATION_FORM, paper, programme="nara-smarthouse").fields


def test_what_lies_beside_a_label_over_its_value_is_the_next_entrys() -> None:
    paper = stacked(
        ("お名前（上段にカタカナでふりがな）", "波多野 さち枝"),
        ("2 メーカー", "パナソニック", "3 型番", "LGC31605"),
        ("6 購入・工事をした店", "有限会社ひかり電気商会"),
        ("7 支払った日", "令和7年10月18日", "8 支払った金額（税込）", "187,000円"),
    )
    found = values(extracted(K.APPLICATION_FORM, paper, programme="shinjuku-ecohome"))
    assert (found["purchase_date"], found["purchase_amount"]) == ("2025-10-18", 187000)
    assert found["applicant_name"] == "波多野さち枝"


def test_kana_over_the_name_and_where_the_seal_belongs() -> None:
    paper = form()
    cell = paper.table(60, 120, [1240], [190], stroke=3)[0][0]
    paper.text(cell.x0 + 16, cell.y0 + 10, "お名前（上段にカタカナでふりがな）", size=22)
    paper.text(cell.x0 + 800, cell.y0 + 10, "印", size=22)
    paper.text(cell.x0 + 16, cell.y0 + 50, "ハタノ サチエ", size=30)
    paper.text(cell.x0 + 16, cell.y0 + 110, "波多野 さち枝", size=44)
    found = values(extracted(K.APPLICATION_FORM, paper, programme="shinjuku-ecohome"))
    assert (found["applicant_name"], found["applicant_kana"]) == ("波多野さち枝", "ハタノサチエ")


def test_labels_in_plain_words_and_in_hiragana() -> None:
    found = rows(
        ("なまえ", "後藤 光子"), ("じゅうしょ", "上益城郡山都町新小618番地"), ("でんわ", "0967-82-2051"), ("契約の数→金額", "2契約×6,000円=12,000円"),
        ("どこの銀行・農協", "上益城農業協同組合 矢部支所"),
        programme="yamato-lpgas",
    )  # fmt: skip
    assert (found["address"], found["phone"], found["contract_count"]) == ("上益城郡山都町新小618", "0967822051", 2)
    assert (found["bank_name"], found["branch_name"]) == ("上益城農業協同組合", "矢部支所")


def test_the_small_kana_of_a_label_read_large() -> None:
    assert rows(("じゆうしよ", "上益城郡山都町新小618番地"), ("なまえ", "後藤 光子"), programme="yamato-lpgas")[
        "address"
    ]


def test_within_the_agents_block_labels_need_not_say_whose_they_are() -> None:
    paper = form("補助金交付申請書", 1100)
    entries = (("氏名", "吉崎 恵美子"), ("住所", "磯城郡田原本町宮森87番地の3"))
    agents = (
        ("法人等の名称", "株式会社ヤマトソーラー技研"),
        ("事業者住所", "葛城市北花内312-5"),
        ("代理人電話", "0745-69-3318"),
    )
    for number, (label, value) in enumerate(entries):
        paper.text(cell_of(paper, 120 + 130 * number, label), 160 + 130 * number, value, size=28)
    paper.text(60, 430, "4.手続代行者に関する事項（代行者に依頼する場合のみ）")
    for number, (label, value) in enumerate(agents):
        paper.text(cell_of(paper, 500 + 130 * number, label), 540 + 130 * number, value, size=28)
    found = values(extracted(K.APPLICATION_FORM, paper, programme="nara-smarthouse"))
    assert found["proxy_name"] == "株式会社ヤマトソーラー技研"
    assert (found["proxy_address"], found["proxy_phone"]) == ("葛城市北花内312-5", "0745693318")
    assert (found["applicant_name"], found["address"]) == ("吉崎恵美子", "磯城郡田原本町宮森87-3")


def test_the_label_of_an_agents_telephone_heads_no_block() -> None:
    paper = form("補助金交付申請書", 900)
    paper.text(60, 100, "【手続代理人】申込者に代わって手続を行う事業者がある場合に記入してください。", size=26)
    for number, (label, value) in enumerate(
        (("事業者名", "大和ガス住設株式会社"), ("事業者住所", "大和高田市幸町3-18"), ("代理人電話", "0745-22-7180"))
    ):
        paper.text(cell_of(paper, 160 + 130 * number, label), 200 + 130 * number, value, size=28)
    found = values(extracted(K.APPLICATION_FORM, paper, programme="nara-smarthouse"))
    assert (found["proxy_name"], found["proxy_address"]) == ("大和ガス住設株式会社", "大和高田市幸町3-18")
    assert "address" not in found


def request(*entries: tuple[str, str]) -> dict[str, object]:
    return rows(*entries, programme="nara-business", kind=K.PAYMENT_REQUEST)


@pytest.mark.parametrize("label", ["種目及び番号", "口座の種類と番号", "種別並びに口座番号"])
def test_a_label_that_joins_two_entries_leads_to_both(label: str) -> None:
    found = request((label, "当座 第0003714号"))
    assert (found["account_type"], found["account_number"]) == ("当座", "0003714")


def test_codes_behind_the_words_for_what_they_are_of() -> None:
    found = request(("金融機関・店舗名", "奈良中央信用金庫 高田支店"), ("コード番号", "金融機関 1668 店舗 019"))
    assert (found["bank_name"], found["branch_name"]) == ("奈良中央信用金庫", "高田支店")
    assert (found["bank_code"], found["branch_code"]) == ("1668", "019")


def test_a_postal_code_with_its_mark_between_a_label_and_the_address() -> None:
    paper = open_list(("(4) 本社の所在地", "〒 632-0071"), ("(5) 電話番号", "0743-62-7740"))
    paper.text(950, 180, "天理市田井庄町318番地")
    found = values(extracted(K.APPLICATION_FORM, paper, programme="nara-business"))
    assert (found["postal_code"], found["address"]) == ("6320071", "天理市田井庄町318")


def test_the_end_of_a_period_is_no_day_of_application() -> None:
    paper = open_list(("名称", "株式会社高見空調サービス"), ("事業の予定期間", "交付決定の日から令和6年12月27日まで"))
    paper.text(1100, 60, "文書番号 高見発第12号", size=26)
    paper.text(1150, 100, "令和6年9月5日", size=26)
    assert values(extracted(K.APPLICATION_FORM, paper, programme="nara-business"))["application_date"] == "2024-09-05"


def test_the_decision_in_a_sentence_with_its_day_in_brackets() -> None:
    paper = form("補助金交付請求書")
    paper.text(
        60, 200, "長野県指令８地福第308号（令和８年８月27日）により交付の決定を受けた補助金を請求します。", size=26
    )
    found = values(extracted(K.PAYMENT_REQUEST, paper, programme="nagano-welfare"))
    assert (found["grant_decision_number"], found["grant_decision_date"]) == ("長野県指令８地福第308号", "2026-08-27")
    assert "request_date" not in found


def test_a_name_behind_the_role_in_its_own_cell() -> None:
    paper = form()
    cells = paper.table(60, 120, [240, 380, 180, 440], [90], stroke=3)[0]
    for cell, words in zip(cells, ("代表者", "役職名：理事長", "氏名", "百瀬 由美子"), strict=True):
        paper.text(cell.x0 + 14, cell.cy - 14, words, size=28)
    found = values(extracted(K.APPLICATION_FORM, paper, programme="nagano-welfare"))
    assert found["representative_name"] == "百瀬由美子"


def test_a_choice_written_under_its_label_in_one_cell() -> None:
    paper = stacked(
        ("設備の区分", "蓄電池システム", "メーカー名", "オムロン"), ("お支払い総額（消費税込）", "1,386,000 円")
    )
    found = values(extracted(K.APPLICATION_FORM, paper, programme="shinjuku-ecohome"))
    assert (found["equipment_type"], found["purchase_amount"]) == ("蓄電池システム", 1386000)


def test_kinds_of_account_in_hiragana_are_choices() -> None:
    paper = form()
    x = cell_of(paper, 120, "口座の種類")
    paper.text(x, 160, "☑ふつう　☐とうざ")
    assert values(extracted(K.APPLICATION_FORM, paper, programme="yamato-lpgas"))["account_type"] == "普通"


def test_an_address_in_the_cell_right_of_its_postal_code() -> None:
    paper = form()
    cells = paper.table(60, 120, [220, 280, 740], [90], stroke=3)[0]
    for cell, words in zip(cells, ("所在地", "〒399-0033", "長野県松本市笹賀4382番地"), strict=True):
        paper.text(cell.x0 + 14, cell.cy - 14, words, size=28)
    found = values(extracted(K.APPLICATION_FORM, paper, programme="nagano-welfare"))
    assert (found["postal_code"], found["address"]) == ("3990033", "長野県松本市笹賀4382")


def test_an_address_in_the_cell_under_its_postal_code() -> None:
    paper = form()
    label = paper.table(60, 120, [240], [180], stroke=3)[0][0]
    paper.text(label.x0 + 14, label.cy - 14, "住　所", size=28)
    for number, words in enumerate(("〒639-0251", "奈良県香芝市逢坂五丁目18番地の6")):
        cell = paper.table(300, 120 + 90 * number, [1000], [90], stroke=3)[0][0]
        paper.text(cell.x0 + 14, cell.cy - 14, words, size=28)
    found = values(extracted(K.APPLICATION_FORM, paper, programme="nara-smarthouse"))
    assert (found["postal_code"], found["address"]) == ("6390251", "奈良県香芝市逢坂5-18-6")


def test_digits_of_boxes_read_with_their_label() -> None:
    paper = form("補助金交付請求書")
    for number, row in enumerate(
        (("コード番号", "金融機関 1 6 6 8", "店舗 0 1 4"), ("預金種別", "1 普通 ② 当座 3 貯蓄", "番号 0 0 3 1 8 4 6"))
    ):
        cells = paper.table(60, 120 + 110 * number, [240, 480, 520], [110], stroke=3)[0]
        for cell, words in zip(cells, row, strict=True):
            paper.text(cell.x0 + 14, cell.cy - 14, words, size=28)
    found = values(extracted(K.PAYMENT_REQUEST, paper, programme="nara-business"))
    assert (found["bank_code"], found["branch_code"], found["account_number"]) == ("1668", "014", "0031846")


def test_a_company_read_with_its_label_in_another_entrys_place() -> None:
    paper = form()
    paper.text(100, 200, "申請者")
    paper.text(100, 250, "法人名城東精密鋳造株式会社")
    found = values(extracted(K.APPLICATION_FORM, paper, programme="nara-business"))
    assert found["applicant_name"] == "城東精密鋳造株式会社"


def test_labels_read_with_their_values_in_a_large_frame() -> None:
    paper = form(height=700)
    paper.draw.rectangle((60, 100, 1340, 600), outline="black", width=3)
    for number, words in enumerate(("購入店合同会社なら電気工房", "支払総額(税込）1287000円", "申請額100000円")):
        paper.text(100, 160 + 130 * number, words)
    found = values(extracted(K.APPLICATION_FORM, paper, programme="nara-smarthouse"))
    assert (found["vendor_name"], found["purchase_amount"]) == ("合同会社なら電気工房", 1287000)


def test_of_two_costs_the_one_that_is_asked_for() -> None:
    found = rows(
        ("事業経費総額(税込)", "5,082,000円"), ("補助対象経費(税抜)", "4,620,000円"), programme="nara-business"
    )  # fmt: skip
    assert found["purchase_amount"] == 4620000


def test_a_declaration_is_no_agents_address() -> None:
    paper = form()
    paper.text(60, 100, "4. 手続代行者(代行を依頼する場合のみ記入)")
    paper.text(60, 160, "住所")
    paper.text(60, 210, "私は、交付要綱に定める要件を全て満たし、暴力団員等に該当しないことを誓約します。")
    found = values(extracted(K.APPLICATION_FORM, paper, programme="nara-smarthouse"))
    assert found.get("proxy_address") is None


def test_a_role_alone_is_no_representatives_name() -> None:
    assert rows(("代表者職・氏名", "代表取締役"), programme="nara-business").get("representative_name") is None


def test_a_name_set_higher_than_the_role_beside_it() -> None:
    paper = form()
    cells = paper.table(60, 120, [240, 900], [110], stroke=3)[0]
    paper.text(cells[0].x0 + 14, cells[0].cy - 14, "代表者職・氏名", size=28)
    paper.text(cells[1].x0 + 190, cells[1].cy - 24, "西浦 達也", size=38)
    paper.text(cells[1].x0 + 14, cells[1].cy - 10, "代表取締役", size=28)
    found = values(extracted(K.APPLICATION_FORM, paper, programme="nara-business"))
    assert found["representative_name"] == "西浦達也"


def test_the_code_behind_a_branch_of_yucho() -> None:
    found = request(("支店名（店番）", "四五八店(458)"))
    assert (found["branch_name"], found["branch_code"]) == ("四五八店", "458")


def test_postal_code_and_codes_in_brackets_over_and_under_what_they_belong_to() -> None:
    paper = form("補助金交付請求書", 700)
    label, room = paper.table(60, 120, [320, 900], [150], stroke=3)[0]
    paper.text(label.x0 + 14, label.cy - 14, "請求者住所", size=28)
    paper.text(room.x0 + 14, room.y0 + 20, "（169-0051）", size=26)
    paper.text(room.x0 + 14, room.y0 + 80, "新宿区西早稲田3-17-22", size=30)
    heads, cells = paper.table(60, 300, [400, 400], [80, 150], stroke=3)
    for cell, words in zip(heads, ("金融機関名", "本支店名"), strict=True):
        paper.text(cell.x0 + 14, cell.cy - 14, words, size=28)
    for cell, name, code in zip(cells, ("りそな銀行", "新宿支店"), ("(0010)", "(299)"), strict=True):
        paper.text(cell.x0 + 14, cell.y0 + 20, name, size=30)
        paper.text(cell.x0 + 30, cell.y0 + 80, code, size=24)
    found = values(extracted(K.PAYMENT_REQUEST, paper, programme="shinjuku-ecohome"))
    assert (found["address"], found["postal_code"]) == ("新宿区西早稲田3-17-22", "1690051")
    assert (found["bank_name"], found["branch_name"]) == ("りそな銀行", "新宿支店")
    assert (found["bank_code"], found["branch_code"]) == ("0010", "299")


def test_a_branchs_code_in_front_of_its_name() -> None:
    assert request(("支店名", "003 八木支店"))["branch_name"] == "八木支店"


def test_where_the_applicants_address_stands_there_is_no_agents() -> None:
    """An agent's table left blank under labels that nobody described."""
    paper = form()
    own, agent = (paper.table(60, top, [1200], [110], stroke=3)[0][0] for top in (120, 330))
    for cell, label in ((own, "⑥住所(住民票のとおりに)"), (agent, "会社の住所")):
        paper.text(cell.x0 + 12, cell.y0 + 6, label, size=24)
    paper.text(own.x0 + 40, own.y0 + 54, "奈良県生駒郡斑鳩町興留4丁目6番18号", size=32)
    found = values(extracted(K.APPLICATION_FORM, paper, programme="nara-smarthouse"))
    assert (found["address"], found.get("proxy_address")) == ("奈良県生駒郡斑鳩町興留4-6-18", None)


def test_both_codes_in_one_room_with_wide_digits() -> None:
    paper = form()
    texts = [["金融機関名", "南都銀行"], ["銀行コード―支店コード", "0 1 6 2 - 1 6 0"]]
    paper.grid(60, 120, texts, [360, 800], height=80)
    found = values(extracted(K.PAYMENT_REQUEST, paper, programme="nara-smarthouse"))
    assert (found.get("bank_code"), found.get("branch_code")) == ("0162", "160")


def test_how_an_entry_is_written_is_no_part_of_it() -> None:
    paper = form()
    label, room = paper.table(60, 120, [240, 900], [110], stroke=3)[0]
    paper.text(label.x0 + 14, label.cy - 14, "住所", size=28)
    paper.text(room.x0 + 14, room.y0 + 8, "建物名・部屋番号までお書きください", size=20)
    paper.text(room.x0 + 14, room.y0 + 50, "奈良県奈良市三条町1-2", size=32)
    assert (
        values(extracted(K.APPLICATION_FORM, paper, programme="nara-smarthouse"))["address"] == "奈良県奈良市三条町1-2"
    )


@pytest.mark.parametrize("ringed", ["昭", "平"])
def test_a_day_whose_era_is_ringed_among_single_letters(ringed: str) -> None:
    paper = form()
    label, room = paper.table(60, 120, [240, 900], [90], stroke=3)[0]
    paper.text(label.x0 + 14, label.cy - 14, "生年月日", size=28)
    for x, era in ((room.x0 + 30, "昭"), (room.x0 + 80, "平")):
        box = paper.text(x, room.cy - 14, era, size=28)
        if era == ringed:
            paper.draw.ellipse((box.x0 - 9, box.y0 - 9, box.x1 + 9, box.y1 + 9), outline="black", width=3)
    paper.text(room.x0 + 200, room.cy - 14, "12 年 5 月 19 日", size=28)
    found = values(extracted(K.APPLICATION_FORM, paper, programme="nara-smarthouse"))
    assert found["birth_date"] == {"昭": "1937-05-19", "平": "2000-05-19"}[ringed]


def test_letters_of_a_stamp_beside_a_day_are_no_eras() -> None:
    paper = form()
    paper.text(500, 120, "受付中明首", size=28)
    paper.text(780, 120, "令和 7 年 12 月 3 日", size=28)
    assert (
        values(extracted(K.APPLICATION_FORM, paper, programme="shinjuku-ecohome"))["application_date"] == "2025-12-03"
    )


def test_what_an_estimate_is_based_on_is_no_maker() -> None:
    found = rows(
        ("算定の根拠", "メーカー省エネ試算による"), ("設備の製造者名", "ダイキン工業"), programme="nara-business"
    )
    assert found["manufacturer"] == "ダイキン工業"


@pytest.mark.parametrize(("apart", "value"), [(0, "1860000"), (60, "60000")])
def test_digits_at_one_distance_are_one_amount(apart: int, value: str) -> None:
    """In entry boxes that were not found; a gap tells that what stands first was struck out."""
    pieces = []
    for digits, x0 in (("18", 500 - apart), ("60000", 604)):
        places = tuple(float(x0 + 52 * i) for i in range(len(digits)))
        pieces.append(line(digits, x0 - 20, 100, 45, pitch=52).model_copy(update={"char_x": places}))
    texts = Layout(reading(*pieces)).texts
    region = Region(texts, Box.around(t.box for t in texts), None)
    assert narrowed(region, lambda text: parse_field("subsidy_amount", text)).raw == value
