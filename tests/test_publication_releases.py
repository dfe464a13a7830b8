"""Releases are read newest first, each with its changes; what is no release is refused with its row."""

from __future__ import annotations

from pathlib import Path

import pytest

from needgraph.publication.releases import Release, read_releases
from needgraph.resources import Data, data_at
from needgraph.tables.tsv import TableProblem


def table(folder: Path, *rows: str) -> Data:
    (folder / "releases.tsv").write_text("\n".join(["version\tdate\tchange", *rows, ""]))
    return Data(folder)


def test_newest_comes_first_with_its_changes_in_order(tmp_path: Path) -> None:
    data = table(tmp_path, "1\t2026-01-01\tA", "2\t2026-02-01\tB", "2\t2026-02-01\tC", "3\t2026-02-01\tD")
    assert read_releases(data) == [
        Release("3", "2026-02-01", ("D",)),
        Release("2", "2026-02-01", ("B", "C")),
        Release("1", "2026-01-01", ("A",)),
    ]


def test_folder_without_the_table_has_no_releases(tmp_path: Path) -> None:
    assert read_releases(Data(tmp_path)) == []


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ("1\t2026-13-01\tA", "releases.tsv:2: date is '2026-13-01'; write the day of the release as 2026-11-21"),
        ("1\t\tA", "releases.tsv:2: date is ''"),
        ("\t2026-01-01\tA", "releases.tsv:2: version and change are needed"),
        ("1\t2026-01-01\t", "releases.tsv:2: version and change are needed"),
        ("1\t2026-01-01\tA\n1\t2026-01-02\tB", "releases.tsv:3: version 1 has the dates 2026-01-01 and 2026-01-02"),
    ],
)
def test_what_is_no_release_is_refused(tmp_path: Path, row: str, message: str) -> None:
    with pytest.raises(TableProblem) as caught:
        read_releases(table(tmp_path, row))
    assert message in str(caught.value)


def test_our_own_releases_can_be_read() -> None:
    assert [release.version for release in read_releases(data_at())][-1] == "0.1.0"
