"""A new office sets itself up from its blank form and a YAML file alone (docs/adding-a-programme.md): a form never seen,
five kinds of paper, two of them unknown to the software, ten rules, no Python."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

import programmes
from extractors.fields import extract
from extractors.reading import Reader
from extractors.rendering import Renderer
from extractors.sorting import sort_envelope
from flows.learning import LearnedForm, learn_form
from models.checks import CheckedCase
from models.documents import CaseView
from models.findings import FindingStatus
from models.programmes import Programme
from programmes.forms import fit, load_forms
from programmes.starting import start
from tests.programmes.office import papers
from validators.checks import check_case

pytestmark = pytest.mark.ocr
OFFICE = Path(__file__).parent / "office" / "himeji-ev.yaml"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The office's programmes folder: a skeleton, then its own file in the skeleton's place."""
    folder = tmp_path_factory.mktemp("office") / "programmes"
    file = start("himeji-ev", folder)
    shutil.copy(OFFICE, file)
    return folder


@pytest.fixture(scope="module")
def learned(folder: Path) -> LearnedForm:
    blank = papers.blank(folder.parent / "利用申込書.pdf")
    return learn_form(blank, "himeji-ev", "application_form", "a", folder)


@pytest.fixture(scope="module")
def known(folder: Path, learned: LearnedForm) -> dict[str, Programme]:
    return programmes.load(folder)


@pytest.fixture(scope="module")
def renderer() -> Iterator[Renderer]:
    with Renderer() as renderer:
        yield renderer


@pytest.fixture(scope="module")
def reader(folder: Path, learned: LearnedForm) -> Reader:
    return Reader(forms=load_forms(folder))


def received(
    folder: Path, known: dict[str, Programme], reader: Reader, renderer: Renderer, **facts: str
) -> CheckedCase:
    """The envelope of an applicant after the pipeline: read, sorted, extracted, checked."""
    pages = {}
    for file in papers.envelope(folder, **facts):
        pages[file.name] = reader.read(renderer.render(file, 0))
    cases = sort_envelope([(name, page.reading) for name, page in pages.items()], list(known.values()))
    assert [case.programme_id for case in cases] == ["himeji-ev"]
    documents = [
        extract(d.model_copy(update={"programme_id": "himeji-ev"}), [pages[d.delivery_sha256]], reader, known)
        for d in cases[0].documents
    ]
    view = CaseView(programme_id="himeji-ev", stage=cases[0].stage, documents=documents)
    return check_case(view, known["himeji-ev"])


def test_the_blank_gives_a_place_for_every_entry(
    folder: Path, learned: LearnedForm, known: dict[str, Programme]
) -> None:
    assert (learned.missing, learned.doubts, learned.ticks) == ((), {}, ("survey_tick",))
    fit(folder, known, load_forms(folder))
    assert len(known["himeji-ev"].rules) == 10


def test_a_good_envelope_is_read_and_lacks_only_what_is_not_in_it(
    tmp_path: Path, known: dict[str, Programme], reader: Reader, renderer: Renderer
) -> None:
    outcome = received(tmp_path / "good", known, reader, renderer)
    kinds = [d.kind.value for d in outcome.case.documents]
    assert kinds == ["application_form", "work_completion", "tax_certificate", "receipt"]
    form, done, tax, _ = outcome.case.documents
    assert form.value("owner_party") == "田中良子" and form.value("site_choice") == "戸建住宅"
    assert (form.value("lots_count"), form.value("capacity"), form.value("subsidy_amount")) == (1, "6kW", 110000)
    assert form.value("survey_tick") == "はい"
    assert (done.value("completion_date"), done.value("work_amount")) == ("2026-08-15", 330000)
    assert (tax.value("unpaid_amount"), tax.value("certified_date")) == (0, "2026-07-01")
    faults = [f for f in outcome.findings if f.status is not FindingStatus.NOTICE]  # the drawn receipt bears no stamp
    assert [(f.code.value, f.document_kind) for f in faults] == [("DOCUMENT_MISSING", "passbook")]


def test_what_breaks_the_office_s_rules_is_told_with_their_clauses(
    tmp_path: Path, known: dict[str, Programme], reader: Reader, renderer: Renderer
) -> None:
    wrong = {
        "done": "令和９年２月１日",
        "unpaid": "12,000",
        "work": "350,000",
        "owner": "山本 太郎",
        "certified": "令和８年５月１日",
    }
    outcome = received(tmp_path / "bad", known, reader, renderer, **wrong)
    told = {f.rule: f for f in outcome.findings if f.rule}
    assert set(told) == {
        "completed_in_period", "completed_before_application", "work_as_paid", "no_tax_owed", "fresh_certificate",
    }  # fmt: skip
    assert all(f.status is FindingStatus.CONFIRMED and f.clause for f in told.values())
    assert told["no_tax_owed"].message_ja == "未納の税額（12,000円）があります。"
    missing = {
        f.document_kind.value for f in outcome.findings if f.code.value == "DOCUMENT_MISSING" and f.document_kind
    }
    assert missing == {"passbook", "owners_consent"}
    consent = next(f for f in outcome.findings if f.document_kind == "owners_consent")
    assert "所有者の承諾書" in consent.message_ja and consent.message_ja.startswith(
        "「建物の所有者でない場合」に当たるため"
    )
    assert consent.clause == "第6条第4号"


def test_a_consent_that_is_not_ticked_is_missing(
    tmp_path: Path, known: dict[str, Programme], reader: Reader, renderer: Renderer
) -> None:
    outcome = received(tmp_path / "unticked", known, reader, renderer, consent="□")
    [missing] = [f for f in outcome.findings if f.code.value == "FIELD_MISSING"]
    assert "調査への同意" in missing.message_ja and missing.refs[0].key == "survey_tick"
