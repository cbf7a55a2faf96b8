"""For an ASGI server (uvicorn): ``review.asgi:application``, set up from the environment's settings."""

from __future__ import annotations

from django.core.asgi import get_asgi_application
from django.core.handlers.asgi import ASGIHandler

from review.warming import warm_up
from storage import setup
from storage.settings import Settings, load_settings


def make(settings: Settings) -> ASGIHandler:
    """The web application of one installation."""
    setup(settings)
    application = get_asgi_application()
    warm_up()
    return application


application = make(load_settings())
