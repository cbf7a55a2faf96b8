"""What is odd about a typed value: said once, taken the second time."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client

from models.values.identifiers import check_digit
from review.doubts import doubt
from review.entries import canonical
from tests.review.conftest import Office
from tests.review.test_tasks import form, text, waiting

TODAY = dt.date(2026, 11, 29)
BODY = "700110005901"
RIGHT = f"T{check_digit(BODY)}{BODY}"
WRONG = f"T{check_digit(BODY) % 9 + 1}{BODY}"


@pytest.mark.parametrize(
    ("key", "typed", "said", "instead"),
    [
        ("account_number", "123456", "6桁しか", "0123456"),
        ("account_number", "１２３", "3桁しか", "0000123"),
        ("account_number", "0123456", "", ""),
        ("account_number", "1234567", "", ""),
        ("invoice_number", RIGHT, "", ""),
        ("invoice_number", f"登録番号 {RIGHT[:5]}-{RIGHT[5:]}", "", ""),
        ("invoice_number", WRONG, "検査数字", ""),
        ("invoice_number", RIGHT[:10], "13桁", ""),
        ("invoice_number", RIGHT[1:], "13桁", ""),
        ("purchase_date", "令和8年11月29日", "", ""),
        ("purchase_date", "令和8年11月30日", "今日より後", ""),
        ("completion_date", "2062/1/5", "今日より後", ""),
        ("address", "新宿区西新宿2-8-1", "", ""),
        ("purchase_amount", "1", "", ""),
        ("purchase_amount", "￥286,000－", "", ""),
        ("total_cost", "286000円", "", ""),
        ("purchase_amount", "5万", "50,000円と読みました", "50,000"),
        ("subsidy_amount", "二十八万六千円", "286,000円と読みました", "286,000"),
    ],
)
def test_what_is_seldom_right_is_doubted(key: str, typed: str, said: str, instead: str) -> None:
    found = doubt(key, typed, canonical(key, typed), TODAY)
    if not said:
        assert found is None
        return
    assert found is not None and said in found.said and "もう一度 Enter" in found.said
    assert found.instead == instead


def test_a_short_account_number_is_filled_up_in_sight_and_taken_when_confirmed(office: Office, client: Client) -> None:
    task = waiting(field__key="account_number")
    url = f"/tasks/{task.pk}/"
    answer = client.post(url, form(task, action="save", value="123456"))
    html = text(answer)
    assert answer.status_code == 422 and "6桁しか打たれていない" in html and 'value="0123456"' in html
    task.field.refresh_from_db()
    assert not task.field.decided_by
    assert client.post(url, form(task, action="save", value="0123456", sure="0123456")).status_code == 302
    task.field.refresh_from_db()
    assert task.field.value == "0123456"


def test_the_line_below_an_amount_is_about_what_was_typed(office: Office, client: Client) -> None:
    task = waiting(field__key="purchase_amount")
    html = text(client.post(f"/tasks/{task.pk}/", form(task, action="save", value="5万")))
    assert "50,000円と読みました" in html and "＝ 5万円" in html


def test_what_is_blindly_typed_too_short_is_doubted_too(office: Office, client: Client) -> None:
    from storage.models import ReviewTask

    task = waiting(field__key="account_number")
    ReviewTask.objects.filter(pk=task.pk).update(kind="entry", subject=f"entry:{task.field_id}")
    answer = client.post(f"/tasks/{task.pk}/", form(task, action="save", value="12345"))
    assert answer.status_code == 422 and "5桁しか打たれていない" in text(answer) and 'value="0012345"' in text(answer)


def test_an_odd_number_is_taken_the_second_time_and_another_one_is_doubted_anew(office: Office, client: Client) -> None:
    from storage.models import Field

    row = Field.objects.filter(key="invoice_number")[0]
    url = f"/fields/{row.pk}/"
    answer = client.post(url, {"version": row.version, "action": "save", "value": RIGHT[:10]})
    assert answer.status_code == 422 and f'name="sure" value="{RIGHT[:10]}"' in text(answer)
    again = {"version": row.version, "action": "save", "value": RIGHT[:9], "sure": RIGHT[:10]}
    assert client.post(url, again).status_code == 422
    assert client.post(url, again | {"sure": RIGHT[:9]}).status_code == 302
    row.refresh_from_db()
    assert row.value == RIGHT[:9]


def test_what_the_machine_read_is_confirmed_without_a_doubt(office: Office, client: Client) -> None:
    """It stands on the screen beside what speaks against it: nothing was mistyped."""
    task = waiting(field__key="account_number")
    task.field.value, task.field.raw = "123", "123"
    task.field.save()
    assert client.post(f"/tasks/{task.pk}/", form(task, action="save", value="123")).status_code == 302
