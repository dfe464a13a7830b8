"""Dumps hold all graphs and each edition, are the same to the byte each time, and can be had without any quote."""

from __future__ import annotations

import csv
import gzip
import hashlib
import io
import subprocess
from pathlib import Path

import pytest
from pyoxigraph import Literal, Quad, RdfFormat, Store, parse

from needgraph.publication.dumps import SUMS, DumpFile, compressed, dataset_graphs, dump_files, graph_hash
from needgraph.querying.exporting import without_quotes
from needgraph.querying.store import load_graphs
from needgraph.resources import Data
from needgraph.terms import NEED

DATA = Data(Path(__file__).parent / "fixtures" / "graphs")
VERSION = "1.2.3-abcdef01"


@pytest.fixture(scope="module")
def store() -> Store:
    return load_graphs(DATA.graph_files())


@pytest.fixture(scope="module")
def files(store: Store) -> dict[str, DumpFile]:
    return {file.path: file for file in dump_files(DATA, VERSION, store)}


def rows(file: DumpFile) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(file.content.decode(), newline="")))


def quotes(store: Store) -> set[str]:
    """Return the longer quotes, but for those that a reference list or the ontology has in words of its own."""
    graphs = dataset_graphs(DATA, store)
    ours = " ".join(
        quad.object.value
        for graph in graphs["reference"] + graphs["ontology"]
        for quad in store.quads_for_pattern(None, None, None, graph)
        if isinstance(quad.object, Literal)
    )
    found = {str(quad.object.value) for quad in store.quads_for_pattern(None, NEED.quote, None)}  # type: ignore[union-attr]
    return {quote for quote in found if len(quote) > 15 and quote not in ours}


@pytest.mark.parametrize(("form", "reader"), [("nq", RdfFormat.N_QUADS), ("trig", RdfFormat.TRIG)])
def test_everything_reads_back_as_all_graphs(
    files: dict[str, DumpFile], store: Store, form: str, reader: RdfFormat
) -> None:
    whole = files[f"needgraph-{VERSION}.{form}.gz"]
    bare = files[f"without-quotes/needgraph-{VERSION}.{form}.gz"]
    assert set(parse(gzip.decompress(whole.content), format=reader)) == set(store)
    assert set(parse(gzip.decompress(bare.content), format=reader)) == set(without_quotes(store))


def test_gzip_tells_neither_time_nor_name_nor_system() -> None:
    packed = compressed(b"a" * 1000)
    assert gzip.decompress(packed) == b"a" * 1000
    assert packed[3] == 0
    assert packed[4:8] == bytes(4)
    assert packed[9] == 255


def test_same_data_give_the_same_bytes(files: dict[str, DumpFile]) -> None:
    assert {file.path: file for file in dump_files(DATA, VERSION, load_graphs(DATA.graph_files()))} == files


def test_edition_is_the_built_file_and_the_table_of_its_statements(files: dict[str, DumpFile]) -> None:
    built = DATA.editions / "ashby" / "2024" / "guidance.ttl"
    assert files["ashby/2024.ttl"].content == built.read_bytes()
    table = rows(files["ashby/2024.csv"])
    assert len(table) == 54
    assert {(row["authority"], row["edition"]) for row in table} == {("ashby", "2024")}
    assert [row for row in table if row["quote"]]


def test_table_without_quotes_has_every_row_and_place_and_no_column_for_words(files: dict[str, DumpFile]) -> None:
    whole, bare = rows(files["ashby/2024.csv"]), rows(files["without-quotes/ashby/2024.csv"])
    assert [(row["id"], row["start"], row["end"]) for row in bare] == [
        (row["id"], row["start"], row["end"]) for row in whole
    ]
    assert not {"quote", "summary"} & set(bare[0])


def test_no_quote_is_in_a_file_that_says_it_holds_none(files: dict[str, DumpFile], store: Store) -> None:
    known = quotes(store)
    assert len(known) > 20
    for file in files.values():
        text = (gzip.decompress(file.content) if file.path.endswith(".gz") else file.content).decode()
        found = [quote for quote in known if quote in text]
        if not file.quoted:
            assert found == [], file.path
    assert [file for file in files.values() if file.quoted]
    assert not [file for file in files.values() if file.path.startswith("without-quotes/") and file.quoted]


def test_every_file_with_quotes_of_an_edition_can_be_had_without(files: dict[str, DumpFile]) -> None:
    for file in files.values():
        if file.quoted and not file.path.startswith(("views/", "mappings/rejected")):
            assert f"without-quotes/{file.path}" in files


def test_sums_are_those_that_sha256sum_checks(files: dict[str, DumpFile], tmp_path: Path) -> None:
    for file in files.values():
        path = tmp_path / file.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(file.content)
    check = ["sha256sum", "--check", "--strict", SUMS]
    done = subprocess.run(check, cwd=tmp_path, capture_output=True, text=True, check=True)
    assert done.stdout.count(": OK") == len(files) - 1
    (tmp_path / "ashby/2024.csv").write_text("spoilt")
    assert subprocess.run(check, cwd=tmp_path, capture_output=True, check=False).returncode == 1


def test_hash_of_a_graph_is_that_of_its_sorted_lines(files: dict[str, DumpFile], store: Store) -> None:
    # There is no blank node, so a partner needs no more than grep and sort.
    for graph in dataset_graphs(DATA, store)["all"]:
        lines = gzip.decompress(files[f"needgraph-{VERSION}.nq.gz"].content).splitlines(keepends=True)
        mine = sorted(line for line in lines if line.endswith(f" {graph} .\n".encode()))
        assert mine
        assert hashlib.sha256(b"".join(mine)).hexdigest() == graph_hash(store, graph)


def test_every_graph_is_in_all_and_in_one_other_data_set(store: Store) -> None:
    graphs = dataset_graphs(DATA, store)
    everything = graphs.pop("all")
    assert set(everything) == set(store.named_graphs())
    assert sorted(map(str, everything)) == sorted(str(graph) for each in graphs.values() for graph in each)


def test_hash_of_a_graph_changes_with_one_triple(store: Store) -> None:
    graph = dataset_graphs(DATA, store)["edition/ashby/2024"][0]
    other = load_graphs(DATA.graph_files())
    first = next(other.quads_for_pattern(None, None, None, graph))
    other.add(Quad(first.subject, NEED.cites, first.subject, graph))
    assert graph_hash(other, graph) != graph_hash(store, graph)


def test_reference_lists_come_with_and_without_what_is_printed(files: dict[str, DumpFile], store: Store) -> None:
    bare = files["without-quotes/reference.ttl"]
    assert (bool(files["reference.ttl"].quoted), bare.quoted) == (True, ())
    quads = [quad for quad in store if "/graph/reference/" in str(quad.graph_name)]
    assert {quad.triple for quad in parse(bare.content, format=RdfFormat.TURTLE)} == {
        quad.triple for quad in without_quotes(quads)
    }
