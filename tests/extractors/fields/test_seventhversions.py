"""Forms redrawn once more: lists numbered in kana, codes behind a bare 番号, sums and postal codes without a label."""

from __future__ import annotations

import pytest

from extractors.fields.certainty import place_doubted
from extractors.fields.votes import believed
from models.documents import DocumentKind as K
from models.documents import Reading
from models.pages import Source
from tests.extractors.drawnpaper import Paper
from tests.extractors.fields.extracting import extracted, values
from tests.extractors.fields.test_fifthversions import rows
from tests.extractors.fields.test_thirdversions import form


def open_list(*entries: tuple[str, str], title: str = "補助金交付申請書", step: int = 75) -> Paper:
    """Labels in the open, one under the other, and what was written beside them."""
    paper = Paper(1600, 300 + step * len(entries))
    paper.text(500, 60, title, size=44)
    for number, (label, value) in enumerate(entries):
        paper.text(200, 180 + step * number, label)
        paper.text(700, 180 + step * number, value)
    return paper


def test_a_list_numbered_in_kana_has_a_row_for_each_entry() -> None:
    paper = open_list(
        ("(ア)設備の区分", "高効率空調設備"),
        ("(イ)設備の製造者", "ダイキン"),
        ("(ウ)設備の型番", "SZRA160BJ"),
        ("(工)設置する台数", "4台"),
        ("(才)見積りを徴した相手方", "関西総合空調株式会社"),
    )
    found = values(extracted(K.APPLICATION_FORM, paper, programme="nara-business"))
    assert (found["manufacturer"], found["model"], found["capacity"]) == ("ダイキン", "SZRA160BJ", "4台")
    assert found["vendor_name"] == "関西総合空調株式会社"


def test_what_is_said_with_others_is_more_of_the_label() -> None:
    paper = form()
    paper.text(100, 120, "2 更新する設備等")
    assert values(extracted(K.APPLICATION_FORM, paper, programme="nagano-welfare")).get("equipment_type") is None


def test_a_name_read_with_its_label_ends_above_the_postal_code() -> None:
    paper = Paper(1400, 700)
    paper.text(400, 60, "交付申請書", size=44)
    paper.draw.rectangle((100, 200, 1300, 620), outline="black", width=3)
    for y, words in ((260, "氏　名神保とし江"), (330, "1 6 2-0 8 2 5"), (400, "住所新宿区神楽坂6-47-3")):
        paper.text(140, y, words)
    paper.text(140, 640, "申請先 新宿区長 〒160-8484新宿区歌舞伎町1-4-1")
    found = values(extracted(K.APPLICATION_FORM, paper, programme="shinjuku-ecohome"))
    assert (found["applicant_name"], found["postal_code"]) == ("神保とし江", "1620825")


def test_the_day_from_which_a_form_is_in_use_is_nobodys() -> None:
    paper = open_list(("申請者", "神保 とし江"), title="交付申請書")
    paper.text(900, 10, "様式第1号(令和7年10月1日以降用)")
    assert values(extracted(K.APPLICATION_FORM, paper, programme="shinjuku-ecohome")).get("application_date") is None


def test_the_kana_of_a_letterhead_are_not_its_name() -> None:
    paper = Paper(1600, 700)
    paper.text(500, 40, "補助金交付申請書", size=44)
    block = (
        "〒634-0006", "奈良県橿原市新賀町218番地の3", "カブシキガイシャアスカベイカ", "株式会社飛鳥米菓", "代表取締役 蔭山 義彦",
    )  # fmt: skip
    for number, words in enumerate(block):
        paper.text(780, 200 + 55 * number, words)
    found = values(extracted(K.APPLICATION_FORM, paper, programme="nara-business"))
    assert found["applicant_name"] == "株式会社飛鳥米菓"
    assert found["applicant_kana"] == "カブシキガイシャアスカベイカ"


def test_name_and_kana_in_the_room_of_the_kana() -> None:
    paper = form("補助金申請書")
    head, room = (row[0] for row in paper.table(60, 120, [900], [60, 200], stroke=3))
    paper.text(head.x0 + 20, head.y0 + 12, "申請者の名称(フリガナ)")
    paper.text(room.x0 + 20, room.y0 + 30, "イリョウホウジンコモロセイヨウカイ", size=26)
    paper.text(room.x0 + 20, room.y0 + 66, "医療法人小諸静養会", size=36)
    fields = extracted(K.APPLICATION_FORM, paper, programme="nagano-welfare").fields
    assert fields["applicant_kana"].value == "イリョウホウジンコモロセイヨウカイ"
    assert fields["applicant_name"].value == "医療法人小諸静養会"
    assert place_doubted(fields["applicant_name"])


def test_a_bare_number_is_the_code_of_its_rows_label() -> None:
    paper = form("補助金交付請求書", 900)
    table = paper.table(60, 160, [200, 600, 160, 300], [100, 100, 100], stroke=3)
    words = (
        ("銀行等", "アルプス中央信用金庫", "番号", "1396"), ("店", "箕輪支店", "番号", "054"), ("種別", "普通", "口座", "1094426"),
    )  # fmt: skip
    for row, texts in zip(table, words, strict=True):
        for cell, text in zip(row, texts, strict=True):
            paper.text(cell.x0 + 20, cell.cy - 15, text)
    found = values(extracted(K.PAYMENT_REQUEST, paper, programme="nagano-welfare"))
    assert (found["bank_code"], found["branch_code"], found["account_number"]) == ("1396", "054", "1094426")


def test_contact_and_telephone_under_one_label() -> None:
    found = rows(
        ("手続代行者 事業者名", "株式会社北條ソーラー"),
        ("担当者・電話", "森川由起子 TEL 0745-48-9033"),
        programme="nara-smarthouse",
    )
    assert (found["proxy_contact"], found["proxy_phone"]) == ("森川由起子", "0745489033")


def test_the_office_and_the_name_of_a_representative_on_one_line() -> None:
    found = rows(
        ("事業者名", "有限会社山辺木工所"), ("代表者", "職名代表取締役 氏名薮内 利明"), programme="nara-business"
    )
    assert found["representative_name"] == "薮内利明"


def test_the_sign_between_the_rooms_of_maker_and_model() -> None:
    paper = open_list(("②メ一力一・型番", "YKK AP"))
    paper.text(1000, 180, "・プラマードU")
    found = values(extracted(K.APPLICATION_FORM, paper, programme="shinjuku-ecohome"))
    assert (found["manufacturer"], found["model"]) == ("YKK AP", "プラマードU")


def test_the_only_sum_on_a_line_of_its_own_is_what_is_requested() -> None:
    paper = Paper(1600, 900)
    paper.text(600, 60, "補助金交付請求書", size=44)
    for x, words in ((550, "金"), (730, "2,754,000"), (1110, "円")):
        paper.text(x, 200, words)
    paper.text(150, 300, "令和8年8月20日付けで交付決定のあった補助金")
    field = extracted(K.PAYMENT_REQUEST, paper, programme="nagano-welfare").fields["subsidy_amount"]
    assert field.value == 2_754_000
    assert place_doubted(field)


@pytest.mark.parametrize("read", ["10418-2275", "0418-2275"])
def test_a_letter_in_front_of_a_customers_number_is_none_of_its_digits(read: str) -> None:
    by_digits = Reading(engine="ppocr", raw=read, value=read, score=0.9)
    free = Reading(engine="ppocr-page", raw="T0418-2275", value="T0418-2275", score=0.9)
    assert believed("customer_number", [by_digits, free]) == ("T0418-2275", "T0418-2275")
    assert believed("customer_number", [by_digits]) == (read, read)


def test_letters_of_a_seal_that_are_set_as_text_are_no_part_of_a_name() -> None:
    paper = form("補助金交付請求書")
    label, room = paper.table(60, 120, [300, 700], [140], stroke=3)[0]
    paper.text(label.x0 + 20, label.cy - 15, "代表者氏名")
    paper.text(room.x0 + 40, room.cy - 15, "片桐 孝文", source=Source.TEXT_LAYER)
    frame = (room.x0 + 400, room.y0 + 15, room.x0 + 510, room.y0 + 125)
    paper.draw.rectangle(frame, outline="black", width=3)
    for line, letters in enumerate(("之な信", "印ろあ")):
        paper.text(frame[0] + 8, frame[1] + 12 + 45 * line, letters, size=28, source=Source.TEXT_LAYER)
    found = values(extracted(K.PAYMENT_REQUEST, paper, programme="nagano-welfare"))
    assert found["representative_name"] == "片桐孝文"
