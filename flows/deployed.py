"""The entrance for Prefect's own workers (prefect.yaml): sets the house up, then names the flow.

Elsewhere the command line does that, so :mod:`flows.process` itself has no side effects when it is imported.
"""

from __future__ import annotations

import storage
from storage.settings import load_settings

storage.setup(load_settings())

from flows.process import process_mail  # noqa: E402  (the tables must be known first)

__all__ = ["process_mail"]
