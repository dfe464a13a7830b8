"""Files are read as they are and written as a whole."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from needgraph.files import FileProblem, decoded, read_bytes, read_text, shown, write_atomically


def test_line_endings_and_wide_characters_keep_their_places(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_bytes("a\r\n€😀b".encode())
    assert read_text(file) == "a\r\n€😀b"
    assert read_text(file).index("b") == 5


def test_bytes_that_are_not_utf8_are_named_with_their_line(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_bytes(b"one\ntwo caf\xe9\n")
    with pytest.raises(FileProblem, match=r"a\.txt:2: byte 0xe9 is not UTF-8; save the file as UTF-8$"):
        read_text(file)


def test_byte_order_mark_is_refused() -> None:
    with pytest.raises(FileProblem, match=r"^menu\.txt:1: begins with a byte order mark; save .* without one$"):
        decoded(b"\xef\xbb\xbfa", "menu.txt")


def test_missing_file_and_folder_are_told_apart(tmp_path: Path) -> None:
    with pytest.raises(FileProblem, match="there is no such file; check the name"):
        read_bytes(tmp_path / "nothing")
    with pytest.raises(FileProblem, match="is a folder; name a file"):
        read_bytes(tmp_path)


def test_other_faults_of_reading_give_the_reason(tmp_path: Path) -> None:
    file = tmp_path / "a"
    file.write_text("", encoding="utf-8")
    with pytest.raises(FileProblem, match=r"cannot be read \(Not a directory\)"):
        read_bytes(file / "b")


def test_paths_below_the_current_folder_are_shown_short(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    inside = tmp_path / "inside"
    inside.mkdir()
    monkeypatch.chdir(inside)
    assert shown(inside / "a" / "b") == str(Path("a", "b"))
    assert shown(tmp_path / "c") == str(tmp_path / "c")


def test_written_file_replaces_the_old_one_and_makes_its_folder(tmp_path: Path) -> None:
    file = tmp_path / "new" / "a.txt"
    write_atomically(file, b"one")
    write_atomically(file, b"two")
    assert file.read_bytes() == b"two"
    assert file.stat().st_mode & 0o777 == 0o644
    assert os.listdir(file.parent) == ["a.txt"]  # noqa: PTH208 - names, not paths


@pytest.mark.parametrize("fault", [OSError(28, "No space left on device"), KeyboardInterrupt()])
def test_old_content_stays_and_nothing_is_left_when_writing_fails(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fault: BaseException
) -> None:
    file = tmp_path / "a.txt"
    file.write_bytes(b"old")

    def fail(*_: object) -> None:
        raise fault

    monkeypatch.setattr(Path, "replace", fail)
    expected = KeyboardInterrupt if isinstance(fault, KeyboardInterrupt) else FileProblem
    with pytest.raises(expected):
        write_atomically(file, b"new")
    assert file.read_bytes() == b"old"
    assert [path.name for path in tmp_path.iterdir()] == ["a.txt"]


def test_a_folder_in_the_place_of_the_file_is_said(tmp_path: Path) -> None:
    with pytest.raises(FileProblem, match="cannot be written"):
        write_atomically(tmp_path, b"")
    file = tmp_path / "file"
    file.write_bytes(b"")
    with pytest.raises(FileProblem, match=r"cannot be written \(Not a directory|cannot be written \(File exists"):
        write_atomically(file / "below", b"")
