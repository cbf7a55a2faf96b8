"""From the pages of one document to its fields."""

from extractors.fields.documents import extract

__all__ = ["extract"]
