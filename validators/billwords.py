"""What bills say was bought, in words that are known: evidence that no character of it was misread.

A misread word is hardly a word, so a text that known words cover from its first to its last character was read right,
whatever it means. The table (``billwords.tsv``) holds the words of equipment and of work; models, makers and a
programme's own names for its equipment come from the case; all other words are the dictionary's (`lexicon`), no names
of people and places, which a misread word may well be.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from pathlib import Path

from models.documents import Value
from models.values.text import squeeze
from validators.lexicon import is_word

_TABLE = Path(__file__).with_name("billwords.tsv")
_SIGNS = re.compile(r"[\s・,，、。()（）「」『』【】\[\]\-‐/／:：+＋&＆※*]+|(?<![ァ-ヺ])ー")
_LONGEST_WORD = 8


def known_text(value: str, things: Iterable[str]) -> bool:
    """Whether a 但し書き consists of known words only, one of them a thing that was sold.

    `things`: models, makers and kinds of equipment as other entries of the case have them.
    """
    return _covered(value, _words(things)) == "thing"


def row_names(rows: object) -> list[str]:
    """What each row of a bill names; empty for a value that is no list of rows."""
    return [str(row.get("name") or "") for row in rows] if isinstance(rows, list) else []


def quantities(rows: object) -> set[int]:
    """The quantities of a bill's rows; none for a value that is no list of rows."""
    listed = (row.get("qty") for row in rows) if isinstance(rows, list) else ()
    return {int(qty) for qty in listed if isinstance(qty, int | float) and qty == int(qty)}


def known_rows(rows: Value, things: Iterable[str]) -> bool:
    """Whether what the rows of a bill name, and their units, are known words only; False for what is no list of rows."""
    if not isinstance(rows, list) or not rows:
        return False
    known, units = _words(things), {word for word, kind in _table() if kind == "unit"}
    return all(
        _covered(name, known) and (not (unit := row.get("unit")) or _plain(str(unit)) in units)
        for name, row in zip(row_names(rows), rows, strict=True)
    )


def _words(things: Iterable[str]) -> list[tuple[str, str]]:
    """`things` and the words of the table, plain, each with its kind."""
    own = [(_plain(thing), "thing") for thing in things if len(squeeze(thing)) >= 3]
    return own + [(word, kind) for word, kind in _table() if kind != "unit"]


def _plain(text: str) -> str:
    """`text` in half width and upper case, a space for every run of signs; a long sound is a letter."""
    return _SIGNS.sub(" ", squeeze(text).upper()).strip()


def _covered(value: str, words: Sequence[tuple[str, str]]) -> str:
    """``thing`` or ``work`` where `words` cover all of `value`, a thing among them or none; empty where they do not."""
    text = _plain(value)
    if not text:
        return ""
    reached: dict[int, set[str]] = {0: {"work"}}
    for at in range(len(text)):
        kinds = reached.get(at)
        if kinds is None:
            continue
        if text[at] == " ":
            reached.setdefault(at + 1, set()).update(kinds)
            continue
        for word, kind in words:
            if word and text.startswith(word, at):
                reached.setdefault(at + len(word), set()).update(kinds if kind == "work" else {"thing"})
        for end in range(at + 2, min(at + _LONGEST_WORD, len(text)) + 1):
            if is_word(text[at:end]):
                reached.setdefault(end, set()).update(kinds)
    ends = reached.get(len(text), set())
    return "thing" if "thing" in ends else "work" if ends else ""


@lru_cache(maxsize=1)
def _table() -> tuple[tuple[str, str], ...]:
    """Every word of the table, folded, and its kind."""
    lines = _TABLE.read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in lines if line and not line.startswith("#")]
    return tuple((_plain(word), kind) for kind, words in rows for word in words.split())
