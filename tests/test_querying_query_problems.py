"""A query that cannot be read is answered with the line, the column and what is the matter there."""

from __future__ import annotations

import pyoxigraph
import pytest

from needgraph.querying.query_problems import syntax_problem

PUT = "put its PREFIX line before the query"


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("", "query:1:1: is no SPARQL query from here on"),
        ("SELEC * {}", "query:1:1: SELEC begins no SPARQL query; expected one of SELECT, ASK, CONSTRUCT, DESCRIBE"),
        (
            "# a\nPREFIX select: <x:y>\nBASE <z:>\n  fetch ?x {}",
            "query:4:3: fetch begins no SPARQL query; expected one of SELECT, ASK, CONSTRUCT, DESCRIBE",
        ),
        ("SELECT ?x {} LIMIT", "query:1:19: is no SPARQL query from here on; expected one of GROUP, ORDER"),
        ("ASK {\n  FILTER(ex:f(1))\n}", f"query:2:10: the prefix ex: is not declared; {PUT}"),
        ("PREFIX ex: <x:>\nASK { ex:a :b 1 }", f"query:2:12: the prefix : is not declared; {PUT}"),
        ("ASK { ?s ?p a.b: }", f"query:1:13: the prefix a.b: is not declared; {PUT}"),
        (
            "SELECT ?x { ?x a need:Indicator }",
            "query:1:18: the prefix need: is not declared; add the line PREFIX need: <https://w3id.org/needgraph/def#>",
        ),
        (
            "# skos:a\nPREFIX need: <x:>\nASK {\n  ?s need:a 'dct:b', <owl:c> ; skos:notation 1 }",
            "query:4:32: the prefix skos: is not declared; "
            "add the line PREFIX skos: <http://www.w3.org/2004/02/skos/core#>",
        ),
        (
            "ASK { ?s a need:A } GROUP BAY ?s",
            "query:1:12: the prefix need: is not declared; add the line PREFIX need: <https://w3id.org/needgraph/def#>",
        ),
        ("SELECT ?x { ?x ?y ?z } GROUP BY ?y", "query:1:35: The SELECT contains a variable that is unbound"),
        ("SELECT * { ?s ?p ?o } GROUP BY ?s", "query:1:34: SELECT * is not authorized with GROUP BY"),
    ],
)
def test_problem_names_its_place(query: str, message: str) -> None:
    with pytest.raises(SyntaxError) as caught:
        pyoxigraph.Store().query(query)
    assert syntax_problem(str(caught.value.msg), query) == message


def test_prefix_behind_the_place_of_the_parser_is_not_what_is_wrong() -> None:
    assert syntax_problem("error at 1:18: expected HAVING", "ASK { ?s ?p ?o } GROOP BY ex:a") == (
        "query:1:18: is no SPARQL query from here on; expected HAVING"
    )


def test_names_in_texts_addresses_and_comments_need_no_prefix() -> None:
    said = syntax_problem("error at 1:1: expected ASK", "'ex:a' <ex:b> # ex:c\n _:d ?e")
    assert said == "query:1:1: is no SPARQL query from here on; expected ASK"


def test_what_is_none_of_the_standard_or_refused_is_never_proposed() -> None:
    assert "LATERAL" not in syntax_problem("error at 1:2: expected one of FILTER, LATERAL, SERVICE", "ASK")
