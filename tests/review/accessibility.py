"""Accessibility of a page by axe-core's rules (WCAG 2.2 A and AA), inside the real browser."""

from __future__ import annotations

from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

_OPTIONS = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]},
    "resultTypes": ["violations"],
}
#: What may not be on any page.
GRAVE = frozenset({"serious", "critical"})


def faults(page: Page) -> list[str]:
    """What axe finds serious or critical: which rule, which element, and what would help."""
    found = Axe().run(page, options=_OPTIONS).response["violations"]
    return [f"{page.url}: {_told(one)}" for one in found if one["impact"] in GRAVE]


def assert_accessible(page: Page) -> None:
    """Fail where there are any `faults`."""
    found = faults(page)
    assert not found, "\n".join(found)


def _told(one: dict[str, Any]) -> str:
    places = "; ".join(str(node["target"]) for node in one["nodes"][:5])
    return f"{one['id']} ({one['impact']}): {one['help']} — {places}"
