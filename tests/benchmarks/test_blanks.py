"""Blank forms and their copies: a copy is the blank with entries, and truth stands where it says."""

from __future__ import annotations

import hashlib
import random
from pathlib import Path

import numpy as np
import pypdfium2
import pytest

from benchmarks.synth import blanks
from benchmarks.synth.draw import Glyphs, Picture
from benchmarks.synth.facts import invent
from benchmarks.synth.fill import Habits
from benchmarks.synth.layouts.copies import Drift
from benchmarks.synth.layouts.drawing import Drawing, blank_form, filled_form
from benchmarks.synth.layouts.plan import FAMILIES, Plan, plan
from benchmarks.synth.papers import Desk


def desk(made: Plan, mode: str = "typed", seed: int = 5) -> Desk:
    rng = random.Random(seed)
    facts = invent(rng, made.rules.id, stage=made.stage, proxy=made.rules.id == "nara-smarthouse")
    return Desk(facts, Habits.of(rng, varied=True), mode, rng)


def printed(drawing: Drawing) -> list[tuple[int, str, float, float]]:
    return [
        (page, m.text, round(m.x, 1), round(m.baseline, 1))
        for page, sheet in enumerate(drawing.sheets)
        for m in sheet.marks
        if isinstance(m, Glyphs)
    ]


@pytest.mark.parametrize("family", FAMILIES)
def test_a_true_copy_has_everything_the_blank_has_where_the_blank_has_it(family: str) -> None:
    made = plan(3, list(FAMILIES).index(family), family)
    blank = blank_form(made, desk(made))
    _, copy = filled_form(made, desk(made, "handwritten", 9), Drift())
    words = {w for w in printed(blank) if not w[1].startswith(("令和", "平成", "昭和"))}
    assert words <= set(printed(copy))
    assert [(p.key, p.page) for p in blank.places] == [(p.key, p.page) for p in copy.places]
    assert len(blank.sheets) == len(copy.sheets)


@pytest.mark.parametrize("family", FAMILIES)
def test_a_blank_has_no_entry_and_owes_nothing_to_the_applicant(family: str) -> None:
    made = plan(4, 0, family)
    one, other = blank_form(made, desk(made, seed=1)), blank_form(made, desk(made, seed=2))
    assert printed(one) == printed(other)
    assert not any(isinstance(m, Picture) for sheet in one.sheets for m in sheet.marks)
    assert {e.value for sheet in one.sheets for e in sheet.entries.values()} <= {None}


@pytest.mark.parametrize("number", range(24))
def test_entries_stand_where_they_are_asked_for(number: int) -> None:
    made = plan(6, number)
    paper, copy = filled_form(made, desk(made, "mixed"), Drift())
    entries = [sheet.entries for sheet in paper.sheets]
    assert {p.key for p in copy.places} == {key for found in entries for key in found}
    for place in copy.places:
        box = entries[place.page][place.key].box
        centre = ((box[0] + box[2]) / 2, (box[1] + box[3]) / 2)
        assert place.box[0] - 3 <= centre[0] <= place.box[2] + 3, place.key
        assert place.box[1] - 2 <= centre[1] <= place.box[3] + 2, place.key


def test_forms_stay_on_their_paper_and_differ_from_each_other() -> None:
    plans = [plan(8, n) for n in range(24)]
    for made in plans:
        for place in blank_form(made, desk(made)).places:
            assert 5 < place.box[0] < place.box[2] < 205 and 5 < place.box[1] < place.box[3] < 292
    assert len({tuple(s.label for b in made.blocks for s in b.slots) for made in plans}) > 20
    assert {made.family for made in plans} == set(FAMILIES)


def test_the_same_seed_gives_the_same_files_and_truth_names_them(tmp_path: Path) -> None:
    told, truth = blanks.generate(tmp_path / "a", 11, 2, 1)
    blanks.generate(tmp_path / "b", 11, 2, 1)
    files = sorted(p.relative_to(tmp_path / "a") for p in (tmp_path / "a").rglob("*") if p.is_file())
    assert files == sorted(p.relative_to(tmp_path / "b") for p in (tmp_path / "b").rglob("*") if p.is_file())
    assert all((tmp_path / "a" / f).read_bytes() == (tmp_path / "b" / f).read_bytes() for f in files)
    for case in truth:
        (file,) = case["files"]
        assert hashlib.sha256((tmp_path / "a" / "mail" / file["path"]).read_bytes()).hexdigest() == file["sha256"]
        assert case["documents"][0]["blank"] in {b["path"] for b in told}
    with pytest.raises(FileExistsError):
        blanks.generate(tmp_path / "a", 11, 1, 1)


def test_places_of_a_blank_are_empty_on_its_page(tmp_path: Path) -> None:
    """Nothing but rules, boxes and printed words of the form is drawn where a line is to be written."""
    (told, *_), _ = blanks.generate(tmp_path, 12, 1, 1)
    with pypdfium2.PdfDocument(tmp_path / told["path"]) as pdf:
        page = np.asarray(pdf[0].render(scale=150 / 72).to_pil().convert("L"))
    for entry in told["entries"]:
        if entry["page"] == 0 and entry["shape"] == "line" and entry["key"] != "postal_code":
            x0, y0, x1, y1 = (round(v * s) for v, s in zip(entry["bbox"], (*page.shape[::-1],) * 2, strict=True))
            inner = page[y0 + 6 : y1 - 6, x0 + 6 : x1 - 6]
            assert inner.size and (inner < 128).mean() < 0.02, entry["label"]
