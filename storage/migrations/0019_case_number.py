"""Cases whose receipt number begins with what somebody typed are found as a range of the order of arrival."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("storage", "0018_figures_by_index"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="case",
            index=models.Index(fields=["receipt_number", "sequence"], name="case_number"),
        ),
    ]
