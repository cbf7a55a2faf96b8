"""The secrets of the second factor are sealed in the database (`storage.sealing`). Every telephone goes on working."""

from typing import Any

from django.db import migrations

from storage import sealing


def _owner(row: Any) -> str:
    return f"telephone:{row.user_id}"


def seal(apps: Any, schema_editor: Any) -> None:
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
