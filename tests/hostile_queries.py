# ruff: noqa: E501 - one case a line
"""Queries that would end, fill, stop or leave a server with no limits, and what each is answered."""

from __future__ import annotations

from typing import NamedTuple

EX = "PREFIX ex: <http://example.org/> "
# Four times every triple: more rows than can be counted in the time there is.
CROSS = "?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l"
ENDLESS = f"SELECT (COUNT(*) AS ?n) {{ {CROSS} }}"


class HostileQuery(NamedTuple):
    """A query with the statuses that are right for it."""

    name: str
    text: str
    expected: tuple[str, ...]


def _q(name: str, text: str, *expected: str) -> HostileQuery:
    return HostileQuery(name, text, expected)


def _doubled(times: int) -> str:
    return " ".join(f"BIND(CONCAT(?v{i}, ?v{i}) AS ?v{i + 1})" for i in range(times))


NESTED = [
    _q("5,000 round brackets", "SELECT (" + "(" * 5000 + "1" + ")" * 5000 + " AS ?x) {}", "400"),
    _q("5,000 round brackets, none closed", "SELECT (" + "(" * 5000, "400"),
    _q("1,000 braces", "SELECT * " + "{" * 1000 + "}" * 1000, "400"),
    _q("5,000 square brackets", "SELECT * { " + "[ ?p " * 5000 + "1" + "]" * 5000 + " ?p ?o }", "400"),
    _q("5,000 lists", "SELECT * { " + "(" * 5000 + ")" * 5000 + " ?p ?o }", "400"),
    _q("5,000 quoted triples", "SELECT * { " + "<<" * 5000 + " }", "400"),
    _q("brackets after an escaped one", EX + "SELECT (" + r"(ex:\)+" * 3000 + "1" + ")" * 3000 + " AS ?x) {}", "400"),
    _q("brackets written as escapes", "SELECT (" + r"\u0028" * 5000 + "1 AS ?x) {}", "400"),
    _q("brackets behind a comparison", "SELECT * { FILTER(?a<" + "(" * 5000 + "1" + ")" * 5000 + "&&2>1) }", "400"),
    _q("brackets behind an open text", "SELECT * { ?s ?p '" + "\n" + "(" * 5000 + "}", "400"),
    _q("brackets in a text", "ASK { FILTER('" + "(" * 5000 + "' != '') }", "200"),
    _q("brackets in a comment", "ASK {} #" + "(" * 5000, "200"),
    _q("99 groups", "ASK " + "{" * 99 + "}" * 99, "200"),
    _q("99 queries one in the other", "SELECT * {" + "{ SELECT * {" * 99 + "}}" * 99 + "}", "400"),
    _q("48 queries one in the other", "SELECT * {" + "{ SELECT * {" * 48 + "}}" * 48 + "}", "200"),
    _q("5,000 negations", "SELECT (" + "!" * 5000 + "1 AS ?x) {}", "400"),
    _q("5,000 signs, apart", "SELECT (" + "- " * 5000 + "1 AS ?x) {}", "400"),
    _q("9,000 sums", "SELECT (" + "1+" * 9000 + "1 AS ?x) {}", "400"),
    _q("9,000 unions", "SELECT * { {}" + "UNION{}" * 9000 + " }", "400"),
    _q("9,000 optionals", "SELECT * { " + "OPTIONAL{}" * 9000 + " }", "400"),
    _q("900 unions", "SELECT * { {}" + "UNION{}" * 900 + " }", "200"),
    _q("900 optionals over all triples", "SELECT * { " + "OPTIONAL{?a ?b ?c}" * 900 + " }", "503"),
    _q(
        "900 filters that are queries",
        "ASK { " + "FILTER NOT EXISTS { ?a ?b ?c . ?d ?e ?f } " * 300 + " }",
        "200",
        "503",
    ),
    _q("9,000 steps of a path", EX + "ASK { ?s " + "ex:p/" * 9000 + "ex:p ?o }", "400"),
    _q("9,000 objects", "SELECT * { ?s ?p ?o" + ",?o" * 9000 + " }", "400"),
    _q("5,000 triple patterns", "ASK { " + "?s ?p ?o . " * 5000 + "}", "200", "503"),
]
UPDATES = [
    _q("INSERT DATA", "INSERT DATA { <http://a/> <http://a/> 1 }", "403"),
    _q("DELETE DATA", "DELETE DATA { <http://a/> <http://a/> 1 }", "403"),
    _q("DELETE WHERE", "delete where { ?s ?p ?o }", "403"),
    _q("INSERT … WHERE", "INSERT { ?s ?p 1 } WHERE { ?s ?p ?o }", "403"),
    _q("WITH … DELETE", "WITH <http://a/> DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }", "403"),
    _q("CLEAR ALL", "CLEAR ALL", "403"),
    _q("DROP SILENT GRAPH", "DROP SILENT GRAPH <http://a/>", "403"),
    _q("CREATE GRAPH", "CREATE GRAPH <http://a/>", "403"),
    _q("COPY", "COPY <http://a/> TO DEFAULT", "403"),
    _q("MOVE", "MOVE DEFAULT TO <http://a/>", "403"),
    _q("ADD", "ADD DEFAULT TO <http://a/>", "403"),
    _q("LOAD", "LOAD <http://127.0.0.1:{port}/>", "403"),
    _q("LOAD of a file", "LOAD <file:///etc/passwd>", "403"),
    _q("LOAD, its first letter an escape", r"\u004cOAD <http://127.0.0.1:{port}/>", "403"),
    _q("LOAD behind a comment that ends in a carriage return", "#\rLOAD <http://127.0.0.1:{port}/>", "403"),
    _q("an update after a query", "ASK {} ; CLEAR ALL", "403"),
]
# {port} is where a listener waits that nobody may call.
REACHING = [
    _q("SERVICE", "SELECT * { SERVICE <http://127.0.0.1:{port}/> { ?s ?p ?o } }", "403"),
    _q("SERVICE SILENT", "SELECT * { service silent <http://127.0.0.1:{port}/> { ?s ?p ?o } }", "403"),
    _q("SERVICE ?x", "SELECT * { VALUES ?x { <http://127.0.0.1:{port}/> } SERVICE ?x { ?s ?p ?o } }", "403"),
    _q("SERVICE as an escape", r"SELECT * { \u0053ERVICE <http://127.0.0.1:{port}/> { ?s ?p ?o } }", "403"),
    _q("SERVICE as a long escape", r"SELECT * { \U00000053ERVICE <http://127.0.0.1:{port}/> {} }", "403"),
    _q("SERVICE behind a number", "SELECT * { ?s ?p 1SERVICE<http://127.0.0.1:{port}/>{ ?s ?p ?o } }", "403"),
    _q("SERVICE behind an escaped quote", r"SELECT * { FILTER(?a = 'a\u005c') SERVICE <http://127.0.0.1:{port}/> {} }", "403"),
    _q("SERVICE behind a comment that ends in a carriage return", "SELECT * { #\rSERVICE <http://127.0.0.1:{port}/> { ?s ?p ?o }\n}", "403"),
    _q("SERVICE behind a string over two lines", 'SELECT * { ?s ?p "\n" . SERVICE <http://127.0.0.1:{port}/> { ?s ?p ?o } #"\n}', "400"),
    _q("FROM an address", "SELECT * FROM <http://127.0.0.1:{port}/> { ?s ?p ?o }", "200"),
    _q("FROM NAMED an address", "SELECT * FROM NAMED <http://127.0.0.1:{port}/> { GRAPH ?g { ?s ?p ?o } }", "200"),
    _q("FROM a file", "SELECT * FROM <file:///etc/passwd> { ?s ?p ?o }", "200"),
    _q("GRAPH of a file", "SELECT * { GRAPH <file:///etc/passwd> { ?s ?p ?o } }", "200"),
    _q("DESCRIBE an address", "DESCRIBE <http://127.0.0.1:{port}/>", "200"),
]  # fmt: skip
COSTLY = [
    _q("every triple four times", ENDLESS, "503"),
    _q("rows without end", f"SELECT * {{ {CROSS} }}", "200", "503"),
    _q("CONSTRUCT without end", f"CONSTRUCT {{ ?a ?e ?i . ?d ?h ?l }} WHERE {{ {CROSS} }}", "200", "503"),
    _q("DESCRIBE everything", "DESCRIBE * { ?s ?p ?o }", "200", "503"),
    _q("a path of a path (p*)*", "SELECT * { ?s ((<http://a/>|!<http://a/>)*)* ?o }", "200", "503"),
    _q("paths in a row", "SELECT (COUNT(*) AS ?n) { ?s (!<x:>)*/(!<x:>)*/(!<x:>)*/^(!<x:>)+ ?o }", "200", "503"),
    _q("all pairs of a path", "SELECT (COUNT(*) AS ?n) { ?s (!<x:>|^!<x:>)+ ?o . ?a (!<x:>)* ?b }", "503"),
    _q("sorting all pairs", f"SELECT * {{ {CROSS} }} ORDER BY DESC(?l) ?a", "503"),
    _q("one text of all pairs", f"SELECT (GROUP_CONCAT(CONCAT(STR(?c), STR(?f))) AS ?t) {{ {CROSS} }}", "503"),
    _q("distinct rows of all pairs", f"SELECT DISTINCT * {{ {CROSS} }} OFFSET 100000000", "503"),
    _q("grouping all pairs", f"SELECT ?a ?f ?i (COUNT(*) AS ?n) {{ {CROSS} }} GROUP BY ?a ?f ?i", "503"),
    _q("a text doubled 40 times", "SELECT (STRLEN(?v40) AS ?n) { BIND('0123456789' AS ?v0) " + _doubled(40) + "}", "503"),
    _q("a text doubled by REPLACE", "SELECT * { BIND(" + "REPLACE(" * 40 + "'a'" + ", 'a', 'aaaa')" * 40 + " AS ?x) }", "503"),
    _q("hashes of all pairs", f"SELECT * {{ {CROSS} FILTER(SHA512(CONCAT(STR(?a), STR(?l))) = '') }}", "503"),
    _q("a regex that backtracks", "SELECT * { BIND(REGEX('" + "a" * 5000 + "!', '^(a+)+$') AS ?x) }", "200"),
    _q("a regex that grows", "SELECT * { BIND(REGEX('a', '(((a{1,999}){1,999}){1,999}){1,999}') AS ?x) }", "200"),
    _q("a regex from the data", "SELECT * { ?s ?p ?o . ?a ?b ?c FILTER REGEX(STR(?o), STR(?c)) }", "200", "503"),
    _q("VALUES of 90 KB", "SELECT * { VALUES ?x { " + "<x:a> " * 15000 + "} }", "200"),
    _q("VALUES joined with VALUES", "SELECT (COUNT(*) AS ?n) { " + " ".join(f"VALUES ?x{i} {{ {'1 ' * 900}}}" for i in range(9)) + "}", "503"),
    _q("IN with 5,000 values", "ASK { ?s ?p ?o FILTER(?o IN (" + "1," * 4999 + "1)) }", "200", "503"),
    _q("IN with 20,000 values", "ASK { ?s ?p ?o FILTER(?o IN (" + "1," * 20000 + "1)) }", "400"),
    _q("a text of 99 KB", "ASK { FILTER('" + "x" * 99000 + "' != '') }", "200"),
    _q("a number of 90,000 digits", "SELECT (" + "9" * 90000 + " + 1 AS ?x) {}", "200", "400"),
    _q("8,000 variables", "SELECT * { VALUES (" + " ".join(f"?v{i}" for i in range(8000)) + ") {} }", "200"),
    _q("5,000 names of one prefix", "PREFIX a: <x:" + "x" * 60000 + "> ASK { " + "a:b a:b a:b . " * 2500 + "}", "200", "503"),
    _q("LIMIT beyond any number", "SELECT * { ?s ?p ?o } LIMIT 99999999999999999999999", "200", "400"),
    _q("too long", "ASK {} #" + "x" * 100_000, "413"),
    _q("far too long", "ASK {} #" + "x" * 10_000_000, "413"),
    _q("100 KB of backslashes", "\\" * 100_000, "400"),
    _q("100 KB of quotation marks", "\"'" * 50_000, "400"),
    _q("100 KB of <", "<" * 100_000, "400"),
]  # fmt: skip
BROKEN = [
    _q("empty", "", "400"),
    _q("spaces", "   \n", "400"),
    _q("a NUL byte", "ASK\x00 {}", "400"),
    _q("a NUL in a text", "ASK { FILTER('\x00' != 'a') }", "200", "400"),
    _q("a byte order mark", "\ufeffASK {}", "200", "400"),
    _q("an escape that is no character", r"ASK { FILTER('\uD800' != 'a') }", "200", "400"),
    _q("an escape beyond Unicode", r"ASK { FILTER('\UFFFFFFFF' != 'a') }", "400"),
    _q("words from right to left", "ASK { FILTER('\u202e\u2066' != 'a') }", "200"),
    _q("a function that is not known", "ASK { FILTER(<http://example.org/f>(1)) }", "400"),
    _q("a control character", "CONSTRUCT { <x:a> <x:b> '\\u0001' } {}", "200"),
]
QUERIES = [*NESTED, *UPDATES, *REACHING, *COSTLY, *BROKEN]
