"""Barcodes on separator and cover sheets: QR, Code 39, Code 128."""

from __future__ import annotations

import cv2
import zxingcpp

from extractors.ocr.engine import Image
from models.geometry import Box
from models.pages import Barcode

FORMATS = zxingcpp.BarcodeFormats(
    (zxingcpp.BarcodeFormat.QRCode, zxingcpp.BarcodeFormat.Code39, zxingcpp.BarcodeFormat.Code128)
)


def barcodes(image: Image) -> tuple[Barcode, ...]:
    """Every barcode on `image`, whichever way it is turned; boxes in pixels of `image`."""
    found = []
    grey = cv2.cvtColor(image, cv2.COLOR_RGB2GRAY)
    for result in zxingcpp.read_barcodes(grey, formats=FORMATS, try_invert=False):  # nobody prints white on black
        p = result.position
        xs = [p.top_left.x, p.top_right.x, p.bottom_right.x, p.bottom_left.x]
        ys = [p.top_left.y, p.top_right.y, p.bottom_right.y, p.bottom_left.y]
        box = Box(x0=min(xs), y0=min(ys), x1=max(xs), y1=max(ys))
        found.append(Barcode(symbology=result.format.name, text=result.text, box=box))
    return tuple(found)
