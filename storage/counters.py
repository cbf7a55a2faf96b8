"""Numbers that only grow, and the locks that go with them.

Both databases serialise here: Postgres by a row lock held until the transaction ends, SQLite because every write
transaction holds the one write lock from its start.
"""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

from django.db import transaction

from storage.models import Counter
from storage.prepared import Prepared, write

JAPAN = ZoneInfo("Asia/Tokyo")
_LOCKED: Prepared[Counter] = Prepared(lambda name: Counter.objects.select_for_update().filter(name=name))
_REIWA_BEGAN = 2018  # 令和1年 is 2019


def lock(name: str) -> Counter:
    """The counter `name`, locked until the surrounding transaction ends. Call inside ``transaction.atomic()``."""
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("a counter is locked inside a transaction only")
    if (row := _LOCKED.first(name)) is None:
        Counter.objects.get_or_create(name=name)  # its first use
        (row,) = _LOCKED.rows(name)
    return row


def take(name: str) -> int:
    """The next number of `name`, from 1. Numbers of a transaction that fails are given out again."""
    counter = lock(name)
    counter.value += 1
    write([counter], ("value",))
    return counter.value


def fiscal_year_label(at: dt.datetime) -> str:
    """The Japanese fiscal year 年度 (April to March) of a moment, as ``R8``."""
    day = at.astimezone(JAPAN).date()
    year = day.year if day.month >= 4 else day.year - 1
    return f"R{year - _REIWA_BEGAN}"
