"""What everybody does about their own login: the password, and the second factor with its recovery codes."""

from __future__ import annotations

import base64
import io
from typing import Any

import zxingcpp
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.forms import PasswordChangeForm
from django.contrib.auth.password_validation import password_validators_help_texts
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe
from django_otp import login as otp_login
from PIL import Image

from models.errors import SecretKeyError
from review.middleware import owes
from review.permissions import Right, needs
from review.views.common import actor
from storage import audit, people, secondfactor


@needs(Right.OWN, at_the_door=True)
@require_http_methods(["GET", "HEAD", "POST"])
def password(request: HttpRequest) -> HttpResponse:
    """Change one's own password. Other sessions of the same person end with it."""
    if owes(request) == "second":
        return redirect("second")
    form = PasswordChangeForm(request.user, request.POST or None)
    if request.method == "POST" and form.is_valid():
        if form.cleaned_data["old_password"] == form.cleaned_data["new_password1"]:
            form.add_error("new_password1", _("いまと同じパスワードです。別のパスワードにしてください。"))
        else:
            user = form.save()
            people.note_password_changed(user)
            update_session_auth_hash(request, user)
            messages.success(request, _("パスワードを変えました。"), extra_tags="ok")
            return redirect("home")
    context = {
        "form": form,
        "forced": owes(request) == "password",
        "rules": password_validators_help_texts(),
    }
    return render(request, "review/password.html", context, status=422 if form.errors else 200)


@needs(Right.OWN, at_the_door=True)
@require_http_methods(["GET", "HEAD", "POST"])
def second(request: HttpRequest) -> HttpResponse:
    """Ask for the code from the telephone, or a recovery code."""
    user: Any = request.user
    if not user.second_factor or user.is_verified():
        return redirect("home")
    wrong, refused = False, ""
    if request.method == "POST":
        try:
            device = secondfactor.verify(user, request.POST.get("code", ""))
        except SecretKeyError as error:
            device, refused = None, f"{error.message_ja}（{error.code}）"
        if device is not None:
            otp_login(request, device)
            request.session.cycle_key()
            audit.record(actor(request), "second_factor", "session")
            return redirect("home")
        audit.record(actor(request), "second_factor_failed", "session")
        wrong = True
    context = {"wrong": wrong, "refused": refused}
    return render(request, "review/second.html", context, status=503 if refused else 422 if wrong else 200)


@needs(Right.OWN, at_the_door=True)
@require_http_methods(["GET", "HEAD", "POST"])
def enrol(request: HttpRequest) -> HttpResponse:
    """Register a telephone: scan, type its first code, keep the recovery codes."""
    user: Any = request.user
    owed = owes(request)
    if owed in ("second", "password"):
        return redirect(owed)
    device = secondfactor.pending(user)
    wrong = False
    if request.method == "POST":
        confirmed = secondfactor.confirm(user, request.POST.get("code", ""))
        if confirmed is not None:
            otp_login(request, confirmed[0])
            return render(request, "review/recovery.html", {"codes": confirmed[1]})
        wrong = True
    secret = _secret(device)
    context = {
        "wrong": wrong,
        "secret": " ".join(secret[i : i + 4] for i in range(0, len(secret), 4)),
        "required": owed == "enrol",
        "again": user.second_factor,
        "left": secondfactor.left(user),
    }
    return render(request, "review/enrol.html", context, status=422 if wrong else 200)


@needs(Right.OWN, at_the_door=True)
@require_safe
def qr(request: HttpRequest) -> HttpResponse:
    """The secret of the telephone being registered, as a QR code. Shown to its owner until it is confirmed."""
    if owes(request) in ("second", "password"):
        raise Http404
    device = secondfactor.pending(request.user)
    barcode = zxingcpp.create_barcode(device.config_url, zxingcpp.BarcodeFormat.QRCode)
    picture = Image.fromarray(barcode.to_image(scale=6))
    out = io.BytesIO()
    picture.save(out, "PNG")
    return HttpResponse(out.getvalue(), content_type="image/png")


def _secret(device: Any) -> str:
    return base64.b32encode(device.bin_key).decode().rstrip("=")
