"""The warm pool: real processes, really killed."""

from __future__ import annotations

import asyncio
import gc
import os
import signal
import subprocess
import sys
import time

import pytest

from flows.pool import Pool
from models.errors import WorkerLostError


def make(workers: int = 1, **options: float) -> Pool:
    return Pool(workers, gc.collect, **options)  # type: ignore[arg-type]


def gone(pid: int) -> bool:
    try:
        with open(f"/proc/{pid}/stat") as stat:  # noqa: PTH123
            return stat.read().rsplit(")", 1)[1].split()[0] == "Z"
    except (FileNotFoundError, ProcessLookupError):  # gone before, or between opening and reading
        return True


def wait_until_gone(pid: int, seconds: float = 20.0) -> bool:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if gone(pid):
            return True
        os.sched_yield()
    return False


@pytest.mark.anyio
async def test_pool_keeps_its_processes_between_jobs() -> None:
    async with make(2) as pool:
        pids = set(pool.pids)
        seen = {await pool.run(os.getpid) for _ in range(6)}
        assert len(pids) == 2
        assert seen <= pids


@pytest.mark.anyio
async def test_what_a_job_raises_is_raised_to_its_caller_and_the_process_stays() -> None:
    async with make() as pool:
        before = pool.pids
        with pytest.raises(ZeroDivisionError):
            await pool.run(divmod, 1, 0)
        assert pool.pids == before


@pytest.mark.anyio
async def test_a_job_that_kills_its_process_is_given_up_and_a_neighbour_is_not_touched() -> None:
    async with make(2) as pool:
        results = await asyncio.gather(
            pool.run(os._exit, 1), *(pool.run(pow, n, 2) for n in range(8)), return_exceptions=True
        )
        assert isinstance(results[0], WorkerLostError)
        assert results[1:] == [n * n for n in range(8)]
        assert await pool.run(pow, 3, 2) == 9


@pytest.mark.anyio
async def test_a_process_killed_from_outside_costs_nothing_but_a_second_try() -> None:
    async with make() as pool:
        [pid] = pool.pids
        os.kill(pid, signal.SIGKILL)
        assert await pool.run(pow, 3, 2) == 9
        assert pool.pids != [pid]


@pytest.mark.anyio
async def test_a_job_that_hangs_is_killed() -> None:
    async with make(seconds=1.0, attempts=1) as pool:
        [pid] = pool.pids
        with pytest.raises(WorkerLostError, match="longer than 1 seconds"):
            await pool.run(signal.pause)
        assert wait_until_gone(pid)
        assert await pool.run(pow, 3, 2) == 9


@pytest.mark.anyio
async def test_a_failing_preparation_is_reported_as_it_is() -> None:
    with pytest.raises(ModuleNotFoundError):
        async with Pool(2, __import__, ("no_such_module_at_all",)):
            pass


def test_processes_end_when_their_parent_is_killed() -> None:
    program = (
        "import asyncio, gc, sys\n"
        "from flows.pool import Pool\n"
        "async def main():\n"
        "    async with Pool(1, gc.collect) as pool:\n"
        "        print(pool.pids[0], flush=True)\n"
        "        await asyncio.Event().wait()\n"
        "if __name__ == '__main__':\n"
        "    asyncio.run(main())\n"
    )
    parent = subprocess.Popen(
        [sys.executable, "-c", program], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    )
    assert parent.stdout is not None
    pid = int(parent.stdout.readline())
    parent.send_signal(signal.SIGKILL)
    parent.wait()
    parent.stdout.close()
    assert wait_until_gone(pid)
