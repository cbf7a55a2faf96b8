"""The schema of programme.yaml as JSON Schema, for editors that check while one types.

The file `programmes/programme.schema.json` is what :func:`text` gives; a test keeps it so. In YAML editors it is named on
the first line of a file: ``# yaml-language-server: $schema=../programme.schema.json``.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from models.programmes import SCHEMA_VERSION, Programme

#: Name of the file beside the programmes' folders.
FILE_NAME = "programme.schema.json"

#: Parts that may also be written as a plain word: definition → the key the word stands for.
_PLAIN = {"Label": "text", "Option": "value", "Requirement": "one_of"}


def schema() -> dict[str, Any]:
    """The JSON Schema (2020-12) of programme.yaml, with the descriptions of the models."""
    made = Programme.model_json_schema()
    made["$schema"] = "https://json-schema.org/draft/2020-12/schema"
    made["title"] = f"programme.yaml 第{SCHEMA_VERSION}版"
    made["properties"]["schema_version"] = {"const": SCHEMA_VERSION}
    parts = made["$defs"]
    requirement = parts["Requirement"]
    requirement["properties"]["document"] = requirement["properties"]["one_of"]["items"]
    requirement.pop("required", None)
    requirement["anyOf"] = [{"required": ["one_of"]}, {"required": ["document"]}]
    for name in _PLAIN:
        parts[name] = {"anyOf": [{"type": "string"}, parts[name]]}
    return made


def text() -> str:
    """The schema as the file holds it."""
    return json.dumps(schema(), ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def write(directory: Path) -> Path:
    """Write the schema beside the programmes in `directory`."""
    file = directory / FILE_NAME
    file.write_text(text(), encoding="utf-8")
    return file
