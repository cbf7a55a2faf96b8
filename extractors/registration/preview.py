"""A picture of a blank form with its entries drawn and named, for the person who checks the map."""

from __future__ import annotations

import cv2
import numpy as np

from extractors.ocr.engine import Image
from models.forms import FormPage
from models.geometry import Box

ENTRY = (200, 0, 0)
STRIP = (0, 110, 220)
OPTION = (0, 140, 60)


def preview(image: Image, page: FormPage) -> Image:
    """`image` (RGB) of the blank page with a box for each entry, its character boxes and its choices."""
    picture = np.ascontiguousarray(image.copy())
    height, width = picture.shape[:2]

    def draw(box: Box, colour: tuple[int, int, int], thick: int) -> tuple[int, int]:
        corner = round(box.x0 * width), round(box.y0 * height)
        cv2.rectangle(picture, corner, (round(box.x1 * width), round(box.y1 * height)), colour, thick)
        return corner

    for number, entry in enumerate(page.entries, 1):
        x, y = draw(entry.box, ENTRY, 3)
        for box in entry.strip:
            draw(box, STRIP, 2)
        for option in entry.options:
            draw(option.box, OPTION, 2)
        name = f"{number} {entry.key}"
        (w, h), _ = cv2.getTextSize(name, cv2.FONT_HERSHEY_SIMPLEX, 0.62, 2)
        cv2.rectangle(picture, (x, max(0, y - h - 6)), (x + w + 6, y), ENTRY, -1)
        cv2.putText(picture, name, (x + 3, y - 4), cv2.FONT_HERSHEY_SIMPLEX, 0.62, (255, 255, 255), 2, cv2.LINE_AA)
    return picture
