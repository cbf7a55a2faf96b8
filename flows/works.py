"""What the flows work with: settings, programmes, the pool of readers, and the one thread that talks to the database.

Prefect carries identifiers only, so a task finds its tools here and not in its parameters. Whoever runs the flows opens
one :class:`Works` around them; it reaches the tasks through a context variable, never through a global that outlives
the run.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from enum import StrEnum
from typing import ParamSpec, TypeVar

import storage
from flows import jobs
from flows.owners import this_process
from flows.pool import Pool
from models.programmes import Programme
from storage.settings import Settings

P = ParamSpec("P")
T = TypeVar("T")


class Step(StrEnum):
    """What the progress bars count."""

    PAGE = "page"
    """A page was read or given up."""
    DELIVERY = "delivery"
    """A delivery is through."""
    DOCUMENT = "document"
    """A document's fields were extracted."""
    CASE = "case"
    """A case was checked."""


@dataclass
class Works:
    """One processing process's tools. `owner` names its leases: machine, process and a random part."""

    settings: Settings
    programmes: dict[str, Programme]
    pool: Pool
    report: Callable[[Step, int], None]
    stopping: asyncio.Event
    """Set when the process shall end: what is being worked on is given back."""
    owner: str = field(default_factory=this_process)
    checking: asyncio.Lock = field(default_factory=asyncio.Lock)
    """Held while a case is checked: duplicates look at other cases."""
    letting_go: set[str] = field(default_factory=set)
    """Deliveries whose lease is being given up, because they are through: nobody renews it any more."""
    _database: ThreadPoolExecutor = field(
        default_factory=lambda: ThreadPoolExecutor(max_workers=1, thread_name_prefix="database")
    )

    async def database(self, call: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run a function of :mod:`storage` in the thread that owns the database connection, one after another."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._database, lambda: _with_live_connection(call, *args, **kwargs))

    async def stop_or(self, seconds: float) -> None:
        """Wait so long, or until the process shall end."""
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self.stopping.wait(), seconds)

    async def close(self) -> None:
        await asyncio.get_running_loop().run_in_executor(self._database, storage.close_connections)
        self._database.shutdown()


_current: ContextVar[Works] = ContextVar("works")


def works() -> Works:
    """The tools of the run this code is part of.

    Raises:
        LookupError: nobody opened any; a flow was called outside :func:`open_works`.
    """
    return _current.get()


@asynccontextmanager
async def open_works(
    settings: Settings,
    report: Callable[[Step, int], None] = lambda step, count: None,
    stopping: asyncio.Event | None = None,
) -> AsyncIterator[Works]:
    """Start the readers and make the tools known to every task called inside the block."""
    from programmes import load

    storage.setup(settings)
    async with Pool(settings.workers, jobs.prepare, (settings,)) as pool:
        tools = Works(
            settings=settings,
            programmes=load(settings.programmes_dir),
            pool=pool,
            report=report,
            stopping=stopping or asyncio.Event(),
        )
        token = _current.set(tools)
        try:
            yield tools
        finally:
            _current.reset(token)
            await tools.close()


def _with_live_connection(call: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Drop a connection that the database has closed meanwhile (a restart) before using it."""
    from django.db import close_old_connections

    close_old_connections()
    return call(*args, **kwargs)
