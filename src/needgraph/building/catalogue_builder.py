"""Write the catalogue of questions as data and as a page, from the query files themselves."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

from pyoxigraph import Literal, NamedNode

from needgraph.describing import Pair, Triple, describe, english, number, plain, thing
from needgraph.querying.catalogue import Question, questions, read_question
from needgraph.resources import QUERIES
from needgraph.terms import DCT, PREFIXES, RDF, RDFS, SCHEMA, SH, SKOS
from needgraph.turtle import write_turtle

QUERY = "https://w3id.org/needgraph/query/"
# A parameter has the same meaning wherever it has the same name, so its path is shared by all questions.
PARAMETER = "https://w3id.org/needgraph/parameter/"
BUILT = "Built by `needgraph build` from the .rq files; do not edit."
_HEAD = f"""# The questions

{BUILT}

One file asks one question; its first line is the question, its name is how you ask it:

```
needgraph ask indicators -p authority=halton -p level=3
needgraph ask services -p level=3 -p inherited=true --format csv
```

A parameter left out means all, unless the file says otherwise. Ids are the path after `/id/` or the full IRI;
`edition` may be written with its authority (`halton/2023`); several values in a cell are joined by ` | `; an empty
cell means that nothing is stated. Each file is a SPARQL 1.1 query that also runs as it stands.
"""
# Queries that are not asked by name, and what runs them.
_RUN = {
    "checks": "Rows of these are faults of the data; `needgraph check` runs them.",
    "guidance": "Rows of these are what an editor may want to look at; `needgraph check --profile guidance` runs them.",
}


def catalogue_files(folder: Path = QUERIES) -> dict[Path, bytes]:
    """Return the page about the questions and their catalogue in Turtle, by path, written nowhere."""
    asked = sorted(questions(folder).values(), key=lambda question: (question.folder, question.name))
    return {
        folder / "README.md": _page(asked, folder).encode(),
        folder / "catalogue.ttl": write_turtle(_triples(asked), PREFIXES, BUILT),
    }


def _page(asked: list[Question], folder: Path) -> str:
    lines = [_HEAD]
    for name, group in groupby(asked, key=lambda question: question.folder):
        lines += [f"## {name}", "", "| question | asks | parameters | columns |", "| --- | --- | --- | --- |"]
        lines += [_row(question) for question in group]
        lines.append("")
    text = "\n".join(lines)
    for name, what in _RUN.items():
        found = [read_question(path) for path in sorted((folder / name).glob("*.rq"))]
        if found:
            text += f"\n## {name}\n\n{what}\n\n| check | asks |\n| --- | --- |\n"
            text += "".join(f"| [`{each.name}`]({name}/{each.name}.rq) | {each.title} |\n" for each in found)
    return text


def _row(question: Question) -> str:
    link = f"[`{question.name}`]({question.folder}/{question.name}.rq)"
    parameters = ", ".join(f"`{parameter.name}`" for parameter in question.parameters)
    columns = ", ".join(question.columns) or "a graph"
    return f"| {link} | {question.title} | {parameters} | {columns} |"


def _triples(asked: list[Question]) -> Iterator[Triple]:
    for question in asked:
        yield from _question(question)
        for order, _ in enumerate(question.parameters, start=1):
            yield from _parameter(question, order)


def _question(question: Question) -> Iterator[Triple]:
    makes_graph = not question.columns
    node = f"{QUERY}{question.name}"
    yield from describe(
        thing(node),
        [
            (RDF.type, SH.SPARQLExecutable),
            (RDF.type, SH.SPARQLConstructExecutable if makes_graph else SH.SPARQLSelectExecutable),
            (RDFS.label, english(question.name)),
            (DCT.description, english(question.title)),
            *_keywords(question),
            (SH.parameter, [thing(f"{node}/parameter/{parameter.name}") for parameter in question.parameters]),
            (SH.construct if makes_graph else SH.select, plain(question.text)),
        ],
    )


def _keywords(question: Question) -> Iterator[Pair]:
    for word in question.keywords:
        yield SCHEMA.keywords, Literal(word, language="en")


def _parameter(question: Question, order: int) -> Iterator[Triple]:
    parameter = question.parameters[order - 1]
    example = parameter.example
    value = NamedNode(example[1:-1]) if parameter.is_node else plain(example.strip('"'))
    yield from describe(
        thing(f"{QUERY}{question.name}/parameter/{parameter.name}"),
        [
            (RDF.type, SH.Parameter),
            (SH.path, thing(PARAMETER + parameter.name)),
            (SH.name, english(parameter.name)),
            (SH.description, english(parameter.meaning)),
            (SH.order, number(order)),
            (SH.optional, Literal(True)),
            (SKOS.example, value),
        ],
    )
