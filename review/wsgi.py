"""For a WSGI server: ``review.wsgi:application``, set up from the environment's settings."""

from __future__ import annotations

from django.core.handlers.wsgi import WSGIHandler
from django.core.wsgi import get_wsgi_application

from storage import setup
from storage.settings import Settings, load_settings


def make(settings: Settings) -> WSGIHandler:
    """The web application of one installation."""
    setup(settings)
    return get_wsgi_application()


application = make(load_settings())
