"""Individual numbers 個人番号 (My Number): their check digit, and where a text holds one.

An office must not collect or keep them (番号法 第19条・第20条), so nothing here ever gives a number back: a text is told
apart, or comes back with the digits hidden. A 住民票コード (eleven digits, 住民基本台帳法 第30条の38) that is named as one
is hidden with them, as suspected.
"""

from __future__ import annotations

import bisect
import itertools
import re
from typing import NamedTuple

from models.values.dates import parse_date
from models.values.numbers import CONFUSABLE_DIGITS
from models.values.phone import parse_phone
from models.values.text import DASHES, nfkc

#: What stands in place of each hidden digit.
HIDDEN = "●"
LENGTH = 12
#: As few or as many digits beside the words 個人番号 are one that an engine did not read whole.
_NEARLY = range(10, 15)


class Sighting(NamedTuple):
    """``text[start:end]`` is an individual number, or may be one.

    `certain`: twelve digits with the right check digit, beside words that say what they are. Otherwise the words or the
    check digit are missing, and a person decides.
    """

    start: int
    end: int
    certain: bool


def check_digit(body: str) -> int:
    """The check digit of an individual number from its first eleven digits.

    ``11 - (sum of Pn*Qn mod 11)``, 0 where the remainder is 0 or 1; Pn the n-th digit from the right, Qn = n + 1 up to
    n = 6 and n - 5 from n = 7. Source: 平成26年総務省令第85号 第5条.

    Raises:
        ValueError: `body` is not eleven digits.
    """
    if not re.fullmatch(r"[0-9]{11}", body):
        raise ValueError("an individual number has eleven digits before its check digit")
    rest = sum(int(d) * (n + 1 if n <= 6 else n - 5) for n, d in enumerate(reversed(body), 1)) % 11
    return 0 if rest <= 1 else 11 - rest


def is_my_number(digits: str) -> bool:
    """Whether `digits` are twelve with the right check digit. One in eleven of all other numbers of twelve has it too."""
    return re.fullmatch(r"[0-9]{12}", digits) is not None and int(digits[-1]) == check_digit(digits[:-1])


#: The words beside a number, spread out or misread in one character.
_WORDS = re.compile(
    r"[個固箇倜][ \t]*[人入八大][ \t]*[番審香畨][ \t]*[号號]"
    r"|マ[ \t]*イ[ \t]*ナ[ \t]*[ンソ][ \t]*[バハパ][ \t\u3099]*[ー一\-]"
    r"|(?i:my[ \t]?number|individual[ \t]?number)"
    # 住民票コード stands beside it on certificates of residence, and is as little an office's business
    r"|住[ \t]*民[ \t]*票[ \t]*コ[ \t]*[ー一\-]?[ \t]*ド"
)
_RUN = re.compile(r"[0-9](?:[ \-]{0,2}[0-9])*")
#: A number has a name of its own where one of these stands before it: it is no individual number.
_OTHER_NAME = re.compile(
    r"番号|№|N[oO]\b|[Nn][oO]\.|コード|(?<![A-Za-z])ID(?![A-Za-z])|TEL|Tel|FAX|電話|携帯|伝票|口座|型[番式]|品番|製番|S/N|JAN|第[ \t]*$|[¥￥#*@]"
)
_MONEY_BEFORE, _MONEY_BEHIND = re.compile(r"[¥￥\\.,/:_A-Za-z0-9]$"), re.compile(r"^(?:[円.,/:_%A-Za-z]|[ \t]*号)")


def names_it(text: str) -> bool:
    """Whether the words 個人番号, マイナンバー, 住民票コード or their like stand in `text`."""
    return _WORDS.search(_canon(text)[0]) is not None


def find(text: str, above: str = "") -> list[Sighting]:
    """Every individual number in one line of text, in order. `above`: what stands directly over it, such as a heading."""
    canon, origin = _canon(text)
    labels = [m.span() for m in _WORDS.finditer(canon)]
    ends = [end for _, end in labels]
    headed = bool(_WORDS.search(_canon(above)[0]))
    # Letters are digits only where the words say that a number must stand.
    spelled = canon
    if labels:
        at = labels[0][1]
        spelled = canon[:at] + _digits_for_letters(canon[at:])
    found: list[Sighting] = []
    for run in _RUN.finditer(spelled):
        n = bisect.bisect_right(ends, run.start())
        named = n > 0 or (n < len(labels) and labels[n][0] - run.end() <= 3)
        renamed = n > 0 and _OTHER_NAME.search(canon[ends[n - 1] : run.start()]) is not None
        for start, end, certain in _in_run(spelled, run.start(), run.end(), named, headed, above):
            if certain or not renamed:
                found.append(Sighting(origin[start], origin[end - 1] + 1, certain and not renamed))
    return found


def hide(text: str, sightings: list[Sighting]) -> str:
    """`text` with every digit (or letter read for one) of `sightings` replaced by ``●``; its length stays."""
    chars = list(text)
    for sighting in sightings:
        for i in range(sighting.start, sighting.end):
            if not chars[i].isspace() and chars[i] not in DASHES:
                chars[i] = HIDDEN
    return "".join(chars)


def hide_in(text: str, *, certain_only: bool = False) -> tuple[str, list[Sighting]]:
    """:func:`hide` over a text of several lines, each under the one before it; and what was found."""
    lines, all_found, at, above = text.split("\n"), [], 0, ""
    for i, line in enumerate(lines):
        found = [s for s in find(line, above) if s.certain or not certain_only]
        lines[i] = hide(line, found)
        all_found += [Sighting(at + s.start, at + s.end, s.certain) for s in found]
        at += len(line) + 1
        above = line if line.strip() else above
    return "\n".join(lines), all_found


def _in_run(text: str, start: int, end: int, named: bool, headed: bool, above: str) -> list[tuple[int, int, bool]]:
    """The numbers in one run of digits: (start, end, certain)."""
    groups = [(start + m.start(), start + m.end()) for m in re.finditer(r"[0-9]+", text[start:end])]
    whole = re.sub(r"[^0-9]", "", text[start:end])
    headed = headed and not _OTHER_NAME.search(text[:start])
    if named or headed:
        for i in range(len(groups)):
            part = ""
            for start_of, end_of in groups[i : i + LENGTH]:
                part += text[start_of:end_of]
                if is_my_number(part):
                    return [(groups[i][0], end_of, True)]
        if not ((named and len(whole) >= min(_NEARLY)) or len(whole) == LENGTH) or _something_else(whole):
            return []
        # more than an individual number: what follows it is a number of its own
        lengths = itertools.accumulate(b - a for a, b in groups)
        first = next(b for (_, b), length in zip(groups, lengths, strict=True) if length >= min(len(whole), LENGTH))
        return [(start, end if len(whole) in _NEARLY else first, False)]
    if len(whole) != LENGTH or not is_my_number(whole) or [b - a for a, b in groups] not in ([12], [4, 4, 4]):
        return []
    before, behind = text[:start], text[end:]
    if _MONEY_BEFORE.search(before) or _MONEY_BEHIND.search(behind) or before.endswith("+"):
        return []
    if _OTHER_NAME.search(before) or _OTHER_NAME.search(above) or _something_else(whole):
        return []
    return [(start, end, False)]


def _something_else(digits: str) -> bool:
    """Whether digits without the check digit's word are a telephone number, or begin with a date and a time."""
    if len(digits) != LENGTH:
        return parse_phone(digits) is not None or len(digits) == 13
    return (digits.startswith("81") and parse_phone("+" + digits) is not None) or (
        digits[:2] in ("19", "20") and parse_date(digits[:8]) is not None
    )


def _digits_for_letters(text: str) -> str:
    """`text` with look-alikes of digits as digits, where real digits stand on either side within a few characters."""
    turned = text.translate(CONFUSABLE_DIGITS)
    chars = list(text)
    for m in re.finditer(r"[0-9](?:[ \-]{0,2}[0-9])*", turned):
        real = sum(c.isdigit() for c in text[m.start() : m.end()])
        if 2 * real >= sum(c.isdigit() for c in m[0]):
            chars[m.start() : m.end()] = m[0]
    return "".join(chars)


def _canon(text: str) -> tuple[str, list[int]]:
    """`text` in NFKC with every dash between digits as ``-``, and for every character the place it comes from."""
    chars: list[str] = []
    origin: list[int] = []
    for i, original in enumerate(text):
        for c in nfkc(original):
            chars.append("\t" if c == "\t" else " " if c.isspace() else c)
            origin.append(i)
    canon = "".join(chars)
    return re.sub(rf"(?<=[0-9])(\s?)[{re.escape(DASHES)}](?=\s?[0-9])", r"\1-", canon), origin
