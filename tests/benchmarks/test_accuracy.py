"""The accuracy benchmark hands over mail without its truth and says plainly what is missing."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks import accuracy

TRUTH = [
    {"files": [{"path": "0001/申請書.pdf", "sha256": "a"}]},
    {"files": [{"path": "b.pdf", "sha256": "b"}]},
    {"files": [{"path": "b.pdf", "sha256": "b"}]},
]


def test_only_the_files_that_the_truth_names_are_handed_over(tmp_path: Path) -> None:
    folder = tmp_path / "mail"
    (folder / "0001").mkdir(parents=True)
    for name in ("0001/申請書.pdf", "b.pdf", "truth.jsonl"):
        (folder / name).write_bytes(name.encode())
    assert accuracy.hand_over(folder, TRUTH, tmp_path / "over") == 2
    assert sorted(str(p.relative_to(tmp_path / "over")) for p in (tmp_path / "over").rglob("*.*")) == [
        "0001/申請書.pdf",
        "b.pdf",
    ]


def test_a_file_that_is_not_there_stops_the_measurement(tmp_path: Path) -> None:
    with pytest.raises(accuracy.BenchmarkError, match="not all lie in the folder"):
        accuracy.hand_over(tmp_path, TRUTH, tmp_path / "over")


def test_without_the_scorer_it_says_so_and_fails(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("UKETSUKE_SHARED", str(tmp_path))
    assert accuracy.main(["--folder", str(tmp_path)]) == 1
    assert "UKETSUKE_SHARED" in capsys.readouterr().err


def test_the_row_for_the_readme_has_the_columns_of_its_table() -> None:
    figures = {
        "cases": 10, "pages": 53, "document_accuracy": 0.98, "by_ink": {"handwritten": {"accuracy": 0.815}}, "by_entry_style": {},
        "fields": {"coverage": 0.7, "error_among_accepted": 0.004}, "findings": {"recall": 1.0, "precision": None}, "straight_through": 0.4,
    }  # fmt: skip
    cells = accuracy.row("sample", figures, accuracy.Run(61.4, 110.6)).strip("| ").split(" | ")
    head = next(
        line
        for line in (accuracy.REPOSITORY / "benchmarks" / "README.md").read_text(encoding="utf-8").splitlines()
        if line.startswith("| date")
    )
    assert len(cells) == len(head.strip("| ").split(" | "))
    assert cells[1:] == ["sample", "10", "53", "98.0", "–", "81.5", "70.0", "0.4", "100.0", "–", "40.0", "61", "111"]
