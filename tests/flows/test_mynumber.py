"""A certificate with an individual number on it, through the whole road: nothing that is kept or shown holds the number."""

from __future__ import annotations

import io
import random
import zlib
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from benchmarks.mynumbers import delivered, invented_number, papers
from extractors.rendering import Renderer
from flows.prefectserver import PrefectServer
from models.limits import Limits
from models.pages import PageReading
from review.images import PageImages, PageSource
from storage.objects import open_objects
from storage.settings import Settings
from tests import papers as plain
from tests.flows.road import TABLES, Road

pytestmark = pytest.mark.ocr


def _everything(road: Road) -> str:
    """All that the database holds, compressed readings opened."""
    told = []
    for table in (*TABLES, "reading", "corroboration", "auditevent", "decision"):
        for row in road.ask(f"SELECT * FROM storage_{table}"):
            for cell in row:
                told.append(zlib.decompress(cell).decode() if isinstance(cell, bytes) else str(cell))
    return "\n".join(told)


def test_nothing_keeps_or_shows_the_number(tmp_path: Path, prefect_server: PrefectServer) -> None:
    road = Road(tmp_path, prefect_server)
    number, paper, _ = next(papers(7))
    scanned = delivered(paper, "gray_200", 7)
    (road.mail / "1.pdf").write_bytes(scanned)
    typed = invented_number(random.Random(5))
    plain.pdf(
        road.mail / "2.pdf",
        [("申立書", f"山田太郎　個人番号 {typed[:4]} {typed[4:8]} {typed[8:]}", "以上のとおりです")],
    )

    first, second = road.run()

    for case in (first, second):
        assert ("MY_NUMBER_FOUND", "confirmed") in {(f["code"], f["status"]) for f in case["findings"]}
    everything = _everything(road) + road.results.read_text(encoding="utf-8") + road.told
    for secret in (number, typed):
        for written in (secret, " ".join(secret[i : i + 4] for i in (0, 4, 8)), secret[:8], secret[4:]):
            assert written not in everything
    assert road.ask("SELECT count(*) FROM storage_auditevent WHERE action = 'page.my_number_hidden'") == [(2,)]

    objects = open_objects(Settings(data_dir=road.data))
    question = (
        "SELECT d.sha256, p.image_key, p.reading FROM storage_page p JOIN storage_delivery d ON p.delivery_id = d.id "
        "ORDER BY d.sequence"
    )
    rows = road.ask(question)
    assert objects.get(rows[0][0]) == scanned  # the original stays as it arrived
    with Renderer(Limits()) as renderer:
        images = PageImages(objects, renderer)
        for sha, key, packed in rows:
            reading = PageReading.model_validate_json(zlib.decompress(packed))
            masks = tuple(r.box for r in reading.redactions if r.box is not None)
            assert len(masks) == 1
            g = reading.geometry
            stored = Image.open(io.BytesIO(objects.get(key))).convert("L")
            shown = [
                images.page(PageSource(sha, 0, image_key, g, masks), width)
                for image_key in (key, "")
                for width in (1700, 260)
            ]
            for picture in (stored, *(Image.open(io.BytesIO(x)).convert("L") for x in shown)):
                x, y = picture.width / g.width, picture.height / g.height
                box = masks[0].grown(-3)
                area = (round(box.x0 * x), round(box.y0 * y), round(box.x1 * x), round(box.y1 * y))
                assert np.asarray(picture.crop(area)).max() < 60
                assert (np.asarray(picture) > 200).mean() > 0.5
