"""Whatever stands in a table is found again with its file, row, level and quotes."""

from __future__ import annotations

from pathlib import Path

from needgraph.describing import thing
from needgraph.findings.places import edition_of, label_of, levels_of, places, quotes_of
from needgraph.graphs.graph_builder import read_tables
from needgraph.identifiers import path_of
from needgraph.querying.store import load_graphs
from small import SOURCE, edition_folder, small_graphs


def test_every_subject_of_an_edition_has_a_place(tmp_path: Path) -> None:
    data = small_graphs(tmp_path)
    found = places(read_tables(data))
    store = load_graphs([edition_folder(data) / "guidance.ttl"])
    subjects = {path_of(quad.subject.value) for quad in store}
    # The authority without a row of its own stands in edition.toml, but not as a thing of the edition.
    assert subjects - set(found) == {"organisation/dunmore"}


def test_place_is_the_row_of_the_table(tmp_path: Path) -> None:
    data = small_graphs(tmp_path)
    found = places(read_tables(data))
    row = found["dunmore/2020/d0005"]
    assert row.row == 6
    assert Path(row.file).read_text(encoding="utf-8").split("\n")[row.row - 1].startswith("d0005\t")
    assert Path(found["dunmore/2020/level/1"].file).name == "edition.toml"
    assert found["dunmore/2020/level/1"].row is None
    assert Path(found["dunmore/2020/criterion/r0001"].file).name == "readings.tsv"


def test_node_of_no_edition_belongs_to_none() -> None:
    assert edition_of("https://w3id.org/needgraph/id/tier/3") == ("tier", "3")
    assert edition_of("http://example.org/a/b") == ("", "")


def test_quotes_are_those_of_the_statements_a_node_rests_on(tmp_path: Path) -> None:
    data = small_graphs(tmp_path)
    store = load_graphs(data.graph_files())
    rule = thing("dunmore/2020/rule/c1")
    (quote,) = quotes_of(store, rule)
    assert (quote.id, SOURCE[quote.start : quote.end]) == ("dunmore/2020/d0006", quote.text)
    assert levels_of(store, rule) == "1"
    assert label_of(store, rule) == "With consent."
    assert label_of(store, thing("dunmore/2020/nothing")) == "dunmore/2020/nothing"
