from __future__ import annotations

import pytest

from tests import shared
from validators.identity import check_corporate_number, check_invoice_number, digits_that_would_fit
from validators.likeness import Verdict


@pytest.mark.parametrize(
    ("number", "verdict"),
    [
        ("T7010002082351", "agree"),
        ("Ｔ７０１０００２０８２３５１", "agree"),
        ("T2150001638075", "disagree"),
        ("7010002082351", "unknown"),
        ("T701", "unknown"),
        (None, "unknown"),
        ("", "unknown"),
    ],
)
def test_invoice_numbers(number: str | None, verdict: str) -> None:
    assert check_invoice_number(number) == verdict


def test_possible_true_readings_of_a_wrong_number() -> None:
    assert digits_that_would_fit("T7010002082351") == []
    assert digits_that_would_fit("abc") == []
    fits = digits_that_would_fit("T7010002032351")
    assert "T7010002082351" in fits
    assert all(check_invoice_number(n) is Verdict.AGREE for n in fits)


def test_reference_cases() -> None:
    for case in shared.jsonl("reference-cases", "corporate_numbers.jsonl"):
        assert (check_corporate_number(case["number"]) is Verdict.AGREE) == case["valid"], case
