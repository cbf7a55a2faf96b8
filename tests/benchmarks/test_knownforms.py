"""Learned forms, filled in: what is written stands in the room that the form's map knows, and nowhere else."""

from __future__ import annotations

import random

import pytest

from benchmarks.synth.draw import Sheet
from benchmarks.synth.facts import invent
from benchmarks.synth.fill import Habits
from benchmarks.synth.knownforms import blanks, known_form
from benchmarks.synth.papers import Desk, Paper


def filled(kind: str, mode: str, programme: str = "yamato-lpgas") -> Paper:
    rng = random.Random(f"{kind}/{mode}")
    desk = Desk(invent(rng, programme), Habits.of(rng, varied=True, surname="山田"), mode, rng)
    paper = known_form(desk, kind)
    assert paper is not None
    return paper


@pytest.mark.parametrize("mode", ["typed", "handwritten"])
def test_entries_stand_in_the_rooms_of_the_map(mode: str) -> None:
    paper = filled("application_form", mode)
    (blank,) = [b for b in blanks("yamato-lpgas", "application_form") if f"known_{b.form.id}" == paper.layout]
    (sheet, *_) = paper.sheets
    rooms = {e.key: e.box for e in blank.form.pages[0].entries}
    assert {"applicant_name", "postal_code", "address", "account_number", "application_date"} <= sheet.entries.keys()
    for key, entry in sheet.entries.items():
        x0, y0, x1, y1 = entry.box
        x, y = (x0 + x1) / 2 / sheet.width, (y0 + y1) / 2 / sheet.height
        room = rooms[key].grown(0.02, 0.012)  # the whole form is drawn a little larger or smaller, and moved
        assert room.x0 <= x <= room.x1 and room.y0 <= y <= room.y1, key
        assert entry.value is not None and entry.raw


@pytest.mark.parametrize("seed", range(4))
def test_what_shares_a_box_stands_one_under_the_other(seed: int) -> None:
    rng = random.Random(seed)
    shared = [b for b in blanks("yamato-lpgas", "application_form") if b.form.id.endswith("-a")]
    paper = known_form(Desk(invent(rng, "yamato-lpgas"), Habits.of(rng), "typed", rng), "application_form")
    while paper is None or paper.layout != f"known_{shared[0].form.id}":
        paper = known_form(Desk(invent(rng, "yamato-lpgas"), Habits.of(rng), "typed", rng), "application_form")
    above, under = (paper.sheets[0].entries[key] for key in ("postal_code", "address"))
    assert above.value is None or above.box[3] <= under.box[1] + 0.5


def test_a_forgotten_entry_is_empty_on_paper_and_in_the_truth() -> None:
    rng = random.Random(4)
    facts = invent(rng, "shinjuku-ecohome")
    facts.blank["account_number"] = "payment_request"
    paper = known_form(Desk(facts, Habits.of(rng), "handwritten", rng), "payment_request")
    assert paper is not None
    assert paper.sheets[0].entries["account_number"].value is None


def test_papers_that_nobody_learned_are_none_of_these() -> None:
    rng = random.Random(5)
    assert known_form(Desk(invent(rng, "yamato-lpgas"), Habits.of(rng), "typed", rng), "receipt") is None


def test_the_sheet_is_the_blank_and_never_a_pdf_with_text() -> None:
    paper = filled("application_form", "typed")
    assert paper.picture
    assert all(isinstance(sheet, Sheet) and sheet.marks for sheet in paper.sheets)
