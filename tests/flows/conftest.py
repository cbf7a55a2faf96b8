from __future__ import annotations

from collections.abc import Iterator

import pytest

from flows.prefectserver import PrefectServer


@pytest.fixture
def anyio_backend() -> str:
    """Coroutine tests run on asyncio only: Prefect and the pool do."""
    return "asyncio"


@pytest.fixture(scope="session")
def prefect_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PrefectServer]:
    """One Prefect server for all tests of a session: each takes seconds to start."""
    with PrefectServer(tmp_path_factory.mktemp("prefect")) as server:
        yield server
