"""What each application asks for, kept beside the case: sums in order of arrival over one index."""

from __future__ import annotations

from typing import Any

from django.db import migrations, models


def fill(apps: Any, schema_editor: Any) -> None:
    """From the accepted entries of the application forms; the next check of a case leaves certain duplicates out."""
    case, field = apps.get_model("storage", "Case"), apps.get_model("storage", "Field")
    rows = field.objects.filter(
        key="subsidy_amount",
        status="accepted",
        document__kind="application_form",
        document__case__stage="apply",
    )
    waiting: list[Any] = []
    for pk, value in rows.values_list("document__case_id", "value").iterator(chunk_size=2000):
        if isinstance(value, int):
            waiting.append(case(pk=pk, applied_amount=max(0, value)))
        if len(waiting) >= 500:
            case.objects.bulk_update(waiting, ["applied_amount"])
            waiting = []
    if waiting:
        case.objects.bulk_update(waiting, ["applied_amount"])


class Migration(migrations.Migration):
    dependencies = [("storage", "0012_follows_and_rules")]

    operations = [
        migrations.AddField(
            model_name="case",
            name="applied_amount",
            field=models.BigIntegerField(blank=True, null=True),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(fields=["programme_id", "sequence", "part", "applied_amount"], name="case_budget"),
        ),
    ]
