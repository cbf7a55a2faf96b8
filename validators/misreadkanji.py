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


OFTEN, MOSTLY = 0.25, 0.5
"""Share of the faces in which a kanji is read as another."""
_LIKELY = 0.05
"""How likely the other kanji is meant at least, going by how many names have either: 曲 stands for 嵒 in a tenth of the faces, and
means 曲 all the same."""


@cache
def _meant() -> dict[str, dict[str, float]]:
    """Kanji as read → the kanji that it may be → in which share of the faces that one is read so."""
    found: dict[str, dict[str, float]] = {}
    for row in TABLE.read_text(encoding="utf-8").splitlines()[1:]:
        read, meant, share, names_meant, names_read = row.split("\t")
        times = float(share) * int(names_meant)
        if times >= _LIKELY * (times + int(names_read)):
            found.setdefault(read, {})[meant] = float(share)
    return found


def stands_for_others(kanji: str) -> bool:
    """Whether engines were seen to read another kanji as this one."""
    return kanji in _meant()


@lru_cache(maxsize=4096)
def other_name(name: str, least: float = OFTEN) -> str | None:
    """`name` with one kanji as it may have been meant, where that makes another name of the dictionary; None without one.

    A surname or a given name is looked for around the kanji, wherever in `name` it stands: of a company's name, too.
    `least`: the least share of faces in which the kanji meant must be read so.
    """
    for at, read in enumerate(name):
        for meant, share in _meant().get(read, {}).items():
            if share < least:
                continue
            other = f"{name[:at]}{meant}{name[at + 1 :]}"
            spans = ((i, i + n) for n in range(2, _LONGEST + 1) for i in range(max(0, at - n + 1), at + 1))
            if any(end <= len(other) and is_spelled_name(other[start:end]) for start, end in spans):
                return other
    return None
