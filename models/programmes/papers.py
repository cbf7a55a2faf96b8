"""A paper that a programme describes: its titles, versions, seal and entries."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from models.programmes.base import Printed, Strict
from models.programmes.entries import FieldSpec


class FormVersion(Strict):
    """One printed version of a form (様式の版)."""

    marks: Annotated[tuple[Printed, ...], Field(min_length=1)]
    """Printed words that only this version of this document carries."""
    pages: int = 1
    blank: str = ""
    """File name of the blank form, below the programme's folder, where it is kept."""


class DocumentSpec(Strict):
    """A paper of the office's own making that applicants fill in, or one that only this programme asks for."""

    titles: Annotated[tuple[Printed, ...], Field(min_length=1)]
    """Printed titles; compared with tolerance for misread characters."""
    label: str = ""
    """What people call this paper (工事完了届); needed for a kind of the programme's own."""
    seal: bool = False
    """The applicant's seal belongs on it (印)."""
    sections: dict[str, tuple[Printed, ...]] = Field(default={})
    """Section name → the headings printed for it; a section without heading stands at the top."""
    versions: dict[str, FormVersion] = Field(default={})
    fields: tuple[FieldSpec, ...] = ()

    def field(self, key: str) -> FieldSpec | None:
        return next((f for f in self.fields if f.key == key), None)

    def keys(self, version: str | None = None) -> tuple[str, ...]:
        """The entries of `version` (None: of any version), in printed order."""
        return tuple(f.key for f in self.fields if version is None or not f.versions or version in f.versions)
