"""Graphs are opened from a cache made once, from a store on disk, or from anyone's files."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
from pyoxigraph import NamedNode, Quad, Store

from needgraph.errors import NeedgraphError
from needgraph.identifiers import GRAPH
from needgraph.querying import store as stores
from needgraph.querying.store import (
    StoreProblem,
    digest_of,
    digest_of_store,
    graph_name,
    load_files,
    load_graphs,
    open_graphs,
    open_store,
    write_store,
)
from needgraph.resources import ONTOLOGY, ROOT, Data
from small import edition_folder, everything_in, small_graphs


@pytest.fixture
def data(tmp_path: Path) -> Data:
    """Return the small edition beside a small reference graph, for a store is written to disk in most tests."""
    data = small_graphs(tmp_path)
    (data.folder / "reference").mkdir()
    (data.folder / "reference" / "tiers.ttl").write_bytes((ROOT / "graphs" / "reference" / "tiers.ttl").read_bytes())
    return data


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return tmp_path / "cache" / "needgraph"


def names(store: Store) -> set[str]:
    return {str(graph).strip("<>").removeprefix(GRAPH) for graph in store.named_graphs()}


@pytest.mark.parametrize(
    ("path", "name"),
    [
        (Path("x/editions/dunmore/2020/guidance.ttl"), "dunmore/2020"),
        (Path("x/reference/tiers.ttl"), "reference/tiers"),
        (Path("x/mappings/mappings.ttl"), "mappings"),
        (ONTOLOGY, "ontology"),
    ],
)
def test_each_file_is_a_graph_of_its_own_name(path: Path, name: str) -> None:
    assert graph_name(path).value == GRAPH + name


def test_graphs_are_the_ontology_reference_and_editions(data: Data) -> None:
    found = names(load_graphs(data.graph_files()))
    assert found == {"ontology", "reference/tiers", "dunmore/2020"}


def test_cache_is_made_once_and_used_again(data: Data, cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    size = len(open_graphs(data))
    (made,) = cache.iterdir()

    def fail(*_: object) -> None:
        raise AssertionError("made again")

    monkeypatch.setattr(stores, "_write_cache", fail)
    monkeypatch.setattr(stores, "load_graphs", fail)
    assert len(open_graphs(data)) == size
    assert list(cache.iterdir()) == [made]


def test_changed_graph_has_another_cache_and_old_ones_go(data: Data, cache: Path) -> None:
    guidance = edition_folder(data) / "guidance.ttl"
    for number in range(4):
        guidance.write_bytes(guidance.read_bytes() + f"<urn:a> <urn:b> {number} .\n".encode())
        store = open_graphs(data)
        assert sum(1 for quad in store if quad.subject.value == "urn:a") == number + 1
    assert len(list(cache.iterdir())) == stores.KEPT_CACHES


def test_change_that_keeps_length_and_times_is_noticed(data: Data, cache: Path) -> None:
    guidance = edition_folder(data) / "guidance.ttl"
    text, times = guidance.read_bytes(), guidance.stat()
    for number in (b"1", b"2"):
        guidance.write_bytes(text + b"<urn:a> <urn:b> " + number + b" .\n")
        os.utime(guidance, ns=(times.st_atime_ns, times.st_mtime_ns))
        (quad,) = (quad for quad in open_graphs(data) if quad.subject.value == "urn:a")
        assert quad.object.value == number.decode()


def test_cache_that_cannot_be_written_means_memory(data: Data, cache: Path) -> None:
    cache.parent.mkdir(parents=True)
    cache.write_text("in the way", encoding="utf-8")
    assert "dunmore/2020" in names(open_graphs(data))
    assert cache.read_text(encoding="utf-8") == "in the way"


def test_cache_that_is_broken_means_memory(data: Data, cache: Path) -> None:
    open_graphs(data)
    (made,) = cache.iterdir()
    (made / "CURRENT").write_text("nonsense", encoding="utf-8")
    assert "dunmore/2020" in names(open_graphs(data))


def test_opened_graphs_are_read_only(data: Data, cache: Path) -> None:
    store = open_graphs(data)
    with pytest.raises(RuntimeError, match="only possible on read-write"):
        store.clear()


def test_built_graph_that_was_spoilt_is_named_with_its_line(data: Data, cache: Path) -> None:
    guidance = edition_folder(data) / "guidance.ttl"
    guidance.write_bytes(b"<urn:a> <urn:b>\n  oops .\n")
    with pytest.raises(
        StoreProblem, match=r"guidance\.ttl:2: is not valid Turtle: .*; run `needgraph build` to write it"
    ):
        open_graphs(data)
    assert list(cache.iterdir()) == []


def test_written_store_is_opened_again(data: Data, tmp_path: Path) -> None:
    folder = tmp_path / "new" / "store"
    count = write_store(data.graph_files(), folder)
    store = open_store(folder)
    assert len(store) == count > 500
    assert names(store) == names(load_graphs(data.graph_files()))
    assert [path.name for path in folder.parent.iterdir()] == ["store"]


def test_stores_of_the_same_graphs_have_their_digest_until_something_else_is_written(
    data: Data, tmp_path: Path
) -> None:
    for name in ("one", "two"):
        write_store(data.graph_files(), tmp_path / name)
        open_store(tmp_path / name)
        assert digest_of_store(tmp_path / name) == digest_of(data.graph_files())
    shutil.copytree(tmp_path / "one", tmp_path / "copy")
    assert digest_of_store(tmp_path / "copy") == digest_of(data.graph_files())
    thing = NamedNode("http://example.org/thing")
    written = Store(str(tmp_path / "two"))
    written.add(Quad(thing, thing, thing))
    del written
    assert digest_of_store(tmp_path / "two") != digest_of(data.graph_files())


def test_empty_folder_may_become_a_store(data: Data, tmp_path: Path) -> None:
    (tmp_path / "store").mkdir()
    assert write_store(data.graph_files(), tmp_path / "store")


def test_folder_with_something_in_it_is_refused(data: Data, tmp_path: Path) -> None:
    before = everything_in(tmp_path)
    with pytest.raises(StoreProblem, match="graphs: is not empty; name a folder that does not exist yet"):
        write_store(data.graph_files(), data.folder)
    with pytest.raises(StoreProblem, match=r"dunmore\.txt: is not empty"):
        write_store(data.graph_files(), tmp_path / "dunmore.txt")
    assert everything_in(tmp_path) == before


def test_store_that_fails_halfway_leaves_nothing(data: Data, tmp_path: Path) -> None:
    (edition_folder(data) / "guidance.ttl").write_bytes(b"oops")
    with pytest.raises(StoreProblem):
        write_store(data.graph_files(), tmp_path / "store")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["dunmore.txt", "graphs"]


def test_folder_that_is_no_store_is_refused(tmp_path: Path) -> None:
    with pytest.raises(StoreProblem, match="holds no store; write one with `needgraph load "):
        open_store(tmp_path)
    (tmp_path / "CURRENT").write_text("nonsense", encoding="utf-8")
    with pytest.raises(StoreProblem, match="cannot be opened"):
        open_store(tmp_path)


TRIPLE = {
    "a.ttl": "@prefix e: <http://e/> . e:a e:b e:c .",
    "a.nt": "<http://e/a> <http://e/b> <http://e/c> .\n",
    "a.NT": "<http://e/a> <http://e/b> <http://e/c> .\n",
    "a.jsonld": '{"@id": "http://e/a", "http://e/b": {"@id": "http://e/c"}}',
    "a.rdf": '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:e="http://e/">'
    '<rdf:Description rdf:about="http://e/a"><e:b rdf:resource="http://e/c"/></rdf:Description></rdf:RDF>',
}


@pytest.mark.parametrize("name", TRIPLE)
def test_file_without_graphs_goes_into_the_default_graph(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text(TRIPLE[name], encoding="utf-8")
    (quad,) = load_files([tmp_path / name])
    assert str(quad.triple) == "<http://e/a> <http://e/b> <http://e/c>"
    assert str(quad.graph_name) == "DEFAULT"


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.trig", "<http://e/g> { <http://e/a> <http://e/b> 1 }"),
        ("a.nq", '<http://e/a> <http://e/b> "1" <http://e/g> .'),
    ],
)
def test_file_with_graphs_keeps_them(tmp_path: Path, name: str, text: str) -> None:
    (tmp_path / name).write_text(text, encoding="utf-8")
    (quad,) = load_files([tmp_path / name])
    assert str(quad.graph_name) == "<http://e/g>"


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("a.ttl", b"<http://e/a> <http://e/b> 1 .\noops .\n", "a.ttl:2: is not valid Turtle: "),
        ("a.nq", b"\n\n<http://e/a> .\n", "a.nq:3: is not valid N-Quads: "),
        ("a.jsonld", b'{"@id": \n 7}', "a.jsonld: is not valid JSON-LD: "),
        ("a.jsonld", b'{"@context": "http://127.0.0.1:9/c"}', "a.jsonld: takes its context from 'http:"),
        ("a.rdf", b"<a>\n<b></a>", "a.rdf:2: is not valid XML: "),
        ("a.rdf", b'<!DOCTYPE a [<!ENTITY b "c">]><a/>', "a.rdf: has a DOCTYPE; remove it, entities are not expanded"),
        ("a.ttl", b"<http://e/caf\xe9>", "a.ttl:1: byte 0xe9 is not UTF-8"),
        ("a.ttl", b"\n" + b"(" * 5000, "a.ttl:2:101: brackets are nested deeper than 100"),
        (
            "a.txt",
            b"",
            "a.txt: is not an RDF file I know; the extensions are .ttl .nt .nq .trig .rdf .xml .owl .jsonld",
        ),
    ],
)
def test_file_that_cannot_be_parsed_is_named_with_its_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, content: bytes, message: str
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / name).write_bytes(content)
    with pytest.raises(NeedgraphError) as caught:
        load_files([tmp_path / name])
    assert str(caught.value).startswith(message)
