"""How shifts may change from one printed thing to the next."""

from __future__ import annotations

import numpy as np
import pytest

from extractors.registration.alignment import FAR, JUMP, SLOPE, SMALL, _counted, _moves, _shares


def cost(change: int, dearer: float, room: int) -> float:
    """What it costs that the shift grows by `change`, as the module's constants say it."""
    if -change > room:
        return float("inf")
    size = abs(change)
    return SLOPE * size * dearer if size <= SMALL else JUMP * dearer + FAR * size


@pytest.mark.parametrize("dearer", [1.0, 3.0])
@pytest.mark.parametrize("room", [2, 8, 30, 89])
def test_each_state_is_reached_from_where_it_is_worth_most(dearer: float, room: int) -> None:
    value = np.random.default_rng(room).uniform(0, 4, 90)
    worth = np.array([[value[a] - cost(b - a, dearer, room) for a in range(90)] for b in range(90)])
    moves = _moves(dearer, room)
    assert moves.best(value) == pytest.approx(worth.max(1), abs=1e-9)
    assert [moves.source(value, state) for state in range(90)] == worth.argmax(1).tolist()


def test_where_all_is_worth_the_same_nothing_moves() -> None:
    value = np.ones(90)
    assert [_moves(1.0, 30).source(value, state) for state in range(90)] == list(range(90))


def test_shares_of_ink_are_those_of_the_mask() -> None:
    mask = np.where(np.random.default_rng(1).random((20, 30)) < 0.3, 255, 0).astype(np.uint8)
    x0, x1 = np.array([0, 4, 29]), np.array([30, 9, 30])
    expected = [(mask[:, a:b] > 0).mean(1) for a, b in zip(x0, x1, strict=True)]
    assert _shares(_counted(mask), x0, x1) == pytest.approx(np.array(expected), abs=1e-6)
