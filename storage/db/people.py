"""People who log in: who they are, what their role is, and whose papers they may see."""

from __future__ import annotations

from django.contrib.auth.models import AbstractUser
from django.db import models


class Role(models.TextChoices):
    """What a person does in the office. What each role may do stands in `review.permissions`."""

    CLERK = "clerk", "受付"
    REVIEWER = "reviewer", "確認"
    SENIOR = "senior", "上席"
    LEAD = "lead", "統括"
    AUDITOR = "auditor", "監査"


class User(AbstractUser):
    """Somebody who logs in. Use ``django.contrib.auth.get_user_model()``, never ``auth.User``."""

    role = models.CharField(max_length=10, choices=Role.choices, default=Role.REVIEWER)
    all_programmes = models.BooleanField(default=False)
    """Sees every programme, those added later and cases of no known programme included."""
    language = models.CharField(max_length=5, default="ja")
    """The language of the pages: ``ja`` or ``en``."""
    queue_filters = models.JSONField(default=dict, blank=True)
    """What they last narrowed the queue to (`review.queue.Filters`)."""

    class Meta(AbstractUser.Meta):
        verbose_name = "利用者"
        verbose_name_plural = "利用者"


class ProgrammeRight(models.Model):
    """One programme whose cases one person may see, with the rights of their role."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="programme_rights")
    programme_id = models.CharField(max_length=100)
    """The programme's id; `UNKNOWN` stands for cases whose programme nobody has decided yet."""

    class Meta:
        constraints = (models.UniqueConstraint(fields=["user", "programme_id"], name="programme_right_once"),)


#: In `ProgrammeRight.programme_id` and in filters: cases that belong to no known programme so far.
UNKNOWN = "-"
