"""Small papers for tests of the road, drawn here: what stands on them is invented and does not matter much."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont
from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

RECEIPT = (
    "領収書",
    "山田太郎 様",
    "金額 ￥120,000－",
    "令和7年5月10日",
    "但し 蓄電池設備代として",
    "株式会社サンプル電機",
)
INVOICE = (
    "請求書",
    "山田太郎 様",
    "合計金額 ￥120,000",
    "2025年5月1日",
    "蓄電池 1台 ￥120,000",
    "株式会社サンプル電機",
)
SCAN_FONT = Path("/usr/share/fonts/opentype/ipafont-gothic/ipag.ttf")


def pdf(path: Path, pages: Sequence[Sequence[str]]) -> Path:
    """A born-digital PDF: a page for each list of lines. The same lines give the same bytes."""
    pdfmetrics.registerFont(UnicodeCIDFont("HeiseiKakuGo-W5"))
    canvas = Canvas(str(path), pagesize=A4, invariant=1)
    for lines in pages:
        canvas.setFont("HeiseiKakuGo-W5", 16)
        for i, line in enumerate(lines):
            canvas.drawString(80, 760 - 60 * i, line)
        canvas.showPage()
    canvas.save()
    return path


def scan(path: Path, lines: Sequence[str]) -> Path:
    """A picture of a page at 100 dpi, as a scanner would deliver it."""
    image = Image.new("L", (827, 1169), 255)
    draw = ImageDraw.Draw(image)
    font = ImageFont.truetype(str(SCAN_FONT), 28)
    for i, line in enumerate(lines):
        draw.text((90, 100 + 90 * i), line, fill=0, font=font)
    image.save(path)
    return path
