"""Municipalities that are gone: what they were called, and the city of today that their land belongs to.

The table (``mergers.tsv``) holds the Heisei mergers of all prefectures, and older ones of cities whose names are still
written. One row a successor: prefecture, today's name, the old names with their 郡. Old names outside of it are found
by their towns where those kept their names (:func:`validators.locating.search`).

Source: 総務省「平成11年度以降の市町村合併の実績」; 日本郵便「市町村変更情報」.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from validators.placenames import city_keys, fold_place

_TABLE = Path(__file__).with_name("mergers.tsv")


@dataclass(frozen=True)
class FormerMunicipality:
    """One that is gone. `now` are its successors' names within `now_prefecture` (wards of one city, where it has wards)."""

    prefecture: str
    name: str
    now_prefecture: str
    now: tuple[str, ...]

    @property
    def core(self) -> str:
        """The name alone: 穂高 of 南安曇郡穂高町."""
        return re.sub(r"^.{1,4}?郡(?=.)", "", self.name)[:-1]

    @property
    def kind(self) -> str:
        """町, 村 or 市."""
        return self.name[-1]


@lru_cache(maxsize=1)
def table() -> tuple[FormerMunicipality, ...]:
    """Every old name of the table."""
    with _TABLE.open(encoding="utf-8", newline="") as lines:
        rows = csv.DictReader((line for line in lines if not line.startswith("#")), delimiter="\t")
        return tuple(
            FormerMunicipality(
                r["prefecture"],
                name,
                r["now_prefecture"] or r["prefecture"],
                tuple(r["now"].split("・")),
            )
            for r in rows
            for name in r["former"].split("・")
        )


@lru_cache(maxsize=1)
def _by_key() -> dict[str, tuple[FormerMunicipality, ...]]:
    found: dict[str, list[FormerMunicipality]] = {}
    for former in table():
        for key in city_keys(former.name):
            found.setdefault(key, []).append(former)
    return {k: tuple(v) for k, v in found.items()}


def former_names(prefecture: str, rest: str) -> Iterator[tuple[int, FormerMunicipality, bool]]:
    """(length, municipality, whether its whole name is written) of the old names that a folded address without its
    prefecture begins with, longest first.

    Where no prefecture is written, only a name with its 郡, or a 市, is old enough to tell by itself.
    """
    for length in range(min(12, len(rest)), 2, -1):
        for former in _by_key().get(rest[:length], ()):
            full = len(fold_place(former.name)) == length
            if prefecture == former.prefecture or (
                not prefecture and full and ("郡" in former.name or former.kind == "市")
            ):
                yield length, former, full
