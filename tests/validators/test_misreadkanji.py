"""A kanji that engines always read as another one: where both make a name, a person is asked."""

from __future__ import annotations

import pytest

from models.documents import DocumentKind as K
from models.documents import FieldStatus
from tests.validators.cases import Make, checked, exact, individual, on, put, scanned
from validators.misreadkanji import other_name


@pytest.mark.parametrize(
    ("read", "meant"),
    [
        ("鍛治ゆかり", "鍜治ゆかり"),
        ("築田勇", "簗田勇"),
        ("采女真", "釆女真"),
        ("株式会社鍛治工務店", "株式会社鍜治工務店"),
        ("川寄一", "川嵜一"),
        ("佐藤太郎", None),
        ("山本達也", None),
        ("新築工業株式会社", None),
    ],
)
def test_the_name_that_may_be_meant(read: str, meant: str | None) -> None:
    assert other_name(read) == meant


@pytest.mark.parametrize(("make", "asked"), [(scanned, True), (exact, False)])
def test_papers_that_agree_on_such_a_name_are_shown_to_a_person(make: Make, asked: bool) -> None:
    """Every paper of the envelope says the same, and the bank book, too; a text layer knows."""
    case = individual(make)
    for document in case.documents:
        for key in ("applicant_name", "account_holder", "payer_name"):
            if key in document.fields:
                put(case, document.kind, key, "鍛治弘之", make)
    holder = on(checked(case).case, K.PASSBOOK).fields["account_holder"]
    assert ("variant_possible" in {c.kind for c in holder.corroborations if not c.supports}) is asked
    if asked:
        assert holder.status is FieldStatus.REVIEW
