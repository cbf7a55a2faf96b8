"""The hostile files on the whole road: `uketsuke run` over all of them, each held against its row of the table."""

from __future__ import annotations

import json
from collections import defaultdict
from pathlib import Path
from typing import Any

import pytest

import storage
from flows.prefectserver import PrefectServer
from storage.settings import Settings
from tests.corpus import HostileRow, hostile_folder, hostile_rows, needs_corpus
from tests.flows.mail import known_as
from tests.flows.road import Road

pytestmark = [pytest.mark.ocr, needs_corpus]


def test_every_hostile_file_ends_as_its_table_says(
    tmp_path: Path, tmp_path_factory: pytest.TempPathFactory, prefect_server: PrefectServer
) -> None:
    road = Road(tmp_path, prefect_server, workers=2)
    hostile_folder(tmp_path_factory, road.mail)
    results = road.run()

    storage.setup(Settings(data_dir=road.data))
    try:
        wrong = [fault for row in hostile_rows() for fault in _faults(row)]
        _check_the_whole(len(results))
    finally:
        storage.close_connections()
    assert wrong == []
    assert "root:" not in json.dumps(results), "the link to the passwords was never followed"


def _faults(row: HostileRow) -> list[str]:
    """What is not as `row` says."""
    from storage.models import Arrival, Delivery, Page, Quarantine

    name = known_as(row)
    arrivals = list(Arrival.objects.filter(original_name=name).select_related("delivery"))
    refusals = list(Quarantine.objects.filter(original_name=name))
    faults = []
    if len(arrivals) + len(refusals) != 1:
        return [f"{row.label}: {len(arrivals)} arrivals, {len(refusals)} refusals"]
    if refusals and not refusals[0].message_ja.endswith("。"):
        faults.append(f"{row.label}: refused without a reason")
    pages = list(Page.objects.filter(delivery__arrivals__in=arrivals).order_by("index"))
    # What was taken in and ended with a page that nobody could read is not accepted either.
    given_up = any(a.delivery.state != Delivery.State.DONE for a in arrivals)
    given_up = given_up or any(p.outcome == Page.Outcome.QUARANTINE for p in pages)
    outcome = "quarantined" if refusals or given_up else "accepted"
    # Nobody completes the growing file here: that the completed one is taken is a test of the watcher.
    if outcome not in ({"quarantined"} if row.growing else row.outcomes):
        faults.append(f"{row.label}: {outcome}")
    if any(p.outcome == Page.Outcome.PENDING for p in pages):
        faults.append(f"{row.label}: a page is forgotten")
    faults += [f"{row.label}: not read: {wanted}" for wanted in row.must_read if not _read(arrivals, wanted)]
    if row.duplicate_of is not None:
        (twin,) = [other for other in hostile_rows() if other.label == row.duplicate_of]
        both = Arrival.objects.filter(original_name__in=[name, known_as(twin)]).order_by("pk")
        told = [(a.delivery_id, a.duplicate) for a in both]
        if told != [(told[0][0], False), (told[0][0], True)]:
            faults.append(f"{row.label}: not told as a duplicate")
    return faults


def _read(arrivals: list[Any], wanted: str) -> bool:
    """Whether `wanted` stands in a line that was read from what arrived."""
    from storage.pages import load_readings

    readings = [reading for arrival in arrivals for reading in load_readings(arrival.delivery.sha256)]
    return any(wanted in line.text for reading in readings for line in reading.lines)


def _check_the_whole(results: int) -> None:
    """One case for every envelope that was taken, nothing lost, and what hid in a file is known."""
    from storage.ledger import ledger
    from storage.models import Delivery, Page

    assert ledger().settled
    assert results == Delivery.objects.count(), "every file is an envelope of its own here"
    noted: dict[str, set[str]] = defaultdict(set)
    for delivery in Delivery.objects.all():
        noted[delivery.original_name] |= {what for what, seen in delivery.notes.items() if seen}
    assert "javascript" in noted["javascript.pdf"]
    assert "launch" in noted["launch-action.pdf"]
    assert "attachments" in noted["attachment.pdf"]
    invisible = Page.objects.get(delivery__original_name="invisible-text-only.pdf")
    assert invisible.outcome != Page.Outcome.DOCUMENT, "nothing stands on that paper"
