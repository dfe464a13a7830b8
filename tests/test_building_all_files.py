"""Building and checking in one go writes and finds the same as one after the other."""

from __future__ import annotations

from pathlib import Path

import pytest

from needgraph.building.all_files import all_files, build_and_check
from needgraph.checking.check import check
from needgraph.graphs.graph_builder import stale_files
from needgraph.tables.editions import EditionProblem
from small import change, edition_folder, everything_in, small_data


def test_what_is_written_and_found_is_the_same_as_one_after_the_other(tmp_path: Path) -> None:
    data = small_data(tmp_path)
    files, changed, checked = build_and_check(data)
    assert files == all_files(data)
    assert changed == list(files)
    assert stale_files(files) == []
    assert checked == check(data)


def test_nothing_is_written_or_found_twice(tmp_path: Path) -> None:
    data = small_data(tmp_path)
    first = build_and_check(data)
    assert build_and_check(data) == first._replace(changed=[])


def test_nothing_is_written_when_a_table_cannot_be_used(tmp_path: Path) -> None:
    data = small_data(tmp_path)
    change(edition_folder(data) / "rules.tsv", "With consent.", "With\tconsent.")
    before = everything_in(tmp_path)
    with pytest.raises(Exception, match=r"rules\.tsv:2: has"):
        build_and_check(data)
    change(edition_folder(data) / "rules.tsv", "With\tconsent.", "With consent.")
    change(edition_folder(data) / "statements.tsv", "Late now and then", "Late now and than")
    with pytest.raises(EditionProblem, match="hash is not the SHA-256 of the quote"):
        build_and_check(data)
    assert set(everything_in(tmp_path)) == set(before)
