"""The field task in a browser: three people and one account number, a session that ends, a wall, undo, and the page."""

from __future__ import annotations

from collections import Counter
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Route

from review.entries import Shape, shape_of
from tests.review.conftest import NAME, OTHER, PASSWORD, SENIOR, Office
from tests.review.desks import HINT, STATE, VALUE, Desk, at_work, beside, first_task, meanwhile, together

pytestmark = pytest.mark.browser

MOST_PRESSES = 2.5


def open_tasks(**what: object) -> list[int]:
    from storage.models import ReviewTask

    return beside(lambda: list(ReviewTask.objects.filter(state="open", **what).values_list("pk", flat=True)))


def awaited(desk: Desk) -> None:
    """Until the next task lies ready behind this one."""
    desk.page.wait_for_selector("html[data-ahead]", state="attached")


def test_a_field_takes_one_key_and_its_successor_is_there_already(office: Office) -> None:
    """Keys are counted, and the next crop is on screen without being asked for after the key."""
    presses = 0
    tasks = 0
    asked: list[str] = []
    start = first_task("R8-000001", kind="field")
    with at_work(office) as desk:
        desk.page.goto(start)
        desk.page.on("request", lambda r: asked.append(urlsplit(r.url).path))
        while tasks < 5:
            awaited(desk)
            ahead = desk.page.evaluate("document.documentElement.dataset.ahead")
            desk.page.evaluate("delete document.documentElement.dataset.ahead")
            asked.clear()
            before = desk.presses
            desk.decide("Enter")
            presses += desk.presses - before
            tasks += 1
            assert desk.page.url.endswith(ahead)
            drawn = "[...document.querySelectorAll('[data-crop]')].every(i => i.complete && i.naturalWidth > 0)"
            assert desk.page.evaluate(drawn)
            shown = desk.page.evaluate("document.querySelector('[data-crop]')?.getAttribute('src') ?? ''")
            assert shown not in asked
    assert presses / tasks <= MOST_PRESSES


def test_three_people_and_one_account_number(office_twice: Office) -> None:
    """The first confirms, the second types blind, the third sees both; nobody is asked twice."""
    from storage.models import Case, Field, ReviewTask

    start = first_task("R8-000002", field__key="account_number")
    pk = ReviewTask.objects.get(pk=int(start.split("/")[2])).field_id
    row = Field.objects.get(pk=pk)
    right = str(row.value)
    secrets = {
        right,
        row.raw,
        *row.readings.values_list("raw", flat=True),
        *map(str, row.readings.values_list("value", flat=True)),
    }
    with together(office_twice, NAME, OTHER, SENIOR) as [first, second, third]:
        first.page.goto(start)
        first.decide("Enter")
        first.page.goto("/?case=R8-000002")
        [entry] = open_tasks(subject=f"entry:{pk}")
        assert first.page.goto(f"/tasks/{entry}/").url != f"{first.address}/tasks/{entry}/"  # type: ignore[union-attr]
        first.page.goto("/?case=R8-000002&kind=entry")
        assert not first.page.locator(f'a[href*="/tasks/{entry}/"]').count()
        first.page.goto("/cases/")  # lets go of everything

        second.page.goto(f"/tasks/{entry}/?case=R8-000002")
        assert "二人目の入力" in second.page.inner_text(".task-head")
        assert not [text for text in secrets if text in second.page.content()]
        assert second.shown() == "" and not second.page.locator(".cand").count()
        second.press("Enter")
        second.page.wait_for_selector("#refused")
        second.press(*"7654321")
        second.decide("Enter")
        [settle] = open_tasks(subject=f"settle:{pk}")
        second.page.goto(f"/tasks/{settle}/")
        assert f"/tasks/{settle}/" not in second.page.url
        second.page.goto("/cases/")
        assert beside(lambda: Case.objects.get(receipt_number="R8-000002").state) == "review"

        third.page.goto(f"/tasks/{settle}/?case=R8-000002")
        assert third.shown() == ""
        told = third.page.locator(".cand").all_inner_texts()
        assert any(right in t and NAME in t for t in told) and any("7654321" in t and OTHER in t for t in told)
        assert "食い違い" in third.page.inner_text(".task-head") and "二人の入力が違います" in third.page.inner_text(
            ".why"
        )
        assert f"「{right}」の裏付け" in third.page.inner_text("#decide")
        third.decide("1", "Enter")
    row.refresh_from_db()
    assert (str(row.value), row.decided_by) == (right, SENIOR)
    assert not open_tasks(field_id=pk)


def test_what_the_machine_accepted_is_typed_blind_and_a_difference_settled_by_another(office_twice: Office) -> None:
    from flows.checking import check
    from review.services import known_programmes
    from storage.models import Case, Field

    case = Case.objects.get(receipt_number="R8-000001")
    check(case.pk, known_programmes())
    row = Field.objects.get(document__case=case, document__kind="payment_request", key="account_holder_kana")
    assert (row.status, row.decided_by) == ("accepted", "")
    right = str(row.value)
    [entry] = open_tasks(subject=f"entry:{row.pk}")
    with together(office_twice, NAME, OTHER) as [first, second]:
        first.page.goto(f"/tasks/{entry}/?case=R8-000001")
        assert right not in first.page.content()
        first.page.keyboard.insert_text("ベツノナマエ")
        first.decide("Enter")
        [settle] = open_tasks(subject=f"settle:{row.pk}")
        first.page.goto(f"/tasks/{settle}/")
        assert f"/tasks/{settle}/" not in first.page.url  # who typed it settles nothing
        first.page.goto("/cases/")
        second.page.goto(f"/tasks/{settle}/?case=R8-000001")
        told = second.page.locator(".cand").all_inner_texts()
        assert any(right in t and "機械の判断" in t for t in told) and any(
            "ベツノナマエ" in t and NAME in t for t in told
        )
        assert "機械の読みが違います" in second.page.inner_text(".why")
        second.decide("1", "Enter")
    row.refresh_from_db()
    assert (str(row.value), row.decided_by) == (right, OTHER)
    assert not open_tasks(field_id=row.pk)


def test_what_was_typed_outlives_the_session(office: Office) -> None:
    from storage.models import Draft, Field, ReviewTask

    start = first_task("R8-000001", field__key="address")
    task = ReviewTask.objects.get(pk=int(start.split("/")[2]))
    with at_work(office) as desk:
        desk.page.goto(start)
        with desk.page.expect_response(lambda r: r.url.endswith("/drafts/")):
            desk.page.keyboard.insert_text("東京都新宿区天神町1")
        awaited(desk)  # every answer renews the session: none may still be on its way
        desk.page.context.clear_cookies(name="sessionid")
        desk.page.keyboard.insert_text("-2")  # after the session has ended
        with desk.page.expect_navigation(url="**/login/**"):
            desk.press("Enter")
        assert desk.page.evaluate("localStorage.length + sessionStorage.length") == 0
        assert "天神町" not in desk.page.url
        desk.page.keyboard.type(NAME)
        desk.page.keyboard.press("Tab")
        desk.page.keyboard.type(PASSWORD)
        with desk.page.expect_navigation(url=f"**/tasks/{task.pk}/**"):
            desk.page.keyboard.press("Enter")
        assert desk.shown() == "東京都新宿区天神町1-2"
        assert desk.page.is_visible("#restored") and desk.page.inner_text(STATE) == "訂正"
        desk.decide("Enter")
    assert Field.objects.get(pk=task.field_id).value == "東京都新宿区天神町1-2"
    assert not Draft.objects.exists()


def test_a_draft_is_its_persons_alone(office: Office) -> None:
    start = first_task("R8-000001", field__key="address")
    with together(office, NAME, OTHER) as [desk, other]:
        desk.page.goto(start)
        with desk.page.expect_response(lambda r: r.url.endswith("/drafts/")):
            desk.page.keyboard.insert_text("書きかけ")
        desk.page.goto("/")
        other.page.goto(start)
        assert "書きかけ" not in other.page.content()
        other.page.goto("/")
        desk.page.goto(start)
        assert desk.shown() == "書きかけ"
        with desk.page.expect_response(lambda r: r.url.endswith("/drafts/")):
            desk.press("Escape")
        desk.page.reload()
        assert desk.shown() != "書きかけ"


def test_the_last_decision_is_taken_back_by_a_key(office: Office) -> None:
    from storage.models import Decision, Field, ReviewTask

    start = first_task("R8-000001", field__key="address")
    task = ReviewTask.objects.get(pk=int(start.split("/")[2]))
    before = Field.objects.get(pk=task.field_id).value
    with at_work(office) as desk:
        desk.page.goto(start)
        desk.page.keyboard.insert_text("東京都新宿区天神町9")
        desk.decide("Enter")
        with desk.page.expect_navigation(url=f"**/tasks/{task.pk}/**"):
            desk.press("Control+z")
        assert "取り消しました" in desk.page.inner_text(".notice.ok")
        assert desk.shown() == before
        desk.decide("Enter")
    assert [d.action for d in Decision.objects.order_by("pk")] == ["correct", "undo", "confirm"]
    assert Field.objects.get(pk=task.field_id).value == before


def _settled_meanwhile(desk: Desk) -> int:
    """The task after the one on screen is decided by somebody else; its id."""
    from storage.models import ReviewTask

    awaited(desk)
    ahead = int(desk.page.get_attribute("#decide", "data-next").split("/")[2])  # type: ignore[union-attr]
    beside(lambda: ReviewTask.objects.filter(pk=ahead).update(state="void"))
    return ahead


def test_where_the_next_task_was_settled_the_one_after_it_lies_ready(office: Office) -> None:

    start = first_task("R8-000001", field__key="address")
    with at_work(office) as desk:
        desk.page.goto(start)
        ahead = _settled_meanwhile(desk)
        desk.page.evaluate("() => { delete document.documentElement.dataset.ahead; uketsuke.ahead.prefetch(); }")
        awaited(desk)
        assert f"/tasks/{ahead}/" not in str(desk.page.get_attribute("html", "data-ahead"))
        desk.decide("Enter")
        assert f"/tasks/{ahead}/" not in desk.page.url and f"{start}" not in desk.page.url
        assert not desk.page.locator(".notice").count()


def test_nothing_is_said_that_did_not_happen(office: Office) -> None:
    """What a page fetched beforehand would have said is not said on the page that is seen."""

    start = first_task("R8-000001", field__key="address")
    with at_work(office) as desk:
        desk.page.goto(start)
        _settled_meanwhile(desk)
        desk.page.evaluate("() => uketsuke.ahead.prefetch()")
        desk.press("F2", "Control+a", "Delete", "Enter")
        desk.page.wait_for_selector("#refused")
        assert desk.page.locator(".notice").all_inner_texts() == [desk.page.inner_text("#refused")]


def test_a_table_is_typed_by_keys(office: Office) -> None:
    from storage.models import Field, ReviewTask

    task = ReviewTask.objects.filter(state="open", kind="field", field__key="line_items")[0]
    pk, rows = task.field_id, task.field.value
    with at_work(office) as desk:
        desk.page.goto(f"/tasks/{task.pk}/")
        cell = "() => document.activeElement.name"
        desk.press("F2")
        assert desk.page.evaluate(cell) == "row0.name"
        desk.press("ArrowDown", "Tab")
        assert desk.page.evaluate(cell) == "row1.qty"
        desk.press("ArrowUp")
        assert desk.page.evaluate(cell) == "row0.qty"
        desk.page.keyboard.type("7")
        assert desk.page.inner_text(STATE) == "訂正" and desk.page.locator("[name='row0.amount'].odd").count() == 1
        desk.press("Enter")
        desk.page.wait_for_selector("#refused")
        assert "数量×単価" in desk.page.inner_text("#refused") and desk.page.inner_text(STATE) == "訂正"
        assert desk.page.input_value("[name='row0.qty']") == "7"
        desk.press("Escape")
        assert desk.page.input_value("[name='row0.qty']") == str(rows[0]["qty"])
        desk.press("F2", "End")
        desk.page.keyboard.insert_text("一式")
        desk.decide("Enter")  # in a text of several lines too
    assert Field.objects.get(pk=pk).value[0]["name"].endswith("一式")


def test_ctrl_z_takes_back_what_was_asked_of_a_senior(office: Office) -> None:
    from storage.models import ReviewTask

    start = first_task("R8-000001", field__key="address")
    pk = int(start.split("/")[2])
    with at_work(office) as desk:
        desk.page.goto(start)
        desk.press("F7")
        desk.page.keyboard.insert_text("読めません")
        desk.decide("Enter")
        assert beside(lambda: ReviewTask.objects.get(pk=pk).role) == "senior"
        with desk.page.expect_navigation(url=f"**/tasks/{pk}/**"):
            desk.press("Control+z")
        assert "相談を取り消しました" in desk.page.inner_text(".notice.ok")
    assert ReviewTask.objects.get(pk=pk).role == ""


def test_a_senior_is_asked_by_a_key(office: Office) -> None:
    from storage.models import ReviewTask

    start = first_task("R8-000001", field__key="address")
    pk = int(start.split("/")[2])
    with together(office, NAME, SENIOR) as [desk, senior]:
        desk.page.goto(start)
        desk.press("F7")
        desk.page.keyboard.insert_text("番地が二通りに読めます")
        desk.decide("Enter")
        desk.page.goto(start)
        assert f"/tasks/{pk}/" not in desk.page.url
        desk.page.goto("/cases/")
        senior.page.goto(start)
        assert "番地が二通りに読めます" in senior.page.inner_text("#asked")
        senior.decide("Enter")
    assert ReviewTask.objects.get(pk=pk).state == "done"


def test_a_wall_is_confirmed_by_one_key_and_the_odd_one_goes_to_its_task(office: Office) -> None:
    from storage.models import Decision, Field, ReviewTask

    tasks = ReviewTask.objects.filter(state="open", kind="field", field__value__isnull=False)
    cases = Counter(tasks.values_list("field__key", "case_id"))
    twice = {key for (key, _case), n in cases.items() if n > 1}  # one entry of a case may settle its like
    counts = Counter(key for key, _case in cases if key not in twice and shape_of(key) is not Shape.ROWS)
    [(key, before)] = counts.most_common(1)
    assert before >= 3
    with at_work(office) as desk:
        desk.page.goto("/walls/")
        with desk.page.expect_navigation():
            desk.page.locator(f'a.tile[href^="/walls/{key}/"]').press("Enter")
            desk.presses += 1
        assert desk.page.locator(".brick").count() == before
        shares = [
            int(t.split("込み ")[1].rstrip("％"))
            for t in desk.page.locator(".foot > span:last-child").all_inner_texts()
        ]
        assert shares == sorted(shares)
        desk.press("ArrowRight", "Space")
        odd = int(desk.page.locator(".brick input:checked").get_attribute("value") or 0)
        gone = int(desk.page.locator(".brick input[name=task]").first.get_attribute("value") or 0)
        changed = beside(lambda: meanwhile(gone, "ベツノヒト"))
        desk.decide("Enter")
        assert f"/tasks/{odd}/" in desk.page.url, desk.page.inner_text("main")[:300]
        notices = " ".join(desk.page.locator(".notice").all_inner_texts())
        assert f"{before - 2} 件を確定しました" in notices and "1 件は" in notices
        desk.decide("Enter")
        assert f"/walls/{key}/" in desk.page.url
    mine = Decision.objects.filter(user=NAME)
    assert mine.count() == before - 1 and {d.action for d in mine} == {"confirm"}
    assert Field.objects.get(pk=changed).value == "ベツノヒト"


def test_a_mark_on_a_wall_outlives_another_order_and_a_wall_is_taken_back_by_a_key(office: Office) -> None:
    from storage.models import Decision, Field

    def decided() -> int:
        return Field.objects.filter(key="subsidy_amount", decided_by=NAME).count()

    with at_work(office) as desk:
        desk.page.goto("/?kind=programme")  # the queue is narrowed to something else: walls are there all the same
        with desk.page.expect_navigation():
            desk.page.locator(".walls-link").press("Enter")
        with desk.page.expect_navigation():
            desk.page.locator('a.tile[href^="/walls/subsidy_amount/"]').press("Enter")
        bricks = desk.page.locator(".brick").count()
        desk.press("ArrowRight", "Space")
        odd = desk.page.locator(".brick input:checked").get_attribute("value")
        with desk.page.expect_navigation():
            desk.press("v")
        assert desk.page.locator(".brick input:checked").get_attribute("value") == odd
        assert f"印のない {bricks - 1} 件" in desk.page.inner_text("[data-confirm]")
        desk.decide("Enter")
        assert f"/tasks/{odd}/" in desk.page.url and beside(decided) == bricks - 1
        with desk.page.expect_navigation():
            desk.press("Escape")
        with desk.page.expect_navigation():
            desk.press("Control+z")
        assert f"{bricks - 1} 件の確定を取り消しました" in desk.page.inner_text(".notice.ok")
        assert desk.page.locator(".brick").count() == bricks
        assert not desk.page.locator("#undo-button").count()
    assert decided() == 0
    assert Decision.objects.filter(action="undo").count() == bricks - 1


def test_a_wall_that_something_followed_is_not_taken_back_from_there(office: Office) -> None:
    start = first_task("R8-000001", field__key="address")
    with at_work(office) as desk:
        desk.page.goto("/?kind=finding")
        with desk.page.expect_navigation():
            desk.press("m")
        assert "「指摘」の絞り込みは、ここでは使いません" in desk.page.inner_text(".narrowed")
        with desk.page.expect_navigation():
            desk.page.locator('a.tile[href^="/walls/subsidy_amount/"]').press("Enter")
        desk.decide("Enter")
        assert desk.page.locator("#undo-button").count()
        desk.page.goto(start)
        desk.decide("Enter")
        desk.page.goto("/walls/subsidy_amount/")
        assert not desk.page.locator("#undo-button").count()


def test_nothing_is_decided_before_its_picture_is_there(office: Office) -> None:
    """An entry whose crop is still on its way looks like an empty one."""
    from storage.models import Decision

    start = first_task("R8-000001", field__key="address")
    held: list[Route] = []
    with at_work(office) as desk:
        desk.page.route("**/crop.jpg*", lambda route: held.append(route))
        desk.page.goto(start, wait_until="domcontentloaded")
        desk.page.wait_for_selector("[data-wait]")
        desk.press("Enter")
        assert "画像を読み込んでいます" in desk.page.inner_text(HINT)
        desk.press("F4", "1", "Enter")
        assert not desk.page.locator("dialog[open]").count()  # closed, so that the reason is read
        assert beside(Decision.objects.count) == 0
        for route in held:
            route.continue_()
        desk.page.unroute("**/crop.jpg*")
        left = int(desk.page.inner_text("[data-remaining] b"))
        desk.decide("Enter")
        remaining = "left => Number(document.querySelector('[data-remaining] b').textContent) < left"
        desk.page.wait_for_function(remaining, arg=left)  # the number comes with the server's answer
        assert int(desk.page.inner_text("[data-remaining] b")) < left
    assert Decision.objects.count() == 1


def test_what_the_server_refuses_comes_back_on_screen(office: Office) -> None:
    """The next task was shown already; the one before changed meanwhile."""
    from storage.models import Field, ReviewTask

    start = first_task("R8-000001", field__key="address")
    task = ReviewTask.objects.get(pk=int(start.split("/")[2]))
    row = Field.objects.get(pk=task.field_id)
    with at_work(office) as desk:
        desk.page.goto(start)
        awaited(desk)
        beside(lambda: meanwhile(task.pk, "東京都新宿区天神町3"))
        desk.press("Enter")
        desk.page.wait_for_selector("#stale")
        told = desk.page.inner_text("#stale")
        assert "東京都新宿区天神町3" in told and str(row.value) in told and OTHER in told
    assert Field.objects.get(pk=row.pk).value == "東京都新宿区天神町3"


def test_the_page_is_zoomed_turned_and_moved_by_keys(office: Office) -> None:
    start = first_task("R8-000001", field__key="address")
    with at_work(office) as desk:
        desk.page.goto(start)
        awaited(desk)

        def inside() -> bool:
            mark = desk.page.locator("[data-mark]").bounding_box()
            pane = desk.page.locator("[data-pane]").bounding_box()
            assert mark and pane
            x, y = mark["x"] + mark["width"] / 2, mark["y"] + mark["height"] / 2
            return pane["x"] <= x <= pane["x"] + pane["width"] and pane["y"] <= y <= pane["y"] + pane["height"]

        size = desk.page.evaluate("document.querySelector('[data-turned]').offsetWidth")
        picture = "document.querySelector('[data-page] img').getAttribute('src')"
        assert desk.page.evaluate(picture).endswith("?first=1")  # small, until somebody looks closer
        with desk.page.expect_response(lambda r: r.url.endswith("page.jpg")):
            desk.press("F9")
        assert desk.page.evaluate(picture).endswith("page.jpg") and inside()
        for _ in range(3):
            desk.press("F9")
            assert inside()
        assert desk.page.evaluate("document.querySelector('[data-turned]').offsetWidth") == size
        for angle in (90, 180, 270, 0):
            desk.press("F6")
            assert inside()
            turned = desk.page.evaluate("document.querySelector('[data-page]').style.transform")
            assert f"rotate({angle}deg)" in turned
        desk.press("F9")
        top = desk.page.evaluate("document.querySelector('[data-pane]').scrollTop")
        desk.press("Control+ArrowDown")
        assert desk.page.evaluate("document.querySelector('[data-pane]').scrollTop") > top
        assert desk.page.evaluate("document.activeElement.id") == "value"
        desk.press("F1")
        assert desk.page.locator("#keys[open] kbd").count() > 8
        desk.press("Escape")
        assert not desk.page.locator("dialog[open]").count()


def test_the_enter_that_ends_a_conversion_submits_nothing(office: Office) -> None:
    from storage.models import Decision

    start = first_task("R8-000001", field__key="address")
    with at_work(office) as desk:
        desk.page.goto(start)
        where = desk.page.url
        ime = desk.ime()
        ime.send("Input.imeSetComposition", {"text": "しんじゅく", "selectionStart": 5, "selectionEnd": 5})
        enter = {"key": "Enter", "code": "Enter", "windowsVirtualKeyCode": 229}
        ime.send("Input.dispatchKeyEvent", {"type": "rawKeyDown", **enter})
        ime.send("Input.insertText", {"text": "新宿"})
        ime.send("Input.dispatchKeyEvent", {"type": "keyUp", **enter})
        assert (desk.page.url, desk.page.input_value(VALUE)) == (where, "新宿")
        ime.send("Input.imeSetComposition", {"text": "く", "selectionStart": 1, "selectionEnd": 1})
        ime.send(
            "Input.dispatchKeyEvent",
            {"type": "rawKeyDown", "key": "Enter", "code": "Enter", "windowsVirtualKeyCode": 229},
        )
        assert desk.page.url == where
    assert not Decision.objects.exists()
