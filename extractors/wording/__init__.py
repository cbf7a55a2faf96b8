"""What printed words say, by a small model of our own: RECIPE.md says how the weights were made."""

from extractors.wording.reader import ANOTHERS, NOTHING, SURE, Question, answers, sure_answer

__all__ = ["ANOTHERS", "NOTHING", "SURE", "Question", "answers", "sure_answer"]
