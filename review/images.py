"""Pictures of pages for a person to look at: the stored upright image or, failing that, the rendered original.

Individual numbers are masked in both: the stored image was painted over when the page was read, and every picture is
painted over here again, because the original still shows them.

Nothing is written to disk (but the object store's passing copy of an original for the renderer). A few decoded pages
stay in memory, so that the crop and the page of one task are decoded once, and some that were sent, for the next task.
"""

from __future__ import annotations

import io
import threading
from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass

from PIL import Image, ImageDraw

from extractors.rendering import Renderer
from models.errors import ObjectNotFoundError
from models.geometry import Box, Matrix3, PageGeometry, matrix3
from review.crops import on_upright, plain_geometry, window
from storage.objects import ObjectStore

#: Decoded pages kept; an A4 page of 200 dpi takes 12 MB.
KEPT_PAGES = 8
#: Bytes of whole pages, ready to be sent, that are kept: a reviewer's next task is on the same page more often than not.
KEPT_BYTES = 48 * 1024 * 1024
#: Pixels across which a crop is sent: twice the strip's width on the screens these pages are made for, at most.
CROP_WIDTH = 1500
PAGE_WIDTH = 1700
#: The page behind an entry as it is shown at first, half as wide as this; enlarged it is `PAGE_WIDTH` wide.
FIRST_WIDTH = 1250
THUMB_WIDTH = 260
_QUALITY = 88
#: Pillow turns the other way round.
_CLOCKWISE = {90: Image.Transpose.ROTATE_270, 180: Image.Transpose.ROTATE_180, 270: Image.Transpose.ROTATE_90}


@dataclass(frozen=True)
class PageSource:
    """Which page, and where its pictures may be found."""

    sha256: str
    index: int
    image_key: str
    geometry: PageGeometry | None
    """None where the page was never read."""
    masks: tuple[Box, ...]
    """Pixels of the upright image that nobody may see: individual numbers (個人番号)."""
    turn: int = 0
    """How far a person turned the upright image, in degrees clockwise."""


@dataclass(frozen=True)
class Picture:
    """A decoded page: the image, and how it lies on the delivered page."""

    image: Image.Image
    geometry: PageGeometry


#: What a picture of a page depends on.
_Key = tuple[str, int, str, tuple[Box, ...], int]


class PageImages:
    """Page images by way of a small cache; safe to share between threads."""

    def __init__(self, originals: ObjectStore, renderer: Renderer) -> None:
        self._originals = originals
        self._renderer = renderer
        self._lock = threading.Lock()
        self._kept: OrderedDict[_Key, Picture] = OrderedDict()
        self._ready: OrderedDict[tuple[_Key, int], bytes] = OrderedDict()

    def picture(self, page: PageSource) -> Picture:
        """The page, upright where that is known.

        Raises:
            ObjectNotFoundError: neither the upright image nor the original is there.
            RenderError, RefusedError: the original cannot be rendered.
        """
        key = _key(page)
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
        picture = by_hand(self._upright(page) or self._rendered(page), page.turn)
        with self._lock:
            self._kept[key] = picture
            while len(self._kept) > KEPT_PAGES:
                self._kept.popitem(last=False)
        return picture

    @property
    def kept(self) -> int:
        """How many decoded pages are in memory."""
        with self._lock:
            return len(self._kept)

    @property
    def ready_bytes(self) -> int:
        """How large the pages are that are kept as they were sent."""
        with self._lock:
            return self._ready_bytes()

    def _ready_bytes(self) -> int:
        return sum(map(len, self._ready.values()))

    def forget(self) -> None:
        """Drop the decoded pages."""
        with self._lock:
            self._kept.clear()
            self._ready.clear()

    def crop(self, page: PageSource, box: Box) -> bytes:
        """The surroundings of `box` (fractions of the delivered page) as JPEG, enlarged where the paper is coarse."""
        picture = self.picture(page)
        cut = window(on_upright(box, picture.geometry), *picture.image.size)
        part = picture.image.crop((round(cut.x0), round(cut.y0), round(cut.x1), round(cut.y1)))
        width = min(CROP_WIDTH, part.width * 3)
        return _jpeg(part.resize((width, max(1, round(part.height * width / part.width))), Image.Resampling.BICUBIC))

    def page(self, page: PageSource, width: int = PAGE_WIDTH) -> bytes:
        """The whole page as JPEG, at most `width` pixels wide."""
        key = (_key(page), width)
        with self._lock:
            if key in self._ready:
                self._ready.move_to_end(key)
                return self._ready[key]
        image = self.picture(page).image
        if image.width > width:
            height = max(1, round(image.height * width / image.width))
            image = image.resize((width, height), Image.Resampling.LANCZOS, reducing_gap=2.0)
        ready = _jpeg(image)
        with self._lock:
            self._ready[key] = ready
            while self._ready_bytes() > KEPT_BYTES:
                self._ready.popitem(last=False)
        return ready

    def _upright(self, page: PageSource) -> Picture | None:
        if not page.image_key or page.geometry is None:
            return None
        try:
            data = self._originals.get(page.image_key)
        except ObjectNotFoundError:
            return None
        with Image.open(io.BytesIO(data)) as image:
            decoded = image.convert("L" if image.mode in ("1", "L") else "RGB")
        g = page.geometry
        if decoded.size != (g.width, g.height):  # kept smaller than it was read: boxes scale with it
            decoded = decoded.resize((g.width, g.height), Image.Resampling.BICUBIC)
        return Picture(_masked(decoded, page.masks), g)

    def _rendered(self, page: PageSource) -> Picture:
        with self._originals.as_file(page.sha256) as path:
            rendered = self._renderer.render(path, page.index)
        image = Image.fromarray(rendered.image)
        if page.geometry is None:
            return _turned(image, 0)
        turned = _turned(image, page.geometry.rotation)
        masks = [on_upright(page.geometry.delivered(box), turned.geometry) for box in page.masks]
        return Picture(_masked(turned.image, masks), turned.geometry)


def _key(page: PageSource) -> _Key:
    return page.sha256, page.index, page.image_key, page.masks, page.turn


def _masked(image: Image.Image, masks: Iterable[Box]) -> Image.Image:
    """`image` with `masks` (its pixels) black."""
    draw = ImageDraw.Draw(image)
    for box in masks:
        draw.rectangle((box.x0, box.y0, box.x1, box.y1), fill=0 if image.mode == "L" else (0, 0, 0))
    return image


def _turned(image: Image.Image, rotation: int) -> Picture:
    """A delivered page turned upright by quarter turns (`rotation` degrees clockwise)."""
    w, h = image.size
    if rotation % 360 == 0:
        return Picture(image, plain_geometry(w, h))
    if rotation not in _CLOCKWISE:
        return Picture(image, plain_geometry(w, h))
    upright = image.transpose(_CLOCKWISE[rotation])
    return Picture(upright, turned_geometry(upright.width, upright.height, rotation))


def by_hand(picture: Picture, turn: int) -> Picture:
    """An upright page turned on by a person, `turn` degrees clockwise."""
    if turn not in _CLOCKWISE:
        return picture
    return Picture(picture.image.transpose(_CLOCKWISE[turn]), geometry_by_hand(picture.geometry, turn))


def geometry_by_hand(geometry: PageGeometry, turn: int) -> PageGeometry:
    """How a page lies whose upright image was turned by `turn` degrees clockwise."""
    w, h = float(geometry.width), float(geometry.height)
    back: dict[int, Matrix3] = {  # from the turned image's pixels to the upright image's
        90: ((0.0, 1.0, 0.0), (-1.0, 0.0, h), (0.0, 0.0, 1.0)),
        180: ((-1.0, 0.0, w), (0.0, -1.0, h), (0.0, 0.0, 1.0)),
        270: ((0.0, -1.0, w), (1.0, 0.0, 0.0), (0.0, 0.0, 1.0)),
    }
    if turn not in back:
        return geometry
    m, t = geometry.matrix, back[turn]
    matrix = matrix3([sum(m[i][k] * t[k][j] for k in range(3)) for j in range(3)] for i in range(3))
    size = (geometry.width, geometry.height) if turn == 180 else (geometry.height, geometry.width)
    return PageGeometry(width=size[0], height=size[1], matrix=matrix, rotation=geometry.rotation)


def turned_geometry(width: int, height: int, rotation: int) -> PageGeometry:
    """Geometry of an upright image of `width` × `height` made by turning the delivered page `rotation` clockwise."""
    matrices = {
        90: ((0.0, 1 / height, 0.0), (-1 / width, 0.0, 1.0), (0.0, 0.0, 1.0)),
        180: ((-1 / width, 0.0, 1.0), (0.0, -1 / height, 1.0), (0.0, 0.0, 1.0)),
        270: ((0.0, -1 / height, 1.0), (1 / width, 0.0, 0.0), (0.0, 0.0, 1.0)),
    }
    if rotation not in matrices:
        return plain_geometry(width, height)
    return PageGeometry(width=width, height=height, matrix=matrices[rotation], rotation=rotation)


def _jpeg(image: Image.Image) -> bytes:
    out = io.BytesIO()
    image.save(out, "JPEG", quality=_QUALITY)
    return out.getvalue()
