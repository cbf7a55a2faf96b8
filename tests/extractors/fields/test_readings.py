"""Lines read with an alphabet: gaps, halves, strips, texts merged to values."""

from __future__ import annotations

import numpy as np
import pytest

from extractors.fields.entries import Sheet
from extractors.fields.layout import Layout, Region
from extractors.fields.readings import (
    LineTexts,
    gap_between,
    halves,
    inkless,
    read_line,
    reading_of,
    side_by_side,
    written_share,
)
from extractors.ocr.alphabets import ALPHABETS
from extractors.ocr.decoding import Decoded
from extractors.reading import Reader, ReadPage
from models.values.fields import parse_field
from tests.extractors.drawnpaper import Paper, Pixels, font, reading


def strip(words: str, size: int = 40, pitch: float | None = None) -> Pixels:
    width = round(len(words) * (pitch or size)) + 40
    paper = Paper(width, size + 20)
    paper.text(20, 8, words, size=size, pitch=pitch)
    return paper.pixels


def texts(*shares: tuple[str, float], score: float = 0.9) -> LineTexts:
    return LineTexts(tuple(Decoded(text, share, (), score) for text, share in shares))


def phone(text: str) -> object:
    return parse_field("phone", text)


# ------------------------------------------------------------------ merging texts to values
def test_texts_of_one_value_add_their_shares() -> None:
    read = reading_of("ppocr", [texts(("0742-22-1101", 0.4), ("0742-22-1107", 0.45), ("0742 22 1101", 0.1))], phone)
    assert read is not None
    assert (read.value, read.raw) == ("0742221101", "0742-22-1101")
    assert [(c.value, round(c.share, 2)) for c in read.candidates] == [("0742221101", 0.5), ("0742221107", 0.45)]


def test_the_likeliest_text_that_parses_is_the_reading() -> None:
    read = reading_of(
        "ppocr", [texts(("令和7年13月1日", 0.6), ("令和7年12月1日", 0.3))], lambda t: parse_field("issue_date", t)
    )
    assert read is not None and read.value == "2025-12-01"
    assert read.candidates[0].value is None, "what was likelier is told"


def test_a_text_that_parses_and_is_hardly_possible_is_no_reading() -> None:
    read = reading_of("ppocr", [texts(("金額", 0.99), ("金8万", 0.0001))], lambda t: parse_field("total_amount", t))
    assert read is not None and read.value is None and read.raw == "金額"


def test_lines_of_an_entry_are_one_text() -> None:
    read = reading_of(
        "ppocr",
        [texts(("奈良市登大路町", 0.9), ("奈良市登大路", 0.1)), texts(("30", 0.8), ("80", 0.2))],
        lambda t: parse_field("address", t),
    )
    assert read is not None and read.value == "奈良市登大路町30"
    assert [round(c.share, 2) for c in read.candidates] == [0.72, 0.18, 0.08, 0.02]


def test_nothing_read_is_no_reading() -> None:
    assert reading_of("ppocr", [], phone) is None
    assert reading_of("ppocr", [LineTexts(()), texts(("", 1.0))], phone) is None


# ------------------------------------------------------------------ images
def test_a_line_is_halved_at_a_gap_near_its_middle() -> None:
    line = strip("奈良県奈良市登大路町三十番地")
    left, right = halves(line)
    assert left.shape[1] + right.shape[1] == line.shape[1]
    assert 0.3 < left.shape[1] / line.shape[1] < 0.7
    for edge in (left[:, -1], right[:, 0]):
        assert edge.min() > 128, "cut on paper, not through a character"


def test_a_line_without_a_gap_stays_whole() -> None:
    bar = np.full((40, 600, 3), 255, np.uint8)
    bar[15:25, 10:590] = 0
    assert len(halves(bar)) == 1


def test_bare_paper_inside_a_line_is_seen_and_a_dash_is_none() -> None:
    apart = strip("山田", pitch=140)
    bare = inkless(apart, 40)
    assert bare.any() and not bare[0] and not bare[-1], "the ends of a line are no gaps"
    dashed = apart.copy()
    dashed[28:30, 60:165] = 120
    assert not inkless(dashed, 40).any(), "a thin dash is ink"
    assert not inkless(strip("山田"), 40).any()


def test_a_gap_is_found_between_two_characters() -> None:
    line = strip("ロ様", pitch=80)
    cut = gap_between(line, 40, 120)
    assert cut is not None and line[:, cut].min() > 200
    assert 55 < cut < 105
    assert gap_between(line, 40, 41) is None


def test_a_part_of_a_line_is_cut_at_the_gap_whatever_its_characters_width() -> None:
    paper = Paper(800, 200)
    paper.text(60, 60, "キムラジロウ様", size=40)
    line = paper.lines[0].model_copy(update={"text": "払ラジ様", "char_x": (110.0, 160.0, 200.0, 320.0)})
    page = reading(line, width=800, height=200)
    sheet = Sheet.of(ReadPage(page, paper.pixels), frozenset(), Reader())
    part = Layout(page).texts[0].part(0, 3)
    assert (part.before, part.after) == (None, 320.0)
    crop = sheet.line(part)
    assert crop[:, -1].min() > 200, "cut on paper"
    assert crop.shape[1] > part.box.width, "and behind the characters that were not read"


def test_strokes_are_counted_without_rules_specks_and_placeholders() -> None:
    cell = np.full((90, 600, 3), 255, np.uint8)
    assert written_share(cell) == 0.0
    ruled = cell.copy()
    ruled[:, 300:303] = 0
    ruled[40:42, :] = 0
    ruled[10:12, 100:102] = 0
    assert written_share(ruled) == 0.0
    written = Paper(600, 90)
    place = written.text(200, 20, "令和", size=40)
    assert written_share(written.pixels) > 0.003
    assert written_share(written.pixels, [place.grown(4, 6)]) == 0.0


# ------------------------------------------------------------------ with the engine
@pytest.mark.ocr
def test_only_the_alphabet_is_read(reader: Reader) -> None:
    read = read_line(strip("0742-22-1101", pitch=22), reader.ppocr, ALPHABETS["phone"])
    assert read.best is not None and read.best.text == "0742-22-1101"
    assert all(ALPHABETS["phone"].spells(d.text) for d in read.texts)
    assert len(read.best.char_x) == len(read.best.text)


@pytest.mark.ocr
def test_what_is_no_entry_of_the_kind_is_not_forced_into_its_alphabet(reader: Reader) -> None:
    read = read_line(strip("別紙のとおり"), reader.ppocr, ALPHABETS["digits"])
    assert read.best is not None and read.best.text == "別紙のとおり"


@pytest.mark.ocr
def test_a_long_line_is_read_in_halves_with_places_over_the_whole(reader: Reader) -> None:
    words = "奈良県奈良市登大路町三十番地グランドメゾン大西A棟千四号室"
    read = read_line(strip(words, size=28), reader.ppocr, None).best
    assert read is not None and read.text == words
    assert list(read.char_x) == sorted(read.char_x)
    assert read.char_x[-1] > 0.9 and read.char_x[0] < 0.1


@pytest.mark.ocr
def test_the_last_character_of_a_slanted_line_is_not_lost(reader: Reader) -> None:
    paper = Paper(260, 90)
    paper.draw.text((20, 20), "118,990", font=font(44), fill=(60, 60, 60))
    slanted = np.array(paper.image.rotate(4, fillcolor="white"))
    read = read_line(slanted, reader.ppocr, ALPHABETS["yen"])
    assert read.best is not None and read.best.text == "118,990"


@pytest.mark.ocr
def test_digits_from_their_boxes_are_one_line(reader: Reader) -> None:
    parts = []
    for digit in "9382936":
        box = Paper(34, 46)
        box.draw.text((8, 4), digit, font=font(36), fill="black")
        parts.append(box.pixels)
    read = read_line(side_by_side(parts), reader.ppocr, ALPHABETS["digits"])
    assert read.best is not None and read.best.text == "9382936"


def test_an_empty_crop_says_nothing() -> None:
    assert read_line(np.full((3, 50, 3), 255, np.uint8), Reader().ppocr, None) == LineTexts(())


def test_a_region_without_texts_has_its_own_box() -> None:
    paper = Paper()
    box = paper.table(100, 100, [300], [60])[0][0]
    assert Region((), box, box).ink_box == box
