"""The hostile files of the shared corpus, as tests use them."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

from tests.shared import SHARED

DEV = SHARED / "corpus" / "dev"
HOSTILE = SHARED / "corpus" / "hostile"

needs_corpus = pytest.mark.skipif(not HOSTILE.is_dir(), reason="the shared corpus is not on this machine")


@dataclass(frozen=True)
class HostileRow:
    """One row of hostile.json."""

    label: str
    name: bytes
    outcomes: frozenset[str]
    """``accepted``, ``quarantined``, or both."""
    must_read: tuple[str, ...]
    duplicate_of: str | None
    """Label of the row with the same bytes."""
    growing: bool

    def path(self, folder: Path) -> Path:
        return folder / os.fsdecode(self.name)


@cache
def hostile_rows() -> tuple[HostileRow, ...]:
    """The table of hostile inputs; empty where there is no corpus."""
    if not HOSTILE.is_dir():
        return ()
    return tuple(
        HostileRow(
            label=row["file"],
            name=bytes.fromhex(row["name_hex"]),
            outcomes=frozenset({row["expect"], row.get("also", row["expect"])}),
            must_read=tuple(row.get("must_read", ())),
            duplicate_of=row.get("duplicate_of"),
            growing=row.get("recipe") == "growing",
        )
        for row in json.loads((HOSTILE / "hostile.json").read_text(encoding="utf-8"))
    )


def materialise(folder: Path) -> None:
    """Make every hostile input in `folder`, under its real name."""
    subprocess.run([sys.executable, HOSTILE / "materialise.py", folder], check=True, capture_output=True)


def hostile_folder(factory: pytest.TempPathFactory, copy_to: Path | None = None) -> Path:
    """The hostile inputs, made once a session and to be left unchanged; with `copy_to`, a copy that may be changed."""
    made = factory.getbasetemp() / "hostile"
    if not made.exists():
        materialise(made)
    if copy_to is None:
        return made
    subprocess.run(["cp", "-a", f"{made}/.", copy_to], check=True)
    return copy_to
