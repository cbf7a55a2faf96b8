"""Which of the printed choices somebody ticked, ringed, typed or wrote; none where none or two stand out."""

from __future__ import annotations

import pytest
from PIL import ImageChops

from extractors.fields.choices import choose
from extractors.fields.layout import Layout, Region
from models.geometry import Box
from models.pages import Source
from tests.extractors.drawnpaper import Paper, font, reading

KINDS = ("普通", "当座", "貯蓄")
EQUIPMENT = ("定置用蓄電池", "太陽熱利用システム", "コージェネレーション")


def chosen(
    paper: Paper, options: tuple[str, ...] = KINDS, aliases: dict[str, tuple[str, ...]] | None = None
) -> str | None:
    page = Layout(reading(*paper.lines, width=paper.image.width, height=paper.image.height))
    region = Region(page.texts, Box.around(t.box for t in page.texts))
    found = choose(region, [(o, (aliases or {}).get(o, ())) for o in options], paper.pixels)
    if found is not None:
        assert 0 <= found.score <= 1
        assert any(found.box.intersection(line.box) > 0 for line in paper.lines), (
            "the box stands on the paper's own words"
        )
    return found.value if found else None


def squares(
    options: tuple[str, ...], ticked: int | None, *, read: str = "□", size: int = 32, column: bool = True
) -> Paper:
    """Options each behind a printed square, one of them ticked by pen. `read`: what an engine makes of a square."""
    paper = Paper(1200, 400)
    x, y = 80.0, 60.0
    for i, option in enumerate(options):
        side = size * 0.8
        paper.draw.rectangle((x, y + 3, x + side, y + 3 + side), outline="black", width=2)
        if i == ticked:
            paper.draw.line((x + 3, y + 14, x + 11, y + 26), fill="black", width=4)
            paper.draw.line((x + 11, y + 26, x + side + 4, y - 4), fill="black", width=4)
        words = paper.text(x + 1.15 * size, y, option, size=size, source=Source.PPOCR)
        last = paper.lines[-1]
        seen = last.model_copy(
            update={
                "text": read + option if read else option,
                "box": Box(x0=x if read else words.x0, y0=y, x1=words.x1, y1=words.y1),
                "char_x": ((x + side / 2,) if read else ()) + tuple(last.char_x or ()),
            }
        )
        paper.lines[-1] = seen
        if column:
            y += 90
        else:
            x = words.x1 + 60
    return paper


@pytest.mark.parametrize("ticked", [0, 1, 2])
@pytest.mark.parametrize("read", ["□", "口", ""], ids=["square seen", "square taken for a mouth", "square unseen"])
def test_the_ticked_square(ticked: int, read: str) -> None:
    assert chosen(squares(EQUIPMENT, ticked, read=read), EQUIPMENT) == EQUIPMENT[ticked]


@pytest.mark.parametrize("ticked", [0, 2])
def test_the_ticked_square_of_one_row(ticked: int) -> None:
    assert chosen(squares(KINDS, ticked, column=False)) == KINDS[ticked]


@pytest.mark.parametrize("read", ["□", ""])
def test_no_tick_no_choice(read: str) -> None:
    assert chosen(squares(EQUIPMENT, None, read=read), EQUIPMENT) is None


def test_two_ticks_are_no_choice() -> None:
    paper = squares(EQUIPMENT, 0)
    also = squares(EQUIPMENT, 1)
    paper.image = ImageChops.darker(paper.image, also.image)
    assert chosen(paper, EQUIPMENT) is None


def row(ringed: int | None, words: str = "普通・当座・貯蓄") -> Paper:
    """Options between dots, one of them ringed."""
    paper = Paper(900, 200)
    paper.text(100, 80, words, size=36, source=Source.PPOCR)
    if ringed is not None:
        start = words.index(KINDS[ringed])
        places = paper.lines[0].char_x or ()
        x0, x1 = places[start] - 30, places[start + 1] + 30
        paper.draw.ellipse((x0, 66, x1, 130), outline="black", width=4)
    return paper


@pytest.mark.parametrize("ringed", [0, 1, 2])
def test_the_ringed_word(ringed: int) -> None:
    assert chosen(row(ringed)) == KINDS[ringed]


def test_no_ring_no_choice() -> None:
    assert chosen(row(None)) is None


@pytest.mark.parametrize("mark", ["☑", "■", "●", "レ"])
def test_a_typed_mark_in_a_text_layer(mark: str) -> None:
    paper = Paper(900, 200)
    for i, kind in enumerate(KINDS):
        paper.text(60 + 250 * i, 80, f"{mark if i == 1 else '□'}{kind}")
    assert chosen(paper) == "当座"
    paper.image.paste("white", (0, 0, *paper.image.size))
    assert chosen(paper) == "当座", "by its text, whatever a viewer paints"


def test_two_typed_marks_are_not_a_typed_choice() -> None:
    paper = Paper(900, 200)
    for i, kind in enumerate(KINDS):
        paper.text(60 + 250 * i, 80, f"{'□' if i == 1 else '■'}{kind}")
    assert chosen(paper) != "当座"


def test_a_single_option_was_written_and_counts() -> None:
    paper = Paper(900, 200)
    paper.text(60, 80, "当座", source=Source.PPOCR)
    assert chosen(paper) == "当座"


def test_an_option_in_a_long_remark_was_not_written_as_the_choice() -> None:
    paper = Paper(1200, 200)
    paper.text(60, 80, "当座預金口座は振込先に指定できません", source=Source.PPOCR)
    assert chosen(paper) is None


def test_other_words_for_an_option_and_misread_ones_count() -> None:
    paper = Paper(900, 200)
    paper.text(60, 80, "蓄電池", source=Source.PPOCR)
    assert chosen(paper, EQUIPMENT, {"定置用蓄電池": ("蓄電池",)}) == "定置用蓄電池"
    misread = Paper(900, 200)
    misread.text(60, 80, "太陽熱利用システム", source=Source.PPOCR, read_as="大陽熱利用システム")
    assert chosen(misread, EQUIPMENT) == "太陽熱利用システム"


def test_nothing_of_the_kind_on_the_paper() -> None:
    paper = Paper(900, 200)
    paper.text(60, 80, "いろはにほへと", source=Source.PPOCR)
    assert chosen(paper) is None
    assert choose(Region((), Box(x0=0, y0=0, x1=10, y1=10)), [("普通", ())], paper.pixels) is None


def test_a_signature_near_the_options_is_no_choice_of_theirs() -> None:
    paper = squares(EQUIPMENT, None)
    paper.draw.text((700, 60), "山田太郎", font=font(60), fill="black")
    assert chosen(paper, EQUIPMENT) is None


# ---------------------------------------------------------------- marks that are small, or set closely
def test_a_tick_much_smaller_than_its_square() -> None:
    paper = squares(EQUIPMENT, None, size=40)
    paper.draw.line((92, 160, 97, 167), fill="black", width=3)
    paper.draw.line((97, 167, 106, 156), fill="black", width=3)
    assert chosen(paper, EQUIPMENT) == EQUIPMENT[1]


def test_a_tick_typed_apart_from_its_option() -> None:
    paper = Paper(1400, 200)
    for n, option in enumerate(EQUIPMENT):
        x = 80 + 430 * n
        paper.draw.rectangle((x, 60, x + 26, 86), outline="black", width=2)
        paper.text(x + 36, 58, option, size=30, source=Source.TEXT_LAYER)
        if n == 1:
            paper.text(x + 2, 62, "✓", size=24, source=Source.TEXT_LAYER)
    assert chosen(paper, EQUIPMENT) == EQUIPMENT[1]


@pytest.mark.parametrize("ring", [0, 1, 2])
def test_a_ring_around_one_of_words_set_closely_one_under_the_other(ring: int) -> None:
    paper = Paper(600, 300)
    for n, option in enumerate(KINDS):
        box = paper.text(200, 60 + 48 * n, option, size=30, source=Source.PPOCR)
        if n == ring:
            paper.draw.ellipse((box.x0 - 16, box.y0 - 10, box.x1 + 16, box.y1 + 10), outline="black", width=4)
    assert chosen(paper) == KINDS[ring]
