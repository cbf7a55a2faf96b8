"""Names with a kanji that engines always read as another one: 鍜治 is read 鍛治, on every paper of a case.

The pairs are measured (``benchmarks/kanji.py``), and both names must be in the dictionary: no paper can tell, a person can.
"""

from __future__ import annotations

from functools import cache, lru_cache
from pathlib import Path

from validators.readings import is_spelled_name

TABLE = Path(__file__).with_name("misreadkanji.tsv")
_LONGEST = 3
"""Characters of the longest surname or given name that is looked up."""


@cache
def _meant() -> dict[str, tuple[str, ...]]:
    """Kanji as read → the kanji it may be."""
    found: dict[str, tuple[str, ...]] = {}
    for row in TABLE.read_text(encoding="utf-8").splitlines()[1:]:
        read, meant, *_ = row.split("\t")
        found[read] = (*found.get(read, ()), meant)
    return found


@lru_cache(maxsize=4096)
def other_name(name: str) -> str | None:
    """`name` with one kanji as it may have been meant, where that makes another name of the dictionary; None without one.

    A surname or a given name is looked for around the kanji, wherever in `name` it stands: of a company's name, too.
    """
    for at, read in enumerate(name):
        for meant in _meant().get(read, ()):
            other = f"{name[:at]}{meant}{name[at + 1 :]}"
            spans = ((i, i + n) for n in range(2, _LONGEST + 1) for i in range(max(0, at - n + 1), at + 1))
            if any(end <= len(other) and is_spelled_name(other[start:end]) for start, end in spans):
                return other
    return None
