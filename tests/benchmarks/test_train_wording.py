"""Learning what printed words say: the lists, and weights that say what they were taught."""

from pathlib import Path

import numpy as np
import pytest

from benchmarks.train_wording import Learned, Wording, told, wordings
from extractors.wording import ANOTHERS, NOTHING, Question, answers, reader
from models.documents import DocumentKind
from models.values.keys import KNOWN

TAUGHT = [
    Wording(text, answer, "a")
    for answer, texts in {
        "phone": ("電話番号", "電話", "連絡先電話番号", "電話番号(日中)"),
        "address": ("住所", "現住所", "申請者住所", "住所(住民票)"),
        NOTHING: ("山田太郎", "山田花子", "東京都新宿区", "新宿区西新宿"),
    }.items()
    for text in texts
]


def test_weights_say_what_they_were_taught(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    learned = Learned(TAUGHT)
    np.savez_compressed(tmp_path / "weights.npz", **learned.stored(Question.LABEL))  # type: ignore[arg-type]
    monkeypatch.setattr(reader, "WEIGHTS", tmp_path / "weights.npz")
    reader._model.cache_clear()
    answers.cache_clear()
    for taught in TAUGHT:
        shares = answers(Question.LABEL, taught.text)
        assert max(shares, key=lambda a: shares[a]) == taught.answer
        kept = learned.shares([taught.text])[0][learned.answers.index(taught.answer)]
        assert shares[taught.answer] == pytest.approx(kept, abs=0.05)
    assert max(answers(Question.LABEL, "世帯主の電話番号").items(), key=lambda a: a[1])[0] == "phone"
    reader._model.cache_clear()
    answers.cache_clear()


def test_words_that_say_two_things_count_for_both() -> None:
    learned = Learned([*TAUGHT, Wording("連絡先", "phone", "a"), Wording("連絡先", "address", "b")])
    shares = dict(zip(learned.answers, learned.shares(["連絡先"])[0], strict=True))
    assert min(shares["phone"], shares["address"]) > 0.25


def test_what_is_told_is_counted() -> None:
    rows = told(Learned(TAUGHT), {"電話番号": {"phone"}, "現住所": {"phone"}, "山田太郎": {NOTHING}})
    assert rows[0].split("|")[2:7] == [" 2 ", " 50.0 ", " 50.0 ", " 1 ", " 0.0 "]


def test_the_lists_name_entries_and_papers_that_there_are() -> None:
    assert {w.answer for w in wordings(Question.LABEL)} - {NOTHING, ANOTHERS} <= KNOWN
    assert all(DocumentKind(w.answer).well_known for w in wordings(Question.TITLE) if w.answer != NOTHING)


@pytest.mark.parametrize("question", list(Question))
def test_no_words_are_taught_to_say_something_and_nothing_by_lists(question: Question) -> None:
    found = [w for w in wordings(question) if w.source != "others"]
    said = {w.text for w in found if w.answer not in (NOTHING, ANOTHERS)}
    assert not said & {w.text for w in found if w.answer in (NOTHING, ANOTHERS)}
