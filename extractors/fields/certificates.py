"""Certificates of residence 住民票 and of registration 登記事項証明書.

A certificate of registration shows what was, too: an entry that is deleted is underlined, and what holds is the last one
that is not.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from extractors.fields.certainty import doubt_place
from extractors.fields.entries import Sheet, field_from, unread
from extractors.fields.forms import entry_field, extract_entries
from extractors.fields.households import household, name_under, name_under_kana
from extractors.fields.kanaover import kana_over_names
from extractors.fields.layout import Layout, Region, Text
from extractors.fields.papers import PAPERS
from extractors.fields.parts import ROLES
from extractors.fields.tails import cut_to
from extractors.fields.texts import same_row
from extractors.fields.underlines import is_underlined
from extractors.folding import fold
from extractors.meanings import is_any_label
from models.documents import DocumentKind, Field, Value
from models.geometry import Box
from models.values.company import is_company
from models.values.dates import find_dates
from models.values.fields import parse_field
from models.values.kana import LOOKALIKES

AT_THE_END = ("issue_date", "document_number")
"""What an office certifies on the last sheet, under all that it certifies."""


def extract_certificate(sheets: Sequence[Sheet], kind: DocumentKind) -> dict[str, Field]:
    """The entries of a certificate: of its first sheet, and what the office says at the end of it of a later one."""
    fields = _of_sheet(sheets[0], kind)
    for sheet in sheets[:0:-1]:
        missing = [key for key in AT_THE_END if unread(fields, key)]
        later = _of_sheet(sheet, kind) if missing else {}
        fields.update({key: later[key] for key in missing if not unread(later, key)})
    return fields


def _of_sheet(sheet: Sheet, kind: DocumentKind) -> dict[str, Field]:
    """The entries of one sheet of a certificate."""
    layout = sheet.layout
    fields = extract_entries([sheet], PAPERS[kind], {})
    _cut_remarks(sheet, fields)
    issued = _issued(layout) or _certified(layout) or _stated(layout)
    if issued is not None:
        fields["issue_date"] = field_from(sheet, "issue_date", issued)
    if kind is not DocumentKind.REGISTRY_CERTIFICATE:
        fields.update(household(sheet, fields))
        if (name := fields.get("applicant_name")) is not None and (under := name_under(layout, name.raw)) is not None:
            fields["applicant_kana"] = name.model_copy(update={"key": "applicant_kana"})
            fields["applicant_name"] = field_from(sheet, "applicant_name", under)
            doubt_place(fields["applicant_name"])
            doubt_place(fields["applicant_kana"])
        if unread(fields, "applicant_name") and (under := name_under_kana(layout)) is not None:
            fields["applicant_name"] = field_from(sheet, "applicant_name", under)
            doubt_place(fields["applicant_name"])  # another member's block may stand first
        fields.update(kana_over_names([sheet], PAPERS[kind], fields, entry_field))
        if "document_number" not in fields and (number := _code_alone(layout)) is not None:
            fields["document_number"] = field_from(sheet, "document_number", number)
        if "document_number" not in fields and (number := _in_top_margin(layout)) is not None:
            fields["document_number"] = field_from(sheet, "document_number", number)
            doubt_place(fields["document_number"])
        return fields
    if (filed := fields.get("document_number")) is not None:
        fields["document_number"] = without_stroke(filed)
    if unread(fields, "document_number") and (filed_as := _filed_as(layout)) is not None:
        fields["document_number"] = field_from(sheet, "document_number", filed_as, parse=_kana_and_digits)
        doubt_place(fields["document_number"])
    found = {"address": _in_force(layout, "address"), "applicant_name": _in_force(layout, "applicant_name")}
    for key, entry in (*found.items(), ("representative_name", _representative(layout))):
        if entry is not None:
            fields[key] = field_from(sheet, key, entry.region)
            if not entry.sure:
                doubt_place(fields[key])
    return fields


_STROKE = re.compile(r"[1Il|](?P<number>[ァ-ヺｦ-ﾝ][\d０-９]{6})")
"""A 整理番号, one kana and six digits, with a stroke in front of it that is none of its own."""


def without_stroke(filed: Field) -> Field:
    """The number of the certificate without the stroke that one reader saw in front of it, and another did not."""
    match = _STROKE.fullmatch(str(filed.value))
    other = next((r for r in filed.readings if match is not None and r.value == match["number"]), None)
    return filed if other is None else filed.model_copy(update={"value": other.value, "raw": other.raw})


_FILED_AS = re.compile(r"\s*\S理\S[号號]\s*[:：]?\s*(?P<number>[ァ-ヺ八二力口夕卜工]\s?\d{6})\s*")
"""The line at the foot of a certificate of registration, its label misread: 整理潘号八118205."""


def _filed_as(layout: Layout) -> Region | None:
    """The number behind a label at the foot that was misread."""
    foot = 0.85 * layout.page.geometry.height
    for text in layout.texts:
        if text.box.cy > foot and (match := _FILED_AS.fullmatch(text.raw)) is not None:
            part = text.part(*match.span("number"))
            return Region((part,), part.box, None)
    return None


def _kana_and_digits(raw: str) -> Value:
    """The number in `raw`, whose first character is kana, whatever kanji it looks like."""
    number = raw.strip()
    return parse_field("document_number", number[:1].translate(LOOKALIKES) + number[1:])


_CODE = re.compile(
    r"\s*(?P<code>[A-Z]{1,3}\d{3,}(?:-\d{3,}){1,3})\s*|\s*第\s?(?P<number>\d{3,8})\s?号\s*|\s*(?:N[oO0]|№)[.．:]?\s?(?P<behind>\d[\d\-]{4,})\s*"
)


_NUMBER_ALONE = re.compile(r"\s*(?:[一-龠]|[一-龠]{1,4}-)?\d{1,3}-\d{4,7}\s*")


def _in_top_margin(layout: Layout) -> Region | None:
    """The one number with a hyphen that stands by itself at the very top, or above the first label, beside the title:
    8-41026, 桜24-113380, 広陵-6-02931."""
    labels = [t.box.y0 for t in layout.texts if is_any_label(t.raw)]
    head = max(0.12 * layout.page.geometry.height, min(0.2 * layout.page.geometry.height, *labels) if labels else 0.0)
    alone = [t for t in layout.texts if t.box.cy < head and _NUMBER_ALONE.fullmatch(t.raw)]
    return Region((alone[0],), alone[0].box, None) if len(alone) == 1 else None


_REMARKED = re.compile(
    r"(?P<head>.*?\d[\dA-Z\-]*号?)\s*(?:[※＊*(（]\D*|[(（]\s*\d{1,2}\s*[/／]\s*\d{1,2}\s*[)）]|[^\dA-Za-z]{5,})"
)
_NEXT_COLUMN = re.compile(r"(?P<head>.*?\S)\s*(?:性\s*別|続\s*柄|生\s*年\s*月\s*日|世\s*帯\s*主).*")
"""A name with the next label of its row and all that follows on it."""


def _cut_remarks(sheet: Sheet, fields: dict[str, Field]) -> None:
    """The number without the remark or the sheet's own number that stands behind it, and the name without the labels of
    its row: 24-10-08813 偽造防止用紙を使用しています, シ518820（1/1）, 川﨑勇 性別男続柄世帯主."""
    for key, pattern in (("document_number", _REMARKED), ("applicant_name", _NEXT_COLUMN)):
        if key in fields and (cut := cut_to(sheet, fields[key], pattern)) is not None:
            fields[key] = cut


_MUNICIPAL = re.compile(r"(?<![\d\-])\d{5}-\d{4,7}(?![\d\-])")


def _code_alone(layout: Layout) -> Region | None:
    """The certificate's number that stands by itself: XA1048-7712-0093 at the foot of one from a shop's machine."""
    for text in layout.texts:  # the municipality's code and a number, behind the municipality's name or alone
        if (code := _MUNICIPAL.search(text.raw)) is not None and text.box.cy < 0.2 * layout.page.geometry.height:
            part = text.part(*code.span())
            return Region((part,), part.box, None)
    alone = [
        t.part(*m.span(m.lastgroup))
        for t in layout.texts
        if t.cell is None and (m := _CODE.fullmatch(t.raw)) is not None and m.lastgroup
    ]
    return Region((alone[0],), alone[0].box, None) if len(alone) == 1 else None


class _Entry(NamedTuple):
    """Where what is registered stands, and whether it surely is what holds."""

    region: Region
    sure: bool


# ---------------------------------------------------------------------- the day of issue

_EVENT = re.compile("[就重退辞][任仕]|登記|変更|移転|移記|設立|成立|転[入居出]|届|生|住民|[任仕]$")
"""Behind the date of something that is registered."""
_CERTIFIED = re.compile("発行|交付|証明|作成|出力")
"""In front of the date on which a certificate was made."""
_STATED = re.compile(r"(\d{4}\s*[/.年-]\s*\d{1,2}\s*[/.月-]\s*\d{2}日?)\s*(?:\d{1,2}[:：時]\d{2}分?)?\s*(?:現在|時点)")


_OFFICE = re.compile(r"^\s*(?:\S{2,4}(?:地方)?法務局|\S{2,6}[市区町村]長|(?:交付|発行|証明書?|認証)番号)")
"""Who certifies, or the certificate's number, behind the day on its line: 令和8年6月30日 長野地方法務局松本支局."""


def _issued(layout: Layout) -> Region | None:
    """The date by itself under the words of certification, the lowest outside the table; a fax has none of the table's
    rules, and the days on which officers took up office stand alone on it. What stands in front of a date on its row says
    whose it is."""
    alone = [
        t
        for t in layout.texts
        if t.cell is None
        and (found := find_dates(t.raw))
        and (found[0].end - found[0].start >= 0.7 * len(t.raw.strip()) or _OFFICE.search(t.raw[found[0].end :]))
        and not _EVENT.search(t.raw[found[0].end :])
        and ((front := layout.in_front_of(t)) is None or _CERTIFIED.search(front.raw))
    ]
    if not alone:
        return None
    last = max(alone, key=lambda t: t.box.y0)
    return Region((last,), last.box, None)


_BEHIND_CERTIFIED = re.compile(r"(?:相違(?:ない|ありません)|証明(?:する|します))(?:こと)?\s*[。.]?\s*(?=\S)")


def _certified(layout: Layout) -> Region | None:
    """The date behind the words of certification on their line: 上記は住民票の写しに相違ない。　令和7年9月1日."""
    for text in layout.texts:
        if (words := _BEHIND_CERTIFIED.search(text.raw)) is None:
            continue
        days = find_dates(text.raw[words.end() :])
        if days and days[0].start == 0:
            part = text.part(words.end(), words.end() + days[0].end)
            return Region((part,), part.box, None)
    return None


def _stated(layout: Layout) -> Region | None:
    """The day on which what is written was so, where no day of issue stands alone: 2026/07/01 10:20 現在の情報です."""
    for text in layout.texts:
        if (match := _STATED.search(text.raw)) is not None:
            part = text.part(match.start(1), match.end(1))
            return Region((part,), part.box, None)
    return None


# ---------------------------------------------------------------------- what is registered

_OF_EVENT = re.compile(r"[年月日].{0,4}(?:[就重退辞解][任仕]|登記|変更|移転|移記|設定|死亡|更正)\s*$")
_PLACE = re.compile(r"^.{0,8}[都道府県市区町村郡]")


def _in_force(layout: Layout, key: str) -> _Entry | None:
    """The last entry of a seat or a name that is not underlined, where its room holds several; None where it holds one,
    which is read like any other paper's."""
    labels = next(s.labels for s in PAPERS[DocumentKind.REGISTRY_CERTIFICATE] if s.key == key)
    for label in labels:
        for hit in layout.find(label.text):
            region = layout.beside(hit)
            if region is None:
                continue
            texts = [_without_date(t) for t in region.texts if not _OF_EVENT.search(t.raw)]
            heads = [i for i, t in enumerate(texts) if _begins(key, t)]
            standing = [i for i in heads if not _deleted(layout, texts[i])]
            if not heads or (len(heads) == len(standing) == 1 and len(texts) == len(region.texts)):
                continue
            sure = len({fold(texts[i].raw) for i in standing}) == 1
            standing = standing or heads
            last = standing[-1]
            end = next((i for i in heads if i > last), len(texts))
            taken = texts[last:end]
            return _Entry(Region(tuple(taken), Box.around(t.box for t in taken), region.cell), sure)
    return None


def _begins(key: str, text: Text) -> bool:
    return bool(_PLACE.match(text.raw)) if key == "address" else is_company(text.raw)


def _deleted(layout: Layout, text: Text) -> bool:
    return is_underlined(text, layout.texts, layout.page.rules)


_HEAD = re.compile(r"(?:代\S|\S表)(?:取締役|社員|理事)|代表|理事長")
"""The office of who represents, of which a character may be misread: 代衣取締役."""
_LEFT = re.compile("退任|辞任|解任|死亡|抹消")


def _representative(layout: Layout) -> _Entry | None:
    """The officer with power to represent: the last 代表… or 理事長 who is not deleted, else the first officer listed.

    Not surely where several are left: one of them may be deleted by a line that nobody saw.
    """
    officers = [
        t
        for t in layout.texts
        if ROLES.match(t.raw.strip())
        or _HEAD.match(t.raw.strip())
        or re.match(r"^(?:理事|監事|取締役|監査役)", t.raw.strip())
    ]
    named = [(t, name) for t in officers if (name := _named(layout, t)) is not None]
    heads = [n for n in named if _HEAD.match(n[0].raw.strip())]
    for group in (heads, [n for n in named if n not in heads]):
        standing = [
            (t, name)
            for t, name in group
            if not any(_deleted(layout, part) for part in name.texts) and not _gone(layout, t, officers)
        ]
        if standing:
            chosen = standing[-1 if group is heads else 0][1]
            names = {fold("".join(t.raw for t in name.texts)) for _, name in standing}
            read = group is not heads or all(ROLES.match(t.raw.strip()) for t, _ in standing)
            return _Entry(chosen, read and (len(names) == 1 or group is not heads))
        if group:  # all of them deleted: a wall of the table may look like it
            return _Entry(group[-1][1], False)
    return None


def _gone(layout: Layout, officer: Text, officers: list[Text]) -> bool:
    """Whether the officer's row, or a row up to the next officer's, says that the officer has left."""
    below = min(
        (t.box.y0 for t in officers if t.box.y0 > officer.box.y1), default=officer.box.y1 + 3 * officer.box.height
    )
    rows = [t for t in layout.texts if same_row(t.box, officer.box) or officer.box.cy < t.box.cy < below]
    return any(_LEFT.search(t.raw) and find_dates(t.raw) for t in rows)


def _named(layout: Layout, text: Text) -> Region | None:
    """The name behind an officer's role, on the role's line or beside it."""
    role = re.match(rf"^\s*(?:{_HEAD.pattern}|取締役|理事)\s*", text.raw)
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
        if part is not rest and _REGISTERED.fullmatch(part.raw.strip()):
            break
        name = _without_date(part)
        if name.raw.strip():
            parts.append(name)
        if len(name.raw) < len(part.raw):
            break
    return Region(tuple(parts), Box.around(p.box for p in parts), None) if parts else None


_REGISTERED = re.compile("(?:登記|就任|重任|[原現]因)")
"""What stands in the column of days behind an officer's name, with its day or without."""


def _without_date(text: Text) -> Text:
    """`text` up to the date of appointment printed behind the name."""
    found = find_dates(text.raw)
    if found:
        return text.part(0, found[0].start)
    match = re.search(r"令和|平成|昭和", text.raw)
    return text.part(0, match.start()) if match else text
