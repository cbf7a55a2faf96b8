"""Contracts for work and sale: the parties, the work, the price, the day."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from extractors.fields.addresslines import without_postal
from extractors.fields.certainty import doubt_place
from extractors.fields.clauses import clauses_apart, customers_address, said_in_clauses
from extractors.fields.entries import Sheet, field_from, unread
from extractors.fields.forms import extract_entries
from extractors.fields.layout import Layout, Region, Text
from extractors.fields.makermodels import MAKERS
from extractors.fields.openings import customers_letter, opening_parties
from extractors.fields.orders import order_parties
from extractors.fields.papernumbers import paper_number
from extractors.fields.papers import PAPERS
from extractors.fields.parties import issuing_company
from extractors.fields.parts import before_role
from extractors.fields.running import inline
from extractors.fields.sealednames import seal_begins
from extractors.fields.signatories import CONTRACTOR, CUSTOMER, party_named
from extractors.fields.tails import COUNTED, cut_to
from extractors.fields.totals import sum_of, totals_on
from extractors.fields.tradenames import TRADE
from extractors.folding import fold
from extractors.meanings import is_any_label
from models.documents import DocumentKind, Field
from models.geometry import Box
from models.values.company import is_company
from models.values.dates import find_dates

EQUIPMENT = (
    "設備", "機器", "対象設備", "対象機器", "導入設備", "導入機器", "使用機器", "主要機器", "設置機器", "機器の仕様", "設備の仕様", "機器仕様", "機種", "メーカー・型式", "メーカー・型番",
)  # fmt: skip
_EQUIPMENT_WORDS = re.compile(
    "[()ー・\\d]*(?:設置|導入|更新|購入|納入|使用|対象)(?:する|した|予定の?|の)?(?:設備|機器|商品|製品|機械)(?:等|類)?(?:名|の内容|の仕様)?"
)
PLACES = ("工事場所", "設置場所", "施工場所", "納入場所", "納品場所", "工事先住所", "施工先住所", "納入先住所")
_AMOUNTS = ("total_amount", "subtotal_amount", "tax_amount")
CUSTOMER_ADDRESS = ("ご住所", "住所", "設置先ご住所", "設置先住所", "ご設置先住所")
_ADDRESS_OF = ("{}の住所", "{}住所", "{}の所在地")
"""How the label of one party's address is worded: 甲の住所."""
_CLAUSES = frozenset(
    fold(words)
    for words in (
        *(label.text for spec in PAPERS[DocumentKind.CONTRACT] for label in spec.labels),
        *EQUIPMENT, *PLACES, "工期", "工事期間", "引渡時期", "引渡期日", "支払方法", "支払条件",
    )
)  # fmt: skip
"""What heads a clause."""


_SIGNED = ("contract_date", "applicant_name", "vendor_name", "address")


def extract_contract(sheets: Sequence[Sheet]) -> dict[str, Field]:
    """The entries of a contract's first page, and of its later ones what stands with the signatures."""
    fields = _on_page(sheets[0])
    for sheet in sheets[1:]:
        if missing := [key for key in _SIGNED if unread(fields, key)]:
            fields |= {key: field for key, field in _on_page(sheet).items() if key in missing}
    return fields


def _on_page(sheet: Sheet) -> dict[str, Field]:
    sheet = clauses_apart(replace(sheet, clean=sheet.clean.copy()), _CLAUSES)  # seals are lifted from it
    layout = sheet.layout
    fields = extract_entries([sheet], PAPERS[DocumentKind.CONTRACT], {})
    ordered, opening = order_parties(layout), opening_parties(layout)
    named = {key: party.region for key, party in opening.items()}
    for key, region in (
        ("applicant_name", named.get("applicant_name") or party_named(layout, CUSTOMER)),
        ("vendor_name", named.get("vendor_name") or party_named(layout, CONTRACTOR)),
        ("address", _address(layout, customers_letter(opening))),
    ):
        region = region or (ordered.get(key) if unread(fields, key) else None)
        if region is not None:
            region = before_role(region) if key == "vendor_name" else region
            sealed = seal_begins(region.texts[-1].raw) if region.texts else None
            if key == "applicant_name" and sealed is not None:
                region = replace(region, texts=(*region.texts[:-1], region.texts[-1].part(0, sealed)))
            # a name cut out of the opening sentence has no seal over it
            whole = len(region.texts) == 1 and region.texts[0].after is None and region.texts[0].before is None
            stamped = key == "vendor_name" and is_company(region.raw) and whole
            fields[key] = issuing_company(sheet, key, region) if stamped else field_from(sheet, key, region)
            if key == "vendor_name" and not is_company(region.raw) and not TRADE.search(region.raw.strip()):
                doubt_place(fields[key])  # a contractor's name says that it is one, or how it trades
            if key == "applicant_name" and ordered.get(key) is region and not is_company(region.raw):
                doubt_place(fields[key])
            if (key in opening and not opening[key].sure) or (key == "applicant_name" and sealed is not None):
                doubt_place(fields[key])
    if unread(fields, "address") and (place := customers_address(layout, customers_letter(opening))) is not None:
        fields["address"] = field_from(sheet, "address", place.region)
        if not place.sure:
            doubt_place(fields["address"])
    if unread(fields, "address") and (over := _over_addressee(layout, ordered)) is not None:
        fields["address"] = field_from(sheet, "address", over)
        doubt_place(fields["address"])
    if unread(fields, "contract_date"):
        signed = _signed(layout)
        if signed is not None:
            fields["contract_date"] = field_from(sheet, "contract_date", signed)
    if "document_number" not in fields and (number := _numbered(layout)) is not None:
        fields["document_number"] = field_from(sheet, "document_number", number)
    elif "document_number" not in fields and (number := _filed_under(layout)) is not None:
        fields["document_number"] = field_from(sheet, "document_number", number)
        doubt_place(fields["document_number"])
    for key, region in (*_under_headings(layout).items(), *_named_equipment(layout).items()):
        fields[key] = field_from(sheet, key, region)
    equipment = _equipment(layout)
    for key, region in equipment.items():
        if unread(fields, key) or fields[key].raw.startswith(equipment["manufacturer"].raw.strip()):
            fields[key] = field_from(sheet, key, region)
    _number_alone(sheet, fields)
    if (model := fields.get("model")) is not None:
        fields["model"] = cut_to(sheet, model, COUNTED) or _uncounted(sheet, model)
    for key, field in said_in_clauses(sheet).items():
        if unread(fields, key) or field.raw in fields[key].raw:  # a whole clause stands beside （工事の内容）
            fields[key] = field
    if unread(fields, "tax_amount"):
        tax = (
            inline(layout.texts, "消費税の額", "円")
            or inline(layout.texts, "地方消費税の額", "円")
            or inline(layout.texts, "消費税額", "円")
            or inline(layout.texts, "うち消費税", "円")
        )
        if tax is not None:
            fields["tax_amount"] = field_from(sheet, "tax_amount", tax)
    _add_totals(sheet, fields)
    return fields


def _number_alone(sheet: Sheet, fields: dict[str, Field]) -> None:
    """The contract's number without the address on the next line that was taken with it: 注文番号 PO-24-1187 over 奈良県…."""
    number = fields.get("document_number")
    if number is None or not re.search("[都道府県市区町村郡]", number.raw):
        return
    if (alone := paper_number(sheet.layout)) is not None:
        fields["document_number"] = field_from(sheet, "document_number", alone)


def _add_totals(sheet: Sheet, fields: dict[str, Field]) -> None:
    """Those of the three amounts that no label led to, by their words and by adding up, as on any paper about money."""
    missing = [key for key in _AMOUNTS if unread(fields, key)]
    totals = totals_on(sheet.layout)
    if totals.sum is not None and totals.proven and not missing and not _add_up(fields):
        missing = list(_AMOUNTS)  # a label over several amounts led to another's: 請負代金の額, with its parts under it
        for key in missing:
            del fields[key]
    if not missing:
        return
    proven = totals.proven
    if totals.total is not None and "total_amount" not in missing:
        proven = proven and totals.total.yen == fields["total_amount"].value
    for key, region in totals.regions().items():
        if key in missing:
            fields[key] = field_from(sheet, key, region, parse=sum_of)
            if not proven:
                doubt_place(fields[key])


def _add_up(fields: dict[str, Field]) -> bool:
    total, subtotal, tax = (fields[key].value for key in _AMOUNTS)
    return isinstance(subtotal, int) and isinstance(tax, int) and subtotal + tax == total


def _address(layout: Layout, letter: str) -> Region | None:
    """Where the work is done, else where the customer lives, who is called `letter`, 甲 as a rule."""
    customers = (form.format(word) for word in (letter, "発注者", "注文者", "買主") for form in _ADDRESS_OF)
    for label in (*PLACES, *CUSTOMER_ADDRESS, *customers):
        for hit in layout.find(label):
            region = layout.beside(hit)
            if region is not None and re.search(r"\d", region.raw):
                first, *others = region.texts
                return replace(region, texts=(without_postal(first) or first, *others))
    for label in ("発注者", "注文者", "買主", "お客様"):  # in the party's room, under the name
        for hit in layout.find(label):
            region = layout.beside(hit) if hit.text.cell is not None else None
            for text in region.texts if region is not None and region.cell is not None else ():
                if re.match(r"\S{0,5}[都道府県市区町村郡].*\d", text.raw):
                    return Region((text,), text.box, None)
    return None


def _over_addressee(layout: Layout, ordered: Mapping[str, Region]) -> Region | None:
    """The address right over the name of an acceptance's addressee, who is the customer."""
    to = ordered.get("applicant_name")
    if to is None:
        return None
    height = to.box.height
    over = [t for t in layout.texts if 0.5 * height < to.box.cy - t.box.cy < 2.5 * height]
    over = [t for t in over if abs(t.box.x0 - to.box.x0) < 1.5 * height and _PLACE.search(t.raw)]
    return Region((over[-1],), over[-1].box, None) if over else None


_PLACE = re.compile(r"[都道府県市区町村郡].*\d")


def _numbered(layout: Layout) -> Region | None:
    """The contract's number that stands by itself above its text: 第780号."""
    head = 0.25 * layout.page.geometry.height
    alone = (t for t in layout.texts if t.box.cy < head and _NUMBER.fullmatch(t.raw.strip()))
    return next((Region((t,), t.box, None) for t in alone), None)


_NUMBER = re.compile(r"(?:契約(?:書|番号)?)?\s?第\s?[\dA-Z\-ー−]+\s?号")


_FILED = re.compile(
    r"\s*(?:受付|受注|管理|整理|文書)(?:番号|N[oO][.．]?|№)\s*[:：]?\s*(?P<number>[A-Z]{0,4}\d[\dA-Z]*(?:[-ー−/][\dA-Z]+)*)\s*"
)


def _filed_under(layout: Layout) -> Region | None:
    """The one number at the head under which a seller files the contract: 受付No.IG24-1187."""
    head = 0.25 * layout.page.geometry.height
    filed = [t.part(*m.span("number")) for t in layout.texts if t.box.cy < head and (m := _FILED.fullmatch(t.raw))]
    return Region((filed[0],), filed[0].box, None) if len(filed) == 1 else None


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
    worded = [t.raw for t in layout.texts if _EQUIPMENT_WORDS.fullmatch(t.plain[0])]
    for label in (*EQUIPMENT, *worded):
        for hit in layout.find(label):
            region = layout.beside(hit)
            if region is None or not region.texts:
                continue
            pieces = _maker_and_model(region)
            if pieces is not None and _known_or_numbered(pieces):
                return pieces
    return {}


_MAKER_THEN_MODEL = re.compile(
    r"\s*(?:メーカー名?|製造者|製造元|製造会社)[\s:：]*(?P<maker>\S.*?)[\s:：/／]*(?:(?:型\s?[式番名]|形式|品\s?番|機種)[\s:：]*(?P<model>[A-Z0-9]\S+)|商品名?[\s:：]*(?P<product>\S+))(?:\s*[×xX]\s*\d+)?\s*"
)


def _named_equipment(layout: Layout) -> dict[str, Region]:
    """Manufacturer and model on one line, each behind its label: メーカー 日立 品番 RCI-GP140."""
    for text in layout.texts:
        found = _MAKER_THEN_MODEL.fullmatch(text.raw)
        if found is not None and not is_any_label(found["maker"]):
            model = "model" if found["model"] else "product"
            parts = {"manufacturer": text.part(*found.span("maker")), "model": text.part(*found.span(model))}
            return {key: Region((part,), part.box, None) for key, part in parts.items()}
    return {}


_HEADINGS = (
    ("description", re.compile("ご?契約内容")),
    ("manufacturer", re.compile("メー[カ力]ー名?|製造者名?|製造元")),
    ("model", re.compile("[型品][番名]|型式|形名")),
)
_ROWS = 4.0
"""So many heights the first row of a table stands under its headings at most."""


def _under_headings(layout: Layout) -> dict[str, Region]:
    """What stands in the cells under headings whose own cells were not found, white on dark as they are: an entry is set to
    the left of its cell, a heading to the middle, and need not overlap."""
    found = {}
    for key, words in _HEADINGS:
        for heading in layout.texts:
            if heading.cell is not None and layout.in_front_of(heading) is None:
                continue
            if not words.fullmatch(heading.raw.strip()):
                continue
            under = [t for t in layout.texts if t.cell is not None and t.cell.x0 < heading.box.cx < t.cell.x1]
            under = [t for t in under if 0 < t.box.cy - heading.box.cy < _ROWS * heading.box.height]
            first = min(under, key=lambda t: t.box.cy, default=None)
            if first is not None and first.cell != heading.cell and not layout.names_an_entry(first):
                found[key] = Region((first,), first.box, None)
                break
    return found if len(found) > 1 else {}


def _known_or_numbered(equipment: dict[str, Region]) -> bool:
    """Whether a maker is known, or a number stands behind it: else 家庭用 エコキュート would be a maker and its model."""
    maker, model = equipment["manufacturer"], equipment["model"]
    return fold(maker.raw) in MAKERS or re.search(r"\d", model.raw) is not None


def _maker_and_model(region: Region) -> dict[str, Region] | None:
    if len(region.texts) >= 2:
        first, second = _unlabelled(region.texts[0]), _model_alone(_unlabelled(region.texts[1]))
        return {"manufacturer": Region((first,), first.box, None), "model": Region((second,), second.box, None)}
    text = region.texts[0]
    cut = _model_start(text)
    if cut is None or is_company(text.raw):
        return None
    made = re.search(r"(?<=\S)\s*製\s*$", text.raw[:cut])
    counted = _COUNT_BEHIND.search(text.raw)
    maker = text.part(0, made.start() if made else cut)
    model = text.part(cut, counted.start() if counted and counted.start() > cut else len(text.raw))
    return {"manufacturer": Region((maker,), maker.box, None), "model": Region((model,), Box.around([model.box]), None)}


_COUNT_BEHIND = re.compile(
    r"(?:\s+\d{1,3}|\d)\s*(?:台|基|式|組|枚|セット)\s*$|\s*[(（]\s*\d{1,3}\s*(?:台|基|式|組|枚|セット)\s*[)）]\s*$"
)
"""How many of a model stand behind it, in brackets or not; of digits read onto it the last alone: HRF-120AFT3 1台, read as HRF-120AFT31台."""


_THING_IN_FRONT = re.compile(r"\s*[A-Z]{0,4}[^\x00-\x7f]{2,12}\s*(?=[A-Z]{1,5}[A-Z0-9\-]*\d)")
"""What kind of thing a model is, read onto it: LED器具 EL-LHV4030B."""
_DIGITS_COUNTED = re.compile(r"(?P<digits>\d{1,3})(?:台|基|式|組|枚|セット)\s*$")
_SHORTEST_MODEL = 3
_WIDE = 1.2
"""A space is so much wider than the widest step from letter to letter."""


def _model_alone(text: Text) -> Text:
    """`text` without the kind of thing in front of the model and how many of it behind, though all was read as one word."""
    thing = _THING_IN_FRONT.match(text.raw)
    counted = _DIGITS_COUNTED.search(text.raw)
    start = thing.end() if thing is not None else 0
    if counted is None or text.line.char_x is None or (end := counted.start("digits")) - start < _SHORTEST_MODEL:
        return text.part(start) if thing is not None else text
    steps = {i: text.x_at(i) - text.x_at(i - 1) for i in range(start + 1, counted.end("digits"))}
    at = max(range(end, counted.end("digits")), key=steps.__getitem__)
    apart = steps.pop(at)
    return text.part(start, at if apart > _WIDE * max(steps.values()) else None)


def _uncounted(sheet: Sheet, model: Field) -> Field:
    """`model` read anew without how many of it, where the space between them was lost: PUZ-ZRMP160LA3 4台, read as LA34台."""
    delivered, place = sheet.page.reading.geometry.delivered, model.box
    for text in sheet.layout.texts:
        if place is None or _DIGITS_COUNTED.search(text.raw) is None or not text.raw.startswith(model.raw[:-1]):
            continue
        alone = _model_alone(text)
        if delivered(text.box).intersection(place) > 0.5 * place.area and len(alone.raw) < len(text.raw):
            return field_from(sheet, "model", Region((alone,), alone.box, None))
    return model


def _unlabelled(text: Text) -> Text:
    label = re.match(r"\s*(?:メーカー名?|製造者|型\s?[式番名]|形式|品\s?番|機種)[\s:：]*(?=\S)", text.raw)
    return text.part(label.end()) if label else text


def _model_start(text: Text) -> int | None:
    """Where a model number begins behind a manufacturer's name: behind a known one, a space, or at the first letter or digit."""
    made = re.match(r"\s*[^\dA-Z]{2,20}?\s*製\s*(?=[A-Z0-9])", text.raw)
    if made:
        return made.end()
    plain, origin = text.plain
    known = next((m for m in MAKERS if plain.startswith(m) and len(plain) > len(m) + 2), None)
    if known is not None and (end := re.compile(r"\s*製?\s*").match(text.raw, origin[len(known) - 1] + 1)):
        return end.end()
    space = re.search(r"\S[ 　]+(?=[A-Z0-9ァ-ヶ])", text.raw)
    if space:
        return space.end()
    match = re.search(r"(?<=[\u3040-\u9fffー])(?=[A-Z]{1,5}[\-A-Z0-9]*\d)", text.raw)
    return match.start() if match and match.start() > 0 else None
