"""From the pages of one document to its fields."""

from extractors.fields.documents import extract
from extractors.fields.seeking import seek

__all__ = ["extract", "seek"]
