"""The offline measurement: which cases and papers, which truth, which cache."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks import fields
from benchmarks.accuracy import BenchmarkError

TRUTH = [
    {"case_id": "a", "files": [{"path": "0001/x.pdf"}], "documents": [
        {"type": "receipt", "file": "0001/x.pdf", "pages": [0]}, {"type": "passbook", "file": "0001/y.pdf", "pages": [0, 1]}]},
    {"case_id": "b", "files": [{"path": "batch.pdf"}], "documents": [{"type": "warranty", "file": "batch.pdf", "pages": [0]}]},
    {"case_id": "c", "files": [{"path": "batch.pdf"}], "documents": [{"type": "receipt", "file": "batch.pdf", "pages": [1]}]},
]  # fmt: skip


def test_envelopes_are_folders_and_files() -> None:
    mail = fields.Mail(Path("/nowhere"), TRUTH, Path("/cache"))
    assert {name: [c["case_id"] for c in cases] for name, cases in mail.envelopes().items()} == {
        "0001": ["a"],
        "batch.pdf": ["b", "c"],
    }
    assert list(mail.pages()) == [("0001/x.pdf", 0), ("0001/y.pdf", 0), ("0001/y.pdf", 1), ("batch.pdf", 0), ("batch.pdf", 1)]  # fmt: skip
    assert mail.kept("0001/x.pdf", 3) == Path("/cache/0001_x.pdf_3")


@pytest.mark.parametrize(
    ("only", "cases", "papers"),
    [
        ("", ["a", "b", "c"], 4),
        ("a,c", ["a", "c"], 3),
        ("receipt", ["a", "c"], 2),
        ("receipt,c", ["c"], 1),
        ("contract", [], 0),
    ],
)
def test_a_part_of_the_mail(only: str, cases: list[str], papers: int) -> None:
    chosen = fields.chosen(TRUTH, only)
    assert [c["case_id"] for c in chosen] == cases
    assert sum(len(c["documents"]) for c in chosen) == papers


def test_truth_lies_in_the_folder_or_beside_it(tmp_path: Path) -> None:
    folder = tmp_path / "mail"
    folder.mkdir()
    with pytest.raises(BenchmarkError, match="--truth"):
        fields.find_truth(folder, None)
    (tmp_path / "truth.jsonl").touch()
    assert fields.find_truth(folder, None) == tmp_path / "truth.jsonl"
    (folder / "truth.jsonl").touch()
    assert fields.find_truth(folder, None) == folder / "truth.jsonl"
    with pytest.raises(BenchmarkError):
        fields.find_truth(folder, tmp_path / "other.jsonl")


def test_the_fingerprint_of_page_reading_is_of_files_that_exist() -> None:
    root = fields.REPOSITORY / "extractors"
    assert all((root / name).is_file() for name in fields.PAGE_CODE)
    assert all((root / room).is_dir() for room in fields.PAGE_ROOMS if room != "registration")
    assert fields.page_code() == fields.page_code()
