"""What the reading processes do: read one page, extract one document. Runs inside :class:`flows.pool.Pool`.

Each process loads the engines once (:func:`prepare`) and keeps them. Pages come and go by key: originals are fetched
from the object store, upright page images are put back there, readings and fields travel as plain values. No database
and no Prefect in here.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt

from extractors.fields import extract, seek
from extractors.reading import Reader, ReadPage
from extractors.rendering import Renderer
from flows.stages import sealed_job
from models.documents import ExtractedDocument, Field, SortedDocument, Value
from models.errors import UnexpectedError
from models.pages import PageReading
from models.programmes import Programme
from storage.objects import ObjectStore, open_objects
from storage.settings import Settings

#: Quality of stored page images that are not black and white. Crops are read again from them, so they stay fine.
JPEG_QUALITY = 92
#: About as many deliveries as are in flight at a time.
ORIGINALS_AT_HAND = 8


@dataclass(frozen=True, slots=True)
class PageRead:
    """What reading one page gives: the reading, and where its upright image lies."""

    reading: PageReading
    image_key: str


@dataclass
class _Desk:
    """The tools of one reading process."""

    objects: ObjectStore
    renderer: Renderer
    reader: Reader
    programmes: dict[str, Programme]
    originals: OrderedDict[str, tuple[ExitStack, Path]] = field(default_factory=OrderedDict)
    """Deliveries at hand as files: one of hundreds of pages is fetched and verified once, not once a page."""


_desk: _Desk | None = None


def prepare(settings: Settings) -> None:
    """Load everything a reading process needs.

    Raises:
        EngineError: an OCR engine or its language data is missing.
        ProgrammeError: a programme file is wrong.
        StorageError: the object store cannot be reached.
    """
    global _desk
    from programmes import load
    from programmes.forms import load_forms

    cv2.setNumThreads(1)
    reader = Reader(forms=load_forms(settings.programmes_dir))
    reader.forms.warm_up()
    _ = reader.finder, reader.ppocr, reader.tesseract  # they load on first use: that is now
    _desk = _Desk(
        objects=open_objects(settings),
        renderer=Renderer(settings.limits),
        reader=reader,
        programmes=load(settings.programmes_dir),
    )


@sealed_job
def read_page(sha256: str, index: int, rotation: int | None = None) -> PageRead:
    """Render and read page `index` of a delivery, and store its upright image. `rotation`: how a person stood it.

    Raises:
        RefusedError, RenderError: the page cannot be made visible; trying again will not help.
        StorageError: the original cannot be fetched or the image not stored; trying again may help.
    """
    desk = _at_desk()
    page = desk.reader.read(desk.renderer.render(_original(sha256), index), rotation)
    data, suffix = _encode(page.image)
    way_up = "" if rotation is None else f"-{rotation}"  # a name of its own: pictures are kept by their names
    key = f"pages/{sha256[:2]}/{sha256}/{index:05d}{way_up}{suffix}"
    desk.objects.put_derived(key, data)
    return PageRead(page.reading, key)


@sealed_job
def extract_document(document: SortedDocument, pages: Sequence[PageRead]) -> ExtractedDocument:
    """The fields of one document, read from its pages' readings and upright images."""
    desk = _at_desk()
    seen = [ReadPage(page.reading, _image(page.image_key)) for page in pages]
    return extract(document, seen, desk.reader, desk.programmes)


@sealed_job
def seek_entries(
    document: ExtractedDocument, pages: Sequence[PageRead], wanted: Mapping[str, Sequence[Value]]
) -> dict[str, Field]:
    """The entries `wanted` that stand on one document and that no label led to (:func:`extractors.fields.seek`)."""
    seen = [ReadPage(page.reading, _image(page.image_key)) for page in pages]
    return seek(document, seen, _at_desk().reader, wanted)


def _at_desk() -> _Desk:
    if _desk is None:
        raise RuntimeError("prepare() has not run in this process")
    return _desk


def _original(sha256: str) -> Path:
    """The delivery as a file."""
    desk = _at_desk()
    if sha256 not in desk.originals:
        while len(desk.originals) >= ORIGINALS_AT_HAND:
            _, (old, _) = desk.originals.popitem(last=False)
            old.close()
        held = ExitStack()
        desk.originals[sha256] = held, held.enter_context(desk.objects.as_file(sha256))
    desk.originals.move_to_end(sha256)
    return desk.originals[sha256][1]


def _encode(image: npt.NDArray[np.uint8]) -> tuple[bytes, str]:
    """An upright page image as bytes a browser shows: PNG for black and white, JPEG for everything else."""
    grey = bool((image[..., 0] == image[..., 1]).all() and (image[..., 1] == image[..., 2]).all())
    plane = image[..., 0] if grey else cv2.cvtColor(image, cv2.COLOR_RGB2BGR)
    if grey and np.unique(plane[::7, ::7]).size <= 2 and np.unique(plane).size <= 2:
        return cv2.imencode(".png", plane, [cv2.IMWRITE_PNG_BILEVEL, 1])[1].tobytes(), ".png"
    return cv2.imencode(".jpg", plane, [cv2.IMWRITE_JPEG_QUALITY, JPEG_QUALITY])[1].tobytes(), ".jpg"


def _image(key: str) -> npt.NDArray[np.uint8]:
    data = np.frombuffer(_at_desk().objects.get(key), dtype=np.uint8)
    image = cv2.imdecode(data, cv2.IMREAD_COLOR) if data.size else None
    if image is None:
        raise UnexpectedError("the stored image of a page cannot be decoded")
    return np.asarray(cv2.cvtColor(image, cv2.COLOR_BGR2RGB), np.uint8)
