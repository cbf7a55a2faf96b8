"""How right are the entries, offline?  python -m benchmarks.fields [--folder MAIL --truth FILE] --cache DIR

The pipeline's heart without database and Prefect, fast enough to try an idea: pages are read once and kept in DIR
(reading as JSON, upright image as JPEG); extraction and checks run from there each time.

By default every document has the kind and extent that the truth gives it, so that a page sorted wrongly does not
count twice; ``--sort`` sorts as well. Readings of a changed page reader are stale: the command says so, ``--fresh``
reads again. ``--save run.json`` keeps the run, ``--compare run.json`` shows what moved since.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import multiprocessing
import os
import sys
import time
import traceback
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import cv2
import numpy as np

import programmes
from benchmarks import slices
from benchmarks.accuracy import REPOSITORY, BenchmarkError, load_score, shared
from benchmarks.looking import look_again
from extractors.fields import extract
from extractors.ocr.engine import EngineReading, Image
from extractors.reading import Reader, ReadPage
from extractors.rendering import Renderer
from extractors.sorting import sort_envelope
from models.checks import CaseKey, EarlierCase
from models.documents import CaseView, DocumentKind, ExtractedDocument, SortedDocument
from models.findings import FindingStatus
from models.pages import PageReading
from models.programmes import Programme
from programmes.forms import load_forms
from validators.checks import against, check_case

#: Code on which the readings in a cache depend.
PAGE_CODE = ("reading.py", "rendering.py", "pagework.py", "pageimages.py", "textlayer.py", "textlines.py")
PAGE_ROOMS = ("imaging", "ocr", "registration")


@dataclass(frozen=True)
class Mail:
    """Delivered files with their truth, and where readings of their pages are kept."""

    folder: Path
    truth: list[dict[str, Any]]
    cache: Path
    programmes: Path = programmes.INSTALLED

    def pages(self) -> Iterator[tuple[str, int]]:
        seen = set()
        for case in self.truth:
            for document in case["documents"]:
                for page in document["pages"]:
                    if (document["file"], page) not in seen:
                        seen.add((document["file"], page))
                        yield document["file"], page

    def kept(self, file: str, page: int) -> Path:
        """Where the reading of a page is, without suffix."""
        return self.cache / f"{file.replace('/', '_')}_{page}"

    def reading(self, file: str, page: int) -> ReadPage:
        kept = self.kept(file, page)
        image = cv2.imread(f"{kept}.jpg", cv2.IMREAD_COLOR)
        if image is None:
            raise BenchmarkError("the cache has lost the image of a page; --fresh reads it again")
        reading = PageReading.model_validate_json(Path(f"{kept}.json").read_text(encoding="utf-8"))
        return ReadPage(reading, np.ascontiguousarray(image[:, :, ::-1]))

    def envelopes(self) -> dict[str, list[dict[str, Any]]]:
        """What arrived together: the cases of a sub-folder or of a file."""
        found: dict[str, list[dict[str, Any]]] = defaultdict(list)
        for case in self.truth:
            found[case["files"][0]["path"].split("/")[0]].append(case)
        return dict(sorted(found.items()))


_mail: Mail
_reader: Reader
_renderer: Renderer
_programmes: dict[str, Programme]


class Silent:
    """An engine that reads nothing, in the place of a slow one."""

    name = "tesseract"

    def read_line(self, crop: Image) -> EngineReading:
        return EngineReading("", 0.0)


def _prepare(mail: Mail, quick: bool) -> None:
    global _mail, _reader, _renderer, _programmes
    cv2.setNumThreads(1)
    _reader = Reader(forms=load_forms(mail.programmes))
    _mail, _renderer, _programmes = mail, Renderer(), programmes.load(mail.programmes)
    if quick:
        _reader.__dict__["tesseract"] = Silent()  # where the cached property would keep the engine


def _read(where: tuple[str, int]) -> float:
    """Read one page into the cache; CPU seconds."""
    started = time.process_time()
    file, page = where
    try:
        read = _reader.read(_renderer.render(_mail.folder / file, page))
    except Exception as error:  # the pool cannot carry every exception home
        raise BenchmarkError(f"page {page} of {file} cannot be read: {error!r}") from None
    kept = _mail.kept(file, page)
    cv2.imwrite(f"{kept}.jpg", np.ascontiguousarray(read.image[:, :, ::-1]), [cv2.IMWRITE_JPEG_QUALITY, 92])
    Path(f"{kept}.json").write_text(read.reading.model_dump_json(), encoding="utf-8")
    return time.process_time() - started


def _extract_case(case: dict[str, Any]) -> tuple[list[CaseView], float]:
    """The case as the truth cuts it; CPU seconds."""
    started = time.process_time()
    documents = []
    for told in case["documents"]:
        document = SortedDocument(
            kind=DocumentKind(told["type"]),
            delivery_sha256=told["file"],
            page_indexes=tuple(told["pages"]),
            confidence=1,
            programme_id=case["programme"],
        )
        documents.append(_extract(document))
    view = CaseView(programme_id=case["programme"], stage=case["stage"], documents=documents)
    look_again(view, _pages_of, _reader, _programmes)
    return [view], time.process_time() - started


def _extract_envelope(cases: list[dict[str, Any]]) -> tuple[list[CaseView], float]:
    """An envelope as the product sorts it; CPU seconds."""
    started = time.process_time()
    pages = sorted({(d["file"], p) for case in cases for d in case["documents"] for p in d["pages"]})
    sorted_cases = sort_envelope([(f, _mail.reading(f, p).reading) for f, p in pages], list(_programmes.values()))
    views = []
    for found in sorted_cases:
        documents = [
            _extract(d if d.programme_id else d.model_copy(update={"programme_id": found.programme_id}))
            for d in found.documents
        ]
        views.append(CaseView(programme_id=found.programme_id, stage=found.stage, documents=documents))
        look_again(views[-1], _pages_of, _reader, _programmes)
    return views, time.process_time() - started


def _pages_of(document: SortedDocument | ExtractedDocument) -> list[ReadPage]:
    return [_mail.reading(document.delivery_sha256, page) for page in document.page_indexes]


def _extract(document: SortedDocument) -> ExtractedDocument:
    """A document that cannot be extracted counts as one without fields; what went wrong is printed."""
    try:
        return extract(document, _pages_of(document), _reader, _programmes)
    except Exception:
        traceback.print_exc()
        return ExtractedDocument(
            kind=document.kind,
            delivery_sha256=document.delivery_sha256,
            page_indexes=list(document.page_indexes),
        )


def read_pages(mail: Mail, processes: int, *, fresh: bool = False) -> tuple[int, float]:
    """Read the pages that are not in the cache; (how many, CPU seconds a page)."""
    mail.cache.mkdir(parents=True, exist_ok=True)
    stamp, now = mail.cache / "code.txt", page_code(mail.programmes)
    if stamp.is_file() and stamp.read_text() != now and not fresh:
        print("fields: page reading has changed since these readings were made; --fresh reads them again")
    todo = [w for w in mail.pages() if fresh or not Path(f"{mail.kept(*w)}.json").is_file()]
    if fresh or not stamp.is_file():
        stamp.write_text(now)
    if not todo:
        return 0, 0.0
    cpu = 0.0
    with multiprocessing.get_context("spawn").Pool(processes, _prepare, (mail, False)) as pool:
        for spent in pool.imap_unordered(_read, todo):
            cpu += spent
    return len(todo), cpu / len(todo)


def page_code(directory: Path = programmes.INSTALLED) -> str:
    """Fingerprint of the code that reads pages, and of the forms it knows."""
    root = REPOSITORY / "extractors"
    files = [root / name for name in PAGE_CODE] + sorted(directory.glob("*/forms/*.yaml"))
    files += [f for room in PAGE_ROOMS for f in sorted((root / room).rglob("*.py"))]
    return hashlib.sha256(b"".join(f.read_bytes() for f in files if f.is_file())).hexdigest()


def run(mail: Mail, processes: int, *, sort: bool = False, quick: bool = False) -> tuple[list[dict[str, Any]], float]:
    """Extract and check all cases in order of arrival; (results in score.py's format, CPU seconds)."""
    jobs = list(mail.envelopes().values()) if sort else mail.truth
    work = _extract_envelope if sort else _extract_case
    views: list[CaseView] = []
    cpu = 0.0
    with multiprocessing.get_context("spawn").Pool(processes, _prepare, (mail, quick)) as pool:
        for found, spent in pool.imap(work, jobs):  # type: ignore[arg-type]
            views += found
            cpu += spent
    return check(views, mail), cpu


def check(views: Sequence[CaseView], mail: Mail) -> list[dict[str, Any]]:
    """Check `views` in order of arrival, each against the earlier ones that share a key with it."""
    sha = {f["path"]: f["sha256"] for case in mail.truth for f in case["files"]}
    known = programmes.load(mail.programmes)
    results: list[dict[str, Any]] = []
    earlier: list[tuple[set[CaseKey], EarlierCase]] = []
    for number, view in enumerate(views):
        programme = known.get(view.programme_id or "")
        checked = check_case(view, programme)
        keys = set(checked.keys)
        checked = against(checked, programme, [case for theirs, case in earlier if keys & theirs])
        earlier.append((keys, EarlierCase(receipt_number=f"R{number}", profile=checked.profile)))
        results.append(
            {
                "files": sorted({sha[d.delivery_sha256] for d in view.documents}),
                "programme": view.programme_id,
                "documents": [
                    {
                        "type": d.kind.value,
                        "file_sha256": sha[d.delivery_sha256],
                        "pages": list(d.page_indexes),
                        "seal_present": d.seal_present,
                        "form": str(d.form_version or ""),
                        "fields": {
                            key: {
                                "value": _plain(f.value),
                                "confidence": f.confidence,
                                "status": f.status.value,
                                "raw": f.raw,
                                "blank": f.blank,
                                "readings": [[r.engine, r.raw] for r in f.readings],
                            }
                            for key, f in d.fields.items()
                        },
                    }
                    for d in checked.case.documents
                ],
                "findings": [
                    {"code": f.code.value, "status": f.status.value}
                    for f in checked.findings
                    if f.status is not FindingStatus.NOTICE
                ],
                "messages": [[f.code.value, f.status.value, f.message_ja] for f in checked.findings],
            }
        )
    return results


def _plain(value: Any) -> Any:
    """A field's value as JSON has it."""
    return json.loads(
        json.dumps(value, default=lambda v: v.model_dump(mode="json") if hasattr(v, "model_dump") else str(v))
    )


def misses(results: Sequence[dict[str, Any]], found: Sequence[slices.Outcome], truth: Sequence[dict[str, Any]]) -> str:
    """One line for each entry that is not right: where, truth, what was read, by which engines."""
    sha = {f["path"]: f["sha256"] for case in truth for f in case["files"]}
    read: dict[tuple[str, int], dict[str, Any]] = {}
    for result in results:
        for document in result["documents"]:
            for page in document["pages"]:
                read[document["file_sha256"], page] = document["fields"]
    lines = []
    for o in sorted((o for o in found if not o.right), key=lambda o: (o.paper, o.key, o.layout)):
        field = read.get((sha[o.file], o.page), {}).get(o.key)
        engines = field["readings"] if field else "NOT FOUND"
        lines.append(
            " | ".join(
                str(x)
                for x in (
                    o.paper, o.key, o.layout, o.file, o.page, o.scan, "hand" if o.hand else "print", o.outcome,
                    "ACCEPTED" if o.accepted else "", o.truth, o.got, engines,
                )
            )
        )  # fmt: skip
    return "\n".join(lines) + "\n"


def other_findings(truth: Sequence[dict[str, Any]], results: Sequence[dict[str, Any]]) -> list[str]:
    """One line for each finding that is wrong, with its message, and for each that is missing."""
    lines = []
    for case in truth:
        pages = {(d["file"], page) for d in case["documents"] for page in d["pages"]}
        sha = {f["sha256"]: f["path"] for f in case["files"]}
        got = [
            message
            for result in results
            if any((sha.get(d["file_sha256"]), page) in pages for d in result["documents"] for page in d["pages"])
            for message in result["messages"]
        ]
        drawn, tolerated = set(case.get("findings", [])), set(case.get("findings_tolerated", []))
        lines += [
            f"  finding too many: {case['case_id']} {code} ({status}): {said}"
            for code, status, said in got
            if status != FindingStatus.NOTICE.value and code not in drawn | tolerated
        ]
        lines += [f"  finding missing: {case['case_id']} {code}" for code in sorted(drawn - {m[0] for m in got})]
    return lines


def find_truth(folder: Path, named: Path | None) -> Path:
    """The truth of a folder of mail: as named, in it, or beside it.

    Raises:
        BenchmarkError: there is none.
    """
    for path in [named] if named else [folder / "truth.jsonl", folder.resolve().parent / "truth.jsonl"]:
        if path.is_file():
            return path
    raise BenchmarkError("no truth.jsonl was found; name it with --truth")


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.fields", description="Measure entries offline, from a cache of page readings."
    )
    parser.add_argument("--folder", type=Path, help="folder of mail (default: the shared corpus, dev)")
    parser.add_argument("--truth", type=Path, help="its truth.jsonl (default: in the folder, else beside it)")
    parser.add_argument("--cache", type=Path, required=True, help="folder for the readings of its pages")
    parser.add_argument(
        "--programmes", type=Path, default=programmes.INSTALLED, help="folder of programmes, e.g. of benchmarks.learned"
    )
    parser.add_argument("--fresh", action="store_true", help="read the pages again")
    parser.add_argument("--sort", action="store_true", help="sort pages into documents and cases, too")
    parser.add_argument(
        "--quick", action="store_true", help="without Tesseract: fewer fields are accepted, most are read"
    )
    parser.add_argument("--only", default="", help="case ids or kinds of paper, separated by commas")
    parser.add_argument("--processes", type=int, default=1)
    parser.add_argument("--misses", type=Path, help="file for one line an entry that is not right")
    parser.add_argument("--save", type=Path, help="keep the run, for --compare")
    parser.add_argument("--compare", type=Path, help="a run kept earlier: what moved since")
    parser.add_argument("--worst", type=int, default=40, help="how many accepted errors to print")
    options = parser.parse_args(arguments)
    folder: Path = options.folder or shared() / "corpus" / "dev"
    try:
        score = load_score(shared() / "corpus")
        truth = chosen(score.load(find_truth(folder, options.truth)), options.only)
    except BenchmarkError as error:
        print(f"fields: {error}", file=sys.stderr)
        return 1
    mail = Mail(folder, truth, options.cache, options.programmes)
    read, seconds = read_pages(mail, options.processes, fresh=options.fresh)
    if read:
        print(f"{read} pages read, {seconds:.2f} CPU s a page")
    results, cpu = run(mail, options.processes, sort=options.sort, quick=options.quick)
    found = slices.outcomes(truth, results, score)
    print(slices.report(found, options.worst))
    seals = [
        (told["seal_present"], got["seal_present"])
        for told, got in _pairs(truth, results)
        if told.get("seal_present") is not None
    ]
    print(f"seals: {sum(a == b for a, b in seals)}/{len(seals)} right")
    print(f"extraction and checks: {cpu:.1f} CPU s, {cpu / max(1, len(list(mail.pages()))):.2f} a page")
    if options.sort:
        figures = score.score(truth, results)
        print(
            f"documents {slices.percent(figures['document_accuracy'])} %  findings: recall {slices.percent(figures['findings']['recall'])} % precision {slices.percent(figures['findings']['precision'])} %"
        )
        print("\n".join(other_findings(truth, results)))
    if options.misses:
        options.misses.write_text(misses(results, found, truth), encoding="utf-8")
    if options.compare:
        print(slices.compare(slices.load(options.compare).found, found))
    if options.save:
        slices.save(options.save, {"mail": str(folder), "sort": options.sort, "cores": os.cpu_count()}, found)
    return 0


def chosen(truth: list[dict[str, Any]], only: str) -> list[dict[str, Any]]:
    """`truth` cut down to the cases and kinds of paper in `only`."""
    wanted = {x for x in only.split(",") if x}
    if not wanted:
        return truth
    kinds = wanted & {kind.value for kind in DocumentKind}
    cases = [c for c in truth if not (wanted - kinds) or c["case_id"] in wanted]
    if not kinds:
        return cases
    cut = [dict(c, documents=[d for d in c["documents"] if d["type"] in kinds]) for c in cases]
    return [c for c in cut if c["documents"]]


def _pairs(
    truth: Sequence[dict[str, Any]], results: Sequence[dict[str, Any]]
) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    """Documents of the truth with the documents read from exactly the same pages."""
    read = {(d["file_sha256"], tuple(d["pages"])): d for r in results for d in r["documents"]}
    for case in truth:
        sha = {f["path"]: f["sha256"] for f in case["files"]}
        for told in case["documents"]:
            if got := read.get((sha[told["file"]], tuple(told["pages"]))):
                yield told, got


if __name__ == "__main__":
    sys.exit(main())
