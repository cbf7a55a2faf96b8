"""The second factor: a code from the person's telephone (TOTP, by django-otp), and recovery codes for when it is lost.

Recovery codes are kept as keyed digests: who reads the table cannot log in with them. The secret of the telephone must
be read again, because the server computes the same codes from it: it is kept sealed (`storage.sealing`). Both hang on
the installation's ``secret_key``; with another one neither works, and people must register again.
"""

from __future__ import annotations

import base64
import secrets
import unicodedata

from django.db import transaction
from django.utils.crypto import salted_hmac
from django_otp.models import Device
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken

from models.errors import SecretKeyError
from storage import audit
from storage.db.people import User
from storage.db.telephones import Telephone

RECOVERY_CODES = 10
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"


def pending(user: User) -> Telephone:
    """The telephone that `user` is about to register: its secret is shown until a code from it was accepted.

    One whose secret cannot be read any more was never in use: another takes its place.
    """
    with transaction.atomic():
        device, _ = Telephone.objects.get_or_create(user=user, confirmed=False, defaults={"name": "telephone"})
        if not _readable(device):
            device.delete()
            device = Telephone.objects.create(user=user, confirmed=False, name="telephone")
    return device


def confirm(user: User, code: str) -> tuple[Device, list[str]] | None:
    """Accept a new telephone by its first code; gives it and the recovery codes, to be shown once. None: wrong code."""
    with transaction.atomic():
        device = Telephone.objects.select_for_update().filter(user=user, confirmed=False).first()
        if device is None or not device.verify_token(_plain(code)):
            return None
        Telephone.objects.filter(user=user, confirmed=True).delete()
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

    Raises:
        SecretKeyError: the telephone's secret cannot be read, so that no code from it can be right, and the code is no
            recovery code either.
    """
    unreadable = False
    with transaction.atomic():
        for device in Telephone.objects.select_for_update().filter(user=user, confirmed=True):
            if not _readable(device):
                unreadable = True
            elif _may_try(device) and device.verify_token(_plain(code)):
                return device
        for spare in StaticDevice.objects.select_for_update().filter(user=user, confirmed=True):
            if _may_try(spare) and spare.verify_token(_digest(user, code)):
                audit.record(user.username, "user.recovery_code_used", f"user:{user.pk}", {"left": left(user)})
                return spare
    if unreadable:
        raise SecretKeyError("the secret of a telephone does not open")
    return None


def left(user: User) -> int:
    """How many recovery codes a person still has."""
    return StaticToken.objects.filter(device__user=user).count()


def forget(user: User) -> None:
    """Forget the telephone and the recovery codes. Call inside a transaction."""
    Telephone.objects.filter(user=user).delete()
    StaticDevice.objects.filter(user=user).delete()
    user.second_factor = False
    user.save(update_fields=["second_factor"])


def _readable(device: Telephone) -> bool:
    try:
        return bool(device.bin_key)
    except SecretKeyError:
        return False


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
