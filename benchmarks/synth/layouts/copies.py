"""How a filled copy of a form differs from the blank at hand, and where the blank asks for its entries."""

from __future__ import annotations

import random
from dataclasses import dataclass

from benchmarks.synth.draw import Box


@dataclass(frozen=True)
class Drift:
    """How a filled copy differs from the blank at hand: another edition, another copier, another word processor."""

    stretch: float = 1.0
    """Heights of all rows."""
    dx: float = 0.0
    dy: float = 0.0
    jitter: float = 0.0
    """Heights of single rows, as a share (standard deviation)."""
    extra: int = -1
    """An additional row after so many rows; -1: none."""
    face: str = ""
    """Another printed face."""
    drop_back: bool = False
    """Only the first page came."""

    @staticmethod
    def of(rng: random.Random) -> Drift:
        """Half of the copies are true; the others differ a little; one in eight has a row more."""
        if rng.random() < 0.5:
            return Drift(dx=rng.gauss(0, 0.4), dy=rng.gauss(0, 0.4), drop_back=rng.random() < 0.15)
        return Drift(
            rng.uniform(0.97, 1.04),
            rng.gauss(0, 1.2),
            rng.gauss(0, 1.5),
            rng.choice([0.0, 0.02, 0.05]),
            rng.randint(2, 8) if rng.random() < 0.25 else -1,
            rng.choice(["", "", "mincho", "gothic", "exmincho"]),
            rng.random() < 0.15,
        )


@dataclass(frozen=True)
class Place:
    """Where an entry is asked for on the blank."""

    key: str
    label: str
    page: int
    box: Box
    """Millimetres."""
    shape: str
