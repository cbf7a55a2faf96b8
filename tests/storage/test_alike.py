"""The search for cases that share something: by index, bounded, and the same seen from both sides."""

from __future__ import annotations

import datetime as dt
import random

import pytest
from django.db import connection

from models.checks import CaseKey
from storage import alike
from storage import models as db

pytestmark = pytest.mark.usefixtures("database")

CROWD = CaseKey(kind="applicant", key="dealer")


def key(name: str) -> CaseKey:
    return CaseKey(kind="applicant", key=name)


def fill(*keys_of_each: tuple[CaseKey, ...]) -> list[db.Case]:
    """A case for each, in order of arrival."""
    at = dt.datetime(2026, 4, 1, tzinfo=dt.UTC)
    numbers = range(1, len(keys_of_each) + 1)
    db.Envelope.objects.bulk_create(
        db.Envelope(key=f"e{n}", sequence=n, number=f"R8-{n:06d}", arrived_at=at) for n in numbers
    )
    envelopes = list(db.Envelope.objects.order_by("sequence"))
    db.Case.objects.bulk_create(
        db.Case(receipt_number=e.number, envelope=e, part=0, sequence=e.sequence) for e in envelopes
    )
    cases = list(db.Case.objects.order_by("sequence"))
    db.CaseKey.objects.bulk_create(
        db.CaseKey(case=case, kind=k.kind, key=k.key, sequence=case.sequence, part=case.part)
        for case, keys in zip(cases, keys_of_each, strict=True)
        for k in keys
    )
    return cases


def numbers(case: db.Case, *keys: CaseKey) -> list[str]:
    return [e.receipt_number for e in alike.earlier_with_keys(case.pk, keys)]


def test_of_a_crowd_the_nearest_arrivals_count() -> None:
    cases = fill(*[(CROWD,)] * 40)
    before = [c.receipt_number for c in cases[39 - alike.NEIGHBOURS : 39]]
    assert numbers(cases[39], CROWD) == before
    after = {c.pk for c in cases[1 : 1 + alike.NEIGHBOURS]}
    assert alike.later_with_keys(cases[0], [CROWD]) == after


def test_what_is_really_the_same_is_found_behind_a_crowd() -> None:
    own = [key(f"own{i}") for i in range(3)]
    cases = fill((CROWD, *own), *[(CROWD,)] * 60, (CROWD, *own))
    found = numbers(cases[-1], CROWD, *own)
    assert found[0] == cases[0].receipt_number and len(found) == alike.NEIGHBOURS + 1


def test_never_more_than_the_most_and_those_that_share_most() -> None:
    crowds = [key(f"crowd{i}") for i in range(4)]
    twin = tuple(crowds)
    cases = fill(*[(crowd,) for crowd in crowds for _ in range(alike.NEIGHBOURS - 1)], twin, twin)
    found = numbers(cases[-1], *crowds)
    assert len(found) == alike.MOST and cases[-2].receipt_number in found


def test_a_kind_is_part_of_the_key() -> None:
    cases = fill((CROWD,), (CROWD,))
    assert numbers(cases[1], CaseKey(kind="receipt", key=CROWD.key)) == []


def test_more_keys_than_one_statement_takes() -> None:
    many = tuple(key(f"k{i}") for i in range(250))
    cases = fill(many, many)
    assert numbers(cases[1], *many) == [cases[0].receipt_number]


@pytest.mark.parametrize("seed", range(3))
def test_whoever_is_compared_with_a_case_is_checked_again_when_it_changes(seed: int) -> None:
    rng = random.Random(seed)
    pool = [key(f"p{i}") for i in range(6)]
    keys = [tuple(rng.sample(pool, rng.randint(0, 3))) for _ in range(45)]
    cases = fill(*keys)
    for i, case in enumerate(cases):
        compared = {e.receipt_number for e in alike.earlier_with_keys(case.pk, keys[i])}
        for j in range(i):
            if cases[j].receipt_number in compared:
                assert case.pk in alike.later_with_keys(cases[j], keys[j]), (seed, i, j)


def test_the_index_answers_and_nothing_is_scanned() -> None:
    cases = fill(*[(CROWD, key(f"own{i}"), key(f"pair{i // 2}")) for i in range(1500)])
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
        explain = "EXPLAIN QUERY PLAN " if connection.vendor == "sqlite" else "EXPLAIN "
        for select in (alike._EARLIER, alike._LATER):
            values = [CROWD.key, CROWD.kind, cases[700].sequence, 0, alike.NEIGHBOURS]
            cursor.execute(f"{explain}{select} UNION ALL {select}", values * 2)
            plan = "\n".join(str(row) for row in cursor.fetchall())
            assert plan.count("case_key_order") == 2, plan
            assert "SCAN storage_casekey" not in plan and "Seq Scan" not in plan and "Sort" not in plan, plan
            assert "TEMP B-TREE" not in plan, plan
