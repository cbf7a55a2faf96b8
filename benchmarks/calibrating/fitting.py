"""Fitting the coefficients: a logistic regression held by what was believed before, rising maps, curves of error.

The regression has one weight a feature for all groups and, held close to it, one for each group (so a group with few
examples behaves like the others). Weights of evidence may not change sign. Penalties are quadratic, towards
:mod:`.priors`: a kind of evidence that hardly occurs keeps the weight it was believed to have.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize
from scipy.stats import beta
from sklearn.linear_model import LogisticRegression

from benchmarks.calibrating import priors
from benchmarks.calibrating.samples import Sample
from validators.calibration import ALL, FORMAT, GATED, SUREST
from validators.groups import Group, group

Floats = npt.NDArray[np.float64]
Points = list[tuple[float, float]]

#: How hard weights are held to what was believed, and a group's weights to the shared ones.
TO_PRIOR = 1.0
TO_SHARED = 8.0
#: A prior factor is softened: kinds of evidence are not independent of each other.
SOFTENED = 0.6
FOLDS = 5
#: A group gets a map of its own from so many examples.
OWN_MAP = 500
#: So many wrong values make a step of a map.
WRONG_A_STEP = 6
#: The penalised model is too modest by nature; it may be believed so much more than it says of itself.
STEEPEST = 1.5
#: Wrong values that a step must outweigh before it moves the curve: for the shared map, and for a group's.
HELD, HELD_GROUP = 1.0, 5.0
#: What the probabilities promise counts as so many examples when errors are bounded.
PROMISE = 1500.0
#: One-sided confidence of the bounds of error.
CONFIDENCE = 0.8
GROUPS = list(Group)


def prior_weights() -> dict[str, float]:
    """Feature → weight believed before."""
    found = dict(priors.OTHER)
    for kind, factor in priors.SUPPORT.items():
        found[f"for:{kind}"] = -SOFTENED * math.log(factor)
        found[f"more:{kind}"] = -0.15 * SOFTENED * math.log(factor)
    for kind, factor in priors.AGAINST.items():
        found[f"against:{kind}"] = -SOFTENED * math.log(factor)
    return found


def sign(name: str) -> tuple[float | None, float | None]:
    """The bounds of a feature's weight."""
    if name.startswith(("for:", "more:", "agree:", "score:", "share:")) or name in (
        "margin",
        "weaker",
        "clarity",
        "placed",
    ):
        return 0.0, None
    if name.startswith(("against:", "differ:")) or name in ("reread", "quarrel", "chosen", "amended"):
        return None, 0.0
    return None, None


class Design:
    """Samples as a matrix. Columns are features by name; the group of each row is an index."""

    def __init__(self, samples: Sequence[Sample]) -> None:
        believed = prior_weights()
        seen = Counter(name for s in samples for name in s.features)
        self.names = sorted(set(believed) | {n for n, times in seen.items() if times >= 30})
        column = {name: i for i, name in enumerate(self.names)}
        self.x: Floats = np.zeros((len(samples), len(self.names)))
        for row, sample in enumerate(samples):
            for name, value in sample.features.items():
                if name in column:
                    self.x[row, column[name]] = value
        self.y: Floats = np.array([float(s.right) for s in samples])
        self.group = np.array([GROUPS.index(group(s.key)) for s in samples])
        self.envelope = np.array([s.envelope for s in samples])
        self.prior: Floats = np.array([believed.get(n, 0.0) for n in self.names])


class Model:
    """Intercepts by group, shared weights, weights by group."""

    def __init__(self, intercepts: Floats, shared: Floats, own: Floats) -> None:
        self.intercepts, self.shared, self.own = intercepts, shared, own

    def logits(self, design: Design) -> Floats:
        found: Floats = self.intercepts[design.group] + np.einsum("ij,ij->i", design.x, self.own[design.group])
        return found


def fit_weights(design: Design, rows: npt.NDArray[np.bool_]) -> Model:
    """The penalised maximum of the likelihood of the chosen rows."""
    x, y, of = design.x[rows], design.y[rows], design.group[rows]
    n, groups = len(design.names), len(GROUPS)
    start = np.array([-math.log(priors.ODDS[g]) for g in GROUPS])
    first = np.concatenate([start, design.prior, np.tile(design.prior, groups)])
    limits = [sign(name) for name in design.names]
    bounds = [(None, None)] * groups + limits * (groups + 1)

    def loss(p: Floats) -> tuple[float, Floats]:
        b, w, v = p[:groups], p[groups : groups + n], p[groups + n :].reshape(groups, n)
        z = b[of] + np.einsum("ij,ij->i", x, v[of])
        value = float(np.logaddexp(0.0, np.where(y > 0, -z, z)).sum())
        residual = 1 / (1 + np.exp(-z)) - y
        gradient_v = np.zeros((groups, n))
        np.add.at(gradient_v, of, residual[:, None] * x)
        gradient_b = np.bincount(of, residual, minlength=groups) + 0.2 * (b - start)
        apart = v - w
        value += 0.1 * float(((b - start) ** 2).sum())
        value += 0.5 * TO_PRIOR * float(((w - design.prior) ** 2).sum()) + 0.5 * TO_SHARED * float((apart**2).sum())
        gradient_w = TO_PRIOR * (w - design.prior) - TO_SHARED * apart.sum(axis=0)
        gradient = np.concatenate([gradient_b, gradient_w, (gradient_v + TO_SHARED * apart).ravel()])
        return value, gradient

    best = minimize(loss, first, jac=True, method="L-BFGS-B", bounds=bounds, options={"maxiter": 2000}).x
    return Model(best[:groups], best[groups : groups + n], best[groups + n :].reshape(groups, n))


def out_of_fold(design: Design) -> Floats:
    """Each sample's logit from a model that saw no field of its envelope."""
    z: Floats = np.zeros(len(design.y))
    fold = design.envelope % FOLDS
    for k in range(FOLDS):
        held = fold == k
        if held.any() and (~held).any():
            part = Design.__new__(Design)
            part.__dict__.update(design.__dict__, x=design.x[held], group=design.group[held])
            z[held] = fit_weights(design, ~held).logits(part)
    return z


def rising_map(z: Floats, y: Floats, shared: Points | None = None) -> Points:
    """Points (logit, probability), rising.

    A logistic curve through all samples, hardly steeper than the model's own (or the shared map, for a group), moved up or down where enough of them say
    so: from the top, every stretch with `WRONG_A_STEP` wrong values is compared with what the curve promises it, and
    the result is made to rise. Above the surest wrong values the curve is believed
    no further than half a wrong value would allow.
    """
    first, last = math.floor(z.min()), math.ceil(z.max())
    grid: Floats = np.array([first + i / 4 for i in range(4 * (last - first) + 1)], dtype=np.float64)
    if shared is None:
        slope = min(STEEPEST, float(LogisticRegression(C=1e6).fit(z[:, None], y).coef_[0, 0]))
        level = _level(slope * z, y)
        promised, at = slope * z + level, slope * grid + level
    else:
        promised, at = _odds(evaluate(shared, z)), _odds(evaluate(shared, grid))
    centres, moved = [], []
    for inside in _steps(z, y):
        error = float((1 / (1 + np.exp(promised[inside]))).sum())
        wrong = float((1 - y[inside]).sum())
        held = HELD if shared is None else HELD_GROUP
        centres.append(float(z[inside].mean()))
        moved.append(-math.log((wrong + held) / (error + held)))
    offset = np.interp(grid, centres, moved)
    p = 1 / (1 + np.exp(-(at + offset)))
    p = np.minimum(np.maximum.accumulate(p), 1 - 0.5 / (len(z) + 1))
    return [(float(x), round(float(q), 6)) for x, q in zip(grid, p, strict=True)]


def _level(z: Floats, y: Floats) -> float:
    """What to add to the logits `z` so that they promise as many wrong values as there are, and half of one more."""
    low, high, wrong = -20.0, 20.0, float((1 - y).sum()) + 0.5
    for _ in range(60):
        middle = (low + high) / 2
        if float((1 / (1 + np.exp(z + middle))).sum()) > wrong:
            low = middle
        else:
            high = middle
    return (low + high) / 2


def _odds(p: Floats) -> Floats:
    clipped = np.clip(p, 1e-6, 1 - 1e-6)
    found: Floats = np.log(clipped / (1 - clipped))
    return found


def _steps(z: Floats, y: Floats) -> list[npt.NDArray[np.int64]]:
    """Stretches of samples from the lowest logit on, the top one first cut off with its share of wrong values."""
    order = np.argsort(-z, kind="stable")
    steps, start, wrong = [], 0, 0
    for i, row in enumerate(order):
        wrong += int(y[row] < 0.5)
        if wrong >= WRONG_A_STEP and i + 1 - start >= 50:
            steps.append(order[start : i + 1])
            start, wrong = i + 1, 0
    if start < len(order):
        if steps and wrong < WRONG_A_STEP:
            steps[-1] = np.concatenate([steps[-1], order[start:]])
        else:
            steps.append(order[start:])
    return steps[::-1]


def evaluate(points: Points, z: Floats) -> Floats:
    found: Floats = np.interp(z, [p[0] for p in points], [p[1] for p in points])
    return found


def falling_curve(p: Floats, y: Floats) -> Points:
    """Points (least probability, upper bound of the share of wrong values at or above it), made to fall.

    The bound is Bayesian: what the probabilities themselves promise counts as `PROMISE` examples, what was seen counts
    as what it is.
    """
    p = np.minimum(p, SUREST)  # the product is never surer
    steps = [x for x in np.unique(np.round(1 - np.logspace(math.log10(0.5), -4, 120), 5)) if (p >= x).any()]
    points: Points = []
    for least in steps or [0.5]:
        above = p >= least - 1e-9
        n, wrong, promised = float(above.sum()), float((1 - y[above]).sum()), float((1 - p[above]).mean())
        bound = float(beta.ppf(CONFIDENCE, wrong + PROMISE * promised, n - wrong + PROMISE * (1 - promised)))
        points.append((float(least), bound))
    falling: Points = []
    for least, bound in points:
        if not falling or bound < falling[-1][1] * 0.98:
            falling.append((least, round(bound, 7)))
    return falling


def fit(samples: Sequence[Sample], data: str, today: str) -> dict[str, object]:
    """The content of a coefficients file, fitted on the samples that engines read.

    Weights come from all of them; maps and curves from those that a probability decides about, which the gates of
    :mod:`validators.decisions` do not send to a person anyway.
    """
    used = [s for s in samples if not s.exact]
    design = Design(used)
    model = fit_weights(design, np.ones(len(used), dtype=bool))
    z = out_of_fold(design)
    free = np.array([not s.gated for s in used])
    shared = rising_map(z[free], design.y[free])
    maps = {ALL: shared}
    if (~free).sum() >= 50:
        maps[GATED] = rising_map(z[~free], design.y[~free])
    p = evaluate(shared, z)
    for i, of in enumerate(GROUPS):
        rows = (design.group == i) & free
        if rows.sum() >= OWN_MAP and (1 - design.y[rows]).sum() >= WRONG_A_STEP:
            maps[of.value] = rising_map(z[rows], design.y[rows], shared)
            p[rows] = evaluate(maps[of.value], z[rows])
    curves = {ALL: falling_curve(p[free], design.y[free])}
    for i, of in enumerate(GROUPS):
        rows = (design.group == i) & free
        if rows.any():
            curves[of.value] = falling_curve(p[rows], design.y[rows])
    own = {
        of.value: {
            n: round(float(w), 4)
            for n, w, s in zip(design.names, model.own[i], model.shared, strict=True)
            if abs(w - s) >= 5e-4
        }
        for i, of in enumerate(GROUPS)
    }
    counts = {
        of.value: (int((design.group == i).sum()), int((1 - design.y[design.group == i]).sum()))
        for i, of in enumerate(GROUPS)
    }
    return {
        "format": FORMAT,
        "recipe": {
            "fitted_on": today,
            "data": data,
            "envelopes": len(set(design.envelope.tolist())),
            "fields": len(used),
            "wrong": int((1 - design.y).sum()),
            "by_group": counts,
        },
        "intercepts": {of.value: round(float(model.intercepts[i]), 4) for i, of in enumerate(GROUPS)},
        "weights": {n: round(float(w), 4) for n, w in zip(design.names, model.shared, strict=True)},
        "group_weights": own,
        "maps": maps,
        "curves": curves,
    }
