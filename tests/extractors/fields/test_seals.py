"""Whether the applicant's seal stands where the form asks for it."""

from __future__ import annotations

import pytest

from extractors.fields.entries import Sheet
from extractors.fields.seals import applicants_seal, sealed_entry
from extractors.reading import Reader, ReadPage
from models.documents import DocumentKind as K
from models.documents import Field
from models.geometry import Box
from tests.extractors.drawnpaper import Paper
from tests.extractors.fields.extracting import extracted

ENTRY = Box(x0=400, y0=300, x1=580, y1=330)


def form() -> Paper:
    paper = Paper(1200, 900)
    paper.text(350, 60, "交付申請書", size=50)
    paper.text(150, 300, "氏名")
    paper.text(400, 300, "山田 太郎")
    paper.text(150, 700, "上記のとおり申請します。")
    return paper


def seal(paper: Paper | ReadPage) -> tuple[bool | None, Box | None]:
    page = paper.read() if isinstance(paper, Paper) else paper
    return applicants_seal(Sheet.of(page, frozenset(), Reader()), ENTRY)


def grey(paper: Paper) -> Paper:
    paper.image = paper.image.convert("L").convert("RGB")
    return paper


@pytest.mark.parametrize(
    "at", [(680, 315), (850, 300), (590, 330)], ids=["beside", "at the margin", "over the name's end"]
)
def test_a_red_seal_on_the_entrys_row(at: tuple[int, int]) -> None:
    paper = form()
    drawn = paper.seal(*at, 40)
    present, box = seal(paper)
    assert present is True
    assert box is not None and box.intersection(drawn) > 0.8 * drawn.area


@pytest.mark.parametrize("radius", [36, 50])
def test_a_ring_on_a_grey_scan(radius: int) -> None:
    paper = form()
    drawn = paper.seal(720, 315, radius, fill="black")
    present, box = seal(grey(paper))
    assert present is True
    assert box is not None and box.intersection(drawn) > 0.7 * drawn.area


def test_no_seal() -> None:
    assert seal(form()) == (False, None)
    assert seal(grey(form())) == (False, None)


@pytest.mark.parametrize("at", [(700, 760), (250, 90)], ids=["below", "above and left"])
def test_a_seal_elsewhere_is_not_the_applicants(at: tuple[int, int]) -> None:
    paper = form()
    paper.seal(*at, 40)
    assert seal(paper)[0] is False


def test_the_printed_mark_for_the_seal_is_none() -> None:
    paper = form()
    paper.text(700, 300, "印")
    paper.draw.ellipse((697, 297, 733, 333), outline="black", width=2)
    assert seal(grey(paper))[0] is False


def test_a_printed_square_for_the_seal_is_none() -> None:
    paper = form()
    paper.draw.rectangle((680, 265, 780, 365), outline="black", width=2)
    paper.text(715, 300, "印")
    assert seal(grey(paper))[0] is False


def test_large_writing_beside_the_entry_is_none() -> None:
    paper = form()
    paper.text(640, 290, "様国", size=48)
    assert seal(grey(paper))[0] is False


def test_rules_and_words_beside_the_entry_are_none() -> None:
    paper = form()
    paper.table(640, 270, [300], [90])
    paper.text(700, 300, "（自署又は記名押印）")
    assert seal(grey(paper))[0] is False


def test_without_room_beside_the_entry_nobody_can_tell() -> None:
    paper = Paper(600, 500)
    paper.text(400, 300, "山田太郎")
    assert seal(paper) == (None, None)


def test_beside_words_written_downwards_nobody_can_tell() -> None:
    page = form().read()
    upright = Box(x0=400, y0=300, x1=430, y1=520)
    assert applicants_seal(Sheet.of(page, frozenset(), Reader()), upright) == (None, None)


def test_the_seal_stands_beside_the_representative_where_there_is_one() -> None:
    box = Box(x0=0, y0=0, x1=1, y1=1)
    name, representative = Field(key="applicant_name", box=box), Field(key="representative_name", box=box)
    assert sealed_entry({"applicant_name": name, "representative_name": representative}) == "representative_name"
    assert (
        sealed_entry({"applicant_name": name, "representative_name": Field(key="representative_name")})
        == "applicant_name"
    )
    assert sealed_entry({"phone": Field(key="phone", box=box)}) is None


def test_extraction_tells_of_the_seal_on_forms_only() -> None:
    paper = form()
    paper.seal(700, 315, 40)
    document = extracted(K.APPLICATION_FORM, paper)
    assert document.seal_present is True
    assert document.seal_box is not None
    assert document.seal_box.cx == pytest.approx(700 / 1200, abs=0.02)
    assert extracted(K.RECEIPT, paper).seal_present is None


@pytest.mark.parametrize(
    ("words", "present"), [("印", False), ("㊞", False), ("※押印欄（紙で提出する場合）", False), ("当日消印有効", None)]
)
def test_a_seal_is_missing_only_where_a_form_that_nobody_learned_asks_for_one(words: str, present: bool | None) -> None:
    paper = form()
    paper.text(900, 560, words)
    assert extracted(K.APPLICATION_FORM, paper).seal_present is present


@pytest.mark.parametrize("words", [("大正", "昭和", "平成"), ("普通", "当座")])
def test_a_ring_around_one_of_several_printed_words_is_no_seal(words: tuple[str, ...]) -> None:
    paper = form()
    for n, word in enumerate(words):
        box = paper.text(680 + 130 * n, 300, word)
        if n == 1:
            paper.draw.ellipse((box.x0 - 14, box.y0 - 12, box.x1 + 14, box.y1 + 12), outline="black", width=4)
    assert seal(grey(paper)) == (False, None)


def test_a_label_of_two_lines_is_no_seal() -> None:
    paper = form()
    for left, right in ((130, 390), (390, 640), (640, 760), (760, 1160)):
        paper.draw.rectangle((left, 260, right, 370), outline="black", width=3)
    paper.text(656, 266, "金融", size=46)
    paper.text(656, 314, "機関", size=46)
    assert seal(grey(paper)) == (False, None)


@pytest.mark.parametrize(("at", "present"), [((800, 215), True), ((800, 600), False)])
def test_a_companys_seal_may_stand_beside_its_name_and_not_its_representatives(
    at: tuple[int, int], present: bool
) -> None:
    paper = Paper(1200, 900)
    paper.text(350, 60, "交付申請書", size=50)
    rows = (
        ("法人名", "有限会社筒井紙器"),
        ("法人名（カナ）", "ユウゲンガイシャツツイシキ"),
        ("代表者氏名", "筒井 啓之"),
    )
    for i, (label, value) in enumerate(rows):
        paper.text(100, 200 + 90 * i, label)
        paper.text(400, 200 + 90 * i, value)
    paper.text(720, 200, "（印）")
    paper.seal(*at, 40)
    assert extracted(K.APPLICATION_FORM, paper).seal_present is present


@pytest.mark.parametrize("words", ["※押印は不要です。", "押印の必要はありません", "押印を省略できます"])
def test_a_form_that_needs_no_seal_says_so(words: str) -> None:
    paper = form()
    paper.text(150, 780, words)
    assert extracted(K.APPLICATION_FORM, paper).seal_present is None


@pytest.mark.parametrize(
    ("words", "sealed", "present"),
    [(("代表者印",), True, True), (("代表者印",), False, False), (("代表者印", "印"), True, False)],
    ids=["sealed", "left empty", "where it is not the only place"],
)
@pytest.mark.parametrize("colour", ["red", "black"])
def test_a_place_for_the_seal_with_a_label_of_its_own_at_the_foot(
    colour: str, words: tuple[str, ...], sealed: bool, present: bool
) -> None:
    paper = form()
    paper.text(700, 780, words[0])
    paper.draw.rectangle((860, 730, 990, 860), outline="black", width=3)
    for word in words[1:]:
        paper.text(900, 300, word)
    if sealed:
        paper.seal(925, 795, 46, **({} if colour == "red" else {"fill": "black"}))
    page = paper if colour == "red" else grey(paper)
    assert extracted(K.APPLICATION_FORM, page).seal_present is present
