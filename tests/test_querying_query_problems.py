"""A query that cannot be read is answered with the line, the column and what is the matter there."""

from __future__ import annotations

import pyoxigraph
import pytest

from needgraph.querying.query_problems import syntax_problem


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
        ("ASK {\n  FILTER(ex:f(1))\n}", "query:2:10: the prefix ex: is not declared"),
        ("PREFIX ex: <x:>\nASK { ex:a :b 1 }", "query:2:12: the prefix : is not declared"),
        ("SELECT ?x { ?x ?y ?z } GROUP BY ?y", "query:1:35: The SELECT contains a variable that is unbound"),
        ("SELECT * { ?s ?p ?o } GROUP BY ?s", "query:1:34: SELECT * is not authorized with GROUP BY"),
    ],
)
def test_problem_names_its_place(query: str, message: str) -> None:
    with pytest.raises(SyntaxError) as caught:
        pyoxigraph.Store().query(query)
    assert syntax_problem(str(caught.value.msg), query) == message


def test_names_in_texts_addresses_and_comments_need_no_prefix() -> None:
    said = syntax_problem("error at 1:1: expected ASK", "'ex:a' <ex:b> # ex:c\n _:d ?e")
    assert said == "query:1:1: is no SPARQL query from here on; expected ASK"


def test_what_is_none_of_the_standard_or_refused_is_never_proposed() -> None:
    assert "LATERAL" not in syntax_problem("error at 1:2: expected one of FILTER, LATERAL, SERVICE", "ASK")
