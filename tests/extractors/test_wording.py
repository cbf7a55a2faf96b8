"""What printed words say, by their wording."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.fields.papers import FORM_SYNONYMS
from extractors.meanings import may_be_label, worded
from extractors.wording import NOTHING, Question, answers, reader
from models.errors import EngineError


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("工事を行ったお店の名称", "vendor_name"),
        ("買った機械のメーカー", "manufacturer"),
        ("設置が終わった年月日", "installation_date"),
        ("お金を払った日付", "purchase_date"),
        ("請求する額（円）頭に￥を付け、右づめで記入", "subsidy_amount"),
        ("支援金を受け取る銀行の名前", "bank_name"),
        ("通帳に書かれた名義（カタカナ）", "account_holder_kana"),
        ("製造番号（シリアルＮｏ．）", "serial_number"),
    ],
)
def test_a_label_is_told_by_its_wording(text: str, key: str) -> None:
    assert key in worded(text) or key in answers(Question.LABEL, text)
    assert may_be_label(text)


@pytest.mark.parametrize(
    "text",
    [
        "有限会社蘇陽設備販売", "山口 由美子", "ヤマグチ ユミコ", "熊本県上益城郡山都町下市184", "RAS-X40R2", "高効率給湯器設置工事一式",
        "令和7年11月15日", "施設長", "太枠の中を記入してください", "領収書", "請書",
    ],
)  # fmt: skip
def test_what_is_no_label_asks_for_nothing(text: str) -> None:
    assert not worded(text)


def test_a_sentence_that_begins_with_a_label_and_a_bracket_is_none() -> None:
    assert not may_be_label("発注者（以下「甲」という）と請負者（以下「乙」という）は、下記の工事について請負契約を締")


def test_words_for_several_entries_ask_for_each() -> None:
    assert worded("口座番号及び名義") <= {"account_number", "account_holder"}
    shares = answers(Question.LABEL, "所在地")
    assert shares["address"] > 0.15
    assert shares["proxy_address"] > 0.15


def test_no_label_of_the_common_words_is_told_for_another_entry() -> None:
    for key, spec in FORM_SYNONYMS.items():
        for label in spec.labels:
            told = worded(label.text) & FORM_SYNONYMS.keys()
            assert not told or key in told, label.text


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("既存住宅断熱改修費補助金交付申込書", "application_form"),
        ("省エネ設備導入支援金実績報告書", "application_form"),
        ("お買上げ明細票", "receipt"),
        ("長期修理保証カード", "warranty"),
    ],
)
def test_a_title_is_told_by_its_wording(text: str, kind: str) -> None:
    told = answers(Question.TITLE, text)
    assert max(told, key=lambda answer: told[answer]) == kind


def test_a_heading_is_told_by_its_wording() -> None:
    assert answers(Question.HEADING, "代わりに手続きをする方")["proxy"] > 0.8
    assert answers(Question.HEADING, "お金を振り込む口座について")["account"] > 0.8
    assert answers(Question.HEADING, "電話番号")[NOTHING] > 0.8


@given(st.sampled_from(list(Question)), st.text(max_size=40))
def test_answers_are_probabilities_whatever_stands_there(question: Question, text: str) -> None:
    told = answers(question, text)
    assert all(0.01 <= share <= 1 + 1e-6 for share in told.values())
    assert sum(told.values()) <= 1 + 1e-5


@given(st.sampled_from(["申請者氏名", "ＴＥＬ", "型番(カタログのもの)"]), st.sampled_from(["", " ", "　"]))
def test_width_and_spaces_say_nothing(text: str, between: str) -> None:
    assert answers(Question.LABEL, between.join(text)) == pytest.approx(answers(Question.LABEL, text))


def test_without_weights_it_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader, "WEIGHTS", tmp_path / "none.npz")
    reader._model.cache_clear()
    with pytest.raises(EngineError):
        reader.answers.__wrapped__(Question.LABEL, "氏名")
    reader._model.cache_clear()
