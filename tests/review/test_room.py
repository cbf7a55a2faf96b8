"""The case room and the correction of papers, as a browser asks for them."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client

from tests.review.conftest import AUDITOR, LEAD, NARA, Office

CASE = "R8-000002"


def text(answer: Any) -> str:
    return str(answer.content.decode())


def papers(number: str = CASE) -> list[Any]:
    from storage.models import Document

    return list(Document.objects.filter(case__receipt_number=number).order_by("position"))


def form(number: str = CASE, **fields: Any) -> dict[str, Any]:
    return {f"version-{d.pk}": d.version for d in papers(number)} | fields


def page(document: Any) -> int:
    return int(document.pages.order_by("index")[0].pk)


def send(client: Client, number: str = CASE, **fields: Any) -> Any:
    return client.post(f"/cases/{number}/papers/", form(number, **fields))


# ── what the room shows ─────────────────────────────────────────────────────────────────────────────────────────


def test_findings_and_fields_point_at_boxes_that_are_there(office: Office, client: Client) -> None:
    html = text(client.get(f"/cases/{CASE}/"))
    boxes = set(re.findall(r'data-box="(f\d+)"', html))
    lit = [ids.split() for ids in re.findall(r'data-lights="([^"]*)"', html)]
    assert len(boxes) > 20 and all(i in boxes or f'id="{i}"' in html for ids in lit for i in ids)
    [finding] = [ids for ids in lit if len(ids) == 2]  # the account number on both papers
    shows = re.search(rf'data-lights="{" ".join(finding)}" data-shows="([^"]*)"', html)
    assert shows and len(shows[1].split()) == 2


def test_every_value_tells_who_read_and_decided_what(office: Office, client: Client) -> None:
    from storage.models import Field
    from storage.reviewing import FieldAction, correct_field

    row = Field.objects.get(document__case__receipt_number=CASE, document__kind="payment_request", key="account_number")
    correct_field(row.pk, "suzuki", "1111111", FieldAction.CORRECT, row.version, "電話で確認")
    html = text(client.get(f"/cases/{CASE}/"))
    item = html[html.index(f'id="f{row.pk}"') :].split("</li>\n")[0]
    for word in ("読取A", "読取B", "suzuki", "1111111", "電話で確認"):
        assert word in item, word
    assert row.readings.count() == 2 and all(r.raw in item for r in row.readings.all())


def test_a_duplicate_stands_beside_the_earlier_case(office: Office, client: Client) -> None:
    from storage.models import Case, Finding

    case = Case.objects.get(receipt_number=CASE)
    Finding.objects.create(
        case=case, identity="x" * 64, basis="y", position=90, code="DUPLICATE_APPLICATION", status="suspected",
        message_ja="重複の疑い", refs=[{"document": 0, "key": ""}], other_case="R8-000001",
        pairs=[
            {"key": key, "agreement": agreement, "here": {"document": 0, "key": key}, "there": {"document": 0, "key": key}}
            for key, agreement in (("model", "same"), ("phone", "near"), ("applicant_name", "different"), ("gone", "same"))
        ],
    )  # fmt: skip
    html = text(client.get(f"/cases/{CASE}/"))
    other = Case.objects.get(receipt_number="R8-000001").documents.get(kind="application_form")
    assert f'id="o{other.pk}"' in html and f'data-shows="d{papers()[0].pk} o{other.pk}"' in html
    compared = html[html.index('class="mini pair"') :].split("</table>")[0]
    rows = re.findall(r'<tr( class="same")?><th scope="row">([^<]*)</th><td>([^<]*)</td><td>([^<]*)</td>', compared)
    assert [(bool(same), label) for same, label, *_ in rows] == [
        (True, "型式"),
        (False, "電話番号"),
        (False, "申請者氏名・名称"),
    ], rows
    assert rows[0][3] == "＝" and rows[1][3].startswith("≒ ") and rows[2][2:] == (value(CASE), value("R8-000001"))
    lit = re.search(
        r'data-lights="([^"]*)"[^>]*data-edit="[^"]*"[^>]*>\s*<div class="line"><b data-title>重複申請', html
    )
    assert lit and {f"f{entry(n, k).pk}" for n in (CASE, "R8-000001") for k in ("model", "phone")} <= set(
        lit[1].split()
    )
    assert f"f{entry(CASE, 'applicant_name').pk}" not in lit[1].split()
    seen = text(office.client(NARA).get(f"/cases/{CASE}/"))
    assert f'id="o{other.pk}"' not in seen and value("R8-000001") not in seen and "mini pair" not in seen


def entry(number: str, key: str) -> Any:
    from storage.models import Field

    return Field.objects.get(document__case__receipt_number=number, document__kind="application_form", key=key)


def value(number: str) -> str:
    return str(entry(number, "applicant_name").value)


def test_what_is_to_be_mended_is_the_one_list_of_the_letters(office: Office, client: Client) -> None:
    from review.services import known_programmes
    from storage.cases import load_for_check
    from storage.findings import load
    from storage.models import Case, Finding
    from validators.mending import Enclosure, mending

    case = Case.objects.get(receipt_number=CASE)
    rows = list(case.findings.filter(active=True).order_by("position"))
    items = mending(
        [load(f) for f in rows],
        [Enclosure.of(d) for d in load_for_check(case.pk).view.documents],
        known_programmes()[case.programme_id or ""],
    )
    assert items

    def listed() -> list[str]:
        html = text(client.get(f"/cases/{CASE}/"))
        found = re.search(r'<ol class="items mending">(.*?)</ol>', html, re.S)
        return re.findall(r"<li class=\"none\">(.*?)</li>", found[1], re.S) if found else []

    shown = listed()
    assert len(shown) == len(items)
    for item, line in zip(items, shown, strict=True):
        assert all(words in line for words in (item.what, item.why, item.how, *item.where))
    Finding.objects.filter(pk__in=[f.pk for f in rows]).update(state=Finding.State.DISMISSED)
    assert listed() == []


def test_what_is_typed_blind_is_shown_to_nobody_who_might_type_it(office: Office, client: Client) -> None:
    from django.utils import timezone

    from storage.models import Field, ReviewTask

    row = Field.objects.get(document__case__receipt_number=CASE, document__kind="passbook", key="account_number")
    ReviewTask.objects.create(
        case=row.document.case, kind="entry", subject=f"entry:{row.pk}", field=row, opened_at=timezone.now()
    )

    def item(name: str) -> str:
        html = text(office.client(name).get(f"/cases/{CASE}/"))
        return html[html.index(f'id="f{row.pk}" data-item') :].split("</li>\n")[0]

    assert str(row.value) not in item("yamada") and str(row.value) in item(LEAD)


def test_a_form_of_no_known_version_says_so(office: Office, client: Client) -> None:
    from models.documents import DocumentKind
    from review.services import known_programmes
    from storage.models import Document, Field

    said = "様式の版が不明"
    papers = Document.objects.filter(case__receipt_number=CASE)
    entry = Field.objects.filter(document__in=papers.filter(kind="application_form")).first()
    programme = known_programmes()[papers[0].case.programme_id or ""]
    forms = [p for p in papers if (spec := programme.document(DocumentKind(p.kind))) and spec.versions]
    assert entry is not None and 0 < len(forms) < len(papers)
    for version, times in (("a", 0), (None, len(forms))):
        papers.update(form_version=version)
        room, task = (client.get(page).content.decode() for page in (f"/cases/{CASE}/", f"/fields/{entry.pk}/"))
        assert room.count(said) == times and (said in task) == bool(times)


def test_notes_are_added_and_kept_out_of_the_record(office: Office, client: Client) -> None:
    from storage.models import AuditEvent, Note

    assert client.post(f"/cases/{CASE}/notes/", {"text": "本人に電話した <b>山田</b>"}).status_code == 302
    client.post(f"/cases/{CASE}/notes/", {"text": "   "})
    assert Note.objects.count() == 1
    html = text(client.get(f"/cases/{CASE}/"))
    assert "本人に電話した &lt;b&gt;" in html
    event = AuditEvent.objects.get(action="note.added")
    assert "電話" not in str(event.detail) + event.object


def test_next_case_goes_round(office: Office, client: Client) -> None:
    def following(number: str) -> str:
        found = re.search(r'href="/cases/([^"/]+)/" data-key="g"', text(client.get(f"/cases/{number}/")))
        return found[1] if found else ""

    assert (following("R8-000002"), following("R8-000007")) == ("R8-000003", "R8-000001")
    assert (
        re.search(r'href="/cases/([^"/]+)/" data-key="g"', text(office.client(NARA).get("/cases/R8-000003/")))[1]
        == "R8-000005"
    )  # type: ignore[index]


def test_who_may_not_decide_sees_no_way_to(office: Office) -> None:
    auditor = office.client(AUDITOR)
    html = text(auditor.get(f"/cases/{CASE}/"))
    assert 'id="judge"' not in html and "data-finding" not in html
    assert auditor.get(f"/cases/{CASE}/papers/").status_code == 200
    assert send(auditor, action="split", here=page(papers()[0])).status_code == 403
    assert auditor.post(f"/cases/{CASE}/notes/", {"text": "x"}).status_code == 403
    assert office.client(NARA).get(f"/cases/{CASE}/papers/").status_code == 404


# ── correcting papers ───────────────────────────────────────────────────────────────────────────────────────────


def test_join_cut_and_join_again(office: Office, client: Client) -> None:
    receipt = papers()[1]
    assert send(client, action="merge", here=page(receipt)).status_code == 302  # to the one in front of it
    assert papers()[0].page_indexes == [0, 1] and len(papers()) == 5
    cut = papers()[0].pages.get(index=1).pk
    answer = send(client, action="split", here=cut)
    assert answer.status_code == 302 and answer["Location"].endswith(f"?at={cut}")
    assert [d.page_indexes for d in papers()[:2]] == [[0], [1]]
    assert papers()[1].kind != "application_form"  # the machine takes it for something, or says that it cannot tell
    told = text(client.get(answer["Location"]))
    assert "読み直してから" in told and "書類を分けた" in told and "読み直し待ち" in told


def test_ticked_pages_of_several_papers_are_joined_in_order(office: Office, client: Client) -> None:
    rows = papers()
    send(client, action="merge", page=[page(rows[2]), page(rows[0]), page(rows[1])])
    assert papers()[0].page_indexes == [0, 1, 2] and len(papers()) == len(rows) - 2


def test_move_to_another_case_and_to_a_new_one(office: Office, client: Client) -> None:
    from storage.models import Case

    rows = papers()
    answer = send(client, action="move", page=[page(rows[1])], target="r8-000001")
    assert answer.status_code == 302
    assert papers("R8-000001")[-1].pk == rows[1].pk
    send(client, action="move", page=[page(rows[4]), page(rows[5])], where="new")
    made = Case.objects.get(receipt_number="R8-000002-02")
    assert [d.pk for d in papers(made.receipt_number)] == [rows[4].pk, rows[5].pk] and made.made_by == "yamada"
    assert "yamada が分けた案件" in text(client.get("/cases/R8-000002-02/"))


def test_set_aside_with_a_reason_and_bring_back(office: Office, client: Client) -> None:
    from storage.ledger import ledger

    rows = papers()
    refused = send(client, action="aside", here=page(rows[5]), reason=" ")
    assert refused.status_code == 422 and "理由を書いてください" in text(refused)
    send(client, action="aside", here=page(rows[5]), reason="広告")
    assert ledger().quarantine == 1 and ledger().balances
    rows[5].refresh_from_db()
    answer = client.post(
        f"/documents/{rows[5].pk}/", {"choice": "product_photo", "version": rows[5].version, "keep": ""}
    )
    assert answer.status_code == 302
    assert ledger().quarantine == 0


def test_a_page_is_turned_with_its_boxes(office: Office, client: Client) -> None:
    import io

    from PIL import Image

    pk = page(papers()[0])

    def size() -> tuple[int, int]:
        return Image.open(io.BytesIO(client.get(f"/pages/{pk}/page.jpg").content)).size

    width, height = size()
    before = re.findall(
        r'data-box="f\d+" x="(\d+)" y="(\d+)" width="(\d+)" height="(\d+)"', text(client.get(f"/cases/{CASE}/"))
    )
    send(client, action="turn", way="right", here=pk)
    assert size()[0] > size()[1] and width < height
    after = re.findall(
        r'data-box="f\d+" x="(\d+)" y="(\d+)" width="(\d+)" height="(\d+)"', text(client.get(f"/cases/{CASE}/"))
    )
    x, y, w, h = map(int, before[0])
    assert tuple(map(int, after[0])) == pytest.approx((10_000 - y - h, x, h, w), abs=40)  # a clockwise quarter turn
    send(client, action="turn", way="left", here=pk)
    assert size() == (width, height)


def test_a_stale_or_foolish_wish_changes_nothing_and_says_why(office: Office, client: Client) -> None:
    rows = papers()
    old = form(action="merge", here=page(rows[1]))
    send(office.client("suzuki"), action="merge", here=page(rows[1]))
    answer = client.post(f"/cases/{CASE}/papers/", old)
    assert answer.status_code == 409 and "先に変更しました" in text(answer)
    first = page(papers()[0])
    for wish, words in (
        ({"action": "split", "here": first}, "最初のページの前では"),
        ({"action": "merge", "here": first}, "前に書類がありません"),
        ({"action": "move", "here": first}, "受付番号を入れて"),
        ({"action": "move", "here": first, "target": "R9-000001"}, "案件はありません"),
        ({"action": "dance", "here": first}, "することを選んで"),
        ({"action": "split", "here": 0}, "ページを選んで"),
    ):
        answer = send(client, **wish)
        assert answer.status_code == 422 and words in text(answer), wish
    assert len(papers()) == len(rows) - 1


def test_nobody_moves_papers_into_a_case_they_do_not_see(office: Office) -> None:
    answer = send(office.client(NARA), "R8-000003", action="move", here=page(papers("R8-000003")[0]), target=CASE)
    assert answer.status_code == 422 and "案件はありません" in text(answer)
    assert len(papers()) == 6


def test_what_the_machine_is_sure_of_is_not_called_undecided(office: Office, client: Client) -> None:
    from storage.models import Case, Finding

    case = Case.objects.filter(findings__active=True)[0]
    Finding.objects.filter(case=case).update(status="confirmed", state="open")
    html = client.get(f"/cases/{case.receipt_number}/").content.decode()
    assert "未判断 0 ／" in html and "機械が不備と判定" in html and ">未判断<" not in html
    Finding.objects.filter(case=case).update(status="suspected")
    html = client.get(f"/cases/{case.receipt_number}/").content.decode()
    assert "機械が不備と判定" not in html and ">未判断<" in html
