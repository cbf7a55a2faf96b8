"""The audit page names what was looked at and done so that a 統括 recognises it, in few queries, also when it is gone."""

from __future__ import annotations

import html as markup
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from review.audited import names
from review.labels import OBJECT_WORDS
from storage import audit
from storage.settings import Settings
from tests.review.conftest import LEAD, NAME, Office


def recorded(*objects: str, action: str = "view") -> list[Any]:
    """Events about these objects, as the trail holds them."""
    from storage.models import AuditEvent

    sequences = [audit.record(NAME, action, each) for each in objects]
    rows = AuditEvent.objects.in_bulk(sequences, field_name="sequence")
    return [rows[sequence] for sequence in sequences]


def name_of(about: str, action: str = "view") -> str:
    events = recorded(about, action=action)
    return names(events)[events[0].sequence]


def one(model: str, **which: Any) -> Any:
    from django.apps import apps

    return apps.get_model("storage", model).objects.filter(**which).order_by("pk")[0]


def test_papers_and_entries_go_by_receipt_number_paper_and_entry(office: Office) -> None:
    field = one("Field", document__kind="application_form", key="address")
    number, paper = field.document.case.receipt_number, field.document
    assert name_of(f"case:{paper.case_id}") == number
    assert name_of(f"papers:{paper.case_id}") == f"{number}・書類の範囲"
    assert name_of(f"document:{paper.pk}") == f"{number}・交付申請書"
    assert name_of(f"field:{field.pk}") == f"{number}・交付申請書・住所"
    assert name_of(f"entry:{field.pk}") == f"{number}・交付申請書・住所・二人目の入力"
    page = one("Page", document=paper)
    assert name_of(f"page:{page.pk}") == f"{number}・交付申請書・{page.index + 1}ページ目"
    assert name_of(f"delivery:{paper.delivery.sha256}") == f"{paper.delivery.envelope.number}・到着物"
    assert name_of(f"case:{number}") == number, "a case that was named by its receipt number"


def test_a_page_of_no_paper_goes_by_its_envelope(office: Office) -> None:
    from storage.models import Page

    page = one("Page")
    Page.objects.filter(pk=page.pk).update(document=None)
    assert name_of(f"page:{page.pk}") == f"{page.delivery.envelope.number}・{page.index + 1}ページ目"


def test_tasks_and_findings_go_by_what_they_are_about(office: Office) -> None:
    finding = one("Finding", tasks__isnull=False)
    task, number = finding.tasks.get(), finding.case.receipt_number
    assert name_of(f"task:{task.pk}") == name_of(f"finding:{finding.pk}")
    assert name_of(f"finding:{finding.pk}").startswith(f"{number}・") and "_" not in name_of(f"finding:{finding.pk}")
    asked = one("ReviewTask", kind="field")
    assert name_of(f"task:{asked.pk}") == name_of(f"field:{asked.field_id}")


def test_people_batches_files_and_stops(office: Office) -> None:
    from django.utils import timezone

    from storage.models import AcceptanceStop, Batch, Quarantine

    now = timezone.now()
    batch = Batch.objects.create(number="B-7", opened_at=now)
    file = Quarantine.objects.create(key="k", original_name="山田太郎.pdf", code="F004", message_ja="", at=now)
    stop = AcceptanceStop.objects.create(
        programme_id="nara-smarthouse", key="address", right=1, wrong=1, target_error=0.1, since=now
    )
    assert name_of(f"user:{office.person().pk}") == NAME
    assert name_of(f"batch:{batch.pk}") == "B-7・束"
    assert name_of("batch:7", action="sheets.printed") == "区切り紙・7"
    assert name_of(f"acceptance:{stop.pk}") == "奈良県スマートハウス普及促進事業補助金・住所・自動採用"
    told = name_of(f"quarantine:{file.pk}")
    assert "F004" in told and told.endswith("隔離したファイル") and "山田" not in told


@pytest.mark.parametrize(
    ("about", "told"),
    [
        ("field:999999", "項目 999999（いまはありません）"),
        ("case:999999", "案件 999999（いまはありません）"),
        ("user:999999", "利用者 999999（いまはありません）"),
        ("delivery:" + "ab" * 32, "到着物 abababababab（いまはありません）"),
        ("case:" + "9" * 40, "9" * 40),
        ("queue", "確認待ち"),
        ("session", "ログイン"),
        ("route:case", "画面・case"),
        ("nonsense:1", "nonsense:1"),
        ("", ""),
    ],
)
def test_what_is_gone_and_what_was_never_a_row(database: Settings, about: str, told: str) -> None:
    assert name_of(about) == told


def test_in_english(office: Office) -> None:
    field = one("Field", document__kind="application_form", key="address")
    with translation.override("en"):
        assert name_of(f"field:{field.pk}").endswith("・Application form・Address")
        assert name_of("case:999999") == "Case 999999 (no longer there)"


def every_kind(model_rows: Callable[[str, int], list[int]], n: int) -> list[str]:
    kinds = {"case": "Case", "papers": "Case", "document": "Document", "extent": "Document", "field": "Field"}
    kinds |= {"entry": "Field", "finding": "Finding", "page": "Page", "task": "ReviewTask", "user": "User"}
    return [f"{kind}:{pk}" for kind, model in kinds.items() for pk in model_rows(model, n)]


def test_the_page_asks_no_more_for_a_hundred_events_than_for_a_few(office: Office) -> None:
    from django.apps import apps

    def rows(model: str, n: int) -> list[int]:
        found = apps.get_model("storage", model).objects.order_by("pk")
        return list(found.values_list("pk", flat=True)[:n])

    def queries(n: int) -> int:
        events = recorded(*every_kind(rows, n), "quarantine:1", "batch:1", "acceptance:1", "delivery:a")
        with CaptureQueriesContext(
            connection,
        ) as asked:
            told = names(events)
        assert len(told) == len(events)
        return len(asked)

    assert queries(1) == queries(9) == 11
    client = office.client(LEAD)
    client.get("/audit/")
    with CaptureQueriesContext(connection) as asked:
        page = client.get("/audit/").content.decode()
    selects = [q["sql"] for q in asked if q["sql"].startswith("SELECT")]
    assert len(selects) < 30, "one for each kind of thing, whatever the number of events"
    cells = re.findall(r'</td><td class="r">(.*?)</td>', page, re.S)
    assert len(cells) > 90 and not re.search(r"\b(field|page|case|document|finding|user|task):\d", " ".join(cells))


def test_nothing_that_was_read_stands_in_the_trail_or_in_its_addresses(office: Office) -> None:
    from storage.models import Field

    for field in Field.objects.filter(key__in=("name", "address", "account_number"))[:20]:
        recorded(f"field:{field.pk}")
    page = markup.unescape(office.client(LEAD).get("/audit/").content.decode())
    values = {f.raw for f in Field.objects.filter(key__in=("name", "address", "account_number")) if len(f.raw) > 3}
    assert values and not [value for value in values if value in page]
    assert not re.search(r'href="[^"]*%E', page)


def test_whatever_is_recorded_is_of_a_kind_that_has_a_word(office: Office) -> None:
    from storage.models import AuditEvent

    client = office.client(LEAD)
    for address in ("/", "/cases/", "/figures/", "/people/", "/status/", "/intake/", "/audit/", "/intake/sheets/"):
        client.get(address)
    kinds = {about.partition(":")[0] for about in AuditEvent.objects.values_list("object", flat=True)}
    assert len(kinds) > 7 and not kinds - set(OBJECT_WORDS)
