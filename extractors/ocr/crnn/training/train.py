"""The training loop: any stream of (prepared image, text) to weights. Where the lines come from is the caller's business."""

from __future__ import annotations

import math
import random
import time
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path

import numpy as np
import torch
from torch.nn import functional as F

from extractors.ocr.crnn.training.net import Net
from extractors.ocr.crnn.training.samples import Sample


def batches(
    samples: Iterator[Sample], rng: random.Random, pixels: int = 7000, pool: int = 2000
) -> Iterator[list[Sample]]:
    """Samples of like width together, about `pixels` columns a batch."""
    while True:
        held = sorted((s for _, s in zip(range(pool), samples, strict=False)), key=lambda s: s.image.shape[1])
        if not held:
            return
        groups: list[list[Sample]] = [[]]
        for sample in held:
            if (len(groups[-1]) + 1) * _rounded(sample.image.shape[1]) > pixels:
                groups.append([])
            groups[-1].append(sample)
        rng.shuffle(groups)
        yield from (g for g in groups if g)


def _rounded(width: int) -> int:
    return max(64, -(-width // 32) * 32)


def tensors(
    group: list[Sample], rng: random.Random, *, move: bool
) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor, torch.Tensor]:
    """Images padded to one width and lightly varied, all their classes in a row, the counts, and at each step the class
    that stands there (-1 where it could be either; false once lines `move`)."""
    width = _rounded(max(s.image.shape[1] for s in group))
    images = np.zeros((len(group), 1, 32, width), np.uint8)
    steps = np.full((len(group), width // 2), -1, np.int64)
    for number, (image, text, places) in enumerate(group):
        wide = image.shape[1]
        images[number, 0, :, :wide] = image
        steps[number, wide // 2 + 2 :] = 0
        at = [min(width // 2 - 1, int(p * wide / 2)) for p in places]
        for a, b in pairwise(at):  # halfway between two characters stands neither
            if b - a >= 3:
                steps[number, (a + b) // 2] = 0
        if at:
            steps[number, at] = text
    x = varied(torch.from_numpy(images).float() / 255, rng, move)
    classes = torch.tensor([c for s in group for c in s.classes], dtype=torch.long)
    return x, classes, torch.tensor([len(s.classes) for s in group]), torch.from_numpy(steps)


def varied(x: torch.Tensor, rng: random.Random, move: bool) -> torch.Tensor:
    """Lines seen again a little otherwise: shrunk, leaning, higher or lower, paler, blurred, noisy, blotted."""
    count, _, height, width = x.shape
    if move and rng.random() < 0.7:  # only ever narrower: what is widened would lose its end
        sx, sy = torch.empty(count).uniform_(1.0, 1.15), torch.empty(count).uniform_(0.94, 1.15)
        shear, down = torch.empty(count).normal_(0, 0.08), torch.empty(count).normal_(0, 0.04)
        turn = torch.empty(count).normal_(0, 0.004)
        zero = torch.zeros(count)
        # output to input, in -1..1; the left edge stays where it is
        across = torch.stack([sx, shear * sy * height / width, sx - 1], 1)
        along = torch.stack([turn * width / height + zero, sy, down], 1)
        grid = F.affine_grid(torch.stack([across, along], 1), list(x.shape), align_corners=False)
        x = F.grid_sample(x, grid, align_corners=False)
    x = x * (1 + 0.3 * (torch.rand(count, 1, 1, 1) - 0.6))
    if rng.random() < 0.2:
        x = F.avg_pool2d(x, 3, 1, 1, count_include_pad=False)
    if rng.random() < 0.25:
        x = x ** torch.empty(count, 1, 1, 1).uniform_(0.7, 1.5)
    if rng.random() < 0.2:  # a blot or a gap in the ink, a few pixels wide
        for number in range(0, count, 3):
            left, top = rng.randrange(max(1, width - 4)), rng.randrange(height - 3)
            x[number, 0, top : top + rng.randint(1, 3), left : left + rng.randint(1, 3)] = rng.choice([0.0, 0.0, 0.8])
    if rng.random() < 0.4:
        x = x + torch.randn_like(x) * rng.uniform(0, 0.08)
    return x.clamp(0, 1)


def train(
    net: Net,
    samples: Iterator[Sample],
    *,
    seconds: float,
    seed: int,
    rate: float = 2e-3,
    weights: Path,
    report: Callable[[str], None] = print,
    warm_up: int = 200,
    led: int = 800,
) -> None:
    """Trains `net` for `seconds` of wall time, falling from `rate` by a cosine; saves averaged weights as it goes.

    For the first `led` steps the places of the characters are told, with falling weight: CTC alone needs long to find
    that characters are where ink is.
    """
    rng = random.Random(seed)
    torch.manual_seed(seed)
    optimiser = torch.optim.AdamW(net.parameters(), lr=rate, weight_decay=0.01, betas=(0.9, 0.98))
    average = torch.optim.swa_utils.AveragedModel(
        net, multi_avg_fn=torch.optim.swa_utils.get_ema_multi_avg_fn(0.998), use_buffers=True
    )
    net.to(memory_format=torch.channels_last)
    started, saved, step, seen, mean = time.monotonic(), time.monotonic(), 0, 0, 0.0
    for group in batches(samples, rng):
        spent = (time.monotonic() - started) / seconds
        if spent >= 1:
            break
        for setting in optimiser.param_groups:
            setting["lr"] = (
                rate * min(1.0, (step + 1) / warm_up) * (0.02 + 0.98 * 0.5 * (1 + math.cos(math.pi * spent)))
            )
        x, classes, counts, told = tensors(group, rng, move=step >= led)
        net.train()
        with torch.autocast("cpu", torch.bfloat16):
            scores = net(x.to(memory_format=torch.channels_last))
        logs = F.log_softmax(scores.float(), -1).transpose(0, 1)
        steps = torch.full((len(group),), logs.shape[0], dtype=torch.long)
        loss = F.ctc_loss(logs, classes, steps, counts, zero_infinity=True, reduction="none")
        loss = (loss / counts.clamp(min=1) ** 0.5).mean()
        if step < led:
            loss = loss + 3 * (1 - step / led) * F.cross_entropy(
                scores.float().flatten(0, 1), told.flatten(), ignore_index=-1
            )
        optimiser.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(net.parameters(), 5.0)
        optimiser.step()
        average.update_parameters(net)
        step, seen = step + 1, seen + len(group)
        mean = loss.item() if step == 1 else 0.98 * mean + 0.02 * loss.item()
        if step % 100 == 0:
            report(f"step {step} lines {seen} loss {mean:.4f} {(time.monotonic() - started):.0f} s")
        if time.monotonic() - saved > 120:
            saved = time.monotonic()
            torch.save(average.module.state_dict(), weights)
    torch.save(average.module.state_dict(), weights)
    net.load_state_dict(average.module.state_dict())
    report(f"done: {step} steps, {seen} lines, loss {mean:.4f}")
