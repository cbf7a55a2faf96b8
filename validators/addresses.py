"""Postal codes ↔ addresses, and one address against another.

A code stands for one or several towns, a town may have several codes. A wrong character, as readings have them, is no
disagreement; only an address that is spelled as another place is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz.distance import Levenshtein

from models.values.address import parse_address
from models.values.text import fold_itaiji, squeeze
from validators.gazetteer import (
    Place,
    Town,
    allowed_errors,
    city_keys,
    cut_inside,
    cut_prefecture,
    fold_place,
    fold_town,
    locate,
    town_distance,
    towns_of,
)
from validators.likeness import Likeness, Verdict, compare, worst


@dataclass(frozen=True)
class PostalCheck:
    """What a postal code and an address say of each other.

    `right_codes`: the codes the address has by the dictionary (empty where its place was not found). `town`: the town
    the code and the address agree on, in the dictionary's spelling. `exact`: no character had to be forgiven.
    """

    verdict: Verdict
    right_codes: tuple[str, ...] = ()
    town: Town | None = None
    exact: bool = False
    code_exists: bool = True


@lru_cache(maxsize=4096)
def check_postal(code: str | None, address: str | None) -> PostalCheck:
    """Whether a postal code belongs to an address.

    AGREE: the address lies in a town of the code, spelled the same or with the wrong characters a reading may have.
    DISAGREE: the address is spelled as another place of the dictionary, whose codes are `right_codes`, and nothing of
    the code's towns is near it. UNKNOWN otherwise: no such place, a place of which the dictionary has only the city,
    or spellings that fit both.
    """
    if not code or not address:
        return PostalCheck(Verdict.UNKNOWN)
    folded = fold_place(parse_address(address) or "")
    prefecture, rest = cut_prefecture(folded)
    towns = towns_of(code)
    place = locate(address)
    right = place.codes if place is not None else ()
    nearest = _nearest(towns, prefecture, rest)
    if nearest is not None:
        town, distance, named = nearest
        if distance == 0 and (place is None or code in right or (named and not _better(place, town))):
            return PostalCheck(Verdict.AGREE, right or (code,), town, True)
        if distance == 0 and not named:
            # the code of "anywhere else in this city": right only where the town is not listed
            verdict = Verdict.UNKNOWN if place is not None and place.town else Verdict.AGREE
            return PostalCheck(verdict, right, town if verdict is Verdict.AGREE else None)
        if named and distance > 0:
            # one misread character: agreement, unless the address is spelled as another listed town
            if place is None or not place.town or place.distance > 0:
                return PostalCheck(Verdict.AGREE, (code,), town, False)
            return PostalCheck(Verdict.UNKNOWN, right)
    if place is not None and place.town and place.distance == 0 and code in right:
        return PostalCheck(Verdict.AGREE, right, next(t for t in place.towns if t.code == code), True)
    building = _building_code(towns, place)
    if place is not None and building is not None:
        # 163-1390 is one tower of 西新宿: right where the tower is named, and not wrong where it is not
        named = building in folded
        return PostalCheck(Verdict.AGREE if named else Verdict.UNKNOWN, right, towns[0] if named else None)
    exists = bool(towns)
    if place is None or place.distance > 0 or not right:
        return PostalCheck(Verdict.UNKNOWN, right, None, False, exists)
    if not place.town and any(t.city == place.city for t in towns):
        return PostalCheck(Verdict.UNKNOWN, right, None, False, exists)
    return PostalCheck(Verdict.DISAGREE, right, None, False, exists)


def _building_code(towns: Iterable[Town], place: Place | None) -> str | None:
    """The building (folded) of the place's town that a code stands for; None where the code is no building's."""
    if place is None or not place.town:
        return None
    town = fold_town(place.town)
    for t in towns:
        name = fold_town(t.name)
        if (
            t.city == place.city
            and name.startswith(town)
            and re.search(r"ビル|タワー|センター|プラザ|ヒルズ|スクエア|[ァ-ヺ]{4,}", name[len(town) :])
        ):
            return name[len(town) :]
    return None


def _better(place: Place | None, town: Town) -> bool:
    """Whether the place found is named by a longer town than `town` (中里町 rather than 中)."""
    return place is not None and len(fold_town(place.town)) > len(fold_town(town.name))


def _nearest(towns: Iterable[Town], prefecture: str, rest: str) -> tuple[Town, int, bool] | None:
    """The town of a code that the address begins with, its distance, and whether its name (not only its city) counts."""
    best: tuple[Town, int, bool] | None = None
    for town in towns:
        if prefecture and town.prefecture != prefecture:
            continue
        for key in city_keys(town.city):
            head = rest[: len(key)]
            city_distance = Levenshtein.distance(head, key)
            if city_distance > (1 if len(key) >= 3 else 0):
                continue
            name, after = fold_town(town.name), rest[len(key) :]
            distance = (
                0 if after.startswith(name) and not cut_inside(after, name or "-") else town_distance(name, after)
            )
            if distance > allowed_errors(name):
                continue
            found = (town, city_distance + distance, bool(name))
            if best is None or (found[1], -len(town.name)) < (best[1], -len(best[0].name)):
                best = found
    return best


# ---------------------------------------------------------------- comparing addresses


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


def old_forms(address: str) -> str:
    """Characters before the house number in a form (穗, 學) that the dictionary's own spelling of the place (穂, 学)
    lacks; empty where there are none or the place is not found. Paper may carry them; engines like them too much."""
    place = locate(address)
    if place is None:
        return ""
    named = {c for t in place.towns for c in t.prefecture + t.city + t.name}
    head = re.split(r"\d", squeeze(address), maxsplit=1)[0]
    return "".join(c for c in head if c not in named and fold_itaiji(c) != c and fold_itaiji(c) in named)
