from __future__ import annotations

import pytest


@pytest.fixture
def anyio_backend() -> str:
    """Coroutine tests run on asyncio only: Prefect and the pool do."""
    return "asyncio"
