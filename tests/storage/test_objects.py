"""One contract for every object store, run against a local folder and a real S3 server."""

from __future__ import annotations

import hashlib
import io
import os
import stat
import threading
import uuid
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from models.errors import IntegrityError, ObjectNotFoundError, SettingsError, StorageError
from storage.objects import LocalObjects, ObjectStore, S3Objects, open_objects
from storage.objects.keys import location
from storage.settings import Settings
from tests.servers import S3Server

BIG = 9 * 1024 * 1024 + 17
"""More than is kept in memory on the way, and no round number."""


@pytest.fixture(params=["local", pytest.param("s3", marks=pytest.mark.s3)])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> ObjectStore:
    if request.param == "local":
        return open_objects(Settings(data_dir=tmp_path))
    server: S3Server = request.getfixturevalue("s3_server")
    return open_objects(Settings(data_dir=tmp_path, objects_url=server.url(f"tests/{uuid.uuid4().hex}")))


def sha(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def damage(store: ObjectStore, key: str, data: bytes) -> None:
    """What a failing disk or an intruder does: other bytes under the same name."""
    if isinstance(store, LocalObjects):
        path = store.root / location(key)
        path.chmod(0o600)
        path.write_bytes(data)
    else:
        assert isinstance(store, S3Objects)
        store.client.put_object(store.bucket, store.prefix + location(key), io.BytesIO(data), len(data))


def test_the_store_keeps_the_protocol(store: ObjectStore) -> None:
    assert isinstance(store, ObjectStore)


def test_an_original_comes_back_as_it_was(store: ObjectStore, tmp_path: Path) -> None:
    data = b"%PDF-1.7 \x00\xff" * 100
    source = tmp_path / "a file"
    source.write_bytes(data)
    assert store.put(data) == store.put(source) == store.put(io.BytesIO(data)) == sha(data)
    assert store.get(sha(data)) == data
    with store.open(sha(data)) as stream:
        assert (stream.read(4), stream.read()) == (data[:4], data[4:])
    with store.as_file(sha(data)) as path:
        assert path.read_bytes() == data
    assert source.read_bytes() == data


@pytest.mark.parametrize("size", [0, 1, BIG])
def test_any_size(store: ObjectStore, size: int) -> None:
    data = os.urandom(size)
    assert store.get(store.put(io.BytesIO(data))) == data


def test_a_stream_is_taken_from_where_it_stands_and_left_open(store: ObjectStore) -> None:
    stream = io.BytesIO(b"skipped, kept")
    stream.seek(9)
    assert store.get(store.put(stream)) == b"kept"
    assert not stream.closed


def test_twice_is_once(store: ObjectStore) -> None:
    key = store.put(b"again")
    assert store.put(b"again") == key
    assert store.get(key) == b"again"


def test_what_is_not_there(store: ObjectStore) -> None:
    key = sha(b"never stored")
    assert not store.exists(key)
    with pytest.raises(ObjectNotFoundError):
        store.get(key)
    with pytest.raises(ObjectNotFoundError), store.open(key):
        pass
    with pytest.raises(ObjectNotFoundError), store.as_file("pages/none.webp"):
        pass
    store.delete(key)


def test_deleted_is_gone(store: ObjectStore) -> None:
    key = store.put(b"to go")
    store.put_derived("pages/x/0001.webp", b"image")
    store.delete(key)
    store.delete("pages/x/0001.webp")
    assert not store.exists(key) and not store.exists("pages/x/0001.webp")
    assert store.put(b"to go") == key and store.exists(key)


def test_a_derived_object_may_be_written_again(store: ObjectStore) -> None:
    store.put_derived("pages/ab/0001.webp", b"first")
    store.put_derived("pages/ab/0001.webp", io.BytesIO(b"second"))
    assert store.get("pages/ab/0001.webp") == b"second"
    assert store.exists("pages/ab/0001.webp") and not store.exists("pages/ab/0002.webp")


@pytest.mark.parametrize("changed", [b"", b"other", b"original!"])
def test_a_damaged_original_is_noticed_however_it_is_read(store: ObjectStore, changed: bytes) -> None:
    key = store.put(b"original")
    damage(store, key, changed)
    with pytest.raises(IntegrityError):
        store.get(key)
    with pytest.raises(IntegrityError), store.open(key):
        pytest.fail("bytes were given out")
    with pytest.raises(IntegrityError), store.as_file(key):
        pytest.fail("a file was given out")


def test_storing_again_repairs(store: ObjectStore) -> None:
    key = store.put(b"original")
    damage(store, key, b"rotten")
    assert store.put(b"original") == key
    assert store.get(key) == b"original"


@pytest.mark.parametrize(
    "key",
    ["", "x", "../x", "pages/../x", "/etc/passwd", "pages//x", "pages/.x", "pages/x/", "a" * 63, "A" * 64,
     "pages/領収書.pdf", "pages/a b", "pages/x\n", "pages/" + "x" * 200],
)  # fmt: skip
def test_malformed_keys_are_refused(store: ObjectStore, key: str) -> None:
    for call in (store.get, store.exists, store.delete):
        with pytest.raises(ValueError):
            call(key)
    with pytest.raises(ValueError):
        store.put_derived(key, b"")


def test_an_original_names_itself(store: ObjectStore) -> None:
    with pytest.raises(ValueError):
        store.put_derived(sha(b"x"), b"y")


def test_the_same_original_from_many_threads_at_once(store: ObjectStore) -> None:
    data = os.urandom(200_000)
    start = threading.Barrier(8)

    def put(_: int) -> str:
        start.wait()
        return store.put(data)

    with ThreadPoolExecutor(8) as pool:
        assert set(pool.map(put, range(8))) == {sha(data)}
    assert store.get(sha(data)) == data


@given(data=st.binary(max_size=2000))
@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_any_bytes_round_trip(store: ObjectStore, data: bytes) -> None:
    key = store.put(data)
    assert key == sha(data)
    assert store.get(key) == data


class BreakingStream(io.BytesIO):
    """A source that fails half-way, as a network share does."""

    def read(self, size: int | None = -1, /) -> bytes:
        if self.tell() >= 4:
            raise OSError(5, "Input/output error")
        return super().read(4)


def test_a_source_that_breaks_leaves_nothing(store: ObjectStore) -> None:
    with pytest.raises(StorageError):
        store.put(BreakingStream(b"half of it"))
    assert not store.exists(sha(b"half")) and not store.exists(sha(b"half of it"))


# Only the local folder


def test_local_files_are_kept_to_their_owner_and_nothing_lies_about(tmp_path: Path) -> None:
    store = LocalObjects(tmp_path / "objects")
    key = store.put(b"secret")
    with pytest.raises(StorageError):
        store.put(BreakingStream(b"half of it"))
    path = store.root / location(key)
    assert stat.S_IMODE(path.stat().st_mode) == 0o400
    assert all(
        stat.S_IMODE(p.stat().st_mode) == 0o700 for p in (store.root, *path.parents) if p.is_relative_to(store.root)
    )
    assert [p for p in store.root.rglob("*") if p.is_file()] == [path]


def test_local_original_is_not_reported_before_it_is_verified(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A disk that loses the bytes: what is read back differs, so `put` must not succeed."""
    store = LocalObjects(tmp_path / "objects")
    settle = LocalObjects._settle

    def lossy(self: LocalObjects, staged: Path, target: Path) -> None:
        settle(self, staged, target)
        target.chmod(0o600)
        target.write_bytes(b"\x00" * target.stat().st_size)

    monkeypatch.setattr(LocalObjects, "_settle", lossy)
    with pytest.raises(IntegrityError):
        store.put(b"precious")


def test_local_folder_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "objects").write_text("a file stands in the way")
    with pytest.raises(StorageError) as caught:
        LocalObjects(tmp_path / "objects")
    assert str(tmp_path) not in str(caught.value)


# Only S3


@pytest.mark.s3
def test_s3_wrong_credentials_are_told(s3_server: S3Server, tmp_path: Path) -> None:
    url = s3_server.url("any").replace(s3_server.secret_key, "wrong")
    with pytest.raises(StorageError) as caught:
        open_objects(Settings(data_dir=tmp_path, objects_url=url))
    assert s3_server.access_key not in str(caught.value)


@pytest.mark.s3
def test_s3_buckets_can_be_shared_by_prefix(s3_server: S3Server, tmp_path: Path) -> None:
    bucket = f"t{uuid.uuid4().hex}"
    one, two = (
        open_objects(Settings(data_dir=tmp_path, objects_url=s3_server.url(f"{bucket}/{office}")))
        for office in ("office-a", "office-b")
    )
    key = one.put(b"of office a")
    assert one.exists(key) and not two.exists(key)


def test_s3_server_that_is_not_there(tmp_path: Path) -> None:
    url = "s3://key:secret@127.0.0.1:1/bucket?secure=no"
    with pytest.raises(StorageError) as caught:
        open_objects(Settings(data_dir=tmp_path, objects_url=url))
    assert not isinstance(caught.value, ObjectNotFoundError)


@pytest.mark.parametrize("url", ["s3://host/bucket", "s3://k:s@host/", "s3://k:s@/bucket", "ftp://host/x"])
def test_incomplete_urls_are_refused(url: str, tmp_path: Path) -> None:
    with pytest.raises(SettingsError):
        open_objects(Settings(data_dir=tmp_path, objects_url=url))
