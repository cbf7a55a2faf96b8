"""Names and numbers with a company's seal over their end."""

from __future__ import annotations

import pytest
from PIL import ImageFont

from extractors.fields.entries import Sheet
from extractors.fields.layout import Layout
from extractors.fields.parties import issuer, unsealed
from extractors.imaging.darkest import darkest_ink, has_shades
from extractors.reading import Reader
from models.documents import DocumentKind
from models.pages import Source
from models.values.company import parse_company
from tests.extractors.drawnpaper import GOTHIC, Paper
from tests.extractors.fields.extracting import extracted, values


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader()


def stamped(seen: str, hidden: str, shade: int) -> Paper:
    """A name above its address with a square seal in a grey of `shade` over its end `hidden`, which nobody read."""
    paper = Paper(1000, 400)
    box = paper.text(100, 100, seen, size=40, source=Source.PPOCR)
    paper.draw.text((box.x1, 100), hidden, font=ImageFont.truetype(str(GOTHIC), 40), fill="black")
    paper.text(100, 160, "奈良県奈良市法華寺町1-2", size=26)
    paper.text(100, 200, "TEL 0742-12-3456", size=26)
    x, y = box.x1 - 20, box.y0 - 30
    paper.draw.rectangle((x, y, x + 130, y + 130), outline=(shade,) * 3, width=5)
    font = ImageFont.truetype(str(GOTHIC), 40)
    for i, c in enumerate("昭電之和器印"):
        paper.draw.text((x + 8 + 40 * (i % 3), y + 15 + 50 * (i // 3)), c, font=font, fill=(shade,) * 3)
    return paper


@pytest.mark.parametrize("shade", [110, 140])
def test_a_name_is_read_from_under_a_grey_seal(reader: Reader, shade: int) -> None:
    page = stamped("昭和電器株式会", "社", shade).read()
    sheet = Sheet.of(page, frozenset(), reader)
    found = issuer(sheet.layout)
    assert found is not None
    assert parse_company(unsealed(sheet, found).raw) == "昭和電器株式会社"


@pytest.mark.parametrize(
    ("read", "name"),
    [
        ("北斗電設有限会社印", "北斗電設有限会社"),
        ("北斗電設有限会社之一北", "北斗電設有限会社"),
        ("北斗電設有限会", "北斗電設有限会社"),
        ("北斗電設有限会会社", "北斗電設有限会社"),
        ("株式会社北斗電設印", "株式会社北斗電設"),
        ("株式会社北斗印刷", "株式会社北斗印刷"),
    ],
)
def test_scraps_of_a_seal_are_no_part_of_a_name(reader: Reader, read: str, name: str) -> None:
    paper = Paper(1000, 300)
    paper.text(100, 100, read)
    paper.text(100, 150, "TEL 0742-12-3456")
    sheet = Sheet.of(paper.read(), frozenset(), reader)
    found = issuer(sheet.layout)
    assert found is not None
    assert parse_company(unsealed(sheet, found).raw) == name


def test_the_account_to_pay_into_tells_what_the_seal_hides(reader: Reader) -> None:
    paper = Paper(1200, 500)
    paper.text(700, 100, "株式会社北斗エネル")
    paper.text(700, 150, "TEL 0742-12-3456")
    paper.text(100, 400, "お振込先　南都銀行 本店　普通 1234567　株式会社北斗エネルギー")
    sheet = Sheet.of(paper.read(), frozenset(), reader)
    found = issuer(sheet.layout)
    assert found is not None
    assert unsealed(sheet, found).raw == "株式会社北斗エネルギー"


def test_a_trader_without_a_corporate_form() -> None:
    paper = Paper(1000, 400)
    paper.text(100, 60, "領収証", size=50)
    paper.text(500, 200, "山田工務店")
    paper.text(500, 250, "TEL 0742-12-3456")
    found = issuer(Layout(paper.read().reading))
    assert found is not None
    assert found.raw == "山田工務店"


@pytest.mark.ocr
def test_a_number_torn_in_two_by_a_seals_rim_is_one_number(reader: Reader) -> None:
    paper = Paper(1000, 300)
    whole = paper.text(100, 100, "登録番号 T9050003089035", size=30, source=Source.PPOCR)
    at = whole.x0 + 0.845 * whole.width  # through the last digit but three, where the rim of the seal runs
    left = paper.lines[-1].model_copy(
        update={"text": "登録番号 T905000308", "box": whole.model_copy(update={"x1": at - 4}), "char_x": None}
    )
    scrap = left.model_copy(
        update={
            "text": "035才",
            "box": whole.model_copy(update={"x0": at + 4, "y0": whole.y0 - 24, "y1": whole.y1 + 4}),
        }
    )
    paper.lines[-1:] = [left, scrap]
    paper.draw.rectangle((at - 3, 20, at + 230, 160), outline=(110, 110, 110), width=4)
    found = values(extracted(DocumentKind.RECEIPT, paper.read(), reader=reader))
    assert found["invoice_number"] == "T9050003089035"


def test_only_the_darkest_ink_stays() -> None:
    pixels = stamped("昭和電器株式会", "社", 130).pixels[90:150, 90:520]
    assert has_shades(pixels)
    lifted = darkest_ink(pixels)
    assert lifted.min() == 0
    seal = (pixels[:, :, 0] > 120) & (pixels[:, :, 0] < 140)
    assert lifted[seal].min() > 200
    assert not has_shades(((pixels > 128) * 255).astype(pixels.dtype))
