"""What marks say together: one option, none, a contradiction; how sure, on what scans, with words drawn over."""

from __future__ import annotations

import math

import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.fields.choices import ENOUGH, Chosen, read_choice, told, weigh
from extractors.fields.entries import Sheet
from extractors.fields.layout import Layout, Region
from extractors.fields.options import letter_height, located, usual_pitch
from extractors.reading import Reader, ReadPage
from models.geometry import Box
from models.pages import Source
from tests.extractors.drawnpaper import Paper, reading

KINDS = ("普通", "当座", "貯蓄")


def region_of(paper: Paper) -> Region:
    page = Layout(reading(*paper.lines, width=paper.image.width, height=paper.image.height))
    box = Box.around(t.box for t in page.texts)
    return Region(page.texts, box.grown(40, 30))


def weighed(paper: Paper, options: tuple[str, ...] = KINDS, how: str = "clean") -> Chosen:
    image = paper.pixels
    if how == "black and white":
        image = np.where(image.mean(2, keepdims=True) > 150, 255, 0).repeat(3, 2).astype(np.uint8)
    if how == "blurred":
        image = cv2.GaussianBlur(image, (0, 0), 1.1)
    if how == "dark":
        shade = np.linspace(0.5, 0.9, image.shape[1])[None, :, None]
        image = (image * shade).astype(np.uint8)
    return weigh(region_of(paper), [(o, ()) for o in options], image, 30)


def row(words: str = "普通・当座・貯蓄", *, read_as: str | None = None) -> tuple[Paper, dict[str, Box]]:
    """Printed options and where each stands."""
    paper = Paper(1000, 220)
    paper.text(100, 90, words, size=32, source=Source.PPOCR, read_as=read_as)
    places = paper.lines[0].char_x or ()
    found = {}
    for option in KINDS:
        at = words.find(option)
        if at >= 0:
            found[option] = Box(x0=places[at] - 16, y0=90, x1=places[at + len(option) - 1] + 16, y1=122)
    return paper, found


def ring(paper: Paper, box: Box, *, fill: str = "black", width: int = 3, wobble: float = 0.0) -> None:
    points = []
    for i in range(73):
        t = math.radians(i * 5)
        r = 1 + wobble * math.sin(3 * t)
        x = box.cx + (box.width / 2 + 13) * r * math.copysign(abs(math.cos(t)) ** 0.8, math.cos(t))
        y = box.cy + (box.height / 2 + 9) * r * math.copysign(abs(math.sin(t)) ** 0.8, math.sin(t))
        points.append((x, y))
    paper.draw.line(points, fill=fill, width=width, joint="curve")


def strike(paper: Paper, box: Box) -> None:
    for y in (box.cy - 4, box.cy + 5):
        paper.draw.line((box.x0 - 6, y, box.x1 + 6, y + 1), fill="black", width=3)


@pytest.mark.parametrize("how", ["clean", "black and white", "blurred", "dark"])
@pytest.mark.parametrize("fill", ["black", "#c82828", "#22349a"])
@pytest.mark.parametrize("option", KINDS)
def test_a_ring_in_any_ink_on_any_scan(option: str, fill: str, how: str) -> None:
    paper, places = row()
    ring(paper, places[option], fill=fill, wobble=0.04)
    choice = weighed(paper, how=how).choice
    assert choice is not None
    assert choice.value == option
    assert choice.score >= ENOUGH


@pytest.mark.parametrize("how", ["clean", "black and white", "blurred"])
def test_no_ring_is_blank(how: str) -> None:
    found = weighed(row()[0], how=how)
    assert found.choice is None
    assert found.reading.value is None
    if how != "blurred":  # out of focus, a person looks
        assert found.blank
        assert found.reading.candidates[0].raw == ""


def test_two_rings_go_to_a_person_with_both() -> None:
    paper, places = row()
    ring(paper, places["普通"])
    ring(paper, places["貯蓄"])
    found = weighed(paper)
    assert found.choice is None and not found.blank
    assert found.reading.value is None
    assert found.several > 0.5


@pytest.mark.parametrize("kept", KINDS)
def test_what_is_not_struck_out_is_chosen(kept: str) -> None:
    paper, places = row("普通　・　当座　・　貯蓄")
    for option in KINDS:
        if option != kept:
            strike(paper, places[option])
    choice = weighed(paper).choice
    assert choice is None or choice.value == kept, "to a person at worst"


def test_a_ringed_word_that_was_misread_is_found_between_the_others() -> None:
    paper, places = row("普通・当座・貯蓄", read_as="普通・生上・貯蓄")
    ring(paper, places["当座"])
    choice = weighed(paper).choice
    assert choice is not None and choice.value == "当座"


def test_a_lone_option_beside_unread_ink_is_not_the_choice() -> None:
    paper = Paper(600, 200)
    paper.text(100, 90, "有", size=32, source=Source.PPOCR)
    lone = paper.lines[0]
    other = paper.text(220, 90, "無", size=32)
    paper.lines = [lone]
    ring(paper, other)
    region = Region(Layout(reading(lone, width=600, height=200)).texts, lone.box, Box(x0=60, y0=60, x1=400, y1=160))
    found = weigh(region, [("有", ()), ("無", ())], paper.pixels)
    assert found.choice is None
    assert not found.blank, "nobody knows what stands at the other"
    paper.image.paste("white", (200, 0, 600, 200))
    alone = weigh(region, [("有", ()), ("無", ())], paper.pixels).choice
    assert alone is not None and alone.value == "有"


def test_an_option_left_over_from_a_list_is_not_the_choice() -> None:
    paper = Paper(600, 200)
    paper.text(100, 90, "男・", size=32, source=Source.PPOCR)
    assert weighed(paper, ("男", "女")).choice is None


def test_the_field_of_a_choice() -> None:
    paper, places = row()
    ring(paper, places["当座"])
    page = ReadPage(reading(*paper.lines, width=1000, height=220), paper.pixels)
    sheet = Sheet.of(page, frozenset(), Reader())
    region = Region(sheet.layout.texts, Box(x0=90, y0=60, x1=500, y1=150))
    options = [(o, ()) for o in KINDS]
    field = read_choice(sheet, "account_type", options, region)
    assert (field.value, field.raw, field.blank, field.exact) == ("当座", "当座", False, False)
    assert field.readings[0].engine == "marks"
    assert field.readings[0].candidates[0].value == "当座"
    assert field.box is not None
    assert field.box.cx == pytest.approx(places["当座"].cx / 1000, abs=0.02)
    empty, _ = row()
    page = ReadPage(reading(*empty.lines, width=1000, height=220), empty.pixels)
    sheet = Sheet.of(page, frozenset(), Reader())
    field = read_choice(sheet, "account_type", options, Region(sheet.layout.texts, region.box))
    assert (field.value, field.blank) == (None, True)


chances = st.lists(st.tuples(st.floats(0, 1), st.floats(0, 1)), min_size=2, max_size=5)


@given(chances)
def test_the_likelihoods_of_all_readings_are_one(pairs: list[tuple[float, float]]) -> None:
    values = [f"o{i}" for i in range(len(pairs))]
    boxes = dict.fromkeys(values, Box(x0=0, y0=0, x1=1, y1=1))
    marked, struck = (np.array(c) for c in zip(*pairs, strict=True))
    found = told(values, boxes, marked, struck, complete=True)
    assert found.empty + found.several + sum(found.shares.values()) == pytest.approx(1, abs=1e-6)
    assert all(0 <= s <= 1 for s in (*found.shares.values(), found.empty))
    assert not (found.choice is not None and found.blank)


def test_what_marks_say_together() -> None:
    values, boxes = ("a", "b"), dict.fromkeys("ab", Box(x0=0, y0=0, x1=1, y1=1))

    def say(marked: list[float], struck: list[float], *, complete: bool = True) -> Chosen:
        return told(values, boxes, np.array(marked), np.array(struck), complete)

    assert say([1, 0], [0, 0]).choice.value == "a"  # type: ignore[union-attr]
    assert say([0, 0], [1, 0]).choice.value == "b", "the other is struck out"  # type: ignore[union-attr]
    assert say([1, 0], [0, 1]).choice.value == "a"  # type: ignore[union-attr]
    assert say([1, 1], [0, 0]).choice is None
    assert say([0, 0], [1, 1]).choice is None
    assert say([1, 0], [1, 0]).choice is None, "marked, then struck out: a person"
    assert say([0, 0], [0, 0]).blank
    assert not say([0, 0], [0, 0], complete=False).blank, "one option was not found"
    assert say([0, 0], [1, 0], complete=False).choice is None, "the unread one may be the one left standing"


def test_longer_options_are_found_first() -> None:
    paper = Paper(900, 200)
    paper.text(100, 90, "□非住宅　□住宅", size=32, source=Source.PPOCR)
    found, complete = located(region_of(paper), [("住宅", ()), ("非住宅", ())])
    assert complete
    assert [o.value for o in found] == ["住宅", "非住宅"]
    assert found[0].box.x0 > found[1].box.x1
    assert [o.before for o in found] == ["□", "□"]


def test_brackets_and_numbers_in_front_of_options() -> None:
    paper = Paper(1200, 300)
    paper.text(100, 90, "（レ）普通　（　）当座　3 貯蓄", size=32, source=Source.PPOCR)
    found, _ = located(region_of(paper), [(k, ()) for k in KINDS])
    assert [(o.before, o.bracketed) for o in found] == [("レ", True), (" ", True), ("3", False)]
    assert all(o.front is not None and o.front.x1 < o.box.x0 + 20 for o in found)


def test_the_height_of_single_letters_is_that_of_the_page() -> None:
    paper = Paper(900, 260)
    paper.text(100, 40, "東京都新宿区", size=30, source=Source.PPOCR)
    usual = usual_pitch(Layout(reading(*paper.lines, width=900, height=260)).texts)
    assert usual == pytest.approx(30, abs=1)
    paper.lines.clear()
    paper.text(100, 140, "男・女", size=30, source=Source.PPOCR)
    tall = paper.lines[0].model_copy(update={"box": paper.lines[0].box.grown(0, 25)})  # a ring makes the line higher
    paper.lines[0] = tall
    found, _ = located(region_of(paper), [("男", ()), ("女", ())])
    assert letter_height(found) > 50
    assert letter_height(found, usual) == pytest.approx(36, abs=1)
    assert usual_pitch(()) is None
