"""What people have typed and not yet decided, kept on the server: a browser holds no personal data of its own."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from django.db import transaction
from django.utils import timezone

from storage import models as db
from storage.prepared import Prepared
from storage.text import storable

#: A table of 40 rows of seven cells, and some room.
MOST_INPUTS = 400
LONGEST = 400

_DRAFT: Prepared[db.Draft] = Prepared(lambda user, subject: db.Draft.objects.filter(user=user, subject=subject))


def keep(user: str, subject: str, typed: Mapping[str, str], opened: dt.datetime) -> bool:
    """Keep what `user` has typed into the task `subject`; nothing typed drops what was kept.

    `opened` is when the page was made: once the person has decided since, a text that arrives late is not kept, and
    False says so.
    """
    content = {str(name)[:60]: str(text)[:LONGEST] for name, text in list(typed.items())[:MOST_INPUTS]}
    with transaction.atomic():
        if db.Decision.objects.filter(task_subject=subject, user=user, at__gt=opened).exists():
            return False
        if not any(content.values()):
            drop(user, subject)
            return True
        db.Draft.objects.update_or_create(
            user=user, subject=subject, defaults={"typed": storable(content), "at": timezone.now()}
        )
    return True


def load(user: str, subject: str) -> dict[str, str]:
    """What `user` had typed into the task; empty where nothing is kept."""
    row = _DRAFT.first(user, subject)
    return dict(row.typed) if row is not None else {}


def drop(user: str, subject: str) -> None:
    """Forget what `user` had typed into the task."""
    db.Draft.objects.filter(user=user, subject=subject).delete()
