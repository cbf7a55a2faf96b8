"""What was learned of a blank form's page as a page of its map."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from extractors.fields.entries import BOXED_KEYS
from extractors.reading import ReadPage
from extractors.registration.doubts import Place
from extractors.registration.ground import Ground
from extractors.registration.inrooms import printed_options, printed_strip
from models.forms import Entry, FormPage, Printed, PrintedOption
from models.geometry import Box
from models.pages import PageReading
from models.values.keys import alike

A4_MM = (210.0, 297.0)

Share = Callable[[Box], Box]
"""From pixels of the blank's image to fractions of its page."""


def form_page(page: ReadPage, reading: PageReading, ground: Ground, found: Sequence[Place]) -> FormPage:
    """A page of the map: what is printed on it, and the entries found there, all as fractions of the page."""
    geometry = reading.geometry
    width, height = A4_MM
    if geometry.width > geometry.height:
        width, height = height, width
    if abs(geometry.width / geometry.height - width / height) > 0.03:
        height = width * geometry.height / geometry.width

    def share(box: Box) -> Box:
        return Box(
            x0=min(1.0, max(0.0, box.x0 / geometry.width)),
            y0=min(1.0, max(0.0, box.y0 / geometry.height)),
            x1=min(1.0, max(0.0, box.x1 / geometry.width)),
            y1=min(1.0, max(0.0, box.y1 / geometry.height)),
        )

    return FormPage(
        width_mm=width,
        height_mm=round(height, 1),
        printed=tuple(
            Printed(text=x.text, box=share(x.box), vertical=x.vertical) for x in reading.lines if x.text.strip()
        ),
        rules=tuple(share(Box(x0=r.x0, y0=r.y0, x1=r.x1, y1=r.y1)) for r in reading.rules),
        cells=tuple(share(c) for c in reading.cells),
        entries=tuple(_entry(f, page, ground, share) for f in found if f.slot.page == ground.page),
    )


def _entry(found: Place, page: ReadPage, ground: Ground, share: Share) -> Entry:
    spec, slot = found.spec, found.slot
    strip: list[Box] = []
    if alike(spec.key) in BOXED_KEYS:
        strip = [b for b in printed_strip(page, slot.box) if not any(b.share_inside(t.box) > 0.6 for t in ground.texts)]
    return Entry(
        key=spec.key,
        kind=spec.kind,
        box=share(Box.around([slot.box, *strip])),
        label=found.label.model_copy(update={"versions": ()}),
        strip=tuple(share(b) for b in strip),
        options=tuple(PrintedOption(value=v, box=share(b)) for v, b in printed_options(spec, ground, slot)),
        section=spec.section,
    )
