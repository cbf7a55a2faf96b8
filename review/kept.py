"""Figures that are dear to count are kept for a short while, so that a page that everybody leaves open costs little."""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Any, TypeVar, cast

from review.services import installation

T = TypeVar("T")

#: Seconds for which an answer is good.
SECONDS = 60.0
_MOST = 200

_lock = threading.Lock()
_answers: OrderedDict[Hashable, tuple[float, Any]] = OrderedDict()


def kept(name: str, ask: Callable[[], T], *what: Hashable, seconds: float = SECONDS) -> T:
    """The answer of `ask`, or the one it gave for the same `name` and `what` less than `seconds` ago.

    Two people who ask at the same moment may both cause the work; neither waits for the other.
    """
    key = (installation().data_dir, installation().database_url, name, *what)
    now = time.monotonic()
    with _lock:
        if key in _answers and now - _answers[key][0] < seconds:
            return cast(T, _answers[key][1])
    answer = ask()
    with _lock:
        _answers[key] = (now, answer)
        _answers.move_to_end(key)
        while len(_answers) > _MOST:
            _answers.popitem(last=False)
    return answer


def forget() -> None:
    """Drop every answer."""
    with _lock:
        _answers.clear()
