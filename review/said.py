"""What the machine wrote down in Japanese (reasons, findings, refusals), in the language of whoever looks at it.

Such sentences are kept in the database as they were written, with names and values in them. Their English is found by
pattern: each line of ``said.tsv`` is one Japanese sentence with ``{}`` where something stands, a tab, and its English
with ``{}`` in the same order or ``{1}`` in another. What stands there is translated the same way where it is a word of
ours (a kind of paper, an entry, a date); a value from the paper and a programme's own words stay as they are.
"""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path

from django.utils.translation import get_language, gettext

from models.reasons import lengthened
from models.values.dates import parse_date

_TABLE = Path(__file__).with_name("said.tsv")
_JAPANESE = re.compile("[\u3040-\u30ff\u3400-\u9fff]")
_SENTENCE = re.compile("[^。]*。）*|[^。]+$")
_DAY = re.compile(r"\w*年\d+月\d+日")
_YEN = re.compile(r"(-?[\d,]+)円")
_LISTED = re.compile("」「|[、・]")


def said(text: str) -> str:
    """`text`, which the machine wrote, in the language that is active; unchanged where nobody gave its English."""
    if get_language() != "en" or not _JAPANESE.search(text):
        return text
    return _in_english(text)


@lru_cache(maxsize=4096)
def _in_english(text: str) -> str:
    if "；" in text:  # reasons in one line (`models.reasons.why`)
        return "; ".join(_part(one) for one in text.removesuffix("。").split("；")) + "."
    sentences = _SENTENCE.findall(text)
    if len(sentences) > 1:
        return " ".join(_sentence(one.strip()) for one in sentences)
    return _sentence(text)


def _sentence(text: str) -> str:
    bare = text.removesuffix("。")
    english = _known(bare)
    if english is None:
        return text
    english = english[:1].upper() + english[1:] if bare != text else english
    return f"{english}." if bare != text else english


def _known(text: str) -> str | None:
    """The English of a sentence, word, day, amount or list without its full stop; None where there is none."""
    if "＝" in text:
        return " = ".join(_part(part) for part in text.split("＝"))
    for at in (m.start() for m in re.finditer("の", text)):  # 通帳の写しの口座名義: the owner's name may have one, too
        if (left := _word(text[:at])) is not None and (right := _word(text[at + 1 :])) is not None:
            return f"{left}: {right}"
    for one in (text, *lengthened(text)):
        if (english := _whole(one)) is not None:
            return english
    owner, _, own = text.partition("の")
    if own and (left := _known(owner)) is not None and (right := _known(own)) is not None:
        return f"{left}: {right}"
    parts = _LISTED.split(text)
    if len(parts) > 1 and any(_known(part) for part in parts):
        return ", ".join(_part(part) for part in parts)
    return None


def _word(text: str) -> str | None:
    if text and (word := gettext(text)) != text:
        return word
    return _table()[0].get(text)


def _whole(text: str) -> str | None:
    if (word := _word(text)) is not None:
        return word
    _exact, patterns = _table()
    if _DAY.fullmatch(text) and (day := parse_date(text)) is not None:
        return day.isoformat()
    if yen := _YEN.fullmatch(text):
        return f"¥{yen[1]}"
    for pattern, english in patterns:
        if found := pattern.fullmatch(text):
            return english.format(*(_part(part) for part in found.groups()))
    return None


def _part(text: str) -> str:
    return text if not _JAPANESE.search(text) else _known(text) or text


@lru_cache(maxsize=1)
def _table() -> tuple[dict[str, str], tuple[tuple[re.Pattern[str], str], ...]]:
    """Sentences without places, and patterns of those with some: the one that says most by itself comes first."""
    exact: dict[str, str] = {}
    patterns: list[tuple[str, str]] = []
    for line in _TABLE.read_text(encoding="utf-8").splitlines():
        if not line or line.startswith("#"):
            continue
        japanese, english = line.split("\t")
        if "{}" in japanese:
            patterns.append((japanese, english))
        else:
            exact[japanese] = english
    patterns.sort(key=lambda pair: -len(pair[0].replace("{}", "")))
    return exact, tuple((re.compile(re.escape(ja).replace(r"\{\}", "(.*?)")), english) for ja, english in patterns)
