"""Pages → documents with a kind → cases."""

from extractors.sorting.envelope import sort_envelope
from extractors.sorting.kinds import KindGuess, guess_kind

__all__ = ["KindGuess", "guess_kind", "sort_envelope"]
