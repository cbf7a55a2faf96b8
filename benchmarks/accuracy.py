"""How right is it?  python -m benchmarks.accuracy [--folder MAIL --truth FILE] [--keep DIR]

Runs the product's own command (``uketsuke run``) on a folder of mail whose truth is known, in a fresh data folder,
then lets the corpus's ``score.py`` compare. Prints its tables, the same slices with their uncertainty and every value
accepted wrongly (:mod:`benchmarks.slices`), the wall and CPU time, and one row for the table in benchmarks/README.md.
The last line is everything as JSON, as score.py prints it, with the times added. ``--save run.json`` keeps the run
entry by entry, ``--compare run.json`` shows what moved since.

Default mail: the shared development corpus beside the repository (or below UKETSUKE_SHARED). Sample mail of
``benchmarks.synth`` works alike. Only the files that the truth names are handed over, never the truth itself.
"""

from __future__ import annotations

import argparse
import datetime
import importlib.util
import json
import os
import platform
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

from benchmarks import slices

REPOSITORY = Path(__file__).resolve().parents[1]


class BenchmarkError(RuntimeError):
    """The measurement cannot be made; the text says why."""


@dataclass(frozen=True)
class Run:
    """What one run of the pipeline took."""

    wall_s: float
    cpu_s: float
    """User and system time of the command and of all its child processes."""


def shared() -> Path:
    """The shared material: UKETSUKE_SHARED, or ``shared`` beside the repository."""
    return Path(os.environ.get("UKETSUKE_SHARED", REPOSITORY.parent / "shared"))


def load_score(corpus: Path) -> ModuleType:
    """The corpus's scorer as a module.

    Raises:
        BenchmarkError: it is not there.
    """
    file = corpus / "score.py"
    spec = importlib.util.spec_from_file_location("corpus_score", file)
    if spec is None or spec.loader is None or not file.is_file():
        raise BenchmarkError("score.py of the shared corpus was not found; set UKETSUKE_SHARED")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def hand_over(folder: Path, truth: Sequence[dict[str, Any]], dest: Path) -> int:
    """Copy the files that the truth names from `folder` to `dest`, paths kept; how many.

    Raises:
        BenchmarkError: a file is missing.
    """
    paths = sorted({f["path"] for case in truth for f in case["files"]})
    for path in paths:
        source = folder / path
        if not source.is_file():
            raise BenchmarkError(f"{len(paths)} files are named by the truth, but not all lie in the folder")
        (dest / path).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source, dest / path)
    return len(paths)


def run_pipeline(mail: Path, data: Path, results: Path, workers: int = 2) -> Run:
    """``uketsuke run`` on `mail`; its output goes to this terminal.

    Raises:
        BenchmarkError: the command failed.
    """
    command = Path(sys.executable).with_name("uketsuke")
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
    done = subprocess.run(
        [command, "run", mail, "--data", data, "--results", results, "--workers", str(workers)], check=False
    )
    wall, after = time.monotonic() - start, resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode:
        raise BenchmarkError(f"uketsuke run ended with code {done.returncode}")
    return Run(wall, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)


def row(name: str, figures: dict[str, Any], run: Run) -> str:
    """One dated row of the table in benchmarks/README.md."""

    def share(value: float | None) -> str:
        return "–" if value is None else f"{100 * value:.1f}"

    ink, styles = figures["by_ink"], figures["by_entry_style"]
    typed = styles.get("typed", {}).get("accuracy")
    hand = ink.get("handwritten", {}).get("accuracy")
    cells = [
        datetime.date.today().isoformat(),
        name,
        str(figures["cases"]),
        str(figures["pages"]),
        share(figures["document_accuracy"]),
        share(typed),
        share(hand),
        share(figures["fields"]["coverage"]),
        share(figures["fields"]["error_among_accepted"]),
        share(figures["findings"]["recall"]),
        share(figures["findings"]["precision"]),
        share(figures["straight_through"]),
        f"{run.wall_s:.0f}",
        f"{run.cpu_s:.0f}",
    ]
    return "| " + " | ".join(cells) + " |"


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.accuracy", description="Run the pipeline on mail whose truth is known, and score it."
    )
    parser.add_argument("--folder", type=Path, help="folder of mail (default: the shared corpus, dev)")
    parser.add_argument("--truth", type=Path, help="its truth.jsonl (default: in the folder, else beside it)")
    parser.add_argument(
        "--keep", type=Path, help="empty folder for the data and results (default: a temporary one, removed afterwards)"
    )
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--worst", type=int, default=40, help="how many wrongly accepted values to print")
    parser.add_argument("--save", type=Path, help="keep the run, entry by entry, for --compare")
    parser.add_argument("--compare", type=Path, help="a run kept earlier: what moved since")
    parser.add_argument("--name", help="what to call this mail in the row for the README")
    options = parser.parse_args(arguments)
    corpus = shared() / "corpus"
    folder: Path = options.folder or corpus / "dev"
    truth_file: Path = options.truth or next(
        (p for p in (folder / "truth.jsonl", folder.resolve().parent / "truth.jsonl") if p.is_file()),
        folder / "truth.jsonl",
    )
    try:
        score = load_score(corpus)
        if not truth_file.is_file():
            raise BenchmarkError("no truth.jsonl was found; name it with --truth")
        truth = score.load(truth_file)
        with tempfile.TemporaryDirectory(prefix="uketsuke-accuracy-") as scratch:
            work = options.keep or Path(scratch) / "work"
            work.mkdir(parents=True, exist_ok=True)
            files = hand_over(folder, truth, Path(scratch) / "mail")
            run = run_pipeline(Path(scratch) / "mail", work / "data", work / "results.jsonl", options.workers)
            results = score.load(work / "results.jsonl")
            figures = score.score(truth, results)
    except BenchmarkError as error:
        print(f"accuracy: {error}", file=sys.stderr)
        return 1
    score.report(figures, 0)
    found = slices.outcomes(truth, results, score)
    print("\nThe same with its uncertainty, and what was accepted wrongly:")
    print(slices.report(found, options.worst))
    if options.compare:
        print("\nMoved since that run:\n" + slices.compare(slices.load(options.compare).found, found))
    if options.save:
        about = {"mail": str(folder), "wall_s": round(run.wall_s, 1), "cpu_s": round(run.cpu_s, 1)}
        slices.save(options.save, about, found)
    pages = figures["pages"]
    print(
        f"\n{files} files, {pages} pages on {options.workers} workers, {os.cpu_count()} cores ({platform.machine()}): wall {run.wall_s:.0f} s, CPU {run.cpu_s:.0f} s, {run.cpu_s / max(1, pages):.2f} CPU s a page"
    )
    print("\n" + row(options.name or ("dev corpus" if options.folder is None else "sample mail"), figures, run))
    print(
        "\n"
        + json.dumps(
            dict(
                figures,
                accepted_errors=len(figures["accepted_errors"]),
                wall_s=round(run.wall_s, 1),
                cpu_s=round(run.cpu_s, 1),
            ),
            ensure_ascii=False,
        )
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
