"""The whole road through the flows, with real parts: readers, Prefect, database. Also killed, also with bad pages."""

from __future__ import annotations

import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing, suppress
from pathlib import Path

import pytest

from flows.prefectserver import PrefectServer
from tests import papers
from tests.extractors import samples
from tests.flows.road import ROOT, Road

pytestmark = pytest.mark.ocr


def endless_second_page() -> bytes:
    """A PDF whose second page would take ages: each form draws the one before ten times."""
    forms = []
    for depth in range(12):
        inner = b"0 0 1 1 re f\n" if depth == 0 else b"/X Do\n" * 10
        below = b"" if depth == 0 else b"/Resources<</XObject<</X %d 0 R>>>>" % (10 + depth - 1)
        form = b"<</Type/XObject/Subtype/Form/BBox[0 0 600 850]%s/Length %d>>stream\n%s\nendstream"
        forms.append(form % (below, len(inner), inner))
    letter = b"".join(samples.text(72, 700 - 30 * i, "An ordinary letter with enough words") for i in range(4))
    return samples.pdf([letter, b"/X Do"], resources="/XObject<</X 21 0 R>>", objects=forms)


def test_mail_becomes_cases_and_every_page_is_accounted_for(tmp_path: Path, prefect_server: PrefectServer) -> None:
    # Leases so short that each is renewed many times, also while its delivery is being finished.
    road = Road(tmp_path, prefect_server, workers=2, UKETSUKE_LEASE_SECONDS="0.4")
    folder = road.mail / "1"
    folder.mkdir()
    papers.pdf(folder / "a.pdf", [(*papers.RECEIPT[:3], "（内消費税等 ￥10,909）", *papers.RECEIPT[3:]), ()])
    papers.scan(folder / "b.png", (*papers.INVOICE[:4], "（うち 10,909円）", *papers.INVOICE[4:]))
    papers.pdf(road.mail / "2.pdf", [papers.INVOICE])
    papers.pdf(road.mail / "3.pdf", [papers.INVOICE])  # the same bytes again
    (road.mail / "4.pdf").write_bytes(b"%PDF-1.7 broken")

    together, single = road.run()

    assert [d["type"] for d in single["documents"]] == ["invoice"]
    assert {d["type"] for d in together["documents"]} == {"receipt", "invoice", "blank_back"}
    assert len(together["files"]) == 2
    receipt = next(d for d in together["documents"] if d["type"] == "receipt")
    assert set(receipt) == {"type", "file_sha256", "pages", "fields"}
    assert receipt["pages"] == [0]
    invoice = next(d for d in together["documents"] if d["type"] == "invoice")
    tax = invoice["fields"]["tax_amount"]  # no label says so: the receipt does
    assert (tax["value"], tax["status"]) == (10909, "review")
    assert receipt["fields"]["total_amount"]["value"] == 120000
    assert all(set(f) == {"value", "confidence", "status"} for f in receipt["fields"].values())
    assert dict(road.ask("SELECT outcome, count(*) FROM storage_page GROUP BY outcome")) == {"document": 3, "blank": 1}
    assert road.ask("SELECT count(*) FROM storage_quarantine") == [(1,)]
    assert road.ask("SELECT count(*) FROM storage_arrival WHERE duplicate") == [(1,)]
    assert road.ask("SELECT DISTINCT state, lease_owner FROM storage_delivery") == [("done", "")]

    # a person turns a page: it is read again as it stands now, upside down, and nothing is lost
    turned = "document_id = (SELECT min(id) FROM storage_document WHERE kind = 'invoice')"
    with closing(sqlite3.connect(road.data / "uketsuke.sqlite3")) as database, database:
        database.execute(f"UPDATE storage_page SET turn = 180, read_again = 1 WHERE {turned}")
    assert len(road.run()) == 2
    [(turn, again, key)] = road.ask(f"SELECT turn, read_again, image_key FROM storage_page WHERE {turned}")
    assert (turn, again) == (0, 0) and Path(key).stem.endswith("-180")
    assert road.ask("SELECT count(*) FROM storage_document WHERE NOT extracted") == [(0,)]


def test_killed_in_the_middle_and_run_again_gives_the_same_rows_once(
    tmp_path: Path, prefect_server: PrefectServer, sqlite_template: Path
) -> None:
    undisturbed, killed = (
        Road(tmp_path / name, prefect_server, database=sqlite_template) for name in ("undisturbed", "killed")
    )
    for road in (undisturbed, killed):
        for i in range(4):
            lines = [(*papers.RECEIPT[:5], f"株式会社{name}") for name in ("甲", "乙", "丙")]
            papers.pdf(road.mail / f"{i}.pdf", [*lines, (*papers.INVOICE, f"第{i}号")])
    expected = undisturbed.run()

    for enough, number in ((1, signal.SIGTERM), (8, signal.SIGKILL)):  # asked to stop early, killed late
        process = killed.start()
        deadline = time.monotonic() + 300
        while process.poll() is None and time.monotonic() < deadline:
            if (killed.ask("SELECT count(*) FROM storage_page WHERE reading IS NOT NULL") or [(0,)])[0][0] >= enough:
                break
            with suppress(subprocess.TimeoutExpired):
                process.wait(0.02)
        assert process.poll() is None, "it ended before it could be killed"
        process.send_signal(number)
        process.communicate(timeout=120)
        asked = number is signal.SIGTERM
        assert process.returncode == (130 if asked else -number)
        held = killed.ask("SELECT count(*) FROM storage_delivery WHERE state = 'reading'")
        assert (held == [(0,)]) == asked, "who is asked to stop gives back what was begun"

    assert killed.run() == expected
    assert killed.counts() == undisturbed.counts()
    assert killed.ask("SELECT DISTINCT state FROM storage_delivery") == [("done",)]

    before = killed.counts()
    assert killed.run() == expected, "once more changes nothing"
    assert killed.counts() == before


def test_a_page_that_cannot_be_rendered_goes_to_quarantine_and_the_others_go_on(
    tmp_path: Path, prefect_server: PrefectServer, sqlite_template: Path
) -> None:
    road = Road(tmp_path, prefect_server, database=sqlite_template, UKETSUKE_LIMITS__RENDER_SECONDS="10")
    road.mail.joinpath("1.pdf").write_bytes(endless_second_page())
    papers.pdf(road.mail / "2.pdf", [papers.RECEIPT])
    results = road.run()
    pages = road.ask(
        "SELECT d.sequence, p.\"index\", p.outcome, p.reason_ja != '' FROM storage_page p"
        " JOIN storage_delivery d ON d.id = p.delivery_id ORDER BY 1, 2"
    )
    assert pages == [(1, 0, "document", 0), (1, 1, "quarantine", 1), (2, 0, "document", 0)]
    assert [c["documents"][0]["pages"] for c in results] == [[0], [0]]


def test_another_machines_lease_is_waited_for_and_then_taken_over(
    tmp_path: Path, prefect_server: PrefectServer, sqlite_template: Path
) -> None:
    road = Road(tmp_path, prefect_server, database=sqlite_template)
    papers.pdf(road.mail / "1.pdf", [papers.RECEIPT])
    taken_in = subprocess.run(
        [sys.executable, "-m", "uketsuke", "ingest", str(road.mail), "--data", str(road.data)], cwd=ROOT, timeout=120
    )
    assert taken_in.returncode == 0
    with closing(sqlite3.connect(road.data / "uketsuke.sqlite3")) as database:
        database.execute(
            "UPDATE storage_delivery SET state = 'reading', lease_owner = 'elsewhere:1:x', attempts = 1,"
            " lease_until = strftime('%Y-%m-%d %H:%M:%f', 'now', '+20 seconds')"
        )
        database.commit()
    [until] = road.ask("SELECT lease_until FROM storage_delivery")
    assert len(road.run()) == 1
    [(finished, attempts)] = road.ask("SELECT finished_at, attempts FROM storage_delivery")
    assert finished > until[0]
    assert attempts == 2
