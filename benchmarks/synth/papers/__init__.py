"""One module per kind of paper. Each function takes a :class:`Desk` and returns a :class:`Paper`."""

from __future__ import annotations

import random
from dataclasses import dataclass

from benchmarks.synth.draw import Sheet
from benchmarks.synth.facts import Facts
from benchmarks.synth.fill import Filler, Habits


@dataclass(frozen=True)
class Paper:
    """One document: its sheets, and what truth says about it as a whole."""

    kind: str
    layout: str
    sheets: tuple[Sheet, ...]
    entry_style: str = "typed"
    seal_present: bool | None = None
    pasted: bool = False
    """Smaller than A4: lies on the scanner's glass, or was photographed close up."""
    picture: bool = False
    """Its print is a picture, so that it can be scanned but not sent as a PDF with text."""


@dataclass(frozen=True)
class Desk:
    """What the writer of a paper has at hand. `mode`: how the applicant's own papers are filled in."""

    facts: Facts
    habits: Habits
    mode: str
    rng: random.Random

    def filler(self, sheet: Sheet, kind: str, mode: str | None = None) -> Filler:
        """For the applicant's papers of `kind`; entries planted as forgotten stay blank there."""
        blank = frozenset(key for key, paper in self.facts.blank.items() if paper == kind)
        return Filler(sheet, self.habits, mode or self.mode, self.rng, blank)

    def shop_filler(self, sheet: Sheet, mode: str = "typed") -> Filler:
        """For papers that the shop makes out."""
        return Filler(sheet, self.habits, mode, self.rng)
