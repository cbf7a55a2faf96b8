"""The checks are tested with coefficients made by hand, so that a new calibration changes no test."""

from __future__ import annotations

import math
from collections.abc import Iterator

import pytest

from validators import calibration
from validators.calibration import ALL, FORMAT, Coefficients
from validators.groups import DOUBTING, SUPPORTING, Group

WEAK_SUPPORT = {"date_plausible": 0.2, "known_option": 0.5, "chosen_among_readings": 0.0, "tax_contained": 0.5}


def handmade() -> Coefficients:
    """One engine's word is 95 % sure, a second one makes it 99.9 %, and each independent paper ten times surer."""
    weights = {f"for:{kind}": WEAK_SUPPORT.get(kind, 2.5) for kind in SUPPORTING}
    weights |= {f"against:{kind}": -2.0 for kind in DOUBTING}
    weights |= {"agree:tesseract": 1.5, "agree:crnn": 1.5, "differ:tesseract": -1.0, "hand": -0.5, "chosen": -1.0}
    logits = [z / 2 for z in range(-12, 25)]
    return Coefficients.model_validate(
        {
            "format": FORMAT,
            "recipe": {
                "fitted_on": "2026-01-01",
                "data": "by hand, for tests",
                "envelopes": 1,
                "fields": 1,
                "wrong": 0,
                "by_group": {},
            },
            "intercepts": dict.fromkeys(Group, 3.0),
            "weights": weights,
            "maps": {ALL: [(z, 1 / (1 + math.exp(-z))) for z in logits]},
            "curves": {ALL: [(0.5, 0.3), (0.9, 0.05), (0.99, 0.005), (0.998, 0.001), (0.999, 0.0002)]},
        }
    )


@pytest.fixture(autouse=True)
def _coefficients(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    fixed = handmade()
    monkeypatch.setattr(calibration, "coefficients", lambda: fixed)
    yield
