"""Pictures of entries and pages: the stored upright image, or the original rendered anew."""

from __future__ import annotations

import io

import numpy as np
import pytest
from django.test import Client
from PIL import Image

from tests.review.conftest import Office


def picture(client: Client, address: str) -> Image.Image:
    answer = client.get(address)
    assert answer.status_code == 200 and answer["Content-Type"] == "image/jpeg"
    assert "no-store" in answer["Cache-Control"]
    return Image.open(io.BytesIO(answer.content))


def address_field() -> object:
    from storage.models import Field

    return Field.objects.filter(key="address", document__kind="application_form").order_by("pk")[0]


def test_the_crop_is_the_entry_enlarged(office: Office, client: Client) -> None:
    """The same ink, found again in the page at the entry's box."""
    from storage.models import Field, Page

    field = address_field()
    assert isinstance(field, Field)
    page = Page.objects.get(delivery=field.document.delivery, index=field.page_index)
    crop = picture(client, f"/fields/{field.pk}/crop.jpg").convert("L")
    whole = picture(client, f"/pages/{page.pk}/page.jpg").convert("L")
    assert crop.width > 700 and 3.2 < crop.width / crop.height < 3.6
    box = field.box
    entry = whole.crop((int(box["x0"] * whole.width), int(box["y0"] * whole.height),
                        int(box["x1"] * whole.width), int(box["y1"] * whole.height)))  # fmt: skip
    middle = crop.crop((crop.width // 4, crop.height // 3, 3 * crop.width // 4, 2 * crop.height // 3))
    assert (np.asarray(middle) < 120).mean() > 0.03  # there is ink in the middle
    assert crop.width / (box["x1"] - box["x0"]) > 1.5 * whole.width  # enlarged
    assert (np.asarray(entry) < 120).any()


def test_pages_and_thumbs_are_no_larger_than_needed(office: Office, client: Client) -> None:
    assert picture(client, "/pages/1/page.jpg").width <= 1700
    assert picture(client, "/pages/1/page.jpg?first=1").width <= 1250
    assert picture(client, "/pages/1/thumb.jpg").width == 260


def test_without_its_image_the_page_is_rendered_from_the_original(office: Office, client: Client) -> None:
    from review.services import page_images
    from storage.models import Page
    from storage.objects import open_objects

    page = Page.objects.select_related("delivery").get(pk=1)
    stored = picture(client, "/pages/1/page.jpg").convert("L").resize((200, 280))
    open_objects(office.settings).delete(page.image_key)
    page_images().forget()
    rendered = picture(client, "/pages/1/page.jpg").convert("L").resize((200, 280))
    assert np.abs(np.asarray(stored, int) - np.asarray(rendered, int)).mean() < 6
    field = address_field()
    assert picture(client, f"/fields/{field.pk}/crop.jpg").width > 700  # type: ignore[attr-defined]


def test_without_image_and_original_the_page_says_so(office: Office, client: Client) -> None:
    from review.services import page_images
    from storage.models import Page
    from storage.objects import open_objects

    page = Page.objects.select_related("delivery").get(pk=1)
    store = open_objects(office.settings)
    store.delete(page.image_key)
    store.delete(page.delivery.sha256)
    page_images().forget()
    assert client.get("/pages/1/page.jpg").status_code == 404
    field = address_field()
    assert client.get(f"/fields/{field.pk}/").status_code == 200  # type: ignore[attr-defined]


@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
def test_a_page_delivered_turned_is_shown_upright(rotation: int) -> None:
    """A black corner at the upright page's top left, found wherever the delivered page has it."""
    from review.crops import on_upright
    from review.images import _turned

    upright = Image.new("L", (300, 400), 255)
    upright.paste(0, (0, 0, 60, 40))
    delivered = upright.rotate(rotation, expand=True)  # counter-clockwise: turning clockwise puts it right
    seen = _turned(delivered, rotation)
    assert seen.image.size == (300, 400)
    assert np.array_equal(np.asarray(seen.image), np.asarray(upright))
    dark = np.argwhere(np.asarray(delivered) < 128)
    (y0, x0), (y1, x1) = dark.min(axis=0), dark.max(axis=0) + 1
    from models.geometry import Box

    box = Box(x0=x0 / delivered.width, y0=y0 / delivered.height, x1=x1 / delivered.width, y1=y1 / delivered.height)
    found = on_upright(box, seen.geometry)
    assert (found.x0, found.y0, found.x1, found.y1) == pytest.approx((0, 0, 60, 40), abs=1e-6)


def test_few_pages_are_kept_in_memory(office: Office, client: Client) -> None:
    from review.images import KEPT_PAGES
    from review.services import page_images
    from storage.models import Page

    for pk in Page.objects.values_list("pk", flat=True)[: KEPT_PAGES + 3]:
        picture(client, f"/pages/{pk}/thumb.jpg")
    assert page_images().kept == KEPT_PAGES


def test_whole_pages_are_kept_ready_up_to_a_limit(
    office: Office, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    from review import images
    from review.services import page_images
    from storage.models import Page

    first, second = Page.objects.filter(image_key__gt="").values_list("pk", flat=True)[:2]
    page_images().forget()
    sent = client.get(f"/pages/{first}/page.jpg").content
    decoded = page_images().kept
    page_images()._kept.clear()
    assert client.get(f"/pages/{first}/page.jpg").content == sent
    assert (decoded, page_images().kept) == (1, 0), "the second time nothing is decoded"
    assert client.get(f"/pages/{first}/thumb.jpg").content != sent
    monkeypatch.setattr(images, "KEPT_BYTES", len(sent) + 1)
    client.get(f"/pages/{second}/page.jpg")
    assert page_images().ready_bytes <= len(sent) + 1
    Page.objects.filter(pk=first).update(turn=90)
    assert client.get(f"/pages/{first}/page.jpg").content != sent, "as a person turned it"
