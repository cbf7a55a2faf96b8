"""The second reader: our own small network for digits, kana, dates, amounts and codes (RECIPE.md says how it was made)."""

from extractors.ocr.crnn.reader import Crnn

__all__ = ["Crnn"]
