"""The processing of deliveries: read → sort → extract → check → decide, run by Prefect.

* :func:`process_mail` is the long-lived flow of one processing process: it claims deliveries from the database, oldest
  first, and runs one :func:`process_delivery` for each, a few at a time, so that the reading processes never wait.
* :func:`process_delivery` is the way of one delivery, one task a stage. Pages are no tasks: they go through the warm
  pool (:mod:`flows.pool`).

Prefect carries identifiers only. The database is the truth: each stage finds its input there and leaves its output
there under unique keys, so a run killed anywhere and run again gives the same rows once. A delivery is held by a lease;
the lease of a dead process runs out and another process takes the delivery up where it was left.

The last delivery of an envelope that is read takes the whole envelope on to sorting and beyond.
"""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections import Counter
from collections.abc import Coroutine, Iterable, Sequence
from typing import Any, TypeVar

from prefect import flow, get_run_logger, task
from prefect.artifacts import acreate_markdown_artifact, acreate_progress_artifact, aupdate_progress_artifact
from prefect.runtime import flow_run as this_run

from extractors.sorting import sort_envelope
from flows.checking import check, check_due
from flows.jobs import PageRead, extract_document, read_page, seek_entries
from flows.stages import LASTING, OUTAGE, retry_may_help, sealed
from flows.summary import summary
from flows.works import Step, Works, open_works, works
from models.documents import CaseView, ExtractedDocument, PageRedaction, SortedDocument
from models.errors import GivenUpError, StaleError, UketsukeError
from storage import cases, deliveries, ledger, pages
from storage.deliveries import Claimed
from storage.settings import load_settings
from validators.lacking import lacking

T = TypeVar("T")

#: Seconds between tries of a stage that could not reach the object store or the database.
RETRY_SECONDS: list[float] = [1, 5, 20]
#: Bounds on one stage of one delivery; pages and documents have bounds of their own in the pool.
READ_SECONDS = 4 * 3600
EXTRACT_SECONDS = 4 * 3600
QUICK_SECONDS = 900
#: Deliveries in flight for each reading process: Prefect takes a second or two for each, reading must not wait for it.
DELIVERIES_A_WORKER = 3
#: Seconds between two updates of the progress artifact.
PROGRESS_SECONDS = 5.0


# --- the stages of one delivery ---------------------------------------------------------------------------------


@task(name="read", persist_result=False, retries=3, retry_delay_seconds=RETRY_SECONDS,
      retry_condition_fn=retry_may_help, timeout_seconds=READ_SECONDS)  # fmt: skip
@sealed
async def read(sha256: str) -> int:
    """Read every page of the delivery that is not read yet; returns how many went to quarantine."""
    tools = works()
    waiting = await tools.database(pages.unread, sha256)
    return sum(await _all(_read_one(tools, sha256, index) for index in waiting))


async def _read_one(tools: Works, sha256: str, index: int) -> bool:
    """Read one page, or put it into quarantine with the reason: the other pages go on. True where it was given up."""
    try:
        result = await tools.pool.run(read_page, sha256, index)
    except OUTAGE:
        raise
    except UketsukeError as error:
        await tools.database(pages.set_outcomes, sha256, {index: pages.Outcome.QUARANTINE}, error.message_ja)
        get_run_logger().warning("page %d of %s… goes to quarantine: %s %s", index, sha256[:12], error.code, error)
        tools.report(Step.PAGE, 1)
        return True
    else:
        await tools.database(pages.save_reading, sha256, index, result.reading, result.image_key)
        tools.report(Step.PAGE, 1)
        return False


async def _read_turned(tools: Works, page: pages.Turned) -> None:
    """Read a page again the way up that a person said. Where that fails it stays as it was read."""
    try:
        result = await tools.pool.run(read_page, page.sha256, page.index, page.rotation)
    except OUTAGE:
        raise
    except UketsukeError as error:
        get_run_logger().warning("page %d of %s… stays as it was read: %s", page.index, page.sha256[:12], error.code)
        await tools.database(pages.save_read_again, page, None)
    else:
        await tools.database(pages.save_read_again, page, result.reading, result.image_key)


@task(name="sort", persist_result=False, retries=3, retry_delay_seconds=RETRY_SECONDS,
      retry_condition_fn=retry_may_help, timeout_seconds=QUICK_SECONDS)  # fmt: skip
@sealed
async def sort(envelope_key: str) -> list[int]:
    """Cut the envelope's pages into documents and cases; returns the cases' ids."""
    tools = works()
    readings = await tools.database(pages.envelope_readings, envelope_key)
    found = await asyncio.to_thread(sort_envelope, readings, list(tools.programmes.values()))
    return await tools.database(cases.save_sorted, envelope_key, found)


@task(name="extract", persist_result=False, retries=3, retry_delay_seconds=RETRY_SECONDS,
      retry_condition_fn=retry_may_help, timeout_seconds=EXTRACT_SECONDS)  # fmt: skip
@sealed
async def extract(case_ids: list[int]) -> int:
    """Read the fields of every document; returns how many documents were given up and wait for a person whole."""
    tools = works()
    given_up = 0
    for case_id in case_ids:
        found = await tools.database(cases.load_sorted, case_id)
        # The case's programme says which form a paper is, also where the paper does not name it.
        papers = [d.model_copy(update={"programme_id": found.programme_id or d.programme_id}) for d in found.documents]
        extracted = await _all(_extract_one(tools, case_id, i, paper) for i, paper in enumerate(papers))
        given_up += sum(not document.kind_confidence for document in extracted)
        await _look_again(
            tools, case_id, CaseView(programme_id=found.programme_id, stage=found.stage, documents=extracted)
        )
    return given_up


async def _extract_one(tools: Works, case_id: int, position: int, document: SortedDocument) -> ExtractedDocument:
    """Read one document's fields. One that cannot be read is kept without fields and without confidence, for a person."""
    seen = await tools.database(_pages_of, document)
    try:
        extracted = await tools.pool.run(extract_document, document, seen)
    except OUTAGE:
        raise
    except UketsukeError as error:
        get_run_logger().warning(
            "document %d of case %d is left to a person: %s %s", position, case_id, error.code, error
        )
        extracted = unread_document(document.model_copy(update={"confidence": 0.0}), seen)
    await tools.database(cases.save_extracted, case_id, position, extracted)
    tools.report(Step.DOCUMENT, 1)
    return extracted


async def _look_again(tools: Works, case_id: int, view: CaseView) -> None:
    """Look for what papers of the case lack and others of it tell. A paper that this fails on stays as it was read."""
    wanted = await asyncio.to_thread(lacking, view, tools.programmes.get(view.programme_id or ""))
    for position, keys in wanted.items():
        document = view.documents[position]
        try:
            found = await tools.pool.run(seek_entries, document, await tools.database(_pages_of, document), keys)
        except OUTAGE:
            raise
        except UketsukeError as error:
            get_run_logger().warning("document %d of case %d: no second look: %s", position, case_id, error.code)
            continue
        if found:
            more = document.model_copy(update={"fields": {**document.fields, **found}})
            await tools.database(cases.save_extracted, case_id, position, more)


@task(name="check", persist_result=False, retries=3, retry_delay_seconds=RETRY_SECONDS,
      retry_condition_fn=retry_may_help, timeout_seconds=QUICK_SECONDS)  # fmt: skip
@sealed
async def check_cases(case_ids: list[int]) -> None:
    """Normalise, corroborate and check every case."""
    tools = works()
    for case_id in case_ids:
        async with tools.checking:
            await tools.database(check, case_id, tools.programmes)
        tools.report(Step.CASE, 1)


@task(name="decide", persist_result=False, retries=3, retry_delay_seconds=RETRY_SECONDS,
      retry_condition_fn=retry_may_help, timeout_seconds=QUICK_SECONDS)  # fmt: skip
@sealed
async def decide() -> int:
    """Open review tasks where a person must decide, also in later cases that these ones cast a new light on.

    Returns how many cases were checked again.
    """
    tools = works()
    async with tools.checking:
        return await tools.database(check_due, tools.programmes)


# --- the flows --------------------------------------------------------------------------------------------------


@flow(name="process-delivery", flow_run_name="delivery-{sequence}", persist_result=False, validate_parameters=False)
@sealed
async def process_delivery(sha256: str, envelope_key: str, sequence: int, owner: str) -> None:
    """The way of one delivery. `owner` holds its lease."""
    tools = works()
    log = get_run_logger()
    await tools.database(deliveries.set_flow_run, sha256, owner, str(this_run.id or ""))
    given_up = await read(sha256)
    log.info("read; %d page(s) went to quarantine", given_up)
    if await tools.database(deliveries.mark_read, sha256, owner):
        await process_envelope(envelope_key)
    else:
        log.info("other deliveries of its envelope are still being read; the last of them goes on")
    tools.letting_go.add(sha256)
    await tools.database(deliveries.finish, sha256, owner)


async def process_envelope(envelope_key: str) -> None:
    """Everything after reading, for all pages that came together."""
    log = get_run_logger()
    case_ids = await sort(envelope_key)
    lost = await extract(case_ids)
    await check_cases(case_ids)
    again = await decide()
    log.info("%d case(s); %d document(s) given up; %d case(s) checked again", len(case_ids), lost, again)


@flow(name="process-mail", persist_result=False, validate_parameters=False)
@sealed
async def process_mail(linger_seconds: float = 0.0, most: int = 500) -> None:
    """Work on waiting deliveries until none has come for `linger_seconds`, or `most` are through.

    Opens its own tools where nobody did (a Prefect worker runs it); a progress artifact shows how far it is, and a
    summary artifact what came of it. Ends by itself, so that each run's summary tells of a piece of the day.
    """
    try:
        tools = works()
    except LookupError:
        async with open_works(load_settings()):
            await process_mail.fn(linger_seconds, most)
        return
    before = await tools.database(ledger.ledger)
    started = time.monotonic()
    outcome = await _Shift(tools, linger_seconds, most).work()
    after = await tools.database(ledger.ledger)
    await acreate_markdown_artifact(
        key="mail-summary",
        markdown=summary(outcome, before, after, time.monotonic() - started),
        description="what went through in this run (counts only)",
    )


class _Shift:
    """One run of :func:`process_mail`: claims, at most so many deliveries at a time, leases kept alive."""

    def __init__(self, tools: Works, linger_seconds: float, most: int) -> None:
        self._tools = tools
        self._linger = linger_seconds
        self._most = most
        self._running: dict[asyncio.Task[None], Claimed] = {}
        self._outcome: Counter[str] = Counter()
        self._quiet_since = time.monotonic()

    async def work(self) -> Counter[str]:
        progress = await acreate_progress_artifact(0.0, key="mail-progress", description="deliveries through")
        heart = asyncio.create_task(self._keep_leases())
        shown = 0.0
        try:
            while not self._tools.stopping.is_set() and (await self._take() or self._running or await self._pause()):
                if self._running:
                    done, _ = await asyncio.wait(self._running, return_when=asyncio.FIRST_COMPLETED, timeout=1.0)
                    for finished in done:
                        await self._settle(finished)
                if time.monotonic() - shown > PROGRESS_SECONDS:
                    shown = time.monotonic()
                    await aupdate_progress_artifact(progress, await self._percent())
        except asyncio.CancelledError:
            await self._give_back()
            raise
        finally:
            heart.cancel()
        if self._tools.stopping.is_set():
            await self._give_back()
            return self._outcome
        await self._sweep()
        await aupdate_progress_artifact(progress, 100.0)
        return self._outcome

    async def _take(self) -> bool:
        """Claim what there is room for; True where something new began."""
        room = DELIVERIES_A_WORKER * self._tools.settings.workers - len(self._running)
        room = min(room, self._most - sum(self._outcome.values()) - len(self._running))
        if room <= 0:
            return False
        lease = self._tools.settings.lease_seconds
        claimed = await self._tools.database(deliveries.claim, self._tools.owner, room, lease)
        mine = {delivery.sha256 for delivery in self._running.values()}
        for delivery in claimed:
            if delivery.sha256 in mine:  # our own lease had lapsed (the machine slept); it is ours again
                continue
            if delivery.attempts > self._tools.settings.max_attempts:
                await self._fail(delivery, GivenUpError())
                continue
            run = process_delivery(delivery.sha256, delivery.envelope_key, delivery.sequence, self._tools.owner)
            self._running[asyncio.create_task(run)] = delivery
        if claimed:
            self._quiet_since = time.monotonic()
        return bool(claimed)

    async def _pause(self) -> bool:
        """Wait a moment for new mail; False where it has been quiet for long enough."""
        if sum(self._outcome.values()) >= self._most or time.monotonic() - self._quiet_since >= self._linger:
            return False
        await self._tools.stop_or(min(self._tools.settings.poll_seconds, self._linger))
        return True

    async def _settle(self, finished: asyncio.Task[None]) -> None:
        delivery = self._running.pop(finished)
        self._tools.letting_go.discard(delivery.sha256)
        error = finished.exception() if not finished.cancelled() else asyncio.CancelledError()
        if error is None:
            self._outcome["done"] += 1
            self._tools.report(Step.DELIVERY, 1)
        elif isinstance(error, StaleError | asyncio.CancelledError):
            self._outcome["handed over"] += 1  # somebody else holds it now
        elif isinstance(error, LASTING) or delivery.attempts >= self._tools.settings.max_attempts:
            await self._fail(delivery, error if isinstance(error, UketsukeError) else GivenUpError())
        else:
            with contextlib.suppress(StaleError):  # let go without giving the attempt back: it is taken again at once
                await self._tools.database(deliveries.renew, delivery.sha256, self._tools.owner, 0.0)

    async def _fail(self, delivery: Claimed, error: UketsukeError) -> None:
        """Give a delivery up; the rest of its envelope goes on."""
        self._outcome["failed"] += 1
        self._tools.report(Step.DELIVERY, 1)
        with contextlib.suppress(StaleError):
            await self._tools.database(
                deliveries.fail, delivery.sha256, self._tools.owner, error.code, error.message_ja
            )

    async def _sweep(self) -> None:
        """What no delivery of its own brings: envelopes whose last delivery failed, pages that a person turned, papers whose
        kind a person corrected, cases whose ground shifted."""
        for key in await self._tools.database(deliveries.unsorted_envelopes):
            await process_envelope(key)
        for page in await self._tools.database(pages.turned):
            await _read_turned(self._tools, page)
        if corrected := await self._tools.database(cases.due_for_extraction):
            await extract(corrected)
        async with self._tools.checking:
            await self._tools.database(check_due, self._tools.programmes)

    async def _keep_leases(self) -> None:
        """Renew every lease well before it runs out; stop working on what somebody else has taken."""
        lease = self._tools.settings.lease_seconds
        while True:
            await asyncio.sleep(lease / 4)
            for running, delivery in list(self._running.items()):
                if delivery.sha256 in self._tools.letting_go:
                    continue
                try:
                    await self._tools.database(deliveries.renew, delivery.sha256, self._tools.owner, lease)
                except StaleError:
                    if not running.done():
                        running.cancel()

    async def _give_back(self) -> None:
        """A clean stop: what was begun waits for the next process, at once."""
        for running in self._running:
            running.cancel()
        await asyncio.gather(*self._running, return_exceptions=True)
        for delivery in self._running.values():
            with contextlib.suppress(UketsukeError):
                await self._tools.database(deliveries.release, delivery.sha256, self._tools.owner)

    async def _percent(self) -> float:
        through = sum(self._outcome.values())
        waiting = await self._tools.database(deliveries.waiting)
        return 100.0 * through / max(1, through + waiting)


async def _all(coroutines: Iterable[Coroutine[Any, Any, T]]) -> list[T]:
    """Run all to their end; then raise the first error, if any. What the others did is kept."""
    results = await asyncio.gather(*coroutines, return_exceptions=True)
    done: list[T] = []
    for result in results:
        if isinstance(result, BaseException):
            raise result
        done.append(result)
    return done


def unread_document(document: SortedDocument, pages: Sequence[PageRead]) -> ExtractedDocument:
    """A document without fields: nothing stands on it, or nobody could read it."""
    return ExtractedDocument(
        kind=document.kind,
        delivery_sha256=document.delivery_sha256,
        page_indexes=list(document.page_indexes),
        kind_confidence=document.confidence,
        redactions=[r for page in pages for r in PageRedaction.on(page.reading)],
    )


def _pages_of(document: SortedDocument | ExtractedDocument) -> list[PageRead]:
    sha256 = document.delivery_sha256
    return [
        PageRead(pages.load_reading(sha256, index), pages.image_key(sha256, index)) for index in document.page_indexes
    ]
