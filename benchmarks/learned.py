"""How well are blank forms learned?  python -m benchmarks.learned FORMS [--programmes OUT]

FORMS is what ``benchmarks.synth.blanks`` wrote. Every blank is learned (``uketsuke programme learn``) into OUT, a copy
of the installed programmes without a person's correction, and the map is held against the places where the generator
asks for each entry. Then ``benchmarks.fields --folder FORMS/mail --programmes OUT`` reads the filled copies with it.
"""

from __future__ import annotations

import argparse
import json
import shutil
import sys
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import programmes
from flows.learning import learn_form
from models.documents import DocumentKind
from models.forms import FormMap
from models.geometry import Box
from programmes.forms import load_form

#: Share of the place asked for that the learned room covers: from here the entry will be read whole; from there in part.
WHOLE, PART = 0.85, 0.5


@dataclass(frozen=True)
class Judged:
    """One entry of a blank: `verdict` is whole, part, elsewhere or missing."""

    form: str
    key: str
    label: str
    shape: str
    verdict: str


def covered(place: Sequence[float], room: Box) -> float:
    """Share of `place` that lies in `room`; both in fractions of the page.

    >>> covered((0.0, 0.0, 0.2, 0.1), Box(x0=0.1, y0=0.0, x1=0.5, y1=0.1))
    0.5
    """
    x0, y0, x1, y1 = place
    width, height = min(x1, room.x1) - max(x0, room.x0), min(y1, room.y1) - max(y0, room.y0)
    return max(0.0, width) * max(0.0, height) / ((x1 - x0) * (y1 - y0))


def judge(told: Mapping[str, Any], form: FormMap) -> list[Judged]:
    """Every entry that the generator asks for (`told`, a line of blanks.jsonl), as `form` knows it."""
    rooms = {entry.key: (at, entry.box) for at, page in enumerate(form.pages) for entry in page.entries}
    found = []
    for asked in told["entries"]:
        at, room = rooms.get(asked["key"], (-1, None))
        share = 0.0
        if room is not None and at == asked["page"]:
            share = covered(asked["bbox"], room)
            if asked["shape"] in ("tick", "ring"):  # the options are enough, wherever the cell ends
                x0, y0, x1, y1 = asked["bbox"]
                share = covered((room.x0, room.y0, room.x1, room.y1), Box(x0=x0, y0=y0, x1=x1, y1=y1))
        verdict = "missing" if room is None else "whole" if share >= WHOLE else "part" if share >= PART else "elsewhere"
        found.append(Judged(told["id"], asked["key"], asked["label"], asked["shape"], verdict))
    return found


def learn_all(source: Path, out: Path) -> list[Judged]:
    """Learn every blank of `source` into `out`, which becomes a folder of programmes."""
    ignore = shutil.ignore_patterns("*.py", "__pycache__")
    shutil.copytree(programmes.INSTALLED, out, ignore=ignore)
    found: list[Judged] = []
    for line in (source / "blanks.jsonl").read_text(encoding="utf-8").splitlines():
        told = json.loads(line)
        done = learn_form(source / told["path"], told["programme"], DocumentKind(told["kind"]), told["id"], out)
        judged = judge(told, load_form(done.map_file))
        found += judged
        wrong = [f"{j.key} 「{j.label}」 {j.shape}: {j.verdict}" for j in judged if j.verdict != "whole"]
        print(f"{told['id']} {told['family']:<10} {len(judged)} entries" + "".join(f"\n    {w}" for w in wrong))
    return found


def summary(found: Iterable[Judged]) -> str:
    """One line: how many entries are known whole, in part, elsewhere, not at all."""
    counts = Counter(j.verdict for j in found)
    total = sum(counts.values())
    return f"{total} entries: " + ", ".join(
        f"{name} {counts[name]} ({100 * counts[name] / max(1, total):.1f} %)"
        for name in ("whole", "part", "elsewhere", "missing")
    )


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.learned", description="Learn generated blank forms and judge the maps."
    )
    parser.add_argument("forms", type=Path, help="folder that benchmarks.synth.blanks wrote")
    parser.add_argument("--programmes", type=Path, help="folder for the learned maps (default: FORMS/programmes)")
    options = parser.parse_args(arguments)
    out = options.programmes or options.forms / "programmes"
    print(summary(learn_all(options.forms, out)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
