"""One reader with real engines for all tests of this room: its models are loaded once a process."""

from __future__ import annotations

import pytest

from extractors.reading import Reader


@pytest.fixture(scope="session")
def reader() -> Reader:
    return Reader()
