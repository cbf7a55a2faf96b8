"""Sealed secrets: what the database holds of a telephone, who can open it, and rows from before sealing."""

from __future__ import annotations

import secrets
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from models.errors import SecretKeyError, StorageError
from storage import people, sealing, secondfactor
from storage.settings import Settings

PASSWORD = "hizuke-wo-miru-7"
SECRET = bytes(range(20))
#: What django-otp's column holds.
COLUMN = 80


@given(st.binary(min_size=1, max_size=25))
def test_what_was_sealed_opens(secret: bytes) -> None:
    text = sealing.seal(secret, "a")
    assert sealing.sealed(text) and sealing.unseal(text, "a") == secret and len(text) <= COLUMN


def test_the_same_secret_is_never_sealed_the_same_way_twice() -> None:
    assert len({sealing.seal(SECRET, "a") for _ in range(20)}) == 20


def test_it_opens_for_nobody_else() -> None:
    with pytest.raises(SecretKeyError):
        sealing.unseal(sealing.seal(SECRET, "a"), "b")


@pytest.mark.parametrize("damage", ["s1:", "s1:AAAA", "s1:not base64", "s1:ａ", ""])
def test_what_is_damaged_does_not_open(damage: str) -> None:
    with pytest.raises(SecretKeyError):
        sealing.unseal(damage, "a")


@given(st.integers(min_value=0, max_value=63))
def test_one_changed_character_is_enough(at: int) -> None:
    text = sealing.seal(SECRET, "a")
    place = 3 + at
    changed = text[:place] + ("A" if text[place] != "A" else "B") + text[place + 1 :]
    with pytest.raises(SecretKeyError):
        sealing.unseal(changed, "a")


def test_another_secret_key_does_not_open_it(settings_sqlite: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    text = sealing.seal(SECRET, "a")
    monkeypatch.setattr(django_settings, "SECRET_KEY", "another")
    with pytest.raises(SecretKeyError) as caught:
        sealing.unseal(text, "a")
    assert isinstance(caught.value, StorageError) and "secret_key" in caught.value.message_ja
    assert caught.value.__suppress_context__ and SECRET.hex() not in str(caught.value)


# ── telephones ─────────────────────────────────────────────


def stored() -> list[str]:
    """What the table itself holds."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT key FROM otp_totp_totpdevice ORDER BY id")
        return [text for (text,) in cursor.fetchall()]


def person(name: str = "tanaka") -> Any:
    from storage.models import User

    return User.objects.get(pk=people.add_user(name, PASSWORD))


def test_the_table_holds_no_secret(database: Settings) -> None:
    device = secondfactor.pending(person())
    [text] = stored()
    secret = device.bin_key
    assert len(secret) == 20 and sealing.sealed(text) and secret.hex() not in text
    assert secondfactor.pending(device.user).bin_key == secret, "asked for again, it is the same"
    device.verify_token("000000")  # a wrong code is noted in the row
    assert stored() == [text]


def test_a_row_copied_to_somebody_else_is_of_no_use(database: Settings) -> None:
    from storage.models import Telephone

    mine, theirs = secondfactor.pending(person()), secondfactor.pending(person("mori"))
    Telephone.objects.filter(pk=theirs.pk).update(key=mine.key)
    with pytest.raises(SecretKeyError):
        assert Telephone.objects.get(pk=theirs.pk).bin_key


def test_a_secret_from_before_works_and_is_sealed_when_next_written(database: Settings) -> None:
    from storage.models import Telephone

    device = secondfactor.pending(person())
    Telephone.objects.update(key=SECRET.hex())
    device.refresh_from_db()
    assert device.bin_key == SECRET and not sealing.sealed(stored()[0])
    device.verify_token("000000")
    assert sealing.sealed(stored()[0]) and Telephone.objects.get().bin_key == SECRET


def a_session() -> None:
    """Somebody is logged in: signed with this installation's key."""
    from django.contrib.sessions.backends.db import SessionStore

    store = SessionStore()
    store["seen"] = 1
    store.save()


def test_secrets_from_before_are_sealed_by_the_migration_and_given_back(database: Settings) -> None:
    from django.core.management import call_command

    from storage.models import Telephone

    a_session()
    held = {}
    for name in ("tanaka", "mori"):
        device = secondfactor.pending(person(name))
        held[device.pk] = secrets.token_bytes(20)
        Telephone.objects.filter(pk=device.pk).update(key=held[device.pk].hex())
    migrate = ("migrate", "storage")
    call_command(*migrate, "0016", fake=True, verbosity=0)
    for _ in range(2):
        call_command(*migrate, "0017", verbosity=0)
        assert all(map(sealing.sealed, stored()))
        assert {d.pk: d.bin_key for d in Telephone.objects.all()} == held
        call_command(*migrate, "0016", verbosity=0)
        assert sorted(stored()) == sorted(secret.hex() for secret in held.values())
    call_command(*migrate, "0017", verbosity=0)
    assert all(map(sealing.sealed, stored()))


@pytest.mark.postgres
def test_a_machine_without_the_key_of_the_pages_leaves_them_to_the_pages(
    settings_postgres: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Several machines on one database: each migrates when it starts, and only one answers the pages."""
    from django.core.management import call_command

    from storage.models import Telephone

    a_session()
    device = secondfactor.pending(person())
    Telephone.objects.update(key=SECRET.hex())
    call_command("migrate", "storage", "0016", fake=True, verbosity=0)
    with monkeypatch.context() as elsewhere:
        elsewhere.setattr(django_settings, "SECRET_KEY", "that of a machine that only processes mail")
        call_command("migrate", "storage", "0017", verbosity=0)
    assert stored() == [SECRET.hex()]
    device.refresh_from_db()
    device.verify_token("000000")
    assert sealing.sealed(stored()[0]) and Telephone.objects.get().bin_key == SECRET
