"""Where things live: originals and page images (`objects`), the database (Django ORM), the audit chain.

Call `setup` once before anything else of this package that touches the database, and `migrate` before first use.
The typed functions in `deliveries`, `pages`, `cases`, `reviewing`, `ledger`, `exporting` and `audit` are the way in;
outside of this package and the web application nobody handles Django's objects.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import django
from django.conf import settings as django_settings
from django.db import connections

if TYPE_CHECKING:
    from storage.settings import Settings

__all__ = ["close_connections", "migrate", "setup"]


def setup(settings: Settings) -> None:
    """Configure Django for this process. Doing it again with the same settings changes nothing.

    With other settings the process moves over to that installation: open connections are closed and every setting is
    replaced. Do that only while no other thread is at work (tests do; an installation never does).
    """
    from storage import djangosettings
    from storage.settings import prepare_folder

    if django_settings.configured and getattr(django_settings, "UKETSUKE", None) == settings:
        return
    prepare_folder(settings.data_dir)
    prepare_folder(settings.uploads_dir)
    built = djangosettings.build(settings)
    if not django_settings.configured:
        django_settings.configure(**built)
        django.setup(set_prefix=False)
        return
    for connection in connections.all(initialized_only=True):
        connection.close()
        del connections[connection.alias]
    for name, value in built.items():
        setattr(django_settings, name, value)
    connections.settings = connections.configure_settings(built["DATABASES"])


def migrate() -> None:
    """Create or update the tables. Safe to call at every start; the database must be reachable."""
    from django.core.management import call_command

    call_command("migrate", interactive=False, verbosity=0)


def close_connections() -> None:
    """Close this thread's database connections; the next query opens a new one.

    Call it before forking, and at the end of a thread of one's own.
    """
    connections.close_all()
