"""Keys of objects, and where they lie. Keys are never file names of users and never leave the store's root."""

from __future__ import annotations

import re

_ORIGINAL = re.compile(r"[0-9a-f]{64}")
_DERIVED = re.compile(r"[a-z][a-z0-9_-]*(/[A-Za-z0-9_-][A-Za-z0-9._-]*)+")
_MAX_LENGTH = 200


def is_original(key: str) -> bool:
    """Whether `key` names an original: 64 hexadecimal digits, its SHA-256."""
    return _ORIGINAL.fullmatch(key) is not None


def location(key: str) -> str:
    """Where the object lies below the root: ``originals/ab/cd/abcd…`` or ``derived/pages/…``.

    Raises:
        ValueError: `key` is neither an original's nor a derived one (``pages/<sha256>/0003.webp``).
    """
    if is_original(key):
        return f"originals/{key[:2]}/{key[2:4]}/{key}"
    if len(key) <= _MAX_LENGTH and _DERIVED.fullmatch(key):
        return f"derived/{key}"
    raise ValueError("malformed object key")
