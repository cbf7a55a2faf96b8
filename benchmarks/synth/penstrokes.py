"""Characters as strokes of a pen: our own skeletons of the digits, and KanjiVG's of everything else.

A skeleton is a list of strokes, a stroke a run of points (x, y) in a box one em wide and high, y downwards.
Japanese writers' digits differ from those of MNIST's Americans: 7 with a short stroke at its left, open 4, straight 1.
KanjiVG (Ulrich Apel, CC BY-SA 3.0) comes as a wheel of SVG files, read where it lies; nothing of it is kept here.
"""

from __future__ import annotations

import re
import zipfile
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

Stroke = np.ndarray[Any, np.dtype[np.float32]]
"""Points of one stroke, shape (n, 2)."""
Skeleton = tuple[Stroke, ...]

#: Ways of writing each digit: strokes as control points in hundredths of a box 60 wide and 100 high, curves through them.
#: A point doubled is a corner.
_WAYS: dict[str, tuple[str, ...]] = {
    "0": (
        "30,2 10,18 2,52 10,86 30,98 50,86 58,50 50,14 30,2",
        "38,4 16,12 4,46 8,82 28,98 50,84 57,48 46,12 28,3 18,9",
        "30,4 6,30 6,70 30,97 54,70 54,30 33,5",
        "24,6 6,40 10,88 34,97 56,66 52,20 30,3 20,8",
    ),
    "1": (
        "30,0 30,0 30,100",
        "33,0 33,0 27,100",
        "12,22 12,22 32,0 32,0 32,100",
        "26,2 26,2 30,50 29,99",
        "14,20 14,20 33,1 33,1 31,99|12,99 12,99 50,99",
    ),
    "2": (
        "5,24 14,6 32,1 52,12 54,34 36,62 4,97 4,97 58,97",
        "6,20 26,2 50,10 52,32 30,66 6,92 12,82 30,88 58,96",
        "6,28 20,4 44,3 56,22 44,52 3,98 3,98 58,94",
        "8,14 30,3 52,18 46,44 8,90 6,97 18,86 40,97 58,90",
    ),
    "3": (
        "6,14 28,1 52,12 50,36 24,47 24,47 52,58 56,82 32,99 4,86",
        "8,8 34,2 50,18 40,40 18,48 46,52 57,74 38,97 4,90",
        "6,3 6,3 52,3 52,3 24,42 24,42 54,56 52,88 26,99 4,88",
        "10,10 40,4 46,26 22,46 50,58 52,84 24,98 2,94",
    ),
    "4": (
        "38,0 38,0 2,68 2,68 59,68|42,40 42,40 42,100",
        "20,4 20,4 8,56 8,56 56,54|44,10 44,10 40,99",
        "42,0 42,0 3,66 3,66 58,66|42,0 42,0 42,99",
        "16,6 16,6 6,52 20,60 54,56|46,6 46,6 42,98",
        "40,2 40,2 6,62 10,70 56,64|38,38 38,38 36,99",
    ),
    "5": (
        "14,2 14,2 9,44 9,44 34,36 56,56 50,88 26,99 3,88|14,3 14,3 54,3",
        "52,3 52,3 14,3 14,3 8,46 8,46 36,36 57,58 48,92 20,98 4,88",
        "12,8 12,8 10,46 34,42 54,60 44,92 4,96|14,6 14,6 56,1",
        "16,4 16,4 8,48 40,40 55,66 36,96 4,92|18,2 18,2 50,6",
    ),
    "6": (
        "42,1 18,24 4,62 12,92 34,99 54,82 48,60 28,54 8,68",
        "34,0 10,40 3,76 20,98 46,94 54,72 38,56 16,62 6,76",
        "48,6 24,12 6,50 8,88 32,98 54,84 50,62 28,56 7,70",
        "30,0 8,52 6,86 30,98 50,82 40,62 14,70",
    ),
    "7": (
        "4,4 4,4 56,4 56,4 36,48 28,99",
        "6,3 6,3 4,26|6,5 6,5 56,5 56,5 34,50 28,99",
        "8,6 8,6 8,28|6,8 6,8 54,6 54,6 40,46 36,98",
        "3,6 3,6 56,3 56,3 24,99|16,50 16,50 50,48",
        "5,8 5,8 5,22|5,8 5,8 40,9 54,3 44,36 26,98",
    ),
    "8": (
        "50,14 28,1 8,16 18,40 46,60 54,82 30,99 6,84 14,60 44,38 52,14",
        "52,10 26,2 10,20 30,46 52,70 40,97 12,92 10,68 36,44 50,12",
        "30,46 10,26 28,2 48,22 30,46 6,74 30,99 54,74 30,46",
        "46,8 16,6 14,30 48,64 44,94 12,94 12,68 48,30 48,12 40,4",
    ),
    "9": (
        "52,22 32,2 8,14 6,40 26,50 48,38 53,14 53,14 52,60 42,99",
        "50,28 22,4 6,28 24,50 50,30 52,8 50,60 30,99",
        "52,16 24,3 5,28 18,48 42,42 52,20 52,20 46,99",
        "48,10 16,8 8,38 30,48 52,20 52,20 50,70 34,96 10,94",
    ),
    "-": ("4,50 4,50 56,50", "2,54 2,54 58,47"),
    ".": ("28,94 28,94 31,97",),
    ",": ("30,88 34,96 24,112", "32,90 32,90 24,110"),
    "/": ("54,0 54,0 6,104", "48,2 48,2 10,98"),
    "¥": (
        "4,2 4,2 30,42|56,2 56,2 30,42 30,42 30,99|8,50 8,50 52,50|8,68 8,68 52,68",
        "2,4 30,44|58,0 30,44|30,44 28,98|6,54 56,50|8,72 54,68",
    ),
    "〒": ("2,14 2,14 98,14|2,44 2,44 98,44|50,44 50,44 50,100", "8,10 90,10|4,40 96,38|50,38 48,96"),
    "(": ("40,-4 18,40 38,104",),
    ")": ("20,-4 42,40 22,104",),
    ":": ("29,34 31,37|29,74 31,77",),
}
WAYS = {char: len(ways) for char, ways in _WAYS.items()}
"""How many skeletons of our own a character has."""


@cache
def way(char: str, number: int) -> Skeleton:
    """Our own skeleton of `char`, the `number`th."""
    strokes = []
    for run in _WAYS[char][number].split("|"):
        points = np.array([[float(v) for v in p.split(",")] for p in run.split()], np.float32) / np.float32(100)
        strokes.append(_curved(points))
    return tuple(strokes)


def _curved(points: Stroke) -> Stroke:
    """A smooth line through `points` (Catmull–Rom); two equal points make a corner."""
    if len(points) == 2:
        return np.linspace(points[0], points[1], 6, dtype=np.float32)
    padded = np.vstack([points[:1], points, points[-1:]])
    t = np.linspace(0, 1, 6, endpoint=False, dtype=np.float32)[:, None]
    out = []
    for a, b, c, d in zip(padded, padded[1:], padded[2:], padded[3:], strict=False):
        if (b == c).all():
            continue
        out.append(0.5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t**2 + (3 * b - a - 3 * c + d) * t**3))
    return np.vstack([*out, points[-1:]]).astype(np.float32)


class KanjiVg:
    """The skeletons of a KanjiVG wheel."""

    def __init__(self, wheel: Path) -> None:
        self._files = zipfile.ZipFile(wheel)
        self._names = set(self._files.namelist())
        self._found: dict[str, Skeleton | None] = {}

    def skeleton(self, char: str) -> Skeleton | None:
        """The strokes of `char`, None where KanjiVG has none."""
        if char not in self._found:
            name = f"kanji/{ord(char):05x}.svg"
            found: Skeleton | None = None
            if name in self._names:
                paths = re.findall(r"<path[^>]* d=\"([^\"]+)\"", self._files.read(name).decode())
                found = tuple(_path(d) / np.float32(109) for d in paths) or None
            self._found[char] = found
        return self._found[char]


def _path(d: str) -> Stroke:
    """Points along an SVG path of moves and cubic curves."""
    tokens = re.findall(r"[MmCcSsLl]|-?\d*\.?\d+", d)
    at, last, points = np.zeros(2), np.zeros(2), []
    command, i = "", 0
    t = np.linspace(0, 1, 7)[1:, None]
    while i < len(tokens):
        if tokens[i].isalpha():
            command, i = tokens[i], i + 1
        size = {"m": 2, "l": 2, "c": 6, "s": 4}[command.lower()]
        values = np.array([float(v) for v in tokens[i : i + size]]).reshape(-1, 2)
        i += size
        if command.islower():
            values = values + at
        if size == 2:
            points.append(values)
            last = values[0]
        else:
            first = values[0] if size == 6 else 2 * at - last
            second, end = values[-2], values[-1]
            points.append((1 - t) ** 3 * at + 3 * (1 - t) ** 2 * t * first + 3 * (1 - t) * t**2 * second + t**3 * end)
            last = second
        at = values[-1]
    return np.vstack(points).astype(np.float32)
