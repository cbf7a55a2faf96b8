"""What comes out: results, ledger, status, quarantine."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from models.documents import SortedCase
from models.errors import DamagedFileError, ObjectNotFoundError
from storage import cases, quarantine
from storage import models as db
from storage.exporting import export_results
from storage.ledger import ledger
from storage.status import status
from tests.storage.support import ENVELOPE, arrive, document, entry, extracted, in_processes, read_all, register, sha

pytestmark = pytest.mark.usefixtures("database")

SHARED = Path(__file__).parents[2].parent / "shared"


def test_results_have_the_documented_form() -> None:
    arrive()
    read_all()
    [case] = export_results()
    row = db.Finding.objects.get()
    assert json.loads(json.dumps(case)) == case
    assert case == {
        "files": [sha("one"), sha("two")],
        "programme": "nara-smarthouse",
        "receipt_number": db.Case.objects.get().receipt_number,
        "follows": None,
        "documents": [
            {
                "type": "application_form",
                "file_sha256": sha("one"),
                "pages": [1, 2],
                "fields": {
                    "purchase_amount": {"value": 1200, "confidence": 0.5, "status": "review"},
                    "applicant_name": {"value": "髙橋", "confidence": 0.99, "status": "accepted"},
                },
            },
            {"type": "blank_back", "file_sha256": sha("one"), "pages": [3], "fields": {}},
            {
                "type": "receipt",
                "file_sha256": sha("two"),
                "pages": [0],
                "fields": {"total_amount": {"value": 1100, "confidence": 0.5, "status": "review"}},
            },
            {"type": "unknown", "file_sha256": sha("two"), "pages": [1], "fields": {}},
        ],
        "findings": [
            {
                "code": "AMOUNT_MISMATCH",
                "status": "suspected",
                "details": [
                    {
                        "status": "suspected",
                        "message": row.message_ja,
                        "clause": row.clause,
                        "rule": "",
                        "other_case": None,
                    }
                ],
            }
        ],
    }


def test_cases_come_in_order_of_arrival_whatever_was_worked_on_first() -> None:
    for name in ("a", "b"):
        register(name, 4)
    for name in ("b", "a"):
        parts = [SortedCase(part=n, documents=(document("receipt", name, 2 * n),)) for n in (1, 0)]
        cases.save_sorted(f"envelope-{name}", parts)
    listed = [(c["files"], c["documents"][0]["pages"]) for c in export_results()]
    assert listed == [([sha("a")], [0]), ([sha("a")], [2]), ([sha("b")], [0]), ([sha("b")], [2])]


def test_rows_of_a_table_are_one_field() -> None:
    register("a")
    paper = document("invoice", "a", 0)
    [case_id] = cases.save_sorted("envelope-a", [SortedCase(part=0, documents=(paper,))])
    lines = [{"name": "工事", "qty": 1, "unit": "式", "unit_price": 10, "amount": 10}]
    cases.save_extracted(case_id, 0, extracted(paper, entry("line_items", lines)))
    assert next(export_results())["documents"][0]["fields"]["line_items"]["value"] == lines


@pytest.mark.skipif(not (SHARED / "corpus" / "score.py").exists(), reason="the corpus is not beside the repository")
def test_the_corpus_scorer_accepts_the_results(tmp_path: Path) -> None:
    arrive()
    read_all()
    truth = {
        "case_id": "1", "programme": "nara-smarthouse", "stage": "apply", "delivery": "pdf_envelope",
        "files": [{"path": "x", "sha256": sha("one")}, {"path": "y", "sha256": sha("two")}],
        "documents": [
            {"type": "receipt", "file": "y", "pages": [0], "layout": "l", "entry_style": "typed", "scan_style": "gray_200",
             "fields": {"total_amount": {"value": 1100, "raw": "1,100", "page": 0, "bbox": [0, 0, 1, 1], "handwritten": False}}}
        ],
        "findings": ["AMOUNT_MISMATCH"], "finding_details": [], "findings_tolerated": [],
    }  # fmt: skip
    (tmp_path / "truth.jsonl").write_text(json.dumps(truth) + "\n", "utf-8")
    (tmp_path / "results.jsonl").write_text("".join(json.dumps(c) + "\n" for c in export_results()), "utf-8")
    command = [sys.executable, SHARED / "corpus" / "score.py", "--truth", tmp_path / "truth.jsonl"]
    answer = subprocess.run(
        [*command, "--results", tmp_path / "results.jsonl"], capture_output=True, text=True, check=True
    )
    assert json.loads(answer.stdout.splitlines()[-1])


# Ledger and status


def test_the_ledger_balances_at_every_moment() -> None:
    assert ledger().settled and ledger().pages_in == 0
    arrive()
    assert ledger().balances and ledger().pending == 6 and not ledger().settled
    read_all()
    quarantine.add("bad", DamagedFileError(), original_name="x.pdf", pages=3)
    quarantine.add("worse", DamagedFileError(), original_name="y.pdf")
    book = ledger()
    assert (book.pages_in, book.documents, book.separators, book.blanks, book.quarantine) == (9, 4, 1, 1, 3)
    assert book.settled


def test_the_ledger_balances_while_mail_arrives() -> None:
    def work(number: int) -> list[bool]:
        if number:
            return [bool(register(f"{number}-{i}", 3)) for i in range(10)]
        return [ledger().balances for _ in range(20)]

    assert all(all(answers) for answers in in_processes(3, work))
    assert ledger().pages_in == 60


def test_a_page_lost_or_claimed_twice_shows() -> None:
    arrive()
    read_all()
    db.Page.objects.filter(delivery__sha256=sha("two"), index=1).delete()
    assert not ledger().balances
    db.Page.objects.create(delivery=db.Delivery.objects.get(sha256=sha("two")), index=1, outcome="document")
    assert ledger().astray == 1 and not ledger().balances


def test_a_page_that_says_it_is_in_a_document_that_does_not_list_it_shows() -> None:
    arrive()
    read_all()
    db.Document.objects.filter(kind="receipt").update(page_indexes=[])
    assert ledger().astray == 1 and not ledger().balances


def test_status_counts_everything_by_state() -> None:
    assert status().deliveries == {"registered": 0, "reading": 0, "done": 0, "failed": 0}
    arrive()
    read_all()
    register("one", 4, again="-again")
    quarantine.add("bad", DamagedFileError(), original_name="x.pdf")
    now = status()
    assert now.deliveries == {"registered": 0, "reading": 0, "done": 2, "failed": 0}
    assert now.cases == {"reading": 0, "review": 1, "complete": 0}
    waiting = {kind: n for kind, n in now.tasks.items() if n}
    assert waiting == {"field": 2, "finding": 1, "document": 1} and now.tasks["programme"] == 0
    assert now.findings == {"AMOUNT_MISMATCH": 1}
    assert (now.duplicates, now.quarantined_files, now.pages) == (1, 1, ledger())


# Quarantine


def test_a_refused_file_is_noted_once_and_seen_to() -> None:
    first = quarantine.add("key", DamagedFileError(), original_name="\udcff.pdf", sha256=sha("x"))
    assert quarantine.add("key", DamagedFileError(), original_name="other", kept_path="2026/x.pdf") == first
    [row] = quarantine.unresolved()
    assert (row.original_name, row.kept_path, row.code) == ("�.pdf", "2026/x.pdf", "F004")
    assert row.message_ja == DamagedFileError.message_ja
    quarantine.resolve(first, "clerk")
    quarantine.resolve(first, "another")
    assert quarantine.unresolved() == []
    assert db.Quarantine.objects.get().resolved_by == "clerk"
    with pytest.raises(ObjectNotFoundError):
        quarantine.resolve(0, "clerk")


def test_the_envelope_key_is_all_that_is_needed_to_find_its_cases() -> None:
    arrive()
    read_all()
    assert [cases.receipt_number(i) for i in cases.case_ids(ENVELOPE)] == [db.Envelope.objects.get().number]
