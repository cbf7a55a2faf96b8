"""Figures that are dear to count are kept for a while, so that a page that everybody leaves open costs little.

An answer that is no longer fresh is given all the same, and counted anew behind it: nobody waits for a sum over a
million rows. Pages say of when their figures are (:func:`noting`).
"""

from __future__ import annotations

import datetime as dt
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any, TypeVar, cast

from django.utils import timezone

import storage
from review.services import installation

T = TypeVar("T")

#: Seconds for which an answer is fresh.
SECONDS = 60.0
#: An answer older than this is not shown any more: who asks waits for a new one.
OLDEST = 1800.0
_MOST = 200


@dataclass(frozen=True, slots=True)
class _Answer:
    at: float
    """On the clock of `time.monotonic`."""
    told: dt.datetime
    value: Any


_lock = threading.Lock()
_answers: OrderedDict[Hashable, _Answer] = OrderedDict()
_counting: set[Hashable] = set()
_noted: ContextVar[list[dt.datetime] | None] = ContextVar("noted", default=None)


def kept(name: str, ask: Callable[[], T], *what: Hashable, seconds: float = SECONDS) -> T:
    """The answer of `ask`, or the one it gave for the same `name` and `what` a while ago.

    Older than `seconds` it is counted anew, in a thread of its own, for whoever asks next. Two people who ask first at
    the same moment may both cause the work; neither waits for the other.
    """
    key = (installation().data_dir, installation().database_url, name, *what)
    now = time.monotonic()
    with _lock:
        answer = _answers.get(key)
        age = now - answer.at if answer else float("inf")
        anew = seconds <= age < OLDEST and key not in _counting
        if anew:
            _counting.add(key)
    if anew:
        threading.Thread(target=_count_anew, args=(key, ask), name="figures", daemon=True).start()
    if answer is None or age >= OLDEST:
        answer = _put(key, ask())
    noted = _noted.get()
    if noted is not None:
        noted.append(answer.told)
    return cast(T, answer.value)


@contextmanager
def noting() -> Iterator[list[dt.datetime]]:
    """Collects of when the answers given in the block are."""
    times: list[dt.datetime] = []
    before = _noted.set(times)
    try:
        yield times
    finally:
        _noted.reset(before)


def forget() -> None:
    """Drop every answer."""
    with _lock:
        _answers.clear()


def _count_anew(key: Hashable, ask: Callable[[], Any]) -> None:
    try:
        _put(key, ask())
    finally:
        storage.close_connections()
        with _lock:
            _counting.discard(key)


def _put(key: Hashable, value: Any) -> _Answer:
    answer = _Answer(time.monotonic(), timezone.now(), value)
    with _lock:
        _answers[key] = answer
        _answers.move_to_end(key)
        while len(_answers) > _MOST:
            _answers.popitem(last=False)
    return answer
