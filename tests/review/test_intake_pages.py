"""Uploads, quarantine and batches by the pages: the same road as the drop folder, and nothing gets lost on it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from models.documents import SortedCase
from models.sheets import SheetCode, SheetRole
from tests.flows.mail import letter
from tests.review.conftest import AUDITOR, CLERK, LEAD, NAME, SENIOR, Office
from tests.storage.support import document, reading, register, sha


def text(answer: Any) -> str:
    return str(answer.content.decode())


def file(name: str, data: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data)


def upload(client: Client, *files: SimpleUploadedFile, **more: str) -> Any:
    return client.post("/intake/", {"files": list(files), "mode": "each", **more})


@pytest.fixture
def clerk(office: Office) -> Client:
    return office.client(CLERK)


def deliveries() -> list[Any]:
    from storage.models import Delivery

    return list(Delivery.objects.filter(envelope__source="upload").select_related("envelope").order_by("sequence"))


# ── uploads ─────────────────────────────────────────────────────────────────────────────────────────────────────


def test_each_file_is_an_envelope_or_all_are_one(office: Office, clerk: Client) -> None:
    answer = upload(clerk, file("a.pdf", letter("one")), file("b.pdf", letter("two")))
    assert answer.status_code == 200 and text(answer).count("受け付けました") == 2
    assert len({d.envelope_id for d in deliveries()}) == 2
    upload(clerk, file("c.pdf", letter("three")), file("d.pdf", letter("four")), mode="one", batch="20261128-01")
    *_, c, d = deliveries()
    assert c.envelope_id == d.envelope_id and c.envelope.batch == "20261128-01"
    assert (c.original_name, c.envelope.original_name) == ("c.pdf", "c.pdf ほか1件")
    assert all(d.envelope.closed_at is not None for d in deliveries())  # they may be worked on


def test_the_original_is_stored_bit_by_bit_and_nothing_is_left_lying_about(office: Office, clerk: Client) -> None:
    from storage.objects import open_objects

    data = letter("kept")
    upload(clerk, file("申請 書類.pdf", data))
    [row] = deliveries()
    assert row.original_name == "申請 書類.pdf"
    with open_objects(office.settings).as_file(row.sha256) as path:
        assert path.read_bytes() == data
    assert list(office.settings.uploads_dir.iterdir()) == []


def test_what_came_before_is_told_and_not_taken_twice(office: Office, clerk: Client) -> None:
    upload(clerk, file("a.pdf", letter("same")))
    answer = upload(clerk, file("again.pdf", letter("same")))
    assert "前に届いたものと同じです" in text(answer) and deliveries()[0].envelope.number in text(answer)
    assert len(deliveries()) == 1


def test_refusals_carry_code_and_reason_and_the_others_go_on(office: Office, clerk: Client) -> None:
    from storage.models import AuditEvent

    answer = upload(
        clerk, file("empty.pdf", b""), file("x.docx", b"PK\x03\x04 word"), file("good.pdf", letter("good")), mode="one"
    )
    html = text(answer)
    assert "F001" in html and "F002" in html and "受け付けました" in html and len(deliveries()) == 1
    event = AuditEvent.objects.get(action="upload")
    assert event.detail == {"files": 3, "registered": 1, "duplicate": 0, "quarantined": 2}
    assert "docx" not in str(list(AuditEvent.objects.values_list("object", "detail")))  # names are personal data


@pytest.mark.parametrize("name", ["../../etc/passwd", "a/b\\c.pdf", "\x00\n.pdf", "名" * 300 + ".pdf", "CON.pdf"])
def test_no_name_leads_anywhere(office: Office, clerk: Client, name: str) -> None:
    before = sorted(p for p in office.settings.data_dir.rglob("*") if "objects" not in p.parts)
    answer = upload(clerk, file(name, letter(f"named {name!r}")))
    assert answer.status_code in (200, 422)
    after = sorted(p for p in office.settings.data_dir.rglob("*") if "objects" not in p.parts)
    assert {p.relative_to(office.settings.data_dir).parts[0] for p in set(after) - set(before)} <= {
        "incoming",
        "quarantine",
    }
    assert not Path("/etc/passwd.pdf").exists()


def test_an_upload_without_files_or_with_a_bad_batch_number_says_so(office: Office, clerk: Client) -> None:
    assert "ファイルを選んで" in text(clerk.post("/intake/", {"mode": "each"}))
    answer = upload(clerk, file("a.pdf", letter("x")), batch="束 1")
    assert answer.status_code == 422 and "束番号は" in text(answer) and deliveries() == []


def test_who_may_upload_and_who_may_look(office: Office) -> None:
    for name, look, do in (
        (CLERK, 200, 200),
        (LEAD, 200, 200),
        (SENIOR, 200, 403),
        (AUDITOR, 200, 403),
        (NAME, 403, 403),
    ):
        client = office.client(name)
        assert client.get("/intake/").status_code == look, name
        assert upload(client, file("a.pdf", letter(name))).status_code == do, name
        assert ('id="upload"' in text(client.get("/intake/"))) == (do == 200), name


# ── quarantine ──────────────────────────────────────────────────────────────────────────────────────────────────


def refused(office: Office, clerk: Client, data: bytes) -> Any:
    from storage.models import Quarantine

    upload(clerk, file("壊れた.pdf", data))
    return Quarantine.objects.order_by("-pk")[0]


def test_a_repaired_file_is_taken_on_another_try(office: Office, clerk: Client) -> None:
    """The scanner's share was slow: what was cut off at first is whole now."""
    from storage.ledger import ledger

    whole = letter("whole in the end")
    row = refused(office, clerk, whole[: len(whole) // 2])
    before = ledger().pages_in
    assert row.kept_path and "壊れた.pdf" in text(clerk.get("/intake/quarantine/"))
    answer = clerk.post(f"/intake/quarantine/{row.pk}/again/", follow=True)
    assert row.code in text(answer) and "2回試しました" in text(answer)  # still broken
    (office.settings.quarantine_dir / row.kept_path).write_bytes(whole)
    answer = clerk.post(f"/intake/quarantine/{row.pk}/again/", follow=True)
    assert "受け付けました" in text(answer)
    row.refresh_from_db()
    assert (row.resolved, row.resolution, row.resolved_by, row.tries) == (True, "taken", CLERK, 2)
    from storage.models import Delivery

    taken = Delivery.objects.order_by("-sequence")[0]
    assert taken.original_name == "壊れた.pdf" and taken.envelope.closed_at
    assert not (office.settings.quarantine_dir / row.kept_path).exists()
    assert ledger().pages_in == before + 1 and ledger().balances
    assert "片づいています" in text(clerk.post(f"/intake/quarantine/{row.pk}/again/", follow=True))


def test_pages_of_a_file_that_was_taken_after_all_are_counted_once(office: Office, clerk: Client) -> None:
    from storage.ledger import ledger
    from storage.models import Quarantine

    whole = letter("counted once")
    row = refused(office, clerk, whole[:200])
    Quarantine.objects.filter(pk=row.pk).update(pages=1)
    before = ledger().pages_in
    (office.settings.quarantine_dir / row.kept_path).write_bytes(whole)
    clerk.post(f"/intake/quarantine/{row.pk}/again/")
    assert ledger().pages_in == before


def test_a_file_is_set_aside_only_with_a_reason(office: Office, clerk: Client) -> None:
    row = refused(office, clerk, b"no file at all")
    assert "理由を書いて" in text(clerk.post(f"/intake/quarantine/{row.pk}/aside/", {"reason": " "}, follow=True))
    html = text(clerk.post(f"/intake/quarantine/{row.pk}/aside/", {"reason": "スキャンし直した"}, follow=True))
    assert "片づいたもの" in html and "スキャンし直した" in html
    row.refresh_from_db()
    assert (row.resolution, row.resolved_reason) == ("aside", "スキャンし直した")
    assert (office.settings.quarantine_dir / row.kept_path).exists()


def test_a_file_that_is_gone_or_was_never_kept_says_so(office: Office, clerk: Client) -> None:
    row = refused(office, clerk, b"no file at all")
    (office.settings.quarantine_dir / row.kept_path).unlink()
    assert "隔離フォルダーにこのファイルがありません" in text(
        clerk.post(f"/intake/quarantine/{row.pk}/again/", follow=True)
    )
    from storage.models import Quarantine

    Quarantine.objects.filter(pk=row.pk).update(kept_path="../secret_key")
    assert "隔離フォルダーにこのファイルがありません" in text(
        clerk.post(f"/intake/quarantine/{row.pk}/again/", follow=True)
    )


def test_pages_that_could_not_be_read_get_another_chance(office: Office, clerk: Client) -> None:
    from storage import deliveries as queue
    from storage import pages
    from storage.models import Delivery, Page

    register("lost", 2)
    [claimed] = [c for c in queue.claim("worker", 50) if c.sha256 == sha("lost")]
    pages.set_outcomes(claimed.sha256, {0: "quarantine"}, "読み取り中に処理が止まりました。")
    row = Delivery.objects.get(sha256=claimed.sha256)
    assert "順番を待っています" in text(clerk.post(f"/intake/deliveries/{row.pk}/again/", follow=True))
    queue.fail(claimed.sha256, "worker", "W000", "処理が止まりました。")
    assert "処理が止まりました" in text(clerk.get("/intake/quarantine/"))
    assert "もう一度読み取ります" in text(clerk.post(f"/intake/deliveries/{row.pk}/again/", follow=True))
    row.refresh_from_db()
    assert row.state == "registered" and not Page.objects.filter(delivery=row, outcome="quarantine").exists()


# ── batches ─────────────────────────────────────────────────────────────────────────────────────────────────────


def batch_of(number: str, announced: list[int | None], cover: SheetCode | None = None) -> None:
    """Two envelopes of two pages each in one PDF, after their separators."""
    from storage import cases, pages

    register(number, 6)
    for index in range(6):
        pages.save_reading(sha(number), index, reading(index))
    cases.save_sorted(
        f"envelope-{number}",
        [
            SortedCase(
                part=part,
                documents=(
                    document("separator_sheet", number, 3 * part),
                    document("receipt", number, 3 * part + 1),
                    document("blank_back", number, 3 * part + 2),
                ),
                batch_no=number,
                announced_pages=pages_,
                cover=cover if part == 0 else None,
            )
            for part, pages_ in enumerate(announced)
        ],
    )


def test_a_batch_that_fits_is_closed_with_a_name(office: Office, clerk: Client) -> None:
    clerk.post("/intake/sheets/", {"batch": "B-1", "each": "2 2", "cover": "1"})
    assert "まだ届いていません" in text(clerk.get("/intake/batches/"))
    batch_of("B-1", [2, 2])
    html = text(clerk.get("/intake/batches/?number=B-1"))
    assert "合っています" in html and "4 / 4" in html and "2 / 2" in html
    clerk.post("/intake/batches/", {"number": "B-1", "found": "4"})
    assert f"{CLERK} が照合済み" in text(clerk.get("/intake/batches/?number=B-1"))
    again = clerk.post("/intake/sheets/", {"batch": "B-1", "separators": "1"})
    assert again.status_code == 422 and "照合を終えています" in text(again)


def test_missing_pages_stand_out_and_closing_needs_a_reason(office: Office, clerk: Client) -> None:
    cover = SheetCode(role=SheetRole.COVER, batch="B-2", pages=6, envelopes=2)
    batch_of("B-2", [4, 2], cover)
    html = text(clerk.get("/intake/batches/?number=B-2"))
    assert "2 ページ足りません" in html and "2 ページ足りない" in html
    answer = clerk.post("/intake/batches/", {"number": "B-2", "found": "4"})
    assert answer.status_code == 422 and "閉じる理由" in text(answer)
    answer = clerk.post("/intake/batches/", {"number": "B-2", "found": "3", "note": "確かめた"})
    assert answer.status_code == 422 and "枚数が変わりました" in text(answer)
    clerk.post("/intake/batches/", {"number": "B-2", "found": "4", "note": "2枚は白紙だったので抜いた"})
    assert "2枚は白紙だったので抜いた" in text(clerk.get("/intake/batches/?number=B-2"))


def test_a_batch_known_only_by_its_separators_is_listed(office: Office, clerk: Client) -> None:
    batch_of("OLD-7", [None, None])
    html = text(clerk.get("/intake/batches/"))
    assert "OLD-7" in html and "2 / —" in html
    assert clerk.post("/intake/batches/", {"number": "NONE", "found": "0"}).status_code == 422


def test_a_page_nobody_could_read_counts_as_found_and_is_named(office: Office, clerk: Client) -> None:
    from storage import pages

    register("B-3", 4)
    for index in range(3):
        pages.save_reading(sha("B-3"), index, reading(index))
    pages.set_outcomes(sha("B-3"), {3: "quarantine"}, "ページを画像にできませんでした。")
    from storage import cases

    cases.save_sorted(
        "envelope-B-3",
        [SortedCase(part=0, documents=(document("separator_sheet", "B-3", 0), document("receipt", "B-3", 1, 2)),
                    batch_no="B-3", announced_pages=3, cover=SheetCode(role=SheetRole.COVER, batch="B-3", pages=3))],
    )  # fmt: skip
    html = text(clerk.get("/intake/batches/?number=B-3"))
    assert "読めないページ 1 枚" in html and "ページを画像にできませんでした" in html and "3 / 3" in html


def test_sheets_are_printed_and_recorded(office: Office, clerk: Client) -> None:
    from storage.models import AuditEvent, Batch

    answer = clerk.post(
        "/intake/sheets/",
        {"batch": "B-9", "programme": "nara-smarthouse", "separators": "３", "cover": "1", "pages": "12"},
    )
    assert answer["Content-Type"] == "application/pdf" and answer.content.startswith(b"%PDF")
    row = Batch.objects.get(number="B-9")
    assert (row.programme_id, row.announced_pages, row.opened_by) == ("nara-smarthouse", 12, CLERK)
    assert AuditEvent.objects.get(action="sheets.printed").detail == {"sheets": 4}
    assert clerk.post("/intake/sheets/", {"batch": "B-9", "separators": "many"}).status_code == 422
    page = text(clerk.get("/intake/sheets/"))
    assert "区切り紙" in page and "-01" in page
