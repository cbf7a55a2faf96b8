"""Fitting the coefficients: a logistic regression held by what was believed before, isotonic maps, curves of error.

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
from scipy.optimize import minimize  # type: ignore[import-untyped]
from scipy.stats import beta  # type: ignore[import-untyped]
from sklearn.isotonic import IsotonicRegression  # type: ignore[import-untyped]

from benchmarks.calibrating import priors
from benchmarks.calibrating.samples import Sample
from validators.calibration import ALL, FORMAT
from validators.groups import Group, group

Floats = npt.NDArray[np.float64]

#: How hard weights are held to what was believed, and a group's weights to the shared ones.
TO_PRIOR = 1.0
TO_SHARED = 8.0
#: A prior factor is softened: kinds of evidence are not independent of each other.
SOFTENED = 0.6
FOLDS = 5
#: A group gets a map of its own from so many examples, mixed with the shared one as if that were worth as many.
OWN_MAP = 1500
#: A group's curve of errors is held to the shared one as if that were worth so many examples.
OWN_CURVE = 400.0
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
    if name.startswith(("for:", "more:", "agree:", "score:", "share:")) or name in ("margin", "clarity"):
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


def rising_map(z: Floats, y: Floats) -> list[tuple[float, float]]:
    """Isotonic points (logit, probability). Each level is drawn half an error towards doubt, so none is certain."""
    order = np.argsort(z, kind="stable")
    levels = IsotonicRegression(out_of_bounds="clip").fit(z, y).predict(z[order])
    points: list[tuple[float, float]] = []
    for level in np.unique(levels):
        inside = z[order][levels == level]
        right = float(level) * len(inside)
        points.append((float(inside.mean()), (right + 0.25) / (len(inside) + 0.75)))
    merged: list[tuple[float, float]] = []
    for at, p in points:
        p = max(p, merged[-1][1]) if merged else p
        if merged and at - merged[-1][0] < 1e-6:
            merged[-1] = (merged[-1][0], p)
        else:
            merged.append((at, p))
    if len(merged) < 2:
        merged = [(merged[0][0] - 1.0, merged[0][1]), merged[0]]
    return [(round(a, 4), round(p, 6)) for a, p in merged]


def evaluate(points: Sequence[tuple[float, float]], z: Floats) -> Floats:
    found: Floats = np.interp(z, [p[0] for p in points], [p[1] for p in points])
    return found


def mixed_map(
    own: Sequence[tuple[float, float]], shared: Sequence[tuple[float, float]], n: int
) -> list[tuple[float, float]]:
    """A group's map drawn towards the shared one."""
    at = np.unique([p[0] for p in (*own, *shared)])
    weight = n / (n + OWN_MAP)
    p = weight * evaluate(own, at) + (1 - weight) * evaluate(shared, at)
    return [(round(float(a), 4), round(float(b), 6)) for a, b in zip(at, p, strict=True)]


def falling_curve(p: Floats, y: Floats, shared: list[tuple[float, float]] | None = None) -> list[tuple[float, float]]:
    """Points (least probability, upper bound of the share of wrong ones at or above it), made to fall."""
    points: list[tuple[float, float]] = []
    for least in np.unique(np.round(np.concatenate([p[p >= 0.5], [0.5]]), 4)):
        above = p >= least - 1e-9
        n, wrong = float(above.sum()), float((1 - y[above]).sum())
        a, b = wrong + 0.5, n - wrong + 0.5
        if shared is not None:
            rate = float(np.interp(least, [s[0] for s in shared], [s[1] for s in shared]))
            a, b = wrong + OWN_CURVE * rate, n - wrong + OWN_CURVE * (1 - rate)
        points.append((float(least), float(beta.ppf(CONFIDENCE, a, b))))
    falling: list[tuple[float, float]] = []
    for least, bound in points:
        if not falling or bound < falling[-1][1] * 0.995:
            falling.append((round(least, 4), round(bound, 7)))
    return falling


def fit(samples: Sequence[Sample], data: str, today: str) -> dict[str, object]:
    """The content of a coefficients file, fitted on the samples that engines read."""
    used = [s for s in samples if not s.exact]
    design = Design(used)
    model = fit_weights(design, np.ones(len(used), dtype=bool))
    z = out_of_fold(design)
    shared = rising_map(z, design.y)
    maps = {ALL: shared}
    p = evaluate(shared, z)
    for i, of in enumerate(GROUPS):
        rows = design.group == i
        if rows.sum() >= OWN_MAP:
            maps[of.value] = mixed_map(rising_map(z[rows], design.y[rows]), shared, int(rows.sum()))
            p[rows] = evaluate(maps[of.value], z[rows])
    curves = {ALL: falling_curve(p, design.y)}
    for i, of in enumerate(GROUPS):
        rows = design.group == i
        curves[of.value] = falling_curve(p[rows], design.y[rows], curves[ALL])
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
