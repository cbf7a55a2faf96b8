"""Nobody sees anything without logging in; nothing inline, nothing cached, nothing personal in an address."""

from __future__ import annotations

import re
from urllib.parse import unquote

import pytest
from django.test import Client
from django.urls import URLPattern, get_resolver

from tests.review.conftest import LEAD, NAME, PASSWORD, Office
from tests.review.routes import OPEN


def addresses() -> dict[str, str]:
    """Every page of the application, by name, with the numbers of rows that exist."""
    from storage.models import Case, Document, Field, Finding, Page, ReviewTask

    case = Case.objects.order_by("sequence").filter(findings__isnull=False).first()
    assert case is not None
    numbers = {
        "task": ReviewTask.objects.filter(state="open", kind="field").values_list("pk", flat=True)[0],
        "field": Field.objects.filter(box__isnull=False).values_list("pk", flat=True)[0],
        "field_crop": Field.objects.filter(box__isnull=False).values_list("pk", flat=True)[0],
        "finding": Finding.objects.values_list("pk", flat=True)[0],
        "document": Document.objects.values_list("pk", flat=True)[0],
        "seal_crop": Document.objects.values_list("pk", flat=True)[0],
        **dict.fromkeys(("page", "page_image", "page_thumb"), Page.objects.values_list("pk", flat=True)[0]),
    }
    found = {}
    for pattern in get_resolver().url_patterns:
        assert isinstance(pattern, URLPattern) and pattern.name
        route = str(pattern.pattern).replace("<slug:receipt_number>", case.receipt_number)
        route = route.replace("<slug:key>", "address")
        found[pattern.name] = "/" + route.replace("<int:pk>", str(numbers.get(pattern.name, 0)))
    return found


def test_every_page_but_login_and_health_asks_for_a_login(office: Office) -> None:
    nobody = Client()
    for name, address in addresses().items():
        for answer in (nobody.get(address), nobody.post(address, {"action": "save", "value": "x", "version": 0})):
            if name in OPEN:
                assert answer.status_code in (200, 400, 403, 405), name
            else:
                assert answer.status_code == 302 and answer["Location"].startswith("/login/?next="), name


def test_a_logged_out_person_sees_nothing_any_more(office: Office, client: Client) -> None:
    assert client.get("/").status_code == 200
    assert client.post("/logout/").status_code == 302
    assert client.get("/").status_code == 302


def test_a_person_who_left_the_office_is_out(office: Office, client: Client) -> None:
    from django.contrib.auth import get_user_model

    get_user_model().objects.filter(username=NAME).update(is_active=False)
    assert client.get("/").status_code == 302


def test_login_by_password(office: Office) -> None:
    from storage.models import AuditEvent, User

    nobody = Client()
    answer = nobody.post("/login/", {"username": NAME, "password": "wrong-password"})
    assert answer.status_code == 200 and "違います" in answer.content.decode()
    assert nobody.get("/").status_code == 302
    assert nobody.post("/login/", {"username": NAME, "password": PASSWORD}).status_code == 302
    assert nobody.get("/").status_code == 200
    assert [e.action for e in AuditEvent.objects.order_by("-pk")[:3]] == ["view", "login", "login_failed"]
    assert User.objects.get(username=NAME).password.startswith("argon2")


def test_login_leads_nowhere_else(office: Office) -> None:
    answer = Client().post("/login/", {"username": NAME, "password": PASSWORD, "next": "https://example.org/"})
    assert answer["Location"] == "/home/"


def test_numbers_that_do_not_exist_are_not_found(office: Office, client: Client) -> None:
    for address in ("/tasks/99999/", "/fields/99999/", "/fields/99999/crop.jpg", "/findings/99999/", "/documents/99999/",
                    "/pages/99999/", "/pages/99999/page.jpg", "/cases/R8-999999/", "/cases/R8-999999/programme/"):  # fmt: skip
        answer = client.get(address)
        assert answer.status_code == 404, address
        assert "見つかりません" in answer.content.decode()


def test_a_form_without_its_token_changes_nothing(office: Office) -> None:
    from storage.models import Decision

    client = office.client(enforce_csrf_checks=True)
    answer = client.post(addresses()["task"], {"action": "save", "value": "x", "version": 1})
    assert answer.status_code == 403 and "この操作はできません" in answer.content.decode()
    assert not Decision.objects.exists()


def test_headers_on_every_answer(office: Office, client: Client) -> None:
    for name, address in addresses().items():
        answer = client.get(address)
        policy = answer["Content-Security-Policy"]
        assert "default-src 'none'" in policy and "unsafe" not in policy and "frame-ancestors 'none'" in policy, name
        assert answer["X-Content-Type-Options"] == "nosniff" and answer["X-Frame-Options"] == "DENY", name
        assert ("max-age" if name == "texts" else "no-store") in answer["Cache-Control"], name


def test_static_files_come_from_here_with_the_same_policy(office: Office) -> None:
    for file in ("review.css", "keys.js", "icon.svg"):
        answer = Client().get(f"/static/review/{file}")
        assert answer.status_code == 200 and answer.content and not answer.streaming
        assert "default-src 'none'" in answer["Content-Security-Policy"]


def test_nothing_inline_and_nothing_from_elsewhere(office: Office, client: Client) -> None:
    from storage.models import ReviewTask

    pages = list(addresses().values())
    pages += [f"/tasks/{pk}/" for pk in ReviewTask.objects.exclude(kind="field").values_list("pk", flat=True)]
    for address in pages:
        answer = client.get(address)
        if not answer["Content-Type"].startswith("text/html"):
            continue
        html = answer.content.decode()
        assert not re.search(r"<style|\sstyle=|\son\w+=|javascript:", html), address
        assert not re.search(r"<script(?![^>]*\ssrc=)", html), address
        assert not re.search(r"(?:src|href|action)=\"(?:https?:)?//", html), address


def test_addresses_carry_no_personal_data(office: Office) -> None:
    from storage.models import Case, Delivery, Field

    personal = ("applicant_name", "applicant_kana", "address", "phone", "account_number", "payer_name", "vendor_name")
    texts = {str(v) for v in Field.objects.filter(key__in=personal).values_list("value", flat=True) if v}
    texts |= set(Delivery.objects.values_list("original_name", flat=True))
    assert len(texts) > 20
    case = Case.objects.order_by("sequence")[0]
    client = office.client(LEAD)
    for address in ("/", f"/cases/{case.receipt_number}/", "/status/", addresses()["task"]):
        for link in re.findall(r"(?:href|src|action)=\"([^\"]*)\"", client.get(address).content.decode()):
            assert not any(text in unquote(link) for text in texts), link


def test_what_stands_on_paper_is_text_not_markup(office: Office, client: Client) -> None:
    from storage.models import Field

    field = Field.objects.filter(key="description")[0]
    Field.objects.filter(pk=field.pk).update(value="<script>alert(1)</script>", raw="<img src=x>", reason_ja="<b>!</b>")
    html = client.get(f"/fields/{field.pk}/").content.decode()
    assert "<script>alert" not in html and "<img src=x>" not in html and "<b>!</b>" not in html
    assert "&lt;script&gt;alert(1)" in html


def test_health_tells_nothing_but_that(office: Office) -> None:
    answer = Client().get("/healthz")
    assert answer.status_code == 200 and answer.json() == {"status": "ok"}


@pytest.mark.parametrize("method", ["put", "delete", "patch"])
def test_only_reading_and_posting(office: Office, client: Client, method: str) -> None:
    for address in ("/", addresses()["task"], addresses()["page_image"]):
        assert getattr(client, method)(address).status_code == 405
