"""The secrets of the second factor are sealed in the database (`storage.sealing`). Every telephone goes on working.

Any machine of an installation may be the first to run this, also one that only processes mail and has a ``secret_key``
of its own; what it sealed, the machine with the pages could not open. So they are sealed here only with a key that is
known to be the pages'. Elsewhere they stay as they are, and each is sealed by the pages when it is next used.
"""

from typing import Any

from django.core import signing
from django.db import migrations

from storage import sealing

#: Of so many sessions, latest first, one must have been signed with our key.
_SESSIONS = 100
_SALT = "django.contrib.sessions.SessionStore"


def _owner(row: Any) -> str:
    return f"telephone:{row.user_id}"


def _key_of_the_pages(apps: Any, connection: Any) -> bool:
    """Whether the pages use this machine's ``secret_key``: SQLite is one machine's, and sessions are signed with it."""
    if connection.vendor == "sqlite":
        return True
    sessions = apps.get_model("sessions", "Session").objects.using(connection.alias).order_by("-expire_date")
    return any(_signed_by_us(data) for data in sessions.values_list("session_data", flat=True)[:_SESSIONS])


def _signed_by_us(data: str) -> bool:
    try:
        signing.loads(data, salt=_SALT)
    except signing.BadSignature:
        return False
    return True


def seal(apps: Any, schema_editor: Any) -> None:
    if not _key_of_the_pages(apps, schema_editor.connection):
        return
    for row in apps.get_model("otp_totp", "TOTPDevice").objects.using(schema_editor.connection.alias).iterator():
        if not sealing.sealed(row.key):
            row.key = sealing.seal(bytes.fromhex(row.key), _owner(row))
            row.save(update_fields=["key"])


def unseal(apps: Any, schema_editor: Any) -> None:
    for row in apps.get_model("otp_totp", "TOTPDevice").objects.using(schema_editor.connection.alias).iterator():
        if sealing.sealed(row.key):
            row.key = sealing.unseal(row.key, _owner(row)).hex()
            row.save(update_fields=["key"])


class Migration(migrations.Migration):
    dependencies = [
        ("otp_totp", "0003_add_timestamps"),
        ("sessions", "0001_initial"),
        ("storage", "0016_cases_that_wait"),
    ]

    operations = [
        migrations.CreateModel(
            name="Telephone",
            fields=[],
            options={"proxy": True, "indexes": [], "constraints": []},
            bases=("otp_totp.totpdevice",),
        ),
        migrations.RunPython(seal, unseal),
    ]
