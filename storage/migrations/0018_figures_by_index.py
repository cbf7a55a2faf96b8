"""The ledger of pages and the envelopes of the last days come out of one index each."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("storage", "0017_sealed_telephones"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="envelope",
            index=models.Index(fields=["arrived_at", "sequence"], name="envelope_day"),
        ),
        migrations.AddIndex(
            model_name="page",
            index=models.Index(fields=["outcome", "document"], name="page_ledger"),
        ),
        migrations.RemoveIndex(
            model_name="page",
            name="page_outcome",
        ),
    ]
