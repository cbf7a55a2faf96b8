"""Text that both databases can hold, and may hold.

Papers and file names bring characters that neither UTF-8 nor Postgres accepts. And whatever people type (a reason, a
note, a value) or a file is called: an individual number 個人番号 that is named as one is not kept (番号法 第20条).
"""

from __future__ import annotations

import re
from typing import Any, TypeVar

from models.values.mynumber import hide_in

_T = TypeVar("_T")
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
#: Twelve digits, close together: without them nothing needs a closer look.
_TWELVE = re.compile(r"(?:\d[\s\-－ー]{0,2}){12}")


def storable(value: _T) -> _T:
    """`value` with NUL and lone surrogates (bytes of a name that are no UTF-8) shown as ``�``, and the digits of a named individual number as ``●``.

    Goes through lists, tuples and dicts; anything that is not text stays as it is. Doing it twice changes nothing.
    """
    return _storable(value)


def _storable(value: Any) -> Any:
    if isinstance(value, str):
        clean = _UNSTORABLE.sub("�", value)
        return hide_in(clean, certain_only=True)[0] if _TWELVE.search(clean) else clean
    if isinstance(value, list | tuple):
        return type(value)(_storable(item) for item in value)
    if isinstance(value, dict):
        return {_storable(key): _storable(item) for key, item in value.items()}
    return value
