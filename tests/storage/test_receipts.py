"""Receipt numbers as people type them, and the cases whose number begins so: the right ones, and by an index."""

from __future__ import annotations

import pytest
from django.db import connection
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from storage import receipts
from storage.settings import Settings

#: In order of arrival: two fiscal years, and parts of one envelope; the last is of last year and came late.
NUMBERS = ("R7-000019", "R8-000001", "R8-000002", "R8-000002-02", "R8-000010", "R8-000109", "R7-000021")


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("R8-000012", "R8-000012"),
        (" r8-0000 ", "R8-0000"),
        ("Ｒ８－００００１２", "R8-000012"),
        ("R8−000012", "R8-000012"),
        ("R8ー000012", "R8-000012"),
        ("R8‐000012", "R8-000012"),
        ("R8 - 000012", "R8-000012"),
        ("R8-\x00\ud80012", "R8-12"),
        ("　", ""),
    ],
)
def test_however_it_is_typed(text: str, number: str) -> None:
    assert receipts.typed(text) == number


@given(st.text("Rr８8０0-－ー−‐ 　ｶ\t", max_size=40))
def test_typed_twice_is_typed_once(text: str) -> None:
    once = receipts.typed(text)
    assert receipts.typed(once) == once


@pytest.fixture
def numbered(database: Settings) -> None:
    """A case of each of `NUMBERS`, with one task."""
    from storage.models import Case, Envelope, ReviewTask

    now = timezone.now()
    for n, number in enumerate(NUMBERS, 1):
        envelope = Envelope.objects.create(key=number, sequence=n, number=number[:20], arrived_at=now)
        case = Case.objects.create(receipt_number=number, envelope=envelope, part=0, sequence=n)
        ReviewTask.objects.create(case=case, kind="programme", subject=f"programme:{case.pk}", opened_at=now)


@pytest.mark.usefixtures("numbered")
def test_exactly_the_cases_that_begin_so_and_their_tasks() -> None:
    from storage.models import Case, ReviewTask

    wanted = {number[:length] for number in NUMBERS for length in range(1, len(number) + 1)}
    for start in (*wanted, "X", "R8-0000020", "R8-000002-03", "r8", "R8_", "R8%", "%", "8-00"):
        right = {number for number in NUMBERS if number.startswith(start)}
        cases = Case.objects.filter(receipts.beginning(start))
        assert set(cases.values_list("receipt_number", flat=True)) == right, start
        tasks = ReviewTask.objects.filter(receipts.beginning(start, "case__"))
        assert set(tasks.values_list("case__receipt_number", flat=True)) == right, start


def test_half_a_number_is_a_range_of_the_order_of_arrival(settings_sqlite: Settings) -> None:
    from django.test.utils import CaptureQueriesContext

    from storage.models import Case, Envelope

    envelope = Envelope.objects.create(key="k", sequence=1, number="R8-000001", arrived_at=timezone.now())
    Case.objects.create(receipt_number="R8-000001", envelope=envelope, part=0, sequence=1)
    with CaptureQueriesContext(connection) as asked:
        rows = Case.objects.filter(receipts.beginning("R8-0"))
        plans = [rows.filter(programme_id__in=("a", "b")).explain(), rows.filter(state="complete").explain()]
    assert "case_of_programme" in plans[0] or "case_budget" in plans[0]
    assert "sequence>? AND sequence<?" in plans[0]
    assert "case_state_order (state=? AND sequence>? AND sequence<?)" in plans[1]
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN QUERY PLAN {asked[0]['sql']}")
        assert "COVERING INDEX case_number (receipt_number>? AND receipt_number<?)" in str(cursor.fetchall())
