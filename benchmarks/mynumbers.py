"""Is every individual number on a page hidden, and nothing else?  ``python -m benchmarks.mynumbers [--seeds N]``

Draws certificates of residence with and without a number, number cards, and statements filled in by pen, digitises them in every style of the
sample mail, reads them, and reads the masked image once more. Per style: numbers hidden as certain, hidden as suspected,
missed, still to be read from the masked image (a leak), and pages without a number on which something was hidden.
"""

from __future__ import annotations

import argparse
import random
import re
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from benchmarks.synth import fill
from benchmarks.synth.deliver import Page, pdf
from benchmarks.synth.facts import invent
from benchmarks.synth.papers import Desk, Paper
from benchmarks.synth.papers.idcards import number_card, number_statement
from benchmarks.synth.papers.official import resident_certificate
from benchmarks.synth.scan import STYLES, scan
from extractors.reading import Reader, ReadPage
from extractors.rendering import RenderedPage, Renderer
from models.pages import PageReading
from models.values.mynumber import check_digit

#: So many digits of a number in a row are a leak: the rest can be reckoned or tried.
TELLING = 6


def invented_number(rng: random.Random) -> str:
    """Twelve digits with the right check digit."""
    body = "".join(rng.choice("0123456789") for _ in range(11))
    return f"{body}{check_digit(body)}"


def papers(seed: int) -> Iterator[tuple[str, Paper, Paper]]:
    """(number, a paper with it, the same kind of paper without one)."""
    for version in ("a", "b"):
        rng = random.Random(f"mynumber/{seed}/{version}")
        number = invented_number(rng)
        withit, without = (resident_certificate(_desk(seed, version, told), version) for told in (number, ""))
        yield number, withit, without
    plain = resident_certificate(_desk(seed, "x", ""), "a")
    for draw, versions in ((number_card, ("back", "notice")), (number_statement, ("boxes", "line"))):
        for version in versions:
            number = invented_number(random.Random(f"mynumber/{seed}/{version}"))
            yield number, draw(_desk(seed, version, number), version), plain


def _desk(seed: int, version: str, number: str) -> Desk:
    rng = random.Random(f"desk/{seed}/{version}")
    facts = invent(rng, "nara-smarthouse")
    facts.my_number = number
    return Desk(facts, fill.Habits.of(rng), "typed", rng)


def delivered(paper: Paper, style: str, seed: int) -> bytes:
    """The paper's first sheet as a PDF of one scan, or printed straight to PDF."""
    sheet = paper.sheets[0]
    if style == "born_digital":
        return pdf([Page(sheet, style)])
    made = scan(sheet, STYLES[style], random.Random(seed), pasted=paper.pasted and not STYLES[style].photo)
    return pdf([Page(sheet, style, made)])


def read(paper: Paper, style: str, seed: int, reader: Reader, renderer: Renderer) -> ReadPage:
    """The paper, delivered in `style` and read."""
    with tempfile.NamedTemporaryFile(suffix=".pdf") as file:
        Path(file.name).write_bytes(delivered(paper, style, seed))
        return reader.read(renderer.render(file.name, 0))


def shows(reading: PageReading, number: str) -> bool:
    """Whether a telling part of `number` stands in the text."""
    digits = re.sub(r"\D", "", reading.text + reading.hidden_text)
    return any(number[i : i + TELLING] in digits for i in range(len(number) - TELLING + 1))


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("--seeds", type=int, default=2)
    ask.add_argument("--styles", nargs="*", default=["born_digital", *STYLES])
    options = ask.parse_args()
    reader, told = Reader(), {}
    with Renderer() as renderer:
        for style in options.styles:
            told[style] = count = Counter[str]()
            for seed in range(options.seeds):
                for number, paper, clean in papers(seed):
                    seen = read(paper, style, seed, reader, renderer)
                    certain = {r.certain for r in seen.reading.redactions}
                    outcome = "certain" if True in certain else "suspected" if certain else "missed"
                    again = reader.read(RenderedPage(index=0, image=seen.image, dpi=200.0)).reading
                    leaks = shows(seen.reading, number) or shows(again, number)
                    count.update([outcome, *(["leaked"] if leaks else [])])
                    if leaks or not certain:
                        print(f"  {style} seed {seed} {paper.layout}: {outcome}{', leaked' if leaks else ''}")
                    if paper.kind == clean.kind and read(clean, style, seed, reader, renderer).reading.redactions:
                        count["false"] += 1
            print(style, dict(count), flush=True)
    print("all", dict(sum(told.values(), Counter[str]())))


if __name__ == "__main__":
    main()
