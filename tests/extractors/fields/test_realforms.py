"""Entries as real offices' forms and papers print them, each beside something that is none."""

from __future__ import annotations

import pytest

from models.documents import DocumentKind as K
from tests.extractors.drawnpaper import Paper
from tests.extractors.fields.extracting import extracted, values


def test_the_name_of_a_contract_s_holder() -> None:
    paper = Paper(1400, 900)
    paper.text(500, 20, "支給申請書（請求書）")
    paper.grid(60, 120, [["契約者名義", "下田代ミチ子"], ["世帯主氏名", "下田代幸作"]], [300, 700])
    assert values(extracted(K.APPLICATION_FORM, paper))["applicant_name"] == "下田代ミチ子"


def test_a_name_far_behind_its_office() -> None:
    paper = Paper(1400, 900)
    paper.text(500, 20, "補助金交付申請書")
    cells = paper.table(60, 120, [300, 900], [70])[0]
    paper.text(cells[0].x0 + 12, cells[0].cy - 14, "代表者職・氏名", size=28)
    paper.text(cells[1].x0 + 12, cells[1].cy - 14, "理事長", size=28)
    paper.text(cells[1].x0 + 220, cells[1].cy - 16, "茅野 武", size=32)
    found = values(extracted(K.APPLICATION_FORM, paper, programme="nagano-welfare"))
    assert found["representative_name"] == "茅野武"


def test_kana_read_with_their_label_are_no_name() -> None:
    paper = Paper(1400, 900)
    paper.text(500, 20, "補助金交付請求書")
    paper.text(100, 300, "□座名義カナイ）ミナトカイ")
    paper.text(100, 560, "座名義人医療法人みなと会")
    found = values(extracted(K.PAYMENT_REQUEST, paper, programme="nagano-welfare"))
    assert found["account_holder"] == "医療法人みなと会"


def test_a_bank_read_with_its_label_in_front_of_printed_endings() -> None:
    paper = Paper(1400, 900)
    paper.text(500, 20, "補助金交付請求書")
    paper.text(100, 300, "銀行名八十二長野")
    paper.text(500, 300, "銀行・信金・農協")
    found = extracted(K.PAYMENT_REQUEST, paper, programme="nagano-welfare").fields["bank_name"]
    assert found.raw == "八十二長野"


@pytest.mark.parametrize("said", ["電話（0266-53-7701）"])
def test_a_telephone_read_with_its_label(said: str) -> None:
    paper = Paper(1400, 900)
    paper.text(500, 20, "補助金交付請求書")
    paper.text(700, 200, "長野県諏訪市湖南4821番地")
    paper.text(700, 260, said)
    paper.text(100, 340, "令和8年8月3日付け長野県指令8地福第407号により交付決定の")
    found = values(extracted(K.PAYMENT_REQUEST, paper, programme="nagano-welfare"))
    assert found["phone"] == "".join(c for c in said if c.isdigit())


def test_an_ending_printed_behind_a_branch_is_no_label_of_the_next() -> None:
    paper = Paper(1400, 900)
    paper.text(500, 20, "補助金交付請求書")
    cells = paper.table(60, 200, [240, 460, 150, 250], [70, 70])
    for x, y, words in (
        (80, 222, "支店"),
        (320, 222, "橿原"),
        (620, 220, "支店"),
        (780, 222, "店番"),
        (920, 222, "490"),
    ):
        paper.text(x, y, words, size=28)
    assert cells
    for x, y, words in ((80, 292, "口座番号"), (320, 292, "（普通・当座"), (620, 292, "0118347")):
        paper.text(x, y, words, size=28)
    found = extracted(K.PAYMENT_REQUEST, paper, programme="nara-business").fields["branch_name"]
    assert found.raw.startswith("橿原")


def test_seven_boxed_digits_over_an_address_and_the_remark_beside_them() -> None:
    paper = Paper(1400, 900)
    paper.text(500, 20, "補助金交付申請書")
    left, right = paper.table(60, 120, [200, 900], [120])[0]
    paper.text(left.x0 + 40, left.cy - 14, "住所", size=28)
    paper.text(right.x0 + 20, right.y0 + 10, "6 3 6 0 1 2 3", size=28)
    paper.text(right.x0 + 420, right.y0 + 14, "(住民票記載住所)", size=20)
    paper.text(right.x0 + 20, right.y0 + 64, "奈良県生駒郡斑鳩町興留5丁目3番17号", size=28)
    found = values(extracted(K.APPLICATION_FORM, paper, programme="nara-smarthouse"))
    assert (found["postal_code"], found["address"]) == ("6360123", "奈良県生駒郡斑鳩町興留5-3-17")


def test_the_model_of_what_is_put_in_besides_is_not_the_thing_s() -> None:
    paper = Paper(1400, 900)
    paper.text(500, 20, "補助金交付申請書")
    rows = [
        ["蓄電池 メーカー名", "ニチコン"],
        ["蓄電池 パッケージ型番", "ESS-U4M1"],
        ["パワーコンディショナ 型式名", "ESS-T3X1-PCS"],
        ["HEMS メーカー名／型番", "パナソニック MKN713"],
    ]
    paper.grid(60, 120, rows, [460, 700])
    found = values(extracted(K.APPLICATION_FORM, paper, programme="nara-smarthouse"))
    assert found["model"] == "ESS-U4M1"


def test_how_many_places_were_worked_on() -> None:
    paper = Paper(1400, 900)
    paper.text(500, 20, "補助金交付申請書")
    paper.grid(60, 120, [["メーカー名", "YKK AP"], ["施工箇所数", "6窓"]], [300, 700])
    assert values(extracted(K.APPLICATION_FORM, paper, programme="shinjuku-ecohome"))["capacity"] == "6窓"


def test_a_name_under_its_label_though_the_next_cell_is_left_out() -> None:
    paper = Paper(1400, 900)
    paper.text(500, 20, "住民票")
    for (left, right), top in zip(paper.table(60, 120, [700, 500], [90, 90]), (120, 210), strict=True):
        label, name, code = (
            ("フリガナ", "サムカワ トシヒコ", "住民票コード") if top == 120 else ("氏名", "寒川俊彦", "個人号")
        )
        paper.text(left.x0 + 8, top + 6, label, size=20)
        paper.text(left.x0 + 30, top + 40, name, size=32)
        paper.text(right.x0 + 8, top + 6, code, size=20)
        paper.text(right.x0 + 30, top + 40, "(省略)", size=32)
    assert values(extracted(K.RESIDENT_CERTIFICATE, paper))["applicant_name"] == "寒川俊彦"


def test_the_number_of_a_warranty_is_no_model() -> None:
    paper = Paper(1400, 900)
    paper.text(500, 20, "施工保証書", size=48)
    paper.text(1000, 20, "保証書番号")
    paper.text(1000, 70, "GK-0725-18")
    rows = [["製品名", "窓の断熱改修"], ["型式（品番）", "マドリモ樹脂窓"], ["製造番号", "7M250718Q"]]
    paper.grid(60, 160, rows, [300, 700])
    found = values(extracted(K.WARRANTY, paper))
    assert (found["document_number"], found.get("model")) == ("GK-0725-18", "マドリモ樹脂窓")


def test_an_office_in_brackets_behind_the_name() -> None:
    paper = Paper(1400, 900)
    paper.text(500, 20, "補助金交付申請書")
    left, right = paper.table(60, 120, [300, 900], [70])[0]
    paper.text(left.x0 + 12, left.cy - 14, "代表者氏名", size=28)
    paper.text(right.x0 + 12, right.cy - 14, "依田 健蔵", size=28)
    paper.text(right.x0 + 420, right.cy - 14, "(理事長)", size=28)
    paper.text(right.x0 + 820, right.cy - 14, "表", size=28)  # of the seal
    found = values(extracted(K.APPLICATION_FORM, paper, programme="nagano-welfare"))
    assert found["representative_name"] == "依田健蔵"


def test_a_size_in_its_label_s_own_cell_beside_a_column_of_limits() -> None:
    paper = Paper(1400, 900)
    paper.text(500, 20, "補助金交付申請書")
    cells = paper.table(60, 120, [400, 500, 200], [60] * 4)
    rows = [("補助対象機器の種類", "能力", "", "限度額"), ("太陽光発電システム", "公称最大出力", "4.08kW", "300,0001"),
            ("エネファーム", "発電出力", "kW", "100,0001"), ("蓄電池システム", "定格容量", "kWh", "100,0001")]  # fmt: skip
    for (kind, size, limit), (a, b, c, d) in zip(cells, rows, strict=True):
        paper.text(kind.x0 + 12, kind.cy - 14, a, size=28)
        paper.text(size.x0 + 12, size.cy - 14, b, size=28)
        if c:
            paper.text(size.x0 + 300, size.cy - 14, c, size=28)
        paper.text(limit.x0 + 12, limit.cy - 14, d, size=28)
    found = values(extracted(K.APPLICATION_FORM, paper, programme="shinjuku-ecohome"))
    assert found["capacity"] == "4.08kW"


def test_the_one_amount_of_a_column_with_a_row_for_each_thing() -> None:
    paper = Paper(1400, 900)
    paper.text(500, 20, "補助金交付申請書")
    rows = [
        ["補助対象機器", "補助対象経費", "補助率・単価", "限度額"],
        ["太陽光発電システム", "", "100,000円/kW", "300,000円"],
        ["蓄電池システム", "", "10,000円/kWh", "100,000円"],
        ["窓の断熱改修", "422,400", "1/4", "100,000円"],
        ["LED照明器具", "", "1/4", "50,000円"],
    ]
    paper.grid(60, 120, rows, [400, 240, 260, 240])
    found = values(extracted(K.APPLICATION_FORM, paper, programme="shinjuku-ecohome"))
    assert found["purchase_amount"] == 422400


def test_kana_of_the_two_names_in_a_cell_each() -> None:
    paper = Paper(1400, 900)
    paper.text(500, 20, "補助金交付申請書")
    paper.grid(60, 120, [["フリガナ", "カジ", "ユカリ", "実印"], ["漢字", "梶", "ゆかり", ""]], [200, 440, 440, 200])
    found = values(extracted(K.APPLICATION_FORM, paper, programme="nara-smarthouse"))
    assert found["applicant_kana"] == "カジユカリ"


def test_a_thing_that_is_written_in_words_and_that_the_programme_does_not_describe() -> None:
    paper = Paper(1400, 900)
    paper.text(500, 20, "補助金交付申請書")
    paper.grid(60, 120, [["導入設備の種類", "高効率コンプレッサ"], ["メーカー", "コベルコ"]], [300, 700])
    field = extracted(K.APPLICATION_FORM, paper, programme="nara-business").fields["equipment_type"]
    assert field.value == "高効率コンプレッサ"
    assert [(c.kind, c.supports) for c in field.corroborations] == [("place", False)]  # a person looks


def test_a_series_stands_for_the_model_of_what_has_none() -> None:
    paper = Paper(1400, 900)
    paper.text(500, 20, "施工保証書", size=48)
    rows = [["製品名", "窓の断熱改修"], ["型式（品番）", "マドリモ樹脂窓"], ["製造番号", "7M250718Q"]]
    paper.grid(60, 160, rows, [300, 700])
    assert values(extracted(K.WARRANTY, paper))["model"] == "マドリモ樹脂窓"


def test_whom_else_to_call_is_not_the_telephone() -> None:
    paper = Paper(1400, 900)
    paper.text(500, 20, "補助金交付申請書")
    paper.text(700, 200, "電話03（5261）8473")
    paper.text(100, 400, "2 緊急 連絡先 090-4417-2086")
    found = values(extracted(K.APPLICATION_FORM, paper, programme="shinjuku-ecohome"))
    assert found["phone"] == "0352618473"


def test_the_day_of_the_application_without_the_first_letter_of_its_era() -> None:
    paper = Paper(1400, 900)
    paper.text(500, 20, "補助金交付申請書")
    paper.text(900, 100, "和 7 年 11 月 10 日")
    left, right = paper.table(60, 300, [200, 500], [70])[0]
    paper.text(left.x0 + 12, left.y0 + 8, "設置工市", size=28)
    paper.text(left.x0 + 12, left.y0 + 40, "契約日", size=24)
    paper.text(right.x0 + 12, right.cy - 14, "令和7年9月12日", size=28)
    found = values(extracted(K.APPLICATION_FORM, paper, programme="shinjuku-ecohome"))
    assert found["application_date"] == "2025-11-10"
