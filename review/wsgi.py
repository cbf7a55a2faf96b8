"""For a WSGI server: ``review.wsgi:application``, set up from the environment's settings."""

from __future__ import annotations

from django.core.handlers.wsgi import WSGIHandler
from django.core.wsgi import get_wsgi_application

from review.warming import warm_up
from storage import setup
from storage.settings import Settings, load_settings


def make(settings: Settings) -> WSGIHandler:
    """The web application of one installation."""
    setup(settings)
    application = get_wsgi_application()
    warm_up()
    return application


settings = load_settings()
application = make(settings)
