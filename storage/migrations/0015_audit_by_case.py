"""The audit trail is found by receipt number and by person."""

import django.db.models.fields.json
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("storage", "0014_read_again"),
    ]

    operations = [
        migrations.AddField(
            model_name="auditevent",
            name="case_number",
            field=models.GeneratedField(
                db_persist=True,
                expression=django.db.models.fields.json.KeyTextTransform("case", "detail"),
                output_field=models.CharField(max_length=40, null=True),
            ),
        ),
        migrations.AddIndex(
            model_name="auditevent",
            index=models.Index(fields=["case_number", "-sequence"], name="audit_of_case"),
        ),
        migrations.AddIndex(
            model_name="auditevent",
            index=models.Index(fields=["actor", "-sequence"], name="audit_of_actor"),
        ),
    ]
