"""What the frame around every page shows: where this person may go, and in which language."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from review.middleware import owes
from review.permissions import Right, may


def frame(request: HttpRequest) -> dict[str, Any]:
    """``can.<right>`` for templates, the languages to choose from, and where to come back to after choosing."""
    user = getattr(request, "user", None)
    owed = bool(user and user.is_authenticated and owes(request))
    return {
        # somebody who still owes a code or a password is offered no way past the door
        "can": {right.value: may(user, right) and not owed for right in Right},
        "languages": settings.LANGUAGES,
        "here": request.get_full_path() if request.method == "GET" else "",
    }
