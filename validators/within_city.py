"""The towns of one city that an address goes on with: exactly, left out in part, misread, behind Kyoto's streets."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

from rapidfuzz import process
from rapidfuzz.distance import Levenshtein

from validators.gazetteer import City, Town
from validators.likeness import confusable
from validators.placenames import allowed_errors, cut_inside, fold_town


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


def in_city(city: City, rest: str) -> Hit:
    """The towns of `city` that `rest` begins with; the whole city where none fits. Positions count from `rest`."""
    start = _behind_streets(city, rest) if city.name.startswith("京都市") else 0
    after = rest[start:]
    for length, name in numbered(after):
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
    return Hit(Place(city.prefecture, city.name, shared_name(towns), towns, distance), 0, start, end)


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
            if digits(name) != digits(head):
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


def digits(text: str) -> str:
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


#: A town called by a number: 南12西12-2 and 東茨戸1-2-314 leave 条 out, つつじが丘北3-4 leaves 番町 out, 太田5通り has の.
_NUMBERED = re.compile(r"(?P<name>\D{0,8}?)(?P<n>\d{1,2})(?P<word>の?通り?)?(?P<side>[東西南北](?=\d))?")


def numbered(rest: str) -> Iterator[tuple[int, str]]:
    """(length, name) of the towns with a number that `rest` may begin with, what people leave out put back."""
    m = _NUMBERED.match(rest)
    if m is None or not (m["word"] or m["side"] or re.match(r"-\d+-\d", rest[m.end() :])):
        return
    words = ("の通り", "の通", "通", "通り") if m["word"] else ("条", "番町", "番丁")
    for word in words:
        yield m.end(), f"{m['name']}{m['n']}{word}{m['side'] or ''}"


def shared_name(towns: Iterable[Town]) -> str:
    """What the names of several towns begin with: their own name where they share it."""
    names = [t.name for t in towns]
    shared = names[0] if names else ""
    while any(not n.startswith(shared) for n in names):
        shared = shared[:-1]
    return shared
