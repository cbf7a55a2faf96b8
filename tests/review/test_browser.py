"""A reviewer at work: Debian's Chromium, a live server, the keyboard and nothing else."""

from __future__ import annotations

from functools import partial
from urllib.parse import urlsplit

import pytest

from tests.review.browsing import log_in, person
from tests.review.conftest import LEAD, NAME, OTHER, PASSWORD, Office
from tests.review.desks import HINT, STATE, Desk, at_work, beside, first_task, meanwhile

pytestmark = pytest.mark.browser


def test_a_case_is_cleared_with_the_keyboard_alone(office: Office) -> None:
    """From the list to 'nothing waits': one key a field where the machine is right, one more for a judgement.

    A blind sample shows nothing to confirm: it is typed from the paper.
    """
    from storage.models import Case, Decision, ReviewTask

    case = "R8-000002"
    waiting = ReviewTask.objects.filter(state="open", case__receipt_number=case)
    tasks = waiting.count()
    samples = ReviewTask.objects.filter(kind="sample").select_related("field")
    done = judged = sampled = 0
    with at_work(office) as desk:
        desk.page.goto(f"/?case={case}")
        desk.decide("Enter")  # the start button has the focus
        while desk.heading() != "確認待ち" and done < tasks:
            done += 1
            if desk.page.locator("input[name=action][value=upheld]").count():
                desk.decide("1", "Enter")
                judged += 1
            elif desk.page.locator("form[data-blind]").count():
                number = int(urlsplit(desk.page.url).path.split("/")[2])
                task = beside(partial(samples.get, pk=number))  # drawn only now, it may be: a decision made it sure
                desk.page.keyboard.type(task.field.raw)
                desk.decide("Enter")
                sampled += 1
            else:
                desk.decide("Enter")
        assert desk.heading() == "確認待ち"
        assert "この絞り込みの確認待ちは終わりました" in desk.page.locator(".notice").inner_text()  # others wait
        assert desk.presses == 1 + done + judged
    # the account number agrees with no other paper: it waits for the second entry, by somebody else
    left = ReviewTask.objects.filter(case__receipt_number=case, state="open")
    assert [(task.kind, task.field.key) for task in left.select_related("field")] == [("entry", "account_number")]
    assert Case.objects.get(receipt_number=case).state == "review"
    # what one decision makes certain need not be asked any more
    assert Decision.objects.filter(case__receipt_number=case, user=NAME).count() == done <= tasks
    assert sampled and done > 3


def test_arrows_pick_and_escape_takes_back(office: Office) -> None:
    from storage.models import Field, ReviewTask

    start = first_task("R8-000001", field__key="address")
    row = ReviewTask.objects.get(pk=int(start.split("/")[2])).field
    assert row is not None
    other = str(row.readings.order_by("position").last().value)
    with at_work(office) as desk:
        desk.page.goto(start)
        before = desk.shown()
        desk.press("ArrowDown")
        assert (desk.shown(), desk.page.inner_text(STATE)) == (other, "候補 2")
        desk.press("Escape")
        assert (desk.shown(), desk.page.inner_text(STATE)) == (before, "機械の読み")
        desk.press("3", ".")
        assert (desk.shown(), desk.page.inner_text(STATE)) == ("3.", "訂正")  # what is typed stands there, digits too
        desk.press("Escape")
        desk.decide("ArrowDown", "Enter")
    assert Field.objects.get(pk=row.pk).value == other


def test_an_account_number_can_be_typed_straight_away(office: Office) -> None:
    """In an entry of digits they are the value from the first one on; the arrows pick."""
    from storage.models import Field, ReviewTask

    start = first_task("R8-000002", field__key="account_number")
    pk = ReviewTask.objects.get(pk=int(start.split("/")[2])).field_id
    with at_work(office) as desk:
        desk.page.goto(start)
        before = desk.shown()
        second = desk.page.get_attribute("[data-pick='2']", "data-value")
        desk.press("ArrowDown")
        assert (desk.shown(), desk.page.inner_text(STATE)) == (second, "候補 2")
        desk.press("ArrowUp", "ArrowUp")
        assert (desk.shown(), desk.page.inner_text(STATE)) == (before, "候補 1")
        desk.press("1")
        assert (desk.shown(), desk.page.inner_text(STATE)) == ("1", "訂正")
        desk.press(*"234567")
        assert (desk.shown(), desk.page.inner_text(STATE)) == ("1234567", "訂正")
        desk.decide("Enter")
    assert Field.objects.get(pk=pk).value == "1234567"


def test_no_key_is_stolen_while_the_input_method_converts(office: Office) -> None:
    """Composition as a Japanese input method does it: digits, Enter, Escape and F-keys belong to it until it is done."""
    from storage.models import Decision, Field, ReviewTask

    start = first_task("R8-000001", field__key="address")
    pk = ReviewTask.objects.get(pk=int(start.split("/")[2])).field_id
    with at_work(office) as desk:
        desk.page.goto(start)
        where = desk.page.url
        ime = desk.ime()
        ime.send("Input.imeSetComposition", {"text": "とうきょう", "selectionStart": 5, "selectionEnd": 5})
        assert (desk.shown(), desk.page.inner_text(STATE)) == ("とうきょう", "訂正")
        for key, code in (("2", "Digit2"), ("Escape", "Escape"), ("F4", "F4"), ("F8", "F8"), ("Enter", "Enter")):
            for kind in ("rawKeyDown", "keyUp"):
                ime.send(
                    "Input.dispatchKeyEvent", {"type": kind, "key": key, "code": code, "windowsVirtualKeyCode": 229}
                )
        assert desk.page.url == where and desk.shown() == "とうきょう"
        assert not desk.page.locator("dialog[open]").count()
        ime.send("Input.imeSetComposition", {"text": "東京", "selectionStart": 2, "selectionEnd": 2})
        ime.send("Input.insertText", {"text": "東京都新宿区天神町"})
        desk.page.keyboard.type("75-1")  # after a conversion digits are digits
        assert desk.shown() == "東京都新宿区天神町75-1"
        desk.decide("Enter")
    assert Field.objects.get(pk=pk).value == "東京都新宿区天神町75-1"
    assert Decision.objects.count() == 1


def test_a_held_down_enter_decides_once(office: Office) -> None:
    from storage.models import Decision

    start = first_task("R8-000001")
    with at_work(office) as desk:
        desk.page.goto(start)
        ime = desk.ime()
        down = {"type": "keyDown", "key": "Enter", "code": "Enter", "windowsVirtualKeyCode": 13, "text": "\r"}
        with desk.page.expect_navigation(wait_until="load"):
            ime.send("Input.dispatchKeyEvent", down)
        where = desk.page.url
        for _ in range(5):
            ime.send("Input.dispatchKeyEvent", {**down, "autoRepeat": True})
        assert desk.page.url == where
    assert Decision.objects.count() == 1


def test_no_value_by_keys_and_later_by_keys(office: Office) -> None:
    from storage.models import Decision, ReviewTask

    start = first_task("R8-000001", field__key="address")
    with at_work(office) as desk:
        desk.page.goto(start)
        desk.press("F4")
        assert desk.page.locator("dialog[open]").count() == 1
        desk.press("Escape")
        assert desk.page.locator("dialog[open]").count() == 0
        desk.decide("F4", "4", "Enter")
        skipped = desk.page.url
        desk.decide("F8")
        assert desk.page.url != skipped and "あとに回しました" in desk.page.inner_text(HINT)
        desk.decide("Escape")
        assert desk.heading() == "確認待ち" and "case=R8-000001" in desk.page.url  # the filter survived
    decision = Decision.objects.get()
    assert (decision.action, decision.after["no_value"]) == ("elsewhere", "elsewhere")
    assert ReviewTask.objects.get(pk=int(skipped.split("/")[-2])).state == "open"


def test_a_finding_is_judged_by_keys_with_a_reason(office: Office) -> None:
    from storage.models import Finding

    start = first_task("R8-000002", kind="finding")
    with at_work(office) as desk:
        desk.page.goto(start)
        desk.press("Enter")
        assert "先に番号で選んで" in desk.page.inner_text(HINT)
        desk.press("2")
        desk.page.keyboard.insert_text("通帳で確かめた 2")
        desk.decide("Enter")
    finding = Finding.objects.get(code="PASSBOOK_MISMATCH")
    assert (finding.state, finding.decided_by) == ("dismissed", NAME)


def test_lists_are_walked_by_keys(office: Office) -> None:
    with at_work(office) as desk:
        desk.page.goto("/")
        here = "() => document.activeElement.getAttribute('href')"
        rows = desk.page.locator("main a.go")
        desk.press("ArrowDown", "ArrowDown")
        assert desk.page.evaluate(here) == rows.nth(1).get_attribute("href")
        desk.press("ArrowUp", "ArrowUp", "ArrowUp")
        assert desk.page.evaluate(here) == desk.page.get_attribute("#start", "href")
        with desk.page.expect_navigation():
            desk.press("3")  # the kinds keep their keys
        assert "kind=finding" in desk.page.url
        desk.page.goto("/cases/")
        desk.press("ArrowDown")
        with desk.page.expect_navigation():
            desk.press("Enter")
        assert "/cases/R8-" in desk.page.url


def test_a_paper_and_a_programme_are_named_by_one_key(office: Office) -> None:
    from storage.models import Case, Document

    paper = first_task("R8-000005", kind="document")
    programme = first_task("R8-000006", kind="programme")
    with at_work(office) as desk:
        desk.page.goto(paper)
        key = desk.page.locator("label.choice", has_text="領収書").locator("kbd").inner_text()
        desk.decide(key, "Enter")
        desk.page.goto(programme)
        key = desk.page.locator("label.choice", has_text="新宿区").locator("kbd").inner_text()
        desk.decide(key, "Enter")
    assert Document.objects.filter(kind="receipt", kind_by=NAME).count() == 1
    assert Case.objects.get(receipt_number="R8-000006").programme_id == "shinjuku-ecohome"


def test_two_reviewers_on_one_task_see_both_values(office: Office) -> None:
    from storage.models import Field, ReviewTask

    start = first_task("R8-000001", field__key="address")
    pk = ReviewTask.objects.get(pk=int(start.split("/")[2])).field_id
    with at_work(office) as desk:
        desk.page.goto(start)
        theirs = person(desk.page.context.browser, desk.address)  # type: ignore[arg-type]
        log_in(theirs, OTHER, PASSWORD)
        second = theirs.new_page()
        second.goto(start)
        assert NAME in second.locator(".notice").inner_text() and second.url != desk.page.url  # led on to another
        beside(lambda: meanwhile(int(start.split("/")[2]), "東京都新宿区天神町2"))  # the first one's claim ran out
        desk.page.keyboard.insert_text("東京都新宿区天神町1")
        desk.decide("Enter")
        told = desk.page.inner_text("#stale")
        assert "東京都新宿区天神町1" in told and "東京都新宿区天神町2" in told and OTHER in told
        mine = desk.page.locator(".cand", has_text="あなたの入力").get_attribute("data-value")
        while desk.shown() != mine:
            desk.press("ArrowDown")
        desk.decide("Enter")
        theirs.close()
    row = Field.objects.get(pk=pk)
    assert (row.value, row.decided_by) == ("東京都新宿区天神町1", NAME)


def test_the_box_is_in_view_and_every_page_fits_the_screen(office: Office) -> None:
    start = first_task("R8-000001", field__key="purchase_amount")
    with at_work(office, LEAD) as desk:
        desk.page.goto(start)
        desk.page.wait_for_function("document.querySelector('.viewer .page img').complete")
        mark = desk.page.locator("[data-mark]").bounding_box()
        pane = desk.page.locator(".viewer .scroll").bounding_box()
        assert mark and pane and pane["y"] <= mark["y"] and mark["y"] + mark["height"] <= pane["y"] + pane["height"]
        for where in (desk.page.url, "/", "/cases/R8-000001/", "/status/", first_task_url(desk, "finding")):
            desk.page.goto(where)
            assert desk.page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), where
        desk.page.set_viewport_size({"width": 1366, "height": 640})  # with the browser's own bars
        desk.page.goto(first_task_url(desk, "field"))
        save = desk.page.locator("#save").bounding_box()
        assert save and save["y"] + save["height"] <= 640


def first_task_url(desk: Desk, kind: str) -> str:
    desk.page.goto(f"/start/?kind={kind}")
    return desk.page.url
