"""Addresses: told apart into their parts with the gazetteer's help, and compared.

:func:`parse` never changes what is on paper: `as_read` stays, and everything that was put right, added or only supposed
is said in `notes`. Digits are never changed and never lost.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import lru_cache

from rapidfuzz.distance import Levenshtein

from models.values.address import parse_address, without_heading
from models.values.housenumbers import HouseNumber, split_house_number
from models.values.text import DASHES, fold_itaiji, nfkc, squeeze
from validators.gazetteer import dictionary, towns_of
from validators.likeness import Likeness, compare, worst
from validators.locating import cut_prefecture, locate, nearest_town, search, told_apart
from validators.placenames import Folded, fold_aligned, fold_place
from validators.within_city import FoundBy, Hit, Place


class NoteKind(StrEnum):
    """What a reviewer should know of how an address was understood."""

    PREFECTURE_ADDED = "prefecture_added"
    CITY_ADDED = "city_added"
    """City, 郡 or the city of a ward was not written; the town has only one."""
    FORMER_NAME = "former_name"
    """A municipality of before a merger; `now` is today's."""
    VARIANT = "variant"
    """Variant characters or ヶ/ケ unlike the dictionary's spelling."""
    SHORTENED = "shortened"
    """Part of the town's name was left out: 条, 番町, 町."""
    CORRECTED = "corrected"
    """Characters differ from the dictionary as a misreading's do."""
    BY_POSTAL_CODE = "by_postal_code"
    """The postal code decided which town is meant."""
    OTHER_POSTAL_CODE = "other_postal_code"
    """The postal code is that of a town with nearly the same name, `now`."""
    UNLISTED = "unlisted"
    """The dictionary has the city, but no such town in it."""
    AMBIGUOUS = "ambiguous"
    """Several towns are as near as each other: none was chosen."""
    UNKNOWN = "unknown"
    """Nothing of it was found."""


_MESSAGES = {
    NoteKind.PREFECTURE_ADDED: "都道府県は書かれていません（{now}）",
    NoteKind.CITY_ADDED: "市区町村の全部または一部が書かれていません（{now}）",
    NoteKind.FORMER_NAME: "合併前の市町村名「{as_read}」です（現在は{now}）",
    NoteKind.VARIANT: "「{as_read}」は辞書では「{now}」です（字体の違い）",
    NoteKind.SHORTENED: "「{as_read}」は「{now}」の略と読みました",
    NoteKind.CORRECTED: "「{as_read}」を「{now}」と読みました",
    NoteKind.BY_POSTAL_CODE: "郵便番号の町域「{now}」として読みました",
    NoteKind.OTHER_POSTAL_CODE: "郵便番号は「{now}」のものです（「{as_read}」と書かれています）",
    NoteKind.UNLISTED: "「{as_read}」は郵便番号の辞書にない町名です",
    NoteKind.AMBIGUOUS: "町名「{as_read}」に近い町がいくつもあります",
    NoteKind.UNKNOWN: "住所の場所を見つけられませんでした",
}


@dataclass(frozen=True)
class Note:
    """One remark: what stands on paper, and what it is taken for."""

    kind: NoteKind
    as_read: str = ""
    now: str = ""

    @property
    def message_ja(self) -> str:
        return _MESSAGES[self.kind].format(as_read=self.as_read, now=self.now)


@dataclass(frozen=True)
class ParsedAddress:
    """An address told apart. `prefecture`, `city` and `town` are the dictionary's of today, empty where not found.

    `streets` are Kyoto's 通り名, `area` what stands between town and number (字, an unlisted town), as written. `number`
    is ``2-8-1`` with its 丁目, `chome` that 丁目 where the town has them. `codes` are the town's postal codes.
    `distance`: characters of city and town unlike the dictionary's.
    """

    as_read: str
    prefecture: str = ""
    city: str = ""
    streets: str = ""
    town: str = ""
    area: str = ""
    number: str = ""
    building: str = ""
    room: str = ""
    chome: int | None = None
    codes: tuple[str, ...] = ()
    distance: int = 0
    notes: tuple[Note, ...] = ()

    @property
    def text(self) -> str:
        """In full and in today's names, without Kyoto's streets: ``東京都新宿区西新宿2-8-1サンハイツ305``."""
        gap = "-" if self.room and not self.building and self.number else ""
        return (
            f"{self.prefecture}{self.city}{self.town}{self.area}{self.number}{squeeze(self.building)}{gap}{self.room}"
        )

    @property
    def certain(self) -> bool:
        """Whether the town was found without putting any character right or supposing anything."""
        return bool(self.town) and self.distance == 0 and not self.says(NoteKind.OTHER_POSTAL_CODE)

    def says(self, kind: NoteKind) -> bool:
        return any(n.kind is kind for n in self.notes)


@lru_cache(maxsize=4096)
def parse(text: str, code: str | None = None) -> ParsedAddress:
    """The parts of an address as written or read. `code` is the postal code beside it, where there is one.

    Prefecture, 郡 or city may be missing, 大字 and 字 too; numbers may be written in any way; a town may have the wrong
    characters that a reading has. The postal code helps where the town is not found, or not for sure, without it.
    """
    raw = without_heading(re.sub(r"\s+", " ", nfkc(text)).strip())
    folded = fold_aligned(raw)
    hit = search(folded.text)
    if hit is None and (m := re.match(r"[(\[【][^)\]】\d]{1,12}[)\]】]\s*", raw)):
        # a remark in front of the address: (前期)
        raw, folded = raw[m.end() :], fold_aligned(raw[m.end() :])
        hit = search(folded.text)
    note = None
    near = nearest_town(towns_of(code), folded.text) if code else None
    if near is not None and near.town.name and (hit is None or near.town not in hit.place.towns):
        if hit is None or not hit.place.town or hit.place.distance > 0:
            towns = tuple(t for t in towns_of(near.town.code) if (t.city, t.name) == (near.town.city, near.town.name))
            place = Place(near.town.prefecture, near.town.city, near.town.name, towns, near.distance)
            hit = Hit(place, near.city_end, near.city_end, near.end)
            note = Note(NoteKind.BY_POSTAL_CODE, now=near.town.name) if near.distance else None
        elif code not in hit.place.codes:
            note = Note(NoteKind.OTHER_POSTAL_CODE, hit.place.town, near.town.name)
    if hit is None:
        return _nowhere(text, raw, folded)
    parsed = _parsed(text, raw, folded, hit)
    return replace(parsed, notes=(*parsed.notes, note)) if note is not None else parsed


def _parsed(text: str, raw: str, folded: Folded, hit: Hit) -> ParsedAddress:
    place, at = told_apart(hit.place, raw), folded.origin
    several = len({t.name for t in place.towns}) > 1
    ambiguous = several and (place.distance > 0 or not place.town)
    town = "" if ambiguous else nfkc(re.sub(r"[(（].*$", "", place.town))
    end = hit.town_start if ambiguous else hit.end
    rest = raw[_with_aza(raw, at, end) :].lstrip(f" {DASHES}")
    house = split_house_number(rest)
    chome, house = _chome(place, town, house)
    parsed = ParsedAddress(
        as_read=text,
        prefecture=place.prefecture,
        city=place.city,
        streets=raw[at[hit.city_end] : at[hit.town_start]].strip() if hit.found_by is FoundBy.CITY else "",
        town=town,
        area=_area(house.area),
        number=house.number,
        building=house.building,
        room=house.room,
        chome=chome,
        codes=() if ambiguous else place.codes,
        distance=place.distance,
    )
    return replace(parsed, notes=tuple(_notes(parsed, raw, folded, hit, ambiguous)))


def _with_aza(raw: str, at: tuple[int, ...], end: int) -> int:
    """Where what follows the town begins in `raw`; the 字 that folding drops belongs to it."""
    dropped = raw[at[end - 1] + 1 : at[end]] if end else ""
    m = re.search(r"(?:大字|字)\s*$", dropped)
    return at[end] - len(m[0]) if m else at[end]


def _area(area: str) -> str:
    return re.sub(r"\s+", "", area)


#: No town has more 丁目 (帯広市 西十九条南四十二丁目).
_MOST_CHOME = 42


def _chome(place: Place, town: str, house: HouseNumber) -> tuple[int | None, HouseNumber]:
    """The 丁目 of the number: as written, or the first of several groups where the dictionary divides the town.

    Behind 丁目-番-号 a fourth group of three digits or four is the room.
    """
    groups = house.number.split("-")
    chome = house.chome
    if (
        chome is None
        and town
        and not house.area
        and any(t.chome for t in place.towns)
        and len(groups) >= 2
        and groups[0].isdigit()
    ):
        chome = int(groups[0]) if int(groups[0]) <= _MOST_CHOME else None
    if chome is not None and len(groups) == 4 and not house.room and re.fullmatch(r"\d{3,4}", groups[3]):
        house = house._replace(number="-".join(groups[:3]), room=groups[3])
    return chome, house


def _notes(parsed: ParsedAddress, raw: str, folded: Folded, hit: Hit, ambiguous: bool) -> list[Note]:
    at = folded.origin
    prefecture, rest = cut_prefecture(folded.text)
    city_from = len(folded.text) - len(rest)
    city_read = re.sub(r"\s", "", raw[at[city_from] : at[hit.city_end]])
    town_read = re.sub(r"\s|^(?:大字|字)", "", raw[at[hit.town_start] : at[hit.end]])
    notes = []
    if not prefecture:
        notes.append(Note(NoteKind.PREFECTURE_ADDED, now=parsed.prefecture))
    elif hit.found_by is not FoundBy.FORMER:
        notes += _respelled(re.sub(r"\s", "", raw[: at[city_from]]), parsed.prefecture, 1)
    if hit.found_by is FoundBy.FORMER:
        notes.append(Note(NoteKind.FORMER_NAME, hit.former, parsed.prefecture + parsed.city))
    elif hit.found_by is FoundBy.TOWN or len(fold_place(city_read)) < len(fold_place(parsed.city)):
        notes.append(Note(NoteKind.CITY_ADDED, city_read, parsed.city))
    else:
        notes += _respelled(city_read, parsed.city, parsed.distance)
    if ambiguous:
        notes.append(Note(NoteKind.AMBIGUOUS, town_read or raw[at[hit.city_end] :]))
    elif parsed.town and hit.found_by is not FoundBy.FORMER:
        notes += _respelled(town_read, parsed.town, parsed.distance)
    elif not parsed.town and parsed.area:
        notes.append(Note(NoteKind.UNLISTED, parsed.area))
    return notes


def _respelled(read: str, listed: str, distance: int) -> list[Note]:
    """The note for a name that is not spelled as the dictionary spells it; numerals in kanji or not are no difference."""
    if not read:
        return []
    if fold_place(read) == fold_place(listed):
        return [Note(NoteKind.VARIANT, read, listed)] if _plain(read) != _plain(listed) else []
    left_out = distance == 0 or fold_place(listed).startswith(fold_place(read))
    return [Note(NoteKind.SHORTENED if left_out else NoteKind.CORRECTED, read, listed)]


def _plain(name: str) -> str:
    """A name with numerals in one form and without 大字, variants as written."""
    return "".join(
        a if not a.isdigit() and a not in "一二三四五六七八九十" else "#" for a in re.sub("大字|字", "", name)
    )


def _nowhere(text: str, raw: str, folded: Folded) -> ParsedAddress:
    """An address of which the gazetteer has nothing: only its letters are told apart."""
    prefecture, rest = cut_prefecture(folded.text)
    house = split_house_number(raw[folded.origin[len(folded.text) - len(rest)] :])
    note = Note(NoteKind.UNKNOWN, raw)
    return ParsedAddress(
        text,
        prefecture,
        "",
        "",
        "",
        _area(house.area),
        house.number,
        house.building,
        house.room,
        house.chome,
        notes=(note,),
    )


# ---------------------------------------------------------------- comparing addresses


def place_key(address: str, code: str | None = None) -> str:
    """One text for one dwelling, however its address is written: town of today, number, room; empty without a number.

    Two addresses with the same key are the same door. The name of the building is left out, a room is not: people leave
    the former out, and the latter makes another household.
    """
    p = parse(address, code)
    if not p.number:
        return ""
    place = fold_place(p.prefecture + p.city + p.town + p.area) or fold_place(p.as_read)
    room = p.room or "".join(re.findall(r"[0-9]+", p.building))
    return f"{place}|{p.number}|{room}"


def compare_addresses(a: str, b: str) -> Likeness:
    """How alike two addresses are; prefecture, 大字, 丁目/番/号 or dashes never matter.

    Another number is DIFFERENT, however near: numbers are compared digit by digit. A missing building is CONFUSABLE.
    """
    x, y = _comparable(a), _comparable(b)
    if not x or not y:
        return Likeness.DIFFERENT
    split_x, split_y = _split(x), _split(y)
    area = compare(split_x[0], split_y[0])
    if area is Likeness.DIFFERENT:
        area = _without_county(split_x[0], split_y[0])
    numbers = Likeness.EQUAL if split_x[1] == split_y[1] else Likeness.DIFFERENT
    if split_x[2] and split_y[2]:
        building = compare(split_x[2], split_y[2])
        if building is Likeness.DIFFERENT and Levenshtein.normalized_distance(split_x[2], split_y[2]) <= 0.34:
            building = Likeness.NEAR
    else:
        building = Likeness.EQUAL if split_x[2] == split_y[2] else Likeness.CONFUSABLE
    return worst(area, numbers, building)


def _without_county(a: str, b: str) -> Likeness:
    def bare(s: str) -> str:
        return re.sub(r"^.{1,4}?郡", "", s)

    return compare(bare(a), bare(b))


def _comparable(address: str) -> str:
    return cut_prefecture(fold_place(parse_address(address) or ""))[1]


def _split(folded: str) -> tuple[str, str, str]:
    m = re.search(r"\d+(?:-\d+)*(?![条線区町丁番号の通軒地])", folded)
    return (folded[: m.start()], m[0], folded[m.end() :]) if m else (folded, "", "")


def nearly_listed(address: str) -> bool:
    """Whether a city stands in `address` whose dictionary has no such town, but one that differs in a single character:
    山都町田占 for 山都町田吉. It may be a 字 that the dictionary lacks; more often it was misread."""
    parsed = parse(address)
    if not parsed.says(NoteKind.UNLISTED) or parsed.town or not parsed.number:
        return False
    read = fold_place(parsed.area)
    cities = (c for c in dictionary().cities.get(fold_place(parsed.city), ()) if c.prefecture == parsed.prefecture)
    return len(read) > 1 and any(
        len(town) == len(read) and Levenshtein.distance(town, read) == 1 for city in cities for town in city.towns
    )


def old_forms(address: str) -> str:
    """Characters before the house number in a form (穗, 學) that the dictionary's own spelling of the place (穂, 学)
    lacks; empty where there are none or the place is not found. Paper may carry them; engines like them too much."""
    place = locate(address)
    if place is None:
        return ""
    named = {c for t in place.towns for c in t.prefecture + t.city + t.name}
    head = re.split(r"\d", squeeze(address), maxsplit=1)[0]
    return "".join(c for c in head if c not in named and fold_itaiji(c) != c and fold_itaiji(c) in named)
