"""How fast is it?  python -m benchmarks.speed [--folder MAIL] [--peers DIR | --no-peers] [--table FILE]

Runs ``uketsuke run`` on a folder of mail (default: the shared development corpus) on two cores in a fresh data folder,
then other people's programs (:mod:`benchmarks.peers`) on the same pages on the same cores, and prints pages a minute,
CPU seconds a page and the memory of the largest process. Then it reads every page and extracts every document once more
in this process and says what a page of each kind costs: of a known form, another paper, a blank back, a picture, a
separator.

Pages a minute need a machine that does nothing else; CPU seconds stand a busy one better. The load before the start is
printed with the figures.
"""

from __future__ import annotations

import argparse
import datetime
import os
import platform
import shutil
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import cv2

from benchmarks import peers
from benchmarks.accuracy import BenchmarkError, shared
from benchmarks.processes import Taken, cpu_of, measured
from extractors.fields import extract
from extractors.reading import Reader, ReadPage
from extractors.rendering import Renderer
from extractors.sorting import sort_envelope
from flows.jobs import _encode
from models.documents import DocumentKind
from models.errors import UketsukeError
from models.pages import PageContent
from programmes import load
from programmes.forms import load_forms

NO_MAIL = {".jsonl", ".md", ".json"}
MIB = 1 << 20


@dataclass
class Cost:
    """CPU seconds of the pages of one kind: rendering (in the child), reading with storing, extraction."""

    pages: int = 0
    render: float = 0.0
    read: float = 0.0
    extract: float = 0.0

    @property
    def each(self) -> float:
        return (self.render + self.read + self.extract) / max(1, self.pages)


@dataclass
class Envelope:
    """One envelope's files in the order of their names."""

    files: list[Path] = field(default_factory=list)


def envelopes(folder: Path) -> list[Envelope]:
    """The mail in `folder`: every sub-folder is one envelope, and so is every file beside them."""
    found: dict[Path, Envelope] = defaultdict(Envelope)
    for path in sorted(p for p in folder.rglob("*") if p.is_file() and p.suffix not in NO_MAIL):
        below = path.relative_to(folder)
        found[folder / below.parts[0]].files.append(path)
    if not found:
        raise BenchmarkError("no mail lies in the folder")
    return list(found.values())


def pages_of(renderer: Renderer, files: Sequence[Path]) -> Iterator[tuple[Path, int]]:
    """Every page of `files`; files that are refused have none."""
    for path in files:
        try:
            facts = renderer.inspect(path)
        except UketsukeError:
            continue
        yield from ((path, index) for index in range(facts.page_count))


def images_of(mail: Sequence[Envelope], folder: Path) -> list[Path]:
    """Every page as an image file, for the peers."""
    images: list[Path] = []
    with Renderer() as renderer:
        for envelope in mail:
            for path, index in pages_of(renderer, envelope.files):
                page = renderer.render(path, index)
                data, suffix = _encode(page.image)
                images.append(folder / f"{len(images):05d}{suffix}")
                images[-1].write_bytes(data)
    return images


def costs(mail: Sequence[Envelope]) -> dict[str, Cost]:
    """What a page of each kind costs, everything in this process and its renderer; models are loaded before."""
    found: dict[str, Cost] = defaultdict(Cost)
    cv2.setNumThreads(1)
    reader, programmes = Reader(forms=load_forms()), load()
    with Renderer() as renderer:
        warm = True
        for envelope in mail:
            seen: dict[tuple[str, int], tuple[ReadPage, float, float]] = {}
            for path, index in pages_of(renderer, envelope.files):
                if warm:  # loading the models is no page's cost
                    reader.read(renderer.render(path, index))
                    warm = False
                child = renderer.child_pid or 0
                before, start = cpu_of(child), time.process_time()
                page = renderer.render(path, index)
                fetched = cpu_of(child) - before
                read = reader.read(page)
                _encode(read.image)
                seen[str(path), index] = read, fetched, time.process_time() - start
            pages = [(key[0], value[0].reading) for key, value in seen.items()]
            for case in sort_envelope(pages, list(programmes.values())):
                for document in case.documents:
                    own = [seen[document.delivery_sha256, i] for i in document.page_indexes]
                    document = document.model_copy(update={"programme_id": case.programme_id or document.programme_id})
                    start = time.process_time()
                    extract(document, [x[0] for x in own], reader, programmes)
                    share = (time.process_time() - start) / len(own)
                    for read, rendered, took in own:
                        cost = found[kind_of(read, document.kind)]
                        cost.pages += 1
                        cost.render += rendered
                        cost.read += took
                        cost.extract += share
    return dict(found)


def kind_of(page: ReadPage, kind: DocumentKind) -> str:
    """What kind of work a page is."""
    if page.reading.content is PageContent.BLANK:
        return "blank back"
    if kind is DocumentKind.SEPARATOR_SHEET:
        return "separator"
    if page.reading.content is PageContent.PICTURE:
        return "picture"
    if page.reading.exact:
        return "born-digital page"
    return "known form" if page.reading.form is not None else "other paper"


def run_ours(mail: Path, scratch: Path, workers: int) -> Taken:
    """``uketsuke run`` on `mail` in a fresh data folder.

    Raises:
        BenchmarkError: the command failed.
    """
    command = Path(sys.executable).with_name("uketsuke")
    code, taken = measured(
        [
            command,
            "run",
            mail,
            "--data",
            scratch / "data",
            "--results",
            scratch / "results.jsonl",
            "--workers",
            str(workers),
        ],
        cores=workers,
        output=scratch / "uketsuke.log",
    )
    if code:
        raise BenchmarkError(f"uketsuke run ended with code {code}")
    return taken


def row(name: str, pages: int, taken: Taken, note: str) -> str:
    """One line of the table."""
    memory = taken.peaks.get("worker", taken.largest) / MIB
    return f"| {name} | {60 * pages / taken.wall_s:.1f} | {taken.wall_s:.0f} | {taken.cpu_s / pages:.2f} | {memory:.0f} | {note} |"


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.speed", description="Measure speed side by side.")
    parser.add_argument("--folder", type=Path, help="folder of mail (default: the shared corpus, dev)")
    parser.add_argument("--most", type=int, help="only the first so many envelopes")
    parser.add_argument("--peers", type=Path, default=Path.home() / ".cache" / "uketsuke-peers", help="their home")
    parser.add_argument("--no-peers", action="store_true")
    parser.add_argument("--no-run", action="store_true", help="only what a page of each kind costs")
    parser.add_argument("--workers", type=int, default=2, help="cores, and reading processes")
    parser.add_argument("--table", type=Path, help="append the tables to this file")
    options = parser.parse_args(arguments)
    folder: Path = options.folder or shared() / "corpus" / "dev"
    lines = [
        f"{datetime.date.today().isoformat()}, {options.workers} of {os.cpu_count()} cores ({_processor()}), "
        f"load before the start {os.getloadavg()[0]:.1f}",
        "",
    ]
    try:
        with tempfile.TemporaryDirectory(prefix="uketsuke-speed-") as temporary:
            scratch = Path(temporary)
            mail = envelopes(folder)[: options.most]
            copied = _copied(folder, mail, scratch / "mail")
            if not options.no_run:
                (scratch / "images").mkdir()
                images = images_of(mail, scratch / "images")
                lines += _compared(copied, images, scratch, options)
            lines += _by_kind(costs(mail))
    except BenchmarkError as error:
        print(f"speed: {error}", file=sys.stderr)
        return 1
    text = "\n".join(lines) + "\n"
    print(text)
    if options.table:
        with options.table.open("a", encoding="utf-8") as file:
            file.write(text)
    return 0


def _compared(mail: Path, images: Sequence[Path], scratch: Path, options: argparse.Namespace) -> list[str]:
    ours = run_ours(mail, scratch, options.workers)
    pages = len(images)
    lines = [
        f"{pages} pages",
        "",
        "| program | pages a minute | wall s | CPU s a page | MiB, largest worker | what it does |",
        "|---|---|---|---|---|---|",
        row("uketsuke run", pages, ours, "everything: intake, reading, sorting, fields, checks, database, Prefect"),
    ]
    if not options.no_peers:
        peers.install(options.peers)
        for peer, note in (
            (peers.ocrmypdf(options.peers, images, scratch, options.workers), "text layer only, pages given as images"),
            (peers.rapidocr(options.peers, images, scratch, options.workers), "lines only, pages given as images"),
        ):
            lines.append(row(f"{peer.name} {peer.version}", pages, peer.taken, note))
            lines.append(f"| our speed to {peer.name}'s | × {peer.taken.wall_s / ours.wall_s:.1f} | | | | |")
    lines += [
        "",
        "Largest resident memory by process: " + ", ".join(f"{k} {v / MIB:.0f} MiB" for k, v in ours.peaks.items()),
    ]
    return lines


def _by_kind(found: dict[str, Cost]) -> list[str]:
    lines = [
        "",
        "| kind of page | pages | CPU s a page | rendering | reading | extraction |",
        "|---|---|---|---|---|---|",
    ]
    for name, cost in sorted(found.items(), key=lambda item: -item[1].pages):
        n = cost.pages
        lines.append(
            f"| {name} | {n} | {cost.each:.2f} | {cost.render / n:.3f} | {cost.read / n:.2f} | {cost.extract / n:.2f} |"
        )
    return lines


def _copied(folder: Path, mail: Sequence[Envelope], dest: Path) -> Path:
    for envelope in mail:
        for path in envelope.files:
            target = dest / path.relative_to(folder)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, target)
    return dest


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
        return next(x.split(":", 1)[1].strip() for x in lines if x.startswith("model name"))
    except (OSError, StopIteration):
        return platform.machine()


if __name__ == "__main__":
    sys.exit(main())
