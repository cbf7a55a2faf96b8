"""Text that both databases can hold. Papers and file names bring characters that neither UTF-8 nor Postgres accepts."""

from __future__ import annotations

import re
from typing import Any, TypeVar

_T = TypeVar("_T")
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


def storable(value: _T) -> _T:
    """`value` with NUL and lone surrogates (bytes of a name that are no UTF-8) shown as ``�``.

    Goes through lists, tuples and dicts; anything that is not text stays as it is. Doing it twice changes nothing.
    """
    return _storable(value)


def _storable(value: Any) -> Any:
    if isinstance(value, str):
        return _UNSTORABLE.sub("�", value)
    if isinstance(value, list | tuple):
        return type(value)(_storable(item) for item in value)
    if isinstance(value, dict):
        return {_storable(key): _storable(item) for key, item in value.items()}
    return value
