"""Filters of every template: the machine's sentences, days and moments, in the language of whoever looks."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import template
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language

from review.said import said as in_their_language

register = template.Library()


@register.filter
def said(text: Any) -> str:
    """A sentence that the machine wrote."""
    return in_their_language(str(text or ""))


@register.filter
def day(at: dt.date | None) -> str:
    """``11月28日``, ``28 Nov``."""
    return _shown(at, "n月j日", "j M")


@register.filter
def moment(at: dt.datetime | None) -> str:
    """``11月28日 14:05``, ``28 Nov 14:05``."""
    return _shown(at, "n月j日 H:i", "j M H:i")


@register.filter
def moment_of_year(at: dt.datetime | None) -> str:
    """``2026年11月28日 14:05``, ``28 Nov 2026 14:05``."""
    return _shown(at, "Y年n月j日 H:i", "j M Y H:i")


@register.filter
def second_of_year(at: dt.datetime | None) -> str:
    """``2026年11月28日 14:05:30``, ``28 Nov 2026 14:05:30``."""
    return _shown(at, "Y年n月j日 H:i:s", "j M Y H:i:s")


def _shown(at: dt.date | None, japanese: str, english: str) -> str:
    if at is None:
        return ""
    here = timezone.localtime(at) if isinstance(at, dt.datetime) and timezone.is_aware(at) else at
    return date_format(here, english if get_language() == "en" else japanese)
