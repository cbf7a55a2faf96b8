"""One complete list of what an applicant has to mend: what, where, how, in the order in which they will do it.

Papers to send come first, then one item for each thing to correct, paper by paper as they lie in the envelope. Blank
entries of one paper make one item, and so do missing papers: whoever gets the list goes through their papers once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from models.documents import DocumentKind, ExtractedDocument
from models.findings import Finding, FindingCode, FindingStatus
from models.programmes import Programme
from validators.crosschecks.context import entry_label

C = FindingCode

#: What to do about each code, where the check itself says nothing more particular. Codes that are not here are the
#: office's own business: duplicates, and what is only worth knowing.
HOW_JA: dict[FindingCode, str] = {
    C.AMOUNT_MISMATCH: "金額をお確かめのうえ、領収書等の金額に合わせて申請書を書き直すか、不足している領収書等をお送りください。",
    C.PAYER_MISMATCH: "申請者ご本人あての領収書等をお送りください。ご家族や代理の方が支払われた場合は、その関係が分かる書類（委任状など）を添えてください。",
    C.PURCHASE_DATE_OUT_OF_PERIOD: "対象期間内の日付であることが分かる書類がありましたらお送りください。期間外の購入は補助の対象になりません。",
    C.RECEIPT_MISSING: "領収書の写しをお送りください。",
    C.DOCUMENT_MISSING: "書類をお送りください。",
    C.FIELD_MISSING: "記入してください。",
    C.SEAL_MISSING: "押印してください。",
    C.POSTAL_ADDRESS_MISMATCH: "郵便番号または住所をお確かめのうえ、正しく書き直してください。",
    C.BANK_BRANCH_UNKNOWN: "通帳等で金融機関名・支店名・支店コードをお確かめのうえ、正しく書き直してください。統廃合された支店は、いまの支店名を書いてください。",
    C.ACCOUNT_HOLDER_MISMATCH: "申請者ご本人名義の口座に書き直し、その通帳の写しをお送りください。",
    C.PASSBOOK_MISMATCH: "通帳をお確かめのうえ、振込先を通帳のとおりに書き直すか、振込先の通帳の写しをお送りください。",
    C.SUM_MISMATCH: "発行者に内訳と合計をお確かめになり、正しいものをお送りください。",
    C.TAX_MISMATCH: "発行者に消費税額をお確かめになり、正しいものをお送りください。",
    C.SUBSIDY_AMOUNT_WRONG: "補助率・上限額・端数の扱いをお確かめのうえ、申請額を書き直してください。",
    C.INVOICE_NUMBER_INVALID: "発行者に登録番号をお確かめになり、正しいものをお送りください。",
    C.EQUIPMENT_MISMATCH: "設置した機器の型式をお確かめのうえ、申請書を書き直すか、その機器の書類をお送りください。",
    C.DATE_ORDER: "日付をお確かめのうえ、正しく書き直してください。書かれたとおりの場合は、経緯が分かる書類をお送りください。",
    C.DEADLINE_MISSED: "期限後の提出です。期限までに出されたことが分かるもの（追跡記録など）がありましたらお送りください。",
    C.PROGRAMME_RULE: "要件をお確かめのうえ、書き直すか、要件を満たすことが分かる書類をお送りください。",
    C.PAGE_MISSING: "抜けているページをお送りください。",
    C.AMENDMENT_UNSEALED: "訂正した箇所に訂正印を押すか、書き直したものをお送りください。",
    C.CERTIFICATE_EXPIRED: "発行から３か月以内のものをお送りください。",
    C.MY_NUMBER_FOUND: "個人番号（マイナンバー）の記載がない書類、または番号を塗りつぶした写しをお送りください。",
}  # fmt: skip

#: In what order things are mended: what has to be sent, then what has to be corrected.
_TO_SEND = (C.DOCUMENT_MISSING, C.RECEIPT_MISSING, C.PAGE_MISSING, C.CERTIFICATE_EXPIRED)


@dataclass(frozen=True)
class Enclosure:
    """What the list must know of a document of the case, in the order of the envelope."""

    kind: DocumentKind
    page_indexes: Sequence[int]
    page_of: Mapping[str, int]
    """The page on which each entry stands, by its key; one of `page_indexes`, as a rule."""

    @classmethod
    def of(cls, document: ExtractedDocument) -> Enclosure:
        return cls(document.kind, document.page_indexes, {key: f.page_index for key, f in document.fields.items()})


@dataclass(frozen=True)
class Mend:
    """One item of the list."""

    what: str
    """The heading: 「記入もれ」."""
    where: tuple[str, ...]
    """The places on the applicant's papers: 「交付申請書（2ページ目）の電話番号」; empty for papers that are not there."""
    why: str
    """What is wrong, with the values."""
    how: str
    """What to do, in the words of a letter."""
    clauses: tuple[str, ...]
    """The rules it rests on."""
    findings: tuple[Finding, ...]
    """The findings behind it, for a link to the pictures."""


def with_mending(findings: Iterable[Finding]) -> list[Finding]:
    """`findings`, each with what to do about it where the check left that open."""
    return [
        f
        if f.mend_ja or f.status is FindingStatus.NOTICE or f.code not in HOW_JA
        else f.model_copy(update={"mend_ja": HOW_JA[f.code]})
        for f in findings
    ]


def mending(findings: Sequence[Finding], papers: Sequence[Enclosure], programme: Programme | None) -> tuple[Mend, ...]:
    """The list for `findings` (those that a letter names: confirmed, or upheld by a person) of a case with `papers`.

    Notices, and findings that ask nothing of the applicant, are left out. The same list whatever the order of
    `findings`, and each of them stands in exactly one item. Without a programme papers and entries bear their usual names.
    """
    asked = [f for f in findings if f.mend_ja and f.status is not FindingStatus.NOTICE]
    groups: dict[tuple[object, ...], list[Finding]] = {}
    for found in sorted(asked, key=_order(papers)):
        groups.setdefault(_group(found), []).append(found)
    return tuple(_item(group, papers, programme) for group in groups.values())


def as_text(items: Sequence[Mend]) -> str:
    """The list as plain numbered text, for a letter or a telephone call."""
    lines: list[str] = []
    for number, item in enumerate(items, 1):
        lines.append(f"{number}. {item.what}")
        lines += [f"   箇所：{place}" for place in item.where]
        lines += [f"   {item.why}", f"   お願い：{item.how}"]
        lines += [f"   根拠：{clause}" for clause in item.clauses]
    return "\n".join(lines)


def _order(papers: Sequence[Enclosure]) -> Callable[[Finding], tuple[object, ...]]:
    kinds = [p.kind for p in papers]

    def key(found: Finding) -> tuple[object, ...]:
        first = min((r.document for r in found.refs), default=None)
        if first is None:
            first = kinds.index(found.document_kind) if found.document_kind in kinds else len(kinds)
        rank = _TO_SEND.index(found.code) if found.code in _TO_SEND else len(_TO_SEND)
        return rank, first, list(FindingCode).index(found.code), found.message_ja

    return key


def _group(found: Finding) -> tuple[object, ...]:
    """What goes into one item: missing papers; the blank entries, and the seal, of one paper."""
    if found.code in (C.DOCUMENT_MISSING, C.RECEIPT_MISSING):
        return ("papers",)
    if found.code in (C.FIELD_MISSING, C.SEAL_MISSING) and found.refs:
        return found.code, found.refs[0].document
    return (found.code, found.message_ja, found.refs)


def _item(group: Sequence[Finding], papers: Sequence[Enclosure], programme: Programme | None) -> Mend:
    first = group[0]
    clauses = tuple(dict.fromkeys(f.clause for f in group if f.clause))
    where = tuple(dict.fromkeys(place for f in group for place in _places(f, papers, programme)))
    if first.code in (C.DOCUMENT_MISSING, C.RECEIPT_MISSING):
        names = "、".join(dict.fromkeys(_kind(programme, f.document_kind) for f in group if f.document_kind))
        what = C.DOCUMENT_MISSING.label_ja
        return Mend(what, (), "".join(f.message_ja for f in group), f"{names}をお送りください。", clauses, tuple(group))
    if first.code is C.FIELD_MISSING and len(group) > 1:
        names = "」「".join(dict.fromkeys(_entry(f, papers, programme) for f in group))
        why = f"{_paper(first.refs[0].document, papers, programme)}の「{names}」が記入されていません。"
        return Mend(first.code.label_ja, where, why, first.mend_ja, clauses, tuple(group))
    return Mend(first.code.label_ja, where, first.message_ja, first.mend_ja, clauses, tuple(group))


def _places(found: Finding, papers: Sequence[Enclosure], programme: Programme | None) -> list[str]:
    places = []
    for ref in found.refs:
        if not 0 <= ref.document < len(papers):
            continue
        document = papers[ref.document]
        paper = _paper(ref.document, papers, programme)
        page = document.page_of.get(ref.key)
        if page in document.page_indexes and len(document.page_indexes) > 1:
            paper += f"（{document.page_indexes.index(page) + 1}ページ目）"
        places.append(f"{paper}の{entry_label(programme, document.kind, ref.key)}" if ref.key else paper)
    return places


def _kind(programme: Programme | None, kind: DocumentKind) -> str:
    return programme.kind_label(kind) if programme is not None else kind.label_ja


def _paper(position: int, papers: Sequence[Enclosure], programme: Programme | None) -> str:
    """The paper's name, numbered where the envelope holds several of its kind."""
    kind = papers[position].kind
    alike = [i for i, d in enumerate(papers) if d.kind == kind]
    return _kind(programme, kind) + (f"（{alike.index(position) + 1}枚目）" if len(alike) > 1 else "")


def _entry(found: Finding, papers: Sequence[Enclosure], programme: Programme | None) -> str:
    document = papers[found.refs[0].document]
    return entry_label(programme, document.kind, found.field_key or found.refs[0].key)
