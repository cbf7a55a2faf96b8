"""`uketsuke work`: one processing process that lives long, works when there is mail, and stops cleanly.

As many of them as wanted may run, on as many machines, with one database between them (Postgres when they are several)
and one Prefect server that ``PREFECT_API_URL`` names.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import logging
import os
import time

import storage
from flows.prefectserver import PrefectServer, drain, prepare, wait_healthy
from flows.stopping import run_until_stopped
from models.errors import UketsukeError
from storage.settings import Settings

log = logging.getLogger("uketsuke.work")

#: Seconds without mail after which a run of the flow ends and its summary appears.
LINGER_SECONDS = 20.0
#: Seconds to wait after an outage of the object store, the database or Prefect.
OUTAGE_SECONDS = 15.0
#: Seconds between looks for runs whose process is gone.
ZOMBIE_SECONDS = 120.0


def work(settings: Settings) -> None:
    """Process deliveries until SIGTERM or SIGINT; what was begun then waits for the next process.

    Raises:
        UketsukeError: the readers, the database or the Prefect server are not to be had.
    """
    storage.setup(settings)
    own = None if os.environ.get("PREFECT_API_URL") else PrefectServer(settings.data_dir / "prefect")
    prepare(settings.data_dir / "prefect", own.api_url if own else None, quiet=False)
    if own is not None:
        own.start()
    try:
        run_until_stopped(lambda stopping: _work(settings, stopping))
        drain()
    finally:
        if own is not None:
            own.stop()


async def _work(settings: Settings, stopping: asyncio.Event) -> None:
    from prefect import tags

    from flows.process import process_mail
    from flows.run import take_over_from_the_dead
    from flows.works import Works, open_works
    from flows.zombies import TAG, close_dead_runs
    from storage import cases, deliveries

    def is_work() -> bool:
        waiting = (deliveries.claimable, deliveries.unsorted_envelopes, cases.due_for_extraction, cases.due_for_check)
        return any(look() for look in waiting)

    async def look_for_zombies(tools: Works) -> None:
        while True:
            live = await tools.database(deliveries.live_owners)
            closed = await close_dead_runs(live, settings.lease_seconds, lambda: dt.datetime.now(dt.UTC))
            if closed:
                log.warning("%d run(s) of dead processes closed", closed)
            await asyncio.sleep(ZOMBIE_SECONDS)

    async with open_works(settings, stopping=stopping) as tools:
        await asyncio.to_thread(wait_healthy, os.environ["PREFECT_API_URL"])
        await tools.database(take_over_from_the_dead)
        zombies = asyncio.create_task(look_for_zombies(tools))
        log.info("ready")
        while not tools.stopping.is_set():
            started = time.monotonic()
            if await tools.database(is_work):
                try:
                    with tags(f"{TAG}{tools.owner}"):
                        await process_mail(linger_seconds=LINGER_SECONDS)
                except UketsukeError as error:  # an outage: what was begun is in the database, and is taken up again
                    log.warning("a run ended early: %s %s", error.code, error)
                    await tools.stop_or(OUTAGE_SECONDS)
            left = settings.poll_seconds - (time.monotonic() - started)
            if left > 0:
                await tools.stop_or(left)
        zombies.cancel()
        log.info("stopped")
