"""A warm pool of reading processes.

Loading the OCR engines takes seconds and hundreds of megabytes, so each process loads them once and keeps them. Two
processes with one thread each read more pages a minute on two cores than one process with two threads does.

A page may kill the process that reads it (memory) or hang it. Each slot of the pool is therefore a pool of one: what
one page does to its process never touches a neighbour's page. A lost process is replaced and its job tried once more,
because the fault may have been the machine's; after the second time the job is given up with
:class:`~models.errors.WorkerLostError` and the page goes to quarantine.

The jobs themselves are in :mod:`flows.jobs`.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context
from types import TracebackType
from typing import Any, Self, TypeVar

from models.errors import WorkerLostError

T = TypeVar("T")

#: One thread a process: libraries read these when they load.
_ONE_THREAD = {"OMP_NUM_THREADS": "1", "OMP_THREAD_LIMIT": "1", "OPENBLAS_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}


class Pool:
    """`workers` processes, each made ready by ``prepare(*prepare_args)``, which runs in it first.

    ``async with Pool(...) as pool`` starts them all and ends them all. `seconds` bounds one job's time.
    """

    def __init__(
        self,
        workers: int,
        prepare: Callable[..., None],
        prepare_args: tuple[Any, ...] = (),
        *,
        seconds: float = 180.0,
        attempts: int = 2,
    ) -> None:
        self.workers = workers
        self._attempts = attempts
        self._slots = [_Slot(prepare, prepare_args, seconds) for _ in range(workers)]
        self._idle: asyncio.Queue[_Slot] = asyncio.Queue()

    async def __aenter__(self) -> Self:
        os.environ.update(_ONE_THREAD)
        try:
            await asyncio.gather(*(slot.start() for slot in self._slots))
        except BaseException:
            await self.stop()
            raise
        for slot in self._slots:
            self._idle.put_nowait(slot)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.stop()

    async def stop(self) -> None:
        """End every process. Jobs still running are lost."""
        for slot in self._slots:
            slot.discard()

    async def run(self, job: Callable[..., T], *args: Any) -> T:
        """Run ``job(*args)`` in the next idle process. Both must be picklable; what the job raises is raised here.

        Raises:
            WorkerLostError: the job killed or outlasted its process on every attempt.
        """
        lost: WorkerLostError | None = None
        for _ in range(self._attempts):
            slot = await self._idle.get()
            try:
                return await slot.run(job, *args)
            except WorkerLostError as error:
                lost = error
            finally:
                self._idle.put_nowait(slot)
        assert lost is not None
        raise lost

    @property
    def pids(self) -> list[int]:
        """The processes alive now; for tests and for the operator's status."""
        return [slot.pid for slot in self._slots if slot.pid is not None]


class _Slot:
    """One process at a time, replaced when lost."""

    def __init__(self, prepare: Callable[..., None], prepare_args: tuple[Any, ...], seconds: float) -> None:
        self._prepare = prepare
        self._prepare_args = prepare_args
        self._seconds = seconds
        self._executor: ProcessPoolExecutor | None = None
        self.pid: int | None = None

    async def start(self) -> ProcessPoolExecutor:
        if self._executor is None:
            self._executor = ProcessPoolExecutor(1, mp_context=get_context("spawn"))
            first = self._executor.submit(_become_ready, self._prepare, self._prepare_args)
            try:
                self.pid = await asyncio.wrap_future(first)
            except BrokenProcessPool as error:
                self.discard()
                raise WorkerLostError("a reading process died while it was starting") from error
            except BaseException:
                self.discard()
                raise
        return self._executor

    async def run(self, job: Callable[..., T], *args: Any) -> T:
        executor = await self.start()
        try:
            return await asyncio.wait_for(asyncio.wrap_future(executor.submit(job, *args)), self._seconds)
        except TimeoutError as error:
            self.discard()
            raise WorkerLostError(f"a job took longer than {self._seconds:g} seconds") from error
        except BrokenProcessPool as error:
            self.discard()
            raise WorkerLostError("a reading process died") from error
        except asyncio.CancelledError:
            self.discard()
            raise

    def discard(self) -> None:
        """Kill the process, whatever it is doing."""
        executor, self._executor = self._executor, None
        pid, self.pid = self.pid, None
        if pid is not None:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        if executor is not None:
            executor.shutdown(wait=False, cancel_futures=True)


def _become_ready(prepare: Callable[..., None], prepare_args: tuple[Any, ...]) -> int:
    """First job of every process: never outlive the parent, load what `prepare` loads, say who we are."""
    _end_with_parent()
    prepare(*prepare_args)
    return os.getpid()


def _end_with_parent() -> None:
    """Leave when the parent is gone, even by SIGKILL: its end of the sentinel pipe closes."""
    from multiprocessing import parent_process
    from multiprocessing.connection import wait
    from threading import Thread

    parent = parent_process()
    if parent is None:
        return

    def watch() -> None:
        wait([parent.sentinel])
        os._exit(1)

    Thread(target=watch, name="end-with-parent", daemon=True).start()
