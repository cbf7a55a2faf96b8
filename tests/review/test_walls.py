"""The walls: every route × every role × what is theirs and what is another programme's; and that no look goes unrecorded.

The walk is built from the URLconf. A route without a line in `tests.review.routes` fails the first test, and says so.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, get_resolver
from django.utils import timezone

from tests.review.conftest import PASSWORD, Office
from tests.review.routes import OPEN, ROLES, ROUTES, Route

OURS, THEIRS = "nara-smarthouse", "shinjuku-ecohome"


def patterns() -> dict[str, URLPattern]:
    found = {}
    for pattern in get_resolver().url_patterns:
        assert isinstance(pattern, URLPattern) and pattern.name, pattern
        found[pattern.name] = pattern
    return found


def numbers(programme: str) -> dict[str, Any]:
    """One thing of each sort that belongs to a programme."""
    from storage.models import Case, Delivery, Document, Field, Finding, Page, Quarantine, ReviewTask, User

    inside = {"case__programme_id": programme}
    field = Field.objects.filter(document__case__programme_id=programme, box__isnull=False).order_by("pk")[0]
    return {
        "case": Case.objects.filter(programme_id=programme).order_by("pk")[0].receipt_number,
        "task": ReviewTask.objects.filter(**inside, state="open", kind="field").order_by("pk")[0].pk,
        "field": field.pk,
        "finding": Finding.objects.filter(**inside).order_by("pk")[0].pk,
        "document": Document.objects.filter(**inside, seal_present__isnull=False).order_by("pk")[0].pk,
        "page": Page.objects.filter(document__case__programme_id=programme).order_by("pk")[0].pk,
        "delivery": Delivery.objects.order_by("pk")[0].pk,
        "quarantine": Quarantine.objects.values_list("pk", flat=True).first() or 0,
        "person": User.objects.order_by("pk")[0].pk,
        "entry": "address",
    }


def address(name: str, route: Route, about: dict[str, Any]) -> str:
    from django.urls import reverse

    converters = patterns()[name].pattern.converters
    assert len(converters) <= 1, f"{name}: write down here what its numbers are"
    return reverse(name, args=[about[route.about]] if converters else [])


@pytest.fixture
def roles(office: Office) -> dict[str, Client]:
    """Somebody of each role with one programme, in a browser of their own."""
    from storage.models import Delivery, Document, Finding, Quarantine, Role
    from storage.people import add_user

    for programme in (OURS, THEIRS):  # whatever the sample's checks found, both have a finding
        case = Finding._meta.get_field("case").related_model.objects.filter(programme_id=programme)[0]
        Finding.objects.get_or_create(
            case=case, identity=f"walls-{programme}", basis="x", position=99, code="SEAL_MISSING", status="suspected"
        )
    Quarantine.objects.create(key="walls", code="F001", message_ja="読めません。", at=timezone.now())
    Delivery.objects.update(flow_run_id="00000000-0000-0000-0000-000000000000")
    Document.objects.update(seal_box={"x0": 0.7, "y0": 0.2, "x1": 0.8, "y1": 0.27})
    for role in ROLES:
        add_user(f"one-{role}", PASSWORD, role=Role(role), programmes=[OURS])
    return {role: office.client(f"one-{role}") for role in ROLES}


def walk(roles: dict[str, Client]) -> Iterator[tuple[str, Route, str, Client]]:
    for name, route in ROUTES.items():
        for role, client in roles.items():
            yield name, route, role, client


def test_every_route_is_in_the_matrix() -> None:
    missing = set(patterns()) - set(ROUTES) - OPEN
    assert not missing, f"say in tests/review/routes.py who may go to: {sorted(missing)}"
    assert not set(ROUTES) - set(patterns()), "these routes are gone"


def test_each_role_gets_what_is_theirs_and_nothing_else(office: Office, roles: dict[str, Client]) -> None:
    ours = numbers(OURS)
    for name, route, role, client in walk(roles):
        where = address(name, route, ours)
        for method, allowed in (("get", route.get), ("post", route.post)):
            if name == "logout" and method == "post":
                continue
            answer = getattr(client, method)(where, route.data if method == "post" else None)
            told = f"{role} {method} {where}: {answer.status_code}"
            if role in allowed:
                assert answer.status_code in (200, 302, 409, 422), told
            elif role in route.get | route.post:
                assert answer.status_code in (403, 405), told
            else:
                # a clerk sees pages, those in quarantine: another page does not exist for them, and none takes a POST
                expected = (404, 405) if (role, route.about) == ("clerk", "page") else (403,)
                assert answer.status_code in expected, told


def test_another_programmes_things_do_not_exist(office: Office, roles: dict[str, Client]) -> None:
    from storage.models import Decision

    theirs = numbers(THEIRS)
    tried = 0
    for name, route, role, client in walk(roles):
        if route.about not in {"case", "task", "field", "finding", "document", "page"}:
            continue
        where = address(name, route, theirs)
        for method, allowed in (("get", route.get), ("post", route.post)):
            if role in allowed:
                answer = getattr(client, method)(where, {"version": "0", "action": "save", "value": "x"})
                assert answer.status_code == 404, f"{role} {method} {where}: {answer.status_code}"
                assert str(theirs["case"]) not in answer.content.decode().split("<main")[1]
                tried += 1
    assert tried > 40 and not Decision.objects.exists()


def test_lists_hold_nothing_of_another_programme(office: Office, roles: dict[str, Client]) -> None:
    from storage.models import Case

    foreign = Case.objects.exclude(programme_id=OURS).values_list("receipt_number", flat=True)
    for role in ("reviewer", "senior", "lead", "auditor"):
        for where in ("/", f"/?programme={THEIRS}", "/?programme=-", "/cases/", f"/cases/?programme={THEIRS}"):
            html = roles[role].get(where).content.decode()
            shown = html.split("<main", 1)[1].replace('placeholder="R8-000001"', "")
            assert not [number for number in foreign if number in shown], (role, where)


def test_no_look_goes_unrecorded(office: Office, roles: dict[str, Client]) -> None:
    """Every answer that shows something leaves an event under the name of who looked."""
    from storage import audit
    from storage.models import AuditEvent

    ours = numbers(OURS)
    looks = 0
    for name, route, role, client in walk(roles):
        if role not in route.get or not route.shows:
            continue
        before = AuditEvent.objects.count()
        answer = client.get(address(name, route, ours))
        if answer.status_code == 200:
            new = list(AuditEvent.objects.filter(sequence__gt=before))
            assert new and all(event.actor == f"one-{role}" for event in new), f"{role} {name}"
            looks += 1
    assert looks > 50 and audit.verify().intact


def test_refusals_are_recorded(office: Office, roles: dict[str, Client]) -> None:
    from storage.models import AuditEvent

    assert roles["clerk"].get("/people/").status_code == 403
    event = AuditEvent.objects.order_by("-sequence")[0]
    assert (event.actor, event.action, event.object) == ("one-clerk", "refused", "route:staff")


def test_what_a_view_forgets_the_middleware_records(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    from review.views import cases
    from storage.models import AuditEvent

    monkeypatch.setattr(cases, "saw", lambda *a, **k: None)
    case = numbers(OURS)["case"]
    assert office.client().get(f"/cases/{case}/").status_code == 200
    event = AuditEvent.objects.order_by("-sequence")[0]
    assert (event.action, event.object, event.detail) == ("view", "route:case", {"receipt_number": case})


def test_a_view_that_says_nothing_of_rights_answers_nobody(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    from django.core.exceptions import ImproperlyConfigured

    pattern = patterns()["status"]
    monkeypatch.setattr(pattern, "callback", lambda request: None)
    with pytest.raises(ImproperlyConfigured):
        office.client().get("/status/")


@pytest.mark.parametrize("name", ["arrange", "staff_add", "audit_verify", "password", "logout", "language"])
def test_no_post_without_its_token(office: Office, name: str) -> None:
    from django.urls import reverse

    from tests.review.conftest import LEAD

    assert office.client(LEAD, enforce_csrf_checks=True).post(reverse(name)).status_code == 403
