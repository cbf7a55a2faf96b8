"""The pages' own queries on SQLite and on Postgres."""

from __future__ import annotations

import pytest
from django.test import Client

from storage.settings import Settings


@pytest.fixture
def reviewer(database: Settings) -> Client:
    """Somebody logged in at an installation with one envelope in it."""
    from django.contrib.auth import get_user_model

    from storage.models import Role
    from storage.people import add_user
    from tests.review.conftest import NAME, PASSWORD
    from tests.review.sample import envelope, seed

    seed(database, [envelope(15, "nara-smarthouse", unknown_kind={"receipt"}, doubtful={"model"})])
    add_user(NAME, PASSWORD, role=Role.LEAD)
    client = Client()
    client.force_login(get_user_model().objects.get(username=NAME))
    return client


def test_every_page_and_one_decision(reviewer: Client) -> None:
    from storage.audit import verify
    from storage.models import Decision, Field, Finding, ReviewTask

    # the filters of the last look at the queue are kept, so the unfiltered one comes last
    for address in ("/?age=1&programme=nara-smarthouse", "/?age=&programme=", "/cases/?state=review", "/cases/R8-000001/", "/status/", "/figures/",
                    f"/findings/{Finding.objects.all()[0].pk}/", "/pages/1/", "/pages/1/thumb.jpg"):  # fmt: skip
        assert reviewer.get(address).status_code == 200, address
    met = set()
    where = reviewer.get("/start/")["Location"]
    while "/tasks/" in where and where not in met:  # leave every task for later once: the queue's order is total
        met.add(where)
        assert reviewer.get(where).status_code == 200
        where = reviewer.post(where, {"action": "skip", "skip": "1"})["Location"]
    assert len(met) == ReviewTask.objects.filter(state="open").count()
    row = Field.objects.filter(key="model", tasks__state="open")[0]
    answer = reviewer.post(f"/fields/{row.pk}/", {"version": row.version, "action": "save", "value": "PLM-R46"})
    assert answer.status_code == 302 and Decision.objects.get().after["value"] == "PLM-R46"
    assert verify().intact
