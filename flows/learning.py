"""Learning a blank form: from the office's file to the map that lies beside the programme, for a person to correct."""

from __future__ import annotations

import re
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import cv2

from extractors.reading import Reader, ReadPage
from extractors.registration.learning import learn
from extractors.registration.preview import preview
from extractors.rendering import Renderer
from models.documents import DocumentKind
from models.errors import ProgrammeError
from models.forms import FormMap
from models.limits import Limits
from models.programmes import Programme
from programmes import load_one
from programmes.forms import FOLDER, form_text, load_form, stem

PREVIEW = "preview"
"""Folder beside the maps where the pictures for checking lie."""


def kind_named(name: str, programme: Programme) -> DocumentKind:
    """The kind of document called `name`: a well-known one, or one that `programme` describes.

    Raises:
        ProgrammeError: no kind is called so.
    """
    known = list(dict.fromkeys([*programme.documents, *DocumentKind]))
    if name in known:
        return DocumentKind(name)
    names = "、".join(k.value for k in known)
    raise ProgrammeError(
        "no such kind of document",
        message_ja=f"書類の種類「{name}」がありません。設定（programme.yaml）の documents に書き足すか、次のどれかを指定してください: {names}",
    )


@dataclass(frozen=True)
class LearnedForm:
    """What was written, and what a person should look at."""

    map_file: Path
    blank_file: Path
    pictures: tuple[Path, ...]
    entries: int
    doubts: dict[str, str]
    missing: tuple[str, ...]
    ticks: tuple[str, ...]


def learn_form(
    blank: Path,
    programme_id: str,
    document: str,
    version: str,
    directory: Path,
    limits: Limits | None = None,
    *,
    replace: bool = False,
) -> LearnedForm:
    """Write the map of the blank form in `blank` (PDF or image) below `directory`'s folder of the programme.

    Raises:
        ProgrammeError: there is no such programme or kind of document, the programme's file is wrong, the version is no plain name, or
            the map exists already and is not to be replaced (a person may have corrected it).
        RefusedError, RenderError: the file cannot be opened or made visible.
    """
    programme = load_one(programme_id, directory)
    if not re.fullmatch(r"[a-z0-9]+", version):
        raise ProgrammeError(
            "bad version",
            message_ja=f"版「{version}」は使えません。a、b、2025 のように英小文字と数字だけで書いてください。",
        )
    kind = kind_named(document, programme)
    name = stem(kind, version)
    folder = directory / programme_id / FOLDER
    if (folder / f"{name}.yaml").exists() and not replace:
        raise ProgrammeError(
            "the map exists",
            message_ja=f"対応表「{name}.yaml」はもうあります。置き換えるときは --replace を付けてください（手で直した内容は失われます）。",
        )
    pages = _read(blank, limits)
    folder.mkdir(parents=True, exist_ok=True)
    kept = folder / f"{name}{blank.suffix.lower()}"
    learned = learn(pages, programme, kind, version, kept.name)
    map_file = folder / f"{name}.yaml"
    map_file.write_text(form_text(learned.form, learned.doubts, learned.missing), encoding="utf-8")
    if blank.resolve() != kept.resolve():
        shutil.copyfile(blank, kept)
    pictures = _draw(pages, learned.form, folder / PREVIEW)
    entries = sum(len(p.entries) for p in learned.form.pages)
    return LearnedForm(map_file, kept, pictures, entries, learned.doubts, learned.missing, learned.ticks)


def draw_form(
    programme_id: str, document: str, version: str, directory: Path, limits: Limits | None = None
) -> tuple[Path, ...]:
    """Draw the pictures of a form's map once more, as the map stands after a person corrected it.

    Raises:
        ProgrammeError: there is no such programme, kind of document or map, the programme's file or the map is wrong, or it has
            more or fewer pages than its blank form.
        RefusedError, RenderError: the blank that was kept beside the map cannot be opened or made visible.
    """
    kind = kind_named(document, load_one(programme_id, directory))
    folder = directory / programme_id / FOLDER
    map_file = folder / f"{stem(kind, version)}.yaml"
    if not map_file.exists():
        raise ProgrammeError(
            "no such map",
            message_ja=f"対応表「{map_file.name}」がありません。先に uketsuke programme learn で覚えさせてください。",
        )
    form = load_form(map_file)
    blank = folder / form.blank
    if not blank.exists():
        raise ProgrammeError(
            "the blank form is missing",
            message_ja=f"白紙の様式「{form.blank}」が対応表の隣にありません。対応表の blank を直すか、様式を置いてください。",
        )
    pages = _read(blank, limits)
    if len(pages) != len(form.pages):
        raise ProgrammeError(
            "the map and its blank form differ in pages",
            message_ja=f"対応表「{map_file.name}」は {len(form.pages)} ページ分ですが、白紙の様式「{form.blank}」は {len(pages)} ページあります。"
            "どちらかを直してください。",
        )
    return _draw(pages, form, folder / PREVIEW)


def _draw(pages: Sequence[ReadPage], form: FormMap, folder: Path) -> tuple[Path, ...]:
    """Write the pictures of a form's pages into `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    pictures = []
    for number, (page, printed) in enumerate(zip(pages, form.pages, strict=True), 1):
        picture = folder / f"{stem(form.document, form.version)}-{number}.png"
        drawn = cv2.cvtColor(preview(page.image, printed), cv2.COLOR_RGB2BGR)
        picture.write_bytes(cv2.imencode(".png", drawn)[1].tobytes())
        pictures.append(picture)
    return tuple(pictures)


def _read(blank: Path, limits: Limits | None) -> list[ReadPage]:
    reader = Reader()
    with Renderer(limits) as renderer:
        count = renderer.inspect(blank).page_count
        return [reader.read(renderer.render(blank, index)) for index in range(count)]
