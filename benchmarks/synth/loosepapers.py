"""``python -m benchmarks.synth.loosepapers DEST``: receipts, invoices and estimates of shops' own layouts, one a file.

They belong to no application: a measure of how papers are read that nobody described. The truth has the form of the
corpus, a case a paper.
"""

from __future__ import annotations

import argparse
import hashlib
import random
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from benchmarks.synth import deliver, sales
from benchmarks.synth.deliver import Page
from benchmarks.synth.envelopes import Document
from benchmarks.synth.mail import write_truth
from benchmarks.synth.papers import Paper
from benchmarks.synth.papers.qualified import business_paper
from benchmarks.synth.papers.receiptbooks import receipt_page
from benchmarks.synth.papers.registerslips import register_slip
from benchmarks.synth.scan import STYLES, scan

REGISTERS = ("denki", "home", "proof", "tickets")
BOOKS = ("wide", "copy", "upright", "formal")
BUSINESS = ("split", "sentence", "balance", "service", "ledger", "build", "frame", "order")
SCANS = ("gray_200", "color_200", "photo", "g4_300", "gray_200", "photo")


def draw(number: int, rng: random.Random) -> Paper:
    """Paper `number` of the endless row of all layouts, each over a sale of its own."""
    version = (*REGISTERS, *BOOKS, *BUSINESS)[number % 16]
    if version in REGISTERS:
        sale = sales.invent(
            rng, inclusive=version in ("tickets",) or rng.random() < 0.5, mixed=version == "home" and rng.random() < 0.5
        )
        return register_slip(sale, version, rng)
    if version in BOOKS:
        return receipt_page(sales.invent(rng, inclusive=False), version, rng)
    many = 6 if version in ("balance", "ledger", "build", "frame", "order") else 4
    return business_paper(
        sales.invent(rng, inclusive=False, mixed=version == "split" and rng.random() < 0.3, most=many), version, rng
    )


def generate(dest: Path, seed: int, count: int) -> list[dict[str, Any]]:
    """Write `count` papers into `dest`; returns the truth."""
    dest.mkdir(parents=True, exist_ok=True)
    truth = []
    for number in range(count):
        rng = random.Random(f"loose/{seed}/{number}")
        paper = draw(number, rng)
        style = SCANS[(number + number // 16) % len(SCANS)]
        digital = not paper.pasted and style == "color_200" and rng.random() < 0.4
        pages = tuple(
            Page(sheet, "born_digital")
            if digital
            else Page(
                sheet, style, scan(sheet, STYLES[style], rng, pasted=paper.pasted, turn=rng.choice([0, 0, 0, 90, 180]))
            )
            for sheet in paper.sheets
        )
        name = f"{number + 1:04d}.pdf" if digital or style != "photo" or len(pages) > 1 else f"{number + 1:04d}.jpg"
        data = deliver.jpeg(pages[0]) if name.endswith("jpg") else deliver.pdf(pages)
        (dest / name).write_bytes(data)
        truth.append(
            {
                "case_id": f"loose-{number + 1:04d}",
                "programme": "shinjuku-ecohome",
                "stage": "apply",
                "delivery": "upload_mixed",
                "files": [{"path": name, "sha256": hashlib.sha256(data).hexdigest()}],
                "documents": [Document(paper, pages).truth(name, 0)],
                "findings": [],
                "finding_details": [],
                "findings_tolerated": [],
            }
        )
    return truth


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.synth.loosepapers", description="Write loose papers with their truth."
    )
    parser.add_argument("dest", type=Path)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--papers", type=int, default=48)
    parser.add_argument("--truth", type=Path, required=True)
    options = parser.parse_args(arguments)
    truth = generate(options.dest, options.seed, options.papers)
    write_truth(options.truth, truth)
    print(f"{len(truth)} papers")
    return 0


if __name__ == "__main__":
    sys.exit(main())
