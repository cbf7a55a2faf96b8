"""Make the pictures of the manuals: a seeded installation, the real pages, Debian's Chromium at 1366×768.

Run it in the repository: ``.venv/bin/python scripts/screenshots.py [--english] [FOLDER [PICTURE…]]`` (default:
docs/images, all). ``--english`` shows the same pages in English, to be looked at.
"""

from __future__ import annotations

import io
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from django.db.models import Count
from PIL import Image

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

import storage  # noqa: E402
from scripts.staged import stage  # noqa: E402
from storage.settings import Settings  # noqa: E402
from tests.review.browsing import chromium, close_chromium, log_in, person, serving  # noqa: E402

NAME, PASSWORD = "yamada", "hizuke-wo-miru-7"


def main(folder: Path, only: Sequence[str] = (), *, language: str = "ja") -> None:
    """Take the pictures called `only` (none named: all) into `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="uketsuke-") as name:
        settings = Settings(data_dir=Path(name) / "data")
        storage.setup(settings)
        storage.migrate()
        # these need Django set up first
        from storage.models import Role, User
        from storage.people import add_user
        from tests.review.sample import morning, seed

        seed(settings, morning())
        add_user(NAME, PASSWORD, role=Role.LEAD)
        for other, role in (("sato", Role.REVIEWER), ("suzuki", Role.SENIOR), ("kobayashi", Role.CLERK)):
            add_user(other, PASSWORD, role=role, programmes=["nara-smarthouse"] if role is Role.REVIEWER else None)
        User.objects.update(language=language)
        addresses = _addresses()
        stage(settings)
        storage.close_connections()
        with serving(settings) as address, chromium() as browser:
            context = person(browser, address)
            log_in(context, NAME, PASSWORD)
            page = context.new_page()
            for picture, (where, keys) in addresses.items():
                if only and picture not in only:
                    continue
                page.goto(where)
                page.wait_for_load_state("networkidle")
                for key in keys:
                    page.keyboard.press(key)
                with Image.open(io.BytesIO(page.screenshot())) as shot:
                    small = shot.convert("RGB").quantize(256, dither=Image.Dither.NONE)
                small.save(folder / f"{picture}.png", optimize=True)
                print(folder / f"{picture}.png")
        close_chromium()


def _addresses() -> dict[str, tuple[str, tuple[str, ...]]]:
    """Which page each picture shows, and the keys that are pressed on it first."""
    from storage.models import Case, ReviewTask, User

    waiting = ReviewTask.objects.filter(state=ReviewTask.State.OPEN).order_by("case__sequence", "priority", "pk")

    def first(**what: object) -> str:
        task = waiting.filter(**what).first()
        if task is None:
            raise RuntimeError(f"the sample has no task {what}")
        return f"/tasks/{task.pk}/"

    told = Case.objects.filter(findings__code="PASSBOOK_MISMATCH").order_by("sequence").first()
    assert told is not None
    return {
        "review-queue": ("/", ()),
        "review-field": (first(field__key="address"), ()),
        "review-novalue": (first(field__key="address"), ("F4", "2")),
        "review-rows": (first(kind="field", field__key="line_items"), ()),
        "review-finding": (first(finding__code="PASSBOOK_MISMATCH"), ("2",)),
        "review-document": (first(kind="document"), ("3",)),
        "review-case": (f"/cases/{told.receipt_number}/", ()),
        "review-papers": (f"/cases/{told.receipt_number}/papers/", ("ArrowRight", " ", "ArrowRight")),
        "review-status": ("/status/", ()),
        "review-keys": (first(field__key="address"), ("F1",)),
        "review-blind": (first(kind="sample"), ()),
        "review-wall": (f"/walls/{_widest_wall()}/", ()),
        "review-cases": ("/cases/", ()),
        "figures": ("/figures/", ()),
        "people": ("/people/", ()),
        "people-add": ("/people/add/", ()),
        "people-one": (f"/people/{User.objects.get(username='sato').pk}/", ()),
        "audit": ("/audit/", ()),
        "password": ("/me/password/", ()),
        "second-factor": ("/me/telephone/", ()),
        "intake-upload": ("/intake/", ()),
        "intake-quarantine": ("/intake/quarantine/", ()),
        "intake-batches": ("/intake/batches/?number=20261127-02", ()),
        "intake-sheets": ("/intake/sheets/", ()),
    }


def _widest_wall() -> str:
    """The entry of which most is waiting."""
    from storage.models import ReviewTask

    rows = ReviewTask.objects.filter(state="open", kind="field").exclude(field__key="line_items")
    return str(rows.values_list("field__key").annotate(n=Count("pk")).order_by("-n", "field__key")[0][0])


if __name__ == "__main__":
    asked = [word for word in sys.argv[1:] if word != "--english"]
    folder = Path(asked[0]) if asked else ROOT / "docs" / "images"
    main(folder, asked[1:], language="en" if "--english" in sys.argv else "ja")
