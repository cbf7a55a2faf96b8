"""What the queue filters and sorts by, in the tasks' own rows; whose cases are whose, and what comes first."""

import datetime
from typing import Any

from django.db import migrations, models

JAPAN = datetime.timezone(datetime.timedelta(hours=9))


def _fill(apps: Any, schema_editor: Any) -> None:
    """Bring the tasks there are in step with their cases. Deadlines are rough until the next check, which is made due."""
    case_model, task_model = apps.get_model("storage", "Case"), apps.get_model("storage", "ReviewTask")
    places: dict[int, int] = {}
    for kind in ("field__document", "document"):
        rows = task_model.objects.filter(state="open", **{f"{kind}__isnull": False})
        places |= dict(rows.values_list("pk", f"{kind}__position"))
    cases = case_model.objects.filter(tasks__state="open").distinct().select_related("envelope")
    for case in cases.iterator(chunk_size=1000):
        case.due_on = case.envelope.arrived_at.astimezone(JAPAN).date() + datetime.timedelta(days=9)
        case.check_due = True
        case.save(update_fields=["due_on", "check_due"])
        for task in task_model.objects.filter(case=case, state="open"):
            task.programme_id, task.stage, task.due_on = case.programme_id, case.stage, case.due_on
            task.sequence, task.part, task.place = case.sequence, case.part, places.get(task.pk, 1_000_000)
            task.save()


class Migration(migrations.Migration):
    dependencies = [
        ("storage", "0007_alike"),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name="reviewtask",
            name="task_queue",
        ),
        migrations.RemoveField(
            model_name="reviewtask",
            name="escalated_at",
        ),
        migrations.RemoveField(
            model_name="reviewtask",
            name="escalated_by",
        ),
        migrations.RemoveField(
            model_name="reviewtask",
            name="question",
        ),
        migrations.AddField(
            model_name="case",
            name="acknowledge_by",
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="case",
            name="assignee",
            field=models.CharField(blank=True, default="", max_length=150),
        ),
        migrations.AddField(
            model_name="case",
            name="due_on",
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="case",
            name="rank",
            field=models.SmallIntegerField(choices=[(0, "急ぎ"), (1, "通常"), (2, "後回し")], default=1),
        ),
        migrations.AddField(
            model_name="reviewtask",
            name="due_on",
            field=models.DateField(default=datetime.date(9999, 12, 31)),
        ),
        migrations.AddField(
            model_name="reviewtask",
            name="part",
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="reviewtask",
            name="place",
            field=models.PositiveIntegerField(default=1000000),
        ),
        migrations.AddField(
            model_name="reviewtask",
            name="programme_id",
            field=models.CharField(blank=True, max_length=100, null=True),
        ),
        migrations.AddField(
            model_name="reviewtask",
            name="rank",
            field=models.SmallIntegerField(default=1),
        ),
        migrations.AddField(
            model_name="reviewtask",
            name="sequence",
            field=models.BigIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="reviewtask",
            name="stage",
            field=models.CharField(default="", max_length=10),
        ),
        migrations.AddField(
            model_name="user",
            name="queue_filters",
            field=models.JSONField(blank=True, default=dict),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(fields=["programme_id", "sequence", "part"], name="case_of_programme"),
        ),
        migrations.AddIndex(
            model_name="reviewtask",
            index=models.Index(
                fields=["state", "rank", "due_on", "sequence", "part", "priority", "place", "id"], name="task_order"
            ),
        ),
        migrations.AddIndex(
            model_name="reviewtask",
            index=models.Index(
                fields=["state", "programme_id", "stage", "kind", "due_on", "rank", "assignee", "role", "barred"],
                name="task_counts",
            ),
        ),
        migrations.AddIndex(
            model_name="reviewtask",
            index=models.Index(fields=["case", "state"], name="task_of_case"),
        ),
        migrations.AddIndex(
            model_name="reviewtask",
            index=models.Index(
                condition=models.Q(("lease_until__isnull", False)), fields=["lease_owner"], name="task_held"
            ),
        ),
        migrations.RunPython(_fill, migrations.RunPython.noop),
    ]
