"""Where an address lies: its city, or what stands in its place, and the town within it.

Addresses may leave out their prefecture, 郡 or city (wards), name a municipality of before a merger, write ヶ/ケ, 大字
or 一/1 differently, and have the wrong characters that readings have.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from rapidfuzz import process
from rapidfuzz.distance import Levenshtein

from models.values.address import PREFECTURES, parse_address
from models.values.text import squeeze
from validators.gazetteer import City, Town, dictionary, towns_without_city
from validators.mergers import former_names
from validators.placenames import allowed_errors, city_keys, cut_inside, fold_place, fold_town
from validators.within_city import FoundBy, Hit, Place, digits, in_city, numbered, shared_name


@lru_cache(maxsize=4096)
def locate(address: str) -> Place | None:
    """The place an address names; None where city or town is not found, or several places fit alike.

    The city must be spelled right, or with one wrong character; a town of three or more may have one wrong character.
    Towns without their city and municipalities of before a merger are :func:`search`'s business, not this one's.
    """
    hit = _by_city(fold_place(parse_address(address) or ""))
    return told_apart(hit.place, address) if hit is not None else None


def told_apart(place: Place, text: str) -> Place:
    """`place`, where a city has two towns that fold alike (福井市 has 杉谷町 and 椙谷町), as the one that `text` spells.

    Spelled as neither, it stays both; spelled as both only in kana of another kind, it is the first.
    """
    names = {t.name for t in place.towns}
    if len(names) < 2 or len({fold_town(n) for n in names}) > 1:
        return place
    written = squeeze(text)
    exact = tuple(t for t in place.towns if squeeze(re.sub(r"[(（].*$", "", t.name)) in written)
    if not exact and len({t.code for t in place.towns}) == 1:
        exact = place.towns[:1]
    return replace(place, town=shared_name(exact), towns=exact) if exact else place


def search(folded: str) -> Hit | None:
    """The place in a folded address (:func:`validators.placenames.fold_aligned`), however little of it is written."""
    hit = _by_city(folded)
    if hit is not None and hit.place.distance == 0 and hit.place.town:
        return hit
    former = _by_former_name(folded)
    if former is not None and (hit is None or hit.place.distance > 0):
        return former
    return hit or _by_town(folded)


def _by_city(folded: str) -> Hit | None:
    prefecture, rest = cut_prefecture(folded)
    if not rest:
        return None
    cities, length, missed = _cities_at(prefecture, rest)
    offset = len(folded) - len(rest) + length
    hits = [_shift(in_city(city, rest[length:]), offset, missed) for city in cities]
    hits.sort(key=lambda h: (h.place.distance, h.town_start - h.end))
    if not hits or (len(hits) > 1 and _rank(hits[0]) == _rank(hits[1])):
        return None
    return hits[0]


def _rank(hit: Hit) -> tuple[int, int]:
    return hit.place.distance, hit.end - hit.town_start


def _shift(hit: Hit, by: int, missed: int = 0) -> Hit:
    place = replace(hit.place, distance=hit.place.distance + missed) if missed else hit.place
    return replace(hit, place=place, city_end=by, town_start=hit.town_start + by, end=hit.end + by)


def _by_former_name(folded: str) -> Hit | None:
    """The place of an address that names a municipality of before a merger (南安曇郡穂高町 → 安曇野市穂高)."""
    prefecture, rest = cut_prefecture(folded)
    for length, former, full in former_names(prefecture, rest):
        best: Hit | None = None
        for name in former.now:
            for city in dictionary().cities.get(fold_place(name), ()):
                if city.prefecture != former.now_prefecture:
                    continue
                # the old name often goes on as the beginning of the town's (穂高, 宮川町), or as all of it (八坂); of a long
                # one its end (三島 of 伊予三島)
                core = fold_place(former.core)
                end = core[2:] if len(core) > 3 else core
                for kept in dict.fromkeys((core + former.kind, core, end, "")):
                    inner = in_city(city, kept + rest[length:])
                    whole = kept == core and inner.end == len(core) and not re.match(r"\D", rest[length:])
                    if kept and inner.end <= len(kept) and not whole:
                        continue
                    start = max(inner.town_start - len(kept), 0)
                    hit = Hit(inner.place, 0, start, max(inner.end - len(kept), start))
                    if best is None or (hit.end, len(hit.place.town)) > (best.end, len(best.place.town)):
                        best = hit
        # a 町 without its 郡, and no town after it, may as well be a town of another city (愛知県平和町12)
        if best is not None and (full or best.end):
            at = len(folded) - len(rest) + length
            return replace(_shift(best, at), found_by=FoundBy.FORMER, former=former.name)
    return None


_COUNTY = re.compile(r"^.{1,4}?郡(?=.)")


def _by_town(folded: str) -> Hit | None:
    """The place of an address that names no city of today: its town, where only one city of its prefecture has it.

    A county that is gone may stand in front of it, and the 町 or 村 of an old municipality within it.
    """
    prefecture, rest = cut_prefecture(folded)
    county = _COUNTY.match(rest)
    cut = county.end() if county else 0
    found = _unique_town(prefecture, rest[cut:], least=2 if prefecture and county else 3)
    old = re.match(r"(.{1,5}?)[町村](?=.)", rest[cut:]) if county and found is None else None
    for kind in ("町", "") if old else ():
        # 宮川村塩屋 is 宮川町塩屋 today, 榛原町萩原 is 榛原萩原
        other = _unique_town(prefecture, old[1] + kind + rest[cut + old.end() :], least=3) if old else None
        if other is not None and old is not None and other.end > len(old[1] + kind):
            found = replace(other, end=other.end + 1 - len(kind))
            break
    if found is None:
        return None
    hit = _shift(found, len(folded) - len(rest) + cut)
    if not county:
        return replace(hit, found_by=FoundBy.TOWN)
    return replace(hit, found_by=FoundBy.FORMER, former=rest[: county.end()])


def _unique_town(prefecture: str, rest: str, least: int) -> Hit | None:
    index = towns_without_city()
    for length, name in _town_heads(rest):
        if len(name) < least or cut_inside(rest, rest[:length]):
            continue
        cities = [c for c in index.get(name, ()) if prefecture in ("", c.prefecture)]
        if len(cities) == 1:
            towns = cities[0].towns[name]
            return Hit(Place(cities[0].prefecture, cities[0].name, shared_name(towns), towns, 0), 0, 0, length)
        if cities:
            return None
    return None


def _town_heads(rest: str) -> Iterator[tuple[int, str]]:
    """(length, town name) of every beginning of `rest`, longest first, after :func:`numbered`."""
    yield from numbered(rest)
    for n in range(min(24, len(rest)), 1, -1):
        yield n, rest[:n]


@lru_cache(maxsize=4096)
def cut_prefecture(folded: str) -> tuple[str, str]:
    """The prefecture a folded address begins with (one wrong character forgiven; empty: none) and the rest."""
    for prefecture in PREFECTURES:
        if folded.startswith(prefecture):
            return prefecture, folded[len(prefecture) :]
    for prefecture in PREFECTURES:
        # a misread prefecture: 奈艮県, 東東都
        head = folded[: len(prefecture)]
        if len(head) == len(prefecture) and head[-1] == prefecture[-1] and Levenshtein.distance(head, prefecture) == 1:
            return prefecture, folded[len(prefecture) :]
    for prefecture in PREFECTURES:
        # 千葉市川市, written without its 県
        bare = prefecture[:-1]
        if folded.startswith(bare) and prefecture != "北海道" and not _city_begins("", folded):
            after = folded[len(bare) :]
            if _city_begins(prefecture, after):
                return prefecture, after
    return "", folded


def _city_begins(prefecture: str, folded: str) -> bool:
    """Whether a city (of `prefecture`, where given) stands at the beginning."""
    cities = dictionary().cities
    return any(prefecture in ("", c.prefecture) for n in range(2, 12) for c in cities.get(folded[:n], ()))


def _cities_at(prefecture: str, rest: str) -> tuple[list[City], int, int]:
    """Cities that `rest` begins with (the longest spelling), how long that is, and how many characters were wrong."""
    d = dictionary()
    for length in range(min(max(d.keys_by_length), len(rest)), 1, -1):
        found = [c for c in d.cities.get(rest[:length], ()) if prefecture in ("", c.prefecture)]
        if found:
            return found, length, 0
    for length in sorted((n for n in d.keys_by_length if 3 <= n <= len(rest)), reverse=True):
        near = [
            city
            for key, _, _ in process.extract(
                rest[:length], d.keys_by_length[length], scorer=Levenshtein.distance, score_cutoff=1, limit=None
            )
            if _misread(rest[:length], key)
            for city in d.cities[key]
            if prefecture in ("", city.prefecture)
        ]
        if near:
            return near, length, 1
    return [], 0, 0


def _misread(read: str, key: str) -> bool:
    """Whether one character of a city's name may be misread: no digit, and no 郡 at the end that should be a 区."""
    other_kind = read[-1] != key[-1] and read[-1] in "市区町村郡"
    return not other_kind and digits(read) == digits(key)


# ---------------------------------------------------------------- among a few towns


@dataclass(frozen=True)
class Nearest:
    """The one of several towns that an address begins with: how many characters are wrong in city and town together, and
    where in the folded address the city and the town end."""

    town: Town
    distance: int
    city_end: int
    end: int


def nearest_town(towns: Iterable[Town], folded: str) -> Nearest | None:
    """The town that a folded address names, of those a postal code stands for; forgives more than :func:`search`.

    The city may have one wrong character, the town every fourth. None where none of them is near.
    """
    prefecture, rest = cut_prefecture(folded)
    offset = len(folded) - len(rest)
    best: Nearest | None = None
    for town in towns:
        if prefecture and town.prefecture != prefecture:
            continue
        for key in city_keys(town.city):
            city_distance = Levenshtein.distance(rest[: len(key)], key)
            if city_distance > (1 if len(key) >= 3 else 0):
                continue
            name, after = fold_town(town.name), rest[len(key) :]
            if after.startswith(name) and not cut_inside(after, name or "-"):
                distance, length = 0, len(name)
            else:
                distance, length = _town_distance(name, after)
            if distance > allowed_errors(name):
                continue
            city_end = offset + len(key)
            found = Nearest(town, city_distance + distance, city_end, city_end + length)
            if best is None or (found.distance, -len(town.name)) < (best.distance, -len(best.town.name)):
                best = found
    return best


def _town_distance(name: str, rest: str) -> tuple[int, int]:
    """Fewest edits that turn `name` into a beginning of `rest` (what follows the city), and how long that is."""
    lengths = (
        n
        for n in range(max(0, len(name) - 1), len(name) + 2)
        if n <= len(rest) and digits(rest[:n]) == digits(name) and not cut_inside(rest, rest[:n] or "-")
    )
    return min(
        ((Levenshtein.distance(name, rest[:n]), n) for n in lengths),
        key=lambda found: (found[0], abs(found[1] - len(name))),
        default=(len(name), 0),
    )
