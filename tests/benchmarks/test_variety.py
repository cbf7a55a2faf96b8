"""Varied mail: writers who stay themselves, wear that moves nothing, corrections that the truth knows."""

from __future__ import annotations

import random
from dataclasses import replace
from pathlib import Path

import numpy as np
import pypdfium2
import pytest

from benchmarks.synth import fonts, mail
from benchmarks.synth.deliver import Page
from benchmarks.synth.draw import Picture, Sheet
from benchmarks.synth.envelopes import Document, fill_envelope
from benchmarks.synth.fill import Filler, Habits
from benchmarks.synth.papers import Paper
from benchmarks.synth.recipes import recipes
from benchmarks.synth.scan import STYLES, scan
from benchmarks.synth.wear import Wear
from benchmarks.synth.writers import Writer, _personal


def test_a_writer_shapes_a_character_in_one_way_and_no_other_writer_does() -> None:
    assert _personal("yoz", "田", 1, 1.0, 1.0) == _personal("yoz", "田", 1, 1.0, 1.0)
    assert _personal("yoz", "田", 1, 1.0, 1.0) != _personal("yoz", "田", 2, 1.0, 1.0)


@pytest.mark.parametrize("pen", ["ballpoint", "gel", "fountain", "pencil", "felt"])
def test_every_pen_leaves_ink_where_it_says(pen: str) -> None:
    rng = random.Random(pen)
    writer = next(w for w in (Writer.of(rng) for _ in range(200)) if w.pen == pen)
    sheet = Sheet(100, 30)
    box = writer.write(sheet, 10, 15, "東京都 西新宿2-8", 12, rng)
    page = np.asarray(sheet.paint(200).convert("L"))
    rows, columns = np.nonzero(page < 200)
    k = 200 / 25.4
    assert abs(columns.min() / k - box[0]) < 0.6 and abs(columns.max() / k - box[2]) < 0.6
    assert abs(rows.min() / k - box[1]) < 0.6 and abs(rows.max() / k - box[3]) < 0.6
    assert 0.75 < (box[2] - box[0]) / writer.width("東京都 西新宿2-8", 12) < 1.3


def test_what_is_struck_out_is_not_in_the_entry() -> None:
    for seed in range(400):
        sheet, rng = Sheet(), random.Random(seed)
        Filler(sheet, Habits.of(rng, varied=True, surname="山田"), "handwritten", rng).put(
            "phone", "0312345678", "03-1234-5678", 20, 50, 110
        )
        entry = sheet.entries["phone"]
        if entry.amended:
            first = next(m for m in sheet.marks if isinstance(m, Picture))
            assert entry.raw == "03-1234-5678"
            assert first.box[2] < entry.box[0]
            return
    pytest.fail("nobody ever corrects anything")


@pytest.mark.parametrize("style", ["gray_300", "color_150", "g4_200", "fax_200x200", "photo_askew"])
def test_wear_and_scanners_leave_ink_where_truth_says(style: str) -> None:
    sheet = Sheet()
    sheet.rect(60, 80, 90, 90, fill=(0, 0, 0))
    wear = Wear(folds=(0.5,), staple=True, holes=True, shine=0.1, border="lrtb", streaks=2, corner="rb", faded=0.2)
    made = scan(sheet, STYLES[style], random.Random(3), wear=wear, back=Sheet())
    grey = made.pixels if made.pixels.ndim == 2 else made.pixels.mean(axis=2)
    h, w = grey.shape
    x0, y0, x1, y1 = made.fraction((60, 80, 90, 90))
    assert grey[int((y0 + y1) / 2 * h), int((x0 + x1) / 2 * w)] < 110
    a, b, c, d = made.fraction((60, 96, 90, 106))
    assert (grey[int(b * h) : int(d * h), int(a * w) : int(c * w)] < 90).mean() < 0.2


def test_varied_mail_is_the_same_for_the_same_seed_and_the_demo_is_not_varied(tmp_path: Path) -> None:
    one = mail.generate(tmp_path / "a", 30, 1, varied=True)
    assert one == mail.generate(tmp_path / "b", 30, 1, varied=True)
    assert not any(r.varied for r in recipes(30, 2025))
    assert all(r.varied for r in recipes(3, 2025, varied=True))


def test_guests_hands_come_from_a_folder(tmp_path: Path) -> None:
    with pytest.raises(fonts.FontMissingError):
        fonts.invite(tmp_path)
    (tmp_path / "somebody.ttf").write_bytes(fonts.path("klee").read_bytes())
    (face,) = fonts.invite(tmp_path)
    assert face == "guest:somebody" and fonts.has(face, "東")
    assert Writer.of(random.Random(1), (face,)).face == face
    fonts.GUESTS.clear()


def test_a_paper_of_two_photographed_pages_is_one_file_with_both(tmp_path: Path) -> None:
    rng = random.Random(1)
    paper = Paper("application_form", "two pages", (Sheet(), Sheet()))
    pages = tuple(Page(sheet, "photo", scan(sheet, STYLES["photo"], rng)) for sheet in paper.sheets)
    recipe = replace(recipes(1, 30, varied=True)[0], delivery="jpegs", scan="photo")
    told = fill_envelope(replace(recipe, delivery="pdf_envelope"), 1, 30, {})
    envelope = replace(told, recipe=recipe, documents=(Document(paper, pages),))
    case = mail._write_folder(tmp_path, envelope, rng)
    (document,) = case["documents"]
    with pypdfium2.PdfDocument(tmp_path / document["file"]) as pdf:
        assert document["pages"] == list(range(len(pdf))) == [0, 1]
