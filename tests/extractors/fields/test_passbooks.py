"""Bank books as banks print them, and as ゆうちょ does."""

from __future__ import annotations

import pytest

from extractors.fields.certainty import place_doubted
from models.documents import DocumentKind as K
from models.documents import Value
from models.pages import Source
from tests.extractors.drawnpaper import Paper
from tests.extractors.fields.extracting import extracted, values, written


def book(*lines: str | tuple[int, int, str]) -> dict[str, Value]:
    return values(extracted(K.PASSBOOK, written(*lines)))


def test_a_banks_book() -> None:
    found = book(
        "南都銀行 奈良支店",
        "総合口座通帳",
        "普通預金",
        "店番 123 口座番号 0456789",
        "ﾔﾏﾀﾞ ﾀﾛｳ 様",
        "山田 太郎 様",
        "お届け印",
    )
    assert found["bank_name"] == "南都銀行"
    assert found["branch_name"] == "奈良支店"
    assert found["branch_code"] == "123"
    assert found["account_number"] == "0456789"
    assert found["account_type"] == "普通"
    assert found["account_holder"] == "山田太郎"
    assert found["account_holder_kana"] == "ヤマダタロウ"
    assert "yucho_symbol" not in found


def test_branch_and_account_of_one_printed_line() -> None:
    found = book("テンバン 004 カモク 普通 コウザバンゴウ 9382936", "山田太郎 様")
    assert (found["branch_code"], found["account_number"], found["account_type"]) == ("004", "9382936", "普通")


def test_labels_in_cells() -> None:
    paper = Paper()
    paper.grid(
        80, 80, [["金融機関名", "奈良信用金庫 本店営業部"], ["店番", "001"], ["口座番号", "7654321"]], [250, 600]
    )
    found = values(extracted(K.PASSBOOK, paper))
    assert found["bank_name"] == "奈良信用金庫"
    assert (found["branch_code"], found["account_number"]) == ("001", "7654321")


def test_the_kana_stand_above_the_name_where_their_honorific_was_lost() -> None:
    found = book("南都銀行 奈良支店", "ヤマダ タロウ", "山田 太郎 様")
    assert found["account_holder_kana"] == "ヤマダタロウ"
    assert found["account_holder"] == "山田太郎"


def test_a_label_is_neither_the_holder_nor_part_of_the_branch() -> None:
    found = book("三井住友銀行", "おなまえ", "井関 沙織 様", "お取引店 アオイ支店", "普通 口座番号 0456789")
    assert found["branch_name"] == "アオイ支店" and found["account_holder"] == "井関沙織"
    assert found.get("account_holder_kana") != "オナマエ"


def test_a_company_holds_its_account_in_short() -> None:
    found = book("南都銀行 奈良支店", "当座預金", "カ）ヤマダコウムテン 様", "株式会社山田工務店 様")
    assert found["account_holder_kana"] == "カ)ヤマダコウムテン"
    assert found["account_type"] == "当座"


def yucho() -> Paper:
    paper = Paper()
    paper.text(100, 60, "ゆうちょ銀行 総合口座通帳")
    paper.grid(100, 150, [["記号", "番号"], ["14570", "12345671"]], [300, 400])
    paper.text(100, 350, "おなまえ")
    paper.text(300, 350, "山田 太郎 様")
    return paper


def test_yucho_gives_symbol_and_number_and_the_account_for_transfers() -> None:
    document = extracted(K.PASSBOOK, yucho())
    found = values(document)
    assert (found["yucho_symbol"], found["yucho_number"]) == ("14570", "12345671")
    assert (found["branch_code"], found["branch_name"]) == ("458", "四五八店")
    assert (found["account_type"], found["account_number"]) == ("普通", "1234567")
    assert found["account_holder"] == "山田太郎"
    assert document.fields["branch_code"].readings[-1].engine == "記号番号", "it says what it rests on"


def test_what_yucho_prints_for_transfers_and_what_follows_from_the_symbol_stand_side_by_side() -> None:
    paper = yucho()
    paper.text(100, 450, "他金融機関からの振込用")
    paper.text(100, 500, "店番 458 口座番号 1234567")
    document = extracted(K.PASSBOOK, paper)
    account = document.fields["account_number"]
    assert account.value == "1234567"
    assert {r.engine for r in account.readings} == {"text_layer", "記号番号"}


def test_a_symbol_without_a_number_is_no_yucho_account() -> None:
    paper = Paper()
    paper.grid(100, 150, [["記号", "番号"], ["14570", ""]], [300, 400])
    found = values(extracted(K.PASSBOOK, paper))
    assert "yucho_symbol" not in found and "yucho_number" not in found and "branch_name" not in found


def test_a_page_of_another_kind_invents_nothing() -> None:
    found = book("領収書", "但し 給湯器代として")
    assert {key for key, value in found.items() if value is not None} == set()


def test_a_branchs_code_near_the_number_is_not_the_number() -> None:
    found = book(
        (100, 160, "取引店"), (300, 160, "飯田橋支店（店番号 045）"), (100, 220, "口座番号"), (300, 220, "普通 0123456")
    )
    assert (found["branch_code"], found["account_number"]) == ("045", "0123456")
    assert found["branch_name"] == "飯田橋支店"


def test_codes_in_brackets_behind_the_names() -> None:
    found = book(
        (100, 160, "金融機関名"),
        (400, 160, "楽天銀行（0036）"),
        (100, 220, "支店名"),
        (400, 220, "第一営業支店（251）"),
    )
    assert (found["bank_code"], found["branch_code"]) == ("0036", "251")
    assert (found["bank_name"], found["branch_name"]) == ("楽天銀行", "第一営業支店")


def test_symbol_and_number_in_one_and_the_holder_beside_a_label() -> None:
    found = book(
        (100, 60, "株式会社ゆうちょ銀行"),
        (100, 160, "記号番号"),
        (300, 160, "14170-12345671"),
        (100, 220, "加入者名"),
        (300, 220, "山田 太郎 様"),
    )
    assert (found["yucho_symbol"], found["yucho_number"]) == ("14170", "12345671")
    assert (found["account_holder"], found["bank_name"]) == ("山田太郎", "ゆうちょ銀行")


def test_a_cash_card_has_the_holder_in_kana_without_an_honorific() -> None:
    found = book("三井住友銀行", "キャッシュカード", "店番号 123 口座番号 7654321", "ヤマダ タロウ")
    assert found["account_holder_kana"] == "ヤマダタロウ"


def test_an_honorific_in_kana_is_no_part_of_the_name() -> None:
    assert (
        book("上益城農業協同組合 御岳支所", "ヤマダ タロウ サマ", "山田 太郎 様")["account_holder_kana"]
        == "ヤマダタロウ"
    )


@pytest.mark.ocr
@pytest.mark.parametrize(("read", "score"), [("3ウ様", 0.4), ("1）州", 0.78)])
def test_kana_too_narrow_for_the_pages_reader_are_read_again(read: str, score: float) -> None:
    paper = Paper(1200, 600)
    paper.text(100, 60, "南都銀行 奈良支店")
    paper.text(100, 130, "ｲﾇｲ ｷﾖｳｺ 様" if read.endswith("様") else "ｲﾇｲ ｷﾖｳｺ", size=34, source=Source.PPOCR)
    paper.lines[-1] = paper.lines[-1].model_copy(update={"text": read, "score": score, "char_x": None})
    paper.text(100, 190, "乾 京子 様", size=34)
    found = values(extracted(K.PASSBOOK, paper))
    assert found["account_holder"] == "乾京子"
    assert found["account_holder_kana"] == "イヌイキヨウコ"


def test_a_page_that_lost_its_labels_still_shows_its_account_for_a_person() -> None:
    paper = written(
        "三菱UFJ銀行 六番町支店",
        (150, 200, "663"), (400, 200, "4603375"), (700, 200, "普通"),
        (100, 270, "ｶｲ ﾐﾕｷ 様"), (100, 330, "甲斐 美由紀 様"),
        (100, 500, "06-05-02"), (300, 500, "スイドウ"), (600, 500, "37,486"),
    )  # fmt: skip
    document = extracted(K.PASSBOOK, paper)
    found = values(document)
    assert (found["branch_code"], found["account_number"]) == ("663", "4603375")
    assert place_doubted(document.fields["account_number"]), "nothing says that it is one"
    assert (found["account_holder_kana"], found["account_holder"]) == ("カイミユキ", "甲斐美由紀")


def test_what_was_paid_is_nobodys_name() -> None:
    found = values(
        extracted(K.PASSBOOK, written("普通預金", (100, 300, "06-05-02"), (300, 300, "スイドウ"), (600, 300, "37,486")))
    )
    assert found.get("account_holder_kana") is None
