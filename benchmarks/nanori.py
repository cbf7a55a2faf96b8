"""Learns how single kanji are read within given names (名乗り), from the given names of SudachiDict themselves.

``python -m benchmarks.nanori`` writes ``validators/nanori.json`` (a few minutes). Every name of two kanji that the
dictionary has is taken apart: where one kanji's part is a reading the dictionary gives it alone, the rest is how the
other one is read in names (祥子 サチコ, 子 is コ: 祥 is サチ). What only one name shows is chance and left out.
"""

from __future__ import annotations

import json
from collections import defaultdict
from functools import cache
from pathlib import Path

from models.values.kana import fold_kana
from validators import readings
from validators.lexicon import entries

OUT = Path(readings.__file__).with_name("nanori.json")
#: Names that must show a reading.
LEAST = 2
_LONGEST = 4


@cache
def jis_kanji(last_row: int = 84) -> tuple[str, ...]:
    """The kanji of JIS X 0208, of level 1 up to row 47."""
    codes = (bytes((0xA0 + row, 0xA0 + cell)) for row in range(16, last_row + 1) for cell in range(1, 95))
    return tuple(c for code in codes if (c := code.decode("euc_jp", "ignore")))


def kanji() -> list[str]:
    """The kanji of JIS level 1, and those of level 2 that the dictionary has as a given name."""
    first = jis_kanji(47)
    return [c for c in jis_kanji() if c in first or readings.is_given_name(c)]


def given_names(characters: list[str]) -> list[tuple[str, str]]:
    """(name, folded kana) of every given name of two of `characters` in the dictionary."""
    found = []
    for a in characters:
        for b in characters:
            for entry in entries(a + b):
                if entry.part_of_name == "名":
                    found.append((a + b, fold_kana(entry.reading)))
    return sorted(set(found))


def learn(names: list[tuple[str, str]]) -> dict[str, dict[str, int]]:
    """Kanji → reading → how many other kanji it was seen beside, for readings the dictionary does not give it alone."""
    alone = {c: {w.kana for w in readings.ways(c) if w.kana and w.cost <= 1} for n, _ in names for c in n}
    beside: dict[tuple[str, str], set[str]] = defaultdict(set)
    for name, kana in names:
        for cut in range(1, len(kana)):
            head, tail = kana[:cut], kana[cut:]
            for mine, part, other, rest in ((name[0], head, name[1], tail), (name[1], tail, name[0], head)):
                if rest in alone[other] and part not in alone[mine] and len(part) <= _LONGEST and part[0] not in "ンー":
                    beside[mine, part].add(other)
    learned: dict[str, dict[str, int]] = defaultdict(dict)
    for (character, kana), others in beside.items():
        if len(others) >= LEAST:
            learned[character][kana] = len(others)
    return {c: dict(sorted(learned[c].items(), key=lambda kv: (-kv[1], kv[0]))) for c in sorted(learned)}


def main() -> None:
    names = given_names(kanji())
    learned = learn(names)
    OUT.write_text(json.dumps(learned, ensure_ascii=False, separators=(",", ":")) + "\n", encoding="utf-8")
    print(f"{len(names)} names, {sum(map(len, learned.values()))} readings of {len(learned)} kanji")


if __name__ == "__main__":
    main()
