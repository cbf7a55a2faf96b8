"""Collects what the review pages say, keeps the English beside it, and compiles it: ``make messages``.

The pages are written in Japanese; the Japanese sentence is the key of its translation. This script reads templates,
Python and JavaScript with Babel, takes over the English that is there, adds what is new without a translation, drops
what nobody says any more, and compiles the catalogues that Django loads. It needs none of GNU gettext's programs.

    make messages            collect and compile
    make messages CHECK=1    change nothing; exit with 1 where a sentence has no English or a catalogue is out of date
"""

from __future__ import annotations

import datetime as dt
import io
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.conf import settings as django_settings
from django.utils import translation
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

import storage  # noqa: E402
from storage.settings import Settings  # noqa: E402

LOCALE = ROOT / "review" / "locale" / "en" / "LC_MESSAGES"
#: Fixed, so that collecting the same sentences twice gives the same files.
_SINCE = dt.datetime(2026, 4, 1, tzinfo=dt.UTC)
_KEYWORDS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
}
Found = tuple[str, object, str | None]


def collected(domain: str) -> Catalog:
    """Every sentence of a domain: ``django`` (templates, Python, labels) or ``djangojs`` (scripts)."""
    catalogue = Catalog(
        locale="en",
        project="uketsuke",
        version="1",
        copyright_holder="uketsuke",
        creation_date=_SINCE,
        revision_date=_SINCE,
        last_translator="uketsuke",
        language_team="uketsuke",
        header_comment="# English of the review pages. Written by `make messages`: put translations here, sentences into the pages.",
        fuzzy=False,
    )
    for where, message, context in _said_in_scripts() if domain == "djangojs" else _said_in_pages():
        catalogue.add(message, locations=[(where, 0)], context=context)  # type: ignore[arg-type]
    return catalogue


def merged(domain: str) -> Catalog:
    """What is said now, with the English that is there."""
    now, path = collected(domain), po(domain)
    if not path.exists():
        return now
    with path.open("rb") as file:
        before = read_po(file, locale="en")
    for message in now:
        if message.id and (old := before.get(message.id, message.context)) is not None:
            message.string = old.string
    return now


def untranslated(domain: str) -> list[str]:
    """Sentences of a domain that have no English."""
    return [
        str(m.id)
        for m in merged(domain)
        if m.id and not (all(m.string) if isinstance(m.string, (list, tuple)) else m.string)
    ]


def outdated() -> list[Path]:
    """Catalogues that differ from what collecting and compiling would write."""
    return [
        path
        for domain in DOMAINS
        for path, content in _files(domain).items()
        if not path.exists() or path.read_bytes() != content
    ]


def po(domain: str) -> Path:
    return LOCALE / f"{domain}.po"


DOMAINS = ("django", "djangojs")


def _files(domain: str) -> dict[Path, bytes]:
    catalogue = merged(domain)
    text, compiled = io.BytesIO(), io.BytesIO()
    write_po(text, catalogue, width=120, include_lineno=False, sort_output=True)
    write_mo(compiled, catalogue)
    return {po(domain): text.getvalue(), po(domain).with_suffix(".mo"): compiled.getvalue()}


def _said_in_pages() -> Iterator[Found]:
    for path in sorted((ROOT / "review").rglob("*.py")):
        yield from _extracted(path, path.read_bytes(), "python")
    for path in sorted((ROOT / "review" / "templates").rglob("*.html")):
        source = templatize(path.read_text(encoding="utf-8"))
        # Only the calls matter; without indentation Babel's tokenizer takes any page for Python.
        lines = "\n".join(line.lstrip() for line in source.splitlines())
        yield from _extracted(path, lines.encode(), "python")
    yield from _labels()


def _said_in_scripts() -> Iterator[Found]:
    for path in sorted((ROOT / "review" / "static").rglob("*.js")):
        yield from _extracted(path, path.read_bytes(), "javascript")


def _extracted(path: Path, source: bytes, how: str) -> Iterator[Found]:
    where = path.relative_to(ROOT).as_posix()
    options = {"encoding": "utf-8"}
    for _, message, _, context in extract(how, io.BytesIO(source), keywords=_KEYWORDS, options=options):
        yield where, message, context


def _labels() -> Iterator[Found]:
    """Words that stand in tables of ours and are translated where they are shown (`review.labels`)."""
    _set_up_django()
    from django.apps import apps

    from models import documents, findings
    from models import labels as words
    from review import labels

    with translation.override("ja"):
        for module in (labels, words, documents, findings):
            where = module.__name__.replace(".", "/") + ".py"
            for name, table in sorted(vars(module).items()):
                if name.endswith(("_LABELS_JA", "_REASONS_JA")):
                    yield from ((where, str(label), None) for label in table.values())
        for model in apps.get_app_config("storage").get_models():
            # only tables of our own: a proxy shows its library's words (how many digits a code has)
            for field in () if model._meta.proxy else model._meta.get_fields():
                for _, label in getattr(field, "choices", None) or ():
                    yield "storage/db", str(label), None


def _set_up_django() -> None:
    if not django_settings.configured:
        storage.setup(Settings(data_dir=Path(tempfile.mkdtemp(prefix="uketsuke-messages-"))))


def main() -> int:
    if "--check" in sys.argv:
        gaps = [text for domain in DOMAINS for text in untranslated(domain)]
        stale = outdated()
        print("\n".join([*(f"no English: {text}" for text in gaps), *(f"out of date: {path.name}" for path in stale)]))
        return 1 if gaps or stale else 0
    LOCALE.mkdir(parents=True, exist_ok=True)
    for domain in DOMAINS:
        for path, content in _files(domain).items():
            path.write_bytes(content)
        for text in untranslated(domain):
            print(f"no English yet: {text}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
