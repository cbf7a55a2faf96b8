"""Which files of a drop folder make one envelope, and in what order they came."""

from __future__ import annotations

import os
from pathlib import Path

from flows.drops import Drop, drop_at, drops_in


def _make(root: Path, *names: str) -> None:
    for name in names:
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(name)


def _shape(root: Path, drops: list[Drop]) -> list[tuple[str, list[str]]]:
    return [(str(d.path.relative_to(root)), [str(f.relative_to(root)) for f, _ in d.files]) for d in drops]


def test_files_and_folders_are_envelopes_in_path_order(tmp_path: Path) -> None:
    _make(tmp_path, "b.pdf", "a/2.jpg", "a/1.jpg", "a/more/3.jpg", "c/x.pdf")
    assert _shape(tmp_path, drops_in(tmp_path)) == [
        ("a", ["a/1.jpg", "a/2.jpg", "a/more/3.jpg"]),
        ("b.pdf", ["b.pdf"]),
        ("c", ["c/x.pdf"]),
    ]
    assert [d.folder for d in drops_in(tmp_path)] == [True, False, True]


def test_folder_of_folders_is_a_stack_of_envelopes(tmp_path: Path) -> None:
    _make(tmp_path, "2025-05-01/0001/a.pdf", "2025-05-01/0002/b.pdf", "2025-05-01/0002/c.pdf")
    assert _shape(tmp_path, drops_in(tmp_path)) == [
        ("2025-05-01/0001", ["2025-05-01/0001/a.pdf"]),
        ("2025-05-01/0002", ["2025-05-01/0002/b.pdf", "2025-05-01/0002/c.pdf"]),
    ]


def test_links_are_listed_and_not_followed(tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    _make(elsewhere, "secret.pdf")
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    (inbox / "folder-link").symlink_to(elsewhere)
    (inbox / "loop").symlink_to(inbox)
    drops = drops_in(inbox)
    assert _shape(inbox, drops) == [("folder-link", ["folder-link"]), ("loop", ["loop"])]
    assert not any(stamp.regular for d in drops for _, stamp in d.files)


def test_empty_folders_litter_and_our_own_folders_are_no_mail(tmp_path: Path) -> None:
    _make(tmp_path, "Thumbs.db", "a/.DS_Store", "done/x.pdf", ".hidden.pdf")
    (tmp_path / "empty").mkdir()
    drops = drops_in(tmp_path, leave_out=[tmp_path / "done"])
    assert _shape(tmp_path, drops) == [(".hidden.pdf", [".hidden.pdf"])]


def test_names_of_any_bytes(tmp_path: Path) -> None:
    name = "領収書.pdf".encode("cp932")
    Path(os.fsdecode(os.fsencode(tmp_path) + b"/" + name)).write_text("x")
    (drop,) = drops_in(tmp_path)
    assert os.fsencode(drop.path.name) == name


def test_state_changes_with_every_change(tmp_path: Path) -> None:
    _make(tmp_path, "a/1.jpg")
    states = []
    for change in (lambda: None, lambda: _make(tmp_path, "a/2.jpg"), lambda: (tmp_path / "a/2.jpg").write_text("longer!"),
                   lambda: (tmp_path / "a/2.jpg").unlink()):  # fmt: skip
        change()
        (drop,) = drops_in(tmp_path)
        states.append(drop.state)
    assert len({states[0], states[1], states[2]}) == 3
    assert states[3] == states[0]


def test_a_path_given_by_hand(tmp_path: Path) -> None:
    _make(tmp_path, "a/1.jpg", "a/b/2.jpg")
    whole = drop_at(tmp_path / "a")
    assert whole is not None and whole.folder and len(whole.files) == 2
    single = drop_at(tmp_path / "a" / "1.jpg")
    assert single is not None and not single.folder
    assert drop_at(tmp_path / "nothing") is None


def test_folder_that_cannot_be_listed_is_empty(tmp_path: Path) -> None:
    assert drops_in(tmp_path / "nothing") == []
