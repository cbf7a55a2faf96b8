"""The pages in Japanese and English: the switch, what it keeps, and that nothing is left untranslated."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from tests.review.conftest import LEAD, NAME, PASSWORD, Office


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


def test_a_programme_goes_by_its_english_name_and_by_its_own_where_there_is_none(office: Office) -> None:
    from django.utils import translation

    from review.services import known_programmes, programme_title, programme_titles, title_of

    one = known_programmes()["nara-smarthouse"]
    assert one.title_en
    with translation.override("en"):
        assert programme_title(one.id) == programme_titles()[one.id] == one.title_en
        assert title_of(one.model_copy(update={"title_en": ""})) == one.title
        assert programme_title("gone") == "gone"
    with translation.override("ja"):
        assert programme_title(one.id) == programme_titles()[one.id] == one.title
    client = office.client(LEAD)
    for language, shown, hidden in (("en", one.title_en, one.title), ("ja", one.title, one.title_en)):
        client.post("/language/", {"language": language})
        for address in ("/", "/cases/", "/people/add/", "/intake/sheets/"):
            html = client.get(address).content.decode()
            assert shown in html and hidden not in html, (language, address)


def test_every_sentence_has_its_english_and_the_catalogues_are_current() -> None:
    from scripts import messages

    for domain in messages.DOMAINS:
        assert messages.untranslated(domain) == [], "put the English into review/locale/en, then: make messages"
    assert [path.name for path in messages.outdated()] == [], "run: make messages"


@pytest.mark.parametrize(
    "address", ["/people/", "/people/add/", "/me/password/", "/me/telephone/", "/audit/?last=2020-01-01"]
)
def test_an_english_page_is_english(office: Office, address: str) -> None:
    client = office.client(LEAD)
    client.post("/language/", {"language": "en"})
    html = client.get(address).content.decode()
    shown = re.sub(r"<select.*?</select>|<label><input type=\"checkbox\".*?</label>|<td.*?</td>", "", html, flags=re.S)
    assert re.findall(r"[\u3040-\u9fff]+", shown.replace("日本語", "")) == []


def test_scripts_speak_the_same_language(office: Office) -> None:
    answer = office.client().get("/texts.js")
    assert answer["Content-Type"].startswith("text/javascript") and "gettext" in answer.content.decode()
