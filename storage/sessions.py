"""Who is asking: Django's sessions and accounts, read by queries that are made once. Every request begins with both."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.backends import ModelBackend
from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.utils import timezone

from storage.models import User
from storage.prepared import Prepared

_SESSION: Prepared[Session] = Prepared(lambda key, now: Session.objects.filter(session_key=key, expire_date__gt=now))
_USER: Prepared[User] = Prepared(lambda pk: User.objects.filter(pk=pk))


class SessionStore(db.SessionStore):
    """Sessions in the database."""

    def _get_session_from_db(self) -> Session | None:
        row = _SESSION.first(self.session_key, timezone.now())
        if row is None:
            self._session_key = None
        return row


class Backend(ModelBackend):
    """People who log in with a password."""

    def get_user(self, user_id: Any) -> User | None:
        user = _USER.first(user_id)
        return user if user is not None and self.user_can_authenticate(user) else None
