"""The export for Open Referral UK: terms with an id each, their place below others, and the address of the concept."""

from __future__ import annotations

import csv
import io
import json
import uuid
from pathlib import Path

import pytest
from pyoxigraph import Store

from needgraph.publication.taxonomy import taxonomies, taxonomy_files, taxonomy_terms
from needgraph.querying.store import load_graphs
from needgraph.resources import Data, data_at

CONCERN = "https://w3id.org/needgraph/id/concern"


@pytest.fixture(scope="module", params=[Data(Path(__file__).parent / "fixtures" / "graphs"), data_at()])
def store(request: pytest.FixtureRequest) -> Store:
    return load_graphs(request.param.graph_files())


def test_ids_are_uuids_of_the_addresses(store: Store) -> None:
    terms = taxonomy_terms(store).records()
    assert terms
    assert len({term["id"] for term in terms}) == len({term["term_uri"] for term in terms}) == len(terms)
    for term in terms:
        assert term["id"] == str(uuid.uuid5(uuid.NAMESPACE_URL, str(term["term_uri"])))
        assert str(term["term_uri"]).endswith(f"/{term['code']}")


def test_every_term_has_what_the_standard_requires(store: Store) -> None:
    for term in taxonomy_terms(store).records():
        assert term["id"], term
        assert term["name"], term
        assert term["description"], term


def test_parents_and_taxonomies_are_in_the_export(store: Store) -> None:
    terms = taxonomy_terms(store).records()
    known = {term["id"] for term in terms}
    kept = {row["id"]: row for row in taxonomies(store, "1.0").records()}
    assert {term["taxonomy_id"] for term in terms} == set(kept)
    assert {term["parent_id"] for term in terms} <= known | {""}
    assert [row["uri"] for row in kept.values() if row["uri"] == CONCERN]
    assert {row["version"] for row in kept.values()} == {"1.0"}


def test_narrower_concern_stands_below_the_wider_one() -> None:
    terms = {term["code"]: term for term in taxonomy_terms(load_graphs(data_at().graph_files())).records()}
    assert terms["developmental-delay"]["parent_id"] == terms["child-health"]["id"]
    assert terms["child-health"]["parent_id"] == ""
    assert terms["front-door"]["taxonomy"] == "Roles of services and contacts"


def test_json_and_csv_hold_the_same_terms(store: Store) -> None:
    files = taxonomy_files(store, "1.0")
    assert set(files) == {"taxonomies.csv", "taxonomies.json", "taxonomy_terms.csv", "taxonomy_terms.json"}
    rows = list(csv.DictReader(io.StringIO(files["taxonomy_terms.csv"].decode(), newline="")))
    kept = [{key: value for key, value in row.items() if value} for row in rows]
    assert json.loads(files["taxonomy_terms.json"]) == kept
