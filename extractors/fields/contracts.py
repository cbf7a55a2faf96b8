"""Contracts for work and sale: the parties, the work, the price, the day."""

from __future__ import annotations

import re
from dataclasses import replace

from extractors.fields.entries import Sheet, field_from, unread
from extractors.fields.forms import extract_entries
from extractors.fields.layout import Layout, Region, Text
from extractors.fields.papers import PAPERS
from extractors.fields.parties import issuing_company
from extractors.fields.parts import ROLES
from extractors.fields.running import inline
from models.documents import DocumentKind, Field
from models.geometry import Box
from models.values.company import is_company
from models.values.dates import find_dates

CUSTOMER = ("お名前", "注文者", "発注者", "甲", "氏名")
CONTRACTOR = ("商号・代表者", "商号", "会社名", "請負者", "受注者", "乙")
CUSTOMER_ADDRESS = ("ご住所", "住所")


def extract_contract(sheet: Sheet) -> dict[str, Field]:
    """The entries of a contract's first page."""
    sheet = replace(sheet, clean=sheet.clean.copy())  # seals are lifted from it
    layout = sheet.layout
    fields = extract_entries([sheet], PAPERS[DocumentKind.CONTRACT], {})
    for key, region in (
        ("applicant_name", _party(layout, ("発注者", "注文者"), CUSTOMER)),
        ("vendor_name", _party(layout, ("受注者", "請負者"), CONTRACTOR)),
        ("address", _address(layout)),
    ):
        if region is not None:
            # a name cut out of the opening sentence has no seal over it
            whole = len(region.texts) == 1 and region.texts[0].after is None and region.texts[0].before is None
            stamped = key == "vendor_name" and is_company(region.raw) and whole
            fields[key] = issuing_company(sheet, key, region) if stamped else field_from(sheet, key, region)
    if unread(fields, "contract_date"):
        signed = _signed(layout)
        if signed is not None:
            fields["contract_date"] = field_from(sheet, "contract_date", signed)
    if "document_number" not in fields and (number := _numbered(layout)) is not None:
        fields["document_number"] = field_from(sheet, "document_number", number)
    equipment = _equipment(layout)
    for key, region in equipment.items():
        if unread(fields, key):
            fields[key] = field_from(sheet, key, region)
    if unread(fields, "tax_amount"):
        tax = (
            inline(layout.texts, "消費税の額", "円")
            or inline(layout.texts, "地方消費税の額", "円")
            or inline(layout.texts, "消費税額", "円")
        )
        if tax is not None:
            fields["tax_amount"] = field_from(sheet, "tax_amount", tax)
    return fields


def _party(layout: Layout, words: tuple[str, ...], labels: tuple[str, ...]) -> Region | None:
    """A party's name: in the opening sentence (発注者 … （以下「甲」), or beside its label in the block of signatures."""
    for word in words:
        sentence = inline(layout.texts, word, "(以下")
        if sentence is not None and 2 <= len(sentence.raw.strip()) <= 30:
            return sentence
    for label in labels:
        for hit in layout.find(label):
            region = layout.beside(hit)
            names = [n for t in (region.texts if region else ()) if (n := _name(t)) is not None]
            # a seal stands right of the name and is read as scraps: a company's name, else the first on the row
            names.sort(key=lambda n: (not is_company(n.raw), abs(n.box.cy - hit.box.cy) > hit.box.height, n.box.x0))
            if names:
                return Region((names[0],), names[0].box, None)
    return None


def _name(text: Text) -> Text | None:
    """The name in a line of a block of signatures; None where the line is an address, a sentence or a label."""
    prefix = re.match(r"\s*(?:氏\s*名|商\s*号|名\s*称|会社名|代表者)\s*[:：]?\s*", text.raw)
    if prefix and prefix.end() < len(text.raw):
        text = text.part(prefix.end())
    role = ROLES.search(text.raw)
    if role and role.start() > 1:
        text = text.part(0, role.start())
    raw = text.raw.strip()
    address = re.search(r"[都道府県市区町村郡].*\d|〒|\d-\d|TEL|電話", raw)
    sentence = re.search(r"[、。]|契約|締結|条", raw)
    if address or sentence or len(raw) < 2 or re.match(r"住\s*所|氏\s*名", raw):
        return None
    return text


def _address(layout: Layout) -> Region | None:
    for label in ("工事場所", "設置場所", *CUSTOMER_ADDRESS):
        for hit in layout.find(label):
            region = layout.beside(hit)
            if region is not None and re.search(r"\d", region.raw):
                return region
    return None


def _numbered(layout: Layout) -> Region | None:
    """The contract's number that stands by itself above its text: 第780号."""
    head = 0.25 * layout.page.geometry.height
    alone = (t for t in layout.texts if t.box.cy < head and _NUMBER.fullmatch(t.raw.strip()))
    return next((Region((t,), t.box, None) for t in alone), None)


_NUMBER = re.compile(r"(?:契約(?:書|番号)?)?\s?第\s?[\dA-Z\-ー−]+\s?号")


def _signed(layout: Layout) -> Region | None:
    """The date that stands by itself: contracts print it above the signatures."""
    alone = [
        t
        for t in layout.texts
        if (found := find_dates(t.raw)) and found[0].end - found[0].start >= len(t.raw.strip()) - 2 and t.cell is None
    ]
    if not alone:
        return None
    last = max(alone, key=lambda t: t.box.y0)
    return Region((last,), last.box, None)


def _equipment(layout: Layout) -> dict[str, Region]:
    """Manufacturer and model that share one cell beside 設備 or 機器."""
    for label in ("設備", "機器", "対象設備", "導入機器", "メーカー・型式"):
        for hit in layout.find(label):
            region = layout.beside(hit)
            if region is None or not region.texts:
                continue
            pieces = _maker_and_model(region)
            if pieces is not None:
                return pieces
    return {}


def _maker_and_model(region: Region) -> dict[str, Region] | None:
    if len(region.texts) >= 2:
        first, second = region.texts[0], region.texts[1]
        return {"manufacturer": Region((first,), first.box, None), "model": Region((second,), second.box, None)}
    text = region.texts[0]
    cut = _model_start(text)
    if cut is None or is_company(text.raw):
        return None
    maker, model = text.part(0, cut), text.part(cut)
    return {"manufacturer": Region((maker,), maker.box, None), "model": Region((model,), Box.around([model.box]), None)}


def _model_start(text: Text) -> int | None:
    """Where a model number begins behind a manufacturer's name: behind a space, a gap, or at the first letter or digit."""
    space = re.search(r"\S[ 　]+(?=[A-Z0-9ァ-ヶ])", text.raw)
    if space:
        return space.end()
    match = re.search(r"(?<=[\u3040-\u9fffー])(?=[A-Z]{1,5}[\-A-Z0-9]*\d)", text.raw)
    return match.start() if match and match.start() > 0 else None
