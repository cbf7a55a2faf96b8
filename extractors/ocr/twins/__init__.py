"""Telling characters of names from their twins (崎 or 﨑, 藪 or 籔): RECIPE.md says how the weights were made."""

from extractors.ocr.twins.reader import GROUPS, Twins, character_at, shape

__all__ = ["GROUPS", "Twins", "character_at", "shape"]
