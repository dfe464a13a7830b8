"""A data folder brings its own tables, and ours stand in for reference tables it does not bring."""

from __future__ import annotations

from pathlib import Path

import pytest

from needgraph.resources import CONTEXT, ONTOLOGY, QUERIES, ROOT, SHAPES, Data, DataProblem, data_at
from small import edition_folder, small_data


def test_folders_of_this_installation_are_there() -> None:
    assert all(path.exists() for path in (ONTOLOGY, SHAPES, CONTEXT, QUERIES))
    assert data_at() == Data(ROOT / "graphs")


def test_reference_and_curators_are_ours_where_a_folder_has_none(tmp_path: Path) -> None:
    data = small_data(tmp_path)
    assert data.reference == ROOT / "graphs" / "reference"
    assert data.curators == ROOT / "graphs" / "mappings" / "curators.tsv"
    (data.folder / "reference").mkdir()
    assert data.reference == data.folder / "reference"


def test_editions_stand_in_order_of_authority_and_edition(tmp_path: Path) -> None:
    for name in ("b/2", "a/9", "a/10"):
        (tmp_path / "editions" / name).mkdir(parents=True)
        (tmp_path / "editions" / name / "edition.toml").write_text("", encoding="utf-8")
    assert ["/".join(folder.parts[-2:]) for folder in Data(tmp_path).edition_folders()] == ["a/10", "a/9", "b/2"]


def test_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(DataProblem, match="there is no such folder; name one laid out like graphs/"):
        data_at(tmp_path / "nothing")


def test_edition_that_is_not_built_is_named(tmp_path: Path) -> None:
    data = small_data(tmp_path)
    with pytest.raises(DataProblem, match=r"guidance\.ttl: is not built yet; run `needgraph build`"):
        data.graph_files()
    (edition_folder(data) / "guidance.ttl").write_bytes(b"")
    assert data.graph_files()[0] == ONTOLOGY
