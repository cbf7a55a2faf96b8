"""Seals and stamps: round personal seals 認印, square company seals 角印, revenue stamps, "received" stamps."""

from __future__ import annotations

import random

import cv2
import numpy as np
from PIL import Image, ImageDraw

from benchmarks.synth import fonts
from benchmarks.synth.draw import Color, Sheet

RED: Color = (205, 48, 38)


def personal(sheet: Sheet, x: float, y: float, name: str, rng: random.Random, size: float = 11.0) -> None:
    """認印 of `name` centred on (`x`, `y`); `size` is its diameter in millimetres."""
    image = Image.new("L", (260, 260), 0)
    draw = ImageDraw.Draw(image)
    draw.ellipse((12, 12, 248, 248), outline=255, width=rng.randint(9, 13))
    text = name[:3]
    glyph = {1: 150, 2: 104, 3: 72}[len(text)]
    top = 130 - glyph * len(text) / 2
    for i, char in enumerate(text):
        draw.text((130, top + glyph * (i + 0.5)), char, font=fonts.font(_face(char), glyph), fill=255, anchor="mm")
    _press(sheet, image, x, y, size, rng)


def company(sheet: Sheet, x: float, y: float, name: str, rng: random.Random, size: float = 19.0) -> None:
    """角印 of `name` + 之印, read from the right, centred on (`x`, `y`)."""
    side = 2 if len(name) < 4 else 3 if len(name) <= 8 else 4
    text = (name + "之印印章也証")[: side * side]
    image = Image.new("L", (320, 320), 0)
    draw = ImageDraw.Draw(image)
    draw.rectangle((10, 10, 310, 310), outline=255, width=10)
    cell = 276 / side
    for i, char in enumerate(text):
        column, row = divmod(i, side)
        draw.text(
            (298 - cell * (column + 0.5), 22 + cell * (row + 0.5)),
            char,
            font=fonts.font(_face(char), int(cell * 0.95)),
            fill=255,
            anchor="mm",
        )
    _press(sheet, image, x, y, size, rng)


def dated(
    sheet: Sheet,
    x: float,
    y: float,
    top: str,
    middle: str,
    bottom: str,
    rng: random.Random,
    color: Color = (60, 70, 140),
) -> None:
    """A round date stamp (領収印, 受付印), as pharmacies, shops and offices use it."""
    image = Image.new("L", (300, 300), 0)
    draw = ImageDraw.Draw(image)
    draw.ellipse((8, 8, 292, 292), outline=255, width=6)
    draw.line((20, 112, 280, 112), fill=255, width=5)
    draw.line((20, 188, 280, 188), fill=255, width=5)
    for text, height, size in ((top, 68, 42), (middle, 150, 44), (bottom, 232, 42)):
        draw.text((150, height), text, font=fonts.font("gothic", size), fill=255, anchor="mm")
    _press(sheet, image, x, y, 18.0, rng, color)


def revenue(sheet: Sheet, x: float, y: float, yen: int) -> None:
    """収入印紙 with its upper left corner at (`x`, `y`)."""
    green = (70, 128, 92)
    sheet.rect(x, y, x + 15, y + 20, line=green, fill=(226, 238, 226), width=0.4)
    sheet.rect(x + 1.4, y + 1.4, x + 13.6, y + 18.6, line=green, width=0.25)
    sheet.oval(x + 3, y + 6.4, x + 12, y + 14, line=green, fill=(205, 226, 208))
    sheet.text(x + 7.5, y + 4, "収入印紙", 6, "mincho", align="c", color=green)
    sheet.text(x + 7.5, y + 16.4, f"{yen}円", 8, "mincho", align="c", color=green)


def _face(char: str) -> str:
    return "brush" if fonts.has("brush", char) else fonts.FALLBACK


def _press(
    sheet: Sheet, mask: Image.Image, x: float, y: float, size: float, rng: random.Random, color: Color = RED
) -> None:
    """Ink is uneven: thin here, thick there, grains of paper showing through; nobody stamps straight."""
    grain = np.random.default_rng(rng.getrandbits(32))
    tilted = mask.rotate(rng.gauss(0, 5), Image.Resampling.BICUBIC)
    alpha = np.asarray(tilted, np.float32) / 255
    side = alpha.shape[0]
    uneven = cv2.resize(
        grain.uniform(0.72, 1.0, (5, 5)).astype(np.float32), (side, side), interpolation=cv2.INTER_CUBIC
    )
    specks = cv2.GaussianBlur(grain.normal(0, 1, (side, side)).astype(np.float32), (0, 0), 1.6)
    alpha = alpha * np.clip(uneven, 0, 1) * np.where(specks > 0.5, 0.5, 1.0)
    image = np.empty((side, side, 4), np.uint8)
    image[..., :3] = color
    image[..., 3] = np.clip(cv2.GaussianBlur(alpha, (0, 0), 1.0) * 250, 0, 255)
    sheet.picture(Image.fromarray(image, "RGBA"), x - size / 2, y - size / 2, size, size)
