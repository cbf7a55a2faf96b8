"""What holds for every answer, whatever view gives it: its headers, who may have it, and that it is on record.

*Headers.* Protects the reviewer's browser from content that was smuggled in on paper (a name that is a ``<script>``), from other
sites framing or probing these pages, and the office from personal data left in browser caches. Nothing inline is
allowed, neither script nor style: positions are SVG attributes, and the pages work without a single ``unsafe-``.

*Rights.* A view that does not say what right it needs (`review.permissions.needs`) answers nobody, so that a forgotten
decorator closes a page instead of opening it.

*Record.* An answer that shows somebody's papers and that no view recorded itself (`review.views.common.saw`) is recorded
here by its route, so that forgetting can make the record coarser, never incomplete.

*Door.* Who has logged in but still owes the second factor or a password of their own gets no further than that.
"""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Callable
from typing import Any

from django.conf import settings as django_settings
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone, translation
from whitenoise.middleware import WhiteNoiseFileResponse

from review.permissions import Right
from review.services import installation
from storage import audit

POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self'",
        "font-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
        "object-src 'none'",
    )
)


class SecureHeaders:
    """Adds the content security policy and forbids caching of everything but static files."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = _whole(self.get_response(request))
        headers = response.headers
        headers.setdefault("Content-Security-Policy", POLICY)
        headers.setdefault("Referrer-Policy", "same-origin")
        headers.setdefault("X-Content-Type-Options", "nosniff")
        headers.setdefault("X-Frame-Options", "DENY")
        headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
        headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        headers.setdefault("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()")
        headers.setdefault("Cache-Control", "no-store, private")
        return response


def _whole(response: HttpResponseBase) -> HttpResponseBase:
    """A static file as one piece, closed here whatever server answers: ours are small."""
    if not isinstance(response, WhiteNoiseFileResponse):
        return response
    whole = HttpResponse(b"".join(response), status=response.status_code, headers=dict(response.headers))
    response.close()
    return whole


class NoLoginForScripts:
    """Where a page's script asks after the session ended, says so (401) instead of leading it to the login page."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if response.status_code == 302 and not request.user.is_authenticated and "X-Ahead" in request.headers:
            return HttpResponse(status=401)
        return response


class StillHere:
    """Prolongs the session of somebody who is at work, at most ten times within its length and once a minute."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.user.is_authenticated:
            now, apart = time.time(), min(60.0, django_settings.SESSION_COOKIE_AGE / 10)
            if not 0 <= now - request.session.get("seen", 0.0) < apart:
                request.session["seen"] = now
        return self.get_response(request)


class PersonalLanguage:
    """The language a person chose, wherever they log in; before the login, what their browser asks for."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.user.is_authenticated and request.user.language != translation.get_language():
            translation.activate(request.user.language)
            request.LANGUAGE_CODE = request.user.language
        return self.get_response(request)


class Rights:
    """Refuses views that do not say what they need, and records what no view recorded itself."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        match = request.resolver_match
        if match is not None and response.status_code in SHOWING and request.user.is_authenticated:
            shows = set(getattr(match.func, "needs", ())) - {Right.OWN}
            if shows and not getattr(request, "on_record", False):
                named = {name: str(value) for name, value in match.kwargs.items()}
                audit.record(request.user.get_username(), "view", f"route:{match.url_name}", named)
        return response

    def process_view(self, request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: Any) -> None:
        """After the login was asked for; `needs` itself asks for the right."""
        if getattr(view, "login_required", True) and not hasattr(view, "needs"):
            raise ImproperlyConfigured(f"{view.__module__}.{view.__name__} does not say what right it needs")


class Door:
    """Lets nobody further who still owes the second factor, or a password that only they know."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: Any
    ) -> HttpResponseBase | None:
        """After the login was asked for."""
        if not request.user.is_authenticated or not getattr(view, "login_required", True):
            return None
        owed = owes(request)
        if not owed or getattr(view, "at_the_door", False):
            return None
        return redirect(owed)


def owes(request: HttpRequest) -> str:
    """The page to which somebody who logged in must go first; empty where they owe nothing."""
    user, settings = request.user, installation()
    if user.second_factor and not user.is_verified():
        return "second"
    if user.must_change_password or expired(user, settings.password_days):
        return "password"
    if user.role in settings.second_factor_roles and not user.second_factor:
        return "enrol"
    return ""


def expired(user: Any, days: int) -> bool:
    """Whether a password is older than the office allows; one of unknown age is, where there is a limit."""
    if not days:
        return False
    return user.password_changed_at is None or user.password_changed_at < timezone.now() - dt.timedelta(days=days)


#: Answers that carry content. Redirections and refusals show nothing; 409 and 422 show the page again.
SHOWING = frozenset({200, 206, 409, 422})
