"""Where the material shared with the project lies: the corpus and the reference cases, beside the repository."""

from __future__ import annotations

import csv
import json
import os
from pathlib import Path
from typing import Any

import pytest

SHARED = Path(os.environ.get("UKETSUKE_SHARED", Path(__file__).resolve().parents[2] / "shared"))


def path(*parts: str) -> Path:
    """A file or folder of the shared material; skips the test where the whole folder is absent from this machine."""
    if not SHARED.is_dir():
        pytest.skip(f"the shared material is not on this machine (UKETSUKE_SHARED={SHARED})")
    return SHARED.joinpath(*parts)


def jsonl(*parts: str) -> list[dict[str, Any]]:
    """The rows of a JSON-lines file."""
    with path(*parts).open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines if line.strip()]


def rows(*parts: str) -> list[dict[str, str]]:
    """The rows of a CSV file, by its header."""
    with path(*parts).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))
