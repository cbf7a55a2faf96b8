from __future__ import annotations

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from storage import audit
from storage import models as db
from tests.storage.support import in_processes

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
def chain() -> list[int]:
    return [audit.record("tanaka", "case.seen", f"case:{n}", {"page": n, "名": "値"}) for n in range(1, 6)]


def test_an_empty_chain_is_intact() -> None:
    assert audit.verify() == audit.AuditReport(True, 0, audit.GENESIS)


def test_a_chain_is_intact_and_counted(chain: list[int]) -> None:
    report = audit.verify()
    assert (report.intact, report.events, chain) == (True, 5, [1, 2, 3, 4, 5])
    assert report.head == db.AuditEvent.objects.get(sequence=5).digest


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("actor", "sato"),
        ("action", "case.deleted"),
        ("object", "case:9"),
        ("detail", {}),
        ("digest", "f" * 64),
        ("previous", "e" * 64),
        ("at", "2020-01-01T00:00:00+00:00"),
    ],
)
def test_any_change_is_noticed(chain: list[int], column: str, value: object) -> None:
    db.AuditEvent.objects.filter(sequence=3).update(**{column: value})
    report = audit.verify()
    assert not report.intact and report.broken_at in (3, 4)


@pytest.mark.parametrize("gone", [[1], [3], [5], [4, 5], [1, 2, 3, 4, 5]])
def test_anything_missing_is_noticed(chain: list[int], gone: list[int]) -> None:
    db.AuditEvent.objects.filter(sequence__in=gone).delete()
    report = audit.verify()
    assert not report.intact and report.broken_at == gone[0]


def test_something_slipped_in_is_noticed(chain: list[int]) -> None:
    """A forger who knows how to compute digests, but does not rewrite all that follows."""
    last = db.AuditEvent.objects.get(sequence=5)
    digest = audit._digest(6, last.at, "ghost", "x", "y", {}, last.digest)
    db.AuditEvent.objects.create(
        sequence=6, at=last.at, actor="ghost", action="x", object="y", previous=last.digest, digest=digest
    )
    assert not audit.verify().intact


def test_events_swapped_are_noticed(chain: list[int]) -> None:
    db.AuditEvent.objects.filter(sequence=2).update(sequence=99)
    db.AuditEvent.objects.filter(sequence=3).update(sequence=2)
    db.AuditEvent.objects.filter(sequence=99).update(sequence=3)
    assert not audit.verify().intact


def test_an_event_of_a_transaction_that_failed_never_was(chain: list[int]) -> None:
    with pytest.raises(RuntimeError), transaction.atomic():
        audit.record("tanaka", "x", "y")
        raise RuntimeError
    assert audit.record("tanaka", "x", "y") == 6
    assert audit.verify().intact


def test_many_at_once_make_one_chain() -> None:
    in_processes(4, lambda n: [audit.record(f"user-{n}", "seen", f"case:{i}") for i in range(10)])
    assert audit.verify().intact and audit.verify().events == 40


def test_the_chain_can_be_verified_while_it_grows() -> None:
    def work(number: int) -> list[bool]:
        if number:
            return [bool(audit.record(f"user-{number}", "seen", f"case:{i}")) for i in range(15)]
        return [audit.verify().intact for _ in range(15)]

    assert all(all(answers) for answers in in_processes(3, work))


@given(
    detail=st.dictionaries(
        st.text(max_size=5),
        st.none() | st.booleans() | st.integers(-(10**12), 10**12) | st.text(max_size=9),
        max_size=4,
    )
)
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_whatever_an_event_carries_it_can_be_verified(detail: dict[str, audit.Detail]) -> None:
    audit.record("tanaka", "x", "y", detail)
    assert audit.verify().intact, connection.vendor
