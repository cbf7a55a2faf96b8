"""Lockout after failed logins (django-axes), without keeping anything personal about who tried.

Attempts are counted under a keyed digest of the login name. Neither the name nor the address of the computer is stored:
people type passwords into the name field, and behind an office's proxy every computer has the same address.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest
from django.utils.crypto import salted_hmac

# axes writes names of people into its log; ours is the audit trail.
logging.getLogger("axes").setLevel(logging.CRITICAL)


def counted_as(request: HttpRequest | None, credentials: Mapping[str, Any] | None = None) -> str:
    """Under what attempts to log in are counted (axes calls this)."""
    name = (credentials or {}).get("username") or (request.POST.get("username", "") if request is not None else "")
    return digest(str(name))


def no_address(request: HttpRequest | None) -> None:
    """axes asks for the computer's address; it is not kept."""
    return None


def digest(name: str) -> str:
    """What stands for a login name in the table of attempts."""
    return salted_hmac("uketsuke.lockout", name.strip().casefold(), algorithm="sha256").hexdigest()


def unlock(name: str) -> bool:
    """Forget the failed attempts under a name; whether there were any."""
    from axes.models import AccessAttempt

    return bool(AccessAttempt.objects.filter(username=digest(name)).delete()[0])


def locked(names: Mapping[str, Any] | list[str]) -> set[str]:
    """Those of `names` that nobody can log in under now."""
    from axes.helpers import get_cool_off
    from axes.models import AccessAttempt
    from django.conf import settings
    from django.utils import timezone

    since = timezone.now() - get_cool_off()
    full = AccessAttempt.objects.filter(
        username__in=[digest(name) for name in names],
        failures_since_start__gte=settings.AXES_FAILURE_LIMIT,
        attempt_time__gte=since,
    )
    digests = set(full.values_list("username", flat=True))
    return {name for name in names if digest(name) in digests}
