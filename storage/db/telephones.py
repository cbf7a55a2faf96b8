"""The telephone that gives a person's codes: django-otp's device, whose secret is sealed in the database."""

from __future__ import annotations

from typing import Any

from django_otp.plugins.otp_totp.models import TOTPDevice

from storage import sealing


def owner(user_id: int) -> str:
    """For whom a telephone's secret is sealed."""
    return f"telephone:{user_id}"


class Telephone(TOTPDevice):
    """django-otp's device in its own table; only what stands in ``key`` differs: sealed, never the secret itself."""

    key: str
    """A column of django-otp's."""

    class Meta:
        proxy = True

    @property
    def bin_key(self) -> bytes:
        """The secret. Rows from before sealing hold it in hexadecimal; the next save seals it.

        Raises:
            SecretKeyError: it was sealed with another ``secret_key``.
        """
        if sealing.sealed(self.key):
            return sealing.unseal(self.key, owner(self.user_id))
        return bytes.fromhex(self.key)

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save; a secret that is not sealed yet is sealed first."""
        if not sealing.sealed(self.key):
            self.key = sealing.seal(bytes.fromhex(self.key), owner(self.user_id))
        super().save(*args, **kwargs)
