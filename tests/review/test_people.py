"""Logging in: passwords of one's own, lockout, the second factor; and the pages on which a lead helps people."""

from __future__ import annotations

import base64
import datetime as dt
import io
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import zxingcpp
from django.test import Client
from django_otp.oath import totp
from PIL import Image

import storage
from storage.settings import Settings
from tests.conftest import ARGON2_AS_SHIPPED, HOSTS

LEAD, CLERK, REVIEWER, PASSWORD, OWN = "tanaka", "kobayashi", "yamada", "hizuke-wo-miru-7", "jibun-de-kimeta-8"


@pytest.fixture(autouse=True)
def people(database: Settings) -> Iterator[None]:
    """A lead, a clerk and a reviewer on a fresh installation."""
    from storage.models import Role
    from storage.people import add_user

    add_user(LEAD, PASSWORD, role=Role.LEAD)
    add_user(CLERK, PASSWORD, role=Role.CLERK)
    add_user(REVIEWER, PASSWORD, programmes=["nara-smarthouse"])
    yield


def row(name: str) -> Any:
    from storage.models import User

    return User.objects.get(username=name)


def logged_in(name: str = LEAD, password: str = PASSWORD) -> Client:
    client = Client()
    assert client.post("/login/", {"username": name, "password": password}).status_code == 302
    return client


def actions() -> list[str]:
    from storage.models import AuditEvent

    return list(AuditEvent.objects.order_by("sequence").values_list("action", flat=True))


def with_settings(database: Settings, **changes: Any) -> None:
    kept = {"data_dir": database.data_dir, "database_url": database.database_url, "allowed_hosts": HOSTS}
    storage.setup(Settings(**{**kept, **changes}))


# ── passwords ──────────────────────────────────────────────


def test_a_given_password_opens_nothing_but_the_page_that_changes_it() -> None:
    from storage.people import reset_password

    given = reset_password(row(REVIEWER).pk, LEAD)
    client = logged_in(REVIEWER, given)
    for address in ("/", "/home/", "/cases/", "/me/telephone/"):
        assert client.get(address)["Location"] == "/me/password/", address
    page = client.get("/me/password/").content.decode()
    assert "自分だけが知っている" in page and 'href="/cases/"' not in page
    form = {"old_password": given, "new_password1": OWN, "new_password2": OWN}
    assert client.post("/me/password/", form)["Location"] == "/home/"
    assert client.get("/").status_code == 200
    assert "user.password_changed" in actions() and row(REVIEWER).password.startswith("argon2")


def test_a_password_costs_whoever_guesses_it() -> None:
    """At least what OWASP's Password Storage Cheat Sheet asks of Argon2id: 19 MiB, two passes, one lane."""
    passes, kib, lanes = ARGON2_AS_SHIPPED
    assert passes >= 2 and kib >= 19 * 1024 and lanes >= 1
    assert row(REVIEWER).password.startswith("argon2$argon2id$")


@pytest.mark.parametrize("new", ["short-7", "0123456789", "kobayashi-1", "password123", PASSWORD])
def test_weak_and_old_passwords_are_refused(new: str) -> None:
    client = logged_in(CLERK)
    form = {"old_password": PASSWORD, "new_password1": new, "new_password2": new}
    answer = client.post("/me/password/", form)
    assert answer.status_code == 422 and 'class="notice ng"' in answer.content.decode()
    assert row(CLERK).check_password(PASSWORD)


def test_changing_the_password_ends_the_other_sessions() -> None:
    here, elsewhere = logged_in(CLERK), logged_in(CLERK)
    here.post("/me/password/", {"old_password": PASSWORD, "new_password1": OWN, "new_password2": OWN})
    assert here.get("/me/password/").status_code == 200
    assert elsewhere.get("/me/password/")["Location"].startswith("/login/")


def test_a_password_ends_when_the_office_says_so(database: Settings) -> None:

    from django.utils import timezone

    from storage.models import User

    client = logged_in()
    User.objects.update(password_changed_at=timezone.now() - dt.timedelta(days=91))
    assert client.get("/people/").status_code == 200
    with_settings(database, password_days=90)
    assert client.get("/people/")["Location"] == "/me/password/"
    User.objects.update(password_changed_at=timezone.now() - dt.timedelta(days=89))
    assert client.get("/people/").status_code == 200


def test_sessions_end_by_themselves(database: Settings) -> None:
    from django.conf import settings

    assert 60 * database.session_minutes == settings.SESSION_COOKIE_AGE
    client = logged_in()
    cookie = client.cookies["sessionid"]
    assert cookie["httponly"] and cookie["samesite"] == "Lax" and not cookie["secure"]
    with_settings(database, https=True)
    safe = Client()
    answer = safe.post("/login/", {"username": LEAD, "password": PASSWORD}, secure=True)
    assert answer.cookies["sessionid"]["secure"] and answer["Strict-Transport-Security"]
    safe.get("/login/", secure=True)
    assert safe.cookies["csrftoken"]["secure"] and safe.cookies["csrftoken"]["samesite"] == "Lax"


def test_work_prolongs_a_session_and_only_now_and_then_writes_it() -> None:
    from django.contrib.sessions.models import Session
    from django.utils import timezone

    client = logged_in()

    def ends(*, minutes_from_now: float | None = None, seen_before: float = 0.0) -> dt.datetime:
        """When it ends; made older first, where asked."""
        store = client.session
        row = Session.objects.get(pk=store.session_key)
        if minutes_from_now is not None:
            row.session_data = store.encode({**store.load(), "seen": store["seen"] - seen_before})
            row.expire_date = timezone.now() + dt.timedelta(minutes=minutes_from_now)
            row.save()
        return row.expire_date

    client.get("/me/password/")
    soon = ends(minutes_from_now=1, seen_before=30)
    client.get("/me/password/")
    assert ends() == soon, "who was seen half a minute ago costs no write"
    ends(minutes_from_now=1, seen_before=61)
    client.get("/me/password/")
    assert ends() > soon
    ends(minutes_from_now=-1)
    assert client.get("/me/password/")["Location"].startswith("/login/")


# ── lockout ────────────────────────────────────────────────


def test_wrong_passwords_lock_the_name_and_a_lead_unlocks_it(caplog: pytest.LogCaptureFixture) -> None:
    from axes.models import AccessAttempt

    lead, client = logged_in(), Client(headers={"user-agent": "Edge"})
    answers = [client.post("/login/", {"username": CLERK, "password": f"wrong-{n}"}) for n in range(5)]
    assert answers[-1].status_code == 429 and "しばらくログインできません" in answers[-1].content.decode()
    assert client.post("/login/", {"username": CLERK, "password": PASSWORD}).status_code == 429
    assert client.post("/login/", {"username": REVIEWER, "password": PASSWORD}).status_code == 302
    kept = str(list(AccessAttempt.objects.values()))
    assert CLERK not in kept and "127.0.0.1" not in kept and CLERK not in caplog.text
    page = f"/people/{row(CLERK).pk}/"
    assert "ロック中" in lead.get("/people/").content.decode() and "ロック中" in lead.get(page).content.decode()
    lead.post(page, {"do": "unlock"})
    assert Client().post("/login/", {"username": CLERK, "password": PASSWORD}).status_code == 302
    assert {"login_failed", "login_locked", "user.unlocked"} <= set(actions())


def test_a_right_password_in_between_starts_the_count_again() -> None:
    for _ in range(2):
        for n in range(4):
            assert Client().post("/login/", {"username": CLERK, "password": f"wrong-{n}"}).status_code == 200
        logged_in(CLERK)


# ── the second factor ──────────────────────────────────────


def code_of(name: str, *, confirmed: bool, ahead: int = 0) -> str:
    """What the telephone shows (`ahead` steps of half a minute later)."""
    from storage.models import Telephone

    device = Telephone.objects.get(user__username=name, confirmed=confirmed)
    return f"{totp(device.bin_key, step=device.step, t0=device.t0, digits=device.digits, drift=ahead):06d}"


def forget_waiting() -> None:
    """Time passes: codes may be tried and used again."""
    from django_otp.plugins.otp_static.models import StaticDevice

    from storage.models import Telephone

    Telephone.objects.update(last_t=-1, throttling_failure_count=0, throttling_failure_timestamp=None)
    StaticDevice.objects.update(throttling_failure_count=0, throttling_failure_timestamp=None)


def enrolled(client: Client, name: str) -> list[str]:
    client.get("/me/telephone/")
    answer = client.post("/me/telephone/", {"code": code_of(name, confirmed=False)})
    codes = re.findall(r"<li>([a-z2-9]{5}-[a-z2-9]{5})</li>", answer.content.decode())
    assert answer.status_code == 200 and len(set(codes)) == 10
    return codes


def test_the_qr_code_carries_the_secret_that_is_asked_for() -> None:
    client = logged_in()
    page = client.get("/me/telephone/").content.decode()
    answer = client.get("/me/telephone/qr.png")
    [found] = zxingcpp.read_barcodes(Image.open(io.BytesIO(answer.content)))
    parts = urlsplit(found.text)
    secret = parse_qs(parts.query)["secret"][0]
    assert (parts.scheme, parts.netloc) == ("otpauth", "totp")
    assert secret.rstrip("=") == re.search(r'class="secret">([^<]+)<', page)[1].replace(" ", "")  # type: ignore[index]
    key = base64.b32decode(secret + "=" * (-len(secret) % 8))
    assert client.post("/me/telephone/", {"code": f"{totp(key):06d}"}).status_code == 200
    assert "no-store" in answer["Cache-Control"]


def test_who_registered_a_telephone_needs_it_from_then_on() -> None:
    client = logged_in()
    codes = enrolled(client, LEAD)
    assert client.get("/people/").status_code == 200
    assert codes[0] not in client.get("/me/telephone/").content.decode()
    forget_waiting()
    again = logged_in()
    for address in ("/people/", "/", "/me/password/", "/me/telephone/"):
        assert again.get(address)["Location"] == "/me/code/", address
    assert again.get("/me/telephone/qr.png").status_code == 404
    assert again.post("/me/code/", {"code": "000000"}).status_code == 422
    assert again.get("/people/").status_code == 302
    forget_waiting()
    full_width = code_of(LEAD, confirmed=True).translate(str.maketrans("0123456789", "０１２３４５６７８９"))
    assert again.post("/me/code/", {"code": f"{full_width[:3]} {full_width[3:]}"})["Location"] == "/home/"
    assert again.get("/people/").status_code == 200
    assert {"user.second_factor", "second_factor", "second_factor_failed"} <= set(actions())


def test_a_recovery_code_works_once_and_is_not_kept() -> None:
    from django_otp.plugins.otp_static.models import StaticToken

    codes = enrolled(logged_in(), LEAD)
    kept = set(StaticToken.objects.values_list("token", flat=True))
    assert len(kept) == 10 and not kept & {*codes, *(c.replace("-", "") for c in codes)}
    for attempt, accepted in enumerate((302, 422)):
        forget_waiting()
        client = logged_in()
        assert client.post("/me/code/", {"code": f" {codes[0].upper()}"}).status_code == accepted, attempt
    assert StaticToken.objects.count() == 9


def test_a_code_works_once() -> None:
    enrolled(logged_in(), LEAD)
    forget_waiting()
    code = code_of(LEAD, confirmed=True)
    assert logged_in().post("/me/code/", {"code": code}).status_code == 302
    assert logged_in().post("/me/code/", {"code": code}).status_code == 422


def test_roles_that_must_have_it_are_led_to_it(database: Settings) -> None:
    with_settings(database, second_factor_roles=("lead",))
    client = logged_in()
    assert client.get("/people/")["Location"] == "/me/telephone/"
    enrolled(client, LEAD)
    assert client.get("/people/").status_code == 200
    assert logged_in(CLERK).get("/status/").status_code == 200


def test_a_lead_resets_a_lost_telephone() -> None:
    mine = logged_in(REVIEWER)
    enrolled(mine, REVIEWER)
    logged_in().post(f"/people/{row(REVIEWER).pk}/", {"do": "reset_second"})
    assert mine.get("/").status_code == 302  # logged out
    assert logged_in(REVIEWER).get("/").status_code == 200


def another_secret_key(database: Settings) -> None:
    """The installation as somebody restored it who kept the database and lost ``secret_key``."""
    database.secret_key_file.write_text("x" * 60, encoding="ascii")
    with_settings(database, session_minutes=59)


def test_a_telephone_registered_with_another_secret_key_is_told_and_reset(database: Settings) -> None:
    from storage import people as ours

    codes = enrolled(logged_in(), LEAD)
    forget_waiting()
    code = code_of(LEAD, confirmed=True)
    another_secret_key(database)
    client = logged_in()
    for typed in (code, codes[0]):
        answer = client.post("/me/code/", {"code": typed})
        page = answer.content.decode()
        assert answer.status_code == 503 and "secret_key" in page and "D003" in page and "コードが違う" not in page
    client.post("/language/", {"language": "en"})
    page = client.post("/me/code/", {"code": code}).content.decode()
    assert "reset the second factor" in page and "登録" not in page
    ours.reset_second_factor(row(LEAD).pk, ours.OPERATOR)
    client = logged_in()
    assert client.get("/people/").status_code == 200
    enrolled(client, LEAD)


def test_a_registration_begun_with_another_secret_key_begins_anew(database: Settings) -> None:
    logged_in().get("/me/telephone/")
    another_secret_key(database)
    enrolled(logged_in(), LEAD)


# ── the lead's pages ───────────────────────────────────────


def test_a_lead_adds_a_person_with_a_password_that_works_once() -> None:
    lead = logged_in()
    form = {"name": "suzuki", "full_name": "鈴木 花子", "role": "senior", "programme": ["nara-smarthouse", "nonsense"]}
    page = lead.post("/people/add/", form).content.decode()
    password = re.search(r'id="one-time">([^<]+)<', page)[1]  # type: ignore[index]
    assert password not in lead.get("/people/").content.decode()
    assert logged_in("suzuki", password).get("/")["Location"] == "/me/password/"
    person = row("suzuki")
    assert (person.role, person.all_programmes, person.last_name) == ("senior", False, "鈴木 花子")
    assert list(person.programme_rights.values_list("programme_id", flat=True)) == ["nara-smarthouse"]


@pytest.mark.parametrize(
    ("name", "role"), [("yamada", "reviewer"), ("na me", "reviewer"), ("new", "boss"), ("", "lead")]
)
def test_what_cannot_be_registered(name: str, role: str) -> None:
    answer = logged_in().post("/people/add/", {"name": name, "role": role})
    assert answer.status_code == 422 and 'class="notice ng"' in answer.content.decode()


def test_rights_change_at_once() -> None:
    lead, other = logged_in(), logged_in(REVIEWER)
    page = f"/people/{row(REVIEWER).pk}/"
    assert other.get("/").status_code == 200
    lead.post(page, {"do": "rights", "role": "clerk", "programme": ["shinjuku-ecohome"]})
    assert other.get("/").status_code == 403 and other.get("/status/").status_code == 200
    lead.post(page, {"do": "rights", "role": "reviewer", "every": "1"})
    assert row(REVIEWER).all_programmes and not row(REVIEWER).programme_rights.exists()


def test_who_leaves_is_out_at_once_and_may_come_back() -> None:
    lead, other = logged_in(), logged_in(REVIEWER)
    page = f"/people/{row(REVIEWER).pk}/"
    lead.post(page, {"do": "keep_out"})
    assert other.get("/")["Location"].startswith("/login/")
    assert Client().post("/login/", {"username": REVIEWER, "password": PASSWORD}).status_code == 200
    lead.post(page, {"do": "let_in"})
    assert other.get("/").status_code == 302  # the old session does not come back to life
    assert logged_in(REVIEWER).get("/").status_code == 200


def test_sessions_are_ended_from_afar() -> None:
    other = logged_in(REVIEWER)
    logged_in().post(f"/people/{row(REVIEWER).pk}/", {"do": "end_sessions"})
    assert other.get("/")["Location"].startswith("/login/")


def test_a_lead_neither_demotes_themselves_nor_is_the_last_one_lost() -> None:
    from models.errors import PersonError
    from storage import people as ours
    from storage.models import Role

    lead, page = logged_in(), f"/people/{row(LEAD).pk}/"
    for form in ({"do": "keep_out"}, {"do": "rights", "role": "clerk", "every": "1"}):
        assert "自分自身の" in lead.post(page, form, follow=True).content.decode()
    assert (row(LEAD).role, row(LEAD).is_active) == ("lead", True)
    for change in (
        lambda: ours.set_role(row(LEAD).pk, Role.CLERK, "operator"),
        lambda: ours.set_active(row(LEAD).pk, False, "operator"),
    ):
        with pytest.raises(PersonError):
            change()


def test_a_lead_of_one_programme_gives_that_one_only() -> None:
    from storage import people as ours
    from storage.models import Role

    ours.add_user("nara-lead", PASSWORD, role=Role.LEAD, programmes=["nara-smarthouse"])
    ours.set_programmes(row(REVIEWER).pk, ["shinjuku-ecohome"], "operator")
    lead, page = logged_in("nara-lead"), f"/people/{row(REVIEWER).pk}/"
    lead.post(page, {"do": "rights", "role": "reviewer", "every": "1"})
    assert not row(REVIEWER).all_programmes
    lead.post(page, {"do": "rights", "role": "reviewer", "programme": ["nara-smarthouse", "yamato-lpgas"]})
    held = set(row(REVIEWER).programme_rights.values_list("programme_id", flat=True))
    assert held == {"nara-smarthouse", "shinjuku-ecohome"}  # what they cannot see stays as it was


# ── the audit trail ────────────────────────────────────────


def test_the_trail_is_searched_verified_and_exported() -> None:
    from storage import audit
    from storage.models import AuditEvent

    audit.record(REVIEWER, "view", "case:1", {"case": "R8-000001"})
    audit.record(CLERK, "file.aside", "quarantine:3", {"case": "=1+1"})
    lead = logged_in()
    page = lead.get("/audit/?case=R8-000001").content.decode()
    gone = "案件 1（いまはありません）"
    assert gone in page and "隔離したファイル 3" not in page
    assert "隔離したファイル 3（いまはありません）" in lead.get(f"/audit/?person={CLERK}&what=done").content.decode()
    assert "記録はありません" in lead.get("/audit/?last=2020-01-01").content.decode()
    answer = lead.get(f"/audit/audit.csv?person={CLERK}")
    text = answer.content.decode("utf-8-sig")
    assert (
        "'=1+1" in text
        and "quarantine:3,隔離したファイル 3" in text
        and REVIEWER not in text
        and answer["Content-Disposition"].startswith("attachment")
    )
    assert "無傷です" in lead.post("/audit/verify/").content.decode()
    AuditEvent.objects.filter(sequence=2).update(actor="somebody")
    assert "番号 2 から" in lead.post("/audit/verify/").content.decode()
    assert actions()[-1] == "audit.verified"


def test_older_events_are_a_page_away() -> None:
    from storage import audit

    for n in range(120):
        audit.record("machine", "delivery.failed", f"delivery:{n}")
    lead = logged_in()
    first = lead.get("/audit/?person=machine").content.decode()
    assert "到着物 119（" in first and "到着物 5（" not in first
    older = re.search(r'href="(\?[^"]*before=\d+)"', first)[1].replace("&amp;", "&")  # type: ignore[index]
    second = lead.get(f"/audit/{older}").content.decode()
    assert "到着物 5（" in second and "到着物 119（" not in second
