"""Roles and rights of people, and tasks that are given to somebody or brought before a senior."""

from typing import Any

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


def _as_before(apps: Any, schema_editor: Any) -> None:
    """Those who could log in until now saw everything; leads were marked as staff."""
    people = apps.get_model("storage", "User").objects
    people.update(all_programmes=True)
    people.filter(is_staff=True).update(role="lead")


class Migration(migrations.Migration):
    dependencies = [
        ("storage", "0002_candidates_and_amendments"),
    ]

    operations = [
        migrations.AddField(
            model_name="reviewtask",
            name="assignee",
            field=models.CharField(blank=True, default="", max_length=150),
        ),
        migrations.AddField(
            model_name="reviewtask",
            name="escalated_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="reviewtask",
            name="escalated_by",
            field=models.CharField(blank=True, default="", max_length=150),
        ),
        migrations.AddField(
            model_name="reviewtask",
            name="question",
            field=models.TextField(blank=True, default=""),
        ),
        migrations.AddField(
            model_name="user",
            name="all_programmes",
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name="user",
            name="language",
            field=models.CharField(default="ja", max_length=5),
        ),
        migrations.AddField(
            model_name="user",
            name="role",
            field=models.CharField(
                choices=[
                    ("clerk", "受付"),
                    ("reviewer", "確認"),
                    ("senior", "上席"),
                    ("lead", "統括"),
                    ("auditor", "監査"),
                ],
                default="reviewer",
                max_length=10,
            ),
        ),
        migrations.CreateModel(
            name="ProgrammeRight",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("programme_id", models.CharField(max_length=100)),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="programme_rights",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("user", "programme_id"), name="programme_right_once")],
            },
        ),
        migrations.RunPython(_as_before, migrations.RunPython.noop),
    ]
