"""Copies of a form: what the form prints is known, what was written is read where it stands, and nothing is lost."""

from __future__ import annotations

from functools import cache

import numpy as np
import numpy.typing as npt
import pytest

from extractors.fields import extract
from extractors.imaging.colour import without_red
from extractors.reading import Reader
from extractors.registration.filling import Filled, read_filled
from extractors.rendering import RenderedPage
from models.documents import DocumentKind, SortedDocument
from models.forms import FormMap
from models.geometry import Box
from models.pages import Source, TextLine
from tests.extractors.drawnpaper import Paper
from tests.extractors.fields.extracting import PROGRAMMES
from tests.extractors.registration.blankforms import claim, entry_box, index, learned, words_of

HAND = Source.PPOCR
Pixels = npt.NDArray[np.uint8]


@cache
def form() -> FormMap:
    return learned(claim()).form


def filled(paper: Paper) -> Filled | None:
    """`paper` read by an engine that reads what was drawn, wherever it is asked to look."""
    matched = index(form()).match(paper.pixels, words_of(claim()))
    assert matched is not None

    def read_line(image: Pixels, box: Box) -> TextLine | None:
        inside = [x for x in paper.lines if box.grown(4).x0 <= x.box.cx <= box.x1 + 4 and box.y0 <= x.box.cy <= box.y1]
        if not inside:
            return None
        words = "".join(x.text for x in sorted(inside, key=lambda x: x.box.x0))
        return TextLine(text=words, box=box, score=0.9, source=HAND)

    return read_filled(matched, without_red(matched.image), read_line)


def read_in(result: Filled, key: str) -> list[str]:
    box = next(e.box for e in result.form.entries if e.key == key)
    return [
        x.text
        for x in result.lines
        if x.source is HAND and box.x0 <= x.box.cx <= box.x1 and box.y0 <= x.box.cy <= box.y1
    ]


def completed() -> Paper:
    paper = claim()
    for key, words in {
        "address": "新宿区西新宿２－８",
        "bank_name": "みずほ銀行",
        "account_holder": "山田太郎",
    }.items():
        box = entry_box(form(), key)
        paper.text(box.x0 + 30, box.cy - 16, words, size=32)
    return paper


def test_what_was_written_is_read_in_its_entry() -> None:
    result = filled(completed())
    assert result is not None
    assert read_in(result, "address") == ["新宿区西新宿２－８"]
    assert read_in(result, "bank_name") == ["みずほ銀行"]
    assert read_in(result, "branch_name") == []


def test_what_the_form_prints_is_known_and_not_read() -> None:
    result = filled(completed())
    assert result is not None
    printed = {x.text for x in result.lines if x.source is Source.BLANK_FORM}
    assert {"住所", "氏名", "金融機関名", "振込先口座"} <= printed
    assert not printed & {x.text for x in result.lines if x.source is HAND}


def test_the_match_is_told() -> None:
    result = filled(completed())
    assert result is not None
    assert (result.form.programme_id, result.form.document, result.form.version) == (
        "shinjuku-ecohome",
        "payment_request",
        "z",
    )
    assert result.form.score > 0.8


def test_ink_outside_of_every_entry_is_not_lost() -> None:
    paper = completed()
    paper.text(300, 1700, "口座は後日連絡します", size=36)
    paper.text(1250, 1120, "至急", size=40)
    result = filled(paper)
    assert result is not None
    assert {"口座は後日連絡します", "至急"} <= {x.text for x in result.lines}


def test_writing_that_runs_over_its_box_is_read_whole() -> None:
    paper = claim()
    box = entry_box(form(), "address")
    paper.text(box.x0 + 20, box.cy - 34, "新宿区西新宿二丁目八番一号サンハイツ", size=34)
    paper.text(box.x0 + 20, box.cy + 8, "三〇五号", size=34)
    result = filled(paper)
    assert result is not None
    assert {"新宿区西新宿二丁目八番一号サンハイツ", "三〇五号"} <= {x.text for x in result.lines}


def test_a_single_stroke_is_a_character() -> None:
    """一 is as flat as what is left of a rule."""
    paper = claim()
    box = entry_box(form(), "account_holder")
    for i, letter in enumerate("佐藤一"):
        paper.text(box.x0 + 20 + 44 * i, box.cy - 20, letter, size=40)
    result = filled(paper)
    assert result is not None
    assert read_in(result, "account_holder") == ["佐藤一"]


def test_two_papers_in_one_are_no_copy() -> None:
    paper = completed()
    for i in range(30):
        paper.text(200, 1020 + 38 * i, "別の紙の文章", size=24)
        paper.text(900, 1020 + 38 * i, "別の紙の数字", size=24)
    assert filled(paper) is None


@pytest.mark.ocr
def test_a_filled_page_is_read_through_its_boxes(reader: Reader) -> None:
    """Real engines: the page's fields come from the entries, its blank ones are blank."""
    paper = completed()
    own = Reader(forms=[form()])
    own.__dict__.update(finder=reader.finder, ppocr=reader.ppocr, crnn=reader.crnn, tesseract=reader.tesseract)
    page = own.read(RenderedPage(index=0, image=paper.pixels, dpi=200.0))
    assert page.reading.form is not None
    document = SortedDocument(
        kind=DocumentKind.PAYMENT_REQUEST,
        delivery_sha256="0" * 64,
        page_indexes=(0,),
        confidence=1.0,
        programme_id="shinjuku-ecohome",
    )
    result = extract(document, [page], own, PROGRAMMES)
    assert result.form_version == "z"
    assert result.fields["bank_name"].value == "みずほ銀行"
    assert result.fields["account_holder"].value == "山田太郎"
    assert result.fields["branch_name"].blank
    assert result.fields["account_number"].blank
