"""Mail for the tests of intake: small whole files, and what became of them."""

from __future__ import annotations

import os
from pathlib import Path

from flows.ingest import IngestReport
from flows.intake import Result, Taken
from flows.safefiles import shown_name
from storage.settings import Settings
from tests.corpus import HostileRow, hostile_rows
from tests.extractors import samples


def letter(words: str) -> bytes:
    """A small whole PDF of its own."""
    return samples.pdf([samples.text(72, 700, words)])


def put(folder: Path, name: str, data: bytes) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return path


def fast(settings: Settings, **changes: object) -> Settings:
    """`settings` that wait for nothing."""
    return settings.model_copy(update={"stable_seconds": 0.0, "folder_seconds": 0.0, **changes})


def rows() -> list[tuple[int, str, str]]:
    """(sequence, original name, envelope key) of every delivery, in order of arrival."""
    from storage.models import Delivery

    return list(Delivery.objects.order_by("sequence").values_list("sequence", "original_name", "envelope__key"))


def names() -> list[str]:
    return [name for _, name, _ in rows()]


def counted() -> dict[str, int]:
    from storage.models import Arrival, Delivery, Envelope, Page, Quarantine

    return {m.__name__: m.objects.count() for m in (Envelope, Delivery, Page, Arrival, Quarantine)}


def known_as(row: HostileRow) -> str:
    """The name under which the database knows what became of a hostile input."""
    # A directory is an envelope; what lies in it is judged.
    return "inner.txt" if row.label == "directory.pdf" else shown_name(Path(os.fsdecode(row.name)))


def check_hostile(report: IngestReport, growing: str) -> None:
    """Every row of the hostile table has one outcome, and it is one that the table allows."""
    by_name: dict[str, list[Taken]] = {}
    for taken in report.files:
        by_name.setdefault(taken.name, []).append(taken)
    wrong = []
    for row in hostile_rows():
        outcomes = by_name.get(known_as(row), [])
        if len(outcomes) != 1:
            wrong.append((row.label, f"{len(outcomes)} outcomes"))
            continue
        outcome = "quarantined" if outcomes[0].result is Result.QUARANTINED else "accepted"
        if outcome not in ({growing} if row.growing else row.outcomes):
            wrong.append((row.label, outcome))
        if row.duplicate_of:
            same = [t.result for t in report.files if t.sha256 == outcomes[0].sha256]
            if same[0] is not Result.REGISTERED or set(same[1:]) != {Result.DUPLICATE}:
                wrong.append((row.label, "not told as a duplicate"))
        if outcome == "quarantined" and not outcomes[0].message_ja.endswith("。"):
            wrong.append((row.label, "no reason"))
    assert wrong == []
