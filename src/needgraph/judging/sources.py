"""Read anyone's RDF for the judge: parsed by Oxigraph, whose messages name the line, into graphs of rdflib."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph
from rdflib import SH, BNode, Dataset, Graph, Literal, URIRef
from rdflib.term import Node

from needgraph.files import read_text, shown
from needgraph.judging.judge import JudgeProblem
from needgraph.querying.store import read_quads

SHACL = str(SH)


class Reader:
    """Reads files into rdflib graphs; blank nodes get names that are short, stable and never shared by two files."""

    def __init__(self) -> None:
        self._names: dict[tuple[Path, str], str] = {}

    def graph(self, letter: str, paths: Sequence[Path]) -> Graph:
        """Return the triples of all files; named graphs keep their names and count together as one graph.

        The names of blank nodes begin with the letter.
        """
        quads = [(path, quad) for path in paths for quad in read_quads(path)]
        named = any(not isinstance(quad.graph_name, pyoxigraph.DefaultGraph) for _, quad in quads)
        graph: Graph = Dataset(default_union=True) if named else Graph()
        for path, quad in quads:
            subject, predicate, value = (self._term(letter, path, term) for term in quad.triple)
            if not isinstance(graph, Dataset):
                graph.add((subject, predicate, value))
            elif isinstance(quad.graph_name, pyoxigraph.DefaultGraph):
                graph.default_graph.add((subject, predicate, value))
            else:
                graph.graph(self._term(letter, path, quad.graph_name)).add((subject, predicate, value))
        return graph

    def _term(self, letter: str, path: Path, term: object) -> URIRef | BNode | Literal:
        if isinstance(term, pyoxigraph.NamedNode):
            return URIRef(term.value)
        if isinstance(term, pyoxigraph.BlankNode):
            name = self._names.setdefault((path, term.value), f"{letter}{len(self._names) + 1}")
            return BNode(name)
        if isinstance(term, pyoxigraph.Literal) and term.direction is None:
            if term.language:
                return Literal(term.value, lang=term.language)
            # rdflib takes "x" and "x"^^xsd:string for two terms; RDF 1.1 and Oxigraph for one.
            plain = term.datatype.value == "http://www.w3.org/2001/XMLSchema#string"
            return Literal(term.value) if plain else Literal(term.value, datatype=URIRef(term.datatype.value))
        raise JudgeProblem(
            f"{shown(path)}: {term} is of RDF 1.2, which SHACL cannot judge; write it in terms of RDF 1.1"
        )


@dataclass(frozen=True)
class Source:
    """A file of shapes, with its own graph so that a message can name the file and line."""

    path: Path
    graph: Graph

    def place(self, node: Node | None = None) -> str:
        """Return the file, and the line where the node is described or the term first used, if it can be found."""
        text = read_text(self.path)
        if isinstance(node, URIRef):
            name = re.escape(re.split(r"[#/:]", node)[-1])
            spelt = rf"<{re.escape(node)}>|[\w.-]*:{name}(?![\w-])"
            found = re.search(rf"^\s*(?:{spelt})", text, re.MULTILINE) or re.search(spelt, text)
            if found:
                start = found.end() - len(found[0].lstrip())
                return f"{shown(self.path)}:{text.count(chr(10), 0, start) + 1}"
        return shown(self.path)

    def told(self, node: Node) -> tuple[str, str]:
        """Return the place of a shape and how to name it: one without an address is told by the shape it is in."""
        owner, seen = node, {node}
        while isinstance(owner, BNode):
            outer = min(set(self.graph.subjects(None, owner)) - seen, key=str, default=None)
            if outer is None:
                break
            owner = outer
            seen.add(owner)
        return self.place(owner), node.n3() if owner == node else f"{node.n3()} in {owner.n3()}"


def first_line(error: object) -> str:
    """Return the first line of what an error says, without its full stop.

    >>> first_line(ValueError("too deep.\\nsee below"))
    'too deep'
    """
    return (str(error).strip().splitlines() or [type(error).__name__])[0].rstrip(".;: ")
