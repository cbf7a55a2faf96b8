"""A live server on a seeded installation, and Debian's Chromium that can reach nothing but it."""

from __future__ import annotations

import os
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, Route, sync_playwright

from storage.settings import Settings
from tests import servers

CHROMIUM = Path("/usr/bin/chromium")
#: The office PC these pages are made for.
SCREEN = {"width": 1366, "height": 768}
START_SECONDS = 60.0
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
_ROOT = Path(__file__).resolve().parents[2]


@contextmanager
def serving(settings: Settings) -> Iterator[str]:
    """The web application over `settings`' installation in a process of its own; gives its address."""
    [port] = servers.free_ports(1)
    address = f"http://127.0.0.1:{port}"
    kept = {name: value for name, value in os.environ.items() if not name.startswith("UKETSUKE_")}
    command = [sys.executable, "-m", "uvicorn", "review.asgi:application", "--no-server-header"]
    process = subprocess.Popen(
        [*command, "--host", "127.0.0.1", "--port", str(port), "--log-level", "warning"],
        env={
            **kept,
            "UKETSUKE_DATA_DIR": str(settings.data_dir),
            "UKETSUKE_PROGRAMMES_DIR": str(settings.programmes_dir),
        },
        cwd=_ROOT,
        stdin=subprocess.DEVNULL,
    )
    try:
        _await_health(process, address)
        yield address
    finally:
        process.terminate()
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _await_health(process: subprocess.Popen[bytes], address: str) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        try:
            with urllib.request.urlopen(f"{address}/healthz", timeout=5) as answer:
                if answer.status == 200:
                    return
        except (urllib.error.URLError, OSError):
            pass
        try:
            process.wait(0.1)  # a poll with a deadline: ends at once where the server dies
        except subprocess.TimeoutExpired:
            continue
        raise RuntimeError("the web server ended before it answered")
    raise RuntimeError("the web server did not answer in time")


@contextmanager
def chromium() -> Iterator[Browser]:
    """Debian's Chromium without a window."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=_FLAGS)
        try:
            yield browser
        finally:
            browser.close()


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
