"""Forms drawn after those of real offices, with blocks that are nobody's entry: rooms for two names, lists of a household,
columns for what is there already."""

from __future__ import annotations

from models.documents import DocumentKind as K
from tests.extractors.drawnpaper import Paper
from tests.extractors.fields.extracting import extracted, values
from tests.extractors.fields.test_thirdversions import cell_of, form
from validators.sense import nonsense


def test_a_bank_s_name_is_no_branch_s() -> None:
    paper = form("補助金交付請求書", 500)
    room, bank, branch, ends = paper.table(60, 120, [260, 380, 240, 320], [80], stroke=3)[0]
    for cell, words in (
        (room, "銀行・支店名"),
        (bank, "八十二長野銀行"),
        (branch, "臼田支店"),
        (ends, "（本店 支店 出張所）"),
    ):
        paper.text(cell.x0 + 14, cell.cy - 14, words, size=28)
    found = values(extracted(K.PAYMENT_REQUEST, paper, programme="nagano-welfare"))
    assert (found["bank_name"], found["branch_name"]) == ("八十二長野銀行", "臼田支店")


def test_a_bank_s_name_makes_no_sense_as_a_branch_s() -> None:
    assert nonsense("branch_name", "八十二長野銀行")
    assert not nonsense("branch_name", "臼田支店")
    assert not nonsense("branch_name", "本店営業部")


def test_how_to_sign_under_a_name_s_label_is_more_of_that_label() -> None:
    paper = form()
    left, right = paper.table(60, 120, [320, 900], [110], stroke=3)[0]
    paper.text(left.x0 + 14, 132, "氏名", size=28)
    paper.text(left.x0 + 14, 182, "（自署又は押印）", size=22)
    paper.text(right.x0 + 14, 140, "波多野 清", size=30)
    paper.grid(60, 500, [("（フリガナ）氏名", "続柄"), ("波多野 さち枝", "妻")], [600, 300])
    found = values(extracted(K.APPLICATION_FORM, paper, programme="yamato-lpgas"))
    assert found["applicant_name"] == "波多野清"


def test_who_lives_with_the_applicant_is_nobody_s_entry() -> None:
    paper = form()
    paper.text(74, 80, "１．申請者", size=26)
    paper.text(cell_of(paper, 120, "（ふりがな）"), 160, "はたの きよし", size=28)
    paper.text(cell_of(paper, 230, "氏　名"), 270, "波多野 清", size=30)
    paper.text(74, 430, "４．同一世帯の方（参考）", size=28)
    paper.grid(60, 500, [("", "（フリガナ）氏名", "続柄"), ("1", "波多野 サチ子", "妻")], [60, 600, 300])
    found = values(extracted(K.APPLICATION_FORM, paper, programme="yamato-lpgas"))
    assert (found["applicant_name"], found["applicant_kana"]) == ("波多野清", "ハタノキヨシ")


def test_a_choice_that_names_the_agent_opens_no_block() -> None:
    first = form()
    first.text(200, 120, "電話 0745-55-7318", size=28)
    first.text(74, 500, "６ 交付決定通知書の送付先", size=28)
    first.text(560, 500, "申請者住所 手続代行者", size=28)
    first.text(940, 500, "□その他（", size=28)
    second = Paper(1400, 900)
    second.column(80, 190, "手続代行者", size=30)
    second.table(60, 120, [80], [330], stroke=3)
    for number, (label, value) in enumerate(
        (("会社名", "有限会社春日電設"), ("住所", "大和郡山市南郡山町520番地12"), ("電話番号", "0743-52-8816"))
    ):
        left, right = second.table(140, 120 + 110 * number, [240, 900], [110], stroke=3)[0]
        second.text(left.x0 + 14, left.cy - 14, label, size=28)
        second.text(right.x0 + 14, right.cy - 14, value, size=28)
    found = values(extracted(K.APPLICATION_FORM, first, second, programme="nara-smarthouse"))
    assert (found["phone"], found["proxy_phone"]) == ("0745557318", "0743528816")
    assert found["proxy_address"] == "大和郡山市南郡山町520-12"


def test_the_seller_is_named_in_the_table_under_its_heading() -> None:
    paper = form()
    paper.text(74, 130, "９ 設備を購入した販売店（施工業名）", size=28)
    paper.grid(
        60,
        180,
        [("名　称", "有限会社春日電設"), ("担当部署・許可番号", "奈良県知事許可第16482号")],
        [300, 900],
        height=70,
    )
    found = values(extracted(K.APPLICATION_FORM, paper, programme="nara-smarthouse"))
    assert found["vendor_name"] == "有限会社春日電設"


def test_the_label_of_kana_under_an_address_s_is_no_remark() -> None:
    paper = form()
    paper.text(900, 64, "〒639-1007", size=24)
    for y, label, value in (
        (100, "所在地", "大和郡山市南郡山町288番地の1"),
        (134, "（フリガナ）", "ユウゲンガイシャドドセンコウジョウ"),
        (168, "事業者名", "有限会社百々染工場"),
    ):
        paper.text(700, y, label, size=26)
        paper.text(900, y, value, size=26)
    found = values(extracted(K.APPLICATION_FORM, paper, programme="nara-business"))
    assert found["address"] == "大和郡山市南郡山町288-1"
