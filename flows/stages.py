"""How stages fail: what may be tried again, and what an error may say.

Prefect writes the text of every exception into its own database and log, and the text of a stranger's exception may
hold what was on the paper. So nothing leaves a stage or a reading process but our own errors, which carry no personal
data; of any other, :func:`sealed` and :func:`sealed_job` keep the type and the place in the code.
"""

from __future__ import annotations

import functools
import traceback
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any, ParamSpec, TypeVar

from models.errors import (
    IntegrityError,
    ObjectNotFoundError,
    RefusedError,
    RenderError,
    RendererUnavailableError,
    StorageError,
    UketsukeError,
    UnexpectedError,
)

P = ParamSpec("P")
T = TypeVar("T")

#: Trying again cannot help: the content is bad, or what was stored is gone.
LASTING = (RefusedError, RenderError, ObjectNotFoundError, IntegrityError)
#: The page is not to blame: the machine, the store or the database is.
OUTAGE = (StorageError, RendererUnavailableError)


def sealed(stage: Callable[P, Coroutine[Any, Any, T]]) -> Callable[P, Coroutine[Any, Any, T]]:
    """Let only our own errors leave an async stage."""

    @functools.wraps(stage)
    async def inner(*args: P.args, **kwargs: P.kwargs) -> T:
        try:
            return await stage(*args, **kwargs)
        except UketsukeError:
            raise
        except Exception as error:
            raise translated(error) from None

    return inner


def sealed_job(job: Callable[P, T]) -> Callable[P, T]:
    """Let only our own errors leave a job of a reading process."""

    @functools.wraps(job)
    def inner(*args: P.args, **kwargs: P.kwargs) -> T:
        try:
            return job(*args, **kwargs)
        except UketsukeError:
            raise
        except Exception as error:
            raise translated(error) from None

    return inner


def translated(error: Exception) -> UketsukeError:
    """A stranger's exception as one of ours: its type and the place in our code, never its text."""
    from django.db import Error as DatabaseError

    frames = traceback.extract_tb(error.__traceback__)
    ours = [f for f in frames if ".venv" not in f.filename and "site-packages" not in f.filename] or frames
    place = f"{Path(ours[-1].filename).name}:{ours[-1].lineno}" if ours else "unknown place"
    detail = f"{type(error).__name__} at {place}"
    return StorageError(f"database: {detail}") if isinstance(error, DatabaseError) else UnexpectedError(detail)


def retry_may_help(task: Any, run: Any, state: Any) -> bool:
    """Prefect's question before it tries a stage again."""
    error = state.data
    return isinstance(error, OUTAGE) and not isinstance(error, LASTING)
