"""Trains the second reader on generated lines: ``python -m benchmarks.train_crnn generate|train|export …``.

Needs extractors/ocr/crnn/requirements-training.txt. `generate` draws lines for ever into shards, keeping the newest;
`train` learns from the shards as they come; both may run side by side, one core each or sharing one.
"""

from __future__ import annotations

import argparse
import os
import random
import time
from collections.abc import Iterator
from pathlib import Path

import cv2
import numpy as np

from benchmarks.synth.linefonts import materials
from benchmarks.synth.lines import draw
from benchmarks.synth.linetexts import ALPHABET
from extractors.ocr.crnn.preparing import Darkness, prepared
from extractors.ocr.crnn.reader import ALPHABET as ALPHABET_FILE
from extractors.ocr.crnn.reader import MODEL
from extractors.ocr.crnn.training.samples import Sample

SHARD = 2000
"""Lines in one shard."""


def generate(folder: Path, stuff_folder: Path | None, seed: int, shards: int, keep: int) -> None:
    """Draws `shards` shards of lines, the newest `keep` of them kept in `folder`."""
    cv2.setNumThreads(1)
    stuff = materials(stuff_folder)
    folder.mkdir(parents=True, exist_ok=True)
    classes = {char: number for number, char in enumerate(ALPHABET, 1)}
    for shard in range(shards):
        images: list[Darkness] = []
        texts: list[list[int]] = []
        places: list[float] = []
        for number in range(SHARD):
            line = draw((seed << 40) + shard * SHARD + number, stuff)
            images.append(prepared(line.image))
            texts.append([classes[c] for c in line.text])
            places += line.places
        part = folder / "part.npz"
        np.savez(
            part,
            pixels=np.concatenate(images, axis=1),
            widths=np.array([i.shape[1] for i in images], np.int32),
            classes=np.array([c for t in texts for c in t], np.int16),
            lengths=np.array([len(t) for t in texts], np.int32),
            places=np.array(places, np.float32),
        )
        part.rename(folder / f"{seed}-{shard:06}.npz")
        old = sorted(folder.glob(f"{seed}-*.npz"))[:-keep]
        for path in old:
            path.unlink()


def samples(folder: Path, seed: int) -> Iterator[Sample]:
    """Lines of the shards in `folder`, unseen ones first, then any again."""
    rng = random.Random(seed)
    seen: set[Path] = set()
    while True:
        there = sorted(p for p in folder.glob("*.npz") if p.name != "part.npz")
        if not there:
            time.sleep(5)
            continue
        fresh = [p for p in there if p not in seen]
        path = fresh[0] if fresh else rng.choice(there)
        seen.add(path)
        try:
            with np.load(path) as data:
                pixels, widths, lengths = data["pixels"], data["widths"], data["lengths"]
                classes, places = data["classes"], data["places"]
        except OSError:  # thrown away in this moment
            continue
        ends, stops = np.cumsum(widths), np.cumsum(lengths)
        order = list(range(len(widths)))
        rng.shuffle(order)
        for i in order:
            own = slice(stops[i] - lengths[i], stops[i])
            yield Sample(pixels[:, ends[i] - widths[i] : ends[i]], classes[own].tolist(), places[own].tolist())


def train(
    folder: Path, weights: Path, minutes: float, seed: int, width: int, start: Path | None, rate: float, led: int
) -> None:
    """Learns for `minutes` from the shards in `folder`."""
    import torch

    from extractors.ocr.crnn.training.net import Net
    from extractors.ocr.crnn.training.train import train as run

    torch.set_num_threads(int(os.environ.get("OMP_NUM_THREADS", "1")))
    net = Net(len(ALPHABET) + 1, width)
    if start:
        net.load_state_dict(torch.load(start))
    run(
        net,
        samples(folder, seed),
        seconds=60 * minutes,
        seed=seed,
        rate=rate,
        led=led,
        weights=weights,
        report=lambda s: print(s, flush=True),
    )


def export(weights: Path, width: int) -> None:
    """Writes the network and its alphabet where the product looks for them."""
    import torch

    from extractors.ocr.crnn.training.net import Net
    from extractors.ocr.crnn.training.net import export as write

    net = Net(len(ALPHABET) + 1, width)
    net.load_state_dict(torch.load(weights))
    write(net, str(MODEL))
    ALPHABET_FILE.write_text(ALPHABET + "\n", "utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    g = commands.add_parser("generate")
    g.add_argument("folder", type=Path)
    g.add_argument("--materials", type=Path)
    g.add_argument("--seed", type=int, default=1)
    g.add_argument("--shards", type=int, default=10**6)
    g.add_argument("--keep", type=int, default=200)
    t = commands.add_parser("train")
    t.add_argument("folder", type=Path)
    t.add_argument("weights", type=Path)
    t.add_argument("--minutes", type=float, default=60)
    t.add_argument("--seed", type=int, default=1)
    t.add_argument("--width", type=int, default=48)
    t.add_argument("--start", type=Path, help="weights to go on from")
    t.add_argument("--led", type=int, default=800, help="steps for which the characters' places are told")
    t.add_argument("--rate", type=float, default=2e-3)
    e = commands.add_parser("export")
    e.add_argument("weights", type=Path)
    e.add_argument("--width", type=int, default=48)
    given = parser.parse_args()
    if given.command == "generate":
        generate(given.folder, given.materials, given.seed, given.shards, given.keep)
    elif given.command == "train":
        train(given.folder, given.weights, given.minutes, given.seed, given.width, given.start, given.rate, given.led)
    else:
        export(given.weights, given.width)


if __name__ == "__main__":
    main()
