"""A case may be of a programme that none of its papers names; a person confirms it."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("storage", "0019_case_number"),
    ]

    operations = [
        migrations.AddField(
            model_name="case",
            name="programme_guessed",
            field=models.BooleanField(default=False),
        ),
    ]
