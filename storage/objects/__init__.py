"""Originals and page images: a folder of this machine, or any S3 server; one small protocol, one setting.

>>> store = open_objects(settings)
>>> key = store.put(Path("scan.pdf"))        # its SHA-256; stored, read back and compared before this returns
>>> with store.as_file(key) as path: ...      # for programs that want a file
"""

from storage.objects.keys import is_original
from storage.objects.local import LocalObjects
from storage.objects.opening import open_objects
from storage.objects.protocol import ObjectStore
from storage.objects.s3 import S3Objects

__all__ = ["LocalObjects", "ObjectStore", "S3Objects", "is_original", "open_objects"]
