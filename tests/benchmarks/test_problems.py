"""A planted problem shows on the papers, and nothing else does."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest

from benchmarks.synth import envelopes, people
from benchmarks.synth.facts import Facts, invent
from benchmarks.synth.fill import Habits
from benchmarks.synth.papers import Desk
from benchmarks.synth.problems import LIKELY, Planted, Problem
from benchmarks.synth.recipes import DEMO, MORE, Recipe, recipes
from tests.benchmarks import oracle


def shown(facts: Facts, recipe: Recipe, rng: random.Random) -> set[str]:
    """Findings of the papers that these facts give; drawn typed and without the photograph, which says nothing."""
    plain = replace(recipe, envelope=False, backs=False)
    desk = Desk(facts, Habits.of(rng), "typed", rng)
    photo = "product_photo" in facts.needs and "product_photo" not in facts.missing
    facts.missing.add("product_photo")
    papers = envelopes.write(desk, plain)
    values = {p.kind: {key: e.value for sheet in p.sheets for key, e in sheet.entries.items()} for p in papers}
    if photo:
        values["product_photo"] = {}
    seals = {p.kind: p.seal_present for p in papers}
    return oracle.findings(facts.rules, facts.stage, values, seals, facts.proxy is not None)


def each() -> list[pytest.ParameterSet]:
    found = []
    for (programme, stage), problems in LIKELY.items():
        found += [
            pytest.param(programme, stage, p, id=f"{programme}-{stage}-{i}-{p.__name__}")
            for i, p in enumerate(problems)
        ]
    return found


@pytest.mark.parametrize(("programme", "stage"), list(LIKELY))
@pytest.mark.parametrize("seed", range(4))
def test_untouched_papers_show_nothing(programme: str, stage: str, seed: int) -> None:
    rng = random.Random(f"flawless/{programme}/{stage}/{seed}")
    receipt = rng.choice(["a", "b"]) if stage == "claim" else rng.choice(["a", "b", "book", "till"])
    recipe = Recipe(
        programme,
        "typed",
        "pdf_envelope",
        stage=stage,
        receipt=receipt,
        proxy=programme == "nara-smarthouse" and seed % 2 == 1,
    )
    assert shown(invent(rng, programme, stage=stage, proxy=recipe.proxy), recipe, rng) == set()


@pytest.mark.parametrize(("programme", "stage", "problem"), each())
def test_a_planted_problem_shows_and_nothing_else(programme: str, stage: str, problem: Problem) -> None:
    rng, planted = random.Random(f"spoiled/{programme}/{stage}/{problem.__name__}"), Planted()
    facts = invent(rng, programme, stage=stage)
    problem(rng, facts, planted)
    found = shown(facts, Recipe(programme, "typed", "pdf_envelope", stage=stage, receipt="a"), rng)
    assert planted.codes
    assert set(planted.codes) <= found
    assert found <= set(planted.codes) | planted.tolerated


#: One that repeats an earlier envelope shows its findings between envelopes, not in itself (test_mail has it).
NAMED = [pytest.param(r, id=str(n)) for n, r in enumerate([*DEMO, *MORE], 1) if r.again is None]


@pytest.mark.parametrize("recipe", NAMED)
def test_the_named_envelopes_show_what_they_promise(recipe: Recipe) -> None:
    rng, planted = random.Random(f"named/{recipe.programme}/{recipe.delivery}"), Planted()
    facts = invent(rng, recipe.programme, stage=recipe.stage, proxy=recipe.proxy, yucho=recipe.yucho)
    for problem in recipe.problems:
        problem(rng, facts, planted)
    found = shown(facts, recipe, rng)
    assert set(planted.codes) <= found <= set(planted.codes) | planted.tolerated


def test_a_relative_has_the_same_family_name_and_another_given_name() -> None:
    rng = random.Random(5)
    who = people.person(rng, "奈良県")
    other = people.relative(rng, who)
    assert other.name.split("　")[0] == who.name.split("　")[0]
    assert other.plain != who.plain
    assert other.address == who.address


def test_the_first_ten_envelopes_are_the_demo_whatever_the_seed() -> None:
    assert recipes(10, 1) == recipes(10, 2) == list(DEMO)
    assert recipes(30, 1)[:16] == recipes(30, 2)[:16]
    assert recipes(30, 1)[16:] != recipes(30, 2)[16:]
