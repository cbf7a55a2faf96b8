from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest
from django.db import connection, transaction

import storage
from models.errors import ObjectNotFoundError, StaleError
from storage import deliveries, pages
from storage import models as db
from storage.counters import fiscal_year_label
from storage.deliveries import NewDelivery, NewEnvelope
from storage.settings import Settings
from tests.storage.support import in_processes, read_all, reading, register, rows, sha

pytestmark = pytest.mark.usefixtures("database")


def test_the_database_is_the_one_asked_for(database: Settings) -> None:
    assert connection.vendor == ("sqlite" if database.database_url.startswith("sqlite") else "postgresql")
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            asked = {
                p: cursor.execute(f"PRAGMA {p}").fetchone()[0] for p in ("journal_mode", "synchronous", "foreign_keys")
            }
        assert asked == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1}


def test_a_delivery_is_registered_with_its_pages() -> None:
    registered = register("scan", pages=3)
    assert (registered.sequence, registered.duplicate) == (1, False)
    assert registered.receipt_number == f"{fiscal_year_label(datetime.now(UTC))}-000001"
    delivery = db.Delivery.objects.get()
    assert (delivery.sha256, delivery.original_name, delivery.state) == (sha("scan"), "scan.pdf", "registered")
    assert list(delivery.pages.values_list("index", "outcome")) == [(0, "pending"), (1, "pending"), (2, "pending")]


def test_registering_the_same_arrival_again_changes_nothing() -> None:
    first = register("scan", pages=2)
    before = rows()
    assert register("scan", pages=2) == first
    assert rows() == before


def test_the_same_bytes_in_another_arrival_are_a_duplicate() -> None:
    first = register("scan")
    second = register("scan", again="-b")
    assert (second.duplicate, second.sequence, second.envelope_key) == (True, first.sequence, first.envelope_key)
    assert register("scan", again="-b").duplicate, "told so each time it is asked"
    assert db.Delivery.objects.count() == db.Envelope.objects.count() == 1
    assert list(db.Arrival.objects.order_by("pk").values_list("duplicate", flat=True)) == [False, True]


def test_order_of_arrival_and_receipt_numbers_have_no_gaps() -> None:
    register("a")
    with pytest.raises(RuntimeError), transaction.atomic():
        register("lost")
        raise RuntimeError
    got = [register(name) for name in "bcd"]
    assert [g.sequence for g in got] == [2, 3, 4]
    assert [g.receipt_number[-6:] for g in got] == ["000002", "000003", "000004"]


@pytest.mark.parametrize(
    ("moment", "label"),
    [
        (datetime(2026, 3, 31, 14, 59, tzinfo=UTC), "R7"),
        (datetime(2026, 3, 31, 15, 0, tzinfo=UTC), "R8"),  # 1 April, midnight in Japan
        (datetime(2019, 5, 1, tzinfo=UTC), "R1"),
    ],
)
def test_fiscal_years_begin_in_april_in_japan(moment: datetime, label: str) -> None:
    assert fiscal_year_label(moment) == label


def test_names_that_no_database_holds_are_taken() -> None:
    deliveries.register(
        NewDelivery(sha("odd"), 1, "pdf", 1, "\udce3\x00.pdf", {"attachments": ["\udcff"]}),
        NewEnvelope("odd", original_name="\udce3"),
        arrival_key="odd",
    )
    assert db.Delivery.objects.get().original_name == "��.pdf"


def test_oldest_first_and_no_more_than_asked() -> None:
    for name in "abc":
        register(name)
    assert [c.sha256 for c in deliveries.claim("me", 2)] == [sha("a"), sha("b")]
    assert [c.sha256 for c in deliveries.claim("you", 2)] == [sha("c")]
    assert deliveries.claim("you", 2) == []


def test_an_open_envelope_is_left_alone() -> None:
    register("a", envelope="folder", close=False)
    register("b", envelope="folder", close=False)
    assert deliveries.claim("me", 5) == []
    assert deliveries.close_envelope("folder")
    assert len(deliveries.claim("me", 5)) == 2
    assert not deliveries.close_envelope("never seen")


def test_something_more_for_a_closed_envelope_opens_it_again() -> None:
    register("a", envelope="folder")
    register("b", envelope="folder", close=False)
    assert deliveries.claim("me", 5) == []
    deliveries.close_envelope("folder")
    assert len(deliveries.claim("me", 5)) == 2
    assert db.Envelope.objects.count() == 1


def test_a_lease_that_ran_out_goes_to_another() -> None:
    register("a")
    deliveries.claim("dead", lease=0)
    [claimed] = deliveries.claim("alive")
    assert (claimed.lease_owner, claimed.attempts) == ("alive", 2)
    for late in (
        lambda: deliveries.renew(sha("a"), "dead"),
        lambda: deliveries.finish(sha("a"), "dead"),
        lambda: deliveries.mark_read(sha("a"), "dead"),
        lambda: deliveries.fail(sha("a"), "dead", "X", "遅い"),
        lambda: deliveries.release(sha("a"), "dead"),
    ):
        with pytest.raises(StaleError):
            late()
    assert db.Delivery.objects.get().lease_owner == "alive"


def test_renewing_keeps_it() -> None:
    register("a")
    deliveries.claim("me", lease=0)
    deliveries.renew(sha("a"), "me", 60)
    assert deliveries.claim("you") == []


def test_a_released_delivery_is_free_at_once_and_the_attempt_does_not_count() -> None:
    register("a")
    deliveries.claim("me")
    deliveries.release(sha("a"), "me")
    assert deliveries.waiting() == 1
    assert deliveries.claim("you")[0].attempts == 1


def test_finished_is_finished() -> None:
    register("a")
    deliveries.claim("me")
    deliveries.finish(sha("a"), "me")
    assert deliveries.waiting() == 0 and deliveries.claim("me") == []
    with pytest.raises(StaleError):
        deliveries.renew(sha("a"), "me")


def test_a_failed_delivery_leaves_its_pages_in_quarantine_and_can_be_reopened() -> None:
    register("a", pages=2)
    deliveries.claim("me")
    deliveries.fail(sha("a"), "me", "R000", "ページを画像にできませんでした。")
    assert set(db.Page.objects.values_list("outcome", "reason_ja")) == {
        ("quarantine", "ページを画像にできませんでした。")
    }
    assert deliveries.claim("me") == []
    deliveries.reopen(sha("a"), "operator")
    assert set(db.Page.objects.values_list("outcome", "reason_ja")) == {("pending", "")}
    assert deliveries.claim("me")[0].attempts == 1
    with pytest.raises(StaleError):
        deliveries.reopen(sha("a"), "operator")


def test_the_last_delivery_of_an_envelope_hears_that_it_is_read() -> None:
    register("a", envelope="folder", close=False)
    register("b", envelope="folder")
    deliveries.claim("me", 2)
    assert not deliveries.mark_read(sha("a"), "me")
    assert deliveries.mark_read(sha("b"), "me")
    assert deliveries.mark_read(sha("b"), "me"), "asking again is harmless"


def test_a_failing_sister_does_not_hold_up_the_envelope() -> None:
    register("a", envelope="folder", close=False)
    register("b", envelope="folder")
    deliveries.claim("me", 2)
    assert not deliveries.mark_read(sha("a"), "me")
    assert deliveries.fail(sha("b"), "me", "X", "だめ")


def test_envelopes_left_unsorted_are_found() -> None:
    register("a", envelope="folder")
    deliveries.claim("dead", lease=0)
    assert deliveries.unsorted_envelopes() == [], "not read yet"
    deliveries.mark_read(sha("a"), "dead")
    deliveries.finish(sha("a"), "dead")
    assert deliveries.unsorted_envelopes() == ["folder"]


def test_only_unread_pages_are_read_again() -> None:
    register("a", pages=3)
    pages.save_reading(sha("a"), 1, reading(1, "\ud800 odd \x00"), "pages/x/1.webp")
    assert pages.unread(sha("a")) == [0, 2]
    assert pages.load_reading(sha("a"), 1).hidden_text == "� odd �"
    pages.set_outcomes(sha("a"), {0: "quarantine"}, "読めません")
    assert pages.unread(sha("a")) == [2]
    assert [r.page_index for r in pages.load_readings(sha("a"))] == [1]


def test_a_reading_comes_back_as_it_was_and_replaces_the_one_before() -> None:
    register("a")
    for text in ("first", "second"):
        pages.save_reading(sha("a"), 0, reading(0, text), f"pages/{text}")
        assert pages.load_readings(sha("a")) == [reading(0, text)]
        assert pages.image_key(sha("a"), 0) == f"pages/{text}"


def test_a_page_read_after_all_leaves_quarantine() -> None:
    register("a")
    pages.set_outcomes(sha("a"), {0: pages.Outcome.QUARANTINE}, "読めません")
    pages.save_reading(sha("a"), 0, reading(0))
    assert db.Page.objects.values_list("outcome", "reason_ja").get() == ("pending", "")


def test_unknown_things_are_told() -> None:
    register("a")
    for call in (
        lambda: pages.load_reading(sha("a"), 0),
        lambda: pages.save_reading(sha("a"), 1, reading(1)),
        lambda: pages.image_key(sha("a"), 7),
        lambda: pages.set_outcomes(sha("a"), {7: "blank"}),
        lambda: pages.envelope_of(sha("b")),
        lambda: deliveries.mark_read(sha("b"), "me"),
    ):
        with pytest.raises(ObjectNotFoundError):
            call()


# Many at once


def claim_everything(owner: str) -> list[str]:
    got: list[str] = []
    while claimed := deliveries.claim(owner, 3):
        got += [c.sha256 for c in claimed]
    return got


def test_processes_never_claim_the_same_delivery() -> None:
    names = [f"n{i}" for i in range(40)]
    for name in names:
        register(name)
    got = in_processes(4, lambda n: claim_everything(f"worker-{n}"))
    assert sorted(s for part in got for s in part) == sorted(sha(n) for n in names)
    held = {d.sha256: d.lease_owner for d in db.Delivery.objects.all()}
    assert all(held[s] == f"worker-{n}" for n, part in enumerate(got) for s in part)


def test_threads_never_claim_the_same_delivery() -> None:
    names = [f"n{i}" for i in range(40)]
    for name in names:
        register(name)

    def work(number: int) -> list[str]:
        try:
            return claim_everything(f"thread-{number}")
        finally:
            storage.close_connections()

    with ThreadPoolExecutor(6) as pool:
        got = [s for part in pool.map(work, range(6)) for s in part]
    assert sorted(got) == sorted(sha(n) for n in names)


def test_the_same_bytes_arriving_at_once_become_one_delivery() -> None:
    got = in_processes(4, lambda n: register("scan", pages=2, again=f"-{n}").duplicate)
    assert sorted(got) == [False, True, True, True]
    assert (db.Delivery.objects.count(), db.Page.objects.count(), db.Arrival.objects.count()) == (1, 2, 4)


def test_many_arriving_at_once_get_numbers_of_their_own() -> None:
    got = in_processes(4, lambda n: [register(f"{n}-{i}").receipt_number for i in range(5)])
    assert len({number for part in got for number in part}) == 20
    assert sorted(db.Delivery.objects.values_list("sequence", flat=True)) == list(range(1, 21))


def test_one_of_two_that_end_at_once_sorts_the_envelope() -> None:
    register("a", envelope="folder", close=False)
    register("b", envelope="folder")
    deliveries.claim("w0", 1)
    deliveries.claim("w1", 1)
    got = in_processes(2, lambda n: deliveries.mark_read(sha("ab"[n]), f"w{n}"))
    assert sorted(got) == [False, True]


def test_reading_all(database: Settings) -> None:
    """The support's own road works, so that tests built on it mean something."""
    register("one", 4, "folder", close=False)
    register("two", 2, "folder")
    read_all()
    assert set(db.Delivery.objects.values_list("state", flat=True)) == {"done"}
