"""What to change in a file of schema version 1."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

CHANGES: Mapping[str, str] = {
    "schema_version": "schema_version: 2 にしてください",
    "applicant": "applicants: [individual]（個人）、[company]（法人）、[facility]（施設）のどれかに書き換えてください",
    "application_period": "phases の apply の中の period に移してください（phases: apply: period: {start: …, end: …}）",
    "claim_deadline": "phases の claim の中の deadline に移してください",
    "required_documents": "phases の apply・claim の中の documents に移してください。condition: proxy は when: 代理申請 になります",
}
"""Key of version 1 → what becomes of it."""

GUIDE = "書き方は docs/adding-a-programme.md にあります"


def changes(tree: Mapping[Any, Any]) -> list[tuple[tuple[Any, ...], str]]:
    """The changes that the file in `tree` needs, each with its path; empty where it is no version 1."""
    if str(tree.get("schema_version")) != "1":
        return []
    found = [((key,), f"「{key}」: {CHANGES[key]}") for key in CHANGES if key in tree]
    found[0] = (found[0][0], f"1 版の書き方です。{found[0][1]}。{GUIDE}")
    return found
