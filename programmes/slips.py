"""Slips of the pen in YAML that its parser tells badly or not at all: what was meant, on which line, and the remedy.

A parser stumbles over a full-width colon some lines later and names the wrong place. Here the lines themselves are looked
at. Nothing here decides whether a file is wrong: :func:`broken` is asked where the parser gave up, :func:`swallowed` where
the schema refused, and :func:`unseparated` and :func:`twice` speak of what can only be a slip.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterator
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.error import MarkedYAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

Told = tuple[int, str]
"""A line (from 1) and a sentence with the remedy."""

_QUOTED = re.compile(r"""(?<=[\s\[{,:：])(?:"(?:[^"\\]|\\.)*"|'(?:[^']|'')*')""")
_COMMENT = re.compile(r"(?:^|(?<=\s))#.*")

#: A key at the start of a line or in braces, and the colon that no YAML parser sees.
_WIDE_COLON = re.compile(r"(?:^\s*(?:- +)?|[{,]\s*)([^\s:：,、{}\[\]#&*!|>%@-][^\s:：,、{}\[\]]*)[ \u3000]*：")
_TIGHT_COLON = re.compile(r"(?:^\s*(?:- +)?|[{,]\s*)([^\W\d]\w*):(?=[^\s:/,}\]])")
_COMMA = re.compile("[、，]")
_PAIRS = {"}": "{", "]": "["}

#: Lines before the one where the parser gave up that are looked at: a slip makes the lines after it part of one word.
_BEFORE = 3


def broken(text: str, error: MarkedYAMLError) -> Told | None:
    """The slip over which the parser fell in `text`; None where none of the usual ones is there."""
    lines = text.splitlines()
    marks = [mark.line for mark in (error.context_mark, error.problem_mark) if mark is not None]
    first, last = (min(marks), min(max(marks), len(lines) - 1)) if marks else (0, len(lines) - 1)
    bare = [_bare(line) for line in lines]
    near = range(last, max(0, first - _BEFORE) - 1, -1)
    for look in (_indent, _colon):
        for at in near:
            if said := look(bare[at]):
                return at + 1, said
    if error.context_mark is not None and "flow" in str(error.context or ""):
        return _bracket(bare, error.context_mark.line, error.context_mark.column)
    if bare and sum(map(bare[last].count, "}]")) > sum(map(bare[last].count, "{[")):
        return last + 1, "閉じかっこが多すぎます。「{」と「}」、「[」と「]」の数を合わせてください。"
    return None


def _bare(line: str) -> str:
    """`line` with quoted words and the comment blanked out, every character in its place."""
    line = _QUOTED.sub(lambda found: '"' * len(found[0]), line)
    return _COMMENT.sub(lambda found: " " * len(found[0]), line)


def _indent(line: str) -> str:
    lead = line[: len(line) - len(line.lstrip())]
    if "\t" in lead and line.strip():
        return "字下げにタブが使われています。タブを消して、半角の空白にしてください。"
    if "\u3000" in lead and line.strip():
        return "字下げに全角の空白が使われています。半角の空白にしてください。"
    return ""


def _colon(line: str) -> str:
    if found := _WIDE_COLON.search(line):
        return _wide(found[1])
    if found := _TIGHT_COLON.search(line):
        return _tight(found[1])
    return ""


def _wide(key: str) -> str:
    return f"「{key}」の後のコロンが全角の「：」です。半角の「:」と空白にして「{key}: …」と書いてください。"


def _tight(key: str) -> str:
    return f"「{key}:」のコロンの後に空白がありません。「{key}: …」のように半角の空白を一つ入れてください。"


def _bracket(lines: list[str], line: int, column: int) -> Told | None:
    """The bracket, opened at the given place or within, that nothing closes."""
    opened: list[tuple[str, int]] = []
    for at in range(line, len(lines)):
        for sign in lines[at][column if at == line else 0 :]:
            if sign in "{[":
                opened.append((sign, at + 1))
            elif sign in _PAIRS:
                if opened and opened[-1][0] != _PAIRS[sign]:
                    return _unclosed(*opened[-1])
                opened = opened[:-1]
                if not opened:
                    return None
    return _unclosed(*opened[0]) if opened else None


def _unclosed(sign: str, line: int) -> Told:
    other = next(closing for closing, opening in _PAIRS.items() if opening == sign)
    return line, f"かっこ「{sign}」が閉じていません。「{other}」を書き足してください。"


# ------------------------------------------------------------ what the parser took for something else
def swallowed(tree: Any, known: Collection[str]) -> Iterator[Told]:
    """Keys and their values that became one word, because no colon with a space stood between them.

    `known`: the keys that the schema has.
    """
    if isinstance(tree, CommentedMap):
        for key, value in tree.items():
            line = tree.lc.key(key)[0] + 1
            if str(key) != str(key).lstrip("\u3000"):
                yield line, _indent("\u3000x")
            elif value is None and (said := _colon(f"{{{key}")):
                yield line, said
            elif isinstance(value, str) and (said := _known_colon(value, known)):
                yield tree.lc.value(key)[0] + 1, said
            else:
                yield from swallowed(value, known)
    elif isinstance(tree, CommentedSeq):
        for at, value in enumerate(tree):
            if isinstance(value, str):
                if said := _known_colon(value, known):
                    yield tree.lc.item(at)[0] + 1, said
            else:
                yield from swallowed(value, known)


def _known_colon(value: str, known: Collection[str]) -> str:
    """As :func:`_colon`, where the word before the colon is a key."""
    for pattern, said in ((_WIDE_COLON, _wide), (_TIGHT_COLON, _tight)):
        found = pattern.match(value)
        if found and found[1] in known:
            return said(found[1])
    return ""


def one_word(value: str) -> str:
    """What to say of a word that stands where keys and values should; empty where it hides no colon."""
    return _colon(value)


# ------------------------------------------------------------ what is valid, and yet no one means
def unseparated(tree: Any, text: str) -> Iterator[Told]:
    """Items of a list in brackets that a 読点 or a full-width comma makes one. `tree`: what the parser made of `text`."""
    # only the text tells a quoted word from a bare one, and to take it apart again costs as much as the first time
    if not _joined(tree):
        return
    for node in _nodes(text):
        if isinstance(node, SequenceNode) and node.flow_style:
            for item in node.value:
                if isinstance(item, ScalarNode) and item.style is None and _COMMA.search(item.value):
                    parts = ", ".join(p.strip() for p in _COMMA.split(item.value))
                    yield (
                        item.start_mark.line + 1,
                        f"［{item.value}］は一つの言葉になっています。いくつかなら半角の「,」で区切って [{parts}] と、"
                        f'「、」を含む一つの言葉なら ["{item.value}"] と書いてください。',
                    )


def _joined(tree: Any) -> bool:
    """Whether a list in brackets has an item with a 読点 or a full-width comma, quoted or not."""
    if isinstance(tree, CommentedMap):
        return any(map(_joined, tree.values()))
    if isinstance(tree, CommentedSeq):
        bracketed = tree.fa.flow_style()
        return any(_joined(one) or (bracketed and isinstance(one, str) and _COMMA.search(one)) for one in tree)
    return False


def twice(text: str) -> Told | None:
    """The first key that one mapping has twice."""
    found: list[tuple[int, int, str, bool]] = []
    for node in _nodes(text):
        if isinstance(node, MappingNode):
            lines: dict[str, int] = {}
            for key, _ in node.value:
                word, line = str(key.value), key.start_mark.line + 1
                if word in lines:
                    found.append((line, lines[word], word, not node.flow_style and node.start_mark.column > 0))
                lines.setdefault(word, line)
    if not found:
        return None
    line, before, word, nested = min(found)
    hint = (
        "一覧の新しい一つの書き始めなら、その行の初めに「- 」を付けてください。同じものを二度書いたのなら、片方を削除してください。"
        if nested
        else "片方を削除してください。"
    )
    return line, f"項目「{word}」が {before} 行目と {line} 行目に二度書かれています。{hint}"


def _nodes(text: str) -> Iterator[Node]:
    pending: list[Node | None] = [YAML(typ="rt").compose(text)]
    while pending:
        node = pending.pop()
        if node is None:
            continue
        yield node
        if isinstance(node, MappingNode):
            pending += [part for pair in node.value for part in pair]
        elif isinstance(node, SequenceNode):
            pending += node.value


def is_japanese(word: str) -> bool:
    """Whether `word` is written in kana or characters rather than letters."""
    return any(unicodedata.category(c) == "Lo" for c in word)
