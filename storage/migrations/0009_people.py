"""What belongs to a login: a password of one's own, the second factor, sessions that can be ended."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("storage", "0008_queue"),
    ]

    operations = [
        migrations.AddField(
            model_name="user",
            name="must_change_password",
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name="user",
            name="password_changed_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="user",
            name="second_factor",
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name="user",
            name="session_stamp",
            field=models.PositiveIntegerField(default=0),
        ),
    ]
