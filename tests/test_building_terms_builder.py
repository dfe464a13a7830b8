"""terms.py is built from the ontology, so that no address is typed in Python."""

from __future__ import annotations

from pathlib import Path

import pytest
from pyoxigraph import NamedNode

from needgraph import terms
from needgraph.building.terms_builder import TERMS, ontology_rows, terms_files
from needgraph.resources import ONTOLOGY


def test_committed_terms_are_current() -> None:
    assert TERMS.read_bytes() == terms_files()[TERMS]


def test_attribute_is_the_node_of_its_name() -> None:
    assert NamedNode("https://w3id.org/needgraph/def#isAtLevel") == terms.NEED.isAtLevel
    assert NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type") == terms.RDF.type


def test_every_term_of_ours_has_an_attribute() -> None:
    ours = [row[0] for row in ontology_rows("terms", ONTOLOGY) if row[0].startswith(terms.PREFIXES["need"])]
    assert len(ours) > 50
    assert all(hasattr(terms.NEED, iri.partition("#")[2]) for iri in ours)


def test_another_ontology_gives_other_terms(tmp_path: Path) -> None:
    (tmp_path / "a.ttl").write_text(
        "@prefix ex: <http://example.org/> . @prefix owl: <http://www.w3.org/2002/07/owl#> ."
        "@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix need: <https://w3id.org/needgraph/def#> ."
        "@prefix skos: <http://www.w3.org/2004/02/skos/core#> ."
        'ex:declaration sh:prefix "ex" ; sh:namespace "http://example.org/" ; need:rank 1 .'
        'ex:Thing a owl:Class ; skos:definition "A thing." . ex:class a owl:Class ; skos:definition "Kept out." .',
        encoding="utf-8",
    )
    ((_, content),) = terms_files(tmp_path / "a.ttl").items()
    text = content.decode()
    assert '    "ex": "http://example.org/",\n' in text
    assert 'class EX:\n    """Terms of http://example.org/."""\n' in text
    assert '    Thing: Final = NamedNode("http://example.org/Thing")\n' in text
    # `class` is a word of Python and cannot be an attribute.
    assert "class: Final" not in text


def test_query_that_is_missing_is_named() -> None:
    with pytest.raises(Exception, match=r"nothing\.rq: there is no such file"):
        ontology_rows("nothing", ONTOLOGY)
