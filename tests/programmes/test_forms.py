"""The maps of blank forms: read and written without loss, and mistakes told in Japanese with file and line."""

from __future__ import annotations

from pathlib import Path

import pytest

from models.documents import DocumentKind
from models.errors import ProgrammeError
from models.forms import FORM_SCHEMA_VERSION, Entry, FormMap, FormPage, Printed
from models.geometry import Box
from models.programmes import Label, ValueKind
from programmes import INSTALLED, parsed, plain, quickly
from programmes.forms import FOLDER, form_text, load_form, load_forms


def box(x0: float, y0: float, x1: float, y1: float) -> Box:
    return Box(x0=x0, y0=y0, x1=x1, y1=y1)


def a_form() -> FormMap:
    return FormMap(
        schema_version=FORM_SCHEMA_VERSION,
        programme="shinjuku-ecohome",
        document=DocumentKind.PAYMENT_REQUEST,
        version="z",
        blank="payment_request-z.pdf",
        pages=(
            FormPage(
                width_mm=210,
                height_mm=297,
                printed=(Printed(text="口座番号", box=box(0.1, 0.2, 0.2, 0.22)),),
                rules=(box(0.1, 0.3, 0.9, 0.3),),
                cells=(box(0.1, 0.2, 0.9, 0.3),),
                entries=(
                    Entry(
                        key="account_number",
                        kind=ValueKind.ACCOUNT_NUMBER,
                        box=box(0.25, 0.2, 0.9, 0.3),
                        label=Label(text="口座番号"),
                        strip=(box(0.25, 0.21, 0.3, 0.29), box(0.3, 0.21, 0.35, 0.29)),
                    ),
                ),
            ),
        ),
    )


def written(folder: Path, text: str, name: str = "payment_request-z.yaml") -> Path:
    file = folder / "shinjuku-ecohome" / "forms" / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")
    return file


def refused(folder: Path, text: str, name: str = "payment_request-z.yaml") -> str:
    with pytest.raises(ProgrammeError) as caught:
        load_form(written(folder, text, name))
    return caught.value.message_ja


def test_a_map_is_read_as_it_was_written(tmp_path: Path) -> None:
    assert load_form(written(tmp_path, form_text(a_form()))) == a_form()


def test_all_maps_below_a_folder_are_found(tmp_path: Path) -> None:
    written(tmp_path, form_text(a_form()))
    assert [f.id for f in load_forms(tmp_path)] == ["shinjuku-ecohome/payment_request-z"]


def test_programmes_without_forms_are_no_error(tmp_path: Path) -> None:
    assert load_forms(tmp_path) == ()


def test_doubts_and_what_is_missing_stand_in_the_file_as_comments(tmp_path: Path) -> None:
    text = form_text(a_form(), {"account_number": "見出しの下の欄と推測"}, ("bank_name",))
    lines = text.splitlines()
    at = next(i for i, line in enumerate(lines) if "key: account_number" in line)
    assert "要確認: 見出しの下の欄と推測" in lines[at - 1]
    assert any(line.startswith("#") and "bank_name" in line for line in lines)
    assert load_form(written(tmp_path, text)) == a_form()


def test_an_unknown_key_is_refused_with_file_line_and_suggestion(tmp_path: Path) -> None:
    text = form_text(a_form()).replace("        kind: account_number", "        knid: account_number")
    line = next(i for i, x in enumerate(text.splitlines(), 1) if "knid" in x)
    message = refused(tmp_path, text)
    assert f"shinjuku-ecohome/forms/payment_request-z.yaml の {line} 行目" in message
    assert "「knid」という項目はありません。「kind」の書き誤りではありませんか。" in message


@pytest.mark.parametrize("wrong", ["[0.25, 0.2, 0.9]", "[0.9, 0.2, 0.25, 0.3]", "[0.25, 0.2, 1.9, 0.3]", "左上"])
def test_a_box_that_is_none_is_refused(tmp_path: Path, wrong: str) -> None:
    text = form_text(a_form()).replace("box: [0.25, 0.2, 0.9, 0.3]", f"box: {wrong}")
    assert "位置は" in refused(tmp_path, text)


def test_an_entry_twice_is_refused(tmp_path: Path) -> None:
    text = form_text(a_form())
    entry = text[text.index("      - key:") : text.index("    printed:")]
    assert "二度" in refused(tmp_path, text.replace(entry, entry + entry))


def test_a_file_in_another_programmes_folder_is_refused(tmp_path: Path) -> None:
    text = form_text(a_form()).replace("programme: shinjuku-ecohome", "programme: nara-business")
    assert "フォルダー名「shinjuku-ecohome」" in refused(tmp_path, text)


def test_a_file_of_another_forms_name_is_refused(tmp_path: Path) -> None:
    assert "payment_request-z.yaml" in refused(tmp_path, form_text(a_form()), "payment_request-a.yaml")


def test_a_map_of_another_schema_is_refused(tmp_path: Path) -> None:
    text = form_text(a_form()).replace("schema_version: 1", "schema_version: 7")
    assert "schema_version は 1 にしてください" in refused(tmp_path, text)


def test_the_quick_way_reads_what_the_slow_one_reads(tmp_path: Path) -> None:
    words = "a: 012\nb: no\nc: 1:30\nd: 2026-04-01\ne: ~\nf: '7'\ng: 0o17\nh: 1e3\ni: [{j: 1.50}, on]\n"
    odd = tmp_path / "odd.yaml"
    odd.write_text(words, encoding="utf-8")
    for file in (odd, *INSTALLED.glob(f"*/{FOLDER}/*.yaml"), *INSTALLED.glob("*/programme.yaml")):
        assert quickly(file) == plain(parsed(file, file.name))
    for broken in ("a: 1\na: 2\n", "a: [\n", "\ta: 1\n"):
        odd.write_text(broken, encoding="utf-8")
        assert quickly(odd) is None
    assert quickly(tmp_path / "gone.yaml") is None
