"""A finding comes out of the database as the checks made it, and so do the reasons for a field."""

from __future__ import annotations

import pytest

from models.documents import Corroboration, DocumentKind
from models.findings import Agreement, FieldRef, Finding, FindingCode, FindingStatus, Pair
from models.reasons import doubts, reasons
from storage import cases, checking, fields, findings
from storage import models as db
from tests.storage.support import arrive, read_all

pytestmark = pytest.mark.usefixtures("database")

HERE, THERE = FieldRef(document=0, key="phone"), FieldRef(document=2, key="phone")
FULL = Finding(
    code=FindingCode.DUPLICATE_APPLICATION,
    status=FindingStatus.SUSPECTED,
    message_ja="先に届いた案件と同じです。",
    mend_ja="取り下げてください。",
    clause="第4条",
    rule="same_household",
    refs=(HERE, FieldRef(document=1), FieldRef(document=1, key="officers", cell="officers[0].kana")),
    document_kind=DocumentKind.RECEIPT,
    field_key="phone",
    other_case="R7-000001",
    pairs=(Pair(key="phone", agreement=Agreement.NEAR, here=HERE, there=THERE),),
)
BARE = Finding(code=FindingCode.RECEIPT_MISSING, status=FindingStatus.CONFIRMED, message_ja="領収書がありません。")


def test_what_is_kept_is_loaded_again() -> None:
    arrive()
    read_all()
    case_id = db.Case.objects.get().pk
    given = cases.load_for_check(case_id)
    checking.save_checked(case_id, given.view.documents, [FULL, BARE], [], version=given.version)
    rows = db.Finding.objects.filter(active=True).order_by("position")
    assert [findings.load(row) for row in rows] == [FULL, BARE]


def test_a_field_says_all_that_speaks_for_and_against_it() -> None:
    arrive()
    read_all()
    row = db.Field.objects.get(key="purchase_amount")
    for position, (kind, supports, text) in enumerate(
        (("passbook", True, "通帳と一致します"), ("engines", False, "値が違います"), ("values", False, "値が違います"))
    ):
        db.Corroboration.objects.create(
            field=row, origin="read", position=position, kind=kind, supports=supports, reason_ja=text
        )
    field = fields.believed(row)
    assert Corroboration(kind="test", supports=True, reason_ja="試験") in field.corroborations, "what the checks found"
    assert reasons(field) == ("通帳と一致", "試験") and doubts(field) == ("値が違います",)
    assert "test" not in {c.kind for c in fields.load(row).corroborations}, "the checks themselves begin afresh"
