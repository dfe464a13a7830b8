"""Judge the queries inside shapes before they are run: whole, no deeper than a parser bears, and asking nobody else."""

from __future__ import annotations

import re
from types import SimpleNamespace
from typing import Any, cast

from pyshacl.helper.sparql_query_helper import SPARQLQueryHelper
from rdflib import SH, BNode, Graph, Literal
from rdflib.plugins.sparql import prepareQuery
from rdflib.plugins.sparql.algebra import traverse
from rdflib.plugins.sparql.operators import _CUSTOM_FUNCTIONS
from rdflib.plugins.sparql.parserutils import CompValue
from rdflib.term import Node

from needgraph.judging.judge import JudgeProblem
from needgraph.judging.sources import Source, first_line
from needgraph.strangers.guard import GuardProblem, check_query

_PATH = re.compile(r"[$?]PATH\b")
_STRING_TYPE = re.compile(r"""(["'])\s*\^\^\s*(?:xsd:string\b|<http://www\.w3\.org/2001/XMLSchema#string>)""")
_QUERIES = {SH.select: "SELECT", SH.ask: "ASK", SH.construct: "CONSTRUCT"}


def check_queries(source: Source, shapes: Graph, functions: set[Node]) -> None:
    """Raise JudgeProblem for a query that pyshacl could not run, or would run without finding anything.

    ``functions`` are those that the shapes declare.
    """
    for predicate, form in _QUERIES.items():
        for node, text in sorted(source.graph.subject_objects(predicate), key=str):
            place = source.place(predicate) if isinstance(node, BNode) else source.place(node)
            where = f"{place}, sh:{form.lower()}"
            try:
                check_query(str(text), where)
                query = _parsed(node, str(text), shapes)
            except GuardProblem as problem:
                raise JudgeProblem(str(problem)) from None
            except RecursionError:
                raise JudgeProblem(f"{where}: is nested too deeply to be parsed; write it flatter") from None
            except MemoryError:
                raise
            except Exception as error:  # rdflib raises a bare Exception for an unknown prefix, pyparsing its own
                reason = first_line(error).partition("  (at char")[0]
                raise JudgeProblem(f"{where}: cannot be parsed ({reason}); correct the query") from None
            found = query.name.removesuffix("Query").upper()
            if found != form:
                raise JudgeProblem(f"{where}: must be a {form} query, not {found}; rewrite it")
            if form == "SELECT" and node not in functions and "this" not in map(str, query.PV):
                raise JudgeProblem(f"{where}: does not select $this, so nothing would be found; add it after SELECT")
            _check_algebra(query, functions, where)


def _parsed(node: Node, text: str, shapes: Graph) -> CompValue:
    # pyshacl takes the prefixes from the graph of a shape, and puts the path of the shape in place of $PATH.
    graph_only = SimpleNamespace(sg=SimpleNamespace(graph=shapes))
    helper: Any = cast(Any, SPARQLQueryHelper)(graph_only, node, text)
    helper.collect_prefixes()
    return prepareQuery(_PATH.sub("<urn:path>", helper.apply_prefixes(text))).algebra


def _check_algebra(query: CompValue, functions: set[Node], where: str) -> None:
    if query.datasetClause:
        raise JudgeProblem(f"{where}: names a graph with FROM, which is never fetched; remove FROM")

    def visit(part: Any) -> None:
        if not isinstance(part, CompValue):
            return
        if part.name == "ServiceGraphPattern":
            raise JudgeProblem(f"{where}: SERVICE would leave this machine; remove it")
        if part.name == "Function" and part.iri not in functions and part.iri not in _CUSTOM_FUNCTIONS:
            # rdflib counts it as an error of the filter, which lets every node pass.
            raise JudgeProblem(f"{where}: calls <{part.iri}>, which nothing defines; declare it as sh:SPARQLFunction")
        if part.name in ("Builtin_EXISTS", "Builtin_NOTEXISTS"):
            traverse(part.graph, visitPre=visit)

    traverse(query, visitPre=visit)


def without_string_type(shapes: Graph) -> None:
    """Write "x"^^xsd:string as "x" in the queries: RDF takes the two for one term, rdflib does not."""
    for predicate in _QUERIES:
        for node, text in list(shapes.subject_objects(predicate)):
            shapes.set((node, predicate, Literal(_STRING_TYPE.sub(r"\1", str(text)))))
