"""Sheets that the mailroom prints and scans along: separators 区切り紙 between envelopes, a cover 表紙 for a batch.

What the code on a sheet says, as plain text of ASCII in one QR code::

    UKETSUKE-SEP:1;S;P=shinjuku-ecohome;B=20261128-01;N=7;C=12

``1`` is the version, ``S`` separator or ``C`` cover, ``P`` the programme, ``B`` the batch, ``N`` which separator of the
batch it is, ``C`` how many pages it announces (a separator: of its envelope; a cover: of the batch, and ``E`` how many
envelopes). What is not known is left out. Older sheets, and those of other systems, carry nothing but ``SEP-`` and a
number: these are read as separators of the batch of that number.
"""

from __future__ import annotations

import re
from enum import StrEnum

from models.pages import Frozen

_PREFIX = re.compile(r"^(?:UKETSUKE-SEP|SEP)[-:](.+)$", re.IGNORECASE)
_BATCH = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,39}")
_VERSION = "1"
#: More pages than any batch has: a longer number is no number of pages.
MOST_PAGES = 99_999


class SheetRole(StrEnum):
    SEPARATOR = "separator"
    COVER = "cover"

    @property
    def label_ja(self) -> str:
        return {"separator": "区切り紙", "cover": "表紙"}[self.value]


class SheetCode(Frozen):
    """What a sheet's code says."""

    role: SheetRole = SheetRole.SEPARATOR
    batch: str | None = None
    programme_id: str | None = None
    number: int | None = None
    """Which separator of its batch it is, from 1."""
    pages: int | None = None
    """Pages announced, without separators and cover."""
    envelopes: int | None = None
    """Envelopes announced; covers only."""

    def text(self) -> str:
        """What stands in the QR code."""
        parts = [_VERSION, "C" if self.role is SheetRole.COVER else "S"]
        named = (
            ("P", self.programme_id),
            ("B", self.batch),
            ("N", self.number),
            ("C", self.pages),
            ("E", self.envelopes),
        )
        parts += [f"{name}={value}" for name, value in named if value is not None]
        return "UKETSUKE-SEP:" + ";".join(parts)


def read_sheet(text: str) -> SheetCode | None:
    """What the text of a barcode says, or None where it belongs to no sheet of ours.

    Unknown parts are passed over, so that sheets printed by a later version are still separators.
    """
    match = _PREFIX.match(text.strip())
    if match is None:
        return None
    _version, *parts = match[1].split(";")
    if not parts:
        return SheetCode(batch=match[1].strip() or None)
    pairs = dict(part.split("=", 1) for part in parts if "=" in part)
    return SheetCode(
        role=SheetRole.COVER if parts[0] == "C" else SheetRole.SEPARATOR,
        batch=pairs.get("B") or None,
        programme_id=pairs.get("P") or None,
        number=_count(pairs.get("N")),
        pages=_count(pairs.get("C")),
        envelopes=_count(pairs.get("E")),
    )


def is_batch_number(text: str) -> bool:
    """Whether `text` can stand on a sheet as a batch's number: letters, digits, ``-``, ``_``, ``.``, at most 40."""
    return _BATCH.fullmatch(text) is not None


def _count(text: str | None) -> int | None:
    return int(text) if text and text.isascii() and text.isdigit() and int(text) <= MOST_PAGES else None
