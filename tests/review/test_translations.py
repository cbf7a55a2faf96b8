"""The pages in Japanese and English: the switch, what it keeps, and that nothing is left untranslated."""

from __future__ import annotations

from django.test import Client

from tests.review.conftest import NAME, PASSWORD, Office


def test_the_switch_stays_with_the_person(office: Office) -> None:
    client = office.client()
    assert '<html lang="ja">' in client.get("/").content.decode()
    answer = client.post("/language/", {"language": "en", "next": "/cases/?state=review"})
    assert answer["Location"] == "/cases/?state=review"
    assert '<html lang="en">' in client.get("/").content.decode()
    elsewhere = Client()
    elsewhere.post("/login/", {"username": NAME, "password": PASSWORD})
    assert '<html lang="en">' in elsewhere.get("/").content.decode()


def test_a_browser_remembers_the_language_of_the_login_page(office: Office) -> None:
    nobody = Client(headers={"accept-language": "ja"})
    assert '<html lang="ja">' in nobody.get("/login/").content.decode()
    nobody.post("/language/", {"language": "en", "next": "/login/"})
    assert '<html lang="en">' in nobody.get("/login/").content.decode()


def test_the_switch_leads_nowhere_else_and_knows_two_languages(office: Office) -> None:
    client = office.client()
    assert client.post("/language/", {"language": "en", "next": "https://example.org/"})["Location"] == "/"
    assert client.post("/language/", {"language": "fr"}).status_code == 400
    assert client.get("/language/").status_code == 405
