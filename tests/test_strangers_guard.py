"""What would end the process, change a graph or leave the machine is refused before any parser sees it."""

from __future__ import annotations

import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from needgraph.resources import ONTOLOGY, QUERIES
from needgraph.strangers import guard
from needgraph.strangers.guard import NESTING, QUERY_SIZE, GuardProblem, check_nesting, check_query
from needgraph.strangers.query_text import makes_graph, names_dataset
from needgraph.strangers.query_weight import JOINS, OPERATORS

FILES = sorted(QUERIES.rglob("*.rq"))
SERVICE = "SERVICE <http://127.0.0.1:9/> { ?x ?y ?z }"
EX = "PREFIX ex: <http://example.org/> "
# What may stand in a list, with no space between one and the next.
ITEMS = ("()", "[]", "[?p 1]", "<a:b>", "?a", "''", '"a"@en', "true", ".1", "1e0.1 ", "_:a ")


@pytest.mark.parametrize("path", FILES, ids=[path.stem for path in FILES])
def test_every_query_of_ours_passes(path: Path) -> None:
    check_query(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize(("opening", "closing"), [("(", ")"), ("[", "]"), ("{", "}")])
def test_nesting_is_allowed_to_the_limit_and_not_beyond(opening: str, closing: str) -> None:
    check_nesting(opening * NESTING + closing * NESTING, "a")
    with pytest.raises(GuardProblem, match=r"^a:1:101: brackets are nested deeper than 100; write it flatter$"):
        check_nesting(opening * (NESTING + 1), "a")


def test_line_of_the_bracket_is_named() -> None:
    with pytest.raises(GuardProblem, match=r"^shapes\.ttl:3:101: "):
        check_nesting("\n\n" + "(" * 5000, "shapes.ttl")


def test_many_brackets_side_by_side_are_no_nesting() -> None:
    check_nesting("()" * 5000, "a")
    check_nesting(ONTOLOGY.read_text(encoding="utf-8"), "a")


@pytest.mark.parametrize("end", ["\r", "\r\n", "\n", "\\u000D", "\\u000A"])
def test_comment_hides_nothing_behind_the_end_of_its_line(end: str) -> None:
    for text in (f"SELECT * {{ #{end}{SERVICE} }}", f"ASK {{ ?s ?p ?o }} #{end}LOAD <http://example.org/x>"):
        with pytest.raises(GuardProblem) as refused:
            check_query(text)
        assert refused.value.status == 403
    with pytest.raises(GuardProblem, match="nested deeper"):
        check_query(f"SELECT ( #{end}" + "(" * 5000)
    with pytest.raises(GuardProblem, match="nested deeper"):
        check_nesting(f"#{end}" + "[" * 5000, "a.ttl")
    # To a parser for which only a line feed ends a comment, the three quotes are none.
    with pytest.raises(GuardProblem, match="SERVICE"):
        check_query(f"SELECT * {{ #\r'''\n{SERVICE} #'''\n }}")


@pytest.mark.parametrize("end", ["\r", "\r\n", "\n"])
def test_graphs_named_behind_a_comment_are_seen(end: str) -> None:
    assert names_dataset(f"SELECT * # one graph{end}FROM <http://example.org/g>{end}{{ ?s ?p ?o }}")
    assert makes_graph(f"# select{end}CONSTRUCT WHERE {{ ?s ?p ?o }}")


@pytest.mark.parametrize(
    ("line", "says"), [("\r", "SERVICE would leave"), ("\n", "1:15: a string begins here"), ("\r\n", "1:15: a string")]
)
def test_string_that_runs_on_past_its_line_hides_nothing(line: str, says: str) -> None:
    with pytest.raises(GuardProblem, match=says):
        check_query(f'SELECT * {{ ?s "{line}" {SERVICE} #" }}')


@pytest.mark.parametrize("name", ["load", "insert", "with", "my-service", "Add"])
def test_prefix_may_be_called_as_it_likes(name: str) -> None:
    check_query(f"PREFIX {name}: <http://example.org/> SELECT * {{ ?s {name}:x ?o }}")


@pytest.mark.parametrize("text", ["LOAD :x", "LOAD <x>", "PREFIX : <http://example.org/> LOAD :x", "1-SERVICE<x>{}"])
def test_keyword_before_a_name_is_still_one(text: str) -> None:
    with pytest.raises(GuardProblem) as refused:
        check_query(text)
    assert refused.value.status == 403


@pytest.mark.parametrize("quiet", ['"%s"', "'%s'", '"""%s"""', "'''%s'''", "#%s\n", "<http://example.org/%s>"])
def test_brackets_and_words_inside_strings_addresses_and_comments_mean_nothing(quiet: str) -> None:
    check_nesting(quiet % ("(" * 200), "a")
    check_query("ASK { ?s ?p ?o } " + quiet % ("(" * 200))
    check_query("ASK { ?s ?p ?o } " + quiet % "INSERT{}SERVICE<x" if "<" not in quiet else "ASK {}")


@pytest.mark.parametrize(
    "text",
    [
        "ASK { ?service ?insert $delete }",
        EX + "ASK { ex:SERVICE ex:insert ex:a.service ; ex:with-service 1 }",
        "PREFIX need: <https://w3id.org/needgraph/def#> ASK { ?s a need:Service }",
        "ASK { <http://example.org/SERVICE> <http://example.org/INSERT> 'DELETE { x }' }",
        'ASK { ?s ?p """LOAD <x> SERVICE <x>""" } # DROP GRAPH <x>\n',
        "ASK { ?s ?p 'a'@service }",
        r"ASK { ?s ?p 'it\'s SERVICE <x>' }",
        EX + r"ASK { ?s ex:it\'s 1 }",
        "ASK { ?s ?p ?o FILTER(?o < 3 && 3 > ?o) }",
        "ASK { ?s ?p ?o FILTER(?o<3&&?o>1) }",
    ],
)
def test_words_in_names_strings_and_addresses_are_not_refused(text: str) -> None:
    check_query(text)


@pytest.mark.parametrize("path", FILES, ids=[path.stem for path in FILES])
def test_query_that_is_let_through_at_once_passes_the_closer_look(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guard, "_is_harmless", lambda text, nesting: False)
    check_query(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * { " + SERVICE + " }",
        "SELECT * { service silent <http://127.0.0.1:9/> {} }",
        "SELECT * { SERVICESILENT<http://127.0.0.1:9/>{} }",
        "SELECT * { SERVICE#c\n<http://127.0.0.1:9/> {} }",
        "SELECT * { SERVICE?x {} }",
        "PREFIX : <http://127.0.0.1:9/> SELECT * { SERVICE:a {} }",
        "SELECT * { ?s ?p ?o." + SERVICE + " }",
        "SELECT * { ?s ?p 1" + SERVICE + " }",
        "SELECT * { ?s ?p 1." + SERVICE + " }",
        "SELECT * { ?s ?p true" + SERVICE + " }",
        r"SELECT * { \u0053ERVICE <http://127.0.0.1:9/> {} }",
        r"SELECT * { \U00000053ERVICE <http://127.0.0.1:9/> {} }",
        # An escape that makes one reader see a string end where another does not.
        rf"SELECT * {{ FILTER(?a = 'a\u005c') {SERVICE} FILTER('' = '') }}",
        # A quotation mark and a hash inside a name, which open neither string nor comment.
        EX + rf"SELECT * {{ ?s ex:it\'s ?a {SERVICE} FILTER('' = '') }}",
        EX + rf"SELECT * {{ ?s ex:a\# ?a . {SERVICE} }}",
    ],
)
def test_service_is_refused_however_it_is_written(text: str) -> None:
    with pytest.raises(GuardProblem, match=r"^query(:\d+:\d+)?: SERVICE would leave this machine"):
        check_query(text)


@pytest.mark.parametrize(
    "text",
    [
        f"SELECT * {{ FILTER(?a<'x>') {SERVICE} FILTER('' = '') }}",
        f'SELECT * {{ FILTER(?a<ex:b#>"""\n) {SERVICE} FILTER("" = """""") }}',
        "SELECT * { FILTER(?a<" + "(" * 5000 + "1" + ")" * 5000 + "&&2>1) }",
    ],
)
def test_comparison_that_looks_like_an_address_is_refused(text: str) -> None:
    with pytest.raises(GuardProblem, match="is an address or a comparison; write the address in full, or a space"):
        check_query(text)


@given(
    st.text(st.sampled_from("?$:_-.\"'<># \n{(;1x")),
    st.sampled_from(["LOAD", "WITH", "SERVICE"]),
    st.text("?:\"'<#{( \n"),
)
def test_look_from_afar_lets_no_update_through_and_no_service(before: str, word: str, after: str) -> None:
    text = f"{before}{word}{after}"
    forbidden: list[GuardProblem] = []
    try:
        guard._check_reading(text, "query", NESTING, placed=True)
    except GuardProblem as refused:
        # Whether it holds an address or a comparison does not matter where it can hold neither keyword.
        forbidden += [refused] if refused.status == 403 else []
    assert not (forbidden and guard._is_harmless(text, NESTING))


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("INSERT DATA { <a> <b> <c> }", "INSERT"),
        ("delete where { ?s ?p ?o }", "DELETE"),
        ("PREFIX : <http://example.org/> CLEAR ALL", "CLEAR"),
        ("DROP GRAPH <http://example.org/>", "DROP"),
        ("LOAD <http://example.org/>", "LOAD"),
        (r"\u0049NSERT DATA { <a> <b> <c> }", "INSERT"),
        ("ASK { ?s ?p '' } ; DELETE { ?s ?p ?o } WHERE {}", "DELETE"),
        ("WITH <http://example.org/> DELETE { ?s ?p ?o } WHERE {}", "WITH"),
    ],
)
def test_update_is_refused_with_what_to_do_instead(text: str, word: str) -> None:
    with pytest.raises(
        GuardProblem, match=rf"^a\.rq(:\d+:\d+)?: {word} is an update, and graphs are only read; change the tables"
    ):
        check_query(text, "a.rq")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("SELECT (" + "!" * 5000 + "1 AS ?x) {}", "query:1:9: more than 20 signs in a row begin here"),
        ("SELECT (" + "- " * 5000 + "1 AS ?x) {}", "query:1:9: more than 20 signs in a row begin here"),
        ("SELECT (" + "!#\n" * 500 + "1 AS ?x) {}", "query:1:9: more than 20 signs in a row begin here"),
        ("SELECT (" + "1+" * 9000 + "1 AS ?x) {}", "has more than 1,000 operators and clauses; split it"),
        ("SELECT * { {}" + "UNION{}" * 9000 + " }", "has more than 1,000 operators and clauses"),
        ("SELECT * { " + "OPTIONAL{}" * 9000 + " }", "has more than 1,000 operators and clauses"),
        ("SELECT * { " + "BIND(1 AS ?a)" * 5000 + " }", "has more than 1,000 operators and clauses"),
        ("SELECT * { ?s ?p ?o" + ",?o" * 30000 + " }", "has more than 6,000 triples, groups"),
        (
            "SELECT * { ?s ?p ?o } HAVING " + "(1)" * 10000,
            "query:1:3030: has more than 1,000 expressions in GROUP BY",
        ),
        (
            "SELECT * { ?s ?p ?o } HAVING " + "STR(?s)" * 10000,
            "has more than 1,000 expressions in GROUP BY",
        ),
        (
            "SELECT * { ?s ?p ?o } ORDER BY " + "(1)" * 10000,
            "has more than 1,000 expressions in GROUP BY",
        ),
        (
            "SELECT (1 AS ?x) { ?s ?p ?o } GROUP BY " + "(1)" * 10000,
            "has more than 1,000 expressions in GROUP BY",
        ),
        (
            "SELECT (1 AS ?x) { ?s ?p ?o } GROUP BY " + "STR(?s)" * 10000,
            "has more than 1,000 expressions in GROUP BY",
        ),
        ("DESCRIBE " + "<a:b>" * 10000, "query:1:5010: has more than 1,000 things to describe"),
        (EX + "DESCRIBE " + "ex:b " * 10000, "has more than 1,000 things to describe"),
        ("SELECT * { ?s ?p ?o " + "~ " * 10000 + " }", "query:1:2019: has more than 1,000 operators and clauses"),
        (
            "SELECT * { ?s ?p (" + "1 " * 10000 + ") }",
            "query:1:6019: has more than 6,000 triples, groups",
        ),
        *(("SELECT * { ?s ?p (" + item * 10000 + ") }", "has more than 6,000 triples, groups") for item in ITEMS),
        ("SELECT * { " + "?s ?p 1,1." * 5000 + " }", "has more than 6,000 triples, groups"),
        ("SELECT * { " + "?s ?p (1 1 1)." * 1500 + " }", "has more than 6,000 triples, groups"),
        ("SELECT * { ?s " + "<a:b>|" * 8200 + "<a:b> ?o }", "has more than 1,000 operators and clauses"),
        ("SELECT * { ?s !(" + "^<a:b>|" * 8200 + "<a:b>) ?o }", "has more than 1,000 operators and clauses"),
        ("SELECT * { ?s " + "^<a:b>" * 12000 + " ?o }", "query:1:15: more than 20 signs in a row"),
        (
            "SELECT * { " + "?s ?p ?o." * 9000 + " }",
            "query:1:54011: has more than 6,000 triples, groups",
        ),
        ("SELECT * { " + "{?s ?p ?o}" * 9000 + " }", "has more than 6,000 triples, groups"),
        ("SELECT * { " + "<<" * 5000 + " }", "brackets are nested deeper than 100"),
        ("SELECT ((" + "(" * 5000 + ") AS ?x) {}", "brackets are nested deeper than 100"),
        (EX + "SELECT (" + r"(ex:\)+" * 5000 + "1" + ")" * 5000 + " AS ?x) {}", "brackets are nested deeper"),
        ("#" * (QUERY_SIZE + 1), "is longer than 100,000 characters; split it"),
    ],
    ids=lambda text: text[:20],
)
def test_what_would_end_the_process_is_refused(text: str, message: str) -> None:
    with pytest.raises(GuardProblem, match=message):
        check_query(text)


def test_rows_and_datatypes_in_thousands_are_allowed() -> None:
    check_query("SELECT * { VALUES (?a ?b) { " + "(1 UNDEF)" * 9000 + " } } HAVING (1) ORDER BY (?a)")
    check_query("SELECT * { ?s ?p ?o } ORDER BY (?s) VALUES (?s) { " + "(1.5)" * 9000 + " }")
    check_query(EX + "SELECT * { VALUES ?x { " + "'1'^^ex:a " * 5000 + "} }")
    check_query("ASK { FILTER(" + "?a || " * 600 + "?b) }")
    check_query("ASK { FILTER(?a IN (" + "?a, " * 5900 + "?b)) }")


def test_place_is_that_of_the_text_or_none() -> None:
    with pytest.raises(GuardProblem, match=r"^a\.rq:2:3: SERVICE would leave"):
        check_query(f"SELECT * {{\n  {SERVICE} }}", "a.rq")
    with pytest.raises(GuardProblem, match=r"^a\.rq: SERVICE would leave"):
        check_query(f"SELECT * {{\n  \\u0053{SERVICE[1:]} }}", "a.rq")


def test_queries_at_the_limits_are_answered() -> None:
    queries = [
        "SELECT (" + "(" * (NESTING - 1) + "1" + ")" * (NESTING - 1) + " AS ?x) {}",
        "SELECT (" + "1+" * (OPERATORS - 1) + "1 AS ?x) {}",
        "SELECT * { {}" + "UNION{}" * (OPERATORS - 1) + " }",
        "SELECT * { FILTER(1 IN (" + "1," * (JOINS - 10) + "1)) }",
        "DESCRIBE " + "<a:b>" * OPERATORS,
        "SELECT (1 AS ?x) { ?s ?p ?o } GROUP BY " + "(1)" * OPERATORS,
        "SELECT (" + "!" * 19 + "1 AS ?x) {}",
        "SELECT * { ?s ?p ?o } HAVING " + "(1)" * OPERATORS,
        "SELECT * { ?s ?p ?o } ORDER BY " + "(1)" * OPERATORS,
        "SELECT * { ?s " + "<a:b>|" * (OPERATORS - 1) + "<a:b> ?o }",
    ]
    program = "import sys, pyoxigraph\nfor query in sys.stdin: list(pyoxigraph.Store().query(query))"
    for text in queries:
        check_query(text)
    subprocess.run([sys.executable, "-c", program], input="\n".join(queries), text=True, check=True, timeout=60)


@given(st.text(st.sampled_from("\"'\\<>#\n()[]{} aSERVICE?:.u0"), max_size=60))
def test_guard_answers_or_refuses_whatever_it_reads(text: str) -> None:
    with suppress(GuardProblem):
        check_query(text)


def test_hyphens_inside_names_are_no_operators() -> None:
    check_query(EX + "SELECT * { VALUES ?x { " + "ex:a-b-c " * 2000 + "} }")


@pytest.mark.parametrize(
    ("text", "graph"),
    [
        ("CONSTRUCT { ?s ?p ?o } { ?s ?p ?o }", True),
        ("# SELECT\ndescribe <http://example.org/construct>", True),
        ("PREFIX construct: <http://example.org/> SELECT ?describe {}", False),
        ("ASK { ?s ?p 'CONSTRUCT' }", False),
        ("", False),
    ],
)
def test_query_that_makes_a_graph_is_told_from_one_that_makes_rows(text: str, graph: bool) -> None:
    assert makes_graph(text) is graph
