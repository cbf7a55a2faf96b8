"""The graph of which document must say what is whole, true of what the checks find, and shown in the documentation."""

from __future__ import annotations

from pathlib import Path

import pytest

from models.findings import FindingCode, FindingStatus
from tests import shared
from tests.validators.cases import checked, from_truth
from tests.validators.test_crosschecks import PLANTED
from validators.crosschecks.graph import GRAPH, Bearing, as_table, edge
from validators.mending import HOW_JA


def test_every_code_stands_in_it_once() -> None:
    assert sorted(e.code for e in GRAPH) == sorted(FindingCode)


def test_what_the_applicant_mends_says_how() -> None:
    office = {FindingCode.DUPLICATE_APPLICATION, FindingCode.RECEIPT_REUSED, FindingCode.EQUIPMENT_REUSED}
    asked = (
        {e.code for e in GRAPH if e.bearing is not Bearing.NOTICE}
        - office
        - {FindingCode.ACCOUNT_SHARED, FindingCode.BUDGET_EXCEEDED}
    )
    assert asked <= set(HOW_JA)


@pytest.mark.parametrize(("build", "plant", "wanted"), PLANTED)
def test_findings_point_where_the_graph_says(build, plant, wanted) -> None:  # type: ignore[no-untyped-def]
    outcome = checked(plant(build()))
    for finding in outcome.findings:
        for ref in () if finding.rule else finding.refs:  # a programme's own rule points wherever it likes
            kind = outcome.case.documents[ref.document].kind
            assert edge(finding.code).holds(kind, ref.key), (finding.code, kind, ref.key)


def test_findings_of_the_corpus_point_where_the_graph_says() -> None:
    for row in shared.jsonl("corpus", "dev", "truth.jsonl"):
        outcome = checked(from_truth(row))
        for finding in outcome.findings:
            assert finding.refs or finding.document_kind is not None, finding.code
            assert finding.status is FindingStatus.NOTICE or finding.mend_ja
            for ref in () if finding.rule else finding.refs:
                assert edge(finding.code).holds(outcome.case.documents[ref.document].kind, ref.key), finding


def test_the_documentation_shows_it() -> None:
    page = (Path(__file__).parents[2] / "docs" / "architecture.md").read_text(encoding="utf-8")
    assert as_table() in page, "docs/architecture.md: put validators.crosschecks.graph.as_table() under 'Finding codes'"
