"""設置写真: pictures of installed equipment, painted by code, on a captioned sheet or as the camera saved them."""

from __future__ import annotations

import random

import cv2
import numpy as np
from PIL import Image, ImageDraw, ImageFilter

from benchmarks.synth import fonts
from benchmarks.synth.draw import GREY, Sheet
from benchmarks.synth.fill import written_date
from benchmarks.synth.papers import Desk, Paper

SIZE = (1200, 900)


def product_photo(desk: Desk, version: str) -> Paper:
    """``a``: A4 sheet with two pictures, captions and the applicant's name; ``b``: one picture and nothing else."""
    f, rng = desk.facts, desk.rng
    if version == "b":
        s = Sheet(160, 120)
        s.picture(_scene(f.goods.kind, f.goods.maker, f.shown_model, f.goods.serial, rng), 0, 0, 160, 120)
        return Paper("product_photo", "synth_photo_b", (s,), pasted=True)
    s = Sheet()
    fill = desk.filler(s, "product_photo")
    s.text(105, 20, "設置状況写真", 16, "gothic-bold", align="c")
    s.text(24, 34, "申請者氏名", 10, "gothic")
    who = f.applicant
    fill.put("applicant_name", who.plain, who.name, 48, 34, 70, 11.5)
    s.line(46, 38.5, 120, 38.5, 0.15)
    for y, caption, plate in ((46, "① 設置後の全景", False), (156, "② 銘板（型式・製造番号）", True)):
        picture = (
            _plate(f.goods.maker, f.shown_model, f.goods.serial, rng)
            if plate
            else _scene(f.goods.kind, f.goods.maker, "", "", rng)
        )
        s.rect(33, y - 1, 177, y + 101, width=0.2, line=GREY)
        s.picture(picture, 35, y + 1, 140, 98)
        s.text(36, y + 105, caption, 9.5, "gothic")
    s.text(174, 261, "撮影日 " + written_date(f.installed_on, "dots"), 9, "gothic", align="r")
    return Paper("product_photo", "synth_photo_a", (s,), desk.mode)


def _finish(image: Image.Image, rng: random.Random) -> Image.Image:
    """Light from one side, a little blur, sensor noise."""
    noise = np.random.default_rng(rng.getrandbits(32))
    pixels = np.asarray(image.filter(ImageFilter.GaussianBlur(1.2)), np.float32)
    h, w = pixels.shape[:2]
    corners = np.array([[rng.uniform(0.72, 1.12) for _ in range(2)] for _ in range(2)], np.float32)
    pixels *= cv2.resize(corners, (w, h), interpolation=cv2.INTER_LINEAR)[..., None]
    pixels += noise.standard_normal(pixels.shape, np.float32) * np.float32(5)
    return Image.fromarray(np.clip(pixels, 0, 255).astype(np.uint8))


def _scene(kind: str, maker: str, model: str, serial: str, rng: random.Random) -> Image.Image:
    wall = rng.choice([(206, 200, 188), (188, 196, 204), (222, 216, 204), (170, 160, 150)])
    image = Image.new("RGB", SIZE, wall)
    d = ImageDraw.Draw(image)
    for y in range(0, 700, rng.randint(40, 62)):
        d.line((0, y, 1200, y), fill=tuple(int(c * 0.9) for c in wall), width=3)
    d.rectangle((0, 700, 1200, 900), fill=(128, 124, 118))
    if "太陽" in kind:
        d.rectangle((0, 0, 1200, 330), fill=(150, 190, 226))
        d.polygon((110, 800, 300, 250, 1080, 250, 1150, 800), fill=(92, 70, 62))
        for row in range(3):
            for column in range(5):
                left, top = 300 - row * 45 + column * (150 + row * 14), 290 + row * 165
                d.polygon(
                    (left, top + 140, left + 38, top, left + 175, top, left + 168, top + 140),
                    fill=(24, 38, 84),
                    outline=(170, 180, 200),
                )
    elif "窓" in kind:
        d.rectangle((280, 90, 920, 680), fill=(236, 236, 232), outline=(120, 110, 100), width=8)
        for left in (310, 615):
            d.rectangle((left, 120, left + 275, 650), fill=(176, 206, 216), outline=(90, 90, 90), width=10)
            d.line((left + 60, 600, left + 220, 200), fill=(210, 230, 236), width=22)
    elif "LED" in kind:
        d.rectangle((0, 0, 1200, 900), fill=(206, 204, 198))
        for i in range(4):
            d.rectangle(
                (120 + i * 40, 120 + i * 190, 1080 - i * 40, 190 + i * 190),
                fill=(255, 254, 246),
                outline=(170, 170, 165),
                width=5,
            )
    else:
        left, top = rng.randint(260, 380), rng.randint(130, 190)
        d.rectangle((left - 14, 690, left + 520, 740), fill=(164, 160, 152))
        d.rounded_rectangle((left, top, left + 500, 700), 22, fill=(226, 226, 220), outline=(130, 130, 126), width=5)
        for y in range(top + 300, 640, 26):
            d.line((left + 40, y, left + 460, y), fill=(170, 170, 166), width=7)
        d.text((left + 250, top + 80), maker, font=fonts.font("pgothic-bold", 44), fill=(70, 90, 150), anchor="mm")
        d.line((left + 500, 620, left + 620, 620, left + 620, 880), fill=(190, 190, 186), width=26)
    if model:
        d.rectangle((820, 560, 1120, 690), fill=(246, 246, 240), outline=(60, 60, 60), width=3)
        d.text((836, 590), f"形名 {model}", font=fonts.font("gothic", 27), fill=(30, 30, 30), anchor="lm")
        d.text((836, 628), f"製造番号 {serial}", font=fonts.font("gothic", 25), fill=(30, 30, 30), anchor="lm")
        d.text((836, 664), maker, font=fonts.font("gothic", 25), fill=(30, 30, 30), anchor="lm")
    return _finish(image, rng)


def _plate(maker: str, model: str, serial: str, rng: random.Random) -> Image.Image:
    image = Image.new("RGB", SIZE, (176, 178, 178))
    d = ImageDraw.Draw(image)
    d.rectangle((130, 120, 1070, 780), fill=(232, 232, 226), outline=(70, 70, 70), width=6)
    for i, text in enumerate(
        (
            maker,
            f"形　名　{model}",
            f"製造番号　{serial}",
            "定格電圧　AC 100/200V",
            "定格周波数　50/60Hz",
            "MADE IN JAPAN",
        )
    ):
        d.text(
            (190, 200 + i * 98),
            text,
            font=fonts.font("exgothic" if i else "gothic-bold", 52),
            fill=(36, 36, 40),
            anchor="lm",
        )
    for x, y in ((160, 150), (1040, 150), (160, 750), (1040, 750)):
        d.ellipse((x - 14, y - 14, x + 14, y + 14), fill=(140, 140, 140), outline=(80, 80, 80))
    turned = image.rotate(rng.uniform(-4, 4), Image.Resampling.BICUBIC, fillcolor=(176, 178, 178))
    return _finish(turned, rng)
