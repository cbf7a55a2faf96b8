"""The case room, the correction of papers and the upload in Debian's Chromium, by keyboard."""

from __future__ import annotations

from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.flows.mail import letter
from tests.review.conftest import CLERK, LEAD, Office
from tests.review.desks import Desk, at_work

pytestmark = pytest.mark.browser

CASE = "/cases/R8-000002/"
CURRENT = "[data-item][aria-current]"
LIT = "rect.lit"


def serious(page: Page) -> list[str]:
    """What axe finds that keeps somebody from using the page."""
    found = Axe().run(page)
    return [
        f"{v['id']}: {v['nodes'][0]['html'][:120]}"
        for v in found.response["violations"]
        if v["impact"] in ("serious", "critical")
    ]


def lit_papers(desk: Desk) -> list[str]:
    return desk.page.eval_on_selector_all(
        LIT, "boxes => boxes.map(b => b.closest('[data-paper]').getAttribute('aria-label'))"
    )


def inside(desk: Desk) -> bool:
    """Every lit box is in sight within its paper."""
    return bool(
        desk.page.eval_on_selector_all(
            LIT,
            """boxes => boxes.length > 0 && boxes.every(b => {
                const box = b.getBoundingClientRect(), pane = b.closest('.paper-scroll').getBoundingClientRect();
                return box.top >= pane.top - 1 && box.bottom <= pane.bottom + 1 && box.left >= pane.left - 1 && box.right <= pane.right + 1;
            })""",
        )
    )


def test_a_finding_lights_both_papers_and_is_judged_without_leaving(office: Office) -> None:
    from storage.models import Finding

    with at_work(office) as desk:
        desk.page.goto(CASE)
        desk.page.wait_for_load_state("networkidle")
        assert "通帳との不一致" in desk.page.inner_text(CURRENT)  # what waits is chosen at once
        assert sorted(lit_papers(desk)) == ["交付請求書", "通帳の写し"] and inside(desk)
        desk.press("z")
        assert inside(desk)
        pictures = desk.page.evaluate(
            "performance.getEntriesByType('resource').filter(r => r.name.endsWith('page.jpg')).length"
        )
        desk.press("m")
        assert desk.page.evaluate("document.activeElement.name") == "reason"
        desk.press("Enter")
        assert desk.page.locator("#judge[open]").count() == 1  # 問題なし asks for a reason
        desk.page.keyboard.insert_text("口座変更届あり")
        desk.press("Enter")
        desk.page.wait_for_selector("#judge:not([open])", state="attached")
        desk.page.wait_for_selector(".item.find.dismissed")
        assert "口座変更届あり" in desk.page.text_content(".item.find.dismissed")  # type: ignore[operator]
        now = desk.page.evaluate(
            "performance.getEntriesByType('resource').filter(r => r.name.endsWith('page.jpg')).length"
        )
        assert now <= pictures + 1  # not one paper was loaded again; the next item may bring one
        # what waits next is chosen; where nothing waits any more, the finding itself
        waiting = desk.page.locator("[data-item][data-waits]").count()
        assert (desk.page.get_attribute(CURRENT, "data-waits") is not None) == (waiting > 0)
    row = Finding.objects.get(code="PASSBOOK_MISMATCH")
    assert (row.state, row.decided_by) == ("dismissed", "yamada")


def test_boxes_and_lines_are_two_sides_of_one_thing(office: Office) -> None:
    with at_work(office) as desk:
        desk.page.goto(CASE)
        desk.page.wait_for_load_state("networkidle")
        for _ in range(4):
            desk.press("ArrowDown")
        chosen = desk.page.get_attribute(CURRENT, "id")
        assert desk.page.get_attribute(LIT, "data-box") == chosen and inside(desk)
        other = desk.page.locator(".paper.on rect[data-box]:not(.lit)").first
        wanted = other.get_attribute("data-box")
        other.click()
        assert desk.page.get_attribute(CURRENT, "id") == wanted
        assert desk.page.get_attribute(LIT, "data-box") == wanted
        desk.press("3")
        assert any("保証書" in head for head in desk.page.locator(".paper.on .paper-head").all_inner_texts())
        desk.decide("Enter")
        desk.page.goto(CASE)
        assert desk.page.get_attribute(CURRENT, "id") == wanted  # one comes back to where one was


def test_split_and_merge_by_keys(office: Office) -> None:
    from storage.ledger import ledger
    from storage.models import Decision, Document

    def extents() -> list[list[int]]:
        rows = Document.objects.filter(case__receipt_number="R8-000002").order_by("position")
        return list(rows.values_list("page_indexes", flat=True))

    with at_work(office) as desk:
        desk.page.goto(CASE)
        desk.decide("d")
        assert desk.heading() == "書類を直す"
        desk.press("ArrowRight")
        desk.decide("m")  # the receipt belongs to the form in front of it
        assert "保存しました" in desk.page.inner_text(".notice")
        desk.page.wait_for_selector(".card.here input:focus")
        desk.decide("s")  # no, it does not
        desk.press("ArrowRight", " ", "ArrowRight", " ")
        desk.decide("m")  # two ticked ones
        desk.page.wait_for_selector(".card.here input:focus")
        desk.decide("r")
        desk.page.wait_for_selector(".card.here input:focus")
        desk.press("a")
        desk.page.keyboard.insert_text("広告")
        desk.decide("Enter")
        desk.decide("Escape")
        assert desk.heading() == "R8-000002"
    assert extents() == [[0], [1], [2], [3], [4], [5]]  # only the page under the cursor was set aside
    actions = list(Decision.objects.order_by("pk").values_list("action", flat=True))
    assert actions == ["merge", "split", "merge", "turn", "split", "aside"]
    assert ledger().balances and ledger().quarantine == 1


def test_files_are_uploaded_by_dialog_and_by_dropping(office: Office, tmp_path: Path) -> None:
    from storage.models import Delivery

    for name in ("one", "two"):
        (tmp_path / f"{name}.pdf").write_bytes(letter(name))
    (tmp_path / "broken.pdf").write_bytes(letter("broken")[:300])
    with at_work(office, CLERK) as desk:
        desk.page.goto("/intake/")
        assert serious(desk.page) == []
        desk.page.set_input_files("#files", [tmp_path / "one.pdf", tmp_path / "broken.pdf"])
        assert desk.page.locator("[data-picked] li").count() == 2
        desk.press("Enter")  # the button has the focus
        desk.page.wait_for_selector("#results tr[data-result=quarantined]")
        told = desk.page.inner_text("#results")
        assert "受け付けました" in told and "F00" in told
        handed = desk.page.evaluate_handle(
            """data => { const given = new DataTransfer();
                 given.items.add(new File([new Uint8Array(data)], 'two.pdf', { type: 'application/pdf' })); return given; }""",
            list((tmp_path / "two.pdf").read_bytes()),
        )
        desk.page.dispatch_event("[data-zone]", "drop", {"dataTransfer": handed})
        desk.press("Enter")
        desk.page.wait_for_selector("#results td:has-text('two.pdf')")
        assert desk.page.locator("#latest-title").count() == 1 and "two.pdf" in desk.page.inner_text("main")
    uploaded = Delivery.objects.filter(envelope__source="upload").order_by("sequence")
    assert list(uploaded.values_list("original_name", flat=True)) == ["one.pdf", "two.pdf"]


def test_nothing_serious_keeps_anybody_out_and_everything_fits(office: Office) -> None:
    with at_work(office, LEAD) as desk:
        for where in (
            CASE,
            f"{CASE}papers/",
            "/figures/",
            "/intake/quarantine/",
            "/intake/batches/",
            "/intake/sheets/",
            "/status/",
        ):
            desk.page.goto(where)
            desk.page.wait_for_load_state("networkidle")
            assert serious(desk.page) == [], where
            assert desk.page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), where
        desk.page.goto(CASE)
        desk.press("n")
        assert desk.page.locator("#note[open]").count() == 1
        desk.page.keyboard.insert_text("折り返し電話あり")
        desk.decide("Control+Enter")
        assert "折り返し電話あり" in desk.page.inner_text("#panel")
