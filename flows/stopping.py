"""Running Prefect flows so that SIGTERM and SIGINT mean what we say.

Prefect puts handlers of its own in place while a flow runs in the main thread: SIGTERM then tears the flow down from
within. Here the flows run in a second thread and the main one only listens: a signal sets an event, what is being worked
on is given back, and the flows end in their own time.
"""

from __future__ import annotations

import asyncio
import signal
import threading
from collections.abc import Awaitable, Callable
from concurrent.futures import Future
from types import FrameType


def run_until_stopped(work: Callable[[asyncio.Event], Awaitable[None]]) -> bool:
    """Run ``work(stopping)`` to its end in an event loop of its own; the first signal sets `stopping`.

    What it raises is raised here. Returns whether a signal came. Call it in the main thread.
    """
    outcome: Future[None] = Future()
    ready: Future[tuple[asyncio.AbstractEventLoop, asyncio.Event]] = Future()

    async def main() -> None:
        stopping = asyncio.Event()
        ready.set_result((asyncio.get_running_loop(), stopping))
        await work(stopping)

    def target() -> None:
        try:
            asyncio.run(main())
        except BaseException as error:
            outcome.set_exception(error)
        else:
            outcome.set_result(None)

    thread = threading.Thread(target=target, name="flows")
    thread.start()
    loop, stopping = ready.result()
    came = threading.Event()

    def stop(number: int, frame: FrameType | None) -> None:
        came.set()
        if not loop.is_closed():
            loop.call_soon_threadsafe(stopping.set)

    before = {number: signal.signal(number, stop) for number in (signal.SIGTERM, signal.SIGINT)}
    try:
        while thread.is_alive():
            thread.join(0.5)
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
    outcome.result()
    return came.is_set()
