"""Turtle is the same to the byte, pleasant to read, and says what went in."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, RdfFormat, parse

from needgraph.describing import Triple
from needgraph.terms import PREFIXES, RDF, SKOS, XSD
from needgraph.turtle import write_turtle

EX = "https://example.org/"
TEXTS = st.text(st.sampled_from("a .;\n\t\"'\\<>@^#:é😀\u2028"), max_size=12)
NODES = st.sampled_from([NamedNode(EX + name) for name in ("a", "b/c", "d.", "e-f")])
OBJECTS = NODES | st.builds(Literal, TEXTS) | st.builds(lambda text: Literal(text, language="en"), TEXTS)


def read(turtle: bytes) -> list[Triple]:
    return [Triple(*quad.triple) for quad in parse(turtle, format=RdfFormat.TURTLE)]


@given(st.lists(st.builds(Triple, NODES, NODES, OBJECTS), max_size=8))
@settings(max_examples=80, deadline=None)
def test_what_is_written_says_what_went_in(triples: list[Triple]) -> None:
    triples.sort(key=lambda triple: str(triple.subject))
    turtle = write_turtle(triples, PREFIXES | {"ex": EX}, "A comment.")
    assert set(read(turtle)) == set(triples)
    assert turtle == write_turtle(triples, PREFIXES | {"ex": EX}, "A comment.")


def test_subjects_stand_apart_in_the_order_given_with_their_lines_indented() -> None:
    first, second = NamedNode(EX + "z"), NamedNode(EX + "a")
    triples = [
        Triple(first, RDF.type, SKOS.Concept),
        Triple(first, SKOS.prefLabel, Literal("One. \n\tTwo .\n", language="en")),
        Triple(second, RDF.type, SKOS.Concept),
    ]
    assert write_turtle(triples, PREFIXES | {"ex": EX}, "Built.").decode() == (
        "# Built.\n"
        "\n"
        "@prefix skos: <http://www.w3.org/2004/02/skos/core#> .\n"
        "@prefix ex: <https://example.org/> .\n"
        "\n"
        "ex:z a skos:Concept ;\n"
        '    skos:prefLabel "One. \\n\\tTwo .\\n"@en .\n'
        "\n"
        "ex:a a skos:Concept .\n"
    )


def test_only_prefixes_in_use_are_declared_datatypes_among_them() -> None:
    node = NamedNode("urn:a")
    turtle = write_turtle([Triple(node, RDF.type, Literal("2026-11-20", datatype=XSD.date))], PREFIXES).decode()
    assert "@prefix xsd:" in turtle
    assert "@prefix skos:" not in turtle


def test_no_triples_give_an_empty_graph() -> None:
    assert read(write_turtle([], PREFIXES, "Nothing.")) == []
