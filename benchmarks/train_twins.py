"""Train the weights that tell twin characters apart (extractors/ocr/twins/RECIPE.md). No part of the product.

``python -m benchmarks.train_twins --materials FOLDER --out extractors/ocr/twins/weights.npz``
"""

from __future__ import annotations

import argparse
from collections import defaultdict
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from sklearn.linear_model import LogisticRegression

from benchmarks.synth.linefonts import Face, materials
from extractors.ocr.twins import GROUPS, shape

Grey = np.ndarray[Any, np.dtype[np.uint8]]
NEIGHBOURS = "山田川本木村口中下上松井藤原大小内子美太郎一二三野石"


def drawn(face: Face, character: str, rng: np.random.Generator) -> Grey | None:
    """`character` on paper with bits of neighbours, worn as scans wear it; None where the face lacks it."""
    glyph = face.glyph(character)
    if glyph is None:
        return None
    em = 40
    board = np.zeros((70, 200), np.float32)

    def place(mask: Grey, left: float, x: float) -> None:
        height, width = mask.shape
        y0, x0 = 15 + (em - height) // 2 + int(rng.integers(-1, 2)), int(x + left)
        y0 = int(np.clip(y0, 0, 70 - height)) if height < 70 else 0
        if x0 >= 0 and x0 + width <= 200 and height <= 70:
            board[y0 : y0 + height, x0 : x0 + width] = np.maximum(board[y0 : y0 + height, x0 : x0 + width], mask / 255)

    gap = float(rng.uniform(0, 10))
    place(glyph.mask, 0, 80)
    right = 80 + glyph.mask.shape[1]
    for side in (-1, 1):
        other = face.glyph(str(rng.choice(list(NEIGHBOURS))))
        if other is not None and rng.random() < 0.8:
            place(other.mask, 0, right + gap + 2 if side > 0 else 80 - gap - 2 - other.mask.shape[1])
    pen = rng.random()
    if pen < 0.2:
        board = np.asarray(cv2.dilate(board, np.ones((2, 2), np.uint8)), np.float32)
    elif pen < 0.3:
        board = np.asarray(cv2.erode(board, np.ones((2, 2), np.uint8)), np.float32)
    turn = cv2.getRotationMatrix2D((100, 35), float(rng.normal(0, 1.5)), 1)
    turn[0, 1] += float(rng.normal(0, 0.04))
    turned = cv2.warpAffine(board, turn, (200, 70))
    kind = rng.random()
    small = float(rng.uniform(18, 44)) / em
    sx, sy = small * float(rng.uniform(0.9, 1.1)), small * (0.5 if kind < 0.06 else 1.0)
    blurred = cv2.GaussianBlur(turned, (0, 0), float(rng.uniform(0.3, 1.1)) / small**0.5)
    page = cv2.resize(blurred, None, fx=sx, fy=sy, interpolation=cv2.INTER_AREA)
    if kind < 0.3:  # two tones
        page = (page > rng.uniform(0.35, 0.6)).astype(np.float32)
        if kind < 0.06:
            page = cv2.resize(page, None, fx=1, fy=2, interpolation=cv2.INTER_NEAREST)
        tones = 255 * (1 - page)
    else:
        tones = rng.uniform(215, 250) - page * rng.uniform(110, 220) + rng.normal(0, rng.uniform(1, 9), page.shape)
    grey = np.clip(tones, 0, 255).astype(np.uint8)
    if rng.random() < 0.4:
        coded = cv2.imencode(".jpg", grey, [cv2.IMWRITE_JPEG_QUALITY, int(rng.integers(45, 90))])[1]
        grey = np.asarray(cv2.imdecode(coded, 0), np.uint8)
    reach = float(rng.uniform(0, max(1.0, gap * 0.9)))
    x0 = max(0, int((80 - reach) * sx))
    x1 = int((right + float(rng.uniform(0, max(1.0, gap * 0.9)))) * sx) + 1
    return np.ascontiguousarray(grey[:, x0:x1])


def samples(faces: list[list[Face]], group: str, each: int, rng: np.random.Generator) -> tuple[Any, Any]:
    features, labels = [], []
    for label, character in enumerate(group):
        able = [[f for f in family if f.glyph(character) is not None] for family in faces]
        able = [family for family in able if family]
        for _ in range(each):
            if not able:
                break
            family = able[int(rng.integers(len(able)))]
            crop = drawn(family[int(rng.integers(len(family)))], character, rng)
            found = shape(crop) if crop is not None else None
            if found is not None:
                features.append(found)
                labels.append(label)
    return np.array(features), np.array(labels)


def _stored(file: Path) -> dict[str, tuple[Any, Any]]:
    """Weights and biases of each group in `file`."""
    with np.load(file) as stored:
        return {group: (stored[f"w{i}"], stored[f"b{i}"]) for i, group in enumerate(str(stored["groups"]).split("|"))}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--materials", type=Path, default=None)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--kept", type=Path, default=None, help="weights whose groups stay as they are")
    parser.add_argument("--each", type=int, default=1200)
    parser.add_argument("--seed", type=int, default=20261122)
    given = parser.parse_args()
    rng = np.random.default_rng(given.seed)
    kept = _stored(given.kept) if given.kept is not None else {}
    train, held = materials(given.materials), materials(given.materials, held_out=True)
    printed = list(train.printed.values())
    written = list(train.written.values())
    stored: dict[str, Any] = {"groups": "|".join(GROUPS)}
    right: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for i, group in enumerate(GROUPS):
        if group in kept:
            stored[f"w{i}"], stored[f"b{i}"] = kept[group]
            continue
        x1, y1 = samples(printed, group, given.each, rng)
        x2, y2 = samples(written, group, given.each // 3, rng)
        x, y = (np.concatenate([x1, x2]), np.concatenate([y1, y2])) if len(x2) else (x1, y1)
        model = LogisticRegression(C=0.3, max_iter=300).fit(x, y)
        weights, bias = model.coef_, model.intercept_
        if len(group) == 2:
            weights, bias = np.stack([-weights[0], weights[0]]) / 2, np.array([-bias[0], bias[0]]) / 2
        stored[f"w{i}"], stored[f"b{i}"] = weights.astype(np.float16), bias.astype(np.float32)
        note = []
        for name, faces in (("printed", held.printed), ("written", held.written)):
            tx, ty = samples(list(faces.values()), group, 100, rng)
            if len(tx):
                hits = int((model.predict(tx) == ty).sum())
                right[name][0] += hits
                right[name][1] += len(ty)
                note.append(f"{name} {100 * hits / len(ty):.1f} % of {len(ty)}")
        print(group, len(y), "held out:", *note, flush=True)
    np.savez_compressed(given.out, **stored)
    print({name: f"{100 * a / b:.2f} % of {b}" for name, (a, b) in right.items() if b})


if __name__ == "__main__":
    main()
