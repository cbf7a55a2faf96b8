"""People who log in. Ours from the first migration on, because Django cannot change the user's table later."""

from __future__ import annotations

from django.contrib.auth.models import AbstractUser


class User(AbstractUser):
    """A clerk, reviewer, lead or operator. Use ``django.contrib.auth.get_user_model()``, never ``auth.User``."""

    class Meta(AbstractUser.Meta):
        verbose_name = "利用者"
        verbose_name_plural = "利用者"
