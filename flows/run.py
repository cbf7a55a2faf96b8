"""The main job in one go: everything in a folder through the whole pipeline, embedded defaults, results in a file.

The same flows as a running installation, with a Prefect server of their own that lives as long as the run. The command
``uketsuke run`` is this; benchmarks use it, so it stays stable.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
from collections.abc import Callable, Iterator
from pathlib import Path

import storage
from flows.prefectserver import PrefectServer, drain, prepare
from flows.stopping import run_until_stopped
from models.errors import StorageError
from storage.settings import Settings


def pages_to_read() -> int:
    """How many pages wait to be read, for the progress bar."""
    from storage.ledger import ledger

    return ledger().pending


@contextlib.contextmanager
def prefect_server(settings: Settings) -> Iterator[PrefectServer | None]:
    """A Prefect server on loopback that is starting: it needs some seconds, which other work can fill.

    None where the operator names a server in ``PREFECT_API_URL``.
    """
    home = settings.data_dir / "prefect"
    server = None if "PREFECT_API_URL" in os.environ else PrefectServer(home)
    prepare(home, server.api_url if server else None)
    if server is not None:
        server.start()
    try:
        yield server
    finally:
        if server is not None:
            server.stop()
            os.environ.pop("PREFECT_API_URL", None)


def process_all(
    settings: Settings, server: PrefectServer | None, report: Callable[[str, int], None] = lambda step, count: None
) -> None:
    """Work on everything that waits, until nothing does. What a killed run left half done is taken up where it stood.

    `server` is what :func:`prefect_server` gave.

    Raises:
        KeyboardInterrupt: SIGINT or SIGTERM came; what was begun waits for the next run.
        UketsukeError: the readers, the database, the originals or the Prefect server are not to be had.
    """
    storage.setup(settings)
    from storage import cases, deliveries, pages

    if not (deliveries.waiting() or pages.turned() or cases.due_for_extraction()):
        return
    interrupted = run_until_stopped(lambda stopping: _process_all(settings, server, report, stopping))
    drain()
    if interrupted:
        raise KeyboardInterrupt


async def _process_all(
    settings: Settings, server: PrefectServer | None, report: Callable[[str, int], None], stopping: asyncio.Event
) -> None:
    from flows.process import process_mail
    from flows.works import open_works
    from storage import deliveries

    async with open_works(settings, report, stopping) as tools:
        if server is not None:
            await asyncio.to_thread(server.wait_ready)
        await tools.database(take_over_from_the_dead)
        # once at least: what people corrected is worked on, too, and is no delivery
        while not stopping.is_set():
            await process_mail(most=1_000_000)
            if not await tools.database(deliveries.waiting):
                return
            await tools.stop_or(settings.poll_seconds)  # another process holds what waits


def take_over_from_the_dead() -> None:
    """Let go of leases whose process on this machine is no more, instead of waiting until they run out."""
    from flows.owners import is_dead
    from storage import deliveries

    for owner in deliveries.lease_owners():
        if is_dead(owner):
            deliveries.expire_leases(owner)


def write_results(results: Path) -> int:
    """Write every case as one JSON line, oldest first; returns how many. The file appears whole or not at all.

    Raises:
        StorageError: the file cannot be written.
    """
    from storage.exporting import export_results

    partial = results.with_name(results.name + ".partial")
    count = 0
    try:
        results.parent.mkdir(parents=True, exist_ok=True)
        with os.fdopen(os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:
            for line in _lines(export_results()):
                file.write(line)
                count += 1
            file.flush()
            os.fsync(file.fileno())
        partial.replace(results)
    except OSError as error:
        with contextlib.suppress(OSError):
            partial.unlink()
        raise StorageError(
            f"results cannot be written: {type(error).__name__}",
            message_ja="結果ファイルを書き込めません。保存先のフォルダーと空き容量を確かめてください。",
        ) from None
    return count


def _lines(cases: Iterator[dict[str, object]]) -> Iterator[str]:
    return (json.dumps(case, ensure_ascii=False) + "\n" for case in cases)
