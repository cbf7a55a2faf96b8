"""What the pages need beside the database: originals, the renderer, the programmes. Made once per process."""

from __future__ import annotations

import atexit
from functools import lru_cache
from pathlib import Path

from django.conf import settings as django_settings
from django.utils.translation import get_language
from django.utils.translation import gettext as _

import programmes
from extractors.rendering import Renderer
from flows.intake import Intake
from models.programmes import Programme
from review.images import PageImages
from storage.objects import open_objects
from storage.settings import Settings


def installation() -> Settings:
    """The settings this process was set up with (`storage.setup`)."""
    settings: Settings = django_settings.UKETSUKE
    return settings


def known_programmes() -> dict[str, Programme]:
    """The programmes of this installation, by id. Read once: a changed file is seen after a restart."""
    return _programmes(installation().programmes_dir)


def page_images() -> PageImages:
    """The pictures of this installation's pages."""
    return _images(installation())


def intake() -> Intake:
    """The way in for files that come over the pages; holds a child process that looks at them."""
    return _intake(installation())


def programme_title(programme_id: str | None) -> str:
    """What a programme is called in the language of the page; says so where it is not known."""
    if programme_id is None:
        return _("事業を判定できていません")
    programme = known_programmes().get(programme_id)
    return title_of(programme) if programme else programme_id


def programme_titles() -> dict[str, str]:
    """What every programme of this installation is called in the language of the page, by id."""
    return {programme.id: title_of(programme) for programme in known_programmes().values()}


def title_of(programme: Programme) -> str:
    """Its name in the language of the page; the Japanese one where the office gave no other."""
    return (programme.title_en if get_language() == "en" else "") or programme.title


@lru_cache(maxsize=2)
def _programmes(folder: Path) -> dict[str, Programme]:
    return programmes.load(folder)


@lru_cache(maxsize=2)
def _intake(settings: Settings) -> Intake:
    made = Intake(settings)
    atexit.register(made.close)
    return made


@lru_cache(maxsize=2)
def _images(settings: Settings) -> PageImages:
    renderer = Renderer(settings.limits)
    atexit.register(renderer.close)
    return PageImages(open_objects(settings), renderer)
