"""Prefect runs whose process is gone.

A killed process cannot tell Prefect that it ended, so its runs would stay "Running" for ever. Each run is tagged with
its owner, the same word that names the leases in the database; a run whose owner is dead is set to Crashed. The work
itself is not touched here: the database gives it to the next process when the lease ends.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from prefect.client.orchestration import get_client
from prefect.client.schemas.filters import FlowRunFilter, FlowRunFilterState, FlowRunFilterStateType
from prefect.client.schemas.objects import FlowRun, StateType
from prefect.states import Crashed

from flows.owners import is_dead

TAG = "owner:"


async def close_dead_runs(live_owners: set[str], lease_seconds: float, now: Callable[[], dt.datetime]) -> int:
    """Set the running runs of dead owners to Crashed; returns how many.

    Of another machine's run we only know that its owner holds no lease. That is believed after ten lease times: a
    living process holds one nearly always.
    """
    running = FlowRunFilter(state=FlowRunFilterState(type=FlowRunFilterStateType(any_=[StateType.RUNNING])))
    closed = 0
    async with get_client() as client:
        for run in await client.read_flow_runs(flow_run_filter=running):
            owner = next((tag.removeprefix(TAG) for tag in run.tags if tag.startswith(TAG)), None)
            if owner is None:
                continue
            dead = is_dead(owner)
            if dead is None:
                dead = owner not in live_owners and _age(run, now()) > 10 * lease_seconds
            if dead:
                await client.set_flow_run_state(run.id, Crashed(message="its process is gone"), force=True)
                closed += 1
    return closed


def _age(run: FlowRun, now: dt.datetime) -> float:
    return (now - run.start_time).total_seconds() if run.start_time else 0.0
