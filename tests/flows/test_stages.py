"""How stages fail: nothing but our own errors leaves them, and only outages are tried again."""

from __future__ import annotations

import pickle
import traceback
from types import SimpleNamespace

import pytest
from django.db import OperationalError

from flows.stages import retry_may_help, sealed, sealed_job, translated
from models.errors import (
    IntegrityError,
    ObjectNotFoundError,
    RenderError,
    RendererUnavailableError,
    StorageError,
    UnexpectedError,
)

SECRET = "山田太郎"


def fails() -> None:
    raise ValueError(SECRET)


async def fails_later() -> None:
    fails()


@pytest.mark.anyio
async def test_a_strangers_error_loses_its_text_and_keeps_its_place() -> None:
    with pytest.raises(UnexpectedError) as caught:
        await sealed(fails_later)()
    assert "ValueError at test_stages.py:" in str(caught.value)
    assert SECRET not in "".join(traceback.format_exception(caught.value))


def test_the_same_in_a_reading_process_and_on_the_way_home() -> None:
    with pytest.raises(UnexpectedError) as caught:
        sealed_job(fails)()
    travelled = pickle.loads(pickle.dumps(caught.value))
    assert (type(travelled), str(travelled)) == (UnexpectedError, str(caught.value))
    assert SECRET not in str(travelled)


def test_our_own_errors_pass_as_they_are_and_keep_their_words_across_processes() -> None:
    error = RenderError("too large", message_ja="大きすぎます")

    def job() -> None:
        raise error

    with pytest.raises(RenderError) as caught:
        sealed_job(job)()
    assert caught.value is error
    travelled = pickle.loads(pickle.dumps(error))
    assert (travelled.message_ja, travelled.code, str(travelled)) == ("大きすぎます", "R000", "too large")


def test_a_database_that_is_away_is_an_outage() -> None:
    assert isinstance(translated(OperationalError(SECRET)), StorageError)


@pytest.mark.parametrize(
    ("error", "again"),
    [
        (StorageError("away"), True),
        (RendererUnavailableError("no memory"), True),
        (ObjectNotFoundError("gone"), False),
        (IntegrityError("damaged"), False),
        (RenderError("broken page"), False),
        (UnexpectedError("ValueError"), False),
    ],
)
def test_only_outages_are_tried_again(error: Exception, again: bool) -> None:
    assert retry_may_help(None, None, SimpleNamespace(data=error)) is again
