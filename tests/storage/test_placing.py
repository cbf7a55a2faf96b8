"""Papers corrected by people: every page stays in the ledger exactly once, whatever is done and sorted anew."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from models.documents import DocumentKind, SortedCase, SortedDocument
from models.errors import CorrectionError, ObjectNotFoundError, StaleError
from storage import cases, deliveries, pages, placing
from storage import models as db
from storage.ledger import ledger
from storage.reviewing import FieldAction, correct_field, set_document_kind
from storage.sorting import without
from tests.storage.support import check, document, entry, extracted, reading, register, sha

pytestmark = pytest.mark.usefixtures("database")
USER = "yamada"


def arrive(*names_and_pages: tuple[str, int], envelope: str = "folder") -> None:
    for name, count in names_and_pages:
        register(name, count, envelope, close=False)
        for index in range(count):
            pages.save_reading(sha(name), index, reading(index), f"pages/{name}/{index}.jpg")
    deliveries.close_envelope(envelope)
    for claimed in deliveries.claim("worker", 10):
        deliveries.mark_read(claimed.sha256, "worker")
        deliveries.finish(claimed.sha256, "worker")


FORM = document("application_form", "one", 0, 1, 2)
RECEIPT = document("receipt", "one", 3)
BLANK = document("blank_back", "one", 4)
OTHER = document("passbook", "two", 0, 1)
SORTED = [SortedCase(part=0, documents=(FORM, RECEIPT, BLANK, OTHER), programme_id="nara-smarthouse")]


def seed() -> int:
    arrive(("one", 5), ("two", 2))
    [case_id] = cases.save_sorted("folder", SORTED)
    work_off()
    return case_id


def work_off() -> None:
    """Extract and check whatever is due, as the worker does between two decisions."""
    for case_id in cases.due_for_extraction() or [row.pk for row in db.Case.objects.all()]:
        for position, paper in enumerate(cases.load_sorted(case_id).documents):
            read = [] if paper.kind in ("blank_back", "set_aside", "unknown") else [_entry(paper)]
            cases.save_extracted(case_id, position, extracted(paper, *read))
    for case_id in cases.due_for_check():
        check(case_id)


def _entry(paper: SortedDocument) -> Any:
    first = paper.page_indexes[0]
    return entry(f"entry_{first}", first).model_copy(update={"page_index": first})


def paper(name: str, first: int) -> db.Document:
    return db.Document.objects.select_related("case").get(delivery__sha256=sha(name), first_page=first)


def papers(case_id: int) -> list[tuple[str, list[int]]]:
    rows = db.Document.objects.filter(case=case_id).order_by("position")
    assert [row.position for row in rows] == list(range(len(rows)))
    return [(row.kind, row.page_indexes) for row in rows]


def assert_every_page_once() -> None:
    books = ledger()
    assert books.balances and books.astray == 0
    listed = [
        (delivery, index)
        for delivery, indexes in db.Document.objects.values_list("delivery_id", "page_indexes")
        for index in indexes
    ]
    assert len(listed) == len(set(listed))
    for row in db.Document.objects.all():
        assert row.page_indexes == sorted(row.page_indexes) and row.page_indexes[0] == row.first_page
        assert set(row.page_indexes) == set(row.pages.values_list("index", flat=True))


# One correction each


def test_a_split_makes_two_papers_that_stay_when_the_envelope_is_sorted_again() -> None:
    case_id = seed()
    form = paper("one", 0)
    new = placing.split(form.pk, 1, USER, form.version, kind=DocumentKind.CONTRACT, confidence=0.7)
    wanted = [
        ("application_form", [0]),
        ("contract", [1, 2]),
        ("receipt", [3]),
        ("blank_back", [4]),
        ("passbook", [0, 1]),
    ]
    assert papers(case_id) == wanted
    assert cases.due_for_extraction() == [case_id]  # read out again, without OCR
    work_off()
    for _ in range(2):
        assert cases.save_sorted("folder", SORTED) == [case_id]
        assert papers(case_id) == wanted
    assert db.Document.objects.get(pk=new).extent_by == USER
    assert_every_page_once()


def test_the_first_page_may_leave_a_paper() -> None:
    case_id = seed()
    form = paper("one", 0)
    placing.separate(form.pk, [0], USER, form.version)
    assert papers(case_id)[:2] == [("unknown", [0]), ("application_form", [1, 2])]
    assert_every_page_once()


def test_a_merge_keeps_the_other_papers_kind_and_what_people_decided_on_both() -> None:
    case_id = seed()
    form, receipt = paper("one", 0), paper("one", 3)
    for row in (form, receipt):
        field = row.fields.get()
        correct_field(field.pk, USER, 99, FieldAction.CORRECT, field.version)
    placing.merge(receipt.pk, form.pk, USER, receipt.version, form.version)
    assert papers(case_id)[0] == ("application_form", [0, 1, 2, 3])
    merged = paper("one", 0)
    assert dict(merged.fields.values_list("key", "decided_by")) == {"entry_0": USER, "entry_3": USER}
    work_off()
    assert set(merged.fields.values_list("key", flat=True)) == {"entry_0", "entry_3"}  # read no more, but decided
    assert_every_page_once()


def test_a_paper_goes_to_another_case_with_its_fields_and_comes_back() -> None:
    case_id = seed()
    arrive(("three", 1), envelope="second")
    [other] = cases.save_sorted("second", [SortedCase(part=0, documents=(document("receipt", "three", 0),))])
    work_off()
    book = paper("two", 0)
    number = cases.receipt_number(other)
    assert placing.move(book.pk, number, USER, book.version) == other
    assert papers(other) == [("receipt", [0]), ("passbook", [0, 1])]
    assert [kind for kind, _ in papers(case_id)] == ["application_form", "receipt", "blank_back"]
    work_off()
    for key, sorting in (
        ("folder", SORTED),
        ("second", [SortedCase(part=0, documents=(document("receipt", "three", 0),))]),
    ):
        cases.save_sorted(key, sorting)  # the delivery's own envelope does not take it back
    assert papers(other)[1] == ("passbook", [0, 1])
    assert db.Decision.objects.filter(action="move").count() == 2  # in the history of both cases
    book.refresh_from_db()
    placing.move(book.pk, cases.receipt_number(case_id), USER, book.version)
    assert ("passbook", [0, 1]) in papers(case_id)
    assert_every_page_once()


def test_two_applicants_in_one_envelope_become_two_cases() -> None:
    case_id = seed()
    receipt = paper("one", 3)
    made = db.Case.objects.get(pk=placing.move(receipt.pk, None, USER, receipt.version))
    assert (made.receipt_number, made.made_by) == (f"{made.envelope.number}-02", USER)
    # a later sort that finds a second part of its own takes the next number
    second = SortedCase(part=1, documents=(OTHER,))
    first = SortedCase(part=0, documents=(FORM, RECEIPT, BLANK))
    ids = cases.save_sorted("folder", [first, second])
    assert ids[0] == case_id and cases.receipt_number(ids[1]) == f"{made.envelope.number}-03"
    assert papers(made.pk) == [("receipt", [3])]
    assert_every_page_once()


def test_a_case_without_papers_asks_nothing_and_is_compared_with_nothing() -> None:
    case_id = seed()
    made = None
    for row in db.Document.objects.filter(case=case_id).order_by("position"):
        number = cases.receipt_number(made) if made else None
        made = placing.move(row.pk, number, USER, row.version)
        work_off()
    case = db.Case.objects.get(pk=case_id)
    assert case.state == "complete" and not case.tasks.filter(state="open").exists() and not case.keys.exists()
    assert case_id not in cases.due_for_check() and len(papers(made or 0)) == 4
    cases.save_sorted("folder", SORTED)
    assert papers(case_id) == []
    assert_every_page_once()


def test_what_is_set_aside_counts_nowhere_and_can_be_brought_back() -> None:
    case_id = seed()
    receipt = paper("one", 3)
    field = receipt.fields.get()
    correct_field(field.pk, USER, 5, FieldAction.CORRECT, field.version)
    with pytest.raises(CorrectionError):
        placing.set_aside(receipt.pk, USER, receipt.version, "  ")
    db.Document.objects.filter(pk=receipt.pk).update(page_marks=[{"page_index": 3, "number": 1, "total": 2}])
    placing.set_aside(receipt.pk, USER, receipt.version, "広告")
    page = db.Page.objects.get(document=receipt)
    assert (page.outcome, page.reason_ja) == ("quarantine", "広告")
    view = cases.load_for_check(case_id).view.documents[1]
    assert (view.kind, view.fields, view.text, view.page_marks) == (DocumentKind.SET_ASIDE, {}, "", [])
    work_off()
    cases.save_sorted("folder", SORTED)
    page.refresh_from_db()
    assert (page.outcome, page.reason_ja) == ("quarantine", "広告")
    assert_every_page_once()
    receipt.refresh_from_db()
    set_document_kind(receipt.pk, USER, DocumentKind.RECEIPT, receipt.version)
    page.refresh_from_db()
    assert (page.outcome, page.reason_ja) == ("document", "")


def test_a_delivery_read_again_keeps_what_was_set_aside() -> None:
    seed()
    receipt = paper("one", 3)
    placing.set_aside(receipt.pk, USER, receipt.version, "広告")
    deliveries.reopen(sha("one"), USER)
    assert db.Page.objects.get(document=receipt).outcome == "quarantine"


def test_a_page_is_turned_and_turned_back_and_its_history_says_so() -> None:
    seed()
    page = db.Page.objects.get(delivery__sha256=sha("one"), index=1)
    assert [placing.turn(page.pk, USER, 90), placing.turn(page.pk, USER, 270)] == [90, 0]
    assert [d.after["turn"] for d in db.Decision.objects.order_by("pk")] == [90, 0]


def test_a_turned_page_waits_to_be_read_again_and_its_paper_to_be_extracted() -> None:
    seed()
    page = db.Page.objects.get(delivery__sha256=sha("one"), index=1)
    sha256, index = page.delivery.sha256, page.index
    before = db.Field.objects.filter(document=page.document).order_by("pk")[0]
    correct_field(before.pk, USER, "人の値", FieldAction.CORRECT, before.version)
    placing.turn(page.pk, USER, 90)
    [due] = pages.turned()
    rotation = pages.load_reading(sha256, index).geometry.rotation
    assert (due.sha256, due.index, due.rotation, due.turn) == (sha256, index, (rotation + 90) % 360, 90)
    reading = pages.load_reading(sha256, index)
    again = reading.model_copy(update={"geometry": reading.geometry.model_copy(update={"rotation": due.rotation})})
    placing.turn(page.pk, USER, 90)  # further, while it was being read
    assert not pages.save_read_again(due, again, "pages/other")
    [due] = pages.turned()
    again = reading.model_copy(update={"geometry": reading.geometry.model_copy(update={"rotation": due.rotation})})
    assert pages.save_read_again(due, again, "pages/other")
    page.refresh_from_db()
    assert (page.turn, page.read_again, page.image_key) == (0, False, "pages/other")
    assert pages.load_reading(sha256, index).geometry.rotation == (rotation + 180) % 360
    assert pages.turned() == [] and page.document.case_id in cases.due_for_extraction()
    before.refresh_from_db()
    assert (before.value, before.decided_by) == ("人の値", USER)


def test_a_page_turned_back_or_unreadable_is_left_as_it_was_read() -> None:
    seed()
    page = db.Page.objects.get(delivery__sha256=sha("one"), index=1)
    placing.turn(page.pk, USER, 90)
    placing.turn(page.pk, USER, 270)
    assert pages.turned() == []
    placing.turn(page.pk, USER, 180)
    [due] = pages.turned()
    assert pages.save_read_again(due, None)
    page.refresh_from_db()
    assert (page.turn, page.read_again) == (180, False)
    assert pages.turned() == [] and not cases.due_for_extraction()


def test_findings_go_on_pointing_at_their_papers() -> None:
    arrive(("one", 5), ("two", 2))
    [case_id] = cases.save_sorted("folder", SORTED)
    amounts = {0: entry("purchase_amount", 1200), 1: entry("total_amount", 1100)}
    for position, sorted_paper in enumerate(cases.load_sorted(case_id).documents):
        cases.save_extracted(case_id, position, extracted(sorted_paper, *filter(None, [amounts.get(position)])))
    check(case_id)
    form = paper("one", 0)
    placing.split(form.pk, 2, USER, form.version)
    [finding] = db.Finding.objects.all()
    at = {row.position: row.kind for row in db.Document.objects.filter(case=case_id)}
    assert [at[ref["document"]] for ref in finding.refs] == ["application_form", "receipt"]


def test_what_comes_from_another_case_brings_its_tasks_along() -> None:
    """Joined to a paper of another case, or sorted into one: the task about an entry is one row, whoever has it."""
    case_id = seed()
    receipt = paper("one", 3)
    made = placing.move(receipt.pk, None, USER, receipt.version)
    work_off()
    field = receipt.fields.get()
    assert db.ReviewTask.objects.get(field=field, kind="field").case_id == made
    receipt.refresh_from_db()
    form = paper("one", 0)
    placing.merge(receipt.pk, form.pk, USER, receipt.version, form.version)
    work_off()
    tasks = db.ReviewTask.objects.filter(state="open", kind="field")
    assert tasks.exists() and set(tasks.values_list("case_id", flat=True)) == {case_id}


# What cannot be


def test_a_stale_screen_changes_nothing() -> None:
    case_id = seed()
    form, receipt = paper("one", 0), paper("one", 3)
    placing.split(form.pk, 1, USER, form.version)
    before = papers(case_id)
    for stale in (
        lambda: placing.split(form.pk, 1, USER, form.version),
        lambda: placing.merge(receipt.pk, form.pk, USER, receipt.version, form.version),
        lambda: placing.move(form.pk, None, USER, form.version),
        lambda: placing.set_aside(form.pk, USER, form.version, "x"),
        lambda: placing.separate(receipt.pk, [0], USER, receipt.version),
    ):
        with pytest.raises(StaleError):
            stale()
    assert papers(case_id) == before


def test_impossible_corrections_say_why() -> None:
    case_id = seed()
    form, book = paper("one", 0), paper("two", 0)
    with pytest.raises(CorrectionError, match="every page"):
        placing.separate(form.pk, [0, 1, 2], USER, form.version)
    with pytest.raises(CorrectionError, match="two deliveries") as told:
        placing.merge(book.pk, form.pk, USER, book.version, form.version)
    assert told.value.message_ja.endswith("。")
    with pytest.raises(CorrectionError, match="itself"):
        placing.merge(form.pk, form.pk, USER, form.version, form.version)
    with pytest.raises(CorrectionError, match="lies there"):
        placing.move(form.pk, cases.receipt_number(case_id), USER, form.version)
    with pytest.raises(CorrectionError, match="no such case"):
        placing.move(form.pk, "R9-999999", USER, form.version)
    with pytest.raises(ObjectNotFoundError):
        placing.split(0, 1, USER, 0)
    with pytest.raises(ObjectNotFoundError):
        placing.turn(0, USER, 90)


# Laws

_SHAS = ("one", "two")
_COUNTS = {"one": 5, "two": 3}


@st.composite
def sortings(draw: st.DrawFn) -> list[SortedCase]:
    """Any way in which sorting may cut two files of five and three pages into at most three cases."""
    documents: list[SortedDocument] = []
    for name in _SHAS:
        left = list(range(_COUNTS[name]))
        while left:
            size = draw(st.integers(1, len(left)))
            kind = draw(st.sampled_from(("application_form", "receipt", "blank_back", "unknown", "separator_sheet")))
            documents.append(document(kind, name, *left[:size]))
            left = left[size:]
    cuts = sorted(draw(st.sets(st.integers(1, max(1, len(documents) - 1)), max_size=2)))
    runs = [documents[a:b] for a, b in zip([0, *cuts], [*cuts, len(documents)], strict=True)]
    return [SortedCase(part=part, documents=tuple(run)) for part, run in enumerate(r for r in runs if r)]


_DEEDS = st.lists(
    st.tuples(
        st.sampled_from(("split", "separate", "merge", "move", "new case", "aside", "kind", "turn", "sort", "work")),
        st.integers(0, 10**6),
        st.integers(0, 10**6),
    ),
    max_size=8,
)


@pytest.mark.parametrize("once", ["sqlite"])
@settings(
    max_examples=20,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(first=sortings(), again=st.lists(sortings(), min_size=1, max_size=2), deeds=_DEEDS)
def test_whatever_people_do_the_ledger_balances(
    once: str, first: list[SortedCase], again: list[SortedCase], deeds: list[tuple[str, int, int]]
) -> None:
    _clear()
    arrive(("one", 5), ("two", 3))
    cases.save_sorted("folder", first)
    originals = list(db.Delivery.objects.order_by("pk").values_list("sha256", "page_count", "size"))
    for deed, a, b in deeds:
        _do(deed, a, b, again)
        assert_every_page_once()
    signed = {(d.delivery_id, d.case_id, tuple(d.page_indexes)) for d in db.Document.objects.exclude(extent_by="")}
    for sorting in again:
        cases.save_sorted("folder", sorting)
        assert_every_page_once()
        left = {(d.delivery_id, d.case_id, tuple(d.page_indexes)) for d in db.Document.objects.exclude(extent_by="")}
        assert left == signed
        for case in db.Case.objects.all():
            papers(case.pk)
    assert list(db.Delivery.objects.order_by("pk").values_list("sha256", "page_count", "size")) == originals


def _do(deed: str, a: int, b: int, sortings: list[list[SortedCase]]) -> None:
    rows = list(db.Document.objects.order_by("pk"))
    row, other = rows[a % len(rows)], rows[b % len(rows)]
    numbers = list(db.Case.objects.order_by("pk").values_list("receipt_number", flat=True))
    try:
        match deed:
            case "split":
                placing.split(row.pk, row.page_indexes[b % len(row.page_indexes)], USER, row.version)
            case "separate":
                placing.separate(row.pk, [row.page_indexes[b % len(row.page_indexes)]], USER, row.version)
            case "merge":
                placing.merge(row.pk, other.pk, USER, row.version, other.version)
            case "move":
                placing.move(row.pk, numbers[b % len(numbers)], USER, row.version)
            case "new case":
                placing.move(row.pk, None, USER, row.version)
            case "aside":
                placing.set_aside(row.pk, USER, row.version, "広告")
            case "kind":
                set_document_kind(row.pk, USER, DocumentKind.RECEIPT, row.version)
            case "turn":
                placing.turn(row.pages.order_by("index")[0].pk, USER, 90)
            case "sort":
                cases.save_sorted("folder", sortings[a % len(sortings)])
            case "work":
                work_off()
    except CorrectionError:
        pass  # what cannot be is refused, and changes nothing


def _clear() -> None:
    for model in (db.Decision, db.ReviewTask, db.Page, db.Document, db.Case, db.Arrival, db.Delivery, db.Envelope):
        model.objects.all().delete()  # type: ignore[attr-defined]


@given(sorting=sortings(), placed=st.dictionaries(st.sampled_from(_SHAS), st.sets(st.integers(0, 4))))
def test_sorting_gets_exactly_the_pages_that_nobody_placed(
    sorting: list[SortedCase], placed: dict[str, set[int]]
) -> None:
    by_sha = {sha(name): indexes for name, indexes in placed.items()}

    def listed(of: list[SortedCase]) -> list[tuple[str, int]]:
        return [(d.delivery_sha256, i) for case in of for d in case.documents for i in d.page_indexes]

    left = without(sorting, by_sha)
    assert listed(left) == [(s, i) for s, i in listed(sorting) if i not in by_sha.get(s, ())]
    assert all(case.documents for case in left) and without(left, by_sha) == left
