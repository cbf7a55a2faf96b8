"""Separator 区切り紙 and cover 表紙 sheets as PDF, ready to print.

Made with typst out of `sheets.typ`; the codes are drawn by zxing-cpp, the library that reads them again when the sheet
comes back scanned. Each code stands on the paper three times, at three places and two sizes: a staple, a fold or a
streak of the scanner's glass spoils one of them, not all.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import typst
import zxingcpp
from django.utils.translation import gettext as _

from models.errors import SheetError
from models.sheets import MOST_PAGES, SheetCode, SheetRole, is_batch_number

#: More sheets than a day's mail needs; a slip of the hand asks for a million.
MOST_SHEETS = 500
#: Debian's IPAex fonts, from the package ``fonts-ipaexfont``; elsewhere typst takes what the system has.
_FONTS = (Path("/usr/share/fonts/opentype/ipaexfont-gothic"),)
_TEMPLATE = Path(__file__).with_name("sheets.typ")


@dataclass(frozen=True, slots=True)
class Order:
    """What a clerk asks for: sheets of one batch."""

    batch: str
    programme_id: str | None = None
    programme_title: str = ""
    separators: int = 0
    """How many, unless `pages_each` says so."""
    pages_each: tuple[int, ...] = ()
    """Pages announced for each envelope, where the mailroom counts them: one separator each."""
    cover: bool = False
    pages: int | None = None
    """Pages of the whole batch, on the cover."""
    envelopes: int | None = None

    def sheets(self) -> tuple[SheetCode, ...]:
        """What stands on each sheet, the cover first.

        Raises:
            SheetError: the batch number or a count will not do, or nothing is asked for.
        """
        if not is_batch_number(self.batch):
            raise SheetError(
                "batch number",
                message_ja=_("束番号は、半角の英数字と「-」「_」「.」だけで、40字までにしてください。"),
            )
        counts: Sequence[int | None] = self.pages_each or [None] * self.separators
        if not 0 < len(counts) + self.cover <= MOST_SHEETS:
            raise SheetError(
                "number of sheets", message_ja=_("用紙は1枚から%(most)s枚までにしてください。") % {"most": MOST_SHEETS}
            )
        if any(n is not None and not 0 < n <= MOST_PAGES for n in (*counts, self.pages, self.envelopes)):
            raise SheetError("number of pages", message_ja=_("枚数は1以上の数にしてください。"))
        envelopes = self.envelopes or (len(counts) or None)
        pages = self.pages or (sum(self.pages_each) or None)
        cover = SheetCode(
            role=SheetRole.COVER, batch=self.batch, programme_id=self.programme_id, pages=pages, envelopes=envelopes
        )
        separators = (
            SheetCode(batch=self.batch, programme_id=self.programme_id, number=n, pages=count)
            for n, count in enumerate(counts, start=1)
        )
        return (*([cover] if self.cover else []), *separators)


def print_sheets(order: Order) -> bytes:
    """The sheets as one PDF, A4, one a page.

    Raises:
        SheetError: see `Order.sheets`.
    """
    sheets = order.sheets()
    files: dict[str, bytes] = {"main.typ": _TEMPLATE.read_bytes()}
    listed = []
    for n, sheet in enumerate(sheets):
        files[f"{n}.svg"] = code_svg(sheet).encode()
        listed.append(
            {
                "code": f"{n}.svg",
                "cover": sheet.role is SheetRole.COVER,
                "batch": order.batch,
                "programme": order.programme_title,
                "number": sheet.number,
                "pages": sheet.pages,
                "envelopes": sheet.envelopes,
            }
        )
    files["sheets.json"] = json.dumps(listed, ensure_ascii=False).encode()
    fonts = [str(folder) for folder in _FONTS if folder.is_dir()]
    made = typst.compile(files, font_paths=fonts, ignore_system_fonts=bool(fonts))  # type: ignore[call-overload]  # its stubs know no files by name
    assert isinstance(made, bytes)
    return made


def code_svg(sheet: SheetCode) -> str:
    """The sheet's QR code; a quarter of it may be spoilt and it is still read."""
    code = zxingcpp.create_barcode(sheet.text(), zxingcpp.BarcodeFormat.QRCode, ec_level="Q")
    return str(code.to_svg(add_quiet_zones=False))
