"""A rule of the programme's own: what must hold, what is said where it does not, and the clause it rests on."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from models.documents import Stage
from models.findings import FindingCode
from models.programmes.base import Condition, Strict


class Rule(Strict):
    """One rule. The language of `when`, `require` and the places in `message` is :mod:`validators.expressions`."""

    id: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$", max_length=60)]
    phases: tuple[Stage, ...] = ()
    """The phases it holds in; empty: all."""
    for_each: str = ""
    """A paper (``領収書``) or a table (``役員名簿.役員一覧``): the rule is asked of each one, or each row, by itself. In
    a row the names of its columns stand for its cells."""
    when: Condition = ""
    """Asked only where this holds; where nobody can tell, the rule says nothing."""
    require: Annotated[Condition, Field(min_length=1)]
    """What must hold."""
    message: Annotated[str, Field(min_length=1)]
    """What a reviewer reads where it does not; ``{交付申請額}`` stands for the value."""
    code: FindingCode = FindingCode.PROGRAMME_RULE
    severity: Literal["error", "question"] = "error"
    """``question``: a person is always asked, however sure the values are (確認)."""
    source: Annotated[str, Field(min_length=1)]
    """Which entry of `sources` it rests on."""
