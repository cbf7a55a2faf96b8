"""Accept a field, or ask a person: confidence, status and a Japanese reason, from readings and corroborations.

Two gates, and both must open. The calibrated probability (:mod:`validators.calibration`) must reach the threshold that
the entry's target error asks for. And some things no probability outweighs: a *critical* entry (account, holder, names,
amounts) needs an exact source, a person, or at least one independent corroboration; nothing that contradicts it may
stand; an account number that a hand wrote, or that resolution had to choose, needs another paper that says the same.
An engine's own score opens no gate.

An entry left blank on paper counts as accepted when the blank itself is certain and the paper may lack the entry (a
proxy's block); something unread never is. A blank where the programme wants something goes to a person: measured on 230
envelopes of unknown and known layouts, 41 of 51 such blanks had been written elsewhere, and none of 80 others.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

from models.documents import OTHER_PAPER, SOUGHT, CaseView, Corroboration, ExtractedDocument, Field, FieldStatus
from models.programmes import Programme
from models.reasons import SAYS_LITTLE, percent, why
from models.values.fields import KANA_KEYS
from validators import calibration
from validators.evidence import PLACE, STRENGTHENING, decided_by_person, place_in_doubt, sought, typed
from validators.features import FILLED_IN, Legible, features, legible, log_odds, of_readings
from validators.legibility import PERSON_KEYS
from validators.placing import displaced, unclaimed

#: Entries that money or identity hangs on.
CRITICAL = PERSON_KEYS | frozenset(
    (
        "account_number",
        "account_holder_kana",
        "applicant_kana",
        "bank_code",
        "branch_code",
        "bank_name",
        "branch_name",
        "yucho_symbol",
        "yucho_number",
        "purchase_amount",
        "total_cost",
        "subsidy_amount",
        "total_amount",
        "tax_amount",
        "subtotal_amount",
        "invoice_number",
        "line_items",
        "facilities",
        "officers",
    )
)
#: The probability of exact text, and of a person's word.
EXACT = 0.9995
PERSON = 0.9999

#: What shows that a critical value is right, independently of the engine that read it.
INDEPENDENT = STRENGTHENING | {"holder_applicant", "subsidy_rule", "rows_add_up", "found_in_text"}
#: Papers that one hand wrote are misread alike: no witness for a name that its readers were undecided about.
_SAME_HAND = frozenset({"same_on_other_document"})
#: The share that a reader gives a name it is decided about, at least: 由記 had 0.51 where 由紀 was written, on two papers alike.
_DECIDED = 0.6
#: The share of a reading that another paper's word does not outweigh: ザ with 0.94 on a bank book, サ on the claim.
_SURELY = 0.9
_ACCOUNT_NUMBERS = frozenset(("account_number", "yucho_symbol", "yucho_number"))

#: What speaks for an address behind its town: known words, another engine, exact text.
_TO_THE_LETTER = frozenset({"known_words", "engines_agree", "exact_on_other_document"})
#: Why a field goes to a person that is sure enough by itself.
STOPPED_JA = "抜き取り検査の結果により、この項目の自動採用を止めています。"

#: What shows that even an exact value was taken from the wrong place, or not to its end.
_NOT_THERE = frozenset({"date_plausible", "cut_short", "rows_add_up", "misplaced"})

#: Extraction's doubt that a seal hides the end of a company's name; another paper that says the same outweighs it.
UNDER_SEAL = "under_seal"

#: Doubts that are weighed with everything else: another engine, or a second look, reads otherwise.
WEIGHED = frozenset({"engines_agree", "low_score", PLACE, SOUGHT.kind})
#: What tells that a critical value stands in its own place: other papers and other entries, no dictionary.
_TELLS_PLACE = OTHER_PAPER | {"holder_applicant", "form_receipt_amount", "subsidy_rule", "arithmetic"}


def decide(case: CaseView, programme: Programme | None, stopped: Collection[str] = ()) -> None:
    """Set confidence, status and reason of every field of `case`, in place.

    Entries in `stopped` (samples of what was accepted were wrong too often) are never accepted without a person, unless
    they are blank.
    """
    for document in case.documents:
        paper = legible(document)
        for field in document.fields.values():
            _decide(field, document, paper, programme)
            accepted = field.status is FieldStatus.ACCEPTED and field.value is not None
            if accepted and field.key in stopped and not decided_by_person(field):
                _set(field, field.confidence, FieldStatus.REVIEW, STOPPED_JA)


def _decide(
    field: Field, document: ExtractedDocument, paper: Mapping[str, Legible], programme: Programme | None
) -> None:
    if decided_by_person(field):
        _set(field, PERSON, FieldStatus.ACCEPTED, "担当者が確認しました。")
        return
    if field.value is None:
        _decide_empty(field, document, programme)
        return
    against = [c for c in field.corroborations if not c.supports]
    if field.exact:
        if any(c.kind in _NOT_THERE for c in against):
            _set(field, 0.9, FieldStatus.REVIEW, _because(against))
        else:
            _set(field, EXACT, FieldStatus.ACCEPTED, why(field))
        return
    contradictions, wanting = contradicted(field), wanting_evidence(field, document)
    gated = contradictions or bool(wanting)
    confidence = calibration.probability(field.key, features(field, document, paper), gated=gated)
    target = programme.target_error_of(document.kind, field.key) if programme is not None else 0.0
    if contradictions:
        _set(field, confidence, FieldStatus.REVIEW, _because(against))
    elif programme is None:
        _set(field, confidence, FieldStatus.REVIEW, "補助金事業が分からないため、確認が必要です。")
    elif wanting:
        _set(field, confidence, FieldStatus.REVIEW, wanting)
    elif confidence < calibration.threshold(field.key, target):
        _set(field, confidence, FieldStatus.REVIEW, _too_little(field, confidence, against))
    else:
        _set(field, confidence, FieldStatus.ACCEPTED, "")
        field.reason_ja = why(field)


def contradicted(field: Field) -> bool:
    """Whether something stands against the value that no probability outweighs."""
    repeated = any(c.supports and c.kind in OTHER_PAPER for c in field.corroborations)
    return any(
        not c.supports and c.kind not in WEIGHED and not (c.kind == UNDER_SEAL and repeated)
        for c in field.corroborations
    )


def wanting_evidence(field: Field, document: ExtractedDocument) -> str:
    """What a critical entry lacks, as a sentence; empty where it lacks nothing."""
    kinds = {c.kind for c in field.corroborations if c.supports}
    by_type = typed(field)
    if field.key in _ACCOUNT_NUMBERS:
        by_hand = field.handwritten or (document.kind in FILLED_IN and "engines_agree" not in kinds and not by_type)
        if by_hand and not kinds & OTHER_PAPER:
            return "手書きの口座番号で、ほかの書類の裏付けがありません。"
        if field.chosen:
            return "口座番号の候補が複数あります。"
        if field.key == "account_number" and _too_short(field) and not by_type and not kinds & OTHER_PAPER:
            return "7桁に満たない口座番号で、ほかの書類の裏付けがありません。"
    if field.key in CRITICAL and not kinds & INDEPENDENT:
        return "裏付けがありません。"
    if field.key in CRITICAL and sought(field):
        return f"{SOUGHT.reason_ja}。"
    if field.key in CRITICAL and not kinds & _TELLS_PLACE and place_in_doubt(field):
        return "見出しとの位置の対応が確かでなく、ほかの書類の裏付けがありません。"
    if field.key in PERSON_KEYS and not by_type and not (kinds & INDEPENDENT) - _SAME_HAND and _undecided(field):
        return "読み手が決めかねた名前で、ほかの書類にも同じ読みがあるほかに裏付けがありません。"
    if field.chosen and field.key in KANA_KEYS and _read_surely_otherwise(field):
        return "ほかの書類に合わせて選んだ読みと、はっきり違う読みがあります。"
    if field.chosen and not kinds & OTHER_PAPER and any(r.engine == "marks" for r in field.readings):
        return "どの選択肢に印があるか、読み手が決めかねました。"  # every candidate is one of the form's words
    if field.key in ("address", "proxy_address") and not by_type and not kinds & _TO_THE_LETTER:
        return "建物名などに裏付けがありません。"
    if (field.handwritten or document.kind in FILLED_IN) and not by_type and not kinds - SAYS_LITTLE:
        return "手書きの項目で、裏付けがありません。"
    return ""


def _too_short(field: Field) -> bool:
    """Whether fewer digits were read than an account number has (7: 全銀協 総合振込): boxes may not have been found."""
    return sum(c.isdigit() for c in field.raw) < 7


def _undecided(field: Field) -> bool:
    """Whether resolution had to choose the value, or no reader that lists candidates gave it much more than half."""
    if field.chosen:
        return True
    shares = [v for name, v in of_readings(field).items() if name.startswith("share:")]
    return bool(shares) and max(shares) < log_odds(_DECIDED)


def _read_surely_otherwise(field: Field) -> bool:
    """Whether a reader that lists candidates gave nearly all to another value than the one that was chosen."""
    return any(
        r.candidates and r.candidates[0].value not in (None, field.value) and r.candidates[0].share >= _SURELY
        for r in field.readings
    )


def _decide_empty(field: Field, document: ExtractedDocument, programme: Programme | None) -> None:
    spec = programme.document(document.kind) if programme is not None else None
    entry = spec.field(field.key) if spec is not None else None
    may_stay_blank = entry is not None and (not entry.required or bool(entry.required_if))
    if field.blank and not field.exact and (displaced(document) or (entry is not None and unclaimed(document, entry))):
        _set(field, 0.5, FieldStatus.REVIEW, "欄の位置が用紙と合わないようです。記入がないか確かめてください。")
    elif field.blank and (field.exact or (may_stay_blank and not any(r.raw.strip() for r in field.readings))):
        _set(field, 0.99, FieldStatus.ACCEPTED, "記入がありません。")
    elif field.blank:
        _set(field, 0.9, FieldStatus.REVIEW, "記入がないようです。用紙を確かめてください。")
    else:
        _set(field, 0.0, FieldStatus.REVIEW, "読み取れませんでした。")


def _set(field: Field, confidence: float, status: FieldStatus, reason_ja: str) -> None:
    field.confidence = round(min(1.0, max(0.0, confidence)), 4)
    field.status = status
    field.reason_ja = reason_ja


def _reasons(field: Field) -> list[str]:
    return list(dict.fromkeys(c.reason_ja for c in field.corroborations if c.supports and c.kind in INDEPENDENT))


def _because(against: list[Corroboration]) -> str:
    return _sentences([c.reason_ja for c in against])


def _too_little(field: Field, confidence: float, against: list[Corroboration]) -> str:
    """Why a value that nothing contradicts is not sure enough."""
    if against:
        return _sentences([c.reason_ja for c in against])
    reasons = _reasons(field)
    if not reasons:
        return f"裏付けがなく、正しい見込みは{percent(confidence)}です。"
    return f"{_sentences(reasons[:2])[:-1]}が、まだ確実ではありません（正しい見込み{percent(confidence)}）。"


def _sentences(reasons: list[str]) -> str:
    return "。".join(dict.fromkeys(reasons)) + "。"
