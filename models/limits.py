"""How much one delivery may cost. Passed in from the settings; nothing reads it from a global."""

from __future__ import annotations

from pydantic import Field

from models.pages import Frozen


class Limits(Frozen):
    """Bounds on what is taken in and on the work done for one page."""

    max_file_bytes: int = Field(default=512 * 1024 * 1024, gt=0)
    """Larger files are refused (TooLargeError)."""
    max_pages: int = Field(default=2000, gt=0)
    """Deliveries of more pages are refused (TooManyPagesError)."""
    max_page_pixels: int = Field(default=100_000_000, gt=0)
    """Images of more pixels are refused before they are decoded (TooLargeError)."""
    max_stream_bytes: int = Field(default=256 * 1024 * 1024, gt=0)
    """PDFs in which one stream apart from images inflates to more are refused (TooLargeError)."""
    render_memory_bytes: int = Field(default=2 * 1024 * 1024 * 1024, gt=0)
    """Address space of the child process that renders (RLIMIT_AS)."""
    render_seconds: float = Field(default=60.0, gt=0)
    """Wall-clock time for one page; after it the child is killed."""
