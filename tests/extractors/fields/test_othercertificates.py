"""Certificates as other offices print them: what is deleted is underlined, prints from the network, households."""

from __future__ import annotations

import pytest

from extractors.fields.certainty import place_doubted
from extractors.fields.certificates import without_stroke
from extractors.meanings import means
from models.documents import DocumentKind as K
from models.documents import ExtractedDocument, Field, Reading
from tests.extractors.drawnpaper import Paper
from tests.extractors.fields.extracting import extracted, values, written


def registry(
    seats: tuple[str, ...], officers: tuple[str, ...], names: tuple[str, ...] = ("株式会社浅見製材",)
) -> ExtractedDocument:
    """A certificate of registration; a line that begins with ``_`` is underlined, what stands behind ``|`` is set right."""
    paper = Paper(1400, 1400)
    paper.text(450, 30, "履歴事項全部証明書", size=40)
    top = 120
    for label, lines in (
        ("商号", names),
        ("本店", seats),
        ("会社成立の年月日", ("平成3年8月1日",)),
        ("役員に関する事項", officers),
    ):
        height = 50 * len(lines) + 20
        paper.draw.rectangle((60, top, 340, top + height), outline="black", width=3)
        paper.draw.rectangle((340, top, 1340, top + height), outline="black", width=3)
        paper.text(80, top + 12, label)
        for number, words in enumerate(lines):
            left, _, right = words.partition("|")
            y = top + 12 + 50 * number
            if left:
                box = paper.text(380, y, left.removeprefix("_"))
            if words.startswith("_"):
                paper.draw.line((box.x0, box.y1 + 3, box.x1, box.y1 + 3), fill="black", width=2)
            if right:
                paper.text(1000, y, right)
        top += height
    paper.text(100, top + 60, "令和7年6月3日")
    return extracted(K.REGISTRY_CERTIFICATE, paper)


SEAT = ("長野県飯田市本町一丁目5番地",)


def test_an_underlined_representative_is_a_former_one() -> None:
    document = registry(SEAT, ("_代表取締役　浅見　徹", "代表取締役　浅見　ゆり|令和5年6月1日就任"))
    field = document.fields["representative_name"]
    assert field.value == "浅見ゆり" and not place_doubted(field)


def test_who_is_underlined_last_does_not_count_either() -> None:
    found = values(registry(SEAT, ("代表取締役　浅見　ゆり", "_代表取締役　浅見　徹")))
    assert found["representative_name"] == "浅見ゆり"


def test_the_rule_of_a_table_underlines_nobody() -> None:
    field = registry(SEAT, ("代表取締役　浅見　徹",)).fields["representative_name"]
    assert field.value == "浅見徹" and not place_doubted(field)


def test_two_who_may_represent_are_left_to_a_person() -> None:
    field = registry(SEAT, ("代表取締役　浅見　徹", "代表取締役　浅見　ゆり")).fields["representative_name"]
    assert field.value == "浅見ゆり" and place_doubted(field), "a line may have been too faint to be seen"


def test_who_took_office_again_is_one_person() -> None:
    officers = ("代表取締役　浅見　ゆり|令和3年6月1日就任", "代表取締役　浅見　ゆり|令和5年6月1日重任")
    assert not place_doubted(registry(SEAT, officers).fields["representative_name"])


def test_who_resigned_does_not_count() -> None:
    officers = ("代表取締役　浅見　ゆり|令和3年6月1日就任", "代表取締役　浅見　徹|令和5年6月1日辞任")
    assert values(registry(SEAT, officers))["representative_name"] == "浅見ゆり"


def test_a_seat_that_moved() -> None:
    seats = ("_長野県飯田市本町一丁目5番地", "長野県飯田市上郷飯沼77番地|令和2年4月1日移転", "|令和2年4月8日登記")
    field = registry(seats, ("代表取締役　浅見　徹",)).fields["address"]
    assert field.value == "長野県飯田市上郷飯沼77" and not place_doubted(field)


def test_two_seats_of_which_neither_is_underlined() -> None:
    seats = ("長野県飯田市本町一丁目5番地", "長野県飯田市上郷飯沼77番地|令和2年4月1日移転")
    field = registry(seats, ("代表取締役　浅見　徹",)).fields["address"]
    assert field.value == "長野県飯田市上郷飯沼77" and place_doubted(field)


def test_a_seat_that_is_deleted_without_another_in_sight_is_doubted() -> None:
    assert place_doubted(registry(("_長野県飯田市本町一丁目5番地",), ("代表取締役　浅見　徹",)).fields["address"])
    assert not place_doubted(registry(SEAT, ("代表取締役　浅見　徹",)).fields["address"])


def test_a_seat_on_two_lines_is_one() -> None:
    assert values(registry(("長野県飯田市本町一丁目5番地", "りんごビル3階"), ("代表取締役　浅見　徹",)))["address"] == (
        "長野県飯田市本町1-5りんごビル3階"
    )


def test_a_company_that_changed_its_name() -> None:
    names = ("_有限会社浅見木材店", "株式会社浅見製材|令和2年4月1日変更", "|令和2年4月8日登記")
    assert values(registry(SEAT, ("代表取締役　浅見　徹",), names))["applicant_name"] == "株式会社浅見製材"


def online(*lines: tuple[int, int, str]) -> ExtractedDocument:
    return extracted(K.REGISTRY_CERTIFICATE, written((500, 80, "履歴事項全部"), *lines, width=1400))


def test_a_print_from_the_network_says_when_it_was_so() -> None:
    lines = ((80, 30, "2025/06/03 10:20 現在の情報です。"), (80, 200, "成立の年月日"), (500, 200, "平成3年8月1日"))
    assert values(online(*lines))["issue_date"] == "2025-06-03"
    assert values(online((80, 30, "2025/06/0310:20現在の情報です。")))["issue_date"] == "2025-06-03"


def test_the_day_on_which_a_company_was_founded_is_no_day_of_issue() -> None:
    assert "issue_date" not in values(online((80, 200, "会社成立の年月日"), (500, 200, "平成3年8月1日")))


def test_the_word_in_front_of_a_day_may_say_that_it_is_the_day_of_issue() -> None:
    assert values(online((80, 900, "発行日"), (300, 900, "令和7年6月3日")))["issue_date"] == "2025-06-03"


def residence(*members: tuple[str, str, str, str]) -> ExtractedDocument:
    """A certificate of a household; a member has kana, name, day of birth and relation."""
    paper = Paper(1400, 1200)
    paper.text(450, 30, "住民票（世帯全員）", size=40)
    paper.grid(60, 120, [["住所", "奈良県大和郡山市北郡山町248番地4"]], [300, 980])
    for number, (kana, name, born, relation) in enumerate(members):
        y = 220 + 200 * number
        for x0, x1 in ((60, 560), (560, 1000), (1000, 1340)):
            paper.draw.rectangle((x0, y, x1, y + 110), outline="black", width=3)
        paper.text(80, y + 10, kana, size=22)
        paper.text(80, y + 50, name, size=38)
        paper.text(600, y + 40, f"{born}生")
        paper.text(1060, y + 40, relation)
    paper.text(100, 1000, "令和7年6月3日")
    return extracted(K.RESIDENT_CERTIFICATE, paper)


def test_the_head_of_a_household_without_labels() -> None:
    document = residence(
        ("ｳﾀﾞ ﾐﾁ", "宇田　美智", "昭和52年9月4日", "妻"), ("ｳﾀﾞ ｼｹﾞﾙ", "宇田　茂", "昭和50年1月20日", "世帯主")
    )
    found = values(document)
    assert (found["applicant_name"], found["applicant_kana"]) == ("宇田茂", "ウダシゲル")
    assert found["birth_date"] == "1975-01-20" and found["issue_date"] == "2025-06-03"
    assert all(place_doubted(document.fields[k]) for k in ("applicant_name", "applicant_kana", "birth_date"))


def test_who_lives_alone_is_not_doubted() -> None:
    document = residence(("ｳﾀﾞ ｼｹﾞﾙ", "宇田　茂", "昭和50年1月20日", "世帯主"))
    assert document.fields["applicant_name"].value == "宇田茂"
    assert not place_doubted(document.fields["applicant_name"])


def test_a_labelled_name_is_believed_before_a_members() -> None:
    paper = Paper(1200, 700)
    paper.grid(60, 120, [["氏名", "宇田　茂"], ["備考", "昭和52年9月4日生"]], [300, 700])
    found = values(extracted(K.RESIDENT_CERTIFICATE, paper))
    assert found["applicant_name"] == "宇田茂" and "birth_date" not in found


@pytest.mark.parametrize("label", ["氏名の振り仮名", "氏名の振仮名", "氏名のフリガナ", "振り仮名"])
def test_the_kana_under_the_law_of_the_family_register(label: str) -> None:
    assert means("applicant_kana", label)


@pytest.mark.parametrize("fee", ["手数料300円", "手数料 300円", "料金 300円"])
def test_what_a_certificate_cost_is_no_part_of_its_number(fee: str) -> None:
    found = values(extracted(K.RESIDENT_CERTIFICATE, written(f"発行番号 0031-771204 {fee}")))
    assert found["document_number"] == "0031-771204"


def test_the_day_behind_the_words_of_certification() -> None:
    paper = written("住民票", "氏名 黒河 勝利", "上記は住民票の写しに相違ない。令和7年9月1日")
    assert values(extracted(K.RESIDENT_CERTIFICATE, paper))["issue_date"] == "2025-09-01"


def test_label_and_value_stand_in_one_cell_beside_another_entrys() -> None:
    paper = Paper(1500, 700)
    for row, words in zip(
        paper.table(60, 120, [680, 540], [80] * 3),
        (("カナ", "ヒノ　タツヤ", "個人番号"), ("氏名", "日野　達也", "続柄"), ("生年月日", "昭和48年9月9日", "性別")),
        strict=True,
    ):
        for x, y, text in (
            (80, row[0].y0, words[0]),
            (280, row[0].y0, words[1]),
            (760, row[1].y0, words[2]),
            (960, row[1].y0, "省略"),
        ):
            paper.text(x, y + 22, text)
    found = values(extracted(K.RESIDENT_CERTIFICATE, paper))
    assert (found["applicant_name"], found["birth_date"], found["applicant_kana"]) == (
        "日野達也",
        "1973-09-09",
        "ヒノタツヤ",
    )


# ---------------------------------------------------------------------- what the foot of a certificate has
@pytest.mark.parametrize(
    ("foot", "number"),
    [
        ("24-10-08813", "24-10-08813"),
        ("橿市第24090217号", "橿市第24090217号"),
        ("24-10-08813 偽造防止用紙を使用しています", "24-10-08813"),
        ("橿市第24090217号 偽造防止用紙を使用しています", "橿市第24090217号"),
        ("6橿原市市民第1234号", "6橿原市市民第1234号"),
        ("ア102938（1/1）", "ア102938"),
    ],
)
def test_a_remark_behind_the_number_is_none_of_it(foot: str, number: str) -> None:
    found = values(extracted(K.RESIDENT_CERTIFICATE, written("住民票", (100, 1250, f"発行番号 {foot}"))))
    assert found["document_number"] == number


def test_a_remark_beside_the_number_is_none_of_it() -> None:
    foot = ((100, 1250, "発行番号 24-10-08813"), (520, 1250, "偽造防止用紙を使用しています"))
    assert values(extracted(K.RESIDENT_CERTIFICATE, written("住民票", *foot)))["document_number"] == "24-10-08813"


def test_kana_that_stand_apart_over_the_parts_of_a_name() -> None:
    paper = Paper(1400, 900)
    paper.text(500, 40, "住民票")
    paper.draw.rectangle((60, 140, 340, 290), outline="black", width=3)
    paper.draw.rectangle((340, 140, 1300, 290), outline="black", width=3)
    paper.text(100, 190, "氏名")
    paper.text(380, 155, "ナカクボ", size=26)
    paper.text(560, 155, "カツヒコ", size=26)
    paper.text(380, 220, "中窪", size=40)
    paper.text(560, 220, "克彦", size=40)
    found = values(extracted(K.RESIDENT_CERTIFICATE, paper))
    assert (found["applicant_name"], found["applicant_kana"]) == ("中窪克彦", "ナカクボカツヒコ")


def test_the_labels_of_its_row_are_no_part_of_a_name() -> None:
    lines = (
        (100, 200, "世帯主"),
        (400, 200, "大谷 香織"),
        (100, 300, "氏名"),
        (400, 300, "大谷 香織"),
        (640, 300, "性別女続柄世帯主"),
    )
    field = extracted(K.RESIDENT_CERTIFICATE, written("住民票", *lines)).fields["applicant_name"]
    assert field.value == "大谷香織" and field.box is not None and field.box.y0 > 0.2, "the name's own, not the head's"


def test_the_day_in_front_of_the_office_that_certifies() -> None:
    paper = written("現在事項全部証明書", "名称 社会福祉法人梓の里", "全部であることを証明した書面である。", "令和８年６月３０日 長野地方法務局松本支局", "整理番号 ケ６１４０２７ １／１")  # fmt: skip
    fields = extracted(K.REGISTRY_CERTIFICATE, paper).fields
    assert (fields["issue_date"].value, fields["document_number"].value) == ("2026-06-30", "ケ６１４０２７")
    assert place_doubted(fields["document_number"]), "1/1 was read with it"


def test_a_stroke_in_front_of_the_number_of_a_certificate_is_none_of_it() -> None:
    readings = [
        Reading(engine=e, raw=x, value=x, score=0.9) for e, x in (("ppocr", "1リ551290"), ("ppocr-page", "リ551290"))
    ]
    field = Field(key="document_number", value="1リ551290", raw="1リ551290", readings=readings)
    assert without_stroke(field).value == "リ551290"
    assert without_stroke(field.model_copy(update={"readings": readings[:1]})) == field.model_copy(
        update={"readings": readings[:1]}
    ), "nobody read it without"


def test_the_kana_in_a_wider_row_over_the_name() -> None:
    """The label of the kana, spaced out, was read in scraps; 性別 stands beside the name alone."""
    drawn = Paper(1200, 900)
    drawn.text(500, 60, "住民票", size=44)
    for box in (
        (80, 200, 300, 270),
        (300, 200, 1100, 270),
        (80, 270, 300, 350),
        (300, 270, 750, 350),
        (750, 270, 1100, 350),
    ):
        drawn.draw.rectangle(box, outline="black", width=3)
    for x, y, words in (
        (100, 220, "7"),
        (220, 220, "ガナ"),
        (320, 220, "ミクリヤ シズエ"),
        (100, 283, "氏名"),
        (320, 283, "御厨 静江"),
        (770, 283, "性別 女"),
    ):
        drawn.text(x, y, words, size=28)
    found = values(extracted(K.RESIDENT_CERTIFICATE, drawn))
    assert (found["applicant_name"], found.get("applicant_kana")) == ("御厨静江", "ミクリヤシズエ")


def test_a_word_in_the_column_of_days_is_no_part_of_the_name() -> None:
    found = values(registry(("松本市丸の内3-7",), ("松本市丸の内3-7", "理事長 滝澤 祐喜子|登記")))
    assert found["representative_name"] == "滝澤祐喜子"


def test_a_number_behind_no_alone_at_the_foot() -> None:
    certificate = written("住民票の写し", "氏名 一尺屋 登", "続柄 本人", (900, 1400, "No.018-60334"))
    assert values(extracted(K.RESIDENT_CERTIFICATE, certificate))["document_number"] == "018-60334"


@pytest.mark.parametrize("number", ["24-10882", "広陵-6-02931"])
def test_the_number_right_under_the_title_of_a_certificate_and_above_its_table(number: str) -> None:
    # lower than the margin, and above the first label
    lines = ((450, 190, "住民票"), (900, 245, number), (100, 400, "氏名"), (400, 400, "大谷 香織"))
    assert values(extracted(K.RESIDENT_CERTIFICATE, written(*lines)))["document_number"] == number


def test_the_day_of_issue_in_front_of_the_certificate_s_number() -> None:
    lines = ("住民票の写し", "氏名 大谷香織", "相違ないことを証明します。", "令和6年10月25日 交付番号06-香-05517")
    assert values(extracted(K.RESIDENT_CERTIFICATE, written(*lines)))["issue_date"] == "2024-10-25"


@pytest.mark.parametrize("label", ["整理潘号八118205", "格理函号 ハ118205"])
def test_the_number_of_a_certificate_behind_a_misread_label_at_its_foot(label: str) -> None:
    paper = written("現在事項全部証明書", "商号 株式会社浅見製材", (100, 1300, label))
    field = extracted(K.REGISTRY_CERTIFICATE, paper).fields["document_number"]
    assert field.value == "ハ118205" and place_doubted(field)


def test_who_represents_is_known_by_an_office_of_which_a_character_was_misread() -> None:
    field = registry(SEAT, ("取締役　浅見　ゆり", "代衣取締役　浅見　徹")).fields["representative_name"]
    assert field.value == "浅見徹" and place_doubted(field)


def test_the_number_and_the_day_of_a_register_stand_on_its_last_sheet() -> None:
    first = written(
        (450, 30, "履歴事項全部証明書"), "商号　日野原鍛工株式会社", "本店　東京都中央区新川二丁目14番7号", width=1400
    )
    last = written(
        "登記記録に関する事項　平成12年3月6日移記",
        "これは登記簿に記録されている閉鎖されていない事項の全部であることを証明した書面である。",
        "平成28年4月4日",
        "東京法務局　登記官　飯窪 昇",
        (100, 1300, "整理番号 コ218406"),
        width=1400,
    )
    found = values(extracted(K.REGISTRY_CERTIFICATE, first, last))
    assert (found["issue_date"], found["document_number"]) == ("2016-04-04", "コ218406")
