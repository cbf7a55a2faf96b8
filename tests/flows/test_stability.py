"""When a file in the drop folder may be looked at."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.stability import StabilityTracker

#: What a watcher sees: (seconds since the last look, which state the file is in).
LOOKS = st.lists(st.tuples(st.floats(0, 10), st.integers(0, 3)), min_size=1, max_size=40)


@given(LOOKS, st.floats(0, 20), st.integers(1, 5))
def test_stable_means_seen_often_enough_and_long_enough_in_one_state(
    looks: list[tuple[float, int]], seconds: float, observations: int
) -> None:
    tracker = StabilityTracker(seconds, observations)
    now, history = 0.0, list[tuple[float, int]]()
    for pause, state in looks:
        now += pause
        history.append((now, state))
        stable = tracker.observe("file", state, now)
        same = 0
        while same < len(history) and history[-1 - same][1] == state:
            same += 1
        since = history[-same][0]
        assert stable == (same >= observations and now - since >= seconds)
        assert tracker.unchanged_for("file", now) == now - since


@given(LOOKS, LOOKS)
def test_one_file_says_nothing_about_another(first: list[tuple[float, int]], second: list[tuple[float, int]]) -> None:
    alone, both = StabilityTracker(5), StabilityTracker(5)
    now = 0.0
    for i, (pause, state) in enumerate(first):
        now += pause
        expected = alone.observe("a", state, now)
        if i < len(second):
            both.observe("b", second[i][1], now)
        assert both.observe("a", state, now) == expected


def test_forgotten_files_begin_anew() -> None:
    tracker = StabilityTracker(1)
    tracker.observe("a", 1, 0)
    tracker.observe("b", 1, 0)
    tracker.forget("a")
    tracker.keep_only({"a"})
    assert len(tracker) == 0
    assert not tracker.observe("a", 1, 10)
    assert tracker.observe("a", 1, 11)
    assert tracker.unchanged_for("never seen", 11) == 0


def test_nonsense_settings_are_refused() -> None:
    for seconds, observations in ((-1, 2), (1, 0)):
        with pytest.raises(ValueError, match="at least 1"):
            StabilityTracker(seconds, observations)
