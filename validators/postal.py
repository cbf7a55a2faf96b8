"""Postal codes ↔ addresses.

A code stands for one or several towns, a town may have several codes. A wrong character, as readings have them, is no
disagreement; only an address that is spelled as another place is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from models.values.address import parse_address
from validators.gazetteer import Town, towns_of
from validators.likeness import Verdict
from validators.locating import locate, nearest_town, search
from validators.placenames import fold_place, fold_town
from validators.within_city import FoundBy, Place


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
    or spellings that fit both. An address without its city, or with a municipality of before a merger, can agree (its
    place of today is the code's), and is never said to disagree.
    """
    if not code or not address:
        return PostalCheck(Verdict.UNKNOWN)
    folded = fold_place(parse_address(address) or "")
    towns = towns_of(code)
    place = locate(address)
    right = place.codes if place is not None else ()
    nearest = nearest_town(towns, folded)
    if nearest is not None:
        town, distance, named = nearest.town, nearest.distance, bool(fold_town(nearest.town.name))
        if distance == 0 and place is not None and code not in right and _spelled_apart(place, town):
            return PostalCheck(Verdict.UNKNOWN, right)
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
    if exists and (place is None or place.distance > 0):
        hit = search(folded)
        if hit is not None and hit.found_by is not FoundBy.CITY and hit.place.distance == 0 and code in hit.place.codes:
            agreed = next(t for t in hit.place.towns if t.code == code)
            return PostalCheck(Verdict.AGREE, hit.place.codes, agreed if agreed.name else None, bool(agreed.name))
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
            and re.search(r"びる|たわー|せんたー|ぷらざ|ひるず|すくえあ|[ぁ-ゖー]{4,}", name[len(town) :])
        ):
            return name[len(town) :]
    return None


def _spelled_apart(place: Place, town: Town) -> bool:
    """Whether the address is spelled as another town of the same city that differs by a variant only (杉谷町, 椙谷町)."""
    same = place.distance == 0 and (place.prefecture, place.city) == (town.prefecture, town.city)
    return same and place.town not in ("", town.name) and fold_town(place.town) == fold_town(town.name)


def _better(place: Place | None, town: Town) -> bool:
    """Whether the place found is named by a longer town than `town` (中里町 rather than 中)."""
    return place is not None and len(fold_town(place.town)) > len(fold_town(town.name))
