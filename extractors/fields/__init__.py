"""From the pages of one document to its fields."""

from extractors.fields.extract import extract

__all__ = ["extract"]
