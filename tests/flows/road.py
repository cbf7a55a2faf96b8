"""`uketsuke run` over a folder of mail, as a process of its own, and what it left in its database."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

from flows.prefectserver import PrefectServer

ROOT = Path(__file__).parent.parent.parent
TABLES = ("envelope", "delivery", "arrival", "page", "case", "document", "field", "finding", "casekey", "reviewtask")


class Road:
    """`uketsuke run` over a folder of mail, as a process of its own.

    With one reading process, which is enough for a few pages: each takes seconds to start. `database`: an empty one to
    begin with, which saves making it.
    """

    def __init__(
        self,
        tmp_path: Path,
        server: PrefectServer,
        *,
        workers: int = 1,
        database: Path | None = None,
        **environment: str,
    ) -> None:
        self.mail, self.data, self.results = tmp_path / "mail", tmp_path / "data", tmp_path / "results.jsonl"
        self.mail.mkdir(parents=True)
        self.workers = workers
        if database is not None:
            self.data.mkdir(mode=0o700)
            shutil.copy(database, self.data / "uketsuke.sqlite3")
        self.told = ""
        self._environment = {**os.environ, "PREFECT_API_URL": server.api_url, **environment}

    def start(self) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", "uketsuke", "run", str(self.mail), "--data", str(self.data)]
        return subprocess.Popen(
            [*command, "--results", str(self.results), "--workers", str(self.workers)],
            cwd=ROOT,
            env=self._environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )

    def run(self) -> list[dict[str, Any]]:
        process = self.start()
        told, _ = process.communicate(timeout=600)
        self.told = told.decode()
        assert process.returncode == 0, self.told
        assert "ERROR" not in self.told, self.told
        return [json.loads(line) for line in self.results.read_text(encoding="utf-8").splitlines()]

    def ask(self, question: str) -> list[tuple[Any, ...]]:
        """Rows of the database; empty while it is not there yet."""
        path = self.data / "uketsuke.sqlite3"
        if not path.exists():
            return []
        with closing(sqlite3.connect(path, timeout=30)) as database:
            try:
                return database.execute(question).fetchall()
            except sqlite3.OperationalError:
                return []

    def counts(self) -> dict[str, int]:
        return {table: self.ask(f"SELECT count(*) FROM storage_{table}")[0][0] for table in TABLES}
