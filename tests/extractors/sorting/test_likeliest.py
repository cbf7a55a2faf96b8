"""Papers that do not name their programme."""

from __future__ import annotations

import pytest

import programmes
from extractors.sorting import sort_envelope
from extractors.sorting.likeliest import likeliest_programme
from models.documents import DocumentKind as K
from tests.extractors.sorting.test_envelope import page

LOADED = programmes.load()
PROGRAMMES = tuple(LOADED.values())
HOUSE = (
    "(宛先)奈良県知事", "申請者氏名 福井 幸一郎", "設備の種類 定置用蓄電池・家庭用燃料電池(エネファーム)・太陽熱利用システム・V2H", "手続代行者",
    "設備の製造者名", "設置完了日", "領収日",
)  # fmt: skip
FIRM = (
    "提出先 奈良県知事", "法人名・屋号 有限会社まほろば製麺所", "代表者名", "更新する設備の種類 高効率空調設備・ボイラ", "補助事業に要する経費(税抜)",
    "見積業者", "事業所の所在地",
)  # fmt: skip


@pytest.mark.parametrize(("lines", "programme"), [(HOUSE, "nara-smarthouse"), (FIRM, "nara-business")])
def test_of_two_programmes_of_one_office_the_one_whose_words_a_form_has(lines: tuple[str, ...], programme: str) -> None:
    assert likeliest_programme(lines, PROGRAMMES) == programme


def test_the_only_programme_of_the_office_that_is_addressed() -> None:
    assert likeliest_programme(("新宿区長 あて", "申請者"), PROGRAMMES) == "shinjuku-ecohome"


@pytest.mark.parametrize(
    "lines",
    [
        (),
        ("奈良県知事 様",),
        (
            "別府市長 殿",
            "住宅用太陽光発電設備 設置費補助金 交付申請書",
            "申請者氏名",
            "住所",
            "電話番号",
            "蓄電池",
            "補助金申請額",
        ),
    ],
)
def test_a_paper_of_nobody_s_is_left_to_a_person(lines: tuple[str, ...]) -> None:
    assert likeliest_programme(lines, PROGRAMMES) is None


def test_a_single_programme_is_no_reason_to_take_every_paper_for_it() -> None:
    assert likeliest_programme(("申請者氏名", "住所"), [LOADED["nara-smarthouse"]]) is None


def test_a_case_is_of_the_likeliest_programme_and_says_that_it_was_guessed() -> None:
    [case] = sort_envelope([("a" * 64, page(0, "設置補助金交付申請書", *HOUSE))], PROGRAMMES)
    assert case.documents[0].kind is K.APPLICATION_FORM
    assert (case.programme_id, case.programme_guessed) == ("nara-smarthouse", True)


def test_a_programme_that_a_paper_names_is_no_guess() -> None:
    title = "奈良県事業所エネルギー効率的利用推進事業補助金"
    [case] = sort_envelope([("a" * 64, page(0, "交付申請書", title, *HOUSE))], PROGRAMMES)
    assert (case.programme_id, case.programme_guessed) == ("nara-business", False)
