"""Objects on an S3 server (MinIO, SeaweedFS, Ceph, a cloud's), through the `minio` client.

S3 shows an object only when it is whole, so nothing has to be staged on the server. An original is downloaded again and
compared before `put` returns; the server's own checksums (ETag) are not trusted for that.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

import urllib3
from minio import Minio
from minio.error import InvalidResponseError, MinioException, S3Error, ServerError
from urllib3.exceptions import HTTPError

from models.errors import IntegrityError, ObjectNotFoundError, StorageError
from storage.objects.copying import copy, digest_of, stream_of
from storage.objects.keys import is_original, location
from storage.objects.protocol import Content

#: Content up to this size is kept in memory on its way; larger content goes through a temporary file.
SPOOL_BYTES = 8 * 1024 * 1024
_NOT_FOUND = {"NoSuchKey", "NoSuchObject", "NotFound"}


class S3Objects:
    """An `ObjectStore` in `bucket`, which is made where missing. `prefix` (``office-a``) lets several share one."""

    def __init__(self, client: Minio, bucket: str, prefix: str = "") -> None:
        self.client = client
        self.bucket = bucket
        self.prefix = f"{prefix.strip('/')}/" if prefix.strip("/") else ""
        with _translated():
            if not client.bucket_exists(bucket):
                try:
                    client.make_bucket(bucket)
                except S3Error as error:  # another process was first
                    if error.code not in ("BucketAlreadyOwnedByYou", "BucketAlreadyExists"):
                        raise

    def put(self, content: Content) -> str:
        with _translated(), _spooled(content) as (spool, key, size):
            if not self._is_intact(key):
                self.client.put_object(self.bucket, self._name(key), spool, size)  # type: ignore[arg-type]  # it only reads and seeks: any IO[bytes] does
                if not self._is_intact(key):
                    raise IntegrityError("the original read back differs from what was written")
            return key

    def put_derived(self, key: str, content: Content) -> None:
        if is_original(key):
            raise ValueError("originals name themselves")
        name = self._name(key)
        with _translated(), _spooled(content) as (spool, _, size):
            self.client.put_object(self.bucket, name, spool, size)  # type: ignore[arg-type]  # as above

    def get(self, key: str) -> bytes:
        with self.open(key) as file:
            return file.read()

    @contextmanager
    def open(self, key: str) -> Iterator[IO[bytes]]:
        with tempfile.SpooledTemporaryFile(SPOOL_BYTES) as file:
            self._download(key, file)
            yield file

    @contextmanager
    def as_file(self, key: str) -> Iterator[Path]:
        with tempfile.NamedTemporaryFile() as file:
            self._download(key, file)
            file.flush()
            yield Path(file.name)

    def exists(self, key: str) -> bool:
        name = self._name(key)
        try:
            with _translated():
                self.client.stat_object(self.bucket, name)
        except ObjectNotFoundError:
            return False
        return True

    def delete(self, key: str) -> None:
        name = self._name(key)
        with _translated():
            self.client.remove_object(self.bucket, name)

    def _name(self, key: str) -> str:
        return self.prefix + location(key)

    def _download(self, key: str, target: IO[bytes]) -> None:
        with self._response(key) as response:
            digest = copy(response, target)
        if is_original(key) and digest != key:
            raise IntegrityError("a stored original has been damaged")
        target.seek(0)

    def _is_intact(self, key: str) -> bool:
        try:
            with self._response(key) as response:
                return digest_of(response) == key
        except ObjectNotFoundError:
            return False

    @contextmanager
    def _response(self, key: str) -> Iterator[IO[bytes]]:
        name = self._name(key)
        with _translated():
            response = self.client.get_object(self.bucket, name)
            try:
                yield response  # type: ignore[misc]
            finally:
                response.close()
                response.release_conn()


def connect(
    endpoint: str, access_key: str, secret_key: str, *, secure: bool = True, region: str = "us-east-1"
) -> Minio:
    """A client that gives up in bounded time: 10 s to connect, 60 s between bytes, three tries."""
    http = urllib3.PoolManager(
        timeout=urllib3.Timeout(connect=10, read=60),
        retries=urllib3.Retry(total=3, backoff_factor=0.3, status_forcelist=(500, 502, 503, 504)),
        maxsize=16,
    )
    return Minio(
        endpoint=endpoint,
        access_key=access_key,
        secret_key=secret_key,
        secure=secure,
        region=region,
        http_client=http,
    )


@contextmanager
def _spooled(content: Content) -> Iterator[tuple[IO[bytes], str, int]]:
    """`content` where it can be read twice, with its SHA-256 and size: what is sent is what was counted."""
    with tempfile.SpooledTemporaryFile(SPOOL_BYTES) as spool, stream_of(content) as source:
        digest = copy(source, spool)
        size = spool.tell()
        spool.seek(0)
        yield spool, digest, size


@contextmanager
def _translated() -> Iterator[None]:
    try:
        yield
    except S3Error as error:
        if error.code in _NOT_FOUND:
            raise ObjectNotFoundError("no such object") from None
        raise StorageError(f"the S3 server refused: {error.code}") from None
    except (MinioException, InvalidResponseError, ServerError, HTTPError, OSError) as error:
        raise StorageError(f"the S3 server failed: {type(error).__name__}") from None
