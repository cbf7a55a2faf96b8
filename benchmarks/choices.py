"""Fits and measures :mod:`extractors.fields.choices` on sheets full of choices, read as any page is.

``python -m benchmarks.choices draw FOLDER --first 0 --count 200`` draws, scans and reads sheets (a second or two each);
``python -m benchmarks.choices fit FOLDER`` measures by five-fold cross-validation over sheets and writes ``choices.json``;
``python -m benchmarks.choices measure FOLDER`` measures the stored model on sheets that it was not fitted on.
"""

from __future__ import annotations

import argparse
import json
import pickle
import random
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

import extractors.fields.choices as module
from benchmarks.synth.choicepages import Choosing, sheet_of_choices
from benchmarks.synth.scan import STYLES, Scan, scan
from extractors.fields.choices import Chosen, spots_of
from extractors.fields.layout import Layout, Region
from extractors.fields.options import letter_height, located, usual_pitch
from extractors.imaging.marks import NAMES, measures
from extractors.reading import Reader
from extractors.rendering import RenderedPage
from models.geometry import Box
from models.pages import PageReading

Floats = npt.NDArray[np.float64]
SCANS = ("gray_200", "color_200", "g4_300", "fax_200x100", "photo", "color_200", "gray_200", "g4_300")
READ_BEFORE, READ_BEFORE_OTHERS = NAMES.index("read before"), NAMES.index("read before, most of the others")


@dataclass(frozen=True)
class Row:
    """One choice of a sheet: the options that were found and their measures (None: fewer than two)."""

    sheet: str
    scan: str
    truth: Choosing
    found: tuple[str, ...]
    complete: bool
    measures: Floats | None


def draw(folder: Path, first: int, count: int) -> None:
    """Draws, scans and reads sheets; kept ones are left alone."""
    folder.mkdir(parents=True, exist_ok=True)
    reader = Reader()
    for number in range(first, first + count):
        target = folder / f"{number}.pkl"
        if target.exists():
            continue
        rng = random.Random(number)
        sheet, choices = sheet_of_choices(rng)
        style = STYLES[SCANS[number % len(SCANS)]]
        scanned = scan(sheet, style, rng)
        pixels = as_rendered(scanned.pixels, scanned.dpi, 95 if style.bilevel else style.quality)
        page = reader.read(RenderedPage(index=0, image=pixels, dpi=200, lines=(), born_digital=False))
        rows = [(c, on_page(scanned, page.reading, c.box)) for c in choices]
        image = cv2.imencode(".jpg", page.image[:, :, ::-1], [cv2.IMWRITE_JPEG_QUALITY, 90])[1]
        target.write_bytes(pickle.dumps((style.name, page.reading.model_dump_json(), image, rows)))


def as_rendered(pixels: npt.NDArray[Any], dpi: tuple[int, int], quality: int) -> npt.NDArray[np.uint8]:
    """A scan as the renderer hands it on: RGB, square pixels, 200 dpi."""
    image = pixels if pixels.ndim == 3 else np.dstack([pixels] * 3)
    k = 200 / dpi[0]
    size = (round(image.shape[1] * k), round(image.shape[0] * k * dpi[0] / dpi[1]))
    if size != (image.shape[1], image.shape[0]):
        image = cv2.resize(image, size, interpolation=cv2.INTER_AREA if k < 1 else cv2.INTER_CUBIC)
    coded = cv2.imencode(".jpg", image[:, :, ::-1], [cv2.IMWRITE_JPEG_QUALITY, quality])[1]
    return _decoded(coded)


def _decoded(jpeg: npt.NDArray[np.uint8]) -> npt.NDArray[np.uint8]:
    """An image file of ours as RGB."""
    bgr = np.asarray(cv2.imdecode(jpeg, cv2.IMREAD_COLOR), np.uint8)
    return np.ascontiguousarray(bgr[:, :, ::-1])


def on_page(scanned: Scan, reading: PageReading, box: tuple[float, float, float, float]) -> Box:
    """A box of the paper (millimetres) in pixels of the upright page."""
    x0, y0, x1, y1 = scanned.fraction(box)
    corners = np.array([[[x0, y0], [x1, y0], [x1, y1], [x0, y1]]], np.float64)
    at = cv2.perspectiveTransform(corners, np.linalg.inv(np.array(reading.geometry.matrix)))[0]
    return Box(x0=at[:, 0].min(), y0=at[:, 1].min(), x1=at[:, 0].max(), y1=at[:, 1].max())


def worn(image: npt.NDArray[np.uint8], rng: random.Random) -> npt.NDArray[np.uint8]:
    """The page out of focus, in uneven light, pale: as telephones and tired copiers give it."""
    page = np.asarray(cv2.GaussianBlur(image, (0, 0), rng.uniform(0.7, 1.9)), np.float32)
    if rng.random() < 0.5:
        page = 255 - (255 - page) * rng.uniform(0.45, 0.95)
    if rng.random() < 0.5:
        page *= np.linspace(rng.uniform(0.5, 1), rng.uniform(0.5, 1), page.shape[1], dtype=np.float32)[None, :, None]
    noise = np.random.default_rng(rng.getrandbits(32)).normal(0, rng.uniform(0.5, 4), page.shape[:2])
    return np.clip(page + noise[..., None].astype(np.float32), 0, 255).astype(np.uint8)


def rows_of(folder: Path) -> list[Row]:
    """Every choice of the sheets in `folder`, measured on the page as it is and on a worn one."""
    found = []
    for file in sorted(folder.glob("*.pkl"), key=lambda f: int(f.stem)):
        style, reading, jpeg, choices = pickle.loads(file.read_bytes())
        page = PageReading.model_validate_json(reading)
        image = _decoded(jpeg)
        layout = Layout(page)
        usual = usual_pitch(layout.texts)
        tired = worn(image, random.Random(int(file.stem)))
        for truth, box, *_ in choices:
            cell = box if isinstance(box, Box) else Box(x0=box[0], y0=box[1], x1=box[2], y1=box[3])
            texts = tuple(t for t in layout.texts if cell.y0 < t.box.cy < cell.y1 and t.box.x0 > cell.x0 - 8)
            options, complete = located(Region(texts, cell, cell), [(o, ()) for o in truth.options])
            values = tuple(o.value for o in options)
            for how, pixels in ((style, image), (f"{style}, worn", tired)):
                x = measures(pixels, spots_of(options), letter_height(options, usual)) if len(options) > 1 else None
                found.append(Row(file.stem, how, truth, values, complete, x))
    return found


def fitted(rows: Sequence[Row], hidden: int = 14, rounds: int = 160, seed: int = 0) -> dict[str, Floats]:
    """The model's numbers: for each option the likelihoods that it is marked and that it is struck out.

    Contradictory and struck rows are rare on paper and dear when misjudged: they weigh more. What an engine read in
    front of an option is left out at random, so that the model does not lean on it.
    """
    rng = np.random.default_rng(seed)
    x = np.vstack([r.measures for r in rows if r.measures is not None])
    kept = [r for r in rows if r.measures is not None]
    y = np.array([[o in r.truth.marked, o in r.truth.struck] for r in kept for o in r.found], np.float64)
    w = np.array([3.0 if len(r.truth.marked) > 1 else 2.0 if r.truth.struck else 1.0 for r in kept for _ in r.found])
    mean, scale = x.mean(0), x.std(0) + 1e-6
    z, k = np.clip((x - mean) / scale, -4, 4), x.shape[1]
    p = [rng.normal(0, k**-0.5, (k, hidden)), np.zeros(hidden), rng.normal(0, hidden**-0.5, (hidden, 2)), np.zeros(2)]
    first, second, step = [0 * q for q in p], [0 * q for q in p], 0
    for turn in range(rounds):
        order = rng.permutation(len(z))
        for i in range(0, len(z), 128):
            pick = order[i : i + 128]
            seen = z[pick] + rng.normal(0, 0.05, (len(pick), k))
            left_out = rng.random(len(pick))
            seen[left_out < 0.25, READ_BEFORE] = -mean[READ_BEFORE] / scale[READ_BEFORE]
            seen[left_out < 0.12, READ_BEFORE_OTHERS] = -mean[READ_BEFORE_OTHERS] / scale[READ_BEFORE_OTHERS]
            seen[rng.random(len(pick)) < 0.12, READ_BEFORE] = (-1 - mean[READ_BEFORE]) / scale[READ_BEFORE]
            a = np.tanh(seen @ p[0] + p[1])
            off = (1 / (1 + np.exp(-(a @ p[2] + p[3]))) - y[pick]) * w[pick][:, None] / len(pick)
            back = off @ p[2].T * (1 - a * a)
            slopes = [seen.T @ back, back.sum(0), a.T @ off, off.sum(0)]
            step += 1
            rate = 4e-3 * (1 - turn / rounds) + 1e-5
            for j, slope in enumerate(slopes):
                slope = slope + 3e-4 * p[j]
                first[j], second[j] = 0.9 * first[j] + 0.1 * slope, 0.999 * second[j] + 0.001 * slope**2
                p[j] = p[j] - rate * (first[j] / (1 - 0.9**step)) / (np.sqrt(second[j] / (1 - 0.999**step)) + 1e-8)
    return {"mean": mean, "scale": scale, "w1": p[0], "b1": p[1], "w2": p[2], "b2": p[3]}


def report(pairs: Iterable[tuple[Row, Chosen]]) -> None:
    """Right, wrong and sent to a person, by what was done on the paper."""
    counts: Counter[tuple[str, str]] = Counter()
    for row, told in pairs:
        t = row.truth
        kind = "empty" if t.empty else "struck" if t.struck else "one mark" if len(t.marked) == 1 else "several marks"
        choice = told.choice
        if choice is not None:
            right = choice.value == t.meant
            counts[kind, "right" if right else "WRONG"] += 1
            counts[kind, "WRONG above 0.95"] += not right and choice.score > 0.95
        elif told.blank:
            counts[kind, "right" if t.empty else "WRONG"] += 1
            counts[kind, "WRONG above 0.95"] += not t.empty and told.empty > 0.95
        else:
            counts[kind, "to a person"] += 1
    for kind in ("one mark", "empty", "struck", "several marks"):
        print(f"{kind:14s}", {outcome: n for (k, outcome), n in sorted(counts.items()) if k == kind})


def _told(model: dict[str, Floats], row: Row) -> Chosen:
    assert row.measures is not None
    marked, struck = module.likelihoods(row.measures, model)
    return module.told(row.found, {o: Box(x0=0, y0=0, x1=1, y1=1) for o in row.found}, marked, struck, row.complete)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("what", choices=["draw", "fit", "measure"])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--count", type=int, default=200)
    given = parser.parse_args()
    if given.what == "draw":
        draw(given.folder, given.first, given.count)
        return
    every = rows_of(given.folder)
    rows = [r for r in every if r.measures is not None]
    print(f"{len(every)} choices, {len(rows)} with two options found, {sum(r.complete for r in every)} complete")
    if given.what == "measure":
        report((r, _told(module.model(), r)) for r in rows)
        return
    sheets = sorted({r.sheet for r in rows}, key=int)
    pairs = []
    for fold in range(5):
        held = set(sheets[fold::5])
        model = fitted([r for r in rows if r.sheet not in held], seed=fold)
        pairs += [(r, _told(model, r)) for r in rows if r.sheet in held]
    report(pairs)
    numbers = {name: np.round(values, 5).tolist() for name, values in fitted(rows).items()}
    target = Path(module.__file__).with_name("choices.json")
    target.write_text(json.dumps({"about": "fitted by benchmarks/choices.py", "model": numbers}) + "\n")


if __name__ == "__main__":
    main()
