"""Do the two readers err together?  ``python -m benchmarks.readers lines|crops``

For every line both engines read: how many are exact (PP-OCR and the second reader, each decoded over the entry's
alphabet), how often they agree, and how many of the agreed readings are wrong all the same. The last is what matters:
a second reader is worth the errors it does not share.

``lines``: generated lines of faces, writers and MNIST digits that were kept from training (``--materials`` names the
folder; without it only installed faces). ``crops``: the entries of a folder of mail whose truth is known, each cut out
where the truth says it stands, its red seal lifted, trimmed to its ink; pages that lie on their side are left out.
"""

from __future__ import annotations

import argparse
import json
import statistics
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pypdfium2
from PIL import Image as Pictures
from PIL import ImageOps

from benchmarks.accuracy import shared
from benchmarks.synth.linefonts import materials
from benchmarks.synth.lines import draw
from extractors.imaging.colour import trimmed, without_red
from extractors.ocr.alphabets import allowed_for
from extractors.ocr.crnn import Crnn
from extractors.ocr.decoding import Allowed, decode
from extractors.ocr.engine import Image
from extractors.ocr.ppocr import PpOcr
from models.values.fields import DATE_KEYS, NUMBER_KEYS, YEN_KEYS, parse_field

#: Kind of generated line -> an entry of that alphabet.
ENTRY = {
    "number": "account_number",
    "amount": "total_amount",
    "date": "issue_date",
    "phone": "phone",
    "postal": "postal_code",
    "kana": "applicant_kana",
    "holder": "account_holder_kana",
    "halfkana": "account_holder_kana",
    "code": "model",
}
SURE = 0.9
"""Share of its best text from which on a reading counts as sure."""
KEYS = (
    NUMBER_KEYS
    | {"customer_number", "invoice_number", "model", "serial_number", "applicant_kana", "account_holder_kana"}
    | DATE_KEYS
    | YEN_KEYS
)


@dataclass(frozen=True)
class Question:
    """A crop, the group it is counted in, and how to tell from a text whether it was read right."""

    crop: Image
    group: str
    allowed: Allowed
    value: Callable[[str], object]
    truth: object


def generated(count: int, folder: Path | None, seed: int) -> Iterator[Question]:
    """`count` held-out lines of each kind and of each style."""
    stuff = materials(folder, held_out=True)
    for kind, key in ENTRY.items():
        allowed = allowed_for(key)
        assert allowed is not None
        value = _folded(allowed)
        made = number = 0
        while made < count:
            line = draw((seed << 40) + number, stuff, kind)
            number += 1
            if not allowed.spells(line.text):
                continue
            made += 1
            crop = cv2.cvtColor(line.image, cv2.COLOR_GRAY2RGB)
            style = "hand" if line.style == "hand" else "print"
            yield Question(np.asarray(crop, np.uint8), f"{kind} {style}", allowed, value, value(line.text))


def _folded(allowed: Allowed) -> Callable[[str], object]:
    signs = str.maketrans(
        "", "", " 　・,.-ー()" if not allowed.name.startswith(("kana", "holder", "model")) else " 　・"
    )

    def value(text: str) -> object:
        return "".join(allowed.folds.get(c, c) for c in text).translate(signs)

    return value


def entries(folder: Path, truth: Path) -> Iterator[Question]:
    """The entries of the cases in `truth` that both readers know, cut from the pages in `folder`."""
    compass = Compass()
    for row in truth.read_text("utf-8").splitlines():
        case = json.loads(row)
        for document in case["documents"]:
            by_page: dict[int, list[tuple[str, dict[str, Any]]]] = defaultdict(list)
            for key, entry in document["fields"].items():
                if key in KEYS and isinstance(entry, dict) and entry.get("value") is not None and entry.get("bbox"):
                    by_page[entry["page"]].append((key, entry))
            for page, found in by_page.items():
                pixels = page_pixels(folder / document["file"], page)
                crops = [crop_of(pixels, e["bbox"]) for _, e in found]
                turn = compass.turn(crops)
                if turn % 2:
                    continue
                for (key, entry), crop in zip(found, crops, strict=True):
                    allowed = allowed_for(key)
                    if allowed is None or min(crop.shape[:2]) < 6:
                        continue
                    style = "hand" if entry.get("handwritten") else "print"
                    group = "date" if key in DATE_KEYS else "amount" if key in YEN_KEYS else key
                    value: Callable[[str], object] = lambda text, key=key: parse_field(key, text, era="令和")  # type: ignore[misc]  # noqa: E731
                    upright = np.ascontiguousarray(np.rot90(crop, turn))
                    yield Question(clean(upright), f"{group} {style}", allowed, value, entry["value"])


def clean(crop: Image) -> Image:
    lifted = without_red(crop)
    x0, y0, x1, y1 = trimmed(lifted)
    return np.ascontiguousarray(lifted[y0:y1, x0:x1])


def page_pixels(file: Path, page: int) -> Image:
    """One page at about 200 dots per inch."""
    if file.suffix.lower() == ".pdf":
        sheet = pypdfium2.PdfDocument(file)[page]
        scale = min(200 / 72, 3500 / max(sheet.get_size()))
        return np.asarray(sheet.render(scale=scale).to_pil().convert("RGB"), np.uint8)
    with Pictures.open(file) as picture:
        if getattr(picture, "n_frames", 1) > 1:
            picture.seek(page)
        dpi = picture.info.get("dpi")
        upright = ImageOps.exif_transpose(picture).convert("RGB")
    if dpi and dpi[1] and abs(float(dpi[0]) / float(dpi[1]) - 1) > 0.2:  # a fax: lines wider apart than dots
        upright = upright.resize(
            (upright.width, round(upright.height * float(dpi[0]) / float(dpi[1]))), Pictures.Resampling.BICUBIC
        )
    if dpi and float(dpi[0]) > 250:
        k = 200 / float(dpi[0])
        upright = upright.resize((round(upright.width * k), round(upright.height * k)), Pictures.Resampling.LANCZOS)
    upright.thumbnail((3500, 3500))
    return np.asarray(upright, np.uint8)


def crop_of(page: Image, bbox: list[float]) -> Image:
    h, w = page.shape[:2]
    x0, y0, x1, y1 = bbox[0] * w, bbox[1] * h, bbox[2] * w, bbox[3] * h
    grow = 0.12 * min(y1 - y0, x1 - x0)
    return page[max(0, int(y0 - grow)) : int(y1 + grow) + 1, max(0, int(x0 - grow)) : int(x1 + grow) + 1]


class Compass:
    """Tells which way up the entries of a page stand, by what PP-OCR makes of them."""

    def __init__(self) -> None:
        self._engine = PpOcr()

    def turn(self, crops: list[Image]) -> int:
        """Quarter turns to the left that set `crops` upright."""
        wide = sorted(
            (c for c in crops if c.size), key=lambda c: -max(c.shape[0] / c.shape[1], c.shape[1] / c.shape[0])
        )[:3]
        if sum(c.shape[0] > c.shape[1] for c in wide) > len(wide) / 2:
            return 1
        scores = []
        for turn in (0, 2):
            read = [self._engine.read_line(np.ascontiguousarray(np.rot90(c, turn))) for c in wide]
            scores.append(sum(r.score * len(r.text) for r in read))
        return 0 if scores[0] >= 0.9 * scores[1] else 2


@dataclass
class Count:
    lines: int = 0
    first: int = 0
    second: int = 0
    agreed: int = 0
    both_wrong: int = 0
    sure: int = 0
    sure_wrong: int = 0

    def add(self, first: bool, second: bool, agreed: bool, sure: bool) -> None:
        self.lines += 1
        self.first += first
        self.second += second
        self.agreed += agreed
        self.both_wrong += agreed and not first
        self.sure += agreed and sure
        self.sure_wrong += agreed and sure and not first


def measure(questions: Iterable[Question], misses: Path | None = None) -> None:
    """Reads all `questions` with both engines and prints the table."""
    one, two = PpOcr(), Crnn()
    counts: dict[str, Count] = defaultdict(Count)
    times: tuple[list[float], list[float]] = ([], [])
    if misses:
        misses.mkdir(parents=True, exist_ok=True)
    for number, q in enumerate(questions):
        values, shares = [], []
        for engine, spent in ((one, times[0]), (two, times[1])):
            start = time.perf_counter()
            logits = engine.logits(q.crop)
            spent.append(time.perf_counter() - start)
            best = decode(logits, engine.alphabet, q.allowed)[0]
            values.append(q.value(best.text))
            shares.append(best.share)
        a, b = values
        first, second = a == q.truth, b == q.truth
        agreed = a == b and a not in (None, "")
        for group in (q.group, "all " + q.group.split()[-1], "all"):
            counts[group].add(first, second, agreed, min(shares) >= SURE)
        if misses and not second:
            sign = "AGREED" if agreed else "-"
            print(f"{number:05} {sign} {q.group}: truth {q.truth!r} ppocr {a!r} crnn {b!r}")
            cv2.imwrite(str(misses / f"{number:05}.png"), q.crop[:, :, ::-1])
    print("| lines | n | PP-OCR exact | CRNN exact | agree | wrong of these | agree, both sure | wrong of these |")
    print("|---|---|---|---|---|---|---|---|")
    for group, c in sorted(counts.items()):
        shares_of = [f"{part / c.lines:.1%}" for part in (c.first, c.second, c.agreed, c.sure)]
        wrong = [f"{n} ({n / max(1, of):.2%})" for n, of in ((c.both_wrong, c.agreed), (c.sure_wrong, c.sure))]
        print("|", " | ".join([group, str(c.lines), *shares_of[:3], wrong[0], shares_of[3], wrong[1]]), "|")
    print(
        f"milliseconds a line, median: PP-OCR {1000 * statistics.median(times[0]):.1f}, CRNN {1000 * statistics.median(times[1]):.1f}"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("what", choices=["lines", "crops"])
    parser.add_argument("--count", type=int, default=200, help="generated lines of each kind")
    parser.add_argument("--materials", type=Path)
    parser.add_argument("--seed", type=int, default=777)
    parser.add_argument("--folder", type=Path, help="mail; default: the shared development corpus")
    parser.add_argument("--truth", type=Path)
    parser.add_argument("--misses", type=Path, help="keep the crops that the second reader got wrong")
    given = parser.parse_args()
    cv2.setNumThreads(1)
    if given.what == "lines":
        measure(generated(given.count, given.materials, given.seed), given.misses)
    else:
        folder = given.folder or shared() / "corpus" / "dev"
        measure(entries(folder, given.truth or folder / "truth.jsonl"), given.misses)


if __name__ == "__main__":
    main()
