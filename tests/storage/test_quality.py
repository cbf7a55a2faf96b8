"""Blind quality samples: who is chosen, what is measured, and what stops."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.errors import BarredError
from storage import cases, entering, quality, reviewing
from storage import models as db
from storage.quality import STRATA, Measured, accuracy, chosen
from tests.storage.support import arrive, check, read_all, rows, sha

KEY, VALUE = "applicant_name", "髙橋"
FIRST, SECOND = "tanaka", "suzuki"
PROGRAMME: Any = SimpleNamespace(
    id="nara-smarthouse", double_entry=lambda kind, key: "never", target_error_of=lambda kind, key: 0.001
)


@pytest.fixture
def mark() -> list[str]:
    """The fingerprint of the calibration in use."""
    return ["first"]


@pytest.fixture
def case_id(database: object, monkeypatch: pytest.MonkeyPatch, mark: list[str]) -> int:
    """A case one of whose fields was accepted, and chosen as a sample."""
    monkeypatch.setattr(quality, "_share", lambda: 1.0)
    plain = cases.save_checked
    monkeypatch.setattr(
        cases, "save_checked", lambda *a, **more: plain(*a, **more, programme=PROGRAMME, calibration=mark[0])
    )
    arrive()
    read_all()
    return db.Case.objects.get().pk


def task(kind: str = "sample") -> db.ReviewTask:
    return db.ReviewTask.objects.get(kind=kind, field__key=KEY)


def field() -> db.Field:
    return db.Field.objects.get(key=KEY)


def enter(value: object, user: str = FIRST) -> None:
    entering.enter(task().pk, user, value, field().version)


def one() -> db.QualitySample:
    return db.QualitySample.objects.get(key=KEY)


@given(st.lists(st.text(max_size=30), unique=True, max_size=40), st.floats(0, 1), st.floats(0, 1))
def test_more_share_chooses_more_and_never_others(names: list[str], one: float, other: float) -> None:
    few, many = sorted((one, other))
    assert {n for n in names if chosen(n, few)} <= {n for n in names if chosen(n, many)}
    assert all(chosen(n, 1.0) for n in names) and not any(chosen(n, 0.0) for n in names)


def test_every_stratum_gives_its_share() -> None:
    for key in ("account_number", "address"):
        picked = sum(chosen(f"sample:{sha(str(n))}:0:{key}", 0.05) for n in range(4000))
        assert 140 < picked < 260


def test_an_accepted_field_is_typed_blind_and_was_right(case_id: int) -> None:
    assert (one().state, one().value, one().style, one().document_kind) == (
        "open",
        VALUE,
        "printed",
        "application_form",
    )
    assert task().priority > 80 and db.QualitySample.objects.count() == 1  # fields in doubt are no samples
    [before] = accuracy()
    assert (before.right, before.wrong, before.waiting, before.rate) == (0, 0, 1, None)
    enter("髙 橋")
    check(case_id)
    [after] = accuracy(STRATA)
    assert (after.programme_id, after.key, after.style, after.right, after.waiting) == (
        "nara-smarthouse",
        KEY,
        "printed",
        1,
        0,
    )
    assert (one().state, task().state, field().decided_by) == ("right", "done", "")


def test_a_sample_holds_no_case_up_but_a_wrong_one_opens_it_again(case_id: int) -> None:
    settle_everything_else(case_id)
    assert db.Case.objects.get().state == "complete" and task().state == "open"
    enter("高橋")
    check(case_id)
    assert db.Case.objects.get().state == "review"
    assert (one().state, field().status, task("settle").state) == ("disputed", "review", "open")
    with pytest.raises(BarredError):
        reviewing.decide_field(task("settle").pk, FIRST, "高橋", "correct", field().version)
    reviewing.decide_field(task("settle").pk, SECOND, "高橋", "correct", field().version)
    check(case_id)
    assert (one().state, db.Case.objects.get().state) == ("wrong", "complete")
    assert [(m.right, m.wrong) for m in accuracy()] == [(0, 1)]


def test_a_typing_slip_is_no_error_of_the_machine(case_id: int) -> None:
    enter("高橋")
    check(case_id)
    reviewing.decide_field(task("settle").pk, SECOND, None, "confirm", field().version)
    check(case_id)
    assert one().state == "right" and not quality.stops()


def test_below_the_target_automatic_acceptance_stops_until_calibrated_again(case_id: int) -> None:
    enter("高橋")
    check(case_id)
    reviewing.decide_field(task("settle").pk, SECOND, "高橋", "correct", field().version)
    assert quality.stopped_keys("nara-smarthouse", "first") == frozenset()
    check(case_id)
    [stop] = quality.stops()
    assert (stop.key, stop.programme_id, stop.right, stop.wrong) == (KEY, "nara-smarthouse", 0, 1)
    assert quality.stopped_keys("nara-smarthouse", "first") == {KEY}
    assert quality.stopped_keys("shinjuku-ecohome", "first") == quality.stopped_keys(None, "first") == frozenset()
    assert accuracy()[0].stopped and db.AuditEvent.objects.filter(action="acceptance.stopped").count() == 1
    assert quality.stopped_keys("nara-smarthouse", "second") == frozenset()  # calibrated again
    assert not quality.stops() and db.AuditEvent.objects.filter(action="acceptance.resumed").count() == 1


def test_checking_again_changes_nothing(case_id: int) -> None:
    enter("高橋")
    check(case_id)
    before = rows() | {"samples": list(db.QualitySample.objects.values_list("state", "typed_by", "judged_at"))}
    check(case_id)
    assert rows() | {"samples": list(db.QualitySample.objects.values_list("state", "typed_by", "judged_at"))} == before


def test_a_field_a_person_decides_first_is_no_sample_any_more(case_id: int) -> None:
    reviewing.correct_field(field().pk, FIRST, "髙橋花子", "correct", field().version)
    check(case_id)
    assert (one().state, task().state) == ("void", "void") and accuracy() == []


def test_missed_means_that_even_the_upper_bound_is_below_the_target() -> None:
    def measured(right: int, wrong: int) -> Measured:
        return Measured("", "k", "", "", right, wrong, 0, 0.001, False)

    assert measured(0, 1).missed and measured(99, 1).missed
    assert not measured(400, 1).missed and not measured(0, 0).missed and not measured(10, 0).missed
    assert measured(400, 5).missed


def settle_everything_else(case_id: int) -> None:
    for row in db.Field.objects.filter(status="review"):
        reviewing.correct_field(row.pk, FIRST, 1200, "correct", row.version)
    for paper in db.Document.objects.filter(kind="unknown"):
        reviewing.set_document_kind(paper.pk, FIRST, paper.kind, paper.version)  # type: ignore[arg-type]
    check(case_id)
