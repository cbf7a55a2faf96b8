"""How sure is sure?  python -m benchmarks.calibration collect | fit | report

    collect EXAMPLES --seeds 401-408 --envelopes 32     make mail, read it, keep the extracted cases (minutes)
    collect EXAMPLES --seeds 451-454 --varied           the same with varied mail
    fit EXAMPLES [EXAMPLES…]                            fit validators/calibration.json on them (under a minute)
    report EXAMPLES [EXAMPLES…] --name NAME             tables, and pictures under docs/images
    collect EXAMPLES --folder MAIL --truth FILE         read other mail (the shared corpus), to report on, never to fit

What is kept are extracted cases, so after a change of the checks `fit` alone is enough; after a change of reading or
extraction, collect anew. Seeds 9001-9099 are kept for measuring and refused; so is fitting on mail that was not made
here. `collect` can be killed and called again: seeds that are done stay done.
"""

from __future__ import annotations

import argparse
import datetime
import json
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from benchmarks.accuracy import REPOSITORY, BenchmarkError, load_score, shared
from benchmarks.calibrating.collecting import Mail, collect, collect_generated, envelopes, generated
from benchmarks.calibrating.samples import Sample, checked, lost_as_blank, samples
from validators import calibration
from validators.groups import group

PICTURES = REPOSITORY / "docs" / "images"


def seeds(text: str) -> list[int]:
    """``401-404,410`` as numbers."""
    found: list[int] = []
    for part in text.split(","):
        first, _, last = part.partition("-")
        found += range(int(first), int(last or first) + 1)
    return found


def _collect(options: argparse.Namespace) -> None:
    if options.folder:
        truth_file = options.truth or options.folder / "truth.jsonl"
        if options.target.exists():
            raise BenchmarkError("the file of examples exists already; take another name")
        truth = [json.loads(line) for line in truth_file.read_text(encoding="utf-8").splitlines()]
        collect(Mail(options.folder, truth), options.target, options.workers)
        return
    collect_generated(
        seeds(options.seeds),
        options.envelopes,
        options.target,
        options.workers,
        varied=options.varied,
        known=options.known,
    )


def _samples(files: Sequence[Path]) -> list[Sample]:
    return list(samples(checked(envelopes(*files)), load_score(shared() / "corpus")))


def _fit(options: argparse.Namespace) -> None:
    from benchmarks.calibrating import fitting

    made = [generated(file) for file in options.examples]
    if not all(made):
        raise BenchmarkError("only examples made by `collect --seeds` may be fitted on")
    recipe = "; ".join(f"benchmarks/synth mail, seeds {', '.join(sorted(m))}" for m in made if m)
    found = _samples(options.examples)
    content = fitting.fit(found, recipe, datetime.date.today().isoformat())
    text = json.dumps(content, ensure_ascii=False, indent=1) + "\n"
    calibration.parse(text)
    options.output.write_text(text, encoding="utf-8")
    read = [s for s in found if not s.exact]
    print(f"{len(read)} fields read by engines, {sum(not s.right for s in read)} wrong; written")
    for target in (0.002, 0.001, 0.0005):
        at = {
            k: calibration.threshold(k, target, calibration.parse(text))
            for k in (
                "account_number",
                "phone",
                "total_amount",
                "applicant_name",
                "applicant_kana",
                "address",
                "model",
                "application_date",
                "description",
                "line_items",
            )
        }
        print(f"target {target:g}: " + "  ".join(f"{k} {v:.4f}" for k, v in at.items()))


def _report(options: argparse.Namespace) -> None:
    from benchmarks.calibrating import pictures

    papers = list(checked(envelopes(*options.examples)))
    found = list(samples(papers, load_score(shared() / "corpus")))
    read = [s for s in found if not s.exact]
    _table("all", found)
    ink = pictures.by_group(read, lambda s: "written by hand" if s.handwritten else "printed")
    kinds = pictures.by_group(read, lambda s: group(s.key).value)
    for name, part in (*ink.items(), *kinds.items(), *pictures.by_group(read, lambda s: s.scan).items()):
        _table(name, part)
    for sample in read:
        if sample.accepted and not sample.right:
            print(
                f"accepted and wrong: {sample.key} {sample.value!r} for {sample.truth!r} ({sample.confidence:.4f}, {sample.scan})"
            )
    for number, kind, key in lost_as_blank(papers):
        print(f"accepted as blank and written: {key} ({kind}, envelope {number})")
    if options.name:
        everything = {options.name: read}
        pictures.reliability({**everything, **ink}, options.pictures / f"calibration-{options.name}.png")
        pictures.coverage({**everything, **ink}, options.pictures / f"coverage-{options.name}.png")
        pictures.coverage(kinds, options.pictures / f"coverage-{options.name}-kinds.png")


def _table(name: str, part: Sequence[Sample]) -> None:
    taken = [s for s in part if s.accepted]
    wrong = sum(not s.right for s in taken)
    promised = sum(1 - s.confidence for s in part) / max(1, len(part))
    print(
        f"{name:18s} {len(part):6d} values  right {100 * sum(s.right for s in part) / max(1, len(part)):5.1f} %"
        f"  promised {100 - 100 * promised:5.1f} %  accepted {100 * len(taken) / max(1, len(part)):5.1f} %  wrong among them {wrong}"
    )


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.calibration", description="Fit and measure confidence.")
    commands = parser.add_subparsers(required=True)
    one = commands.add_parser("collect", help="make or take mail, read it, keep the extracted cases")
    one.add_argument("target", type=Path, help="file of examples (.gz); added to")
    one.add_argument("--seeds", default="401-408", help="default: %(default)s")
    one.add_argument("--envelopes", type=int, default=32, help="a seed; default: %(default)s")
    one.add_argument("--varied", action="store_true", help="varied mail: unknown forms, many hands, wear")
    one.add_argument("--known", action="store_true", help="varied mail, most forms being those that programmes learned")
    one.add_argument("--folder", type=Path, help="read this mail instead of making some")
    one.add_argument("--truth", type=Path, help="its truth.jsonl (default: in the folder)")
    one.add_argument("--workers", type=int, default=2)
    one.set_defaults(do=_collect)
    two = commands.add_parser("fit", help="fit the coefficients")
    two.add_argument("examples", type=Path, nargs="+")
    two.add_argument("--output", type=Path, default=calibration.FILE)
    two.set_defaults(do=_fit)
    three = commands.add_parser("report", help="tables and pictures")
    three.add_argument("examples", type=Path, nargs="+")
    three.add_argument("--name", help="draw pictures under this name")
    three.add_argument("--pictures", type=Path, default=PICTURES)
    three.set_defaults(do=_report)
    options = parser.parse_args(arguments)
    started = time.monotonic()
    try:
        options.do(options)
    except BenchmarkError as error:
        print(f"calibration: {error}", file=sys.stderr)
        return 1
    print(f"{time.monotonic() - started:.0f} s")
    return 0


if __name__ == "__main__":
    sys.exit(main())
