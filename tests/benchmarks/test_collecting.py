"""Examples for the calibration: which mail a file holds, and which mail is never fitted on."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from benchmarks.accuracy import BenchmarkError
from benchmarks.calibrating.collecting import Envelope, collect_generated, generated
from benchmarks.calibrating.samples import checked, lost_as_blank
from models.documents import CaseView, DocumentKind, ExtractedDocument, Field
from models.geometry import Box


def test_a_file_says_which_mail_it_holds(tmp_path: Path) -> None:
    target = tmp_path / "examples.gz"
    assert generated(target) == []
    target.touch()
    (tmp_path / "examples.seeds.json").write_text(json.dumps([401, "varied 451"]), encoding="utf-8")
    assert generated(target) == ["401", "varied 451"]


def test_mail_that_is_there_is_not_read_again(tmp_path: Path) -> None:
    target = tmp_path / "examples.gz"
    target.touch()
    log = tmp_path / "examples.seeds.json"
    log.write_text(json.dumps(["401", "varied 401"]), encoding="utf-8")
    collect_generated([401], 8, target)
    collect_generated([401], 8, target, varied=True)
    assert json.loads(log.read_text(encoding="utf-8")) == ["401", "varied 401"]


@pytest.mark.parametrize("varied", [False, True])
def test_seeds_for_measuring_are_refused(tmp_path: Path, varied: bool) -> None:
    with pytest.raises(BenchmarkError, match="kept for measuring"):
        collect_generated([8999, 9001], 8, tmp_path / "examples.gz", varied=varied)


def test_an_entry_taken_for_blank_though_written_is_counted() -> None:
    blank = Field(key="proxy_phone", value=None, blank=True, box=Box(x0=0.1, y0=0.1, x1=0.2, y1=0.2))
    document = ExtractedDocument(
        kind=DocumentKind.APPLICATION_FORM,
        delivery_sha256="申請書.pdf",
        page_indexes=[0],
        fields={"proxy_phone": blank},
    )
    case = CaseView(programme_id="nara-smarthouse", stage="apply", documents=[document])

    def told(value: str | None) -> Envelope:
        paper = {
            "file": "申請書.pdf",
            "pages": [0],
            "type": "application_form",
            "fields": {"proxy_phone": {"value": value}},
        }
        return Envelope(truth=[{"documents": [paper]}], views=[case])

    assert list(lost_as_blank(checked([told("0742-36-6331"), told(None)]))) == [(0, "application_form", "proxy_phone")]
