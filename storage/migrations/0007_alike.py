"""Duplicates by profile: keys in order of arrival, what a case is compared by, and what a finding asks to be mended.

Keys of the old kind lead nowhere any more: they go, and every case is checked again, which gives it its new ones.
"""

from typing import Any

from django.db import migrations, models


def start_afresh(apps: Any, schema_editor: Any) -> None:
    apps.get_model("storage", "CaseKey").objects.all().delete()
    apps.get_model("storage", "Case").objects.filter(documents__isnull=False).update(check_due=True)


class Migration(migrations.Migration):
    dependencies = [("storage", "0006_tasks_drafts_and_quality")]

    operations = [
        migrations.RunPython(start_afresh, migrations.RunPython.noop),
        migrations.AddField("case", "profile", models.JSONField(blank=True, null=True)),
        migrations.AddField("document", "page_marks", models.JSONField(blank=True, default=list)),
        migrations.AddField("finding", "mend_ja", models.TextField(blank=True, default="")),
        migrations.AddField("finding", "pairs", models.JSONField(blank=True, default=list)),
        migrations.AddField("casekey", "sequence", models.BigIntegerField(default=0), preserve_default=False),
        migrations.AddField("casekey", "part", models.PositiveIntegerField(default=0), preserve_default=False),
        migrations.RemoveIndex("casekey", "case_key_lookup"),
        migrations.AddIndex("casekey", models.Index(fields=["key", "kind", "sequence", "part"], name="case_key_order")),
    ]
