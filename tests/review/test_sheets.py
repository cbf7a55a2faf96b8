"""Separators and covers: printed, spoilt, scanned, and still known for what they are."""

from __future__ import annotations

import io

import cv2
import numpy as np
import numpy.typing as npt
import pypdfium2
import pytest
from hypothesis import given
from hypothesis import strategies as st

import programmes
from benchmarks.synth.papers.post import separator
from extractors.imaging.barcodes import barcodes
from extractors.reading import Reader
from extractors.rendering import RenderedPage
from extractors.sorting import sort_envelope
from models.documents import DocumentKind
from models.errors import SheetError
from models.geometry import PageGeometry
from models.pages import PageContent, PageReading
from models.sheets import MOST_PAGES, SheetCode, SheetRole, is_batch_number, read_sheet
from review.sheets import Order, print_sheets

Picture = npt.NDArray[np.uint8]
BATCH = "20261128-01"


def rendered(pdf: bytes, dpi: int = 200) -> list[Picture]:
    document = pypdfium2.PdfDocument(pdf)
    try:
        return [np.asarray(page.render(scale=dpi / 72).to_pil().convert("RGB")) for page in document]
    finally:
        document.close()


def scanned(image: Picture, *, angle: float = 1.7, noise: float = 22.0, quality: int = 25, seed: int = 1) -> Picture:
    """As an old scanner gives it: askew, dirty, a little out of focus, squeezed hard."""
    rng = np.random.default_rng(seed)
    h, w = image.shape[:2]
    turn = cv2.getRotationMatrix2D((w / 2, h / 2), angle, 0.97)
    dirty = cv2.warpAffine(image, turn, (w, h), borderValue=(255, 255, 255))
    dirty = cv2.GaussianBlur(dirty, (0, 0), 1.1)
    dirty = np.clip(dirty * 0.85 + 20 + rng.normal(0, noise, dirty.shape), 0, 255).astype(np.uint8)
    _, data = cv2.imencode(".jpg", dirty, [cv2.IMWRITE_JPEG_QUALITY, quality])
    return cv2.imdecode(data, cv2.IMREAD_COLOR)


def read(image: Picture, index: int = 0) -> PageReading:
    """Through the real reader: a page with our code is known before anything is recognised on it."""
    return Reader().read(RenderedPage(index, image, 200.0)).reading


def paper(index: int) -> PageReading:
    return PageReading(page_index=index, geometry=PageGeometry(width=1654, height=2339), content=PageContent.TEXT)


def test_a_scanned_separator_begins_a_case_of_its_batch_and_programme() -> None:
    order = Order(BATCH, "nara-smarthouse", "スマートハウス普及促進補助金", pages_each=(2, 1), cover=True)
    cover, first, second = (scanned(image, seed=n) for n, image in enumerate(rendered(print_sheets(order))))
    pages = [read(cover, 0), read(first, 1), paper(2), paper(3), read(second, 4), paper(5)]
    known = list(programmes.load().values())
    cases = sort_envelope([("sha", page) for page in pages], known)
    assert [c.batch_no for c in cases] == [BATCH, BATCH]
    assert [c.announced_pages for c in cases] == [2, 1]
    assert [c.programme_id for c in cases] == ["nara-smarthouse"] * 2
    assert cases[0].cover == SheetCode(
        role=SheetRole.COVER, batch=BATCH, programme_id="nara-smarthouse", pages=3, envelopes=2
    )
    kinds = [[d.kind for d in c.documents] for c in cases]
    assert kinds[0].count(DocumentKind.SEPARATOR_SHEET) == 2 and kinds[1].count(DocumentKind.SEPARATOR_SHEET) == 1


@pytest.mark.parametrize("turned", [0, 1, 2, 3])
def test_whichever_way_it_lies_and_whatever_part_is_spoilt(turned: int) -> None:
    [image] = rendered(print_sheets(Order(BATCH, separators=1)))
    h, w = image.shape[:2]
    for top, left in ((0.25, 0.3), (0.75, 0.05), (0.75, 0.7)):  # each of the three codes under a blot
        blot = image.copy()
        blot[int(top * h) : int(top * h) + 420, int(left * w) : int(left * w) + 520] = 255
        page = read(scanned(np.ascontiguousarray(np.rot90(blot, turned))))
        assert {read_sheet(code.text) for code in page.barcodes} == {SheetCode(batch=BATCH, number=1)}


def test_a_fax_in_black_and_white_is_enough() -> None:
    [image] = rendered(print_sheets(Order(BATCH, separators=1)), dpi=150)
    grey = cv2.cvtColor(scanned(image, noise=8.0, quality=60), cv2.COLOR_RGB2GRAY)
    _, plain = cv2.threshold(grey, 140, 255, cv2.THRESH_BINARY)
    assert [read_sheet(c.text) for c in barcodes(cv2.cvtColor(plain, cv2.COLOR_GRAY2RGB))][:1] == [
        SheetCode(batch=BATCH, number=1)
    ]


def test_separators_of_other_systems_keep_working() -> None:
    image = np.asarray(separator("B0042").sheets[0].paint(200).convert("RGB"))
    page = read(scanned(image))
    [case] = sort_envelope([("sha", page), ("sha", paper(1))], [])
    assert case.batch_no == "B0042" and case.announced_pages is None and case.cover is None


def test_what_stands_on_the_sheet_can_be_read_by_people() -> None:
    order = Order(BATCH, "nara-smarthouse", "スマートハウス普及促進補助金", pages_each=(7,), cover=True, pages=7)
    document = pypdfium2.PdfDocument(print_sheets(order))
    texts = ["".join(page.get_textpage().get_text_range().split()) for page in document]
    sizes = [page.get_size() for page in document]
    document.close()
    assert "束の表紙" in texts[0] and "封筒の区切り紙" in texts[1]
    assert all(BATCH in text and "スマートハウス普及促進補助金" in text and "7ページ" in text for text in texts)
    assert sizes == [pytest.approx((595.28, 841.89), abs=0.1)] * 2


@pytest.mark.parametrize(
    "order",
    [
        Order("束1", separators=1),
        Order("", separators=1),
        Order(BATCH),
        Order(BATCH, separators=501),
        Order(BATCH, pages_each=(3, 0)),
        Order(BATCH, cover=True, pages=-1),
        Order(BATCH, cover=True, pages=MOST_PAGES + 1),
    ],
)
def test_orders_that_cannot_be_printed_say_why(order: Order) -> None:
    with pytest.raises(SheetError) as told:
        order.sheets()
    assert told.value.message_ja.endswith("。") and told.value.code == "B001"


_NUMBERS = st.from_regex(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,39}", fullmatch=True)
_COUNTS = st.none() | st.integers(0, MOST_PAGES)


@given(
    st.builds(
        SheetCode,
        role=st.sampled_from(SheetRole),
        batch=_NUMBERS,
        programme_id=st.none() | st.from_regex(r"[a-z0-9][a-z0-9-]{0,30}", fullmatch=True),
        number=_COUNTS,
        pages=_COUNTS,
        envelopes=_COUNTS,
    )
)
def test_a_code_says_what_was_written(sheet: SheetCode) -> None:
    assert is_batch_number(sheet.batch or "")
    assert read_sheet(sheet.text()) == sheet
    later = sheet.text().replace("UKETSUKE-SEP:1", "uketsuke-sep-2") + ";Z=new"
    assert read_sheet(later) == sheet


@given(st.text())
def test_other_codes_are_no_sheets(text: str) -> None:
    found = read_sheet(text)
    assert found is None or text.strip().upper().startswith(("SEP", "UKETSUKE-SEP"))


def test_nonsense_on_a_sheet_of_ours_is_still_a_separator() -> None:
    assert read_sheet("UKETSUKE-SEP:1;S;B=;C=many;N=99999999") == SheetCode()
    assert read_sheet("SEP-12") == SheetCode(batch="12")
    assert read_sheet("SEPARATOR:12") is None


def test_five_hundred_sheets_in_a_moment() -> None:
    made = print_sheets(Order(BATCH, separators=499, cover=True))
    document = pypdfium2.PdfDocument(io.BytesIO(made))
    assert len(document) == 500
    document.close()
