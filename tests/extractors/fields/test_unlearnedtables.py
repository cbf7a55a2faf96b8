"""Forms that nobody described, whose entries stand in cells: which cell is whose, and what parts or joins them."""

from __future__ import annotations

from extractors.fields.layout import Layout
from models.documents import DocumentKind as K
from tests.extractors.drawnpaper import Paper, font
from tests.extractors.fields.extracting import extracted, values


def test_entry_boxes_in_the_open_belong_to_the_label_on_their_row() -> None:
    paper = Paper(1400, 600)
    paper.text(500, 20, "補助金交付請求書")
    paper.text(600, 210, "口座番号", size=28)
    for cell, digit in zip(paper.strip(820, 200, 7), "7063445", strict=True):
        paper.text(cell.x0 + 12, cell.y0 + 14, digit, size=28)
    paper.text(80, 310, "フリガナ", size=28)
    for cell, kana in zip(paper.strip(300, 300, 20), "カ)エイコウセイキ", strict=False):
        paper.text(cell.x0 + 8, cell.y0 + 14, kana, size=28)
    found = values(extracted(K.PAYMENT_REQUEST, paper))
    assert found["account_number"] == "7063445"


def test_a_label_whose_cell_goes_on_is_another_entrys() -> None:
    paper = Paper(1400, 500)
    paper.text(500, 20, "補助金交付請求書")
    names, codes = paper.table(60, 100, [200, 400, 200, 400], [90], stroke=3)[0], paper.strip(900, 118, 4)
    paper.text(names[0].x0 + 30, 130, "金融機関", size=28)
    paper.text(names[1].x0 + 30, 130, "三井住友銀行", size=28)
    paper.text(names[2].x0 + 30, 108, "金融機関", size=28)
    paper.text(names[2].x0 + 30, 144, "コード", size=28)
    for cell, digit in zip(codes, "0009", strict=True):
        paper.text(cell.x0 + 12, cell.y0 + 14, digit, size=28)
    found = values(extracted(K.PAYMENT_REQUEST, paper))
    assert found["bank_name"] == "三井住友銀行"


def test_a_column_heading_over_the_next_rows_label_has_its_value_beside_it() -> None:
    paper = Paper(1400, 500)
    paper.text(500, 20, "補助金交付申請書")
    first = paper.table(60, 100, [300, 340, 300, 340], [80], stroke=3)[0]
    second = paper.table(60, 180, [300, 980], [80], stroke=3)[0]
    for cell, words in zip(
        first, ("総事業費（税込）", "7,690,430円", "補助対象経費（税抜）", "6,991,300円"), strict=True
    ):
        paper.text(cell.x0 + 6, cell.cy - 14, words, size=27)
    for cell, words in zip(second, ("交付申請額", "2,330,000円"), strict=True):
        paper.text(cell.x0 + 20, cell.cy - 14, words, size=28)
    found = values(extracted(K.APPLICATION_FORM, paper, programme="nara-business"))
    assert found["purchase_amount"] == 6991300 and found["subsidy_amount"] == 2330000


def test_a_value_in_a_cell_is_found_although_the_cell_of_its_label_was_not() -> None:
    paper = Paper(1400, 1000)
    paper.text(500, 20, "補助金交付請求書")
    for row, (label, value) in enumerate(
        (("金融機関名", "奈良中央信用金庫"), ("支店名", "橿原支店"), ("店番号", "025"))
    ):
        y = 200 + 80 * row
        paper.text(100, y + 20, label, size=28)
        paper.table(300, y, [520], [70])
        paper.text(320, y + 20, value, size=28)
    found = values(extracted(K.PAYMENT_REQUEST, paper))
    assert (found["bank_name"], found["branch_name"]) == ("奈良中央信用金庫", "橿原支店")
    assert found["branch_code"] == "025"


def test_what_runs_over_the_wall_of_its_cell_belongs_to_it() -> None:
    paper = Paper(1400, 1000)
    paper.text(500, 20, "補助金交付申請書")
    paper.table(100, 200, [200, 400], [70, 70])
    paper.text(120, 220, "住所", size=28)
    paper.text(310, 220, "橿原市上品寺町一丁目八", size=35)
    paper.text(704, 220, "-3", size=35)
    paper.text(120, 290, "氏名", size=28)
    paper.text(310, 290, "八木美由紀", size=35)
    (address,) = [
        region
        for hit in Layout(paper.read().reading).find("住所")
        if (region := Layout(paper.read().reading).beside(hit))
    ]
    assert address.raw.replace(" ", "") == "橿原市上品寺町一丁目八-3"


def test_a_heading_that_is_worded_like_a_label_has_no_entry_of_its_own() -> None:
    paper = Paper(1400, 1000)
    paper.text(500, 20, "補助金請求書")
    paper.text(100, 200, "請求額")
    paper.table(100, 260, [200, 600], [70])
    paper.text(150, 280, "金 額", size=28)
    paper.text(400, 280, "92,000 円", size=28)
    assert values(extracted(K.PAYMENT_REQUEST, paper))["subsidy_amount"] == 92000


def test_a_blank_beside_the_label_of_another_block_is_not_the_entry() -> None:
    paper = Paper(1400, 1000)
    paper.text(500, 20, "補助金交付申請書")
    paper.grid(100, 150, [["お名前", "榊原 久美子"], ["日中連絡のつく電話", "080-7998-1676"]], [300, 600])
    paper.grid(100, 400, [["会社名", ""], ["電話番号", ""]], [300, 600])
    document = extracted(K.APPLICATION_FORM, paper, programme="nara-smarthouse")
    assert document.fields["phone"].value == "08079981676"


def test_two_cards_side_by_side_in_one_frame() -> None:
    paper = Paper(1400, 500)
    paper.text(500, 20, "補助金交付請求書")
    paper.table(60, 100, [1280], [96], stroke=3)
    paper.text(80, 108, "交付決定日", size=24)
    paper.text(760, 108, "交付決定番号", size=24)
    paper.text(90, 146, "令和 8 年 8 月 25 日")
    paper.text(770, 146, "７地福第388号")
    found = values(extracted(K.PAYMENT_REQUEST, paper, programme="nagano-welfare"))
    assert (found["grant_decision_date"], found["grant_decision_number"]) == ("2026-08-25", "７地福第388号")


def test_the_kana_of_the_account_under_a_label_of_two_lines() -> None:
    paper = Paper(1400, 500)
    paper.text(500, 20, "補助金請求書")
    kana, name = paper.table(60, 100, [240, 900], [80, 80], stroke=3)
    paper.text(kana[0].x0 + 40, 108, "口座名義", size=28)
    paper.text(kana[0].x0 + 50, 146, "（力夕力十）", size=20)
    paper.text(kana[1].x0 + 30, 124, "ワタナベ　ダイスケ", size=28)
    paper.text(name[0].x0 + 40, 204, "口座名義", size=28)
    paper.text(name[1].x0 + 30, 204, "渡邊　大輔", size=28)
    found = values(extracted(K.PAYMENT_REQUEST, paper, programme="shinjuku-ecohome"))
    assert (found["account_holder_kana"], found["account_holder"]) == ("ワタナベダイスケ", "渡邊大輔")


def test_of_two_numbers_in_one_entry_the_longer_is_shown_and_doubted() -> None:
    """What stood first was two digits, struck out and written again behind."""
    paper = Paper(1400, 400)
    paper.text(500, 20, "補助金交付請求書")
    label, value = paper.table(60, 150, [240, 600], [90], stroke=3)[0]
    paper.text(label.x0 + 30, 180, "口座番号", size=28)
    paper.text(value.x0 + 20, 180, "90", size=28)
    paper.text(value.x0 + 150, 180, "9065468", size=28)
    field = extracted(K.PAYMENT_REQUEST, paper).fields["account_number"]
    assert field.value == "9065468"
    assert "place" in {c.kind for c in field.corroborations if not c.supports}


def test_boxes_as_wide_as_they_are_high_are_one_entry() -> None:
    paper = Paper(1400, 400)
    paper.text(500, 20, "補助金交付請求書")
    paper.table(60, 150, [240], [90], stroke=3)
    paper.text(90, 158, "口座番号", size=28)
    paper.text(90, 196, "（右詰め）", size=24)
    for cell, digit in zip(paper.table(310, 172, [44] * 7, [42], stroke=2)[0], "7807352", strict=True):
        paper.text(cell.x0 + 12, cell.y0 + 8, digit, size=28)
    assert values(extracted(K.PAYMENT_REQUEST, paper))["account_number"] == "7807352"


def test_a_cell_that_a_streak_has_parted_is_one() -> None:
    paper = Paper(1400, 700)
    rows = paper.table(60, 100, [200, 600], [70, 70, 70], stroke=3)
    paper.draw.line((150, 240, 150, 310), fill="black", width=3)
    for row, (label, value) in zip(
        rows, (("品名", "蓄電池システム"), ("型名", "ESS-U4M1"), ("機番", "A21001143")), strict=True
    ):
        paper.text(row[0].x0 + 12, row[0].y0 + 20, label, size=28)
        paper.text(row[1].x0 + 20, row[1].y0 + 20, value, size=28)
    layout = Layout(paper.read().reading)
    (hit,) = layout.find("機番")
    beside = layout.beside(hit)
    assert beside is not None and beside.raw == "A21001143"


def test_a_stamp_beside_a_label_that_stands_over_its_value_in_one_cell() -> None:
    paper = Paper(1400, 900)
    paper.text(500, 20, "補助金交付申請書")
    rows = (("法人名", "社会福祉法人明和会"), ("代表者名", "新井　裕美"), ("所在地", "長野県安曇野市穂高牧477"))
    rows += (("電話番号", "0269-24-9975"), ("メーカー", "コロナ"), ("型番", "CHP-5602H"))
    for (cell,), (label, value) in zip(paper.table(100, 80, [1200], [100] * 6), rows, strict=True):
        paper.text(cell.x0 + 10, cell.y0 + 8, label, size=26)
        paper.text(cell.x0 + 20, cell.y0 + 50, value, size=30)
    paper.text(500, 294, "R8.10.22", size=26)
    found = values(extracted(K.APPLICATION_FORM, paper))
    assert found["address"] == "長野県安曇野市穂高牧477"


def test_labels_of_a_certificate_with_dust_in_them() -> None:
    paper = Paper(1400, 700)
    paper.text(600, 20, "住民票")
    rows = (
        ("住：所", "奈良県大和郡山市野垣内町1746-16"),
        ("フリガナ", "キリュウ　ケンタロウ"),
        ("比名", "桐生　健太郎"),
    )
    for cells, (label, value) in zip(paper.table(100, 100, [200, 900], [70] * 3), rows, strict=True):
        paper.text(cells[0].x0 + 20, cells[0].y0 + 20, label, size=28)
        paper.text(cells[1].x0 + 20, cells[1].y0 + 20, value, size=28)
    found = values(extracted(K.RESIDENT_CERTIFICATE, paper))
    assert (found["address"], found["applicant_name"]) == ("奈良県大和郡山市野垣内町1746-16", "桐生健太郎")


def test_a_digit_that_the_line_finder_passed_over_is_read_in_its_cell() -> None:
    paper = Paper(1400, 400)
    paper.text(500, 20, "申請書（請求書）")
    number, value, label, count = paper.table(60, 150, [240, 300, 240, 300], [80], stroke=3)[0]
    paper.text(number.x0 + 20, 176, "お客様番号", size=28)
    paper.text(value.x0 + 20, 176, "518370", size=28)
    paper.text(label.x0 + 20, 176, "契約件数", size=28)
    paper.draw.text((count.x0 + 40, 174), "1", font=font(32), fill="black")  # no line of it
    found = values(extracted(K.APPLICATION_FORM, paper, programme="yamato-lpgas"))
    assert found["contract_count"] == 1


def test_a_sentence_goes_on_over_no_label() -> None:
    """供給契約 … 件 of a form's sentence had been found between a heading, 契約の内容, and the label 契約件数."""
    paper = Paper(1400, 500)
    paper.text(500, 20, "申請書（請求書）")
    paper.text(80, 100, "2 契約の内容", size=28)
    for cells, (label, value) in zip(
        paper.table(60, 150, [300, 500], [70, 70, 70], stroke=3),
        (("施工事業者名", "昭栄燃料有限会社"), ("お客様番号", "518370"), ("契約件数", "別紙")),
        strict=True,
    ):
        paper.text(cells[0].x0 + 20, cells[0].y0 + 20, label, size=28)
        paper.text(cells[1].x0 + 20, cells[1].y0 + 20, value, size=28)
    fields = extracted(K.APPLICATION_FORM, paper, programme="yamato-lpgas").fields
    assert "contract_count" not in fields or fields["contract_count"].raw == "別紙"


def test_a_block_in_the_right_column_holds_nothing_of_the_left() -> None:
    """The agent's block stood beside the applicant's telephone number, and took it; the heading under that cut the block."""
    paper = Paper(1500, 900)
    paper.text(500, 20, "補助金交付申請書")
    left = (("お名前", "上杉　義則"), ("メーカー", "ニチコン"), ("型番", "ESS-T3M1"), ("電話番号", "0742-59-0214"))
    for cells, (label, value) in zip(paper.table(60, 150, [180, 480], [70] * 4, stroke=3), left, strict=True):
        paper.text(cells[0].x0 + 10, cells[0].y0 + 20, label, size=26)
        paper.text(cells[1].x0 + 20, cells[1].y0 + 20, value, size=28)
    paper.text(800, 380, "代理申請者", size=28)
    for cells, label in zip(
        paper.table(800, 430, [180, 480], [70] * 3, stroke=3), ("会社名", "担当者", "担当者電話"), strict=True
    ):
        paper.text(cells[0].x0 + 10, cells[0].y0 + 20, label, size=26)
    found = extracted(K.APPLICATION_FORM, paper, programme="nara-smarthouse").fields
    assert found["phone"].value == "0742590214"
    assert found.get("proxy_phone") is None or found["proxy_phone"].value is None


def test_a_value_in_a_cell_that_lost_the_rule_to_the_row_above() -> None:
    paper = Paper(1400, 500)
    paper.text(500, 20, "補助金交付申請書")
    for (cell,), label in zip(paper.table(60, 150, [240], [70, 70], stroke=3), ("フリガナ", "氏名"), strict=True):
        paper.text(cell.x0 + 30, cell.y0 + 20, label, size=28)
    value = paper.table(300, 150, [600], [140], stroke=3)[0][0]
    paper.text(value.x0 + 20, 170, "ウエスギ　ヨシノリ", size=28)
    paper.text(value.x0 + 20, 240, "上杉　義則", size=28)
    found = values(extracted(K.APPLICATION_FORM, paper))
    assert (found["applicant_kana"], found["applicant_name"]) == ("ウエスギヨシノリ", "上杉義則")


def _over_their_values(paper: Paper, y: int, *entries: tuple[int, str, str]) -> None:
    """A row of cells, each as wide as said, with a small label over its value."""
    for cell, (_, label, value) in zip(paper.table(60, y, [w for w, *_ in entries], [90])[0], entries, strict=True):
        for dx, dy, words, size in ((8, 4, label, 18), (12, 42, value, 32)):
            if words:
                paper.text(cell.x0 + dx, cell.y0 + dy, words, size=size)


def test_a_name_stands_under_its_label_and_not_in_the_place_of_the_seal_beside_it() -> None:
    for beside in ("印", "法人印", "※認印可。スタンプ印不可"):
        paper = Paper(1400, 600)
        paper.text(500, 20, "補助金交付請求書")
        _over_their_values(paper, 100, (900, "代表者氏名", "牧　千惠子"), (380, beside, ""))
        for cell, words in zip(paper.table(60, 220, [300, 980], [80])[0], ("請求金額", "1,502,000円"), strict=True):
            paper.text(cell.x0 + 20, cell.cy - 14, words, size=28)
        assert values(extracted(K.PAYMENT_REQUEST, paper))["representative_name"] == "牧千惠子"


def test_a_heading_whose_row_has_role_and_name_each_over_its_value() -> None:
    paper = Paper(1400, 600)
    paper.text(500, 20, "補助金交付申請書")
    for y, label, value in ((100, "商号又は名称", "株式会社神楽食品"), (280, "電話番号", "0745-52-8134")):
        for cell, words in zip(paper.table(60, y, [300, 980], [90])[0], (label, value), strict=True):
            paper.text(cell.x0 + 20, cell.cy - 14, words, size=28)
    _over_their_values(
        paper, 190, (300, "", ""), (250, "役職", "代表取締役"), (500, "氏名", "井筒　弘貴"), (230, "代表者印", "")
    )
    paper.text(120, 220, "代表者", size=28)
    found = values(extracted(K.APPLICATION_FORM, paper))
    assert (found["representative_name"], found["phone"]) == ("井筒弘貴", "0745528134")


def test_boxes_in_the_cell_of_two_labels_belong_to_the_one_in_front_of_them() -> None:
    paper = Paper(1400, 500)
    paper.text(500, 20, "補助金交付請求書")
    paper.table(60, 150, [300, 980], [100], stroke=3)
    paper.text(90, 180, "銀行・農協など", size=28)
    bank, branch = (paper.strip(x, 172, count, side=50) for x, count in ((620, 4), (1040, 3)))
    for x, label in ((390, "金融機関コード"), (890, "店コード")):
        paper.text(x, 184, label, size=28)
    paper.text(bank[0].x0 + 14, bank[0].y0 + 10, "0  1  8", size=30)  # read as one, over the walls of its boxes
    paper.text(bank[3].x0 + 14, bank[3].y0 + 10, "2", size=30)
    for cell, digit in zip(branch, "234", strict=True):
        paper.text(cell.x0 + 14, cell.y0 + 10, digit, size=30)
    found = values(extracted(K.PAYMENT_REQUEST, paper))
    assert (found.get("bank_code"), found.get("branch_code")) == ("0182", "234")
