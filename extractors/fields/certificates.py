"""Certificates of residence 住民票 and of registration 登記事項証明書."""

from __future__ import annotations

import re

from extractors.fields.entries import Sheet, field_from
from extractors.fields.forms import extract_entries
from extractors.fields.layout import Layout, Region, Text
from extractors.fields.papers import PAPERS
from extractors.fields.parts import ROLES
from models.documents import DocumentKind, Field
from models.geometry import Box
from models.values.dates import find_dates


def extract_certificate(sheet: Sheet, kind: DocumentKind) -> dict[str, Field]:
    """The entries of a certificate."""
    layout = sheet.layout
    fields = extract_entries([sheet], PAPERS[kind], {})
    issued = _issued(layout)
    if issued is not None:
        fields["issue_date"] = field_from(sheet, "issue_date", issued)
    if kind is DocumentKind.REGISTRY_CERTIFICATE:
        representative = _representative(layout)
        if representative is not None:
            fields["representative_name"] = field_from(sheet, "representative_name", representative)
    return fields


_EVENT = re.compile("[就重退辞][任仕]|登記|変更|移転|設立|成立|[任仕]$")
"""Behind the date of something that is registered."""


def _issued(layout: Layout) -> Region | None:
    """The date by itself under the words of certification, the lowest outside the table; a fax has none of the table's
    rules, and the days on which officers took up office stand alone on it."""
    alone = [
        t
        for t in layout.texts
        if t.cell is None
        and (found := find_dates(t.raw))
        and found[0].end - found[0].start >= 0.7 * len(t.raw.strip())
        and not _EVENT.search(t.raw[found[0].end :])
    ]
    if not alone:
        return None
    last = max(alone, key=lambda t: t.box.y0)
    return Region((last,), last.box, None)


def _representative(layout: Layout) -> Region | None:
    """The first officer with power to represent: 代表…, 理事長, else the first officer listed."""
    officers = [
        t
        for t in layout.texts
        if ROLES.match(t.raw.strip()) or re.match(r"^(?:理事|監事|取締役|監査役)", t.raw.strip())
    ]
    officers.sort(key=lambda t: (not re.match(r"代表|理事長", t.raw.strip()), t.box.y0))
    for text in officers:
        role = re.match(r"^\s*(?:代表取締役|代表社員|代表理事|代表|理事長|取締役|理事)\s*", text.raw)
        rest = text.part(role.end()) if role else text
        row = sorted(
            (
                t
                for t in layout.texts
                if t is not text and abs(t.box.cy - text.box.cy) < 0.6 * text.box.height and t.box.x0 > text.box.x0
            ),
            key=lambda t: t.box.x0,
        )
        parts: list[Text] = []
        for part in (rest, *row):
            name = _without_date(part)
            if name.raw.strip():
                parts.append(name)
            if len(name.raw) < len(part.raw):
                break
        if parts:
            return Region(tuple(parts), Box.around(p.box for p in parts), None)
    return None


def _without_date(text: Text) -> Text:
    """`text` up to the date of appointment printed behind the name."""
    found = find_dates(text.raw)
    if found:
        return text.part(0, found[0].start)
    match = re.search(r"令和|平成|昭和", text.raw)
    return text.part(0, match.start()) if match else text
