"""Learned maps held against the places that the generator asks for."""

from __future__ import annotations

from typing import Any

import pytest

from benchmarks.learned import Judged, covered, judge, summary
from models.documents import DocumentKind
from models.forms import FORM_SCHEMA_VERSION, Entry, FormMap, FormPage
from models.geometry import Box
from models.programmes import ValueKind


def room(x0: float, y0: float, x1: float, y1: float) -> Box:
    return Box(x0=x0, y0=y0, x1=x1, y1=y1)


def asked(key: str, bbox: list[float], shape: str = "line", page: int = 0) -> dict[str, Any]:
    return {"key": key, "label": key, "shape": shape, "page": page, "bbox": bbox}


@pytest.mark.parametrize(
    ("box", "share"),
    [
        (room(0.2, 0.2, 0.6, 0.3), 1.0),
        (room(0.0, 0.0, 1.0, 1.0), 1.0),
        (room(0.4, 0.2, 0.9, 0.3), 0.5),
        (room(0.2, 0.25, 0.6, 0.9), 0.5),
        (room(0.7, 0.2, 0.9, 0.3), 0.0),
        (room(0.2, 0.4, 0.6, 0.5), 0.0),
    ],
)
def test_how_much_of_a_place_a_room_covers(box: Box, share: float) -> None:
    assert covered((0.2, 0.2, 0.6, 0.3), box) == pytest.approx(share)


@pytest.mark.parametrize(
    ("place", "verdict"),
    [
        (asked("phone", [0.3, 0.2, 0.6, 0.25]), "whole"),
        (asked("phone", [0.1, 0.2, 0.6, 0.25]), "part"),
        (asked("phone", [0.1, 0.5, 0.6, 0.55]), "elsewhere"),
        (asked("phone", [0.3, 0.2, 0.6, 0.25], page=1), "elsewhere"),
        (asked("address", [0.3, 0.2, 0.6, 0.25]), "missing"),
        (asked("phone", [0.2, 0.15, 0.9, 0.4], shape="tick"), "whole"),
        (asked("phone", [0.2, 0.15, 0.9, 0.4], shape="line"), "elsewhere"),
    ],
)
def test_what_is_said_of_an_entry(place: dict[str, Any], verdict: str) -> None:
    entry = Entry(key="phone", kind=ValueKind.PHONE, box=room(0.25, 0.18, 0.65, 0.27))
    page = FormPage(width_mm=210, height_mm=297, entries=(entry,))
    form = FormMap(
        schema_version=FORM_SCHEMA_VERSION,
        programme="p",
        document=DocumentKind.APPLICATION_FORM,
        version="a",
        blank="a.pdf",
        pages=(page,),
    )
    (judged,) = judge({"id": "f01", "entries": [place]}, form)
    assert judged.verdict == verdict


def test_the_summary_counts_every_verdict() -> None:
    rows = [Judged("f", "k", "l", "line", v) for v in ("whole", "whole", "part", "missing")]
    assert summary(rows) == "4 entries: whole 2 (50.0 %), part 1 (25.0 %), elsewhere 0 (0.0 %), missing 1 (25.0 %)"
