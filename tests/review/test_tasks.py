"""Deciding: what is stored, what is recorded, what comes next, and what is refused."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

from review import kept
from tests.review.conftest import LEAD, NAME, OTHER, Office


def waiting(**what: Any) -> Any:
    """An open task."""
    from storage.models import ReviewTask

    found = ReviewTask.objects.filter(state="open", **what).select_related("field", "finding", "document", "case")
    task = found.order_by("case__sequence", "priority", "pk").first()
    assert task is not None, what
    return task


def form(task: Any, **what: Any) -> dict[str, Any]:
    """What the page of `task` sends back when it was opened now."""
    about = task.field or task.finding or task.document or task.case
    return {"version": about.version, "keep": "", **what}


def text(answer: HttpResponse) -> str:
    return answer.content.decode()


# ── a field ─────────────────────────────────────────────────────────────────────────────────────────────────────


def test_the_field_page_shows_what_a_person_needs(office: Office, client: Client) -> None:
    task = waiting(field__key="address")
    html = text(client.get(f"/tasks/{task.pk}/"))
    assert "<h1>住所</h1>" in html and "手書き" in html and "交付申請書" in html
    assert f'src="/fields/{task.field.pk}/crop.jpg"' in html
    assert f'value="{task.field.value}"' in html
    assert html.count("data-pick=") == 2 and "<mark>" in html  # the engines differ, and where
    assert 'class="against"' in html and 'class="for"' in html
    assert "data-mark" in html and html.count('class="soft"') > 5  # its box, and its neighbours'
    assert task.field.reason_ja in html


def test_a_doubt_that_two_checks_had_is_told_once(office: Office, client: Client) -> None:
    from storage.models import Corroboration

    task = waiting(field__key="address")
    doubt = task.field.corroborations.filter(supports=False)[0].reason_ja
    for position, origin in ((90, "read"), (91, "check")):
        Corroboration.objects.create(
            field=task.field, origin=origin, position=position, kind=f"more{position}", supports=False, reason_ja=doubt
        )
    for url in (f"/tasks/{task.pk}/", f"/cases/{task.case.receipt_number}/"):
        html = text(client.get(url))
        lists = [part.split("</ul>")[0] for part in html.split('<ul class="evid">')[1:]]
        assert any(doubt in one for one in lists) and all(one.count(f"{doubt}</span>") <= 1 for one in lists), url


def test_accepting_keeps_the_value_and_opens_the_next_task(office: Office, client: Client) -> None:
    from storage.models import AuditEvent, Decision

    task = waiting(field__key="address")
    before = task.field.value
    answer = client.post(f"/tasks/{task.pk}/", form(task, action="save", value=before))
    task.field.refresh_from_db()
    task.refresh_from_db()
    assert (task.field.value, task.field.status, task.field.decided_by) == (before, "accepted", NAME)
    assert task.state == "done"
    decision = Decision.objects.get()
    assert (decision.user, decision.action, decision.task_subject) == (NAME, "confirm", f"field:{task.field.pk}")
    assert (
        AuditEvent.objects.filter(actor=NAME, action="decision.confirm", object=f"field:{task.field.pk}").count() == 1
    )
    assert answer.status_code == 302
    following = waiting(pk=int(answer["Location"].split("/")[2]))
    assert following.case_id == task.case_id


def test_typing_corrects_and_the_value_is_brought_into_its_form(office: Office, client: Client) -> None:
    from storage.models import Decision

    task = waiting(field__key="phone")
    before = task.field.value
    client.post(f"/tasks/{task.pk}/", form(task, action="save", value="０３（１２３４）５６７８"))
    task.field.refresh_from_db()
    assert task.field.value == "0312345678" != before
    decision = Decision.objects.get()
    assert (decision.action, decision.before["value"], decision.after["value"]) == ("correct", before, "0312345678")


def test_a_value_that_cannot_be_is_refused_and_what_was_typed_stays(office: Office, client: Client) -> None:
    task = waiting(field__key="phone")
    answer = client.post(f"/tasks/{task.pk}/", form(task, action="save", value="でんわなし"))
    assert answer.status_code == 422
    assert "市外局番から" in text(answer) and 'value="でんわなし"' in text(answer)
    task.field.refresh_from_db()
    assert task.field.decided_by == ""


def test_an_empty_value_is_refused_with_the_way_out(office: Office, client: Client) -> None:
    task = waiting(field__key="address")
    answer = client.post(f"/tasks/{task.pk}/", form(task, action="save", value=" "))
    assert answer.status_code == 422 and "F4" in text(answer)


@pytest.mark.parametrize(
    ("reason", "note", "blank"),
    [
        ("blank", "", True),
        ("unreadable", "水にぬれている", False),
        ("amended", "", False),
        ("elsewhere", "別紙2", False),
    ],
)
def test_no_value_has_a_reason_and_no_magic_character(
    office: Office, client: Client, reason: str, note: str, blank: bool
) -> None:
    from storage.models import Decision

    task = waiting(field__key="address")
    client.post(f"/tasks/{task.pk}/", form(task, action="novalue", reason=reason, note=note))
    task.field.refresh_from_db()
    assert (task.field.value, task.field.blank, task.field.decided_by) == (None, blank, NAME)
    assert task.field.no_value == reason
    decision = Decision.objects.get()
    assert (decision.action, decision.reason, decision.after["no_value"]) == (reason, note, reason)


def test_no_value_without_a_reason_is_refused(office: Office, client: Client) -> None:
    task = waiting(field__key="address")
    answer = client.post(f"/tasks/{task.pk}/", form(task, action="novalue", reason="?"))
    assert answer.status_code == 422 and "理由を選んで" in text(answer)


def test_a_table_is_corrected_cell_by_cell(office: Office, client: Client) -> None:
    from review.rowlists import editable_rows

    task = waiting(kind="field", field__key="line_items")
    rows = editable_rows("line_items", task.field.value)
    sent = {cell.name: cell.value for row in rows for cell in row.cells} | {"row0.name": "内窓"}
    expected = [{**task.field.value[0], "name": "内窓"}, *task.field.value[1:]]
    assert 'name="row0.amount"' in text(client.get(f"/tasks/{task.pk}/"))
    client.post(f"/tasks/{task.pk}/", form(task, action="save", **sent))
    task.field.refresh_from_db()
    assert task.field.value == expected


def test_what_was_typed_into_a_table_stays_when_a_cell_is_refused(office: Office, client: Client) -> None:
    from review.rowlists import editable_rows

    task = waiting(kind="field", field__key="line_items")
    cells = {c.name: c.value for row in editable_rows("line_items", task.field.value) for c in row.cells}
    wrong = cells | {"row0.name": "打ち直した品名", "row0.unit_price": "xyz"}
    answer = client.post(f"/tasks/{task.pk}/", form(task, action="save", **wrong))
    html = text(answer)
    assert answer.status_code == 422 and "1行目の単価を読めません" in html
    assert ">打ち直した品名</textarea>" in html and re.search(r'name="row0.unit_price" value="xyz"[^>]* data-bad', html)
    counted = cells | {"row0.qty": "abc"}
    assert "1行目の数量を読めません" in text(client.post(f"/tasks/{task.pk}/", form(task, action="save", **counted)))


def test_rows_that_do_not_multiply_are_doubted_once(office: Office, client: Client) -> None:
    from review.rowlists import editable_rows

    task = waiting(kind="field", field__key="line_items")
    row = task.field.value[0]
    cells = {c.name: c.value for r in editable_rows("line_items", task.field.value) for c in r.cells}
    cells |= {"row0.qty": "3", "row0.unit_price": "1,000", "row0.amount": "2,000"}
    answer = client.post(f"/tasks/{task.pk}/", form(task, action="save", **cells))
    html = text(answer)
    assert answer.status_code == 422 and "1行目：数量×単価は3,000円ですが、金額は2,000円です。" in html
    sure = unescape(re.findall(r'name="sure" value="([^"]*)"', html)[0])
    other = cells | {"row0.amount": "2,500"}
    assert client.post(f"/tasks/{task.pk}/", form(task, action="save", sure=sure, **other)).status_code == 422
    assert client.post(f"/tasks/{task.pk}/", form(task, action="save", sure=sure, **cells)).status_code == 302
    task.field.refresh_from_db()
    assert task.field.value[0] == row | {"qty": 3, "unit_price": 1000, "amount": 2000}


def test_from_a_finding_to_a_value_and_back(office: Office, client: Client) -> None:
    task = waiting(finding__code="PASSBOOK_MISMATCH")
    html = text(client.get(f"/tasks/{task.pk}/?kind=finding"))
    edit = unescape(re.findall(r'<a href="([^"]*)" data-mend>', html)[0])
    assert edit.endswith(f"/?kind=finding&task={task.pk}")
    html = text(client.get(edit))
    assert f'data-back="/tasks/{task.pk}/?kind=finding"' in html
    keep = unescape(re.findall(r'name="keep" value="([^"]*)"', html)[0])
    version = re.findall(r'name="version" value="(\d+)"', html)[0]
    said = {"version": version, "keep": keep, "action": "save", "value": "7654321"}
    assert "指摘へ" in html
    answer = client.post(edit, said)
    finding = task.finding
    finding.refresh_from_db()
    task.refresh_from_db()
    assert task.state == "void" and finding.active and finding.status == "confirmed"  # the value is a person's now
    assert answer["Location"] == f"/findings/{finding.pk}/?kind=finding&task={task.pk}"
    assert "機械が不備と判定しました" in text(client.get(answer["Location"]))


def test_who_judged_a_finding_about_an_entry_does_not_type_it_blind(office_twice: Office) -> None:
    """Its value stands in the finding."""
    from flows.recheck import recheck
    from review.services import known_programmes
    from storage.models import ReviewTask

    client, other = office_twice.client(), office_twice.client(OTHER)
    task = waiting(finding__code="PASSBOOK_MISMATCH")
    seen = {ref["key"] for ref in task.finding.refs}
    row = task.case.documents.get(kind="payment_request").fields.get(key="account_number")
    assert row.key in seen
    client.post(f"/tasks/{task.pk}/", form(task, action="upheld"))
    first = ReviewTask.objects.get(subject=f"field:{row.pk}")
    other.post(f"/tasks/{first.pk}/", form(first, action="save", value=row.value))
    recheck(task.case.pk, known_programmes())
    entry = ReviewTask.objects.get(subject=f"entry:{row.pk}", state="open")
    assert {NAME, OTHER} <= set(entry.barred.strip("|").split("|"))


def test_the_checks_run_again_and_what_they_no_longer_find_is_gone(office: Office, client: Client) -> None:
    """The account number on the claim was misread: corrected, it agrees with the bank book."""
    from storage.models import Field, Finding, ReviewTask

    finding = Finding.objects.get(code="PASSBOOK_MISMATCH", active=True)
    document = {d.position: d for d in finding.case.documents.all()}
    book = next(f for d in document.values() if d.kind == "passbook" for f in d.fields.filter(key="account_number"))
    claim = Field.objects.get(document=document[finding.refs[0]["document"]], key="account_number")
    client.post(f"/fields/{claim.pk}/", {"version": claim.version, "action": "save", "value": book.value})
    assert not Finding.objects.filter(case=finding.case, code="PASSBOOK_MISMATCH", active=True).exists()
    assert not ReviewTask.objects.filter(subject=f"finding:{finding.pk}", state="open").exists()
    claim.refresh_from_db()
    assert claim.decided_by == NAME and claim.value == book.value


def test_a_stale_save_is_refused_with_both_values(office: Office, client: Client) -> None:
    from storage.models import Decision

    task = waiting(field__key="address")
    mine = form(task, action="save", value="東京都新宿区天神町1")
    office.client(OTHER).post(f"/tasks/{task.pk}/", form(task, action="save", value="東京都新宿区天神町2"))
    answer = client.post(f"/tasks/{task.pk}/", mine)
    assert answer.status_code == 409
    html = text(answer)
    assert (
        'id="stale"' in html
        and "東京都新宿区天神町1</b>" in html
        and "東京都新宿区天神町2</b>" in html
        and OTHER in html
    )
    task.field.refresh_from_db()
    assert task.field.value == "東京都新宿区天神町2"
    assert Decision.objects.count() == 1
    assert 'data-value="東京都新宿区天神町1"' in html  # one key away
    # having seen both, the person decides
    assert client.post(f"/tasks/{task.pk}/", form(task, action="save", value="東京都新宿区天神町1")).status_code == 302
    task.field.refresh_from_db()
    assert (task.field.value, task.field.decided_by) == ("東京都新宿区天神町1", NAME)


def test_leaving_it_for_later_changes_nothing_and_goes_on(office: Office, client: Client) -> None:
    from storage.models import AuditEvent, Decision

    task = waiting(field__key="address")
    answer = client.post(f"/tasks/{task.pk}/", form(task, action="skip", value="もう半分打った"))
    assert answer.status_code == 302 and answer["Location"] != f"/tasks/{task.pk}/"
    task.refresh_from_db()
    assert task.state == "open" and not Decision.objects.exists()
    assert AuditEvent.objects.filter(actor=NAME, action="task.skipped").count() == 1


def test_a_page_fetched_beforehand_says_nothing_and_takes_no_message_away(office: Office, client: Client) -> None:
    task, other = waiting(field__key="address"), waiting(field__key="account_number")
    client.post(f"/tasks/{task.pk}/", form(task, action="skip"))
    early = client.get(f"/tasks/{other.pk}/", headers={"X-Ahead": "get"})
    assert early.status_code == 200 and "あとに回しました" not in text(early)
    other.state = "done"
    other.save()
    gone = client.get(f"/tasks/{other.pk}/", headers={"X-Ahead": "get"})
    assert gone.status_code == 204 and client.get(gone["X-Next"], headers={"X-Ahead": "get"}).status_code == 200
    html = text(client.get(f"/tasks/{task.pk}/"))
    assert "あとに回しました" in html and "要らなくなりました" not in html


def test_candidates_differ_in_more_than_spaces_and_come_from_papers_that_may_say_the_same(office: Office) -> None:
    from review.candidates import candidates
    from storage.models import Field, Reading

    row = Field.objects.filter(key="description", value__isnull=False, readings__isnull=False)[0]
    reading = row.readings.order_by("position")[0]
    Reading.objects.filter(pk=reading.pk).update(value=f"{str(row.value)[:3]} {str(row.value)[3:]}")
    squeezed = ["".join(c.value.split()) for c in candidates(Field.objects.get(pk=row.pk))]
    assert len(squeezed) == len(set(squeezed))
    number = Field.objects.filter(key="document_number", value__isnull=False)[0]
    other = Field.objects.exclude(document=number.document).filter(document__case=number.document.case)[0]
    Field.objects.filter(pk=other.pk).update(key="document_number", value="ベツノカミ-1")
    assert "ベツノカミ-1" not in [c.value for c in candidates(number)]


def test_the_name_that_every_engine_reads_as_another_is_offered(office: Office) -> None:
    from review.candidates import candidates
    from storage.models import Field

    field = Field.objects.filter(key="applicant_name", value__isnull=False)[0]
    field.value = "鍛治ゆかり"
    field.save()
    offered = {"".join(c.value.split()): c.by for c in candidates(Field.objects.get(pk=field.pk))}
    assert offered["鍜治ゆかり"] == "機械がいつも読み違える字"


@pytest.mark.parametrize(
    ("read", "other", "said"),
    [
        ("ポート工業", "ポ一ト工業", ("「ー」は長音", "「一」は漢数字のいち")),
        ("力石太郎", "カ石太郎", ("「力」は漢字", "「カ」はカタカナ")),
        ("髙橋花子", "高橋花子", ("「髙」ははしごだか", "「高」はくちだか")),
        ("新田花子", "折田花子", ("", "")),
        ("高橋花子", "高橋", ("", "")),
    ],
)
def test_characters_that_look_alike_are_called_by_name(
    office: Office, read: str, other: str, said: tuple[str, str]
) -> None:
    from review.candidates import candidates
    from storage.models import Field, Reading

    row = Field.objects.filter(key="representative_name")[:1] or Field.objects.filter(key="applicant_name")[:1]
    field = row[0]
    field.value, field.raw = read, read
    field.save()
    field.readings.all().delete()
    Field.objects.filter(key=field.key).exclude(pk=field.pk).update(value=None)
    Reading.objects.create(field=field, position=0, engine="ppocr", raw=other, value=other, score=0.9, candidates=[])
    first, second = candidates(Field.objects.get(pk=field.pk))[:2]
    assert (first.value, second.value) == (read, other) and (first.names, second.names) == said


def test_a_settled_task_leads_on(office: Office, client: Client) -> None:
    task = waiting(field__key="address")
    client.post(f"/tasks/{task.pk}/", form(task, action="save", value=task.field.value))
    answer = client.get(f"/tasks/{task.pk}/")
    assert answer.status_code == 302 and answer["Location"].startswith("/tasks/")


def test_two_people_on_one_task_are_told(office: Office, client: Client) -> None:
    task = waiting(field__key="address")
    office.client(OTHER).get(f"/tasks/{task.pk}/")
    answer = client.get(f"/tasks/{task.pk}/", follow=True)
    assert f"{OTHER}さんが開いています" in text(answer) and answer.redirect_chain[-1][0] != f"/tasks/{task.pk}/"


def test_the_last_task_ends_in_the_list(office: Office, client: Client) -> None:
    from storage.models import ReviewTask

    task = waiting(field__key="address")
    ReviewTask.objects.exclude(case=task.case).update(state="done")
    for _ in range(60):
        rest = ReviewTask.objects.filter(state="open").order_by("priority", "pk").first()
        if rest is None:
            break
        about = rest.field or rest.finding
        value = "" if rest.field is None else rest.field.value
        answer = client.post(
            f"/tasks/{rest.pk}/", form(rest, action="save", value=_typed(rest.field, value), **_cells(rest.field))
        )
        assert answer.status_code == 302, (about, text(answer)[:400])
    assert answer["Location"] == "/"
    assert re.search(r'class="notice ok success"[^>]*>[^<]*おつかれさまでした', text(client.get("/")))
    task.case.refresh_from_db()
    assert task.case.state == "complete"


def _typed(field: Any, value: Any) -> str:
    from review.entries import as_typed

    return as_typed(field.key, value, field.raw) if field is not None else ""


def _cells(field: Any) -> dict[str, str]:
    from review.rowlists import editable_rows

    if field is None or not isinstance(field.value, list):
        return {}
    return {cell.name: cell.value for row in editable_rows(field.key, field.value) for cell in row.cells}


# ── a finding ───────────────────────────────────────────────────────────────────────────────────────────────────


def test_the_finding_page_shows_every_place_it_rests_on(office: Office, client: Client) -> None:
    task = waiting(finding__code="PASSBOOK_MISMATCH")
    html = text(client.get(f"/tasks/{task.pk}/"))
    assert html.count("/crop.jpg") == 2 and "交付請求書" in html and "通帳の写し" in html
    assert task.finding.message_ja in html and task.finding.clause in html


def test_a_finding_about_what_is_missing_shows_all_pages(office: Office, client: Client) -> None:
    from storage.models import Page

    task = waiting(finding__code="RECEIPT_MISSING")
    html = text(client.get(f"/tasks/{task.pk}/"))
    assert html.count("/page.jpg") == Page.objects.filter(document__case=task.case).count() > 3


@pytest.mark.parametrize(
    ("action", "reason", "state"),
    [("upheld", "", "upheld"), ("dismissed", "読み取りの誤り", "dismissed"), ("inquiry", "本人に電話する", "inquiry")],
)
def test_a_finding_is_decided(office: Office, client: Client, action: str, reason: str, state: str) -> None:
    from storage.models import AuditEvent, Decision

    task = waiting(finding__code="PASSBOOK_MISMATCH")
    client.post(f"/tasks/{task.pk}/", form(task, action=action, reason=reason))
    task.finding.refresh_from_db()
    task.refresh_from_db()
    assert (task.finding.state, task.finding.decided_by, task.state) == (state, NAME, "done")
    decision = Decision.objects.get()
    assert (decision.action, decision.reason, decision.user) == (action, reason, NAME)
    assert AuditEvent.objects.filter(action=f"decision.{action}").count() == 1
    html = text(client.get(f"/cases/{task.case.receipt_number}/"))
    assert reason in html and "判断を見直す" in html


@pytest.mark.parametrize(
    ("action", "asked"), [("dismissed", "理由を書いて"), ("inquiry", "照会の内容を書いて"), ("", "判断を選んで")]
)
def test_a_judgement_that_needs_words_is_refused_without(
    office: Office, client: Client, action: str, asked: str
) -> None:
    task = waiting(finding__code="PASSBOOK_MISMATCH")
    answer = client.post(f"/tasks/{task.pk}/", form(task, action=action, reason=" "))
    assert answer.status_code == 422 and asked in text(answer)
    task.finding.refresh_from_db()
    assert task.finding.state == "open"


def test_a_case_with_an_inquiry_out_is_not_complete(office: Office, client: Client) -> None:
    from flows.recheck import recheck
    from review.services import known_programmes
    from storage.models import Field, ReviewTask

    task = waiting(finding__code="SUM_MISMATCH")
    Field.objects.filter(document__case=task.case).update(decided_by=OTHER, status="accepted")
    client.post(f"/tasks/{task.pk}/", form(task, action="inquiry", reason="販売店に尋ねる"))
    recheck(task.case.pk, known_programmes())
    task.case.refresh_from_db()
    assert not ReviewTask.objects.filter(case=task.case, state="open").exists()
    assert task.case.state == "review"


def test_a_stale_judgement_is_refused_with_both(office: Office, client: Client) -> None:
    task = waiting(finding__code="PASSBOOK_MISMATCH")
    mine = form(task, action="dismissed", reason="見間違い")
    office.client(OTHER).post(f"/tasks/{task.pk}/", form(task, action="upheld"))
    answer = client.post(f"/tasks/{task.pk}/", mine)
    assert answer.status_code == 409 and "問題なし（見間違い）" in text(answer) and OTHER in text(answer)
    task.finding.refresh_from_db()
    assert task.finding.state == "upheld"


# ── a paper, a programme ────────────────────────────────────────────────────────────────────────────────────────


def test_the_kind_of_a_paper_is_corrected(office: Office, client: Client) -> None:
    from storage.models import Decision

    task = waiting(kind="document")
    assert "領収書" in text(client.get(f"/tasks/{task.pk}/"))
    answer = client.post(f"/tasks/{task.pk}/", form(task, choice="receipt"))
    task.document.refresh_from_db()
    task.refresh_from_db()
    assert answer.status_code == 302
    assert (task.document.kind, task.document.kind_by, task.state) == ("receipt", NAME, "done")
    assert Decision.objects.get().after["kind"] == "receipt"


def test_the_programme_of_a_case_is_named(office: Office, client: Client) -> None:
    task = waiting(kind="programme")
    html = text(client.get(f"/tasks/{task.pk}/"))
    assert html.count('name="choice"') == 6
    client.post(f"/tasks/{task.pk}/", form(task, choice="shinjuku-ecohome"))
    task.case.refresh_from_db()
    assert (task.case.programme_id, task.case.programme_by) == ("shinjuku-ecohome", NAME)


@pytest.mark.parametrize("kind", ["document", "programme"])
def test_a_choice_out_of_nowhere_is_refused(office: Office, client: Client, kind: str) -> None:
    task = waiting(kind=kind)
    answer = client.post(f"/tasks/{task.pk}/", form(task, choice="../../etc"))
    assert answer.status_code == 422 and "選んでください" in text(answer)


def test_a_stale_choice_is_refused_with_both(office: Office, client: Client) -> None:
    task = waiting(kind="document")
    mine = form(task, choice="receipt")
    office.client(OTHER).post(f"/tasks/{task.pk}/", form(task, choice="invoice"))
    answer = client.post(f"/tasks/{task.pk}/", mine)
    assert answer.status_code == 409 and "領収書" in text(answer) and "請求書" in text(answer)
    task.document.refresh_from_db()
    assert task.document.kind == "invoice"


# ── the case, the status, the record ────────────────────────────────────────────────────────────────────────────


def test_the_case_page_shows_papers_values_findings_pages(office: Office, client: Client) -> None:
    task = waiting(finding__code="PASSBOOK_MISMATCH")
    html = text(client.get(f"/cases/{task.case.receipt_number}/"))
    for word in ("交付申請書", "通帳の写し", "押印あり", "確定", "要確認", task.finding.message_ja, "見て直す"):
        assert word in html, word
    assert html.count("data-leaf") == 6


def test_cases_are_found_by_number_and_state(office: Office, client: Client) -> None:
    html = text(client.get("/cases/?case=R8-000003"))
    assert "R8-000003" in html and "R8-000002" not in html
    assert "案件はありません" in text(client.get("/cases/?state=complete"))


def test_the_status_page_accounts_for_every_page_and_every_refusal(office: Office) -> None:
    from models.errors import PasswordNeededError
    from storage import quarantine
    from storage.models import Page

    client = office.client(LEAD)
    kept.forget()
    quarantine.add("seen-once", PasswordNeededError(), original_name="申請.pdf", pages=3)
    html = text(client.get("/status/"))
    total = Page.objects.count() + 3
    assert f"<b>{total}</b>届いたページ" in html and "<b>3</b>隔離" in html and "合っています" in html
    assert "申請.pdf" in html and "パスワードのかかったPDF" in html
    Page.objects.filter(pk=Page.objects.values_list("pk", flat=True)[0]).delete()
    kept.forget()
    assert "合っていません" in text(client.get("/status/"))


def test_every_look_is_recorded_and_the_chain_holds(office: Office) -> None:
    from storage.audit import verify
    from storage.models import AuditEvent, Page

    client = office.client(LEAD)
    task = waiting(field__key="address")
    page = Page.objects.filter(document=task.field.document)[0]
    for address in ("/", f"/tasks/{task.pk}/", f"/fields/{task.field.pk}/crop.jpg", f"/pages/{page.pk}/page.jpg",
                    f"/pages/{page.pk}/", f"/cases/{task.case.receipt_number}/", "/status/"):  # fmt: skip
        assert client.get(address).status_code == 200, address
    seen = list(
        AuditEvent.objects.filter(actor=LEAD, action="view").order_by("sequence").values_list("object", flat=True)
    )
    about = f"field:{task.field.pk}"
    assert seen == ["queue", about, about, f"page:{page.pk}", f"page:{page.pk}", f"case:{task.case.pk}", "status"]
    assert task.field.value not in str(list(AuditEvent.objects.values_list("detail", "object")))
    assert verify().intact
