"""Perfect readings of the development corpus lead to exactly the findings of its truth."""

from __future__ import annotations

from models.checks import EarlierCase
from models.documents import FieldStatus
from models.findings import FindingStatus
from tests import shared
from tests.validators.cases import checked, from_truth


def test_findings_are_the_truths_in_order_of_arrival() -> None:
    earlier: list[EarlierCase] = []
    wrong: dict[str, tuple[set[str], set[str]]] = {}
    for row in shared.jsonl("corpus", "dev", "truth.jsonl"):
        outcome = checked(from_truth(row), *earlier)
        deficiencies = [f for f in outcome.findings if f.status is not FindingStatus.NOTICE]
        found = {f.code.value for f in deficiencies}
        wanted, tolerated = set(row["findings"]), set(row["findings_tolerated"])
        if wanted - found or found - wanted - tolerated:
            wrong[row["case_id"]] = (wanted - found, found - wanted - tolerated)
        assert all(f.status is FindingStatus.CONFIRMED for f in deficiencies), row["case_id"]
        earlier.append(EarlierCase(receipt_number=row["case_id"], profile=outcome.profile))
    assert wrong == {}


def test_details_name_what_the_truth_names() -> None:
    earlier: list[EarlierCase] = []
    for row in shared.jsonl("corpus", "dev", "truth.jsonl"):
        outcome = checked(from_truth(row), *earlier)
        earlier.append(EarlierCase(receipt_number=row["case_id"], profile=outcome.profile))
        for detail in row["finding_details"]:
            finding = next(f for f in outcome.findings if f.code.value == detail["code"])
            if "earlier" in detail:
                assert finding.other_case == detail["earlier"]
            if "document" in detail:
                assert finding.document_kind is not None and finding.document_kind.value == detail["document"]
            if "field" in detail:
                assert finding.field_key == detail["field"]
            for figure in ("applied", "evidence", "line_sum", "subtotal", "tax", "right"):
                if isinstance(detail.get(figure), int):
                    assert f"{detail[figure]:,}" in finding.message_ja


def test_only_cases_that_share_a_paper_or_a_person_share_keys() -> None:
    seen: dict[str, tuple[set[str], tuple[str, ...]]] = {}
    pairs = set()
    for row in shared.jsonl("corpus", "dev", "truth.jsonl"):
        outcome = checked(from_truth(row))
        name = outcome.profile.applicant["applicant_name"].texts[:1]
        keys = {k.key for k in outcome.keys}
        pairs |= {(other, row["case_id"]) for other, (theirs, who) in seen.items() if keys & theirs and who != name}
        seen[row["case_id"]] = keys, name
    told = {
        (d["earlier"], row["case_id"])
        for row in shared.jsonl("corpus", "dev", "truth.jsonl")
        for d in row["finding_details"]
        if "earlier" in d and seen[d["earlier"]][1] != seen[row["case_id"]][1]
    }
    assert told <= pairs
    assert len(pairs - told) <= 1, "a third case of the same receipt may meet both of the others"


def test_exact_readings_are_accepted() -> None:
    """All of them; but rows that do not add up may have been cut out of the page wrongly, however exact their text."""
    for row in shared.jsonl("corpus", "dev", "truth.jsonl"):
        outcome = checked(from_truth(row))
        waiting = [f.key for d in outcome.case.documents for f in d.fields.values() if f.status is FieldStatus.REVIEW]
        assert waiting == (["line_items"] if "SUM_MISMATCH" in row["findings"] else []), row["case_id"]
