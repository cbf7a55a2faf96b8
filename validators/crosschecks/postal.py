"""The form's postal code and its address are two places: POSTAL_ADDRESS_MISMATCH.

The dictionary itself forgives a misread character of the address. A code that is not sure must differ from the address's
right code by more than :data:`MISREAD` digits before one engine's word, or another form's right code, is not enough to
explain it.
"""

from __future__ import annotations

from collections.abc import Iterator

from models.documents import FORMS, Field
from models.findings import Finding, FindingCode, FindingStatus
from validators.crosschecks.context import Context, finding
from validators.evidence import Certainty, certainty, distance, texts
from validators.likeness import Verdict
from validators.postal import PostalCheck, check_postal

#: Digits of a postal code that an engine may misread at once.
MISREAD = 2


def check(context: Context) -> Iterator[Finding]:
    """Once per case: the form first, the claim where the form is right."""
    for position, document in context.each(*FORMS):
        code, address = document.fields.get("postal_code"), document.fields.get("address")
        if code is None or address is None or not isinstance(code.value, str) or not isinstance(address.value, str):
            continue
        judged = _judge(context, code, address)
        if judged is None:
            continue
        status, outcome = judged
        right = "・".join(_shown(c) for c in outcome.right_codes[:3])
        yield finding(
            FindingCode.POSTAL_ADDRESS_MISMATCH,
            status,
            f"{document.kind.label_ja}の郵便番号{_shown(code.value)}は、住所の郵便番号（{right}）と違います。",
            clause=context.programme.clause("postal_code"),
            refs=(*context.ref(position, "postal_code"), *context.ref(position, "address")),
        )
        return


def _judge(context: Context, code: Field, address: Field) -> tuple[FindingStatus, PostalCheck] | None:
    outcomes = [check_postal(c, a) for c in texts(code) for a in texts(address)]
    if any(o.verdict is not Verdict.DISAGREE for o in outcomes):
        return None
    outcome = outcomes[0]
    weaker = min(certainty(code), certainty(address))
    if weaker is Certainty.SURE:
        return FindingStatus.CONFIRMED, outcome
    if certainty(code) is not Certainty.SURE:
        gap = min((distance(str(code.value), c) for c in outcome.right_codes), default=7)
        if gap <= MISREAD and (certainty(code) is Certainty.WEAK or _right_elsewhere(context, outcome)):
            return None
        if gap <= 1:
            return FindingStatus.SUSPECTED, outcome
    firm = certainty(code) >= Certainty.STRONG and certainty(address) >= Certainty.STRONG
    return (FindingStatus.CONFIRMED if firm else FindingStatus.SUSPECTED), outcome


def _right_elsewhere(context: Context, outcome: PostalCheck) -> bool:
    """Whether another form of the case has the address's right code: then this one was misread."""
    return any(d.value("postal_code") in outcome.right_codes for _, d in context.each(*FORMS))


def _shown(code: str) -> str:
    return f"〒{code[:3]}-{code[3:]}"
