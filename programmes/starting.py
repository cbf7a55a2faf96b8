"""A new programme: its folder with a commented programme.yaml to fill in."""

from __future__ import annotations

import re
from pathlib import Path

from models.errors import ProgrammeError
from programmes import FILE_NAME, INSTALLED, load_file

SKELETON = INSTALLED / "skeleton.yaml"


def start(programme_id: str, directory: Path) -> Path:
    """Write a skeleton for `programme_id` below `directory`; the file.

    Raises:
        ProgrammeError: the id will not do, or the folder exists.
    """
    if not re.fullmatch(r"[a-z0-9][a-z0-9-]*", programme_id):
        raise ProgrammeError(
            "bad id",
            message_ja=f"事業の ID「{programme_id}」は使えません。英小文字、数字、ハイフンだけで書いてください（例: chiyoda-ev）。",
        )
    folder = directory / programme_id
    if (folder / FILE_NAME).exists():
        raise ProgrammeError(
            "the programme exists", message_ja=f"事業「{programme_id}」はもうあります。別の ID にしてください。"
        )
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / FILE_NAME
    file.write_text(SKELETON.read_text(encoding="utf-8").replace("__ID__", programme_id), encoding="utf-8")
    load_file(file)
    return file
