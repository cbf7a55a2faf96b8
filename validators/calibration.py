"""From evidence to a probability, and from a target error to a threshold: the coefficients, and how they are used.

The coefficients (``calibration.json``) are fitted by ``benchmarks/calibration.py`` on generated mail. This module only
evaluates them, in plain Python:

1. *logit* = intercept of the group + Σ weight × feature (the group's own weight where it has one). Weights of support
   are never negative and weights of doubt never positive: evidence moves confidence its own way only.
2. *probability* = a rising curve through the fitted points (isotonic), pooled over all groups or the group's own.
3. *threshold* for a target error = the lowest probability above which, in the fitted data, the upper bound of the share
   of wrong ones lay below the target. Where no data can vouch for so strict a target, the strictest bound it can vouch
   for counts, and the gates of :mod:`validators.decisions` do the rest.
"""

from __future__ import annotations

import hashlib
import itertools
import json
import math
from bisect import bisect_right
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from models.errors import CalibrationError
from validators.groups import Group, group

#: The version of the file that this module understands.
FORMAT = 1
FILE = Path(__file__).with_name("calibration.json")
#: The curve and map that all groups share.
ALL = "all"
#: The map of values that a gate of :mod:`validators.decisions` sends to a person: they are wrong more often than others
#: of the same logit.
GATED = "gated"
#: The least sure of the accepted values may be so many times as doubtful as all of them together.
MOST_DOUBTFUL = 10.0
#: Nothing that engines read is ever surer than this.
SUREST = 0.9998

Probability = Annotated[float, Field(ge=0.0, le=1.0)]
Point = tuple[float, Probability]


class Recipe(BaseModel):
    """Where the coefficients come from."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    fitted_on: str
    """ISO date."""
    data: str
    """What the examples are and how to make them again."""
    envelopes: Annotated[int, Field(ge=1)]
    fields: Annotated[int, Field(ge=1)]
    wrong: Annotated[int, Field(ge=0)]
    by_group: dict[str, tuple[int, int]]
    """Group → (fields, wrong ones among them)."""


class Coefficients(BaseModel):
    """The content of ``calibration.json``."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    format: int
    recipe: Recipe
    intercepts: dict[Group, float]
    weights: dict[str, float]
    group_weights: dict[Group, dict[str, float]] = {}
    """Where a group differs from `weights`."""
    maps: dict[str, Annotated[list[Point], Field(min_length=2)]]
    """Group, ``all`` or ``gated`` → rising points (logit, probability)."""
    curves: dict[str, Annotated[list[Point], Field(min_length=1)]]
    """Group or ``all`` → points (probability, upper bound of the error above it), the error falling."""

    @model_validator(mode="after")
    def _sound(self) -> Self:
        if set(self.intercepts) != set(Group):
            raise ValueError("every group needs an intercept")
        if ALL not in self.maps or ALL not in self.curves:
            raise ValueError("the shared map or curve is missing")
        for name, points in (*self.maps.items(), *self.curves.items()):
            if name not in {ALL, GATED, *Group}:
                raise ValueError("a map or curve of no group")
            if any(b[0] <= a[0] for a, b in itertools.pairwise(points)):
                raise ValueError("points must stand in rising order")
        if any(b[1] < a[1] for m in self.maps.values() for a, b in itertools.pairwise(m)):
            raise ValueError("a map must not fall")
        if any(b[1] > a[1] for c in self.curves.values() for a, b in itertools.pairwise(c)):
            raise ValueError("a curve of errors must not rise")
        for weights in (self.weights, *self.group_weights.values()):
            for name, weight in weights.items():
                if (name.startswith("for:") and weight < 0) or (name.startswith("against:") and weight > 0):
                    raise ValueError("evidence must not work against itself")
        return self


def parse(text: str) -> Coefficients:
    """The coefficients in the text of a file.

    Raises:
        CalibrationError: it is not JSON, of another format version, or unsound.
    """
    try:
        content = json.loads(text)
    except ValueError:
        raise CalibrationError("the calibration is no JSON") from None
    version = content.get("format") if isinstance(content, dict) else None
    if version != FORMAT:
        raise CalibrationError(f"calibration of format {version!r}; this program reads format {FORMAT}")
    try:
        return Coefficients.model_validate(content)
    except ValidationError as error:
        raise CalibrationError(f"the calibration is unsound in {error.error_count()} place(s)") from None


@lru_cache(maxsize=1)
def fingerprint() -> str:
    """What tells one calibration from another: a digest of the coefficients in use."""
    return hashlib.sha256(coefficients().model_dump_json().encode()).hexdigest()[:16]


@lru_cache(maxsize=1)
def coefficients() -> Coefficients:
    """The coefficients that come with the program, read once.

    Raises:
        CalibrationError: the file is missing or wrong.
    """
    try:
        text = FILE.read_text(encoding="utf-8")
    except OSError:
        raise CalibrationError("the calibration file cannot be read") from None
    return parse(text)


def logit(key: str, features: Mapping[str, float], by: Coefficients | None = None) -> float:
    """The fitted log odds that a value of entry `key` with these features is right; no probability yet."""
    by = by or coefficients()
    of = group(key)
    own = by.group_weights.get(of, {})
    return by.intercepts[of] + sum(own.get(n, by.weights.get(n, 0.0)) * v for n, v in features.items())


def probability(
    key: str, features: Mapping[str, float], by: Coefficients | None = None, *, gated: bool = False
) -> float:
    """The calibrated probability (0..1) that a value of entry `key` with these features is right.

    `gated`: a gate sends it to a person whatever its probability.
    """
    by = by or coefficients()
    points = by.maps.get(GATED) if gated else by.maps.get(group(key))
    points = points or by.maps[ALL]
    return min(SUREST, max(0.0, _between(points, logit(key, features, by))))


def threshold(key: str, target_error: float, by: Coefficients | None = None) -> float:
    """The least probability at which values of entry `key` are wrong no more often than `target_error` together.

    And none of them by itself may be wrong ten times as often: papers other than the fitted ones should find the many
    sure values no excuse for the doubtful ones.
    """
    by = by or coefficients()
    curve = by.curves.get(group(key), by.curves[ALL])
    least = next((p for p, bound in curve if bound <= target_error), curve[-1][0])
    return min(max(least, 1.0 - MOST_DOUBTFUL * target_error), SUREST)


def _between(points: list[Point], x: float) -> float:
    """The rising line through `points` at `x`; level outside them."""
    at = bisect_right([p[0] for p in points], x)
    if at == 0:
        return points[0][1]
    if at == len(points):
        return points[-1][1]
    (x0, y0), (x1, y1) = points[at - 1], points[at]
    value = y0 + (y1 - y0) * (x - x0) / (x1 - x0)
    return value if math.isfinite(value) else y0
