"""Reviewers at their desks: what they press, what they see, and what the browser complained about."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TypeVar

from playwright.sync_api import Browser, CDPSession, ConsoleMessage, Page

import storage
from tests.review.browsing import chromium, log_in, person, serving
from tests.review.conftest import NAME, OTHER, PASSWORD, Office

VALUE, STATE, HINT = "#value", "#state", "#hint"


@dataclass
class Desk:
    """A reviewer's screen, and what the browser complained about."""

    page: Page
    address: str
    complaints: list[str] = field(default_factory=list)
    presses: int = 0

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)
            self.presses += 1

    def decide(self, *keys: str) -> None:
        """Keys the last of which opens another page; waits until that is there and the decision is saved."""
        self.press(*keys[:-1])
        self.seen()
        with self.page.expect_navigation(wait_until="load"):
            self.press(keys[-1])
        self.saved()

    def seen(self) -> None:
        """Until every picture that is decided from is there: before that no key decides."""
        drawn = "() => [...document.querySelectorAll('[data-look] img')].every((picture) => picture.complete)"
        self.page.wait_for_function(drawn)

    def saved(self) -> None:
        """Until nothing is on its way to the server any more."""
        self.page.wait_for_selector("html:not([data-saving])", state="attached")

    def heading(self) -> str:
        return self.page.locator("h1").inner_text()

    def shown(self) -> str:
        return self.page.input_value(VALUE)

    def ime(self) -> CDPSession:
        return self.page.context.new_cdp_session(self.page)


@contextmanager
def at_work(office: Office, name: str = NAME) -> Iterator[Desk]:
    """`name` logged in, on the list. The office's database belongs to the server meanwhile."""
    with together(office, name) as [desk]:
        yield desk


@contextmanager
def together(office: Office, *names: str) -> Iterator[list[Desk]]:
    """Several people at work at the same time, each in a browser window of their own."""
    storage.close_connections()
    with serving(office.settings) as address, chromium() as browser:
        desks = [_desk(browser, address, name) for name in names]
        yield desks
        assert [desk.complaints for desk in desks] == [[] for _ in desks]
        for desk in desks:
            desk.page.context.close()


def _desk(browser: Browser, address: str, name: str) -> Desk:
    context = person(browser, address)
    log_in(context, name, PASSWORD)
    desk = Desk(context.new_page(), address)
    desk.page.on("console", lambda m: _note(desk, m))
    desk.page.on("pageerror", lambda e: desk.complaints.append(str(e)))
    return desk


def _note(desk: Desk, message: ConsoleMessage) -> None:
    # refused saves answer 409 and 422 on purpose, a session that is over 401; Chromium calls every such page an error
    told = any(code in message.text for code in ("401", "409", "422"))
    if message.type in ("error", "warning") and not told:
        desk.complaints.append(message.text)


T = TypeVar("T")


def beside(work: Callable[[], T]) -> T:
    """Do something to the database while browsers are open: in a thread, where Django allows it."""

    def run() -> T:
        try:
            return work()
        finally:
            storage.close_connections()

    with ThreadPoolExecutor(1) as pool:
        return pool.submit(run).result()


def first_task(case: str, **what: object) -> str:
    """Where the first open task of a case is."""
    from storage.models import ReviewTask

    found = (
        ReviewTask.objects.filter(state="open", case__receipt_number=case, **what).order_by("priority", "pk").first()
    )
    assert found is not None
    return f"/tasks/{found.pk}/?case={case}"


def meanwhile(task: int, value: str) -> int:
    """Somebody else corrects the field of a task; its id."""
    from storage.models import ReviewTask
    from storage.reviewing import correct_field

    ReviewTask.objects.filter(pk=task).update(lease_owner="", lease_until=None)
    row = ReviewTask.objects.get(pk=task).field
    assert row is not None
    correct_field(row.pk, OTHER, value, "correct", row.version)
    return row.pk
