"""What the reading processes do with what they find stored."""

from __future__ import annotations

from pathlib import Path
from typing import Any, cast

import numpy as np
import pytest

from flows import jobs
from models.errors import UnexpectedError
from storage.objects.local import LocalObjects

KEY = "pages/ab/ab/00000.png"


@pytest.fixture
def objects(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> LocalObjects:
    """The store of a reading process that has nothing else on its desk."""
    store = LocalObjects(tmp_path)
    nothing = cast("Any", None)
    monkeypatch.setattr(jobs, "_desk", jobs._Desk(store, nothing, nothing, {}))
    return store


def test_a_page_image_comes_back_as_it_was_stored(objects: LocalObjects) -> None:
    image = np.zeros((20, 30, 3), np.uint8)
    image[5:9] = 255
    objects.put_derived(KEY, jobs._encode(image)[0])
    assert (jobs._image(KEY) == image).all()


@pytest.mark.parametrize("content", [b"", b"no picture", b"\x89PNG\r\n\x1a\n"])
def test_a_page_image_that_is_damaged_is_named_as_the_cause(objects: LocalObjects, content: bytes) -> None:
    """OpenCV gives nothing then, or fails at its own empty input: neither says what is wrong."""
    objects.put_derived(KEY, content)
    with pytest.raises(UnexpectedError, match="the stored image of a page cannot be decoded"):
        jobs._image(KEY)
