"""SQLite whose writers queue up before the one write lock, instead of knocking at it now and then.

SQLite itself lets a waiting writer look again after pauses that grow to a tenth of a second, and whoever comes in
between is first: among twenty people who all write (every page that is looked at is recorded), one write in a hundred
waited 0.1 to 0.3 seconds for transactions of 2 to 40 milliseconds. A file beside the database is locked around each write
transaction; the system wakes the next one at once. It goes free with the process that held it, however that ends.
Writers who do not know of it still wait for SQLite's own lock, as ever.
"""

from __future__ import annotations

import fcntl
import os

from django.db.backends.sqlite3 import base


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection that stands in the queue for as long as its transaction is open."""

    _place: int | None = None
    """The open lock file while it is our turn."""

    def _start_transaction_under_autocommit(self) -> None:
        self._queue_up()
        try:
            super()._start_transaction_under_autocommit()
        except BaseException:
            self._leave()
            raise

    def _commit(self) -> None:
        super()._commit()
        self._leave()  # where it failed, a rollback follows

    def _rollback(self) -> None:
        try:
            super()._rollback()
        finally:
            self._leave()

    def _close(self) -> None:
        try:
            super()._close()
        finally:
            self._leave()

    def _queue_up(self) -> None:
        if self._place is not None or self.is_in_memory_db():
            return
        place = os.open(f"{self.settings_dict['NAME']}-writers", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(place, fcntl.LOCK_EX)
        except BaseException:
            os.close(place)
            raise
        self._place = place

    def _leave(self) -> None:
        place, self._place = self._place, None
        if place is not None:
            os.close(place)
