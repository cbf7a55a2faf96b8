"""Every page, as each role sees it, by axe's rules; and that nobody needs more than the window of an office PC."""

from __future__ import annotations

import pytest
from django.urls import reverse
from playwright.sync_api import Page

import storage
from tests.review.accessibility import GRAVE, assert_accessible, faults
from tests.review.browsing import chromium, log_in, person, serving
from tests.review.conftest import AUDITOR, CLERK, LEAD, NAME, PASSWORD, Office
from tests.review.routes import OPEN, ROUTES
from tests.review.test_walls import OURS, address, numbers

pytestmark = pytest.mark.browser

#: Answers that are no page, and the door, which leads on at once.
NO_PAGE = {"home", "logout", "start", "arrange", "second", "qr", "field_crop", "seal_crop", "page_image", "page_thumb",
           "audit_verify", "audit_export", "run"}  # fmt: skip


def pages(role: str) -> dict[str, str]:
    """Every page that a role may open, by route; of tasks one of each kind."""
    from storage.models import ReviewTask

    about = numbers(OURS)
    found = {n: address(n, r, about) for n, r in ROUTES.items() if role in r.get and n not in NO_PAGE | OPEN}
    if "task" in found:
        for kind in ReviewTask.Kind.values:
            one = ReviewTask.objects.filter(state="open", kind=kind).order_by("pk").first()
            if one is not None:
                found[f"task of kind {kind}"] = reverse("task", args=[one.pk])
    return found


def complaints(page: Page, where: str) -> list[str]:
    answer = page.goto(where, wait_until="load")
    assert answer is not None and answer.ok, where
    wide = page.evaluate("document.documentElement.scrollWidth > window.innerWidth")
    return faults(page) + ([f"{where} is too wide"] if wide else [])


def test_axe_finds_nothing_grave_on_any_page(office: Office) -> None:
    everything = {LEAD: pages("lead"), NAME: {}, CLERK: pages("clerk"), AUDITOR: {}}
    everything[AUDITOR] = {n: pages("auditor")[n] for n in ("queue", "case", "field", "audit")}
    everything[NAME] = {n: pages("reviewer")[n] for n in ("queue", "task")}
    storage.close_connections()
    with serving(office.settings) as server, chromium() as browser:
        nobody = person(browser, server).new_page()
        found = complaints(nobody, "/login/")
        for name, places in everything.items():
            context = person(browser, server)
            log_in(context, name, PASSWORD)
            page = context.new_page()
            for where in places.values():
                found += complaints(page, where)
            context.close()
    assert not found, "\n".join(found)


def test_axe_is_able_to_complain(office: Office) -> None:
    """A page with a grave fault fails, or the test above would say nothing."""
    with chromium() as browser:
        page = browser.new_page()
        page.set_content(
            "<html lang='ja'><title>x</title><main><img src='x'><input><p style='color:#ccc'>薄い</p></main>"
        )
        with pytest.raises(AssertionError, match="image-alt"):
            assert_accessible(page)
    assert "moderate" not in GRAVE
