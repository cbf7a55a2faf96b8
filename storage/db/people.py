"""People who log in: who they are, what their role is, and whose papers they may see."""

from __future__ import annotations

from collections.abc import Iterator

from django.conf import settings
from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils.crypto import salted_hmac


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
    must_change_password = models.BooleanField(default=False)
    """The password was given by somebody else: nothing else can be done before it is changed."""
    password_changed_at = models.DateTimeField(null=True, blank=True)
    """When they last chose a password themselves."""
    second_factor = models.BooleanField(default=False)
    """Logging in asks for a code from their telephone, too."""
    session_stamp = models.PositiveIntegerField(default=0)
    """Part of what their sessions are bound to: another number ends them all."""

    def get_session_auth_hash(self) -> str:
        return salted_hmac("uketsuke.session", self._bound_to(), algorithm="sha256").hexdigest()

    def get_session_auth_fallback_hash(self) -> Iterator[str]:
        for key in settings.SECRET_KEY_FALLBACKS:
            yield salted_hmac("uketsuke.session", self._bound_to(), secret=key, algorithm="sha256").hexdigest()

    def _bound_to(self) -> str:
        return f"{self.password}|{self.session_stamp}"

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
