"""What a counted share says about the true one."""

from __future__ import annotations

import math


def wilson(hits: int, n: int, z: float = 1.96) -> tuple[float, float]:
    """The 95 % interval of a share (Wilson 1927): what `hits` of `n` says about the true rate.

    >>> [round(x, 4) for x in wilson(0, 1500)]
    [0.0, 0.0026]
    """
    if n == 0:
        return 0.0, 1.0
    p, d = hits / n, 1 + z * z / n
    centre, half = p + z * z / (2 * n), z * math.sqrt(p * (1 - p) / n + z * z / (4 * n * n))
    return max(0.0, (centre - half) / d), min(1.0, (centre + half) / d)
