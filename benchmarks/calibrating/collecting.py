"""Examples for the calibration: mail is made, read and extracted as the product does it, and kept beside its truth.

What is kept are the extracted cases (one envelope a line, gzip), not features: resolution, corroborations and features
are worked out anew by whoever reads them, in seconds, so that a change of the checks needs no new reading.
"""

from __future__ import annotations

import gzip
import json
import multiprocessing
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import cv2

import programmes
from benchmarks.accuracy import BenchmarkError
from benchmarks.looking import look_again
from benchmarks.synth.mail import generate
from extractors.fields import extract
from extractors.reading import Reader, ReadPage
from extractors.rendering import Renderer
from extractors.sorting import sort_envelope
from models.documents import CaseView, ExtractedDocument, SortedDocument
from models.errors import RenderError
from models.programmes import Programme
from programmes.forms import load_forms

#: Seeds kept for measuring mail that nothing was fitted to.
RESERVED_SEEDS = range(9001, 9100)


@dataclass(frozen=True)
class Envelope:
    """What arrived together: its truth (one case or, in a batch, several) and the cases as extracted.

    Deliveries are named by their path in both, pages by their index.
    """

    truth: list[dict[str, Any]]
    views: list[CaseView]


@dataclass(frozen=True)
class Mail:
    """A folder of mail with the truth of it."""

    folder: Path
    truth: list[dict[str, Any]]

    def envelopes(self) -> list[list[dict[str, Any]]]:
        found: dict[str, list[dict[str, Any]]] = defaultdict(list)
        for case in self.truth:
            found[case["files"][0]["path"].split("/")[0]].append(case)
        return [found[name] for name in sorted(found)]


_folder: Path
_reader: Reader
_renderer: Renderer
_programmes: dict[str, Programme]


def _prepare(folder: Path) -> None:
    global _folder, _reader, _renderer, _programmes
    cv2.setNumThreads(1)
    _folder, _reader, _renderer, _programmes = folder, Reader(forms=load_forms()), Renderer(), programmes.load()


def _extracted(cases: list[dict[str, Any]]) -> str:
    """One envelope read, sorted and extracted, as a line of the file of examples."""
    where = sorted({(d["file"], page) for case in cases for d in case["documents"] for page in d["pages"]})
    pages: dict[tuple[str, int], ReadPage] = {}
    for file, page in where:
        try:
            pages[file, page] = _reader.read(_renderer.render(_folder / file, page))
        except RenderError as error:  # one page must not cost the hours spent on the others
            print(f"page {page} of {file} is left out: {error}", flush=True)
    where = list(pages)

    def own(document: SortedDocument | ExtractedDocument) -> list[ReadPage]:
        return [pages[document.delivery_sha256, index] for index in document.page_indexes]

    views = []
    for found in sort_envelope([(file, pages[file, page].reading) for file, page in where], list(_programmes.values())):
        documents = []
        for document in found.documents:
            if document.programme_id is None:
                document = document.model_copy(update={"programme_id": found.programme_id})
            documents.append(extract(document, own(document), _reader, _programmes))
        view = CaseView(programme_id=found.programme_id, stage=found.stage, documents=documents)
        look_again(view, own, _reader, _programmes)
        views.append(view.model_dump(mode="json"))
    return json.dumps({"truth": cases, "views": views}, ensure_ascii=False)


def collect(mail: Mail, target: Path, workers: int = 2, tell: int = 10) -> None:
    """Read all of `mail` and append its envelopes to `target`."""
    jobs, started = mail.envelopes(), time.monotonic()
    context = multiprocessing.get_context("spawn")
    with context.Pool(workers, _prepare, (mail.folder,)) as pool, gzip.open(target, "at", encoding="utf-8") as file:
        for done, line in enumerate(pool.imap_unordered(_extracted, jobs), 1):
            file.write(line + "\n")
            if done % tell == 0 or done == len(jobs):
                print(f"{done} of {len(jobs)} envelopes, {time.monotonic() - started:.0f} s", flush=True)


def collect_generated(
    seeds: Sequence[int], envelopes: int, target: Path, workers: int = 2, *, varied: bool = False, known: bool = False
) -> None:
    """Make mail of each seed (`varied`, `known`: as ``benchmarks.synth.mail`` does), read it, keep the examples.

    Seeds that `target` holds already are left out; all kinds of mail may lie in one file.

    Raises:
        BenchmarkError: a seed is kept for measuring.
    """
    if any(seed in RESERVED_SEEDS for seed in seeds):
        raise BenchmarkError("seeds 9001 to 9099 are kept for measuring; fit on others")
    log = _log(target)
    done = generated(target)
    for seed in seeds:
        name = f"known {seed}" if known else f"varied {seed}" if varied else str(seed)
        if name in done:
            continue
        with tempfile.TemporaryDirectory(prefix="uketsuke-calibration-") as scratch:
            folder = Path(scratch) / "mail"
            truth = generate(folder, seed, envelopes, varied=varied, known=known)
            print(f"seed {name}: {len(truth)} envelopes written", flush=True)
            part = Path(scratch) / "part.gz"
            collect(Mail(folder, truth), part, workers)
            with target.open("ab") as whole:
                whole.write(part.read_bytes())
        done.append(name)
        log.write_text(json.dumps(done), encoding="utf-8")


def _log(target: Path) -> Path:
    return target.with_suffix(".seeds.json")


def generated(target: Path) -> list[str]:
    """The mail in a file of examples, as ``1001`` or ``varied 1001``; empty where it holds other mail, or nothing."""
    log = _log(target)
    if not log.exists() or not target.exists():
        return []
    return [str(name) for name in json.loads(log.read_text(encoding="utf-8"))]


def envelopes(*files: Path) -> Iterator[Envelope]:
    """The envelopes of files of examples."""
    for path in files:
        with gzip.open(path, "rt", encoding="utf-8") as file:
            for line in file:
                kept = json.loads(line)
                yield Envelope(kept["truth"], [CaseView.model_validate(v) for v in kept["views"]])
