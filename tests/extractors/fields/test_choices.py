"""Which of the printed choices somebody ticked, ringed, typed or wrote; none where none or two stand out."""

from __future__ import annotations

import pytest
from PIL import ImageChops

from extractors.fields.choices import choose
from extractors.fields.layout import Layout, Region
from extractors.fields.options import printed_options
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


# ---------------------------------------------------------------- marks at what stands in front of the options
SYSTEMS = ("高効率空調設備", "高効率ボイラ", "太陽熱利用システム", "定置用蓄電池", "太陽光発電設備")


def numbered(fronts: tuple[str, ...], ringed: int | None, *, read_as: tuple[str, ...] | None = None) -> Paper:
    """Options in two columns, each behind a number or letter of its own, one of which is ringed."""
    paper = Paper(1300, 400)
    for n, (front, option) in enumerate(zip(fronts, SYSTEMS, strict=True)):
        x, y = 80.0 + 600 * (n % 2), 60.0 + 90 * (n // 2)
        paper.text(x, y, f"{front} {option}", size=32, source=Source.PPOCR, read_as=read_as[n] if read_as else None)
        if n == ringed:
            cx = (paper.lines[-1].char_x or ())[0]
            paper.draw.ellipse((cx - 27, y - 12, cx + 25, y + 44), outline="black", width=4)
    return paper


@pytest.mark.parametrize("ringed", [0, 1, 3, 4])
@pytest.mark.parametrize(
    "fronts", [tuple("12345"), tuple("アイウエオ"), tuple("ABCDE")], ids=["digits", "kana", "Latin"]
)
def test_the_ringed_number_in_front_of_an_option(fronts: tuple[str, ...], ringed: int) -> None:
    assert chosen(numbered(fronts, ringed), SYSTEMS) == SYSTEMS[ringed]


@pytest.mark.parametrize("fronts", [tuple("12345"), tuple("アイウエオ")])
def test_no_ringed_number_no_choice(fronts: tuple[str, ...]) -> None:
    assert chosen(numbered(fronts, None), SYSTEMS) is None


def test_a_ringed_letter_is_told_though_engines_do_not_see_it() -> None:
    seen = ("了 高効率空調設備", "イ 高効率ボイラ", " 太陽熱利用システム", "エ 定置用蓄電池", "オ 太陽光発電設備")
    paper = numbered(tuple("アイウエオ"), 2)
    for n, text in enumerate(seen):
        paper.lines[n] = paper.lines[n].model_copy(update={"text": text})
    assert chosen(paper, SYSTEMS) == SYSTEMS[2]


def test_one_option_of_a_list_whose_rest_stands_elsewhere_was_not_written() -> None:
    paper = Paper(900, 200)
    paper.text(60, 80, "1 高効率空調設備", source=Source.PPOCR)
    assert chosen(paper, SYSTEMS) is None


def test_the_end_of_another_word_is_no_option() -> None:
    paper = Paper(900, 200)
    paper.text(60, 80, "LED照明設備", source=Source.PPOCR)
    assert chosen(paper, SYSTEMS, {"高効率空調設備": ("空調設備",)}) is None


def bracketed(marked: int | None) -> Paper:
    """Options behind brackets that are far from full when a ring is drawn into them; the ring hides one bracket."""
    paper = Paper(1500, 400)
    for n, option in enumerate(SYSTEMS):
        x, y = 80.0 + 460 * (n % 3), 60.0 + 90 * (n // 3)
        paper.text(x, y, f"(　) {option}", size=30, source=Source.PPOCR)
        if n == marked:
            places = paper.lines[-1].char_x or ()
            paper.draw.ellipse((places[0] + 1, y + 2, places[2] - 1, y + 34), outline="black", width=4)
            line = paper.lines[-1]
            paper.lines[-1] = line.model_copy(update={"text": line.text[2:], "char_x": places[2:]})
    return paper


@pytest.mark.parametrize("marked", [0, 1, 4, None])
def test_the_bracket_with_a_ring_in_it(marked: int | None) -> None:
    assert chosen(bracketed(marked), SYSTEMS) == (None if marked is None else SYSTEMS[marked])


@pytest.mark.parametrize("paper", [numbered(tuple("12345"), 1), bracketed(3)], ids=["numbers", "brackets"])
def test_the_options_of_a_list_that_nobody_described(paper: Paper) -> None:
    page = Layout(reading(*paper.lines, width=paper.image.width, height=paper.image.height))
    found = printed_options(Region(page.texts, Box.around(t.box for t in page.texts)))
    assert [value for value, _ in found] == list(SYSTEMS)


@pytest.mark.parametrize(
    "words", [("2 台",), ("ダイキン (1) 号機",), ("1 高効率空調設備", "2 ボイラ"), ("空調", "照明", "窓")]
)
def test_what_is_no_list_of_options(words: tuple[str, ...]) -> None:
    paper = Paper(900, 400)
    for n, word in enumerate(words):
        paper.text(60, 60 + 90 * n, word, source=Source.PPOCR)
    page = Layout(reading(*paper.lines, width=900, height=400))
    assert printed_options(Region(page.texts, Box.around(t.box for t in page.texts))) == []
