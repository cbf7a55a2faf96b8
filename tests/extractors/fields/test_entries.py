"""One entry: what was read, what it means, whether it is empty, and which of several readings is believed."""

from __future__ import annotations

import numpy as np
import pytest

from extractors.fields.entries import Sheet, field_from, is_blank
from extractors.fields.layout import Layout, Region
from extractors.fields.narrowing import narrowed
from extractors.fields.votes import believed
from extractors.reading import Reader, ReadPage
from models.documents import Candidate, Field, Reading
from models.geometry import Box
from models.pages import Source
from models.values.fields import parse_field
from tests.extractors.drawnpaper import Paper, font, line, reading

EXACT = Source.TEXT_LAYER


def sheet(paper: Paper, reader: Reader | None = None) -> Sheet:
    """`paper` with its lines as they are remembered, whoever read them."""
    page = reading(*paper.lines, width=paper.image.width, height=paper.image.height, index=2)
    return Sheet.of(ReadPage(page, paper.pixels), frozenset(), reader or Reader())


def cell(paper: Paper, words: str = "", *, source: Source = EXACT) -> Region:
    """A ruled cell on `paper` with `words` in it, as a region."""
    box = paper.table(100, 100, [700], [90])[0][0]
    if words:
        paper.text(130, 130, words, source=source)
    texts = Layout(reading(*paper.lines)).texts
    return Region(texts, box, box)


def field(key: str, words: str) -> Field:
    paper = Paper()
    region = cell(paper, words)
    return field_from(sheet(paper), key, region)


# ------------------------------------------------------------------ value, blank, unread
def test_an_exact_entry_has_its_value_its_box_and_its_page() -> None:
    found = field("phone", "03-1234-5678")
    assert (found.key, found.value, found.raw) == ("phone", "0312345678", "03-1234-5678")
    assert found.exact and not found.blank and found.page_index == 2
    assert found.box is not None
    assert found.box.x0 == pytest.approx(130 / 1200, abs=0.002)
    assert [(r.engine, r.value) for r in found.readings] == [("text_layer", "0312345678")]


def test_an_empty_cell_is_blank() -> None:
    found = field("phone", "")
    assert found.value is None and found.blank
    assert found.readings == []


@pytest.mark.parametrize("words", ["〒　-", "令和　年　月　日", "円", "（　）－", "￥", "様"])
def test_printed_placeholders_alone_are_blank(words: str) -> None:
    found = field({"〒　-": "postal_code", "様": "applicant_name"}.get(words, "application_date"), words)
    assert found.value is None and found.blank


def test_what_stands_there_and_does_not_parse_is_unread_and_not_blank() -> None:
    found = field("account_number", "別紙参照")
    assert found.value is None and not found.blank
    assert found.raw == "別紙参照"


def test_ink_that_nobody_read_is_not_blank() -> None:
    paper = Paper()
    region = cell(paper)
    paper.draw.line((200, 120, 420, 170), fill="black", width=5)
    paper.draw.line((420, 120, 200, 170), fill="black", width=5)
    assert not is_blank(sheet(paper), region)


def test_faint_pencil_is_something() -> None:
    paper = Paper()
    region = cell(paper)
    for x in range(200, 420, 60):
        paper.draw.line((x, 125, x + 20, 170), fill=(222, 222, 222), width=3)
    assert not is_blank(sheet(paper), region)


def test_pencil_beside_a_printed_placeholder_is_something() -> None:
    paper = Paper()
    region = cell(paper, "令和　年　月　日")
    assert is_blank(sheet(paper), region)
    for x in range(480, 680, 50):
        paper.draw.line((x, 125, x + 20, 170), fill=(160, 160, 160), width=3)
    assert not is_blank(sheet(paper), region)


def test_rules_and_grain_alone_are_blank() -> None:
    paper = Paper()
    region = cell(paper)
    for x in (240, 380, 520):
        paper.draw.line((x, 100, x, 190), fill="black", width=2)
    noise = np.random.default_rng(3).normal(0, 5, (*paper.pixels.shape[:2], 1))
    grainy = np.clip(paper.pixels.astype(float) * 0.94 + noise, 0, 255).astype(np.uint8)
    page = reading(width=paper.image.width, height=paper.image.height)
    assert is_blank(Sheet.of(ReadPage(page, grainy), frozenset(), Reader()), region)


def test_a_seal_in_an_empty_cell_leaves_it_blank() -> None:
    paper = Paper()
    region = cell(paper)
    paper.seal(500, 145, 34)
    assert is_blank(sheet(paper), region)


def test_a_region_too_small_to_hold_anything_is_blank() -> None:
    assert is_blank(sheet(Paper()), Region((), Box(x0=10, y0=10, x1=14, y1=14)))


# ------------------------------------------------------------------ narrowed
def narrow(key: str, *words: str) -> str:
    texts = Layout(reading(*(line(w, 100, 100 + 60 * i) for i, w in enumerate(words)))).texts
    region = Region(texts, Box.around(t.box for t in texts))
    return narrowed(region, lambda text: parse_field(key, text)).raw


@pytest.mark.parametrize(
    ("key", "words", "wanted"),
    [
        ("phone", ("東京都新宿区西新宿", "03-1234-5678"), "03-1234-5678"),
        ("phone", ("担当 山田 03-1234-5678",), "03-1234-5678"),
        ("phone", ("施設課 山田 陽子 03(2401)6488",), "03(2401)6488"),
        ("account_number", ("普通 1234567",), "1234567"),
        ("bank_code", ("南都銀行【0162】",), "0162"),
        ("postal_code", ("160-8484東京都新宿区",), "160-8484"),
    ],
)
def test_a_value_is_found_among_what_else_stands_there(key: str, words: tuple[str, ...], wanted: str) -> None:
    assert narrow(key, *words) == wanted


@pytest.mark.parametrize(
    ("key", "words"), [("phone", "03-1234-5678"), ("account_number", "別紙参照"), ("issue_date", "令和7年5月10日")]
)
def test_the_whole_is_kept_where_it_parses_or_no_part_does(key: str, words: str) -> None:
    assert narrow(key, words) == words


def test_a_narrowed_value_has_a_narrowed_box() -> None:
    found = field("account_number", "普通 1234567")
    assert found.value == "1234567"
    assert found.box is not None
    assert found.box.x0 * 1200 > 130 + 2 * 30, "普通 lies outside"


@pytest.mark.parametrize(
    ("again", "page", "number"),
    [("-118402", "3-118402", "3-118402"), ("6-2207", "16-2207", "16-2207"), ("118402", "3118402", "118402")],
)
def test_a_papers_number_keeps_the_digit_that_stood_against_its_label(again: str, page: str, number: str) -> None:
    readings = [
        Reading(engine="ppocr", raw=again, value=again, score=0.99),
        Reading(engine="ppocr-page", raw=page, value=page, score=0.98),
    ]
    assert believed("document_number", readings)[0] == number


# ------------------------------------------------------------------ with engines
@pytest.mark.ocr
def test_boxes_beat_the_whole_line(reader: Reader) -> None:
    paper = Paper()
    box = paper.table(60, 80, [800], [110])[0][0]
    strip = paper.strip(100, 105, 7)
    for place, digit in zip(strip, "9382936", strict=True):
        paper.draw.text((place.x0 + 12, 112), digit, font=font(36), fill="black")
    whole = line("|9|3|8|2|9|8|6|", 100, 110, 40)  # the rules disturbed the whole line: one digit is wrong
    texts = Layout(reading(whole)).texts
    paper.lines.append(whole)
    found = field_from(sheet(paper, reader), "account_number", Region(texts, box, box), form=True)
    assert {r.engine for r in found.readings} >= {"ppocr", "ppocr-boxes"}
    assert found.value == "9382936"
    assert not found.exact


@pytest.mark.ocr
def test_boxes_whose_sides_a_fax_broke_are_read_with_the_others(reader: Reader) -> None:
    paper = Paper()
    box = paper.table(60, 80, [800], [110])[0][0]
    strip = paper.strip(100, 105, 7)
    for place in strip[:3]:  # nothing is left of the first three but a corner
        paper.draw.rectangle((place.x0 - 4, 100, place.x1 - 4, 132), fill="white")
    for place, digit in zip(strip, "5973685", strict=True):
        paper.draw.text((place.x0 + 12, 112), digit, font=font(36), fill="black")
    whole = line("59 |73 |68 |5", 112, 112, 36)
    whole = whole.model_copy(update={"box": Box(x0=112, y0=112, x1=strip[-1].x1 - 10, y1=150)})
    paper.lines.append(whole)
    texts = Layout(reading(whole)).texts
    found = field_from(sheet(paper, reader), "account_number", Region(texts, box, box), form=True)
    assert {r.engine: r.value for r in found.readings}["ppocr-boxes"] == "5973685"
    assert found.value == "5973685"


@pytest.mark.ocr
def test_empty_boxes_are_a_blank_entry(reader: Reader) -> None:
    paper = Paper()
    box = paper.table(60, 80, [800], [110])[0][0]
    paper.strip(100, 105, 7)
    found = field_from(sheet(paper, reader), "account_number", Region((), box, box), form=True)
    assert found.value is None
    assert not any(r.value for r in found.readings)


@pytest.mark.ocr
def test_a_read_number_gets_a_second_opinion_and_an_exact_one_needs_none(reader: Reader) -> None:
    paper = Paper()
    region = cell(paper, "0742-12-3456", source=Source.PPOCR)
    found = field_from(sheet(paper, reader), "phone", region)
    engines = ["ppocr", "ppocr-stretched", "crnn"]  # drawn wider for the 1 in it: two of them are read as one
    assert [(r.engine, r.value) for r in found.readings] == [(e, "0742123456") for e in engines]
    assert found.value == "0742123456" and not found.exact


def kana(engine: str, *shares: tuple[str, float]) -> Reading:
    candidates = tuple(Candidate(raw=text, value=text, share=share) for text, share in shares)
    return Reading(engine=engine, raw=shares[0][0], value=shares[0][0], score=0.9, candidates=candidates)


def test_readings_vote_with_their_shares() -> None:
    line = kana("ppocr", ("ヤマダ", 0.6), ("ヤマタ", 0.2))
    boxes = kana("ppocr-boxes", ("カマダ", 0.5), ("ヤマダ", 0.45))
    assert believed("applicant_name", [line, boxes]) == ("ヤマダ", "ヤマダ")


def test_a_weak_engine_alone_does_not_outvote_a_strong_one() -> None:
    strong = kana("ppocr", ("ヤマダ", 0.9))
    weak = Reading(engine="tesseract", raw="カマダ", value="カマダ", score=0.9)
    assert believed("applicant_name", [weak, strong])[0] == "ヤマダ"
    assert believed("applicant_name", [weak])[0] == "カマダ"


def test_voicing_marks_lost_in_one_reading_are_taken_from_the_other() -> None:
    lost = kana("ppocr", ("ヤマタシロウ", 0.95))
    kept = kana("ppocr-boxes", ("ヤマダジロウ", 0.5), ("ヤマタシロウ", 0.4))
    assert believed("applicant_kana", [lost, kept])[0] == "ヤマダジロウ"
    hardly = kana("ppocr-boxes", ("ヤマダジロウ", 0.1), ("ヤマタシロウ", 0.9))
    assert believed("applicant_kana", [lost, hardly])[0] == "ヤマタシロウ"


@pytest.mark.parametrize(
    ("free", "score", "value"),
    [
        ("マドリモ内窓プラマードU", 1.0, "マドリモ内窓プラマードU"),
        ("マドリモ内窓プラマードU", 0.8, "マドリモウプラマードU"),
        ("型式マドリモウプラマードU", 1.0, "マドリモウプラマードU"),
        ("マドリモ内窓インプラス", 1.0, "マドリモウプラマードU"),
    ],
)
def test_a_word_in_kanji_within_a_model_is_read_on_the_page_alone(free: str, score: float, value: str) -> None:
    entry = kana("ppocr", ("マドリモウプラマードU", 0.6), ("マドリモプラマードU", 0.4))
    page = Reading(engine="ppocr-page", raw=free, value=free, score=score)
    assert believed("model", [entry, page])[0] == value


def test_narrow_letters_are_no_reason_to_believe_the_second_reader_of_a_model() -> None:
    """Latin letters are always narrow: of 502 models 18 were taken from the wrong reader."""
    first = kana("ppocr", ("FC-70NR1SK", 0.998), ("FC-70NRISK", 0.002))
    second = kana("crnn", ("FC-70NRISK", 0.59), ("FC-70NR1SK", 0.08))
    assert believed("model", [first, second], narrow=True)[0] == "FC-70NR1SK"
    assert (
        believed("applicant_kana", [kana("ppocr", ("ヤキ", 0.6)), kana("crnn", ("ヤギ", 0.9))], narrow=True)[0]
        == "ヤギ"
    )


def test_no_reading_means_no_value() -> None:
    assert believed("phone", []) == (None, "")
    assert believed("phone", [Reading(engine="ppocr", raw="別紙", value=None, score=0.9)]) == (None, "別紙")


@pytest.mark.ocr
def test_what_the_page_misread_is_read_again_in_the_entrys_own_alphabet(reader: Reader) -> None:
    paper = Paper()
    region = cell(paper, "ヤマダ ジロウ", source=Source.PPOCR)
    lost = region.texts[0].line.model_copy(update={"text": "ヤマタ シロウ"})
    texts = Layout(reading(lost)).texts
    found = field_from(sheet(paper, reader), "applicant_kana", Region(texts, region.box, region.cell))
    assert found.value == "ヤマダジロウ"
    assert [(r.engine, r.value) for r in found.readings][-1] == ("ppocr-page", "ヤマタシロウ")
    best = found.readings[0].candidates
    assert best[0].value == "ヤマダジロウ"
    assert [c.share for c in best] == sorted((c.share for c in best), reverse=True)


@pytest.mark.ocr
@pytest.mark.parametrize("words", ["マドリモ内窓プラマードU", "RCI-GP140RSHP"])
def test_a_products_name_is_read_with_its_kanji(words: str, reader: Reader) -> None:
    paper = Paper()
    region = cell(paper, words, source=Source.PPOCR)
    assert field_from(sheet(paper, reader), "model", region).value == words
