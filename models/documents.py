"""Documents, their fields, and the reasons to believe them. Boxes here are fractions (0..1) of the delivered page."""

from __future__ import annotations

import re
from enum import StrEnum
from typing import Any

from pydantic import BaseModel, ConfigDict

from models.geometry import Box
from models.pages import Frozen, PageReading
from models.sheets import SheetCode

#: A canonical value: text, whole yen or a count, or the rows of a table (line_items, facilities, officers).
Value = str | int | list[dict[str, Any]] | None


class DocumentKind(StrEnum):
    """What kind of paper a document is.

    The members are the well-known kinds; a programme may add its own (``DocumentKind("work_completion")``) by describing
    it, so the type is open: any plain word is a kind, and the same word is always the same object. What people call such
    a kind stands in the programme (:meth:`models.programmes.Programme.kind_label`). A word that no programme knows is
    caught where files are loaded.
    """

    APPLICATION_FORM = "application_form"
    PAYMENT_REQUEST = "payment_request"
    RECEIPT = "receipt"
    INVOICE = "invoice"
    ESTIMATE = "estimate"
    CONTRACT = "contract"
    WARRANTY = "warranty"
    PASSBOOK = "passbook"
    RESIDENT_CERTIFICATE = "resident_certificate"
    METER_SLIP = "meter_slip"
    PRODUCT_PHOTO = "product_photo"
    ENVELOPE = "envelope"
    OFFICER_LIST = "officer_list"
    FACILITY_LIST = "facility_list"
    BUSINESS_OVERVIEW = "business_overview"
    REGISTRY_CERTIFICATE = "registry_certificate"
    POWER_OF_ATTORNEY = "power_of_attorney"
    BLANK_BACK = "blank_back"
    SEPARATOR_SHEET = "separator_sheet"
    SET_ASIDE = "set_aside"
    """Pages that a person took out of the case: an advertisement, somebody else's paper."""
    UNKNOWN = "unknown"

    @classmethod
    def _missing_(cls, value: object) -> DocumentKind | None:
        if not isinstance(value, str) or not re.fullmatch(r"[a-z][a-z0-9_]{1,29}", value):
            return None
        kind = str.__new__(cls, value)
        kind._name_, kind._value_ = value.upper(), value
        found = cls._value2member_map_.setdefault(value, kind)  # the same object ever after, also between threads
        assert isinstance(found, cls)
        return found

    @property
    def well_known(self) -> bool:
        """Whether every programme knows it."""
        return self in KIND_LABELS_JA

    @property
    def label_ja(self) -> str:
        """What people call it; 書類 for a programme's own kind, whose name only the programme knows."""
        return KIND_LABELS_JA.get(self, "書類")


KIND_LABELS_JA: dict[DocumentKind, str] = {
    DocumentKind.APPLICATION_FORM: "交付申請書",
    DocumentKind.PAYMENT_REQUEST: "交付請求書",
    DocumentKind.RECEIPT: "領収書",
    DocumentKind.INVOICE: "請求書",
    DocumentKind.ESTIMATE: "見積書",
    DocumentKind.CONTRACT: "契約書",
    DocumentKind.WARRANTY: "保証書",
    DocumentKind.PASSBOOK: "通帳の写し",
    DocumentKind.RESIDENT_CERTIFICATE: "住民票",
    DocumentKind.METER_SLIP: "検針票",
    DocumentKind.PRODUCT_PHOTO: "設置写真",
    DocumentKind.ENVELOPE: "封筒",
    DocumentKind.OFFICER_LIST: "役員名簿",
    DocumentKind.FACILITY_LIST: "施設別一覧",
    DocumentKind.BUSINESS_OVERVIEW: "会社概要",
    DocumentKind.REGISTRY_CERTIFICATE: "登記事項証明書",
    DocumentKind.POWER_OF_ATTORNEY: "委任状",
    DocumentKind.BLANK_BACK: "白紙",
    DocumentKind.SEPARATOR_SHEET: "区切り紙",
    DocumentKind.SET_ASIDE: "除外",
    DocumentKind.UNKNOWN: "種類不明",
}


class Candidate(Frozen):
    """One of the texts that an engine holds possible for one entry, and the value parsed from it.

    `share` (0..1) is the engine's own probability of this text among all texts it considered; no calibrated one.
    """

    raw: str
    value: Value
    share: float


class Reading(Frozen):
    """One engine's answer for one field: the raw text it saw, the value parsed from it (None: not parsable)."""

    engine: str
    raw: str
    value: Value
    score: float
    """The engine's own score, 0..1; no probability."""
    candidates: tuple[Candidate, ...] = ()
    """The n-best list, likeliest first, `raw` itself among them; empty where the engine gives none."""


class Corroboration(Frozen):
    """An independent reason for (`supports`) or against a field.

    `kind` is a stable word such as ``engines_agree``, ``postal_address``, ``passbook``; `reason_ja` is what a reviewer
    reads ("通帳の口座番号と一致").
    """

    kind: str
    supports: bool
    reason_ja: str


#: The papers on which somebody applies and asks for the money.
FORMS = (DocumentKind.APPLICATION_FORM, DocumentKind.PAYMENT_REQUEST)
#: Kinds of corroboration that say that another paper of the case shows the same value.
OTHER_PAPER = frozenset(("passbook", "same_on_other_document", "exact_on_other_document", "yucho_conversion"))
#: The doubt of an entry that was found by the value that another paper has: that this one says the same bears nothing out.
SOUGHT = Corroboration(
    kind="sought",
    supports=False,
    reason_ja="ほかの書類にある値を手がかりに見つけたものです。この欄の記入か確かめてください",
)


class FieldStatus(StrEnum):
    ACCEPTED = "accepted"
    REVIEW = "review"


class Field(BaseModel):
    """The value we believe for one entry of one document, and why.

    ``value is None and blank``: the entry is on the paper and was left empty.
    ``value is None and not blank``: something stands there that nobody could read.
    """

    model_config = ConfigDict(validate_assignment=True)

    key: str
    value: Value = None
    raw: str = ""
    page_index: int = 0
    """Page of the delivery, from 0."""
    box: Box | None = None
    blank: bool = False
    handwritten: bool = False
    amended: bool = False
    """Something on the entry was struck out and written anew (訂正)."""
    amendment_sealed: bool = False
    """A correction seal 訂正印 stands on the amendment."""
    exact: bool = False
    """Taken from a born-digital text layer or a form field: no engine guessed it."""
    readings: list[Reading] = []
    chosen: bool = False
    """The checks took another of the readings' candidates than extraction did; its own choice is `as_read`."""
    as_read: Value = None
    """Where `chosen`: the value that extraction had taken."""
    cells: dict[str, Box] = {}
    """Row lists only: the box of each cell, by path (``line_items[0].amount``)."""
    written: dict[str, str] = {}
    """Row lists only: what stands in each cell, by path, in the characters, widths and spaces of the paper."""
    corroborations: list[Corroboration] = []
    confidence: float = 0.0
    """Estimated probability, 0..1, that `value` is right, given all evidence."""
    status: FieldStatus = FieldStatus.REVIEW
    reason_ja: str = ""
    """Why it was accepted, or why a person must look."""


class PageRedaction(Frozen):
    """A :class:`models.pages.Redaction` on a page of the delivery (from 0); `box` in fractions of it."""

    page_index: int
    box: Box | None
    certain: bool

    @classmethod
    def on(cls, page: PageReading) -> list[PageRedaction]:
        """What was hidden on `page`."""
        delivered = page.geometry.delivered
        return [
            cls(page_index=page.page_index, box=delivered(r.box) if r.box else None, certain=r.certain)
            for r in page.redactions
        ]


class PageMark(Frozen):
    """A page that says which of how many it is (``1/2``, ``２頁中１頁``).

    `browser`: a browser counted them; the last sheets of a site are its menus and advertisements as likely.
    """

    page_index: int
    number: int
    total: int
    browser: bool = False


class ExtractedDocument(BaseModel):
    """A document 書類: a run of pages of one delivery, of one kind, with its fields by key."""

    kind: DocumentKind
    delivery_sha256: str
    page_indexes: list[int]
    fields: dict[str, Field] = {}
    seal_present: bool | None = None
    """Whether the applicant's seal stands at 印; None where the paper has no such place or nobody can tell."""
    seal_box: Box | None = None
    form_version: str | None = None
    text: str = ""
    """All text of the document, for full-text checks; personal data, never logged."""
    page_marks: list[PageMark] = []
    """The pages that number themselves."""
    kind_confidence: float = 0.0
    redactions: list[PageRedaction] = []
    """Individual numbers that were hidden on its pages."""

    def value(self, key: str) -> Value:
        """The value of `key`, or None where the document has no such entry."""
        field = self.fields.get(key)
        return field.value if field else None


class Stage(StrEnum):
    """Phase 段階 of a case, in the results format's words."""

    APPLY = "apply"
    REPORT = "report"
    """実績報告: the work is done and paid for."""
    CLAIM = "claim"


class SortedDocument(Frozen):
    """Pages that sorting put together: `pages` as (delivery sha256, page index), in delivered order."""

    kind: DocumentKind
    delivery_sha256: str
    page_indexes: tuple[int, ...]
    confidence: float
    programme_id: str | None = None
    """The programme this paper names, where it names one."""


class SortedCase(Frozen):
    """One envelope's worth of papers as sorting cut it. `part` counts the cases of one delivery from 0."""

    part: int
    documents: tuple[SortedDocument, ...]
    programme_id: str | None = None
    programme_guessed: bool = False
    """No paper names the programme: it was told by its words, and a person confirms it."""
    stage: Stage = Stage.APPLY
    batch_no: str | None = None
    announced_pages: int | None = None
    """How many pages the separator sheet in front of it announces."""
    cover: SheetCode | None = None
    """The cover sheet of its batch, where one lies in front of it."""
    separator: tuple[int, ...] = ()
    """Page indexes of the separator sheets in front of it."""


class CaseView(BaseModel):
    """Everything known of one case when it is checked: the input of the validators."""

    programme_id: str | None
    stage: Stage
    documents: list[ExtractedDocument]
    received_on: str | None = None
    """ISO date of arrival; None where nobody knows."""

    def of_kind(self, *kinds: DocumentKind) -> list[ExtractedDocument]:
        return [d for d in self.documents if d.kind in kinds]
