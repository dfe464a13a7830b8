"""One thing is shown with everything about it, and framed JSON-LD says exactly the same triples."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from pyoxigraph import RdfFormat, Store, parse

from needgraph.cli import main
from needgraph.querying.showing import (
    ShowProblem,
    as_framed,
    as_ntriples,
    as_rows,
    as_turtle,
    curie,
    triples_about,
    whole_id,
)
from needgraph.querying.store import load_graphs
from needgraph.resources import Data
from small import small_graphs

IDS = [
    "dunmore/2020", "dunmore/2020/level/1", "dunmore/2020/d0005", "dunmore/2020/d0006", "dunmore/2020/d0008",
    "dunmore/2020/rule/c1", "dunmore/2020/criterion/r0001", "dunmore/2020/contact/desk", "dunmore/2020/note/n01",
    "tier/0", "kind", "organisation/halton-bc", "http://www.legislation.gov.uk/id/ukpga/1989/41/section/17",
    "https://w3id.org/needgraph/def#Indicator", "guidance/wt/2018",
]  # fmt: skip


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Data:
    return small_graphs(tmp_path_factory.mktemp("small"))


@pytest.fixture(scope="module")
def store(data: Data) -> Store:
    return load_graphs(data.graph_files())


def framed(store: Store, identifier: str) -> dict[str, object]:
    document: dict[str, object] = json.loads(as_framed(triples_about(store, identifier), identifier))
    return document


@pytest.mark.parametrize("identifier", IDS)
def test_framed_json_ld_says_exactly_the_same_triples(store: Store, identifier: str) -> None:
    document = framed(store, identifier)
    # What it needs of the context stands in it: the parser loads nothing from the network.
    assert isinstance(document["@context"], dict)
    back = {quad.triple for quad in parse(json.dumps(document), format=RdfFormat.JSON_LD)}
    assert back == set(triples_about(store, identifier))


def test_thing_stands_at_the_top_with_what_points_to_it_reversed(store: Store) -> None:
    document = framed(store, "dunmore/2020/level/1")
    assert document["id"] == "dunmore/2020/level/1"
    assert document["type"] == ["Concept", "Level"]
    reverse = document["@reverse"]
    assert isinstance(reverse, dict)
    placed = reverse["isAtLevel"]
    assert {"id": "dunmore/2020/d0005", "prefLabel": "Late at times"} in placed
    assert document["isPlacedOnTier"] == {"id": "tier/0", "prefLabel": "universal"}


def test_triples_begin_with_type_and_label_and_stand_once(store: Store) -> None:
    triples = triples_about(store, "dunmore/2020/d0005")
    assert [curie(triple.predicate.value) for triple in triples[:4]] == ["rdf:type"] * 3 + ["skos:prefLabel"]
    assert len(triples) == len(set(triples))


@pytest.mark.parametrize(("write", "form"), [(as_turtle, RdfFormat.TURTLE), (as_ntriples, RdfFormat.N_TRIPLES)])
def test_turtle_and_ntriples_say_the_same(store: Store, write: object, form: RdfFormat) -> None:
    triples = triples_about(store, "tier/0")
    assert callable(write)
    assert {quad.triple for quad in parse(write(triples), format=form)} == set(triples)


def test_rows_point_both_ways_and_name_the_other_end(store: Store) -> None:
    rows = as_rows(triples_about(store, "dunmore/2020/level/1"), "dunmore/2020/level/1").rows
    assert ("→", "need:isPlacedOnTier", "universal (tier/0)") in rows
    assert ("←", "need:isAtLevel", "Late at times (dunmore/2020/d0005)") in rows


def test_unknown_id_is_said(store: Store) -> None:
    with pytest.raises(ShowProblem, match="dunmore/2020/d0099: the graphs say nothing of it; find ids with"):
        triples_about(store, "dunmore/2020/d0099")


@pytest.mark.parametrize("form", ["table", "json", "turtle", "ntriples"])
def test_command_shows_in_each_format(data: Data, capsys: pytest.CaptureFixture[str], form: str) -> None:
    assert main(["show", "dunmore/2020/d0005", "--format", form, "--data", str(data.folder)]) == 0
    assert "Late now and then" in capsys.readouterr().out


@pytest.mark.parametrize("identifier", ["a b", "http://[", "nothing/here", ""])
def test_command_answers_what_is_no_id_with_2(data: Data, capsys: pytest.CaptureFixture[str], identifier: str) -> None:
    assert main(["show", identifier, "--data", str(data.folder)]) == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    assert printed.err.count("\n") == 1
    assert "fault of its own" not in printed.err


def test_loaded_file_can_be_shown(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a.ttl").write_text("<http://e/a> <http://e/b> 'c' .", encoding="utf-8")
    assert main(["show", "http://e/a", "--load", str(tmp_path / "a.ttl")]) == 0
    assert "http://e/b" in capsys.readouterr().out


def test_id_of_one_edition_may_be_given_without_it(store: Store) -> None:
    assert whole_id(store, "d0005") == "dunmore/2020/d0005"
    for whole in ("dunmore/2020/d0005", "tier/0", "https://w3id.org/needgraph/def#Indicator", "nothing", "a b"):
        assert whole_id(store, whole) == whole


def test_id_that_several_editions_have_is_not_guessed(store: Store) -> None:
    text = """
        <https://w3id.org/needgraph/id/a/1> a <https://w3id.org/needgraph/def#Edition> .
        <https://w3id.org/needgraph/id/b/2> a <https://w3id.org/needgraph/def#Edition> .
        <https://w3id.org/needgraph/id/a/1/x1> a <https://w3id.org/needgraph/def#Statement> .
        <https://w3id.org/needgraph/id/b/2/x1> a <https://w3id.org/needgraph/def#Statement> .
    """
    both = Store()
    both.extend(parse(text, format=RdfFormat.TURTLE))
    with pytest.raises(ShowProblem, match=r"^x1: several editions have it; choose a/1/x1 or b/2/x1$"):
        whole_id(both, "x1")
