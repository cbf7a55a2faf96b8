"""Sheets of entries of which some were corrected: struck out, written anew, sealed or not."""

from __future__ import annotations

import random
from dataclasses import dataclass

from benchmarks.synth.draw import Box, Sheet, union
from benchmarks.synth.ink import Hand
from benchmarks.synth.marks import Pen, correct

NAMES = ("山田", "佐藤", "高橋", "小林", "東", "長谷川")
ENTRIES = (
    "東京都新宿区西新宿2-8-1",
    "奈良市登大路町30",
    "山田　太郎",
    "小林　美咲",
    "ﾔﾏﾀﾞ ﾀﾛｳ",
    "コバヤシ　ミサキ",
    "1,234,500",
    "248,000円",
    "090-1234-5678",
    "令和7年6月12日",
    "株式会社三和電工",
    "パナソニック",
    "SRT-W466Z",
    "南都銀行",
    "本店営業部",
)


@dataclass(frozen=True)
class Corrected:
    """One entry: its whole box, the struck words (None: nothing struck), where the new words stand, whether sealed."""

    entry: Box
    struck: Box | None
    new: Box | None
    sealed: bool
    digits: bool
    text: str


def sheet_of_corrections(rng: random.Random, rows: int = 17) -> tuple[Sheet, list[Corrected]]:
    """A sheet with `rows` entries, half of them corrected."""
    sheet, hand = Sheet(), Hand.of(rng)
    y, found = 18.0, []
    for _ in range(rows):
        height = rng.uniform(11, 16)
        if rng.random() < 0.6:
            sheet.rect(30, y, 185, y + height, width=rng.choice([0.12, 0.25]))
        elif rng.random() < 0.5:
            sheet.line(30, y + height - 2, 185, y + height - 2, 0.15, dash=rng.random() < 0.5)
        found.append(_entry(sheet, rng, hand, 36 + rng.uniform(0, 10), y + height * 0.6))
        y += height
    return sheet, found


def _entry(sheet: Sheet, rng: random.Random, hand: Hand, x: float, y: float) -> Corrected:
    text, size = rng.choice(ENTRIES), rng.uniform(9.5, 12)
    by_hand = rng.random() < 0.6
    face = rng.choice(["mincho", "gothic", "exmincho"])

    def put(words: str, at: float, height: float, points: float, *, hand_too: bool) -> Box:
        return (
            hand.write(sheet, at, height, words, points, rng)
            if hand_too
            else sheet.text(at, height, words, points, face)
        )

    digits = sum(c.isdigit() for c in text) > 0.6 * len(text)
    kind = rng.choices(["none", "whole", "above", "part"], [5, 2, 2, 1.5])[0]
    if kind == "none":
        box = put(text, x, y, size, hand_too=by_hand)
        return Corrected(box, None, None, False, digits, text)
    pen = Pen(hand.color if rng.random() < 0.7 else (200, 40, 44), rng.uniform(0.25, 0.6), rng.uniform(0.4, 1.4))
    sealed, name = rng.random() < 0.6, rng.choice(NAMES)
    if kind == "part" and len(text) > 6:
        cut = rng.randint(2, len(text) - 3)
        end = rng.randint(cut + 2, min(len(text), cut + 4))
        parts, at = [], x
        for piece in (text[:cut], text[cut:end], text[end:]):
            if piece.strip("　 "):
                parts.append(put(piece, at, y, size, hand_too=by_hand))
                at = parts[-1][2] + 0.5
            else:
                parts.append((at, y - 1, at + 1, y + 1))
        correct(sheet, parts[1], name, rng, pen, sealed=sealed)
        new = hand.write(sheet, parts[1][0], parts[1][1] - 2.4, text[cut:end].strip("　 "), size * 0.8, rng)
        return Corrected(union(parts), parts[1], new, sealed, digits, text)
    old = put(text, x, y, size, hand_too=by_hand)
    correct(sheet, old, name, rng, pen, sealed=sealed)
    if kind == "above":
        new = hand.write(sheet, old[0] + rng.uniform(0, 4), old[1] - 2.6, text, size * 0.85, rng)
        return Corrected(old, old, new, sealed, digits, text)
    new = hand.write(sheet, old[2] + rng.uniform(5, 10), y, text, size, rng)
    return Corrected(union([old, new]), old, new, sealed, digits, text)
