"""Keys and waiting at a reviewer's desk: presses a field task, and milliseconds from the key to the next crop.

```
python -m benchmarks.review_keys [--tasks 40]                   # a small office, drawn on the spot
python -m benchmarks.review_keys --data DIR [--tasks 100]       # an installation that has taken mail in, on a copy of it
```

Opens Debian's Chromium at 1366×768 and works through the field tasks as the queue orders them, confirming what the
machine proposes: Enter alone where there is a value; rows and the typed reason for an entry without one by the keys their
page names. Each key is pressed once the next task lies ready, as with a person who looks at the crop first; the time
runs from the key's event to the frame after the next task's crop is drawn. Tasks without a crop are counted, not timed.
"""

from __future__ import annotations

import argparse
import shutil
import statistics
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Page, TimeoutError

import storage
from benchmarks.review_load import serving
from storage.settings import Settings
from tests.review.browsing import chromium, close_chromium, log_in, person

NAME, PASSWORD = "keys-benchmark", "hizuke-wo-miru-7"
#: Milliseconds from the key to the next crop, and presses a field task (issue 5).
BAR_MS, BAR_PRESSES = 100.0, 2.5
_WATCH = """() => {
  window.waits = [];
  let since = 0;
  document.addEventListener("keydown", (e) => { if (e.key === "Enter") since = e.timeStamp; }, true);
  new MutationObserver(() => {
    const crop = document.querySelector("[data-crop]");
    if (!since || !crop) return;
    const began = since;
    since = 0;
    crop.decode().finally(() => requestAnimationFrame(() => requestAnimationFrame(() => waits.push(performance.now() - began))));
  }).observe(document.body, { childList: true });
}"""


@contextmanager
def _office(data: Path | None) -> Iterator[Settings]:
    """An installation that may be worked on: a small office, or a copy of the one at `data`."""
    with tempfile.TemporaryDirectory(prefix="uketsuke-") as folder:
        settings = Settings(data_dir=Path(folder) / "data")
        if data is not None:
            shutil.copytree(data, settings.data_dir, ignore=shutil.ignore_patterns("incoming", "prefect"))
        storage.setup(settings)
        storage.migrate()
        from storage.people import add_user

        if data is None:
            from tests.review.sample import morning, seed

            seed(settings, morning())
        add_user(NAME, PASSWORD)
        storage.close_connections()
        yield settings


def _ready(page: Page) -> bool:
    """Wait until the next task lies ready. False where none does: what was just saved settled the one fetched ahead."""
    try:
        page.wait_for_selector("html[data-ahead]:not([data-saving])", state="attached", timeout=3000)
    except TimeoutError:
        page.wait_for_selector("html:not([data-saving])", state="attached")
        return False
    return True


def _confirm(page: Page) -> int:
    """Confirm what the machine proposes for the task on screen, by keys; how many it took."""
    value = page.locator("#value")
    keys = ["F4", "1", "Enter"] if value.count() and not value.input_value() else ["Enter"]
    for key in keys[:-1]:
        page.keyboard.press(key)
    with page.expect_navigation():
        page.keyboard.press(keys[-1])
    return len(keys)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, help="data folder of an installation (SQLite); it stays as it is")
    parser.add_argument("--tasks", type=int, default=40)
    given = parser.parse_args()
    presses: list[int] = []
    unready = 0
    with (
        _office(given.data) as settings,
        serving(settings.data_dir, settings.database_url) as address,
        chromium() as browser,
    ):
        context = person(browser, address)
        log_in(context, NAME, PASSWORD)
        page = context.new_page()
        page.goto("/start/?kind=field")
        page.evaluate(_WATCH)
        while len(presses) < given.tasks and "/tasks/" in page.url:
            unready += not _ready(page)
            page.evaluate("delete document.documentElement.dataset.ahead")
            presses.append(_confirm(page))
        page.wait_for_timeout(500)
        waits = sorted(page.evaluate("window.waits || []"))
        context.close()
    close_chromium()
    proposed = presses.count(1)
    print(f"{len(presses)} field tasks, {sum(presses) / len(presses):.2f} key presses each (bar {BAR_PRESSES});")
    print(f"in {proposed} of them the machine proposed a value or rows: one press")
    print(f"before {unready} keys no next task lay ready")
    p95 = waits[max(0, round(0.95 * len(waits)) - 1)]
    print(
        f"key to next crop over {len(waits)}: median {statistics.median(waits):.0f} ms, p95 {p95:.0f} ms,"
        f" most {waits[-1]:.0f} ms (bar {BAR_MS:.0f} ms)"
    )


if __name__ == "__main__":
    main()
