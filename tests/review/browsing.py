"""The pages over real HTTP on a seeded installation, and Debian's Chromium that can reach nothing but them.

Both are kept cheap, because dozens of tests need them: the server is the installation's in a thread of
this process (its imports and dictionaries are loaded once), and one Chromium stays open for all tests of a process,
each person in a context of their own. `close_chromium` ends it.
"""

from __future__ import annotations

import asyncio
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from django.core.wsgi import get_wsgi_application
from playwright.sync_api import Browser, BrowserContext, Playwright, Route, ViewportSize, sync_playwright

import storage
from review.server import Server
from storage.settings import Settings

CHROMIUM = Path("/usr/bin/chromium")
#: The office PC these pages are made for.
SCREEN: ViewportSize = {"width": 1366, "height": 768}
_FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@contextmanager
def serving(settings: Settings) -> Iterator[str]:
    """The web application over `settings`' installation, in a thread; gives its address."""
    storage.setup(settings)
    with socket.create_server(("127.0.0.1", 0)) as listening:
        server = Server(get_wsgi_application(), listening, settings)
        thread = threading.Thread(target=server.run, name="web")
        thread.start()
        try:
            yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        finally:
            server.stop()
            thread.join()


@dataclass
class _Open:
    playwright: Playwright
    browser: Browser
    loop: asyncio.AbstractEventLoop


_open: _Open | None = None


@contextmanager
def chromium() -> Iterator[Browser]:
    """Debian's Chromium without a window; started once, its windows closed after each use.

    Playwright's event loop counts as running in this thread as long as Playwright does, which would forbid every other
    test the database: outside of this block the loop is put to rest.
    """
    browser = _opened()
    try:
        yield browser
    finally:
        for context in browser.contexts:
            context.close()
        asyncio._set_running_loop(None)


def _opened() -> Browser:
    global _open
    if _open is not None:
        asyncio._set_running_loop(_open.loop)
        if _open.browser.is_connected():
            return _open.browser
        close_chromium()
    playwright = sync_playwright().start()
    browser = playwright.chromium.launch(executable_path=CHROMIUM, args=_FLAGS)
    _open = _Open(playwright, browser, asyncio.get_running_loop())
    return browser


def close_chromium() -> None:
    """End the Chromium of this process, where there is one."""
    global _open
    if _open is not None:
        asyncio._set_running_loop(_open.loop)
        _open.browser.close()
        _open.playwright.stop()
        asyncio._set_running_loop(None)
        _open = None


def person(browser: Browser, address: str) -> BrowserContext:
    """A fresh browser window of one person. Everything that is not the server is refused."""
    context = browser.new_context(viewport=SCREEN, locale="ja-JP", timezone_id="Asia/Tokyo", base_url=address)
    host = urlsplit(address).netloc

    def only_ours(route: Route) -> None:
        if urlsplit(route.request.url).netloc == host:
            route.continue_()
        else:
            route.abort()

    context.route("**/*", only_ours)
    return context


def log_in(context: BrowserContext, name: str, password: str) -> None:
    """Log in by the page, as a person does, with the keyboard."""
    page = context.new_page()
    page.goto("/login/")
    page.wait_for_selector("#id_username:focus")  # the browser sets it once the page is drawn
    page.keyboard.type(name)
    page.keyboard.press("Tab")
    page.keyboard.type(password)
    page.keyboard.press("Enter")
    page.wait_for_selector(".bar .who")
    page.close()
