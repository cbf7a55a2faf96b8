"""The second factor: a code from the person's telephone (TOTP, by django-otp), and recovery codes for when it is lost.

Recovery codes are kept as keyed digests: who reads the table cannot log in with them. The secret of the telephone must
be kept as it is, because the server computes the same codes from it.
"""

from __future__ import annotations

import base64
import secrets
import unicodedata

from django.db import transaction
from django.utils.crypto import salted_hmac
from django_otp.models import Device
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from storage import audit
from storage.db.people import User

RECOVERY_CODES = 10
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"


def pending(user: User) -> TOTPDevice:
    """The telephone that `user` is about to register: its secret is shown until a code from it was accepted."""
    device, _ = TOTPDevice.objects.get_or_create(user=user, confirmed=False, defaults={"name": "telephone"})
    return device


def confirm(user: User, code: str) -> tuple[Device, list[str]] | None:
    """Accept a new telephone by its first code; gives it and the recovery codes, to be shown once. None: wrong code."""
    with transaction.atomic():
        device = TOTPDevice.objects.select_for_update().filter(user=user, confirmed=False).first()
        if device is None or not device.verify_token(_plain(code)):
            return None
        TOTPDevice.objects.filter(user=user, confirmed=True).delete()
        device.confirmed = True
        device.save()
        codes = _new_recovery_codes(user)
        user.second_factor = True
        user.save(update_fields=["second_factor"])
        audit.record(user.username, "user.second_factor", f"user:{user.pk}")
        return device, codes


def verify(user: User, code: str) -> Device | None:
    """The device whose code this is: the telephone, or a recovery code, which is used up by it.

    A wrong code makes the next one wait, twice as long each time (django-otp's throttling).
    """
    with transaction.atomic():
        for device in TOTPDevice.objects.select_for_update().filter(user=user, confirmed=True):
            if _may_try(device) and device.verify_token(_plain(code)):
                return device
        for spare in StaticDevice.objects.select_for_update().filter(user=user, confirmed=True):
            if _may_try(spare) and spare.verify_token(_digest(user, code)):
                audit.record(user.username, "user.recovery_code_used", f"user:{user.pk}", {"left": left(user)})
                return spare
    return None


def left(user: User) -> int:
    """How many recovery codes a person still has."""
    return StaticToken.objects.filter(device__user=user).count()


def forget(user: User) -> None:
    """Forget the telephone and the recovery codes. Call inside a transaction."""
    TOTPDevice.objects.filter(user=user).delete()
    StaticDevice.objects.filter(user=user).delete()
    user.second_factor = False
    user.save(update_fields=["second_factor"])


def _may_try(device: Device) -> bool:
    allowed, _ = device.verify_is_allowed()
    return bool(allowed)


def _new_recovery_codes(user: User) -> list[str]:
    StaticDevice.objects.filter(user=user).delete()
    device = StaticDevice.objects.create(user=user, name="recovery", confirmed=True)
    codes = [
        "-".join("".join(secrets.choice(_LETTERS) for _ in range(5)) for _ in range(2)) for _ in range(RECOVERY_CODES)
    ]
    StaticToken.objects.bulk_create(StaticToken(device=device, token=_digest(user, code)) for code in codes)
    return codes


def _plain(code: str) -> str:
    """Digits as typed on a Japanese keyboard, without spaces."""
    return "".join(unicodedata.normalize("NFKC", code).split())


def _digest(user: User, code: str) -> str:
    content = f"{user.pk}|{_plain(code).replace('-', '').lower()}"
    return base64.b32encode(salted_hmac("uketsuke.recovery", content, algorithm="sha256").digest()).decode()[:16]
