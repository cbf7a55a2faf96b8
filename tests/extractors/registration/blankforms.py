"""Blank forms drawn stroke by stroke for these tests, and a reader of words that knows what the blank prints where."""

from __future__ import annotations

from collections.abc import Callable

import cv2
import numpy as np
import numpy.typing as npt

from extractors.registration.learning import Learned, learn
from extractors.registration.matching import FormIndex, Matched
from models.documents import DocumentKind
from models.forms import FormMap
from models.geometry import Box
from models.programmes import Programme
from tests.extractors.drawnpaper import Paper
from tests.extractors.fields.extracting import PROGRAMMES

Pixels = npt.NDArray[np.uint8]
Transform = npt.NDArray[np.float64]

WIDTH, HEIGHT = 1654, 2339
SHINJUKU, NAGANO = PROGRAMMES["shinjuku-ecohome"], PROGRAMMES["nagano-welfare"]
APPLICATION = DocumentKind.APPLICATION_FORM


def sheet(title: str = "交付請求書") -> Paper:
    """A page with nothing but a title."""
    paper = Paper(WIDTH, HEIGHT)
    paper.text(600, 120, title, size=44)
    return paper


def claim(
    title: str = "新宿区省エネルギー及び創エネルギー機器等導入補助金", *, moved: int = 0, note: str = ""
) -> Paper:
    """A payment request that no corpus holds: labels in the open, a table, boxes for digits, choices.

    `moved`: by how many pixels the table and what is under it sit lower; `note`: a word printed at the foot.
    """
    paper = Paper(WIDTH, HEIGHT)
    paper.text(180, 120, title, size=40)
    paper.text(700, 190, "交 付 請 求 書", size=44)
    paper.text(1130, 270, "令和　　　年　　　月　　　日", size=28)
    paper.text(760, 380, "〒", size=28)
    paper.text(640, 450, "住所", size=28)
    paper.text(640, 530, "氏名", size=28)
    paper.text(1450, 530, "印", size=24)
    top = 700 + moved
    paper.text(160, top - 50, "振込先口座", size=28)
    cells = paper.table(160, top, [260, 400, 260, 414], [80, 80, 80])
    labels = (("金融機関名", "支店名"), ("預金種別", "口座番号"), ("口座名義人", "フリガナ"))
    for row, words in zip(cells, labels, strict=True):
        for cell, label in zip(row[::2], words, strict=True):
            paper.text(cell.x0 + 20, cell.cy - 14, label, size=28)
    paper.text(cells[1][1].x0 + 20, cells[1][1].cy - 14, "□普通　□当座", size=28)
    paper.strip(int(cells[1][3].x0) + 20, int(cells[1][3].y0) + 14, 7)
    paper.text(160, top + 290, "※　口座は申請者本人名義のものに限ります。", size=24)
    if note:
        paper.text(160, 2200, note, size=24)
    return paper


def learned(
    paper: Paper,
    version: str = "z",
    programme: Programme = SHINJUKU,
    kind: DocumentKind = DocumentKind.PAYMENT_REQUEST,
) -> Learned:
    return learn([paper.read()], programme, kind, version, "blank.pdf")


def entry_box(form: FormMap, key: str) -> Box:
    """Where the map says the entry is, in pixels of the drawn blank."""
    box = next(e.box for e in form.pages[0].entries if e.key == key)
    return Box(x0=box.x0 * WIDTH, y0=box.y0 * HEIGHT, x1=box.x1 * WIDTH, y1=box.y1 * HEIGHT)


def words_of(paper: Paper, *, scale: float = 1.0, dx: float = 0.0, dy: float = 0.0) -> Callable[[Pixels, Box], str]:
    """Reads the words of `paper` wherever their rows lie: an engine without mistakes for pages that stand straight.

    `scale`, `dx`, `dy`: as the page was delivered (`turned_about`).
    """

    def read(image: Pixels, box: Box) -> str:
        height, width = image.shape[:2]
        sx, sy = scale * width / WIDTH, scale * height / HEIGHT
        left, top = dx + (1 - scale) * width / 2, dy + (1 - scale) * height / 2
        hits = [
            (abs(x.box.cx * sx + left - box.cx), x.text)
            for x in paper.lines
            if box.y0 - 12 <= x.box.cy * sy + top <= box.y1 + 12 and box.x0 - 40 <= x.box.cx * sx + left <= box.x1 + 40
        ]
        return min(hits)[1] if hits else ""

    return read


def turned_about(image: Pixels, degrees: float, scale: float, dx: float, dy: float) -> tuple[Pixels, Transform]:
    """`image` as a scanner delivers it, and the way each of its points went."""
    height, width = image.shape[:2]
    matrix = np.eye(3)
    matrix[:2] = cv2.getRotationMatrix2D((width / 2, height / 2), degrees, scale)
    matrix[0, 2] += dx
    matrix[1, 2] += dy
    delivered = cv2.warpPerspective(image, matrix, (width, height), borderValue=(255, 255, 255))
    return np.asarray(delivered, dtype=np.uint8), matrix


def off(matched: Matched, form: FormMap, key: str, way: Transform, size: tuple[int, int]) -> float:
    """Pixels between where an entry's middle was found on the delivered page and where it went."""
    entry = next(e for e in form.pages[0].entries if e.key == key)
    placed, _ = matched.placement.area(entry.box, entry.label.text if entry.label else "")
    x, y = matched.geometry.point(placed.cx, placed.cy)
    own = entry_box(form, key)
    true = way @ np.array([own.cx, own.cy, 1.0])
    return float(np.hypot(x * size[0] - true[0] / true[2], y * size[1] - true[1] / true[2]))


def index(*forms: FormMap) -> FormIndex:
    return FormIndex(forms)
