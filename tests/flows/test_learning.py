"""Learning a form as a person does it: a file in, a map, a copy and pictures out; mistakes told before work is done."""

from __future__ import annotations

import shutil
from pathlib import Path

import pikepdf
import pytest
from PIL import Image

import programmes
import uketsuke
from flows.learning import draw_form, kind_named, learn_form
from models.documents import DocumentKind
from models.errors import ProgrammeError
from programmes.forms import load_form

BLANK = programmes.INSTALLED / "shinjuku-ecohome" / "forms" / "payment_request-a.pdf"
KIND = DocumentKind.PAYMENT_REQUEST


@pytest.fixture
def office(tmp_path: Path) -> Path:
    """A programmes folder with one programme and no form."""
    folder = tmp_path / "programmes" / "shinjuku-ecohome"
    folder.mkdir(parents=True)
    shutil.copy(programmes.INSTALLED / "shinjuku-ecohome" / "programme.yaml", folder)
    return tmp_path / "programmes"


def test_a_blank_form_becomes_a_map_a_copy_and_pictures(office: Path) -> None:
    result = learn_form(BLANK, "shinjuku-ecohome", KIND, "n", office)
    form = load_form(result.map_file)
    assert {"bank_name", "account_number", "account_holder"} <= {e.key for e in form.pages[0].entries}
    assert result.blank_file.read_bytes() == BLANK.read_bytes()
    assert result.blank_file.name == form.blank == "payment_request-n.pdf"
    with Image.open(result.pictures[0]) as picture:
        assert picture.size[1] > picture.size[0] > 1000


def test_a_map_that_a_person_may_have_corrected_is_not_overwritten(office: Path) -> None:
    folder = office / "shinjuku-ecohome" / "forms"
    folder.mkdir()
    (folder / "payment_request-n.yaml").write_text("手で直した", encoding="utf-8")
    with pytest.raises(ProgrammeError, match="map exists") as caught:
        learn_form(BLANK, "shinjuku-ecohome", KIND, "n", office)
    assert "--replace" in caught.value.message_ja
    assert (folder / "payment_request-n.yaml").read_text(encoding="utf-8") == "手で直した"


def test_an_unknown_programme_is_told_with_those_that_exist(office: Path) -> None:
    with pytest.raises(ProgrammeError) as caught:
        learn_form(BLANK, "elsewhere", KIND, "n", office)
    assert "shinjuku-ecohome" in caught.value.message_ja


def test_a_mistake_in_another_programme_s_file_stops_nothing(office: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (office / "chiyoda-ev").mkdir()
    (office / "chiyoda-ev" / "programme.yaml").write_text("id: [", encoding="utf-8")
    told = ["--document", "payment_request", "--version", "n", "--programmes", str(office)]
    assert uketsuke._main(["programme", "learn", str(BLANK), "--programme", "shinjuku-ecohome", *told]) == 0
    assert uketsuke._main(["programme", "preview", "--programme", "shinjuku-ecohome", *told]) == 0
    values = office.parent / "試し.yaml"
    values.write_text("段階: 交付申請\n書類: {交付申請書: {購入金額: 363000}}\n", encoding="utf-8")
    assert uketsuke._main(["programme", "try", "shinjuku-ecohome", str(values), "--programmes", str(office)]) == 0
    capsys.readouterr()
    assert uketsuke._main(["programme", "learn", str(BLANK), "--programme", "chiyoda-ev", *told]) == 1
    shown = "".join(capsys.readouterr())
    assert "P000" in shown
    assert "chiyoda-ev/programme.yaml の 1 行目" in shown
    assert not (office / "chiyoda-ev" / "forms").exists()


@pytest.mark.parametrize("asked", ["../elsewhere", ".", "*", "shinjuku-ecohome/"])
def test_a_programme_is_only_ever_a_folder_of_the_place(office: Path, asked: str) -> None:
    shutil.copytree(office / "shinjuku-ecohome", office.parent / "elsewhere")
    with pytest.raises(ProgrammeError, match="no such programme"):
        learn_form(BLANK, asked, KIND, "n", office)


def test_a_corrected_map_is_drawn_again(office: Path, capsys: pytest.CaptureFixture[str]) -> None:
    result = learn_form(BLANK, "shinjuku-ecohome", KIND, "n", office)
    before = result.pictures[0].read_bytes()
    lines = result.map_file.read_text(encoding="utf-8").splitlines(keepends=True)
    at = next(i for i, line in enumerate(lines) if "key: bank_name" in line)
    box = next(i for i in range(at, len(lines)) if "box:" in lines[i])
    lines[box] = lines[box].split("[")[0] + "[0.1, 0.9, 0.5, 0.95]\n"
    result.map_file.write_text("".join(lines), encoding="utf-8")
    told = ["--programme", "shinjuku-ecohome", "--document", "payment_request", "--programmes", str(office)]
    assert uketsuke._main(["programme", "preview", *told, "--version", "n"]) == 0
    assert result.pictures[0].read_bytes() != before
    assert uketsuke._main(["programme", "preview", *told, "--version", "m"]) != 0
    assert "先に uketsuke programme learn" in "".join(capsys.readouterr())
    result.blank_file.unlink()
    with pytest.raises(ProgrammeError, match="blank form is missing"):
        draw_form("shinjuku-ecohome", "payment_request", "n", office)


def test_a_map_of_fewer_pages_than_its_blank_is_not_drawn_in_part(office: Path) -> None:
    result = learn_form(BLANK, "shinjuku-ecohome", KIND, "n", office)
    with pikepdf.open(result.blank_file, allow_overwriting_input=True) as blank:
        blank.pages.append(blank.pages[0])
        blank.save()
    with pytest.raises(ProgrammeError, match="differ in pages") as caught:
        draw_form("shinjuku-ecohome", "payment_request", "n", office)
    assert "1 ページ分" in caught.value.message_ja
    assert "2 ページ" in caught.value.message_ja


@pytest.mark.parametrize("version", ["", "A", "a/b", "../a", "第1版"])
def test_a_version_that_is_no_plain_name_is_refused(office: Path, version: str) -> None:
    with pytest.raises(ProgrammeError) as caught:
        learn_form(BLANK, "shinjuku-ecohome", KIND, version, office)
    assert "英小文字と数字" in caught.value.message_ja


def test_kinds_are_named_as_in_the_programme_files() -> None:
    programme = programmes.load()["shinjuku-ecohome"]
    assert kind_named("payment_request", programme) is KIND
    with pytest.raises(ProgrammeError) as caught:
        kind_named("請求書", programme)
    assert "payment_request" in caught.value.message_ja


def test_the_command_says_what_it_wrote_and_what_to_check(office: Path, capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ["programme", "learn", str(BLANK), "--programme", "shinjuku-ecohome", "--document", "payment_request"]
    assert uketsuke._main([*arguments, "--version", "n", "--programmes", str(office)]) == 0
    assert (office / "shinjuku-ecohome" / "forms" / "payment_request-n.yaml").exists()
    shown = capsys.readouterr().out
    assert "記入欄 14 件" in shown
    assert uketsuke._main([*arguments, "--version", "n", "--programmes", str(office)]) == 1
