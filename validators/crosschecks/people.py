"""Persons and companies: PAYER_MISMATCH, ACCOUNT_HOLDER_MISMATCH.

Who the applicant is, the application form says, and the claim repeats it. Names that other papers carry for the
applicant (warranty, contract, photograph, certificate) help where a form's character was misread: they count as further
readings of the same name when they are near it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from models.documents import FORMS, DocumentKind, Field
from models.findings import FieldRef, Finding, FindingCode, FindingStatus
from models.values.company import is_company, parse_company, split_company, split_holder
from models.values.kana import fold_holder, fold_kana
from models.values.text import fold_itaiji, squeeze
from validators.crosschecks.context import Context, finding
from validators.evidence import Certainty, certainty, distance, sure, texts, within_noise
from validators.names import Fit, check_reading, same_surname
from validators.readings import is_surname

#: Papers besides the forms that name the applicant as such.
NAMING = (
    DocumentKind.WARRANTY,
    DocumentKind.CONTRACT,
    DocumentKind.PRODUCT_PHOTO,
    DocumentKind.RESIDENT_CERTIFICATE,
    DocumentKind.REGISTRY_CERTIFICATE,
    DocumentKind.POWER_OF_ATTORNEY,
    DocumentKind.FACILITY_LIST,
    DocumentKind.BUSINESS_OVERVIEW,
    DocumentKind.OFFICER_LIST,
)

#: Share of a name that OCR may have misread and leave it the same person's: print, handwriting.
NOISE_PRINT = 0.34
NOISE_HAND = 0.5

#: Above this share of differing characters a name on another paper is another person's, not a misreading.
OTHER_PERSON = 0.5


@lru_cache(maxsize=4096)
def fold_party(name: str) -> str:
    """For comparing persons and companies: ㈱ spelled out, no spaces, no honorific, variant characters folded."""
    return fold_itaiji(parse_company(name) or squeeze(name))


def check(context: Context) -> Iterator[Finding]:
    yield from _payers(context)
    yield from _holders(context)


@dataclass(frozen=True)
class Applicant:
    """All ways the applicant's name was read, folded, and the strongest of the forms' readings."""

    names: tuple[str, ...]
    kana: tuple[str, ...]
    certainty: Certainty
    name_field: Field | None
    ref: tuple[FieldRef, ...]


def applicant(context: Context) -> Applicant:
    """The applicant as the forms name them, other papers helping."""
    fields: list[Field] = []
    ref: tuple[FieldRef, ...] = ()
    kana: list[str] = []
    for position, document in context.each(*FORMS):
        field = document.fields.get("applicant_name")
        if field is not None and isinstance(field.value, str):
            fields.append(field)
            ref = ref or context.ref(position, "applicant_name")
        reading = document.fields.get("applicant_kana")
        if reading is not None and isinstance(reading.value, str):
            kana += texts(reading, fold_kana)
    fields.sort(key=certainty, reverse=True)
    names = [t for f in fields for t in texts(f, fold_party)]
    if names and (not fields or certainty(fields[0]) is not Certainty.SURE):
        for _, document in context.each(*NAMING):
            field = document.fields.get("applicant_name")
            for text in texts(field, fold_party) if field is not None and field.value else []:
                if distance(text, names[0]) <= OTHER_PERSON * max(len(text), len(names[0])):
                    names.append(text)
    return Applicant(
        names=tuple(dict.fromkeys(n for n in names if n)),
        kana=tuple(dict.fromkeys(k for k in kana if k)),
        certainty=certainty(fields[0]) if fields else Certainty.NONE,
        name_field=fields[0] if fields else None,
        ref=ref,
    )


def another(context: Context, who: Applicant, field: Field | None) -> FindingStatus | None:
    """Whether `field` names somebody else than the applicant; None: the same, or nobody can tell."""
    if field is None or not isinstance(field.value, str) or who.name_field is None:
        return None
    candidates = [t for t in texts(field, fold_party) if t]
    if not candidates or not who.names:
        return None
    if any(same_party(c, n) for c in candidates for n in who.names):
        return None
    if any(_reads(c, n) or _reads(n, c) for c in candidates for n in who.names):
        return None
    weaker = min(certainty(field), who.certainty)
    if weaker is Certainty.SURE:
        # 株式会社 where a 有限会社 applied may be the same company under its later form: for a person to ask
        form_only = any(other_form(c, n) for c in candidates for n in who.names)
        return FindingStatus.SUSPECTED if form_only else FindingStatus.CONFIRMED
    more = any(_with_more(c, n) for c in candidates for n in who.names)
    if certainty(field) is not Certainty.SURE and (more or not _looks_like_a_name(candidates[0])):
        return None
    gap = min(distance(candidates[0], n) for n in who.names)
    if weaker is Certainty.STRONG:
        return FindingStatus.CONFIRMED if gap > 1 else FindingStatus.SUSPECTED
    hand = field.handwritten or who.name_field.handwritten
    share = NOISE_HAND if hand else NOISE_PRINT
    if any(within_noise(c, n, share=share) for c in candidates for n in who.names):
        return None
    return FindingStatus.SUSPECTED


def same_party(left: str, right: str) -> bool:
    """Same name, or one is the surname alone, the company with its representative behind, or the name without its form."""
    if left == right:
        return True
    short, long = sorted((left, right), key=len)
    if long.startswith(short) and (is_company(short) or is_surname(short)):
        return True
    a, b = split_company(left), split_company(right)
    if not (a.form or b.form) or not (a.core and b.core) or other_form(left, right):
        return False
    if a.core == b.core:
        return True
    begins, whole = sorted((a.core, b.core), key=len)
    # 株式会社松尾 is not 松尾弘之: a surname that a company bears tells nothing of a person, nor a person's of a company
    alike = bool(a.form and b.form) or not is_surname(begins)
    return alike and whole.startswith(begins)


def other_form(left: str, right: str) -> bool:
    """Whether two names differ by their legal form: 株式会社松尾 and 有限会社松尾. 医療法人 is short for 医療法人社団."""
    a, b = split_company(left), split_company(right)
    if a.form is None or b.form is None or a.core != b.core:
        return False
    return a.form not in b.form and b.form not in a.form


def _reads(kana: str, name: str) -> bool:
    """Whether a name written in kana alone is the reading of the other (ツジモトチヨ for 辻本千代)."""
    return _KANA.fullmatch(kana) is not None and _KANA.fullmatch(name) is None and check_reading(name, kana) is Fit.FITS


_KANA = re.compile("[ァ-ヺーぁ-ゖ]{3,}")


def _with_more(read: str, name: str) -> bool:
    """Whether a reading holds the whole name and something more: a label read along with it."""
    return len(name) >= 3 and name in read


_ONE_SCRIPT = re.compile(
    r"[\u3400-\u9fff\uf900-\ufaff々ヶ]+[ぁ-ゖー]*|[ぁ-ゖー]{3,}|[ぁ-ゖー]{2,}[\u3400-\u9fff]+|[ァ-ヺー・]+|[A-Za-z.・]+"
)


_GIVEN_IN_KANA = re.compile(r"(?P<surname>[\u3400-\u9fff々ヶ]{1,4})[ァ-ヺー]{2,4}[子代枝江恵美]?")


def _looks_like_a_name(text: str) -> bool:
    """Whether a reading that is not sure can be a person's or company's name at all: scripts mixed at random are a misreading,
    but katakana behind a surname are a given name, 飯星ハツエ, 釆沢サチ子."""
    given = _GIVEN_IN_KANA.fullmatch(text)
    if is_company(text) or (given is not None and is_surname(given["surname"])):
        return True
    return 2 <= len(text) <= 12 and _ONE_SCRIPT.fullmatch(text) is not None


def _payers(context: Context) -> Iterator[Finding]:
    who = applicant(context)
    slips = [(p, "applicant_name") for p in context.positions(DocumentKind.METER_SLIP)]
    for position, key in [*((p, "payer_name") for p in context.receipts), *slips]:
        field = context.field(position, key)
        status = another(context, who, field)
        if status is None or field is None:
            continue
        kind = context.document(position).kind
        what = "名義" if kind is DocumentKind.METER_SLIP else "宛名"
        near = _near_the_applicant(context, who, field)
        yield finding(
            FindingCode.PAYER_MISMATCH,
            FindingStatus.SUSPECTED if near else status,
            f"{kind.label_ja}の{what}「{field.value}」が申請者「{who.name_field.value if who.name_field else ''}」と異なります。{near}",
            clause=context.programme.clause("payer", "required_documents"),
            refs=(*context.ref(position, key), *who.ref),
        )


def _near_the_applicant(context: Context, who: Applicant, payer: Field) -> str:
    """Why somebody else may have paid rightly, for whoever decides: a relative, or the proxy. Empty: no sign of it."""
    payers = texts(payer, fold_party)
    for position, document in context.each(*FORMS, DocumentKind.POWER_OF_ATTORNEY):
        for key in ("proxy_name", "proxy_contact"):
            proxy = context.field(position, key)
            if proxy is not None and any(same_party(a, b) for a in payers for b in texts(proxy, fold_party) if a and b):
                attorney = document.kind is DocumentKind.POWER_OF_ATTORNEY or context.positions(
                    DocumentKind.POWER_OF_ATTORNEY
                )
                paper = "委任状があります" if attorney else "委任状は入っていません"
                return f"代理申請者と同じ名前です（{paper}）。代わりに支払ったものか確かめてください。"
    company = any(is_company(t) for t in (*payers, *who.names))
    if not company and any(same_surname(a, b) for a in payers[:1] for b in who.names[:1]):
        return "申請者と同じ姓です。同じ世帯の人が支払ったものか確かめてください。"
    return ""


def same_reading(holder: str, kana: str) -> bool:
    """Whether an account holder's kana is the reading `kana` of the applicant (both folded, corporate forms apart)."""
    if holder == kana:
        return True
    return len(holder) >= 2 and (kana.endswith(holder) or kana.startswith(holder))


def holder_core(kana: str) -> str:
    """The holder without corporate abbreviation, folded: ``カ)ヤマト`` → ``ヤマト``."""
    return fold_holder(split_holder(kana)[1])


def _other_reading(who: Applicant, field: Field | None) -> bool | None:
    """Whether the holder's kana is not the applicant's reading, noise aside; None where nobody can tell."""
    if field is None or not isinstance(field.value, str) or not who.kana:
        return None
    holders = texts(field, holder_core)
    if any(same_reading(h, k) for h in holders for k in who.kana):
        return False
    share = NOISE_HAND if field.handwritten else NOISE_PRINT
    tail = [k[-len(holders[0]) :] for k in who.kana]
    if certainty(field) >= Certainty.STRONG:
        share = 0.0
    noisy = certainty(field) is not Certainty.SURE and any(
        within_noise(h, k, share=share) for h in holders for k in (*who.kana, *tail)
    )
    return None if noisy else True


def _holders(context: Context) -> Iterator[Finding]:
    """The account's holder on the claim, and on the passbook. Where kanji and kana both stand, both must differ: a
    name that differs in one script only is misread, or written another way."""
    who = applicant(context)
    papers = [context.claim] if context.claim is not None else []
    papers += context.positions(DocumentKind.PASSBOOK)
    for position in papers:
        name, kana = context.field(position, "account_holder"), context.field(position, "account_holder_kana")
        status = _holder_status(context, who, name, kana)
        if status is None or (status is FindingStatus.SUSPECTED and _right_elsewhere(context, who, papers, position)):
            continue
        shown = name if name is not None and name.value is not None else kana
        key = "account_holder" if shown is name else "account_holder_kana"
        yield finding(
            FindingCode.ACCOUNT_HOLDER_MISMATCH,
            status,
            f"口座名義「{shown.value if shown else ''}」が申請者「{who.name_field.value if who.name_field else ''}」と異なります。",
            clause=context.programme.clause("account_holder"),
            refs=(*context.ref(position, key), *who.ref),
        )
        return


def _right_elsewhere(context: Context, who: Applicant, papers: list[int], position: int) -> bool:
    """Whether another paper shows the same account under the applicant's own name: then this one was misread."""
    for other in papers:
        field = context.field(other, "account_holder")
        if other != position and field is not None and any(t in who.names for t in texts(field, fold_party)):
            return True
    return False


def _holder_status(context: Context, who: Applicant, name: Field | None, kana: Field | None) -> FindingStatus | None:
    by_name = another(context, who, name)
    by_kana = _other_reading(who, kana)
    if name is not None and isinstance(name.value, str):
        if by_name is None or sure(name):
            return by_name
        if by_name is FindingStatus.CONFIRMED:
            return None if by_kana is False else by_name
        read = kana is not None and isinstance(kana.value, str) and bool(who.kana)
        return None if read and by_kana is not True else by_name
    if by_kana is not True or kana is None:
        return None
    solid = certainty(kana) >= Certainty.STRONG and _kana_certainty(context) >= Certainty.STRONG
    return FindingStatus.CONFIRMED if solid else FindingStatus.SUSPECTED


def _kana_certainty(context: Context) -> Certainty:
    fields: Iterable[Field | None] = (d.fields.get("applicant_kana") for _, d in context.each(*FORMS))
    return max((certainty(f) for f in fields), default=Certainty.NONE)
