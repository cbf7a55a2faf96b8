"""What cases say of each other does not depend on the order in which they were processed, corrected or lost."""

from __future__ import annotations

import random
from typing import Any

import pytest

from flows.checking import check, check_due
from storage import models as db
from storage.settings import Settings
from tests.flows.test_checking import PROGRAMMES, arrive, process

#: What each arrival says otherwise than the first: a wife, another machine, a misread name, the same again, a stranger.
ARRIVALS: tuple[dict[str, Any], ...] = (
    {},
    {"applicant_name": "山田花子", "applicant_kana": "ヤマダハナコ", "phone": "09011112222"},
    {"model": "SB-500", "equipment_type": "太陽光発電システム"},
    {"applicant_name": "山田大郎"},
    {},
    {
        "applicant_name": "黒川茂",
        "applicant_kana": "クロカワシゲル",
        "address": "東京都新宿区市谷柳町37",
        "postal_code": "1620061",
    },
)


def everything() -> list[tuple[object, ...]]:
    rows = db.Finding.objects.filter(active=True).order_by("case__sequence", "position")
    return list(rows.values_list("case__sequence", "code", "status", "message_ja", "other_case", "pairs"))


def office(order: list[int]) -> None:
    for number in range(len(ARRIVALS)):
        arrive(number + 1)
    for index in order:
        check(process(index + 1, **ARRIVALS[index]), PROGRAMMES)
        if index % 2:
            check_due(PROGRAMMES)
    check_due(PROGRAMMES)


_seen: dict[str, list[tuple[object, ...]]] = {}


@pytest.mark.parametrize("seed", range(4))
def test_any_order_of_processing_finds_the_same(settings_sqlite: Settings, seed: int) -> None:
    order = list(range(len(ARRIVALS)))
    random.Random(seed).shuffle(order)
    office(order)
    found = everything()
    about_others = [(number, code) for number, code, *_, other, _ in found if other]
    assert (2, "SAME_HOUSEHOLD") in about_others and (5, "DUPLICATE_APPLICATION") in about_others
    assert (3, "SAME_APPLICANT") in about_others and all(number != 6 for number, _ in about_others)
    assert _seen.setdefault("found", found) == found


def test_a_case_that_changes_changes_what_is_said_of_later_ones(settings_sqlite: Settings) -> None:
    office([0, 4])
    assert "DUPLICATE_APPLICATION" in {code for _, code, *_ in everything()}
    process(1, model="XX-1", applicant_name="別人太郎", applicant_kana="ベツジンタロウ")
    check_due(PROGRAMMES)
    assert "DUPLICATE_APPLICATION" not in {code for _, code, *_ in everything()}
