"""Barcodes of separator sheets, whichever way the sheet lies."""

from __future__ import annotations

import numpy as np
import pytest
import zxingcpp

from extractors.imaging.barcodes import barcodes
from tests.extractors.drawnpaper import Paper, Pixels


def sheet(text: str, kind: zxingcpp.BarcodeFormat, at: tuple[int, int] = (200, 150)) -> Pixels:
    code = np.array(zxingcpp.write_barcode_to_image(zxingcpp.create_barcode(text, kind), scale=4))
    page = Paper(1200, 900).pixels
    if code.ndim == 2:
        code = np.repeat(code[:, :, None], 3, axis=2)
    if code.shape[0] < 80:  # one-dimensional codes are drawn low
        code = np.repeat(code, 120 // code.shape[0] + 1, axis=0)
    x, y = at
    page[y : y + code.shape[0], x : x + code.shape[1]] = code
    return page


@pytest.mark.parametrize(
    "kind", [zxingcpp.BarcodeFormat.QRCode, zxingcpp.BarcodeFormat.Code128, zxingcpp.BarcodeFormat.Code39]
)
def test_reads_each_kind_and_says_where_it_stands(kind: zxingcpp.BarcodeFormat) -> None:
    (code,) = barcodes(sheet("SEP-0042", kind))
    assert code.text == "SEP-0042"
    assert code.symbology == kind.name
    assert 195 < code.box.x0 < code.box.x1 < 1100
    assert 140 < code.box.y0 <= code.box.y1 < 400


@pytest.mark.parametrize("turns", [1, 2, 3])
def test_reads_a_turned_sheet(turns: int) -> None:
    page = np.ascontiguousarray(np.rot90(sheet("SEP-7", zxingcpp.BarcodeFormat.QRCode), turns))
    (code,) = barcodes(page)
    assert code.text == "SEP-7"
    assert 0 <= code.box.x0 < code.box.x1 <= page.shape[1]
    assert 0 <= code.box.y0 < code.box.y1 <= page.shape[0]


def test_two_codes_are_two() -> None:
    page = np.minimum(
        sheet("SEP-1", zxingcpp.BarcodeFormat.QRCode), sheet("B-2", zxingcpp.BarcodeFormat.QRCode, (700, 500))
    )
    assert {c.text for c in barcodes(page)} == {"SEP-1", "B-2"}


def test_writing_and_rules_are_no_barcode() -> None:
    paper = Paper()
    paper.text(100, 100, "領収書 ||| 山田太郎")
    paper.strip(100, 300, 10)
    assert barcodes(paper.pixels) == ()
