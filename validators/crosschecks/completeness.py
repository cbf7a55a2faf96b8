"""Papers as papers: pages missing from a numbered set, corrections without a seal, certificates too old, stamps.

PAGE_MISSING, AMENDMENT_UNSEALED, CERTIFICATE_EXPIRED, STAMP_DUTY_MISSING.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby
from typing import NamedTuple

from models.documents import FORMS, DocumentKind, ExtractedDocument, Field
from models.findings import Finding, FindingCode, FindingStatus
from models.values.fields import YEN_KEYS
from models.values.text import squeeze
from validators import money
from validators.crosschecks.amounts import possible, whole
from validators.crosschecks.context import BILLS, Context, entry_label, finding, yen
from validators.crosschecks.dates import day_ja, possible_days
from validators.dates import as_date, fresh, last_day
from validators.evidence import Certainty, alternatives, certainty
from validators.likeness import Verdict
from validators.stamps import receipt_stamp

#: A single mark of more pages than this (``11/16``) is a date as likely.
MOST_FROM_ONE = 9

#: Certificates that an office takes while they are fresh.
CERTIFICATES = (DocumentKind.RESIDENT_CERTIFICATE, DocumentKind.REGISTRY_CERTIFICATE)
#: How long offices usually take them: 「発行後３か月以内」, as 不動産登記令 第16条・第17条 has it.
MONTHS = 3

#: Entries of which a correction nobody has signed for may have been made by anybody.
SEALED_KEYS = YEN_KEYS | frozenset(
    ("account_number", "account_holder", "account_holder_kana", "applicant_name", "yucho_symbol", "yucho_number")
)


def check(context: Context) -> Iterator[Finding]:
    yield from _pages(context)
    yield from _amendments(context)
    yield from _certificates(context)
    yield from _stamps(context)


# ---------------------------------------------------------------- pages
class _Marked(NamedTuple):
    """A page that says which of how many it is, and whose paper's."""

    kind: DocumentKind
    total: int
    number: int
    position: int
    browser: bool


def _pages(context: Context) -> Iterator[Finding]:
    """Pages that say 1/2 and 3/3, and the others of their set are nowhere among the papers of that kind.

    A set that was copied twice is whole as soon as each of its pages lies there once. A page whose mark nobody could
    read (or that has none, as covers do) is there all the same, and a paper of no known kind may be the one that is sought.
    Of a site that a browser printed, the last sheets need not be sent.
    """
    marks = [
        _Marked(d.kind, m.total, m.number, i, m.browser)
        for i, d in enumerate(context.case.documents)
        if d.kind is not DocumentKind.SET_ASIDE
        for m in d.page_marks
    ]
    for (kind, total), group in groupby(sorted(marks), key=lambda mark: mark[:2]):
        there = list(group)
        near = {
            m.number for m in marks if m.total == total and (m.kind == kind or DocumentKind.UNKNOWN in (m.kind, kind))
        }
        browsed = kind not in FORMS and all(m.browser for m in there)
        last = max(near) if browsed else total
        missing = sorted(set(range(1, last + 1)) - near)
        if not missing or (len(there) == 1 and total > MOST_FROM_ONE):
            continue
        positions = sorted({m.position for m in there})
        papers = [context.document(p) for p in positions]
        if sum(len(d.page_indexes) - len(d.page_marks) for d in papers) >= len(missing):
            continue
        exact = all(_exact(d) for d in papers)
        gone = "・".join(str(n) for n in missing)
        name = context.programme.kind_label(DocumentKind(kind))
        yield finding(
            FindingCode.PAGE_MISSING,
            FindingStatus.CONFIRMED if exact and len(there) > 1 else FindingStatus.SUSPECTED,
            f"{name}は全{total}ページと書かれていますが、{gone}ページ目がありません。",
            clause=context.programme.clause("required_documents"),
            refs=tuple(r for p in positions for r in context.ref(p)),
            document_kind=DocumentKind(kind),
            mend=f"{name}の{gone}ページ目をお送りください。",
        )


def _exact(document: ExtractedDocument) -> bool:
    """Whether the paper was read without an engine; one of which nothing was read is no such paper."""
    read = [f for f in document.fields.values() if f.value is not None]
    return bool(read) and all(f.exact for f in read)


# ---------------------------------------------------------------- corrections
def _amendments(context: Context) -> Iterator[Finding]:
    """An amount, an account or a name was struck out and written anew, and no correction seal stands on it.

    Suspected at best: a seal over writing is faint, and so is the line it belongs to. Only on papers that the applicant
    fills in, and on bills, whose figures nobody but their issuer may change.
    """
    for position, document in context.each(*FORMS, *BILLS):
        changed = [f for f in document.fields.values() if f.key in SEALED_KEYS and f.amended and not f.amendment_sealed]
        if not changed:
            continue
        kind = context.programme.kind_label(document.kind)
        names = "」「".join(entry_label(context.programme, document.kind, f.key) for f in changed)
        whose = "発行者の訂正印があるもの" if document.kind in BILLS else "訂正印を押したもの"
        yield finding(
            FindingCode.AMENDMENT_UNSEALED,
            FindingStatus.SUSPECTED,
            f"{kind}の「{names}」が訂正されていますが、訂正印が見当たりません。",
            clause=context.programme.clause("amendment"),
            refs=tuple(r for f in changed for r in context.ref(position, f.key)),
            document_kind=document.kind,
            field_key=changed[0].key,
            mend=f"{kind}の「{names}」は、{whose}か、書き直したものをお送りください。",
        )


# ---------------------------------------------------------------- certificates
def _certificates(context: Context) -> Iterator[Finding]:
    """Issued more than three months before the application (before its arrival, where its date was not read).

    Worth knowing only: a programme that asks for fresh ones says so in a rule of its own, with this code. One engine's
    word for either day is not enough: a misread year makes any certificate old.
    """
    if any(rule.code is FindingCode.CERTIFICATE_EXPIRED for rule in context.programme.rules):
        return
    places = ((context.form, "application_date"), (context.claim, "request_date"))
    handed_in = [(p, key, f) for p, key in places if possible_days(f := context.field(p, key))]
    if handed_in and certainty(handed_in[0][2]) < Certainty.STRONG:
        return
    arrived = as_date(context.case.received_on)
    used = [day for *_, f in handed_in for day in possible_days(f)] or ([arrived] if arrived else [])
    where = context.ref(*handed_in[0][:2]) if handed_in else ()
    for position, certificate in context.each(*CERTIFICATES):
        field = certificate.fields.get("issue_date")
        issued = possible_days(field)
        tried = [fresh(i, u, MONTHS) for i in issued for u in used]
        if not tried or any(verdict is not Verdict.DISAGREE for verdict in tried) or issued[0] > used[0]:
            continue
        if certainty(field) < Certainty.STRONG:
            continue
        yield finding(
            FindingCode.CERTIFICATE_EXPIRED,
            FindingStatus.NOTICE,
            f"{context.programme.kind_label(certificate.kind)}は発行日（{day_ja(issued[0])}）から{MONTHS}か月"
            f"（{day_ja(last_day(issued[0], MONTHS))}まで）を過ぎて申請（{day_ja(used[0])}）されています。",
            refs=(*context.ref(position, "issue_date"), *where),
            document_kind=certificate.kind,
        )


# ---------------------------------------------------------------- revenue stamps
#: What tells that a stamp is there, or is not due: printed on the stamp, or on the paper beside its place.
_STAMPED = re.compile("収入印紙|印紙税|電子(?:発行|領収|データ|交付)|PDF|クレジット|カード払")


def _stamps(context: Context) -> Iterator[Finding]:
    """A receipt of 50,000 yen and more (税抜, where the tax stands apart) with no sign of a stamp. A notice only.

    It concerns the tax of whoever made it out, and the receipt is good without one. And a stamp is a picture: what
    cannot be read of it may still be there. Only where one is due whichever way the amounts are read.
    """
    for position in context.receipts:
        receipt = context.document(position)
        total, tax = receipt.fields.get("total_amount"), receipt.fields.get("tax_amount")
        if total is None or certainty(total) < Certainty.STRONG or _STAMPED.search(squeeze(receipt.text)):
            continue
        if not receipt.text.strip() or any(whole(v) is None for v in alternatives(total)):
            continue
        stamps = [
            receipt_stamp(
                amount,
                apart,
                issued=as_date(receipt.value("issue_date")),
                issuer=str(receipt.value("issuer_name") or "") or None,
                electronic=total.exact,  # made out as data: what is printed of it is a copy
            )
            for amount in possible(total)
            for apart in _taxes(tax, amount)
        ]
        stamp = min(stamps, key=lambda s: s.yen)
        if stamp.yen:
            yield finding(
                FindingCode.STAMP_DUTY_MISSING,
                FindingStatus.NOTICE,
                f"領収書に収入印紙（{yen(stamp.yen)}）が見当たりません。{stamp.reason_ja}"
                "（印紙がなくても領収書は有効です。）",
                refs=context.ref(position, "total_amount"),
            )


def _taxes(tax: Field | None, total: int) -> list[int | None]:
    """What the tax that stands apart may be: as it was read, and 10 ％ where nobody can be sure that it was read well."""
    if tax is None or (tax.blank and tax.value is None):
        return [None]
    doubtful = money.tax_in(total) if certainty(tax) < Certainty.STRONG else ()
    return [*possible(tax), *doubtful]
