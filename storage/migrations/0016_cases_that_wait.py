"""The next case that waits is found in order of arrival by an index."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("storage", "0015_audit_by_case"),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name="case",
            name="case_state",
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(fields=["state", "sequence", "part"], name="case_state_order"),
        ),
    ]
