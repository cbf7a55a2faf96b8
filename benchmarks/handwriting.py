"""Fits and measures :mod:`extractors.imaging.handwriting` on sheets of written and printed lines.

``python -m benchmarks.handwriting FOLDER --sheets 160`` draws, measures, fits and writes ``handwriting.json``.
"""

from __future__ import annotations

import argparse
import json
import pickle
import random
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

import extractors.imaging.handwriting as module
from benchmarks.synth import linetexts
from benchmarks.synth.draw import Sheet
from benchmarks.synth.fonts import has
from benchmarks.synth.ink import Hand
from benchmarks.synth.scan import STYLES, scan
from benchmarks.synth.writers import Writer
from extractors.imaging.colour import without_red

FACES = ("mincho", "gothic", "exgothic", "exmincho", "pgothic", "pmincho", "gothic-bold")
KINDS = sorted(set(linetexts.WEIGHTS) - {"empty", "nothing"})
Floats = npt.NDArray[np.float64]


def sheet_of_lines(rng: random.Random) -> tuple[Sheet, list[tuple[tuple[float, float, float, float], bool]]]:
    """A sheet of lines, half of them by hand, each with its box in millimetres."""
    sheet, found = Sheet(), []
    hand = Writer.of(rng) if rng.random() < 0.8 else Hand.of(rng)
    y = 12.0
    while y < 285:
        height = rng.uniform(7, 11)
        x = 15.0
        for _ in range(2):
            words = linetexts.spelled(linetexts.text(rng, rng.choice(KINDS)))[:22]
            by_hand, size = rng.random() < 0.5, rng.uniform(8.5, 12.5)
            if words.strip("　 "):
                if by_hand:
                    box = hand.write(sheet, x, y, words, size, rng)
                else:
                    face = rng.choice(FACES)
                    shown = "".join(c for c in words if has(face, c)) or "1"
                    box = sheet.text(x, y, shown, size, face)
                found.append((box, by_hand))
                x = box[2] + 8
            if x > 110:
                break
        y += height
    return sheet, found


def samples(folder: Path, sheets: int, seed: int) -> list[tuple[Floats, bool, str]]:
    """The measures of every line of the sheets, kept in `folder`."""
    result = []
    for number in range(seed, seed + sheets):
        kept = folder / f"hand-{number}.pkl"
        if not kept.exists():
            rng = random.Random(number)
            sheet, lines = sheet_of_lines(rng)
            style = STYLES[rng.choice(["gray_200", "gray_200", "color_200", "g4_300", "fax_200x100", "photo"])]
            scanned = scan(sheet, style, rng)
            image = _upright(scanned.pixels, scanned.dpi)
            crops = []
            for box, by_hand in lines:
                f = scanned.fraction(box)
                h, w = image.shape[:2]
                x0, y0, x1, y1 = int(f[0] * w) - 3, int(f[1] * h) - 3, int(f[2] * w) + 4, int(f[3] * h) + 4
                crops.append((image[max(0, y0) : y1, max(0, x0) : x1].copy(), by_hand, style.name))
            kept.write_bytes(pickle.dumps(crops))
        rng = random.Random(number + 7)
        for crop, by_hand, name in pickle.loads(kept.read_bytes()):
            for worn in (crop, _worn(crop, rng)) if min(crop.shape[:2]) > 8 else ():
                found = module.measures(without_red(worn))
                if found is not None:
                    result.append((found, by_hand, name))
    return result


def _worn(crop: npt.NDArray[np.uint8], rng: random.Random) -> npt.NDArray[np.uint8]:
    """The crop in entry boxes or on a rule, out of focus, small, pale, unevenly lit: as pages come."""
    image = crop.copy()
    h, w = image.shape[:2]
    if rng.random() < 0.3:
        pitch, x = rng.uniform(0.7, 1.1) * h, rng.uniform(0, 0.5) * h
        while x < w:
            cv2.line(image, (int(x), 0), (int(x), h), (40, 40, 44), rng.choice([1, 2, 3]))
            x += pitch
    if rng.random() < 0.15:
        y = rng.choice([1, h - 2])
        cv2.line(image, (0, y), (w, y), (40, 40, 44), rng.choice([1, 2, 3]))
    if rng.random() < 0.3:
        k = rng.uniform(0.45, 0.8)
        size = (max(8, round(w * k)), max(9, round(h * k)))
        image = np.asarray(cv2.resize(image, size, interpolation=cv2.INTER_AREA), np.uint8)
    if rng.random() < 0.55:
        image = np.asarray(cv2.GaussianBlur(image, (0, 0), rng.uniform(0.6, 2.3)), np.uint8)
    level = image.astype(np.float32)
    if rng.random() < 0.4:
        level = 255 - (255 - level) * rng.uniform(0.35, 0.9)
    if rng.random() < 0.3:
        level *= np.linspace(rng.uniform(0.6, 1), rng.uniform(0.6, 1), image.shape[1], dtype=np.float32)[None, :, None]
        level *= np.array([1.0, rng.uniform(0.93, 1), rng.uniform(0.78, 1)], np.float32)
    noise = np.random.default_rng(rng.getrandbits(32)).normal(0, rng.uniform(0.5, 4), image.shape[:2])
    return np.clip(level + noise[..., None], 0, 255).astype(np.uint8)


def _upright(pixels: npt.NDArray[Any], dpi: tuple[int, int]) -> npt.NDArray[np.uint8]:
    image = pixels if pixels.ndim == 3 else np.dstack([pixels] * 3)
    k = 200 / dpi[0]
    size = (round(image.shape[1] * k), round(image.shape[0] * k * dpi[0] / dpi[1]))
    return np.ascontiguousarray(cv2.resize(image, size, interpolation=cv2.INTER_AREA)).astype(np.uint8)


def fitted(x: Floats, y: Floats, hidden: int = 12, rounds: int = 80) -> dict[str, Floats]:
    """The model's numbers: one hidden layer, Adam, weight decay, seed 0."""
    rng = np.random.default_rng(0)
    mean, scale = x.mean(0), x.std(0) + 1e-6
    z = np.clip((x - mean) / scale, -3, 3)
    k = z.shape[1]
    p = [rng.normal(0, k**-0.5, (k, hidden)), np.zeros(hidden), rng.normal(0, hidden**-0.5, (hidden, 1)), np.zeros(1)]
    first, second = [0 * q for q in p], [0 * q for q in p]
    step = 0
    for turn in range(rounds):
        order = rng.permutation(len(z))
        for i in range(0, len(z), 256):
            pick = order[i : i + 256]
            a = np.tanh(z[pick] @ p[0] + p[1])
            share = 1 / (1 + np.exp(-(a @ p[2] + p[3])[:, 0]))
            off = (share - (y[pick] * 0.97 + 0.015))[:, None] / len(pick)
            back = off @ p[2].T * (1 - a * a)
            slopes = [z[pick].T @ back, back.sum(0), a.T @ off, off.sum(0)]
            step += 1
            for j, slope in enumerate(slopes):
                slope = slope + 2e-4 * p[j]
                first[j] = 0.9 * first[j] + 0.1 * slope
                second[j] = 0.999 * second[j] + 0.001 * slope**2
                rate = 3e-3 * (1 - turn / rounds) + 1e-5
                p[j] = p[j] - rate * (first[j] / (1 - 0.9**step)) / (np.sqrt(second[j] / (1 - 0.999**step)) + 1e-8)
    return {"mean": mean, "scale": scale, "w1": p[0], "b1": p[1], "w2": p[2], "b2": p[3]}


def shares(model: dict[str, Floats], x: Floats) -> Floats:
    z = np.clip((x - model["mean"]) / model["scale"], -3, 3)
    return 1 / (1 + np.exp(-(np.tanh(z @ model["w1"] + model["b1"]) @ model["w2"] + model["b2"])[:, 0]))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, help="where drawn lines are kept")
    parser.add_argument("--sheets", type=int, default=160)
    parser.add_argument("--seed", type=int, default=500)
    given = parser.parse_args()
    given.folder.mkdir(parents=True, exist_ok=True)
    found = samples(given.folder, given.sheets, given.seed)
    x, y = np.array([f[0] for f in found]), np.array([f[1] for f in found], np.float64)
    cut = int(0.85 * len(x))
    held = shares(fitted(x[:cut], y[:cut]), x[cut:])
    right = (held > 0.5) == (y[cut:] > 0.5)
    sure = np.maximum(held, 1 - held) > module.SURE
    print(
        f"{len(x)} lines; held out: {right.mean():.4f} right, {sure.mean():.3f} sure, {right[sure].mean():.4f} of them right"
    )
    model = {name: np.round(values, 5).tolist() for name, values in fitted(x, y).items()}
    target = Path(module.__file__).with_name("handwriting.json")
    target.write_text(json.dumps({"about": "fitted by benchmarks/handwriting.py", "model": model}) + "\n")


if __name__ == "__main__":
    main()
