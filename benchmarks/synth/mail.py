"""Write sample mail:  python -m benchmarks.synth.mail DEST [--seed N] [--envelopes N] [--truth FILE]

DEST becomes a day's mail: sub-folders (one envelope of several files), single files (one envelope each) and batch
PDFs cut by separator sheets. Names sort in the order of arrival. The truth, in the corpus's truth.jsonl format,
goes beside DEST (never into it, or the pipeline would take it for mail); its paths are relative to DEST.
The same arguments on the same machine give the same bytes.
"""

from __future__ import annotations

import argparse
import hashlib
import itertools
import json
import random
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from benchmarks.synth import deliver, fonts
from benchmarks.synth.envelopes import Document, Envelope, fill_envelope
from benchmarks.synth.recipes import DEMO, Recipe, recipes

DEFAULT_SEED = 2025
#: What applicants call their files.
NAMES = {
    "application_form": "申請書",
    "payment_request": "請求書（補助金）",
    "receipt": "領収書",
    "warranty": "保証書",
    "product_photo": "写真",
    "passbook": "通帳",
    "contract": "契約書",
    "estimate": "見積書",
    "invoice": "請求書",
    "resident_certificate": "住民票",
    "registry_certificate": "登記",
    "facility_list": "内訳",
    "officer_list": "役員名簿",
    "business_overview": "会社概要",
    "meter_slip": "検針票",
    "power_of_attorney": "委任状",
    "envelope": "封筒",
    "blank_back": "裏面",
}


def generate(
    dest: Path,
    seed: int = DEFAULT_SEED,
    count: int = len(DEMO),
    *,
    varied: bool = False,
    known: bool = False,
    faces: tuple[str, ...] = (),
) -> list[dict[str, Any]]:
    """Write `count` envelopes into the folder `dest` (made if absent); the truth, one dictionary per envelope.

    `varied` mail has forms, hands, pens, receipts, scanners and wear that the demo does not have. `known` mail is
    varied, but most of its forms are those that the programmes have learned.

    Raises:
        FontMissingError: a Debian font package is missing; the text names all that are needed.
        FileExistsError: `dest` holds files already.
    """
    dest.mkdir(parents=True, exist_ok=True)
    if any(dest.iterdir()):
        raise FileExistsError("the folder for the mail is not empty")
    truth: list[dict[str, Any]] = []
    told: dict[int, Envelope] = {}
    for numbers, group in _deliveries(recipes(count, seed, varied=varied, known=known, faces=faces)):
        envelopes = []
        for i, (number, recipe) in enumerate(zip(numbers, group, strict=True), 1):
            batch_no = f"G{seed % 10000:04d}{recipe.batch:02d}-{i:02d}" if recipe.batch is not None else ""
            told[number] = fill_envelope(recipe, number, seed, told, batch_no)
            envelopes.append(told[number])
        truth += _write(dest, envelopes, seed)
    for number, case in enumerate(truth, 1):
        case["findings_tolerated"] = sorted(told[number].planted.tolerated)
    return truth


def _deliveries(mail: Sequence[Recipe]) -> Iterator[tuple[list[int], list[Recipe]]]:
    """Envelopes with their numbers, those of one batch together."""
    numbered = list(enumerate(mail, 1))
    for _, group in itertools.groupby(
        numbered, key=lambda pair: (pair[1].batch, pair[0] if pair[1].batch is None else 0)
    ):
        pairs = list(group)
        yield [n for n, _ in pairs], [r for _, r in pairs]


def _write(dest: Path, envelopes: Sequence[Envelope], seed: int) -> list[dict[str, Any]]:
    first = envelopes[0]
    rng = random.Random(f"files/{seed}/{first.number}")
    if first.recipe.delivery in ("upload_mixed", "jpegs"):
        return [_write_folder(dest, first, rng)]
    pages = [page for e in envelopes for d in e.documents for page in d.pages]
    if first.recipe.delivery == "tiff_multipage":
        name, data = (
            f"{first.number:04d}_fax.tif" if "fax" in first.recipe.scan else f"{first.number:04d}_scan.tif",
            deliver.tiff(pages),
        )
    else:
        name = f"{first.number:04d}_{'batch' if first.recipe.delivery == 'batch_pdf' else 'scan'}.pdf"
        data = deliver.pdf(pages, garbage=rng if first.recipe.delivery == "pdf_garbage_ocr" else None)
    (dest / name).write_bytes(data)
    files = [{"path": name, "sha256": hashlib.sha256(data).hexdigest()}]
    at, truth = 0, []
    for envelope in envelopes:
        documents = []
        for document in envelope.documents:
            documents.append(document.truth(name, at))
            at += len(document.pages)
        truth.append(_case(envelope, files, documents))
    return truth


def _write_folder(dest: Path, envelope: Envelope, rng: random.Random) -> dict[str, Any]:
    """One file a paper, as an applicant uploads them or a telephone saves them."""
    folder = dest / f"{envelope.number:04d}"
    folder.mkdir()
    camera = rng.randint(1000, 8800)
    files: list[dict[str, str]] = []
    documents: list[dict[str, Any]] = []
    for document in envelope.documents:
        camera += rng.randint(1, 4)
        photographs = envelope.recipe.delivery == "jpegs" or document.pages[0].style == "photo"
        as_jpeg = photographs and len(document.pages) == 1  # several pages: the telephone makes a PDF of them
        data = deliver.jpeg(document.pages[0]) if as_jpeg else deliver.pdf(document.pages)
        stem = f"IMG_{camera}" if photographs and rng.random() < 0.7 else _name(document)
        name = f"{folder.name}/{stem}{'.jpg' if as_jpeg else '.pdf'}"
        if any(f["path"] == name for f in files):
            name = f"{folder.name}/{stem}({len(files)}){'.jpg' if as_jpeg else '.pdf'}"
        (dest / name).write_bytes(data)
        files.append({"path": name, "sha256": hashlib.sha256(data).hexdigest()})
        documents.append(document.truth(name, 0))
    return _case(envelope, files, documents)


def _name(document: Document) -> str:
    return NAMES[document.paper.kind]


def _case(envelope: Envelope, files: list[dict[str, str]], documents: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "case_id": envelope.case_id,
        "programme": envelope.recipe.programme,
        "stage": envelope.recipe.stage,
        "delivery": envelope.recipe.delivery,
        "files": files,
        "documents": documents,
        "findings": envelope.planted.codes,
        "finding_details": envelope.planted.details,
        "findings_tolerated": [],
    }


def write_truth(path: Path, truth: Sequence[dict[str, Any]]) -> None:
    """One case a line."""
    path.write_text("".join(json.dumps(case, ensure_ascii=False) + "\n" for case in truth), encoding="utf-8")


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.synth.mail", description="Write sample mail with its truth."
    )
    parser.add_argument("dest", type=Path, help="folder for the mail; must be empty or absent")
    parser.add_argument(
        "--seed", type=int, default=DEFAULT_SEED, help="another seed, other people and papers (default: %(default)s)"
    )
    parser.add_argument("--envelopes", type=int, default=len(DEMO), help="how many envelopes (default: %(default)s)")
    parser.add_argument(
        "--varied", action="store_true", help="unknown forms, many hands, pens, receipts, scanners, wear"
    )
    parser.add_argument("--known", action="store_true", help="varied, most forms being those that programmes learned")
    parser.add_argument("--hands", type=Path, help="folder of fonts to write with instead (with --varied)")
    parser.add_argument("--truth", type=Path, help="file for the truth (default: truth.jsonl beside DEST)")
    options = parser.parse_args(arguments)
    target = options.truth or options.dest.resolve().parent / "truth.jsonl"
    if target.resolve().is_relative_to(options.dest.resolve()):
        parser.error("the truth must not lie inside the mail folder")
    faces = fonts.invite(options.hands) if options.hands else ()
    truth = generate(
        options.dest, options.seed, options.envelopes, varied=options.varied, known=options.known, faces=faces
    )
    write_truth(target, truth)
    pages = sum(len(d["pages"]) for case in truth for d in case["documents"])
    print(f"{len(truth)} envelopes, {pages} pages, {len({c['programme'] for c in truth})} programmes")
    return 0


if __name__ == "__main__":
    sys.exit(main())
