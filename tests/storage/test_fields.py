"""Fields keep what the readers considered, what was amended, and both values where the checks chose another one."""

from __future__ import annotations

import pytest

from models.documents import Candidate, ExtractedDocument, Field, Reading
from storage import cases
from storage import models as db
from storage.fields import decide
from tests.storage.support import RECEIPT, SORTED, arrive, entry, extracted

pytestmark = pytest.mark.usefixtures("database")

READING = Reading(
    engine="ppocr",
    raw="みずぼ銀行",
    value="みずぼ銀行",
    score=0.8,
    candidates=(
        Candidate(raw="みずぼ銀行", value="みずぼ銀行", share=0.6),
        Candidate(raw="みずほ銀行", value="みずほ銀行", share=0.3),
    ),
)


def stored(field: Field) -> int:
    arrive()
    [case_id] = cases.save_sorted("folder", [SORTED])
    for position, paper in enumerate(SORTED.documents):
        cases.save_extracted(case_id, position, extracted(paper, *([field] if paper is RECEIPT else [])))
    return case_id


def bank(case_id: int) -> Field:
    return cases.load_for_check(case_id).view.documents[2].fields["bank_name"]


def checked(case_id: int, value: str) -> None:
    """As the checks do it: another value for the field, the rest as it was loaded."""
    given = cases.load_for_check(case_id)
    documents: list[ExtractedDocument] = given.view.documents
    documents[2].fields["bank_name"].value = value
    cases.save_checked(case_id, documents, [], [], version=given.version, earlier=[])


def test_candidates_and_amendments_come_back_as_they_went() -> None:
    field = entry("bank_name", "みずぼ銀行").model_copy(
        update={"readings": [READING], "amended": True, "amendment_sealed": True, "handwritten": True}
    )
    read = bank(stored(field))
    assert read.readings == [READING]
    assert read.amended and read.amendment_sealed and read.handwritten
    assert not read.chosen


def test_a_choice_of_the_checks_keeps_what_extraction_read() -> None:
    case_id = stored(entry("bank_name", "みずぼ銀行"))
    checked(case_id, "みずほ銀行")
    read = bank(case_id)
    assert (read.value, read.chosen, read.as_read) == ("みずほ銀行", True, "みずぼ銀行")


def test_reading_the_same_again_undoes_no_choice_and_reading_other_does() -> None:
    case_id = stored(entry("bank_name", "みずぼ銀行"))
    checked(case_id, "みずほ銀行")
    cases.save_extracted(case_id, 2, extracted(RECEIPT, entry("bank_name", "みずぼ銀行")))
    assert bank(case_id).value == "みずほ銀行"
    cases.save_extracted(case_id, 2, extracted(RECEIPT, entry("bank_name", "みすほ銀行")))
    assert (bank(case_id).value, bank(case_id).chosen) == ("みすほ銀行", False)


def test_a_person_s_value_is_nobody_s_choice_among_readings() -> None:
    case_id = stored(entry("bank_name", "みずぼ銀行"))
    row = db.Field.objects.get(key="bank_name")
    decide(row, "南都銀行", blank=False)
    row.decided_by = "確認担当"
    row.save()
    assert (bank(case_id).value, bank(case_id).chosen) == ("南都銀行", False)
