"""One document's fields: which extractor reads which kind of paper."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from extractors.fields.attorneys import parties_apart
from extractors.fields.boxedsums import boxed_total
from extractors.fields.certificates import extract_certificate
from extractors.fields.contracts import extract_contract
from extractors.fields.entries import Sheet, field_from, sheet_of, unread
from extractors.fields.forms import extract_entries, known_labels
from extractors.fields.layout import Layout, Region
from extractors.fields.moneypapers import extract_money_paper
from extractors.fields.pagemarks import doubt_marked, page_marks, without_fax_line
from extractors.fields.papers import AGENTS_BLOCK, FORM_SECTIONS, FORM_SYNONYMS, PAPERS, PROXY_KEYS, SECTIONS
from extractors.fields.passbooks import extract_passbook
from extractors.fields.people import person_on
from extractors.fields.placed import extract_placed, without_astray
from extractors.fields.replaced import without_replaced
from extractors.fields.seals import applicants_seal, asks_for_seal, red_seal, seal_by_its_label, sealed_entry
from extractors.fields.sections import is_opened
from extractors.fields.slips import extract_slip
from extractors.fields.tables import extract_facilities, extract_officers
from extractors.fields.ticks import read_ticks
from extractors.fields.undercaptions import captions_over
from extractors.fields.warranties import extract_warranty
from extractors.folding import fold
from extractors.reading import Reader, ReadPage
from models.documents import FORMS, DocumentKind, ExtractedDocument, Field, PageRedaction, SortedDocument
from models.geometry import Box
from models.programmes import DocumentSpec, FieldSpec, Label, Programme, ValueKind
from models.values.keys import KNOWN

NOT_ON = {
    DocumentKind.APPLICATION_FORM: ("request_date", "grant_decision_date", "grant_decision_number"),
    DocumentKind.PAYMENT_REQUEST: (
        "application_date",
        "total_cost",
        "purchase_amount",
        "purchase_date",
        "installation_date",
    ),
}
"""Entries that a form of the kind never has, where no programme describes it."""

SPECIAL = frozenset(PAPERS) | {
    DocumentKind.RECEIPT,
    DocumentKind.INVOICE,
    DocumentKind.ESTIMATE,
    DocumentKind.FACILITY_LIST,
    DocumentKind.OFFICER_LIST,
}
"""Kinds that a reader of their own reads: what a programme invents beside its entries is looked for by its labels."""

ASKED_FOR = (
    *FORMS,
    DocumentKind.POWER_OF_ATTORNEY,
    DocumentKind.BUSINESS_OVERVIEW,
    DocumentKind.FACILITY_LIST,
    DocumentKind.OFFICER_LIST,
)
"""Papers for which each office has a form of its own, and applicants one of another office's."""

MARKED = 0.6
"""Least share of the marks of a version that nobody has learned."""

CLAIMED = "subsidy_amount"
"""What a claim asks for; the sum at its head may stand there in boxes, without a label."""

UNREAD = (
    DocumentKind.ENVELOPE,
    DocumentKind.BLANK_BACK,
    DocumentKind.SEPARATOR_SHEET,
    DocumentKind.SET_ASIDE,
    DocumentKind.UNKNOWN,
)
"""Kinds that carry no fields."""


def extract(
    document: SortedDocument, pages: Sequence[ReadPage], reader: Reader, programmes: Mapping[str, Programme]
) -> ExtractedDocument:
    """The fields of `document`, whose pages are `pages` in order.

    `programmes` describe the forms of the offices by programme id. A form of no known programme is read by the common
    words for its entries.
    """
    result = ExtractedDocument(
        kind=document.kind,
        delivery_sha256=document.delivery_sha256,
        page_indexes=list(document.page_indexes),
        text="\n".join(p.reading.text for p in pages),
        kind_confidence=document.confidence,
        redactions=[r for page in pages for r in PageRedaction.on(page.reading)],
        page_marks=page_marks(pages),
    )
    if document.kind in UNREAD or not pages:
        if document.kind is DocumentKind.SEPARATOR_SHEET:
            result.fields = _batch_number(pages)
        return result
    pages = [without_others(page, document.kind) for page in pages]
    programme = programmes.get(document.programme_id or "")
    spec = programme.document(document.kind) if programme else None
    specs = entry_specs(document.kind, spec)
    labels = known_labels(specs)
    sheets = [Sheet.of(captions_over(page, labels), labels, reader) for page in pages]
    learned = any(
        f.document is document.kind and f.programme == document.programme_id for f in reader.forms.forms.values()
    )
    result.form_version = _matched_version(document.kind, sheets) or _version(spec, sheets, learned=learned)
    described = spec is not None and result.form_version in spec.versions
    specs = of_version(specs, result.form_version if described else None)
    placed = {**extract_placed(sheets, specs, reader.forms.forms), **read_ticks(sheets, specs)}
    rest = tuple(s for s in specs if s.key not in placed and s.kind is not ValueKind.TICK)
    others = _fields(document.kind, sheets, rest, spec) if rest or not specs else {}  # money papers have no specs
    invented = [s for s in rest if s.key not in KNOWN and s.key not in others]
    if invented and spec is not None and document.kind in SPECIAL:
        others.update(extract_entries(sheets, invented, dict(spec.sections)))
    result.fields = {**without_astray(others, sheets), **placed}
    if document.kind not in ASKED_FOR:
        doubt_marked(result.fields)
    if document.kind in FORMS or (spec is not None and spec.seal):
        entry = sealed_entry(result.fields)
        if entry is not None:
            result.seal_present, result.seal_box = _seal(
                sheets, result.fields[entry], result.fields.get("applicant_name")
            )
    return result


def without_others(page: ReadPage, kind: DocumentKind) -> ReadPage:
    """`page` of a paper of `kind` without what is nobody's entry: a fax's own line, the things that are replaced."""
    page = without_fax_line(page)
    return without_replaced(page) if kind in (*FORMS, DocumentKind.BUSINESS_OVERVIEW) else page


def entry_specs(kind: DocumentKind, spec: DocumentSpec | None) -> tuple[FieldSpec, ...]:
    """The entries to look for on a paper of `kind`: the programme's own, widened by common words for the same entry, and those
    of an agent, for whom an application may have a block whether the programme asks for one or not."""
    if spec is None:
        if kind in FORMS:
            return (*(s for s in FORM_SYNONYMS.values() if s.key not in NOT_ON[kind]), *PROXY_KEYS)
        return PAPERS.get(kind, ())
    if kind not in ASKED_FOR:
        return spec.fields
    common = FORM_SYNONYMS if kind in FORMS else {s.key: s for s in PAPERS.get(kind, ())}
    agents = kind is DocumentKind.APPLICATION_FORM and all(f.section != AGENTS_BLOCK for f in spec.fields)
    return (*(_widened(f, common.get(f.key), spec.fields) for f in spec.fields), *(PROXY_KEYS if agents else ()))


def _widened(field: FieldSpec, common: FieldSpec | None, all_fields: Sequence[FieldSpec]) -> FieldSpec:
    """`field` with the common words for its entry behind its own, save those that the form prints for other entries; in
    the agent's block, which repeats the applicant's labels, for other entries of the block."""
    if common is None:
        return field
    mates = [f for f in all_fields if field.section != AGENTS_BLOCK or f.section == field.section]
    printed = {fold(x.text) for f in mates for x in f.labels}
    own = {fold(x.text) for x in field.labels}
    more = tuple(x for x in common.labels if fold(x.text) not in own and fold(x.text) not in printed)
    return field.model_copy(update={"labels": (*field.labels, *more)})


def _matched_version(kind: DocumentKind, sheets: Sequence[Sheet]) -> str | None:
    """The version of the blank form that the paper's pages match; their first pages tell."""
    for sheet in sheets:
        match = sheet.page.reading.form
        if match is not None and match.document == kind.value:
            return match.version
    return None


def _version(spec: DocumentSpec | None, sheets: Sequence[Sheet], *, learned: bool) -> str | None:
    """The form's printed version: the one with the largest share of its marks on the paper, if that is most of them.

    Of a form that was learned, no page fits the blank: so every mark must be there, or it is another version that prints
    the same labels.
    """
    if spec is None or not spec.versions:
        return None
    words = "".join(fold(t.raw) for s in sheets for t in s.layout.texts)
    shares = {name: sum(fold(m) in words for m in v.marks) / len(v.marks) for name, v in spec.versions.items()}
    best = max(shares, key=lambda name: shares[name])
    rivals = [s for name, s in shares.items() if name != best]
    return best if shares[best] >= (1.0 if learned else MARKED) and all(shares[best] > s for s in rivals) else None


def of_version(specs: Sequence[FieldSpec], version: str | None) -> tuple[FieldSpec, ...]:
    """The entries and labels that `version` prints; all of them where it is not known."""
    if version is None:
        return tuple(specs)

    def printed(versions: Iterable[str]) -> bool:
        listed = tuple(versions)
        return not listed or version in listed

    result = []
    for spec in specs:
        if not printed(spec.versions):
            continue
        labels: tuple[Label, ...] = tuple(x for x in spec.labels if printed(x.versions))
        result.append(spec.model_copy(update={"labels": labels}) if labels else spec)
    return tuple(result)


def _fields(
    kind: DocumentKind, sheets: Sequence[Sheet], specs: Sequence[FieldSpec], spec: DocumentSpec | None
) -> dict[str, Field]:
    match kind:
        case DocumentKind.RECEIPT | DocumentKind.INVOICE | DocumentKind.ESTIMATE:
            return extract_money_paper(sheets)
        case DocumentKind.PASSBOOK:
            return extract_passbook(sheets)
        case DocumentKind.CONTRACT:
            return extract_contract(sheets)
        case DocumentKind.METER_SLIP:
            return extract_slip(sheets[0])
        case DocumentKind.RESIDENT_CERTIFICATE | DocumentKind.REGISTRY_CERTIFICATE:
            return extract_certificate(sheets, kind)
        case DocumentKind.FACILITY_LIST:
            return extract_facilities(sheets, specs)
        case DocumentKind.OFFICER_LIST:
            return extract_officers(sheets, specs)
    if kind is DocumentKind.PRODUCT_PHOTO:
        return _photo(sheets, specs)
    if kind is DocumentKind.WARRANTY:
        return extract_warranty(sheets[0])
    if kind is DocumentKind.POWER_OF_ATTORNEY:
        sheets = [parties_apart(s) for s in sheets]
    common = SECTIONS.get(kind, FORM_SECTIONS if kind in FORMS else {})
    own = spec.sections if spec else common
    agents = any(s in PROXY_KEYS for s in specs)
    sections = {
        name: tuple(dict.fromkeys((*own.get(name, ()), *common.get(name, ()))))
        for name in (*own, *((AGENTS_BLOCK,) if agents and AGENTS_BLOCK not in own else ()))
    }
    if spec is not None and agents and not is_opened([s.layout for s in sheets], AGENTS_BLOCK):
        specs = tuple(s for s in specs if s not in PROXY_KEYS)
    fields = extract_entries(sheets, specs, sections)
    if kind is DocumentKind.PAYMENT_REQUEST and unread(fields, CLAIMED) and any(s.key == CLAIMED for s in specs):
        for sheet in sheets:
            if (claimed := boxed_total(sheet, CLAIMED)) is not None:
                fields[CLAIMED] = claimed
                break
    return fields


_TITLE_OF_PHOTOS = re.compile("(?:状況|設置|施工|工事|現場|着工|完成|完了).{0,3}写真")


_WHOSE = re.compile(r"\s*(?:申請者|施主|申込者|設置者)(?:の?[氏お]?名前?)?\s*[:：]\s*(?=\S{2})")


def _behind_colon(layout: Layout) -> Region | None:
    """The name behind its label's colon, alone on their line whatever stands under it: 施主名：神保 とし江."""
    named = [t.part(label.end()) for t in layout.texts if (label := _WHOSE.match(t.raw)) is not None]
    return Region((named[0],), named[0].box, None) if named else None


def _photo(sheets: Sequence[Sheet], specs: Sequence[FieldSpec]) -> dict[str, Field]:
    """Whose equipment a sheet of photographs shows: beside the label, or the person named on it."""
    fields = extract_entries(sheets, specs, {})
    if (said := _behind_colon(sheets[0].layout)) is not None:
        fields["applicant_name"] = field_from(sheets[0], "applicant_name", said)
    elif (named := fields.get("applicant_name")) is not None and _TITLE_OF_PHOTOS.search(named.raw):
        del fields["applicant_name"]
    captioned = sum(len(t.raw) for t in sheets[0].layout.texts) >= 20
    if "applicant_name" not in fields and captioned and (person := person_on(sheets[0].layout)) is not None:
        fields["applicant_name"] = field_from(sheets[0], "applicant_name", person)
    return fields


def _seal(sheets: Sequence[Sheet], field: Field, name: Field | None) -> tuple[bool | None, Box | None]:
    """Whether the seal stands beside the entry `field`, and where; a red one may stand beside the company's `name` instead."""
    sheet = sheet_of(sheets, field)
    entry = _where(sheet, field) if sheet is not None else None
    if sheet is None or entry is None:
        return None, None
    present, box = applicants_seal(sheet, entry)
    named = _where(sheet, name) if name is not None and sheet_of(sheets, name) is sheet else None
    if present is False and named is not None and (red := red_seal(sheet, named)) is not None:
        present, box = True, red
    if present is False and (labelled := seal_by_its_label(sheets)) is not None:
        present, (sheet, box) = True, labelled
    geometry = sheet.page.reading.geometry
    if present is False and sheet.page.reading.form is None and not asks_for_seal(sheets):
        present = None  # a version that nobody learned may have done away with seals
    return present, geometry.delivered(box) if box else None


def _where(sheet: Sheet, field: Field) -> Box | None:
    """The line of `sheet` that `field` was read from, in its pixels."""
    own, delivered = field.box, sheet.page.reading.geometry.delivered
    if own is None:
        return None
    lines = ((t.box, delivered(t.box)) for t in sheet.layout.texts)
    return next((box for box, at in lines if at.intersection(own) > 0.5 * min(own.area, at.area)), None)


def _batch_number(pages: Sequence[ReadPage]) -> dict[str, Field]:
    from extractors.sorting.envelope import batch_number

    for page in pages:
        number = batch_number(page.reading)
        if number:
            code = page.reading.barcodes[0] if page.reading.barcodes else None
            box = page.reading.geometry.delivered(code.box) if code else None
            return {
                "batch_no": Field(
                    key="batch_no",
                    value=number,
                    raw=number,
                    page_index=page.reading.page_index,
                    box=box,
                    exact=code is not None,
                )
            }
    return {}
