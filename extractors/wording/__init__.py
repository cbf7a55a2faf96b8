"""What printed words say, by a small model of our own: RECIPE.md says how the weights were made."""

from extractors.wording.reader import ANOTHERS, NOTHING, Question, answers

__all__ = ["ANOTHERS", "NOTHING", "Question", "answers"]
