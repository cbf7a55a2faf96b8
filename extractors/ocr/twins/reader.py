"""One character's picture and its twins: which of them it is.

The recognisers know some of these characters badly (髙 is read as 高) and some not at all (﨑 𠮷 濵 曻 穐 are in no
dictionary of theirs). What tells twins apart is small and always in the same place, so gradients in a grid of cells and
one linear layer for each group of twins do.
"""

from __future__ import annotations

from functools import cached_property
from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt

from extractors.imaging.colour import grey
from extractors.ocr.engine import Image
from models.errors import EngineError

GROUPS: tuple[str, ...] = (
    "崎﨑", "吉𠮷", "浜濵濱", "高髙", "藪籔薮", "恵惠", "黒黑", "増增", "徳德", "秋穐", "昇曻", "柳栁", "瀬瀨", "薫薰",
    "辺邊邉", "斉斎齊齋", "沢澤", "島嶋嶌", "真眞", "国國", "広廣", "桜櫻", "富冨", "清淸", "緑綠", "巌巖", "寛寬",
    "奥奧", "悦悅", "渕渊淵", "巻卷", "煕熙熈", "釆采", "椙梠", "匂勾", "壷壺", "晩晚", "艶艷", "鎮鎭", "楡揄",
    "靱靭", "蛯蜷", "寄嵜嵩", "築簗", "慎愼", "鍛鍜", "蓑簑簔", "鳩鳰", "為爲",
)  # fmt: skip
"""Characters that are taken for each other."""

WEIGHTS = Path(__file__).parent / "weights.npz"
SIDE = 40
"""Pixels of the side of the square that a character's ink is stretched to."""

_HOG = cv2.HOGDescriptor((SIDE, SIDE), (10, 10), (5, 5), (5, 5), 9)


def shape(character: Image | npt.NDArray[np.uint8]) -> npt.NDArray[np.float32] | None:
    """The gradients of one character's crop (grey or RGB), its ink stretched to a square; None without ink."""
    tones = character if character.ndim == 2 else grey(character)
    if min(tones.shape) < 6:
        return None
    paper, ink = (float(v) for v in np.percentile(tones, (90, 3)))
    if paper - ink < 25:
        return None
    dark = np.clip((paper - tones.astype(np.float32)) / (paper - ink), 0, 1)
    strokes = dark > 0.4
    rows, columns = np.flatnonzero(strokes.sum(1) >= 1), np.flatnonzero(strokes.sum(0) >= 1)
    if rows.size < 4 or columns.size < 4:
        return None
    tight = dark[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    square = cv2.resize(
        tight, (SIDE, SIDE), interpolation=cv2.INTER_AREA if min(tight.shape) > SIDE else cv2.INTER_LINEAR
    )
    return np.asarray(_HOG.compute((square * 255).astype(np.uint8)), np.float32).reshape(-1)


class Twins:
    """Which of its twins a character is.

    Raises:
        EngineError: on first use, where the weights are missing or belong to other groups.
    """

    @cached_property
    def _layers(self) -> dict[str, tuple[npt.NDArray[np.float32], npt.NDArray[np.float32]]]:
        try:
            with np.load(WEIGHTS) as stored:
                layers = {
                    group: (stored[f"w{i}"].astype(np.float32), stored[f"b{i}"].astype(np.float32))
                    for i, group in enumerate(GROUPS)
                }
                if "|".join(GROUPS) != str(stored["groups"]):
                    raise EngineError("the weights of the twins are of other groups")
        except (OSError, KeyError) as error:
            raise EngineError("the weights of the twins are missing") from error
        return layers

    def group(self, character: str) -> str | None:
        """The group that `character` is in; None where it has no twin."""
        return next((g for g in GROUPS if character in g), None)

    def shares(self, group: str, crop: Image | npt.NDArray[np.uint8]) -> dict[str, float] | None:
        """The probability of each character of `group` for the one in `crop`; None where no ink is there."""
        features = shape(crop)
        if features is None:
            return None
        weights, bias = self._layers[group]
        scores = weights @ features + bias
        shares = np.exp(scores - scores.max())
        return dict(zip(group, (shares / shares.sum()).tolist(), strict=True))


def character_at(line: Image, x: float, left: float | None, right: float | None) -> Image:
    """The character of `line` whose centre lies near `x` (pixels); `left` and `right` are its neighbours' centres.

    A recogniser's places are a third of a character off at times: the cut on either side is the emptiest column between
    this centre and half a character beyond the middle to the neighbour.
    """
    ink = np.clip(np.percentile(grey(line), 90) - grey(line).astype(np.float32), 0, None).sum(0)
    em = float(line.shape[0])
    middles = (x - em / 2 if left is None else (x + left) / 2, x + em / 2 if right is None else (x + right) / 2)
    cuts = []
    for middle, outwards in zip(middles, (-1, 1), strict=True):
        reach = 0.3 * em
        a, b = int(max(0, middle - reach)), int(min(len(ink), middle + reach + 1))
        if b - a < 2:
            cuts.append(0 if outwards < 0 else len(ink))
            continue
        columns = np.arange(a, b)
        cost = ink[a:b] + 0.5 * float(ink.mean()) * np.abs(columns - middle) / em
        cuts.append(int(columns[int(cost.argmin())]))
    start, end = cuts
    return line[:, max(0, start) : max(start + 1, end + 1)]
