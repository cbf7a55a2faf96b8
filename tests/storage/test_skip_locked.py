from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, transaction

import storage
from storage import deliveries
from storage.settings import Settings
from tests.storage.support import register, sha


@pytest.mark.postgres
def test_claiming_skips_what_another_is_just_taking(settings_postgres: Settings) -> None:
    """SKIP LOCKED: nobody waits for another's transaction."""
    register("a")
    register("b")
    with transaction.atomic():
        assert [c.sha256 for c in deliveries.claim("me")] == [sha("a")]
        with ThreadPoolExecutor(1) as pool:

            def other() -> list[str]:
                try:
                    with connection.cursor() as cursor:
                        cursor.execute("SET lock_timeout = '5s'")
                    return [c.sha256 for c in deliveries.claim("you", 2)]
                finally:
                    storage.close_connections()

            assert pool.submit(other).result(30) == [sha("b")]
