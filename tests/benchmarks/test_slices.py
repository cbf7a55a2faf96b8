"""Entries against what was read of them: what counts, what is uncertain, what moved between two runs."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks import accuracy, slices
from benchmarks.slices import Outcome, Tally
from models.shares import wilson
from tests import shared

ENTRY = {"value": None, "raw": "", "page": 0, "bbox": [0, 0, 1, 1], "handwritten": False}


def case(fields: dict[str, Any], pages: list[int] | None = None, kind: str = "payment_request") -> dict[str, Any]:
    return {
        "case_id": "c1",
        "files": [{"path": "a.pdf", "sha256": "A"}],
        "documents": [
            {
                "type": kind, "file": "a.pdf", "pages": pages or [0], "layout": "x", "entry_style": "typed",
                "scan_style": "gray_200", "fields": {k: {**ENTRY, "value": v} for k, v in fields.items()},
            }
        ],
    }  # fmt: skip


def result(fields: dict[str, tuple[Any, str]], pages: list[int] | None = None) -> dict[str, Any]:
    said = {k: {"value": v, "status": status, "confidence": 0.9} for k, (v, status) in fields.items()}
    return {
        "files": ["A"],
        "documents": [{"type": "payment_request", "file_sha256": "A", "pages": pages or [0], "fields": said}],
    }


@pytest.fixture(scope="module")
def score() -> Any:
    return accuracy.load_score(shared.path("corpus"))


@pytest.mark.parametrize(
    ("truth", "read", "status", "outcome", "accepted"),
    [
        ("1234567", "1234567", "accepted", "ok", True),
        ("1234567", "1234567", "review", "ok", False),
        ("1234567", "1234561", "accepted", "wrong", True),
        ("1234567", None, "review", "missing", False),
        (None, None, "accepted", "blank_ok", False),
        (None, "7", "accepted", "blank_filled", True),
    ],
)
def test_the_fate_of_an_entry(
    score: Any, truth: str | None, read: str | None, status: str, outcome: str, accepted: bool
) -> None:
    (found,) = slices.outcomes([case({"account_number": truth})], [result({"account_number": (read, status)})], score)
    assert (found.outcome, found.accepted) == (outcome, accepted)
    assert found.right == (outcome in ("ok", "blank_ok"))


def test_a_paper_that_nobody_found_has_all_entries_unread(score: Any) -> None:
    found = slices.outcomes([case({"phone": "0312345678", "bank_name": "南都銀行"})], [], score)
    assert [o.outcome for o in found] == ["missing", "missing"]


def test_a_paper_is_paired_with_the_one_that_shares_most_pages(score: Any) -> None:
    near = result({"phone": ("0312345678", "accepted")}, [0, 1])
    far = result({"phone": ("9", "accepted")}, [1])
    (found,) = slices.outcomes([case({"phone": "0312345678"}, [0, 1])], [far, near], score)
    assert found.outcome == "ok"


def outcome(**changes: Any) -> Outcome:
    base = Outcome(
        "c1", "a.pdf", 0, "receipt", "x", "typed", "photo", "total_amount", False, "ok", True, 0.99, 1000, 1000
    )
    return replace(base, **changes)


def test_blanks_count_only_where_something_was_accepted_for_them() -> None:
    tally = Tally()
    for o in (outcome(), outcome(outcome="blank_ok", accepted=False), outcome(outcome="blank_filled", accepted=True)):
        tally.add(o)
    assert (tally.n, tally.ok, tally.accepted, tally.accepted_wrong) == (1, 1, 2, 1)


def test_a_wrong_amount_nobody_would_see_is_listed_before_everything_else() -> None:
    text = slices.report([outcome(key="model", outcome="wrong", got="X"), outcome(outcome="wrong", got=9)])
    assert "account, holder or amount: 1" in text
    listed = [line for line in text.splitlines() if line.startswith("  ! ") or "receipt.model" in line]
    assert listed[0].startswith("  ! c1 a.pdf p0 receipt.total_amount: '9' for '1000'")
    assert slices.critical_errors([outcome(outcome="wrong", accepted=False)]) == 0


def test_two_runs_are_compared_entry_by_entry(tmp_path: Path) -> None:
    old = [outcome(), outcome(key="model", outcome="wrong", accepted=False, got="Y", truth="X")]
    new = [outcome(outcome="missing", accepted=False, got=None), outcome(key="model", truth="X", got="X")]
    slices.save(tmp_path / "old.json", {"mail": "m"}, old)
    kept = slices.load(tmp_path / "old.json")
    assert kept.found == old and kept.about == {"mail": "m"}
    text = slices.compare(kept.found, new)
    assert "newly right: 1\n  c1 a.pdf p0 receipt.model" in text
    assert "newly wrong: 1\n  c1 a.pdf p0 receipt.total_amount" in text
    assert slices.compare(old, old).replace("\n", "") == "newly right: 0newly wrong: 0"


@given(st.integers(1, 5000), st.data())
def test_the_interval_holds_the_share_and_narrows_with_more_entries(n: int, data: st.DataObject) -> None:
    wrong = data.draw(st.integers(0, n))
    low, high = wilson(wrong, n)
    assert 0 <= low <= wrong / n + 1e-12 and wrong / n - 1e-12 <= high <= 1
    wider = wilson(wrong * 4, n * 4)
    assert wider[1] - wider[0] < high - low


def test_nothing_measured_says_nothing() -> None:
    assert wilson(0, 0) == (0.0, 1.0)
    # Brown, Cai, DasGupta 2001: no error among 50 still allows one in fourteen.
    assert round(wilson(0, 50)[1], 3) == 0.071
