"""Tickets: a page may hand in what was typed into it, also after its session ran out.

Protects what a person typed from being lost with their session. A ticket says whose page it was, for which task, and
when it was made; it is signed, and all it allows is to *leave* a text for that person: nothing is ever given back for it.
What remains: whoever gets hold of a person's page within `LASTS` may overwrite that person's own draft.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.core import signing
from django.utils import timezone

_SALT = "review.draft"
#: A working day and the evening after it.
LASTS = dt.timedelta(hours=24)


@dataclass(frozen=True)
class Ticket:
    user: str
    subject: str
    opened: dt.datetime


def ticket(user: str, subject: str) -> str:
    """A ticket for what `user` types into the task `subject` from now on."""
    return signing.dumps([user, subject, timezone.now().isoformat()], salt=_SALT, compress=True)


def read(text: str) -> Ticket | None:
    """What a ticket says; None where it is forged or too old."""
    try:
        user, subject, opened = signing.loads(text, salt=_SALT, max_age=LASTS)
    except (signing.BadSignature, ValueError):
        return None
    return Ticket(user, subject, dt.datetime.fromisoformat(opened))
