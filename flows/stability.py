"""When something that appeared in a folder may be looked at. Pure: it is told what is there and what time it is."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class _Seen:
    state: Hashable
    since: float
    times: int


class StabilityTracker:
    """Remembers how long each thing has looked the same.

    A thing is *stable* once it was seen `observations` times in one state (size, time of change, …) over at least
    `seconds`. Any change begins anew. Being stable is no proof of being complete: a stalled copy is stable too, so
    whoever asks must look at the content as well.
    """

    def __init__(self, seconds: float, observations: int = 2) -> None:
        if observations < 1 or seconds < 0:
            raise ValueError("observations must be at least 1 and seconds not negative")
        self._seconds = seconds
        self._observations = observations
        self._seen: dict[Hashable, _Seen] = {}

    def observe(self, thing: Hashable, state: Hashable, now: float) -> bool:
        """Note that `thing` is in `state` at `now` (seconds, never going back); True where it is stable."""
        before = self._seen.get(thing)
        if before is None or before.state != state:
            self._seen[thing] = _Seen(state, now, 1)
        else:
            self._seen[thing] = _Seen(state, before.since, before.times + 1)
        seen = self._seen[thing]
        return seen.times >= self._observations and now - seen.since >= self._seconds

    def unchanged_for(self, thing: Hashable, now: float) -> float:
        """Seconds since `thing` was first seen in its present state; 0 for a thing never seen."""
        seen = self._seen.get(thing)
        return now - seen.since if seen else 0.0

    def keep_only(self, things: set[Hashable]) -> None:
        """Forget everything that is not among `things`: it went away."""
        self._seen = {thing: seen for thing, seen in self._seen.items() if thing in things}

    def forget(self, thing: Hashable) -> None:
        """Forget `thing`: it was dealt with."""
        self._seen.pop(thing, None)

    def __len__(self) -> int:
        return len(self._seen)
