"""Warranties 保証書: a table of labelled entries; the maker may stand unlabelled beside the title."""

from __future__ import annotations

import re
from dataclasses import replace

from extractors.fields.certainty import doubt_place
from extractors.fields.entries import Sheet, field_from, unread
from extractors.fields.forms import extract_entries
from extractors.fields.layout import Hit, Layout, Region, Text
from extractors.fields.makermodels import MAKERS
from extractors.fields.papernumbers import number_alone, paper_number
from extractors.fields.papers import PAPERS
from extractors.fields.parties import addressee, issuer, issuing_company
from extractors.fields.tails import cut_to, with_its_range
from extractors.fields.texts import reading_order, same_row
from extractors.fields.tradenames import TRADE
from extractors.fields.warrantywords import (
    DESK,
    at_foot,
    begins_with_caption,
    by_title,
    model_and_serial,
    thing_and_model,
    under_caption,
)
from extractors.folding import fold
from extractors.meanings import is_any_label, means
from models.documents import DocumentKind, Field, Value
from models.values.dates import find_dates
from models.values.fields import parse_field
from models.values.identifiers import parse_text


def extract_warranty(sheet: Sheet) -> dict[str, Field]:
    """The entries of a warranty."""
    sheet = replace(sheet, clean=sheet.clean.copy())  # seals are lifted from it
    layout = sheet.layout
    fields = extract_entries([sheet], PAPERS[DocumentKind.WARRANTY], {})
    if unread(fields, "installation_date") and (day := _beside_two_words(layout)) is not None:
        fields["installation_date"] = field_from(sheet, "installation_date", day)
    if unread(fields, "installation_date") and (day := _era_left_out(layout)) is not None:
        fields["installation_date"] = field_from(sheet, "installation_date", day, parse=_of_this_era)
    for key, region in _in_title(layout).items():
        if unread(fields, key):
            fields[key] = field_from(sheet, key, region)
    if (made := fields.get("manufacturer")) is not None and _ONLY_TITLE.match(made.raw.strip()):
        del fields["manufacturer"]
    taken = fields.get("equipment_type")
    if taken is not None and begins_with_caption(taken.raw):
        del fields["equipment_type"]
        if (thing := under_caption(layout, _THING_CAPTIONS)) is not None:
            fields["equipment_type"] = field_from(sheet, "equipment_type", thing)
    for pair in (thing_and_model, model_and_serial):
        fields.update({key: field_from(sheet, key, region) for key, region in pair(layout).items()})
    if unread(fields, "equipment_type") and (thing := _in_words(layout)) is not None:
        fields["equipment_type"] = field_from(sheet, "equipment_type", thing)
    for key, region in by_title(layout).items():
        if unread(fields, key):
            fields[key] = field_from(sheet, key, region)
            doubt_place(fields[key])
    if unread(fields, "document_number") and (number := paper_number(layout)) is not None:
        fields["document_number"] = field_from(sheet, "document_number", number)
    elif unread(fields, "document_number") and (number := number_alone(layout)) is not None:
        fields["document_number"] = field_from(sheet, "document_number", number)
        doubt_place(fields["document_number"])
    if unread(fields, "equipment_type") and (thing := _titled(layout)) is not None:
        fields["equipment_type"] = field_from(sheet, "equipment_type", thing)
        doubt_place(fields["equipment_type"])
    customer = addressee(layout)
    if (
        customer is not None
        and unread(fields, "applicant_name")
        and len(customer.raw) <= _LONGEST_NAME
        and not any(is_any_label(t.raw) for t in customer.texts)
    ):
        fields["applicant_name"] = field_from(sheet, "applicant_name", customer)
    if unread(fields, "manufacturer"):
        maker = _named_maker(layout) or _beside_title(layout) or _alone(layout)
        if maker is not None:
            fields["manufacturer"] = field_from(sheet, "manufacturer", maker)
        elif (maker := _of_makers_group(layout)) is not None:
            fields["manufacturer"] = field_from(sheet, "manufacturer", maker)
            doubt_place(fields["manufacturer"])
    others = {str(fields[key].value) for key in ("document_number", "serial_number") if key in fields}
    if unread(fields, "model") and (model := _only_model(layout)) is not None and model.raw not in others:
        fields["model"] = field_from(sheet, "model", model)
    if unread(fields, "model") and (series := _series(layout)) is not None:
        fields["model"] = field_from(sheet, "model", series, parse=parse_text)
        doubt_place(fields["model"])
    if unread(fields, "vendor_name") or _is_no_shop(fields["vendor_name"]):
        not_these = [t for t in layout.texts if re.match(r"^\s*(?:保証(?:責任)?者|製造)", t.raw)]
        shop = _under_its_word(layout) or issuer(
            layout, [*not_these, *(customer.texts if customer is not None else ())]
        )
        if shop is not None:
            fields["vendor_name"] = issuing_company(sheet, "vendor_name", shop)
            if any(shop.texts[0].plain[0].startswith(maker) for maker in MAKERS):
                doubt_place(fields["vendor_name"])  # the only company on the paper may be the maker alone
    if unread(fields, "manufacturer") and (
        maker := at_foot(layout, str(fields["vendor_name"].value) if "vendor_name" in fields else "")
    ):
        fields["manufacturer"] = field_from(sheet, "manufacturer", maker)
        doubt_place(fields["manufacturer"])
    named = fields.get("manufacturer")
    if named is not None and DESK.fullmatch(named.raw.strip()):
        fields["manufacturer"] = cut_to(sheet, named, DESK) or named
        doubt_place(fields["manufacturer"])
    if (serial := fields.get("serial_number")) is not None:
        fields["serial_number"] = with_its_range(serial)
    return fields


def _only_model(layout: Layout) -> Region | None:
    """The one text of the page that looks like a model number (NQ-230BP); None where several do."""
    found = []
    for text in layout.texts:
        if re.search(r"保証書|番号|No|№|S/N|TEL|FAX|電話|製造|登録|〒|http|@|JIS|ISO", text.raw):
            continue
        for match in re.finditer(
            r"(?<![A-Za-z0-9\-])(?=[A-Z0-9\-]*[A-Z])(?=[A-Z0-9\-]*\d)[A-Z][A-Z0-9]*(?:-[A-Z0-9]+)+(?![A-Za-z0-9\-])[|\\/}]?",
            text.raw,
        ):
            found.append(text.part(match.start(), match.end()))
    return Region((found[0],), found[0].box, None) if len({t.raw for t in found}) == 1 else None


def _series(layout: Layout) -> Region | None:
    """The name that stands for a model number where a thing has none, as windows do: 型式（品番） マドリモ樹脂窓."""
    for text in layout.texts:
        if not re.match(r"\s*(?:型[式番名]|品番|形[名式])", text.raw) or not means("model", text.raw):
            continue
        region = layout.beside(Hit(text, text.box, None, text.raw))
        if region is not None and len(region.texts) == 1 and _SERIES.fullmatch(region.raw) is not None:
            return None if is_any_label(region.raw) else region
    return None


_SERIES = re.compile(r"\s*(?=.*[ァ-ヺ]{3})[^\W\d_ぁ-ん]{4,20}\s*")
_LONGEST_NAME = 30
_DAY = re.compile(r"\s*(?:1[0-5]|[1-9])\s*年\s*\d{1,2}\s*月\s*\d{1,2}\s*日?\s*")
"""A day written into 　年　月　日, its year one that only the present era can have on such a paper."""


_CAPTIONS = {s.key: frozenset(fold(x.text) for x in s.labels) for s in PAPERS[DocumentKind.WARRANTY]}
_DAY_LABELS, _THING_CAPTIONS = _CAPTIONS["installation_date"], _CAPTIONS["equipment_type"]


def _era_left_out(layout: Layout) -> Region | None:
    """The day beside its label whose era is not printed: 据付日 7年10月15日."""
    for text in layout.texts:
        front = layout.in_front_of(text) if _DAY.fullmatch(text.raw) else None
        if front is not None and (fold(front.raw) in _DAY_LABELS or means("installation_date", front.raw)):
            return Region((text,), text.box, None)
    return None


def _beside_two_words(layout: Layout) -> Region | None:
    """The day beside a label of two words, the second of which goes on under the first: お買上げ日／設置 over 日."""
    for text in layout.texts:
        first, *second = re.split(r"[/／・]", text.raw.strip())
        if len(second) != 1 or fold(first) not in _DAY_LABELS or re.search(r"\d", text.raw):
            continue
        region = layout.beside(Hit(text, text.box, None, text.raw))
        if region is not None and len(region.texts) == 1 and find_dates(region.raw):
            return region
    return None


def _of_this_era(raw: str) -> Value:
    return parse_field("installation_date", f"令和{raw.strip()}")


_ONLY_TITLE = re.compile("(?:製品|機器|長期|無償|延長)?保証")
"""The rest of a title that begins with the maker's word: メーカー保証書（お客様控）."""
_TITLE = re.compile("保証書$|保証サービス$|保証(?:登録)?票$")
_THING_LABELS = ("機種名", "機種", "商品", "製品")


def _in_words(layout: Layout) -> Region | None:
    """The thing beside a label that other makers print over the model, or behind it: 機種 パッケージエアコン."""
    for label in _THING_LABELS:
        for hit in layout.find(label):
            region = layout.beside(hit) or layout.below(hit)
            words = re.sub(r"^[\s●○■◆・]+", "", hit.text.raw)
            apart = fold(words) == fold(label) or re.match(rf"{label}[\s:：]", words) is not None
            if apart and region is not None and _THING.fullmatch(region.raw.strip()):
                return region
    return None


_THING = re.compile(r"(?=.*[ァ-ヺ一-龠]{2})[^\d:：。、]{2,30}")
"""Words without a number: no model."""


def _in_title(layout: Layout) -> dict[str, Region]:
    """Maker and thing that the title names, where a known maker begins it: 三菱電機 給湯機 保証書."""
    for text in layout.texts:
        raw = text.raw.rstrip()
        if not _TITLE.search(raw) or text.line.vertical:
            continue
        plain, origin = text.plain
        maker = next((m for m in MAKERS if plain.startswith(m) and len(plain) > len(m)), None)
        if maker is None:
            continue
        found = {"manufacturer": text.part(0, origin[len(maker)])}
        end = re.search(
            r"\s*(?:[（(]?(?:無料|無償|出張|持込)?修理[)）]?|(?:機器|製品|長期|延長|品質|システム長期|\d+\s*年間?)?)\s*(?:保証書|保証サービス|保証(?:登録)?票)$",
            raw,
        )
        start = re.compile(r"[\s\-ー－―・株式会社製]*").match(raw, origin[len(maker)])
        if end is not None and start is not None and end.start() - start.end() >= 2:
            found["equipment_type"] = text.part(start.end(), end.start())
        return {key: Region((part,), part.box, None) for key, part in found.items()}
    return {}


_ANY_WARRANTY = re.compile(
    r"(?:無料|無償|出張|持込|修理|製品|商品|施工|工事|品質|長期|延長|機器|設備|システム|メーカー|安心|あんしん|電子|保証書?|兼|\d+\s*年間?|[・／/\s　（(）)])*"
)


def _titled(layout: Layout) -> Region | None:
    """The thing that the title names: LED照明器具保証書. Words of any warranty (製品, 無料修理) are none."""
    for text in layout.texts:
        found = re.fullmatch(
            r"\s*(?P<thing>\S.{1,15}?)\s*保証書\s*(?:[（(]?(?:持込|出張|無料|無償)\s?修理[)）]?)?\s*", text.raw
        )
        if found is None or text.line.vertical or any(fold(found["thing"]).startswith(m) for m in MAKERS):
            continue
        if not _ANY_WARRANTY.fullmatch(found["thing"]):
            part = text.part(*found.span("thing"))
            return Region((part,), part.box, None)
    return None


def _under_its_word(layout: Layout) -> Region | None:
    """The shop in the frame that its word heads, with all that is asked for: ★販売店（店名・住所・電話）."""
    for label in layout.texts:
        words = re.sub("[印欄]$", "", label.raw.strip())  # 販売店印, where the shop stamps its name
        if label.cell is None or not means("vendor_name", words):
            continue
        inside = [t for t in layout.within(label.cell) if t.box.cy > label.box.cy + 0.5 * label.box.height]
        names = [t for t in reading_order(inside) if len(t.raw.strip()) > 3 and not re.search(r"\d{2}|〒", t.raw)]
        if names:
            return Region((names[0],), names[0].box, None)
    return None


def _is_no_shop(field: Field) -> bool:
    """Whether a shop's name is but what was read of the seal beside it, two or three letters and no trader's name, or the
    shop's address."""
    if not isinstance(field.value, str):
        return False
    return (len(field.value) <= 3 and not TRADE.search(field.value)) or bool(_PLACE.match(field.value))


_PLACE = re.compile(r"[一-龠]{2,4}[都道府県][^\s\d]+[市区町村郡].*\d")


def _beside_title(layout: Layout) -> Region | None:
    """The maker's name printed left of the title or above the table, with no label."""
    title = next((t for t in layout.texts if fold(t.raw).endswith("保証書")), None)
    if title is None or title.line.vertical:
        return None
    beside = [
        t
        for t in layout.texts
        if t.cell is None
        and t.box.x1 <= title.box.x0
        and abs(t.box.cy - title.box.cy) < 1.5 * title.box.height
        and not re.search(r"\d{3}|[（(]", t.raw)
    ]
    if not beside:
        return None
    name = min(beside, key=lambda t: abs(t.box.cy - title.box.cy))
    return Region((name,), name.box, None)


def _named_maker(layout: Layout) -> Region | None:
    """A line that is a known maker's name, a role in front of it and its seat behind it or not: 保証者 長州産業."""
    for text in layout.texts:
        plain, origin = text.plain
        if (line := _MAKERS_LINE.fullmatch(plain)) is not None and not text.line.vertical:
            start, end = line.span("maker")
            part = text.part(origin[start], origin[end] if end < len(plain) else None)
            return Region((part,), part.box, None)
    return None


def _of_makers_group(layout: Layout) -> Region | None:
    """A company of a known maker's, alone on its line outside the table: パナソニック エコシステムズ株式会社."""
    for text in layout.texts:
        if text.cell is None and _GROUPS_LINE.fullmatch(text.plain[0]) and not _shares_row(layout, text):
            return Region((text,), text.box, None)
    return None


def _alone(layout: Layout) -> Region | None:
    """A short line by itself outside the table that is no sentence, number, label or title: the maker at the foot."""
    heights = sorted(t.box.height for t in layout.texts)
    usual = heights[len(heights) // 2] if heights else 0.0
    likely = [
        t
        for t in layout.texts
        if t.cell is None
        and not t.line.vertical
        and t.line.score > 0.85
        and t.box.height >= 0.95 * usual
        and 2 <= len(t.raw.strip()) <= 14
        and not re.search(r"[\d。、（(:：]|保証|書$|印|様$|控$|期間|お客|出張|持込|修理|番号|規定|ご注意", t.raw)
        and not is_any_label(t.raw)
        and re.search(r"[ァ-ヶ一-龠A-Z]{2}", t.raw)
        and not _shares_row(layout, t)
    ]
    if len(likely) != 1:
        return None  # several such lines: none of them can be told to be the maker
    return Region((likely[0],), likely[0].box, None)


def _shares_row(layout: Layout, text: Text) -> bool:
    return any(t is not text and same_row(t.box, text.box) and t.line.score > 0.8 for t in layout.texts)


_MAKERS_LINE = re.compile(
    "(?:(?:保証(?:責任)?者|製造(?:者|元|会社|事業者)?|メー力ー|発行者):?)?"
    f"(?P<maker>(?:株式会社)?(?:{'|'.join(map(re.escape, MAKERS))})(?:株式会社)?)"
    r"(?:(?:本社)?(?:〒|\d{3}ー\d{4}|東京都|北海道|(?:京都|大阪)府|[一-龠]{2,3}県).*)?"
)
_GROUPS_LINE = re.compile(rf"(?:{'|'.join(map(re.escape, MAKERS))})[^\W\d]{{2,14}}株式会社")
