"""Two pictures of a calibration: what it promises against what happened, and what acceptance costs."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import matplotlib

matplotlib.use("Agg")
import itertools

import matplotlib.pyplot as plt
from matplotlib.figure import Figure

from benchmarks.calibrating.samples import Sample

#: Edges of the bins of the reliability diagram, as promised error.
EDGES = (1.0, 0.5, 0.2, 0.1, 0.05, 0.02, 0.01, 0.005, 0.002, 0.001, 0.0)
FLOOR = 2e-4


@dataclass(frozen=True)
class Bin:
    """Samples whose promised error is alike: how many, what was promised on average, what was wrong."""

    n: int
    promised: float
    wrong: int

    @property
    def observed(self) -> float:
        return self.wrong / self.n


def bins(samples: Sequence[Sample]) -> list[Bin]:
    found = []
    for high, low in itertools.pairwise(EDGES):
        inside = [s for s in samples if low < 1 - s.confidence <= high or (low == 0.0 and s.confidence == 1.0)]
        if inside:
            promised = sum(1 - s.confidence for s in inside) / len(inside)
            found.append(Bin(len(inside), promised, sum(not s.right for s in inside)))
    return found


def interval(wrong: int, n: int, z: float = 1.64) -> tuple[float, float]:
    """Wilson's interval of a share, 90 % by default."""
    p, q = wrong / n, z * z / n
    middle = (p + q / 2) / (1 + q)
    half = z / (1 + q) * math.sqrt(p * (1 - p) / n + q / (4 * n))
    return max(0.0, middle - half), min(1.0, middle + half)


def reliability(series: dict[str, Sequence[Sample]], target: Path) -> None:
    """Promised error against observed error, both on log scales, with 90 % intervals."""
    figure, axes = plt.subplots(figsize=(7, 6))
    axes.plot([FLOOR, 1], [FLOOR, 1], color="grey", linewidth=1, linestyle="--", label="as promised")
    for number, (name, samples) in enumerate(series.items()):
        found = bins(samples)
        x = [max(b.promised, FLOOR) * (1 + 0.04 * number) for b in found]
        y = [max(b.observed, FLOOR) for b in found]
        low, high = zip(*(interval(b.wrong, b.n) for b in found), strict=True) if found else ((), ())
        spread = [
            [max(0.0, v - max(at, FLOOR)) for v, at in zip(y, low, strict=True)],
            [max(0.0, at - v) for v, at in zip(y, high, strict=True)],
        ]
        axes.errorbar(
            x, y, yerr=spread, marker="o", markersize=4, linewidth=1, capsize=2, label=f"{name} ({len(samples)})"
        )
    axes.set(xscale="log", yscale="log", xlim=(FLOOR, 1), ylim=(FLOOR, 1))
    axes.set_xlabel("promised: 1 - confidence")
    axes.set_ylabel(f"observed: share of wrong values (0 drawn at {FLOOR:g})")
    axes.set_title("Reliability")
    axes.grid(which="both", alpha=0.2)
    axes.legend()
    _save(figure, target)


def coverage(series: dict[str, Sequence[Sample]], target: Path, accepted: bool = True) -> None:
    """Share accepted against share of wrong ones among them, as the threshold falls; dots: what the gates accept."""
    figure, axes = plt.subplots(figsize=(7, 6))
    for name, samples in series.items():
        if not samples:
            continue
        ordered = sorted(samples, key=lambda s: -s.confidence)
        wrong, x, y = 0, [], []
        for n, sample in enumerate(ordered, 1):
            wrong += not sample.right
            if n == len(ordered) or ordered[n].confidence < sample.confidence:
                x.append(100 * n / len(ordered))
                y.append(max(wrong / n, FLOOR))
        (line,) = axes.plot(x, y, linewidth=1.2, label=f"{name} ({len(samples)})")
        if accepted and (taken := [s for s in samples if s.accepted]):
            share = sum(not s.right for s in taken) / len(taken)
            axes.plot(100 * len(taken) / len(samples), max(share, FLOOR), "o", color=line.get_color())
    axes.set(yscale="log", xlim=(0, 100), ylim=(FLOOR, 1))
    axes.set_xlabel("accepted without a person, %")
    axes.set_ylabel(f"share of wrong values among them (0 drawn at {FLOOR:g})")
    axes.set_title("Coverage and error")
    axes.grid(which="both", alpha=0.2)
    axes.legend()
    _save(figure, target)


def by_group(samples: Sequence[Sample], of: Callable[[Sample], str]) -> dict[str, Sequence[Sample]]:
    found: dict[str, list[Sample]] = {}
    for sample in samples:
        found.setdefault(of(sample), []).append(sample)
    return {name: found[name] for name in sorted(found)}


def _save(figure: Figure, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    figure.tight_layout()
    figure.savefig(target, dpi=110, metadata={"Software": None})
    plt.close(figure)
