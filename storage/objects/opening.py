"""From the setting ``objects_url`` to the object store it names."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

from models.errors import SettingsError
from storage.objects.local import LocalObjects
from storage.objects.protocol import ObjectStore
from storage.objects.s3 import S3Objects, connect
from storage.settings import Settings

_NO = ("no", "false", "0")


def open_objects(settings: Settings) -> ObjectStore:
    """The object store of this installation, ready to use.

    ``objects_url`` is a folder, or ``s3://key:secret@host:port/bucket/prefix?secure=no&region=us-east-1`` (`secure`:
    over TLS, the default). Percent-encode what is special in key and secret.

    Raises:
        SettingsError: the URL lacks something.
        StorageError: the place cannot be reached.
    """
    url = settings.objects_url
    if "://" not in url:
        return LocalObjects(Path(url).expanduser().absolute())
    parts = urlsplit(url)
    if parts.scheme == "file":
        return LocalObjects(Path(unquote(parts.path)))
    if parts.scheme != "s3":
        raise SettingsError("objects_url is neither a folder nor s3://…")
    bucket, _, prefix = parts.path.strip("/").partition("/")
    if not (parts.hostname and bucket and parts.username and parts.password):
        raise SettingsError("objects_url must be s3://key:secret@host:port/bucket")
    query = {name: values[-1] for name, values in parse_qs(parts.query).items()}
    client = connect(
        parts.netloc.rpartition("@")[2],
        unquote(parts.username),
        unquote(parts.password),
        secure=query.get("secure", "yes").lower() not in _NO,
        region=query.get("region", "us-east-1"),
    )
    return S3Objects(client, bucket, prefix)
