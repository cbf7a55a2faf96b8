from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from models.values.company import holder_form, is_company, parse_company, split_company, split_holder
from models.values.fields import parse_cell
from models.values.kana import (
    fold_holder,
    fold_kana,
    of_one_script,
    parse_holder,
    parse_kana,
    to_half_width,
    to_katakana,
)
from models.values.names import parse_name, parse_person, split_person
from models.values.text import fold_itaiji, nfkc, squeeze, tidy


@pytest.mark.parametrize(
    ("text", "kana"),
    [
        ("ヤスダ　タケシ", "ヤスダタケシ"), ("やすだ たけし", "ヤスダタケシ"), ("ﾑｼｬﾉｺｳｼﾞ ﾋﾃﾞｱｷ", "ムシャノコウジヒデアキ"), ("フリガナ：ヤスダ タケシ", "ヤスダタケシ"),
        ("コ-ヒ―", "コーヒー"), ("ﾊﾟﾀｰﾝ", "パターン"), ("力トウ　タ力シ", "カトウタカシ"), ("ヤマ夕", "ヤマタ"), ("カ゛", "ガ"),
        ("安田", None), ("ヤスダ1", None), ("", None), ("-", None),
    ],
)  # fmt: skip
def test_readings(text: str, kana: str | None) -> None:
    assert parse_kana(text) == kana


@pytest.mark.parametrize(
    ("text", "holder"),
    [
        ("ｶ)ﾔﾏﾄｾｲｻｸｼﾖ", "カ)ヤマトセイサクシヨ"), ("カ）ヤマト", "カ)ヤマト"), ("力〉ヤマト", "カ)ヤマト"), ("ﾌｸ)ﾁｸﾏﾌｸｼｶｲ", "フク)チクマフクシカイ"), ("ヤマト（カ", "ヤマト(カ"),
        ("ｲﾇｲ ｷﾖｳｺ", "イヌイキヨウコ"), ("ＡＢＣショウカイ", "ABCショウカイ"), ("安田武", None), ("", None), ("123", None),
    ],
)  # fmt: skip
def test_holders(text: str, holder: str | None) -> None:
    assert parse_holder(text) == holder


@pytest.mark.parametrize(
    ("read", "written"),
    [
        ("室内機天井カセツ卜形", "室内機天井カセット形"), ("配管力バー", "配管力バー"), ("エアコン力バー", "エアコンカバー"), ("センターリんどう", "センターりんどう"),
        ("モ二ター", "モニター"), ("エアコン二台", "エアコン二台"), ("スポーツトレーニング機器", "スポーツトレーニング機器"), ("リモコン", "リモコン"),
    ],
)  # fmt: skip
def test_letters_that_look_alike_are_those_of_their_word(read: str, written: str) -> None:
    assert of_one_script(read) == written
    assert parse_cell("line_items", "name", read) == parse_cell("facilities", "name", read) == written


_KANA = st.text(
    alphabet=[chr(c) for c in range(ord("ァ"), ord("ヴ") + 1) if chr(c) not in "ヮヰヱ"] + ["ー"],
    min_size=1,
    max_size=12,
)


@example("ァーー")
@given(_KANA.filter(lambda k: not k.startswith("ー")))
def test_kana_survive_the_way_through_half_width(kana: str) -> None:
    assert parse_kana(kana) == kana
    assert fold_kana(to_half_width(kana)) == fold_kana(kana)
    assert fold_kana(fold_kana(kana)) == fold_kana(kana)
    assert to_katakana(to_katakana(kana)) == to_katakana(kana)


@pytest.mark.parametrize(
    ("a", "b", "same"),
    [
        ("ヴァレリー", "バレリー", True), ("ヴィクトル", "ﾋﾞｸﾄﾙ", True), ("ヴ", "ブ", True), ("ハヅキ", "ハズキ", True), ("ヲサム", "オサム", True), ("シュウ", "シユウ", True), ("オーノ", "オ－ノ", True), ("マリア・ルス", "マリアルス", True),
        ("オーノ", "オノ", False), ("ハヅキ", "ハツキ", False), ("ヴァレリー", "アレリー", False),
    ],
)  # fmt: skip
def test_what_does_not_matter_between_readings(a: str, b: str, same: bool) -> None:
    assert (fold_kana(a) == fold_kana(b)) == same


def test_small_kana_and_punctuation_do_not_matter_between_holders() -> None:
    assert fold_holder("カ)シャ・ベル") == fold_holder("ｶ)ｼﾔﾍﾞﾙ")


@pytest.mark.parametrize(
    ("text", "full"),
    [
        ("㈱アクア商店", "株式会社アクア商店"), ("（株）アクア商店　御中", "株式会社アクア商店"), ("アクア商店㈱", "アクア商店株式会社"), ("株）アクア", "株式会社アクア"),
        ("㈲大和", "有限会社大和"), ("(同)大和", "合同会社大和"), ("（福）千曲会", "社会福祉法人千曲会"), ("(医)信濃会", "医療法人信濃会"), ("NPO法人みらい", "特定非営利活動法人みらい"),
        ("株式会杜みらい", "株式会社みらい"), ("株式 会社 みらい 様", "株式会社みらい"), ("美山住宅設備株)", "美山住宅設備株式会社"), ("株木建設", "株木建設"), ("", None), ("御中", None),
    ],
)  # fmt: skip
def test_companies(text: str, full: str | None) -> None:
    assert parse_company(text) == full


@pytest.mark.parametrize(
    ("name", "form", "front", "core", "mark"),
    [
        ("社会福祉法人山都町社会福祉協議会", "社会福祉法人", True, "山都町社会福祉協議会", "フク"), ("山都町社会福祉協議会", "社会福祉協議会", False, "山都町", "シヤキヨウ"), ("医療法人社団信濃会", "医療法人社団", True, "信濃会", "イ"),
        ("社会医療法人信濃会", "社会医療法人", True, "信濃会", "イ"), ("認定NPO法人みらい", "認定特定非営利活動法人", True, "みらい", "トクヒ"), ("(一社)千曲会", "一般社団法人", True, "千曲会", "シヤ"), ("千曲会(公財)", "公益財団法人", False, "千曲会", "ザイ"),
        ("大和株式会社新宿支店", "株式会社", False, "大和新宿支店", "カ"), ("大和税理士法人", "税理士法人", False, "大和", "ゼイ"), ("上益城農業協同組合", "農業協同組合", False, "上益城", "ノウキヨウ"), ("長野県生活協同組合連合会", None, False, "長野県生活協同組合連合会", ""),
        ("㈳千曲会", "社団法人", True, "千曲会", "シヤ"), ("㈻大和学園", "学校法人", True, "大和学園", "ガク"), ("有限責任事業組合みらい", "有限責任事業組合", True, "みらい", "ユウクミ"), ("国立大学法人奈良大学", "国立大学法人", True, "奈良大学", "ダイ"), ("安田武", None, False, "安田武", ""),
    ],
)  # fmt: skip
def test_forms_of_corporations(name: str, form: str | None, front: bool, core: str, mark: str) -> None:
    assert split_company(name) == (form, front, core)
    assert holder_form(form or "") == mark
    assert is_company(name) == (form is not None or "協同組合" in name)


@given(
    st.sampled_from(["㈱", "(株)", "㈲", "(福)", "(医)", "合同会社", ""]),
    st.sampled_from(["アクア商店", "千曲福祉会", "YKK AP", "光陽・住設"]),
    st.booleans(),
)
def test_company_names_are_idempotent_and_keep_their_parts(form: str, core: str, front: bool) -> None:
    once = parse_company(form + core if front else core + form)
    assert once is not None and parse_company(once) == once
    split = split_company(once)
    assert split.core == squeeze(core)
    assert is_company(once) == bool(form)
    if form:
        assert split.front == front and split.form is not None and holder_form(split.form)


@pytest.mark.parametrize(
    ("kana", "parts"),
    [
        ("カ)ヤマト", ("カ", "ヤマト")),
        ("ヤマト(カ", ("カ", "ヤマト")),
        ("フク)チクマ", ("フク", "チクマ")),
        ("シャ)アイ", ("シヤ", "アイ")),
        ("カトウタケシ", (None, "カトウタケシ")),
        ("ヤマト(カ)シンジユク", ("カ", "ヤマトシンジユク")),
        ("カ)ヤマト(エイ", ("カ", "ヤマト")),
        ("トクヒ)ミライ", ("トクヒ", "ミライ")),
        ("ロウム)ヤマト", ("ロウム", "ヤマト")),
        ("ギョ)サトウ", ("ギヨ", "サトウ")),
        ("ヤマト(シユウ", ("シユウ", "ヤマト")),
    ],
)
def test_holder_forms(kana: str, parts: tuple[str | None, str]) -> None:
    assert split_holder(kana) == parts


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("坂梨.文江", "坂梨文江"), ("安田　武", "安田武"), ("安田武 様", "安田武"), ("東 泰子㊞", "東泰子"), ("安田武（印）", "安田武"), ("氏名：木村 二郎", "木村二郎"), ("代表取締役 森三郎", "森三郎"),
        ("髙﨑 邊吉", "髙﨑邊吉"), ("佐々木 ゆい", "佐々木ゆい"), ("塚本", "塚本"), ("理事長", "理事長"), ("安田武。", "安田武"), ("123", None), ("安田3", None), ("", None), ("様", None),
    ],
)  # fmt: skip
def test_persons(text: str, name: str | None) -> None:
    assert parse_person(text) == name


def test_who_signs_may_be_either() -> None:
    assert parse_name("㈱大和 御中") == "株式会社大和"
    assert parse_name("森 三郎 殿") == "森三郎"


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("安田　武", ("安田", "武")),
        ("武者小路 英明 様", ("武者小路", "英明")),
        ("安田武", None),
        ("㈱ 大和", None),
        ("a b c", None),
    ],
)
def test_surname_and_given_name(text: str, parts: tuple[str, str] | None) -> None:
    assert split_person(text) == parts


def test_compatibility_characters_of_names_survive() -> None:
    assert nfkc("髙﨑塚晴ﾀ１㈱") == "髙﨑塚晴タ1(株)"
    assert fold_itaiji("髙﨑邊齋籔葛󠄀") == "高崎辺斎藪葛"


@given(st.text(max_size=40))
def test_text_normalisers_are_idempotent(text: str) -> None:
    for normalise in (nfkc, squeeze, tidy, fold_itaiji):
        once = normalise(text)
        assert normalise(once) == once
