"""Look-alikes are put right where neighbours decide; length and meaning of everything else stay."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from extractors.ocr.context import LEXICON, TO_KANJI, TO_KATAKANA, mended

MENDED = [
    ("エネファ一ム", "エネファーム", "a long sound, not the number one"),
    ("ソ―ラ─", "ソーラー", "dashes behind katakana"),
    ("メ一カ一", "メーカー", "twice"),
    ("ヤマダタ口ウ", "ヤマダタロウ", "a mouth among katakana"),
    ("夕ロウ", "タロウ", "an evening before ロ, which might be a mouth"),
    ("ヤマダ 夕ケシ", "ヤマダ タケシ", "an evening at the beginning of a name"),
    ("力メラ", "カメラ", "power at the beginning of a word"),
    ("ー式", "一式", "one set of something"),
    ("第ー条", "第一条", "between kanji"),
    ("見積カ能", "見積力能", "katakana between kanji"),
    ("コユー", "コユー", "no small kana where none was read"),
    ("エコキユート", "エコキュート", "a word of these papers"),
    ("ゆうちよ銀行", "ゆうちょ銀行", "and in hiragana"),
    ("アョシ", "アヨシ", "no yoon behind ア"),
    ("キャシュ", "キャシュ", "yoon behind キ stays"),
    ("ッチヤ", "ツチヤ", "no word begins with a small ツ"),
    ("マッモト", "マツモト", "no doubled マ行"),
    ("バッテリー", "バッテリー", "a doubled テ stays"),
    ("ビ儿", "ビル", "儿 is no Japanese letter"),
    ("山田太郎樣", "山田太郎様", "nor is this form of 様"),
    ("税达", "税込", "a character of the mainland"),
    ("力817338", "カ817338", "a serial letter"),
    ("二チコン", "ニチコン", "two look-alikes at the beginning of a word"),
    ("二ミヤマ", "ニミヤマ", "a run of them, one of its letters sure"),
    (
        "東京電カエナジーパートナー",
        "東京電力エナジーパートナー",
        "kana between a kanji and kana, where a word says which",
    ),
    ("エネルギ一管理", "エネルギー管理", "a word whose long sound stands before kanji"),
    ("電気ヒ一タ一式", "電気ヒーター式", "a long sound twice"),
    ("有限会社っばさ設備", "有限会社つばさ設備", "no name begins with a small kana"),
    ("(株)ょしの", "(株)よしの", "nor behind its form"),
    ("山っ子", "山っ子", "within a word it may stand"),
    ("みのリプロパン", "みのりプロパン", "り before a word of katakana"),
    ("命和6年8月31日", "令和6年8月31日", "an era in front of its year"),
    ("今和 元年", "令和 元年", "and of its first"),
    ("今和紙を", "今和紙を", "no year, no era"),
    ("LED照明器貝", "LED照明器具", "a tool, not a shell"),
    ("口立", "日立", "a maker, whose sun lost its stroke"),
    ("河口立会い", "河口立会い", "a mouth within a word"),
    ("飛烏設備", "飛鳥設備", "a bird without its eye"),
    ("烏丸通", "烏丸通", "a crow where crows are"),
    ("東雲りフォーム", "東雲リフォーム", "り in a word of katakana"),
    ("みのリリフォーム", "みのりリフォーム", "and リ at the end of one of hiragana"),
    ("戸田陽于", "戸田陽子", "no name ends so"),
    ("丸山 干代", "丸山 千代", "nor begins so"),
    ("第二若草莊408", "第二若草荘408", "a house"),
    ("カプシキガイシャミドリ", "カブシキガイシャミドリ", "a company's form"),
    ("カフシキガイシヤ", "カブシキガイシヤ", "and as banks print it"),
]


@pytest.mark.parametrize(("read", "meant"), [row[:2] for row in MENDED], ids=[row[2] for row in MENDED])
def test_mends(read: str, meant: str) -> None:
    assert mended(read) == meant


@pytest.mark.parametrize(
    "text",
    [
        "電力会社", "口座番号", "工事", "夕方", "二千八百円", "一般社団法人", "第一号様式", "三千円", "丁目一番", "カタカナ",
        "トヨタ自動車", "髙﨑邊", "3カ所", "5カ月", "ニコン", "ハチ", "令和7年5月10日", "￥1,234,567ー", "",
        "二階 八畳", "八ヶ岳", "三ノ輪", "二ノ宮駅", "三ツ矢", "千ヶ滝", "八ツ橋", "エアコン一式", "キヤノン", "シャープ", "フォト", "ウィング",
        "みどりリース", "リリース", "干潟町", "若干名", "莊司太郎", "ありがとう", "フリガナ",
    ],
)  # fmt: skip
def test_leaves_what_is_right_or_nobodys_business(text: str) -> None:
    assert mended(text) == text


LETTERS = "".join(
    {
        *TO_KATAKANA,
        *TO_KANJI,
        *"".join(LEXICON),
        *"一ー―─ャュョッァィゥェォ山田県0123 -様樣儿税拔达込りリフォームのみ于子干千代莊荘カブプシキガイ",
    }
)
readings = st.text(st.sampled_from(sorted(LETTERS)), max_size=24)


@given(readings | st.text(max_size=24))
@example("ツッツ")
@example("一一一ー")
def test_one_character_stays_one_character(text: str) -> None:
    assert len(mended(text)) == len(text)


@given(readings)
@example("ァ一三ァ")
def test_twice_is_the_same_as_once(text: str) -> None:
    once = mended(text)
    assert mended(once) == once


@given(st.text(st.sampled_from("0123456789,￥円年月日.-ABCDEFXYZabc()"), max_size=20))
def test_digits_and_latin_letters_are_never_touched(text: str) -> None:
    assert mended(text) == text


def test_the_lexicon_is_the_callers() -> None:
    assert mended("キユレツト", lexicon=("キュレット",)) == "キュレット"
    assert mended("エコキユート", lexicon=()) == "エコキユート"
