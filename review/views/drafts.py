"""Takes what people are typing, so that nothing typed is ever lost. Gives nothing back."""

from __future__ import annotations

import json
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from review.tickets import read
from storage import drafts
from storage.models import User


@login_not_required
@csrf_exempt  # the signed ticket is what another site cannot have; the session may be over
@require_POST
def keep(request: HttpRequest) -> HttpResponse:
    """Keep the texts of a page for the person whose ticket it carries: 204, or 403 where there is no good ticket."""
    ticket = read(request.POST.get("ticket", ""))
    typed = _typed(request.POST.get("typed", ""))
    if ticket is None or typed is None:
        return HttpResponse(status=403)
    if request.user.is_authenticated and request.user.get_username() != ticket.user:
        return HttpResponse(status=403)
    if not User.objects.filter(username=ticket.user, is_active=True).exists():
        return HttpResponse(status=403)
    drafts.keep(ticket.user, ticket.subject, typed, ticket.opened)
    return HttpResponse(status=204)


def _typed(text: str) -> dict[str, str] | None:
    try:
        content: Any = json.loads(text)
    except ValueError:
        return None
    if not isinstance(content, dict) or not all(isinstance(v, str) for v in content.values()):
        return None
    return content
