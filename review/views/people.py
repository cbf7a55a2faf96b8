"""Login and logout, recorded; and the answer that says the server is alive."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.views import LoginView, LogoutView
from django.db import connection
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest, HttpResponseRedirect, JsonResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe
from django.views.i18n import JavaScriptCatalog

from review.permissions import Right, may, needs
from review.services import installation
from review.views.common import actor
from storage import audit
from storage.models import User


class Login(LoginView):
    """Password login. Failures are recorded without the name that was tried: people type passwords into it."""

    template_name = "review/login.html"
    redirect_authenticated_user = True

    def form_valid(self, form: AuthenticationForm) -> HttpResponse:
        response = super().form_valid(form)
        audit.record(actor(self.request), "login", "session")
        return response

    def form_invalid(self, form: AuthenticationForm) -> HttpResponse:
        audit.record("", "login_failed", "session")
        return super().form_invalid(form)


class _Logout(LogoutView):
    http_method_names = ["post", "options"]  # noqa: RUF012  (Django's own declaration)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.user.is_authenticated:
            audit.record(actor(request), "logout", "session")
        return super().post(request, *args, **kwargs)


logout = needs(Right.OWN, at_the_door=True)(_Logout.as_view())


@needs(Right.OWN)
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Where a person's work begins: the queue for those who see cases, what arrived for the others."""
    return redirect("queue" if may(request.user, Right.SEE_CASES) else "status")


def locked_out(
    request: HttpRequest, response: HttpResponse | None = None, credentials: Mapping[str, Any] | None = None
) -> HttpResponse:
    """What a login shows under a name that had too many wrong passwords (axes calls this)."""
    audit.record("", "login_locked", "session")
    minutes = installation().lockout_minutes
    return render(request, "review/locked.html", {"minutes": minutes}, status=429)


@login_not_required
@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Remember the language a person chose, with the person, and in a cookie for the login page."""
    chosen = request.POST.get("language", "")
    if chosen not in dict(settings.LANGUAGES):
        return HttpResponseBadRequest()
    if request.user.is_authenticated:
        User.objects.filter(pk=request.user.pk).update(language=chosen)
    wanted = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    response = HttpResponseRedirect(wanted if safe else "/")
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        chosen,
        max_age=365 * 24 * 3600,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    return response


@login_not_required
@require_safe
def texts(request: HttpRequest) -> HttpResponse:
    """What scripts say, in the language of this person: ``gettext`` for the browser. Nothing personal, so it may be kept."""
    response: HttpResponse = _catalogue(request)
    response["Cache-Control"] = "private, max-age=3600"
    return response


_catalogue = JavaScriptCatalog.as_view(packages=["review"])


@login_not_required
@require_safe
def health(request: HttpRequest) -> JsonResponse:
    """200 while the database answers; says nothing about what is in it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        cursor.fetchone()
    return JsonResponse({"status": "ok"})
