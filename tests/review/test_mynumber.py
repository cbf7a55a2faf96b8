"""What a person sees of a page on which an individual number was hidden."""

from __future__ import annotations

import numpy as np
import pytest
from django.test import Client

import programmes
from flows.checking import check
from models.documents import PageRedaction
from models.geometry import Box
from models.pages import Redaction
from tests.review.conftest import Office
from tests.review.test_images import picture


def hide(office: Office, *, certain: bool) -> tuple[int, int]:
    """Hide something on the first page of the first case: (the page's id, the finding's id)."""
    from storage import pages
    from storage.models import Finding, Page

    page = Page.objects.select_related("delivery", "document").get(pk=1)
    reading = pages.load_reading(page.delivery.sha256, page.index)
    box = Box(x0=300, y0=300, x1=700, y1=360)
    hidden = reading.model_copy(update={"redactions": (Redaction(box=box, certain=certain),)})
    pages.save_reading(page.delivery.sha256, page.index, hidden, page.image_key)
    assert page.document is not None
    page.document.redactions = [r.model_dump() for r in PageRedaction.on(hidden)]
    page.document.save(update_fields=["redactions"])
    check(page.document.case_id, programmes.load(office.settings.programmes_dir))
    return page.pk, Finding.objects.get(case=page.document.case_id, code="MY_NUMBER_FOUND").pk


def brightest(client: Client, address: str) -> int:
    """The brightest pixel of what was hidden: dark where it is masked."""
    from storage import pages
    from storage.models import Page

    page = Page.objects.select_related("delivery").get(pk=1)
    g = pages.load_reading(page.delivery.sha256, page.index).geometry
    image = picture(client, address).convert("L")
    x, y = image.width / g.width, image.height / g.height
    part = image.crop((round(306 * x), round(306 * y), round(694 * x), round(354 * y)))
    return int(np.asarray(part).max())


@pytest.mark.parametrize("certain", [True, False])
def test_every_picture_masks_it(office: Office, client: Client, certain: bool) -> None:
    from review.services import page_images
    from storage.models import Page
    from storage.objects import open_objects

    assert brightest(client, "/pages/1/page.jpg") > 150
    pk, finding = hide(office, certain=certain)
    for address in (f"/pages/{pk}/page.jpg", f"/pages/{pk}/thumb.jpg"):
        assert brightest(client, address) < 70
    told = client.get(f"/findings/{finding}/").content.decode()
    assert "個人番号の記載" in told and f"/pages/{pk}/page.jpg" in told and "黒く塗って" in told
    open_objects(office.settings).delete(Page.objects.get(pk=pk).image_key)
    page_images().forget()
    for address in (f"/pages/{pk}/page.jpg", f"/pages/{pk}/thumb.jpg"):  # rendered from the original
        assert brightest(client, address) < 70


@pytest.mark.parametrize("certain", [True, False])
def test_only_a_suspected_number_is_shown_again_when_a_person_says_that_it_is_none(
    office: Office, client: Client, certain: bool
) -> None:
    from storage.models import Finding
    from storage.reviewing import judge_finding

    pk, finding = hide(office, certain=certain)
    row = Finding.objects.get(pk=finding)
    assert row.status == ("confirmed" if certain else "suspected")
    judge_finding(finding, "yamada", "dismissed", row.version, "お問い合わせ番号でした")
    assert (brightest(client, f"/pages/{pk}/page.jpg") < 70) is certain


def test_it_is_written_into_the_record_without_the_number(office: Office) -> None:
    from storage import audit
    from storage.models import AuditEvent

    pk, _ = hide(office, certain=False)
    event = AuditEvent.objects.get(action="page.my_number_hidden")
    assert (event.actor, event.object, event.detail) == ("machine", f"page:{pk}", {"certain": 0, "suspected": 1})
    assert audit.verify().intact
