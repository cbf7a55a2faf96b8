"""Forms that no programme describes: headings over tables, remarks in labels and rooms, words that engines misread."""

from __future__ import annotations

import pytest

from extractors.fields.texts import texts_of
from extractors.meanings import means
from models.documents import DocumentKind as K
from models.pages import Source
from tests.extractors.drawnpaper import RED, Paper
from tests.extractors.fields.extracting import extracted, values
from tests.extractors.fields.test_otherforms import request, table
from tests.extractors.fields.test_thirdversions import form
from tests.extractors.fields.test_unlearnedforms import read


def test_an_amount_with_its_label_in_a_row_under_another_such_row() -> None:
    paper = form(height=1600)
    for n, (label, amount) in enumerate((("補助対象経費【税抜】", "2160000"), ("補助金申請額", "720000"))):
        y = 120 + 110 * n
        paper.draw.rectangle((60, y, 1340, y + 110), outline="black", width=3)
        paper.text(80, y + 38, label, size=30)
        paper.text(460, y + 38, "￥", size=30, read_as="夫")
        for i, digit in enumerate(amount.rjust(9)):
            x = 500 + 70 * i
            paper.draw.rectangle((x, y + 20, x + 70, y + 90), outline="black", width=2)
            if digit != " ":
                paper.text(x + 24, y + 36, digit, size=36)
        paper.text(1150, y + 38, "円", size=30)
    found = values(extracted(K.APPLICATION_FORM, paper, programme="nara-business"))
    assert (found["purchase_amount"], found["subsidy_amount"]) == (2_160_000, 720_000)


def test_a_heading_over_a_table_of_amounts_is_no_amounts_label() -> None:
    paper = form()
    paper.draw.rectangle((60, 120, 1340, 180), outline="black", width=3)
    paper.text(80, 134, "3　金額", size=30)
    rows = paper.table(60, 180, [500, 780], [80, 80], stroke=3)
    entries = (("補助対象経費（消費税込）", "352,000　円"), ("申請する補助金の額", "88,000　円"))
    for cells, words in zip(rows, entries, strict=True):
        paper.text(cells[0].x0 + 20, cells[0].cy - 15, words[0], size=30)
        paper.text(cells[1].x0 + 400, cells[1].cy - 15, words[1], size=30)
    found = values(extracted(K.APPLICATION_FORM, paper, programme="shinjuku-ecohome"))
    assert (found["purchase_amount"], found["subsidy_amount"]) == (352_000, 88_000)


def test_the_sum_of_a_request_with_nothing_but_its_sign() -> None:
    paper = Paper(1400, 1000)
    paper.text(600, 20, "請　求　書", size=40)
    paper.text(560, 120, "￥　88,000－", size=40)
    paper.text(100, 240, "ただし、新宿区省エネルギー機器等導入補助金として、上記のとおり請求いたします。", size=26)
    found = extracted(K.PAYMENT_REQUEST, paper, programme="shinjuku-ecohome").fields["subsidy_amount"]
    assert found.value == 88_000
    assert not found.exact


def test_a_label_with_a_remark_in_its_middle() -> None:
    paper = form()
    rows = table(paper, "販売店（供給会社）の名称", middle=500)
    paper.text(540, rows[0], "上益城農業協同組合", size=30)
    found = values(extracted(K.APPLICATION_FORM, paper, programme="yamato-lpgas"))
    assert found["vendor_name"] == "上益城農業協同組合"


def test_a_note_in_an_entrys_room_is_no_part_of_it() -> None:
    paper = form()
    rows = table(paper, "住所")
    paper.text(380, rows[0] - 12, "奈良県橿原市新賀町237番地の5", size=30)
    paper.text(900, rows[0] + 26, "※住民票の住所", size=18)
    found = values(extracted(K.APPLICATION_FORM, paper, programme="nara-smarthouse"))
    assert found["address"] == "奈良県橿原市新賀町237-5"


def test_letters_of_a_seal_beside_a_name() -> None:
    paper = request()
    paper.text(644, 594, "代表者職・氏名", size=30)
    paper.text(880, 590, "代表取締役上辻喜久雄", size=40)
    for y, letters in ((554, "丧工下"), (583, "之爾市"), (612, "印代木")):
        paper.text(1300, y, letters, size=36, fill=RED, source=Source.PPOCR, score=0.7)
    texts = [t.raw for t in texts_of(paper.read().reading)]
    assert "代表取締役上辻喜久雄" in texts
    assert not any("之爾市" in t for t in texts)


def test_lines_of_print_are_no_seal() -> None:
    paper = request()
    for y, letters in ((500, "北支店"), (544, "南支店"), (588, "西支店")):
        paper.text(1200, y, letters, size=36, source=Source.PPOCR, score=0.8)
    assert {"北支店", "南支店", "西支店"} <= {t.raw for t in texts_of(paper.read().reading)}


def test_a_thing_that_is_written_under_its_heading_below_a_blocks() -> None:
    paper = form()
    paper.text(80, 100, "■ 導入設備", size=30)
    heads, row = paper.table(60, 150, [400, 300, 300, 200], [60, 90], stroke=3)
    for cell, word in zip(heads, ("設備名", "メーカー", "型番", "台数"), strict=True):
        paper.text(cell.x0 + 20, cell.cy - 14, word, size=28)
    for cell, word in zip(row, ("業務用冷凍冷蔵庫", "フクシマガリレイ", "GRD-152PMD", "2台"), strict=True):
        paper.text(cell.x0 + 20, cell.cy - 14, word, size=28)
    found = values(extracted(K.APPLICATION_FORM, paper, programme="nara-business"))
    assert found["equipment_type"] == "業務用冷凍冷蔵庫"


def test_a_shop_and_its_owner() -> None:
    paper = request()
    for y, label, name in ((200, "屋号", "樫原商店"), (260, "氏名", "樫原　善一")):
        paper.text(700, y, label, size=30)
        paper.text(820, y, name, size=34)
    found = values(extracted(K.PAYMENT_REQUEST, paper, programme="nara-business"))
    assert (found["applicant_name"], found["representative_name"]) == ("樫原商店", "樫原善一")


def test_an_owner_whose_shop_has_no_name() -> None:
    paper = request()
    paper.text(700, 200, "屋号", size=30)
    paper.text(700, 260, "氏名", size=30)
    paper.text(820, 260, "樫原　善一", size=34)
    found = values(extracted(K.PAYMENT_REQUEST, paper, programme="nara-business"))
    assert found["applicant_name"] == "樫原善一"


def test_a_rare_name_behind_its_label_is_no_more_of_the_label() -> None:
    found = read(
        K.APPLICATION_FORM,
        (80, 200, "【手続代行者】申請手続を委任する場合のみ記入"),
        (80, 260, "名称"), (280, 260, "株式会社しき島電設"), (900, 260, "担当者鉾立紗英"),
        (80, 320, "電話"), (280, 320, "0744-22-6145"),
        programme="nara-smarthouse",
    )  # fmt: skip
    assert found["proxy_contact"] == "鉾立紗英"


def test_a_branch_in_front_of_endings_of_which_one_was_misread() -> None:
    paper = request()
    table(paper, "支店名")
    paper.text(380, 144, "矢部", size=34)
    ends = paper.text(620, 144, "本店・支店・支所・出張所", size=30, pitch=34, read_as="木店・支店・支所・出張所")
    paper.draw.ellipse((ends.x0 + 6 * 34 - 10, 134, ends.x0 + 8 * 34 + 6, 184), outline="black", width=4)
    assert values(extracted(K.PAYMENT_REQUEST, paper))["branch_name"] == "矢部支所"


def test_officers_birthdays_where_the_heading_of_their_era_was_misread() -> None:
    paper = Paper(1400, 600)
    paper.text(80, 20, "別紙　役員名簿")
    heads, row = paper.table(40, 100, [220, 220, 90, 90, 90, 90, 90, 260, 180], [60, 70], stroke=3)
    words = ("氏名カナ", "氏名漢字", "和暦", "年", "月", "日", "性別", "会社名", "役職名")
    for cell, word in zip(heads, words, strict=True):
        paper.text(cell.x0 + 10, cell.cy - 14, word, size=26, read_as="和厝" if word == "和暦" else None)
    entries = ("ﾎｿﾀﾞ ﾏｺﾄ", "細田　亮", "S", "38", "1", "9", "M", "株式会社諏訪鍍金", "監査役")
    for cell, word in zip(row, entries, strict=True):
        paper.text(cell.x0 + 10, cell.cy - 14, word, size=26)
    officers = values(extracted(K.OFFICER_LIST, paper))["officers"]
    assert isinstance(officers, list)
    assert officers[0]["birth_date"] == "1963-01-09"


@pytest.mark.parametrize(
    ("key", "words"),
    [
        ("phone", "電品潘号"),
        ("applicant_name", "民名"),
        ("branch_code", "店器"),
        ("bank_code", "銀行器号"),
        ("account_number", "口座将号"),
        ("bank_code", "{コード"),
    ],
)
def test_labels_as_bad_scans_are_read(key: str, words: str) -> None:
    assert means(key, words)


def test_a_bank_and_its_branch_under_words_of_their_own() -> None:
    """Where the words over the two names were read as names, the names themselves are not looked for any more."""
    paper = request()
    table(paper, "銀行・支店名", "", "銀行コード")
    paper.text(380, 144, "金融機関", size=24, read_as="金融梳関")
    paper.text(900, 144, "支店", size=24)
    paper.text(380, 224, "長野県信用組合", size=32)
    paper.text(900, 224, "東支店", size=32)
    paper.text(380, 304, "2390", size=32)
    found = values(extracted(K.PAYMENT_REQUEST, paper))
    assert (found["bank_name"], found["branch_name"]) == ("長野県信用組合", "東支店")


def test_a_size_whose_label_could_not_be_read() -> None:
    paper = form()
    cells = paper.table(60, 150, [480, 480, 320], [120], stroke=3)[0]
    entries = (("製造者名", "長州産業"), ("型式", "CB-LMP98A"), ("蓄電容量(kWh)", "9.8kWh"))
    for cell, (label, value) in zip(cells, entries, strict=True):
        paper.text(cell.x0 + 10, cell.y0 + 12, label, size=22, read_as="審報翻量：W5ハ)" if "容量" in label else None)
        paper.text(cell.x0 + 30, cell.y0 + 64, value, size=32)
    found = values(extracted(K.APPLICATION_FORM, paper, programme="shinjuku-ecohome"))
    assert found["capacity"] == "9.8kWh"


def test_a_choice_without_a_readable_label_whose_ringed_option_was_misread() -> None:
    paper = form()
    paper.draw.rectangle((60, 150, 1340, 330), outline="black", width=3)
    options = (
        (100, 220, "太陽光発電システム", None),
        (480, 220, "家庭用燃料電池（エネファーム）", None),
        (1000, 220, "蓄電池システム", "イ電池ナステン"),
        (100, 280, "窓の断熱改修", "窓の斷熱教律"),
        (1000, 280, "LED照明器具", None),
    )
    for x, y, word, misread in options:
        paper.text(x, y, word, size=30, source=Source.PPOCR, read_as=misread)
    paper.draw.ellipse((976, 206, 1230, 266), outline="black", width=4)
    found = values(extracted(K.APPLICATION_FORM, paper, programme="shinjuku-ecohome"))
    assert found["equipment_type"] == "蓄電池システム"
