"""Developers' door to Django's commands: ``python -m storage makemigrations``. Operators use ``uketsuke``."""

from __future__ import annotations

import sys

from django.core.management import execute_from_command_line

from storage import setup
from storage.settings import load_settings

if __name__ == "__main__":
    setup(load_settings())
    execute_from_command_line(["storage", *sys.argv[1:]])
