"""From a rendered page to a reading: blank, picture or text; exact or read; cells, seals and places in one system."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.reading import Reader, clipped, split_at_rules
from extractors.rendering import RenderedPage
from models.geometry import Box
from models.pages import PageContent, Rule, Source, TextLine
from tests.extractors.drawnpaper import RED, Paper, font, line


class NoEngines(Reader):
    """A reader that must not load an engine."""

    @property
    def finder(self) -> object:  # type: ignore[override]
        raise AssertionError("the line finder was asked")

    @property
    def ppocr(self) -> object:  # type: ignore[override]
        raise AssertionError("the recogniser was asked")


def test_a_born_digital_page_needs_no_engine() -> None:
    paper = Paper()
    paper.grid(100, 200, [["氏名", "山田太郎"], ["電話番号", "03-1234-5678"]], [250, 500])
    paper.seal(900, 230, 40)
    page = NoEngines().read(paper.rendered(index=3)).reading
    assert page.page_index == 3
    assert page.exact
    assert [x.text for x in page.lines] == ["氏名", "山田太郎", "電話番号", "03-1234-5678"]
    assert len(page.cells) == 4
    assert len(page.seals) == 1
    assert page.content is PageContent.TEXT
    assert page.geometry.rotation == 0


def test_lines_come_in_reading_order_whatever_order_they_were_set_in() -> None:
    paper = Paper()
    paper.text(600, 304, "右")
    paper.text(100, 500, "下")
    paper.text(100, 300, "左")
    paper.text(100, 100, "上")
    assert NoEngines().read(paper.rendered()).reading.text == "上\n左\n右\n下"


def test_a_blank_page_is_blank_and_costs_no_engine() -> None:
    page = RenderedPage(index=1, image=Paper(800, 1000).pixels, dpi=200, hidden_text="裏")
    seen = NoEngines().read(page).reading
    assert seen.content is PageContent.BLANK
    assert seen.lines == ()
    assert seen.hidden_text == "裏", "somebody else's layer is kept as a hint and read by nobody"
    assert seen.text == ""


@pytest.mark.ocr
def test_a_scan_is_read_with_its_cells_and_its_seal(reader: Reader) -> None:
    paper = Paper(1100, 620)
    paper.text(380, 40, "交付申請書", size=56)
    paper.grid(80, 160, [["氏名", "山田太郎"], ["電話番号", "03-1234-5678"]], [250, 600], height=80)
    paper.text(80, 400, "上記のとおり申請します。", size=40)
    stamp = paper.seal(620, 200, 36)
    page = reader.read(paper.rendered(born_digital=False)).reading
    texts = {x.text.replace(" ", ""): x for x in page.lines}
    for words in ("交付申請書", "氏名", "電話番号", "03-1234-5678", "上記のとおり申請します。"):
        assert words in texts, "read"
    name = next(x for x in page.lines if "山田太郎" in x.text)
    assert "氏名" not in name.text, "two cells are two texts"
    drawn = paper.lines[2].box
    assert name.box.intersection(drawn) > 0.6 * drawn.area
    assert all(x.source is Source.PPOCR and x.char_x is not None and len(x.char_x) == len(x.text) for x in page.lines)
    assert len(page.cells) == 4
    (seal,) = page.seals
    assert seal.box.intersection(stamp) > 0.8 * stamp.area
    assert page.content is PageContent.TEXT
    assert not page.exact


@pytest.mark.ocr
def test_red_rules_make_cells_and_the_walls_of_a_red_seal_make_none(reader: Reader) -> None:
    paper = Paper(1100, 700)
    paper.text(380, 40, "ご使用量のお知らせ", size=40)
    cells = paper.table(80, 160, [250, 600], [80, 80], fill=RED)
    for row, words in zip(cells, (("お客様番号", "261511"), ("検針年月日", "R5.10.6")), strict=True):
        for cell, word in zip(row, words, strict=True):
            paper.text(cell.x0 + 12, cell.cy - 16, word, size=32)
    paper.draw.rectangle((600, 400, 720, 520), outline=RED, width=6)  # a company's square seal
    for i, words in enumerate(("株式会", "社若草", "之印")):
        paper.draw.text((612, 408 + 37 * i), words, font=font(32), fill=RED)
    page = reader.read(paper.rendered(born_digital=False)).reading
    assert len(page.seals) == 1
    assert len(page.cells) == 4 and all(cell.y1 < 340 for cell in page.cells)


@pytest.mark.ocr
def test_a_column_is_read_downwards(reader: Reader) -> None:
    paper = Paper(500, 900)
    paper.column(330, 60, "奈良県庁脱炭素推進課", size=48)
    paper.column(180, 100, "補助金申請書在中", size=48)
    page = reader.read(paper.rendered(born_digital=False)).reading
    assert {x.text for x in page.lines} == {"奈良県庁脱炭素推進課", "補助金申請書在中"}
    assert all(x.vertical for x in page.lines)


@pytest.mark.ocr
def test_a_photograph_of_a_machine_is_a_picture(reader: Reader) -> None:
    rng = np.random.default_rng(5)
    paper = Paper(900, 700, (150, 160, 150))
    for x, y in rng.integers(0, 700, (60, 2)):
        shade = int(rng.integers(40, 220))
        paper.draw.ellipse((x, y, x + 160, y + 90), fill=(shade, shade, shade - 20))
    paper.draw.text((380, 320), "ECO-300", font=font(40), fill="black")
    page = reader.read(paper.rendered(born_digital=False)).reading
    assert page.content is PageContent.PICTURE


@pytest.mark.ocr
def test_form_values_over_a_turned_scan_stand_where_they_are_seen(reader: Reader) -> None:
    paper = Paper(900, 500)
    for i, words in enumerate(["補助金交付申請書", "奈良県知事 殿", "関係書類を添えて申請します。"]):
        paper.text(60, 60 + 110 * i, words, size=44)
    delivered = np.ascontiguousarray(np.rot90(paper.pixels, 2))
    typed = TextLine(text="山田太郎", box=Box(x0=100, y0=60, x1=260, y1=100), score=1.0, source=Source.FORM_FIELD)
    page = reader.read(RenderedPage(index=0, image=delivered, dpi=200, lines=(typed,))).reading
    assert page.geometry.rotation == 180
    (value,) = [x for x in page.lines if x.source is Source.FORM_FIELD]
    assert value.text == "山田太郎"
    assert value.box.cx == pytest.approx(900 - 180, abs=3)
    assert value.box.cy == pytest.approx(500 - 80, abs=3)
    back = page.geometry.delivered(value.box)
    assert back.cx * 900 == pytest.approx(180, abs=1)
    assert page.lines[-1] is value or page.lines[-1].box.cy >= value.box.cy - 20, "in reading order of the upright page"


# ------------------------------------------------------------------ split_at_rules
def upright(*xs: float, y0: float = 80, y1: float = 160) -> list[Rule]:
    return [Rule(x0=x, y0=y0, x1=x, y1=y1) for x in xs]


WHOLE = Box(x0=100, y0=100, x1=700, y1=140)


def test_a_rule_between_two_cells_parts_the_line() -> None:
    left, right = split_at_rules(WHOLE, upright(300))
    assert left.x0 == 100 and 290 < left.x1 < 300 < right.x0 < 310 and right.x1 == 700
    assert (left.y0, left.y1) == (right.y0, right.y1) == (100, 140)


def test_the_rules_of_entry_boxes_part_nothing() -> None:
    assert split_at_rules(WHOLE, upright(*range(300, 620, 44))) == [WHOLE]


def test_a_cell_rule_in_front_of_a_strip_still_parts() -> None:
    first, second = split_at_rules(WHOLE, upright(220, *range(400, 620, 44)))
    assert first.x1 < 220 < second.x0


@pytest.mark.parametrize(
    "drawn",
    [
        upright(300, y0=300, y1=400),
        upright(300, y0=100, y1=110),
        upright(104),
        upright(696),
        [Rule(x0=100, y0=120, x1=700, y1=120)],
        [],
    ],
    ids=["elsewhere", "stroke", "at the start", "at the end", "horizontal", "none"],
)
def test_nothing_to_part(drawn: list[Rule]) -> None:
    assert split_at_rules(WHOLE, drawn) == [WHOLE]


@given(st.lists(st.floats(50, 750), max_size=12))
def test_parts_lie_within_the_line_in_order_and_lose_only_the_rules(xs: list[float]) -> None:
    parts = split_at_rules(WHOLE, upright(*xs))
    assert parts[0].x0 == WHOLE.x0 and parts[-1].x1 == WHOLE.x1
    for a, b in itertools.pairwise(parts):
        assert a.x0 < a.x1 < b.x0
        assert b.x0 - a.x1 == pytest.approx(6)


def test_clipping_keeps_within_the_image() -> None:
    image = np.zeros((50, 80, 3), np.uint8)
    assert clipped(Box(x0=-5.5, y0=10.7, x1=79.2, y1=99), image) == Box(x0=0, y0=10, x1=80, y1=50)


def test_a_reading_by_hand_tells_exact_from_read() -> None:
    paper = Paper(400, 200)
    paper.text(40, 40, "山田")
    paper.lines.append(line("太郎", 40, 120))
    assert not paper.read().reading.exact


@pytest.mark.parametrize("rotation", [90, 180, 270])
def test_a_page_is_read_the_way_up_that_a_person_says(rotation: int) -> None:
    """Whatever the recogniser thinks; places stay those of the page as it was delivered."""
    paper = Paper()
    paper.grid(100, 200, [["氏名", "山田太郎"], ["電話番号", "03-1234-5678"]], [250, 500])
    upright = paper.rendered()
    turned = np.ascontiguousarray(np.rot90(upright.image, rotation // 90))
    height, width = turned.shape[:2]
    delivered = RenderedPage(index=0, image=turned, dpi=200)
    reader = Reader()
    seen = reader.read(delivered, rotation)
    straight = reader.read(RenderedPage(index=0, image=upright.image, dpi=200), 0)
    assert seen.reading.text == straight.reading.text and "山田太郎" in seen.reading.text
    assert (seen.image == straight.image).all()
    assert (seen.reading.geometry.rotation, straight.reading.geometry.rotation) == (rotation, 0)
    name = next(x for x in seen.reading.lines if "山田" in x.text)
    place = seen.reading.geometry.delivered(name.box)
    ink = turned[int(place.y0 * height) : int(place.y1 * height), int(place.x0 * width) : int(place.x1 * width)]
    assert ink.size and (ink < 128).mean() > 0.02
    wide = place.width * width > place.height * height
    assert wide is (rotation == 180)
