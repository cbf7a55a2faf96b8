"""Squares that must be ticked, found by the sentence printed beside them."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from extractors.fields.entries import Sheet
from extractors.fields.ticks import read_ticks
from extractors.reading import Reader, ReadPage
from models.documents import Field
from models.pages import Source
from models.programmes import FieldSpec
from tests.extractors.drawnpaper import Paper, reading

SENTENCE = "市税の納付状況を調査することに同意します。"
CONSENT = FieldSpec.model_validate(
    {"key": "survey_tick", "kind": "tick", "labels": [SENTENCE], "label": "調査への同意"}
)

Pen = Callable[[Paper, float, float, float], None]


def check(paper: Paper, x: float, y: float, side: float) -> None:
    paper.draw.line((x + 3, y + 0.5 * side, x + 0.4 * side, y + 0.9 * side), fill="black", width=4)
    paper.draw.line((x + 0.4 * side, y + 0.9 * side, x + 1.2 * side, y - 4), fill="black", width=4)


def cross(paper: Paper, x: float, y: float, side: float) -> None:
    paper.draw.line((x + 2, y + 2, x + side - 2, y + side - 2), fill="black", width=3)
    paper.draw.line((x + side - 2, y + 2, x + 2, y + side - 2), fill="black", width=3)


def fill(paper: Paper, x: float, y: float, side: float) -> None:
    paper.draw.rectangle((x, y, x + side, y + side), fill="black")


def nothing(paper: Paper, x: float, y: float, side: float) -> None: ...


def sheet(pen: Pen, words: str = SENTENCE, *, read_as: str | None = None, behind: bool = False) -> Paper:
    paper = Paper(1400, 500)
    paper.text(80, 60, "誓約事項", source=Source.PPOCR)
    x, y, size = 80.0, 160.0, 32
    side = 0.8 * size
    box = paper.text(x + (0 if behind else 1.3 * size), y, words, size=size, source=Source.PPOCR, read_as=read_as)
    if behind:
        x = box.x1 + 0.4 * size
    paper.draw.rectangle((x, y + 3, x + side, y + 3 + side), outline="black", width=2)
    pen(paper, x, y + 3, side)
    paper.text(80, 260, "上記のとおり申請します。", source=Source.PPOCR)
    return paper


def told(paper: Paper, spec: FieldSpec = CONSENT) -> Field | None:
    page = ReadPage(reading(*paper.lines, width=paper.image.width, height=paper.image.height), paper.pixels)
    return read_ticks([Sheet.of(page, frozenset(), Reader())], [spec]).get(spec.key)


@pytest.mark.parametrize("behind", [False, True], ids=["in front", "behind"])
@pytest.mark.parametrize("pen", [check, cross])
def test_a_ticked_square(pen: Pen, behind: bool) -> None:
    field = told(sheet(pen, behind=behind))
    assert field is not None and field.value == "はい" and not field.blank and field.readings[0].engine == "marks"


def test_a_filled_square() -> None:
    field = told(sheet(fill))
    assert field is not None and (field.value == "はい" or not field.blank), "black is never an empty square"


@pytest.mark.parametrize("behind", [False, True], ids=["in front", "behind"])
def test_an_empty_square_is_a_blank_entry(behind: bool) -> None:
    field = told(sheet(nothing, behind=behind))
    assert field is not None and field.value is None and field.blank


def test_a_sentence_with_misread_characters() -> None:
    torn = SENTENCE.replace("税", "祝").replace("査", "杳")
    field = told(sheet(check, read_as=torn))
    assert field is not None and field.value == "はい"


def test_the_first_line_of_a_longer_sentence_is_enough() -> None:
    field = told(sheet(check, words=SENTENCE[:12]))
    assert field is not None and field.value == "はい"


def test_without_its_square_nobody_can_tell() -> None:
    paper = Paper(1400, 500)
    paper.text(80, 160, SENTENCE, size=32, source=Source.PPOCR)
    field = told(paper)
    assert field is not None and field.value is None and not field.blank


@pytest.mark.parametrize(("mark", "value"), [("☑", "はい"), ("■", "はい")])
def test_a_mark_that_was_typed(mark: str, value: str) -> None:
    paper = Paper(1400, 500)
    paper.text(80, 160, mark + SENTENCE, size=32)
    field = told(paper)
    assert field is not None and field.value == value


def test_another_sentence_is_not_it() -> None:
    assert told(sheet(check, words="建物の所有者の承諾を得ています。")) is None


def test_the_value_may_be_named_and_is_only_one() -> None:
    named = FieldSpec.model_validate({"key": "a_tick", "kind": "tick", "labels": [SENTENCE], "options": ["同意する"]})
    field = told(sheet(check), named)
    assert field is not None and field.value == "同意する"
    with pytest.raises(ValueError, match="一つだけ"):
        FieldSpec.model_validate({"key": "a_tick", "kind": "tick", "labels": [SENTENCE], "options": ["はい", "いいえ"]})


@pytest.mark.parametrize(("pen", "value"), [(check, "はい"), (nothing, None)])
def test_a_wide_space_between_the_square_and_its_sentence(pen: Pen, value: str | None) -> None:
    """A form known by its blank prints □　 and the sentence as one line: where the square stands is known."""
    paper = Paper(1400, 500)
    box = paper.text(80, 160, f"□　{SENTENCE}", size=32, source=Source.BLANK_FORM)
    paper.draw.rectangle((box.x0, box.y0, box.x0 + 36, box.y1), fill="white")
    paper.draw.rectangle((84, 164, 104, 184), outline="black", width=2)
    pen(paper, 84, 164, 20)
    field = told(paper)
    assert field is not None and (field.value, field.blank) == (value, value is None)
