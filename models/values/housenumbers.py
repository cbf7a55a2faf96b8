"""What stands behind the town of an address: 字, house number 番地・号, building and room, told apart by their letters.

``字幅下692番地の2 サンハイツ305号室`` is the area ``字幅下``, the number ``692-2``, the building ``サンハイツ`` and the
room ``305``. Nothing is looked up and nothing is lost: every digit of the text is a digit of one of the four parts.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from models.values.numbers import parse_kanji_number
from models.values.text import DASHES, nfkc


class HouseNumber(NamedTuple):
    """`number` in groups joined by dashes, 丁目 first (``2-8-1``, ``甲123-4``, ``3地割25-6``, ``無番地``).

    `area` stands before it (字, 小字, as written), `building` and `room` behind it (号室 dropped: ``305``, ``3階``,
    ``B-102``). `chome` is the first group where 丁目 is written behind it.
    """

    area: str = ""
    number: str = ""
    building: str = ""
    room: str = ""
    chome: int | None = None


_DASH = re.escape(DASHES)
_KANJI = "〇一二三四五六七八九十百千壱弐参"
#: Labels of lots: 甲乙丙…, イロハ…, the twelve branches. They stand directly before the number, or with の between; kana
#: and branches only where no word ends in them (ビル27, 団子12).
_LABEL = (
    "(?:[甲乙丙丁戊己庚辛壬癸]|(?<![ァ-ヺー])[イロハニホヘトチリヌルヲワカヨタレソツネナラムウヰノオクヤマケフコエテアサキユメミシヱヒモセス]"
    "|(?<![\u3400-\u9fff])[子丑寅卯辰巳午未申酉戌亥])"
)
_MARK = "丁目|丁(?=[0-9])|番地|番(?![町丁館街線棟目])|号(?![館棟線車機地])|地割"
_N = rf"(?:[0-9]+|[{_KANJI}]+)"
#: A numeral in kanji is a number only beside a mark or a dash; alone it is part of a name (三番町, 七十三).
_KANJI_NUMBER = re.compile(
    rf"(?<![{_KANJI}])[{_KANJI}]+(?=\s*(?:丁目|番地|番(?![町丁館街線棟目])|地割|号室?(?![館棟線車機地])))"
    rf"|(?<=[{_DASH}])[{_KANJI}]+(?=\s*(?:$|[{_DASH}の号]))"
    rf"|(?<=丁目)[{_KANJI}]+(?=\s*(?:$|[{_DASH}の]))|(?<=番)[{_KANJI}]+(?=\s*(?:$|[{_DASH}の号]))|(?<=番地)[{_KANJI}]+(?=\s*(?:$|[{_DASH}の号]))"
    rf"|(?<=[0-9番地目][のノ])[{_KANJI}]+(?=\s*(?:$|[{_DASH}の号]))"
    rf"|(?<![{_KANJI}ぁ-ゖ])[{_KANJI}]+(?=[のノ{_DASH}][0-9])|(?<![{_KANJI}])[{_KANJI}]+(?=[のノ][{_KANJI}]+(?:$|号|番))"
)
_LETTERS = str.maketrans("OoIl|", "00111")
_FIRST = re.compile(rf"(?P<lot>(?:第(?=[0-9]+地割)|{_LABEL}(?:[のノ])?)?)(?P<n>[0-9]+)")
#: Between two groups: a mark, a dash or の, or both; spaces wherever they like beside them.
_BETWEEN = re.compile(
    rf"\s*(?P<mark>{_MARK})?\s*(?P<sep>(?:[のノ之](?=\s*{_LABEL}?[0-9])|[{_DASH}])?)\s*(?P<lot>(?:{_LABEL}|(?<=丁目)[東西南北])?)(?P<n>[0-9]+)"
)
_NO = ("の", "ノ", "之")
_LAST_MARK = re.compile(rf"\s*(?:{_MARK})(?:[{_DASH}](?=\D|$))?")
_NONE = re.compile(r"無番地|番外地")
_ROOM = re.compile(
    rf"(?P<room>(?:(?:地下)?[0-9]+(?:階|[FＦ])[-\s]*)?(?:(?<![A-Za-z])[A-Za-z][{_DASH}]?)?[0-9]+(?:[{_DASH}]?[A-Za-z])?(?:[{_DASH}][0-9]+)?)\s*(?:号室|号|室)[)]?$"
    rf"|(?P<flat>(?:(?<![A-Za-z])[A-Za-z][{_DASH}]?)?[0-9]+(?:[{_DASH}][0-9]+)?[A-Za-z]?)[)]?$"
    rf"|(?P<floor>(?:地下|B)?[0-9]+(?:階|F)(?:[{_DASH}、,・~]?[0-9]+(?:階|F))*)[)]?$"
)
#: A room that follows the number with a dash: 5-301C, 8-1-305号室, 1-3-B102, 5-2F.
_DASHED_ROOM = re.compile(
    rf"\s*[{_DASH}]\s*(?P<room>[A-Za-z]{{1,2}}[{_DASH}]?[0-9]+|[0-9]+[A-Za-z](?![A-Za-z])|[0-9]+(?=号室)|[A-Za-z](?![A-Za-z])|[0-9]+階)(?:号室|号|室)?"
)
#: Behind 号, a bare number is a room: 8番1号305.
_BARE_ROOM = re.compile(rf"\s*[{_DASH}]?\s*(?P<room>[A-Za-z]?[0-9]+[A-Za-z]?)(?:号室|号|室)?\s*$")
_HOUSE_WORDS = re.compile("ビル|マンション|ハイツ|ハイム|コーポ|アパート|メゾン|地下街|荘|寮|団地|[ァ-ヺー]{4,}")


def split_house_number(rest: str) -> HouseNumber:
    """What stands behind the town, told apart. Spaces help where the paper has them, and are not needed."""
    s = _prepared(rest)
    m = _first(s)
    if m is None:
        return _without_number(s)
    number, end, chome = m["lot"].strip("第のノ") + m["n"], m.end(), None
    while (b := _BETWEEN.match(s, end)) is not None and (b["mark"] or b["sep"]):
        # behind 号 only の goes on with the number (3号の2); what else stands there is the room
        if (b["mark"] == "号" and b["sep"] not in _NO) or _beyond(s, b):
            break
        if b["mark"] == "丁目" and number == m["n"]:
            chome = int(number)
        number += ("地割" if b["mark"] == "地割" else "-") + b["lot"] + b["n"]
        end = b.end()
    last = _LAST_MARK.match(s, end)
    if last is not None:
        chome = int(number) if "丁目" in last[0] and number == m["n"] else chome
        number += "地割" if "地割" in last[0] else ""
        end = last.end()
    house, room = _house_and_room(s[end:], behind_number=bool(last and "号" in last[0]))
    return HouseNumber(s[: m.start()].strip(" 、,"), number, house, room, chome)


def _prepared(rest: str) -> str:
    s = re.sub(r"\s+", " ", nfkc(rest)).strip(" 、,。")
    s = re.sub(r"^[のノ]\s*(?=[0-9])", "", s)
    # a dash between digits may be drawn as anything long and flat
    s = re.sub(r"(?<=[0-9])\s*[一_￣]\s*(?=[0-9])", "-", s)
    s = re.sub(rf"(?<=[0-9{_DASH}])[OoIl|](?=[0-9{_DASH}])", lambda m: m[0].translate(_LETTERS), s)
    s = re.sub(r"(?<=[0-9]) (?=[0-9]+(?:番|号(?!室)|丁目))|(?<=[0-9]) (?=丁目|番|号)|(?<=丁目|番地) (?=[0-9])", "", s)
    return _KANJI_NUMBER.sub(_arabic, s)


def _arabic(m: re.Match[str]) -> str:
    value = parse_kanji_number(m[0])
    return m[0] if value is None or value <= 0 else str(value)


def _first(s: str) -> re.Match[str] | None:
    """Where the number begins: the first digits that no word of a name follows."""
    for m in _FIRST.finditer(s):
        if re.match(r"[条線区町番]町|[条線区町通軒]|丁町", s[m.end() :]) or (
            re.search(r"第$", s[: m.start()]) and "地割" not in m["lot"] and re.match("[号区]", s[m.end() :])
        ):
            continue
        return m
    return None


def _beyond(s: str, b: re.Match[str]) -> bool:
    """Whether the next group is the building's or the room's: 号室 号棟 番館 階 or a single letter behind it."""
    return bool(re.match(r"\s*(?:号室|室|階|[番号]?[館棟])|F(?![A-Za-z])|[A-Za-z](?![A-Za-z棟館])", s[b.end() :]))


def _without_number(s: str) -> HouseNumber:
    none = _NONE.search(s)
    if none is not None:
        return HouseNumber(s[: none.start()].strip(), none[0], s[none.end() :].strip())
    if _HOUSE_WORDS.search(s):
        return HouseNumber(building=s.strip())
    return HouseNumber(area=s.strip())


def _house_and_room(tail: str, *, behind_number: bool) -> tuple[str, str]:
    dashed = _DASHED_ROOM.match(tail)
    if dashed is not None:
        house = tail[dashed.end() :]
        return _clean(house), dashed["room"]
    if behind_number:
        bare = _BARE_ROOM.match(tail)
        if bare is not None:
            return "", bare["room"]
    tail = re.sub(rf"^\s*[{_DASH}]", "", tail)
    m = _ROOM.search(tail.rstrip(" 。、"))
    if m is None:
        return _clean(tail), ""
    room = m["room"] or m["flat"] or m["floor"]
    house = tail[: m.start(m.lastgroup or 0)]
    if not m["room"] and (re.search(r"[第0-9\-ー]\s*$", house) or not re.search(r"\w|^\s*$", house)):
        return _clean(tail), ""
    return _clean(house), re.sub(rf"[{_DASH}]", "-", re.sub(r"\s+", "", room))


def _clean(text: str) -> str:
    """A building's name: outer spaces and brackets that enclose all of it away."""
    name = text.strip(" 　、,。")
    if name[:1] == "(" and name[-1:] != ")" and ")" not in name:
        name = name[1:]
    if name[:1] == "(" and name[-1:] == ")" and name.count("(") == 1:
        name = name[1:-1]
    return name.strip()
