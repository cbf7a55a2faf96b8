"""Sheets of names beside which a seal may stand: every place for it, every seal, signatures, and none."""

from __future__ import annotations

import random
from dataclasses import dataclass

from benchmarks.synth import seals
from benchmarks.synth.draw import BLACK, GREY, Box, Sheet
from benchmarks.synth.ink import Hand

NAMES = ("山田　太郎", "佐藤　花子", "高橋　一", "小林　美咲", "東　健", "長谷川　進", "國分　陽子")
FIRMS = ("株式会社三和電工", "有限会社光陽設備", "大和製作所合同会社", "医療法人社団信濃会")


@dataclass(frozen=True)
class Sealed:
    """One name: the box of its ink, where the seal may stand, and whether one does."""

    entry: Box
    row: Box
    sealed: bool
    kind: str
    place: str


def sheet_of_seals(rng: random.Random, rows: int = 7) -> tuple[Sheet, list[Sealed]]:
    """A sheet with `rows` names, two thirds of them sealed."""
    sheet, found, y = Sheet(), [], 24.0
    hand = Hand.of(rng)
    for _ in range(rows):
        height = rng.uniform(33, 38)
        found.append(_row(sheet, rng, hand, y, height))
        y += height
    return sheet, found


def _row(sheet: Sheet, rng: random.Random, hand: Hand, y: float, height: float) -> Sealed:
    firm = rng.random() < 0.35
    name = rng.choice(FIRMS if firm else NAMES)
    middle = y + height / 2
    face, size = rng.choice(["mincho", "gothic"]), rng.uniform(9.5, 12)
    ruled = rng.random() < 0.5
    right = rng.uniform(165, 190)
    if ruled:
        half = rng.uniform(5, 9)
        sheet.rect(20, middle - half, 58, middle + half, width=0.25)
        sheet.rect(58, middle - half, right, middle + half, width=0.25)
    elif rng.random() < 0.5:
        sheet.line(60, middle + 4, right, middle + 4, 0.15, dash=rng.random() < 0.5)
    sheet.text(24, middle, rng.choice(["氏　名", "申請者", "お名前", "代表者氏名"]), 10, face)
    x = 63 + rng.uniform(0, 15)
    if rng.random() < 0.5:
        entry = hand.write(sheet, x, middle, name, size * 1.1, rng)
    else:
        entry = sheet.text(x, middle, name, size, face)
    at = rng.uniform(max(entry[2] + 6, 135), right - 8)
    place = rng.choices(["mark", "circled", "maru", "square", "brackets", "none"], [3, 3, 1.5, 1, 1, 1])[0]
    shade = rng.choice([BLACK, GREY])
    if place in ("mark", "circled"):
        sheet.text(at, middle, "印", 9, face, align="c", color=shade)
    if place == "circled":
        r = rng.uniform(2.6, 4.5)
        sheet.oval(at - r, middle - r, at + r, middle + r, width=rng.choice([0.12, 0.2]), line=shade)
    elif place == "maru":
        sheet.text(at, middle, "㊞", 11, "mincho", align="c", color=shade)
    elif place == "square":
        r = rng.uniform(5, 9)
        sheet.rect(at - r, middle - r, at + r, middle + r, width=0.2)
        sheet.text(at, middle, "印", 8, face, align="c", color=GREY)
    elif place == "brackets":
        sheet.text(at, middle, "（印）", 9, face, align="c", color=shade)
    kind = rng.choices(["none", "personal", "company", "signature"], [3, 6, 3 if firm else 0.5, 0.8])[0]
    where = (at + rng.uniform(-2, 2), middle + rng.uniform(-2, 2))
    if rng.random() < 0.15:  # over the end of the name
        where = (entry[2] + rng.uniform(-2, 5), middle + rng.uniform(-1.5, 1.5))
    if kind == "personal":
        size = rng.uniform(9, 13.5) if not firm else rng.uniform(11, 18)
        seals.personal(sheet, *where, name.split("　")[0][:3], rng, size)
    elif kind == "company":
        seals.company(sheet, *where, name.replace("　", ""), rng, rng.uniform(15, 23))
    elif kind == "signature":
        hand.write(sheet, at - 12, middle - 1, rng.choice(NAMES).split("　")[0], 13, rng)
    row = (20.0, y, right + 12, y + height)
    return Sealed(entry, row, kind in ("personal", "company"), kind, place)
