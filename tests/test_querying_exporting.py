"""Graphs are exported in each format, in canonical form, and without the authorities' wording."""

from __future__ import annotations

import csv
import io
import random
from pathlib import Path

import pytest
from pyoxigraph import Literal, Quad, RdfFormat, Store, parse

from needgraph.cli import main
from needgraph.querying.exporting import (
    EXPORT_FORMATS,
    ExportProblem,
    canonical,
    choose_quads,
    exported_mappings,
    without_quotes,
)
from needgraph.querying.store import load_graphs
from needgraph.resources import Data, data_at
from needgraph.terms import DCT, NEED, SKOS
from small import small_graphs, tables

FIXTURES = Path(__file__).parent / "fixtures" / "graphs"

READERS = {
    "nquads": RdfFormat.N_QUADS,
    "trig": RdfFormat.TRIG,
    "turtle": RdfFormat.TURTLE,
    "jsonld": RdfFormat.JSON_LD,
}


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Data:
    return small_graphs(tmp_path_factory.mktemp("small"))


@pytest.fixture(scope="module")
def store(data: Data) -> Store:
    return load_graphs(data.graph_files())


@pytest.mark.parametrize("form", READERS)
def test_each_format_reads_back_as_the_same_quads(store: Store, form: str) -> None:
    quads = choose_quads(store, "dunmore/2020")
    back = set(parse(EXPORT_FORMATS[form].write(quads), format=READERS[form]))
    if form == "turtle":
        assert {quad.triple for quad in back} == {quad.triple for quad in quads}
    else:
        assert back == set(quads)


def test_formats_of_the_command_line_are_those_that_can_be_written() -> None:
    assert set(EXPORT_FORMATS) == set(READERS)


def test_all_graphs_are_exported_without_a_name(store: Store) -> None:
    assert len(choose_quads(store)) == len(store)


def test_graph_is_chosen_by_path_or_full_iri(store: Store) -> None:
    quads = choose_quads(store, "https://w3id.org/needgraph/graph/dunmore/2020")
    assert quads == choose_quads(store, "dunmore/2020")
    assert choose_quads(store, "ontology")


def test_unknown_graph_names_the_nearest(store: Store) -> None:
    with pytest.raises(ExportProblem, match="there is no graph 'dunmoor/2020'; did you mean 'dunmore/2020'"):
        choose_quads(store, "dunmoor/2020")


def test_canonical_form_hangs_neither_on_order_nor_on_names_of_blank_nodes(store: Store) -> None:
    quads = choose_quads(store, "dunmore/2020")
    shuffled = quads[:]
    random.Random(7).shuffle(shuffled)  # noqa: S311 - no secret
    assert canonical(shuffled) == canonical(quads)
    one, other = (
        list(parse(f"_:{a} <http://e/p> _:{b} . _:{b} <http://e/p> 1 .", format=RdfFormat.TURTLE))
        for a, b in (("x", "y"), ("y", "x"))
    )
    assert canonical(one) == canonical(other)
    assert canonical(quads).splitlines() == sorted(canonical(quads).splitlines())


def test_without_quotes_none_of_the_wording_remains(store: Store) -> None:
    quads: list[Quad] = choose_quads(store, "dunmore/2020")
    text = canonical(without_quotes(quads)).decode()
    words = [row["quote"] for row in tables()["statements"] if len(row.get("quote", "")) > 8]
    assert len(words) > 3
    for quote in [*words, "Late at times", "within 24 hours", "01632 960555", "Duty Desk", "No risk"]:
        assert quote not in text


def test_without_quotes_places_hashes_and_codes_remain(store: Store) -> None:
    text = canonical(without_quotes(choose_quads(store, "dunmore/2020"))).decode()
    row = tables()["statements"][4]
    assert f'<https://w3id.org/needgraph/def#start> "{row["start"]}"' in text
    assert row["hash"] in text
    assert "needgraph/id/kind/indicator" in text
    assert "needgraph/id/tier/0" in text


def test_without_quotes_the_reference_and_the_ontology_keep_their_labels(store: Store) -> None:
    quads = [quad for quad in store if str(quad.graph_name).endswith(("reference/tiers>", "/ontology>"))]
    assert set(without_quotes(quads)) == set(quads)


def test_without_quotes_the_forms_in_which_severity_words_are_printed_are_left_out() -> None:
    whole = load_graphs(data_at().graph_files())
    notes = {quad for quad in whole if quad.predicate == SKOS.note and "Printed forms" in str(quad.object)}
    bare = without_quotes(whole)
    assert len(notes) > 50
    assert notes.isdisjoint(bare)
    # Names and definitions of our lists are ours, also where a document uses the same words; so are names of holders.
    ours = {SKOS.prefLabel, SKOS.definition, DCT.title, DCT.rights}
    said = "\n".join(
        quad.object.value for quad in bare if isinstance(quad.object, Literal) and quad.predicate not in ours
    )
    printed = [quad.object for quad in whole.quads_for_pattern(None, NEED.quote, None)]
    quotes = [quote.value for quote in printed if isinstance(quote, Literal) and len(quote.value) > 20]
    assert len(quotes) > 500
    assert [quote for quote in quotes if quote in said] == []


def test_command_writes_a_file_as_a_whole_or_to_standard_output(
    data: Data, tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    output = tmp_path / "a.nq"
    given = ["export", "dunmore/2020", "--without-quotes", "--canonical", "--data", str(data.folder)]
    assert main([*given, "-o", str(output)]) == 0
    assert capfdbinary.readouterr().out == b""
    assert main(given) == 0
    assert capfdbinary.readouterr().out == output.read_bytes()
    assert b"Sleeps well" not in output.read_bytes()


def test_csv_holds_the_statements_of_one_edition(data: Data, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    assert main(["export", "dunmore/2020", "--format", "csv", "--data", str(data.folder)]) == 0
    rows = list(csv.DictReader(io.StringIO(capfdbinary.readouterr().out.decode(), newline="")))
    statements = [row for row in tables()["statements"] if row.get("quote")]
    assert [row["quote"] for row in rows] == [row["quote"] for row in statements]
    assert {row["edition"] for row in rows} == {"2020"}


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--format", "csv"], "csv holds the statements of one edition"),
        (["dunmore/2020", "--format", "csv", "--canonical"], "csv holds the quotes in plain text; leave"),
        (["--format", "trig", "--canonical"], "--canonical writes N-Quads; leave --format out"),
        (["dunmore/2021"], "there is no graph 'dunmore/2021'; did you mean 'dunmore/2020'?"),
    ],
)
def test_what_cannot_be_exported_is_said(
    data: Data, capsys: pytest.CaptureFixture[str], arguments: list[str], message: str
) -> None:
    assert main(["export", *arguments, "--data", str(data.folder)]) == 2
    assert message in capsys.readouterr().err


def test_sssom_holds_the_agreed_table_byte_for_byte(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    data = data_at(FIXTURES)
    assert main(["export", "--format", "sssom", "--data", str(data.folder)]) == 0
    assert capfdbinary.readouterr().out == (data.mappings / "agreed.sssom.tsv").read_bytes()


def test_sssom_of_one_edition_holds_its_rows_and_without_quotes_no_wording() -> None:
    data = data_at(FIXTURES)
    lines = exported_mappings(data, "ashby/2024", quotes=False).decode().splitlines()
    rows = [line.split("\t") for line in lines if not line.startswith("#")]
    columns, rows = rows[0], rows[1:]
    assert rows
    ends = [columns.index("subject_id"), columns.index("object_id")]
    assert all(any(row[end].startswith("ashby-2024:") for end in ends) for row in rows)
    assert {row[columns.index(name)] for row in rows for name in ("subject_label", "object_label", "comment")} == {""}


def test_sssom_of_an_edition_without_mappings_is_refused(data: Data) -> None:
    with pytest.raises(ExportProblem, match=r"nowhere/2020: there is no agreed mapping"):
        exported_mappings(data, "nowhere/2020")
