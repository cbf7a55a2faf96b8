"""Examples for the calibration: which mail a file holds, and which mail is never fitted on."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from benchmarks.accuracy import BenchmarkError
from benchmarks.calibrating.collecting import collect_generated, generated


def test_a_file_says_which_mail_it_holds(tmp_path: Path) -> None:
    target = tmp_path / "examples.gz"
    assert generated(target) == []
    target.touch()
    (tmp_path / "examples.seeds.json").write_text(json.dumps([401, "varied 451"]), encoding="utf-8")
    assert generated(target) == ["401", "varied 451"]


def test_mail_that_is_there_is_not_read_again(tmp_path: Path) -> None:
    target = tmp_path / "examples.gz"
    target.touch()
    log = tmp_path / "examples.seeds.json"
    log.write_text(json.dumps(["401", "varied 401"]), encoding="utf-8")
    collect_generated([401], 8, target)
    collect_generated([401], 8, target, varied=True)
    assert json.loads(log.read_text(encoding="utf-8")) == ["401", "varied 401"]


@pytest.mark.parametrize("varied", [False, True])
def test_seeds_for_measuring_are_refused(tmp_path: Path, varied: bool) -> None:
    with pytest.raises(BenchmarkError, match="kept for measuring"):
        collect_generated([8999, 9001], 8, tmp_path / "examples.gz", varied=varied)
