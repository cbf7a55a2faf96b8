"""Login and logout, recorded; and the answer that says the server is alive."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.views import LoginView, LogoutView
from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from review.views.common import actor
from storage import audit


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


class Logout(LogoutView):
    http_method_names = ["post", "options"]  # noqa: RUF012  (Django's own declaration)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.user.is_authenticated:
            audit.record(actor(request), "logout", "session")
        return super().post(request, *args, **kwargs)


@login_not_required
@require_safe
def health(request: HttpRequest) -> JsonResponse:
    """200 while the database answers; says nothing about what is in it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        cursor.fetchone()
    return JsonResponse({"status": "ok"})
