"""Keys and waiting at a reviewer's desk: presses a field task, and milliseconds from the key to the next crop.

``python -m benchmarks.review_keys [TASKS]`` makes a small office, opens Debian's Chromium at 1366×768 and confirms field
tasks with Enter. Each key is pressed once the next task lies ready, as with a person who looks at the crop first; the
time runs from the key's event to the frame after the next task's crop is drawn.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
from pathlib import Path

import storage
from storage.settings import Settings
from tests.review.browsing import chromium, log_in, person, serving

NAME, PASSWORD = "yamada", "hizuke-wo-miru-7"
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


def main(tasks: int) -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory(prefix="uketsuke-") as folder:
        settings = Settings(data_dir=Path(folder) / "data")
        storage.setup(settings)
        storage.migrate()
        from storage.people import add_user
        from tests.review.sample import morning, seed

        seed(settings, morning())
        add_user(NAME, PASSWORD)
        storage.close_connections()
        with serving(settings) as address, chromium() as browser:
            context = person(browser, address)
            log_in(context, NAME, PASSWORD)
            page = context.new_page()
            page.goto("/start/?kind=field")
            page.evaluate(_WATCH)
            presses = 0
            for _ in range(tasks):
                page.wait_for_selector("html[data-ahead]:not([data-saving])", state="attached")
                page.evaluate("delete document.documentElement.dataset.ahead")
                with page.expect_navigation():
                    page.keyboard.press("Enter")
                presses += 1
            page.wait_for_timeout(500)
            waits = sorted(page.evaluate("waits"))
            context.close()
    print(f"{presses / tasks:.2f} key presses a task over {tasks} tasks")
    p95 = waits[max(0, round(0.95 * len(waits)) - 1)]
    print(
        f"key to next crop over {len(waits)}: median {statistics.median(waits):.0f} ms, p95 {p95:.0f} ms, most {waits[-1]:.0f} ms"
    )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 40)
