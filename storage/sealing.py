"""Short secrets that the server must be able to read again, so that they do not lie in the database as they are.

A sealed text says nothing to whoever has the database (or a copy of it) without the installation's ``secret_key``.
It opens for the owner it was sealed for only: put into somebody else's row, it does not open. The key is derived
(HKDF-SHA256) from ``secret_key`` for this purpose alone; the cipher is AES-GCM with a nonce of its own each time.

Not a Fernet token: that of a telephone's 20 bytes has 120 characters, and django-otp's column holds 80; a text sealed
here has 68.

What this does not keep out: whoever has both the database and ``secret_key``. Keep copies of the two apart.
"""

from __future__ import annotations

import base64
import binascii
import secrets

from django.conf import settings

from models.errors import SecretKeyError

_MARK = "s1:"  # the way of sealing; another one gets another mark
_NONCE = 12
_PURPOSE = b"uketsuke.sealing.1"

# `cryptography` takes a tenth of a second to import, and few processes ever seal anything: it is imported where needed.


def sealed(text: str) -> bool:
    """Whether `text` is one that `seal` made."""
    return text.startswith(_MARK)


def seal(secret: bytes, owner: str) -> str:
    """`secret`, readable with this installation's key and for `owner` only."""
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    nonce = secrets.token_bytes(_NONCE)
    return _MARK + base64.b64encode(nonce + AESGCM(_key()).encrypt(nonce, secret, owner.encode())).decode()


def unseal(text: str, owner: str) -> bytes:
    """The secret that `seal` was given.

    Raises:
        SecretKeyError: it was sealed with another ``secret_key`` or for another owner, or it is damaged.
    """
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    try:
        whole = base64.b64decode(text.removeprefix(_MARK), validate=True)
        return AESGCM(_key()).decrypt(whole[:_NONCE], whole[_NONCE:], owner.encode())
    except (InvalidTag, binascii.Error, ValueError):
        raise SecretKeyError("a sealed secret does not open with this secret_key") from None


def _key() -> bytes:
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF

    return HKDF(SHA256(), length=32, salt=None, info=_PURPOSE).derive(settings.SECRET_KEY.encode())
