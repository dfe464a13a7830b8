"""A value asked for that the data do not hold: refused, so that a slip is not read as "no such sign"."""

from __future__ import annotations

import re
from collections.abc import Generator, Iterable, Mapping

from needgraph.errors import nearest_written
from needgraph.identifiers import BASE, is_slug, path_of
from needgraph.querying.answers import Answer
from needgraph.querying.asking import Endpoint, QueryProblem, answer, split_edition
from needgraph.querying.catalogue import Parameter, Question, questions, read_question
from needgraph.resources import QUERIES

# So many are told in full where none comes near.
FEW = 12
_FROM_LIST = re.compile(r"from the list (?P<list>[a-z-]+)")


def answer_known(endpoint: Endpoint, question: Question, values: Mapping[str, str]) -> Answer:
    """Return the answer to a question; raise QueryProblem where it has no row for a value that occurs nowhere."""
    found = answer(endpoint, question, values)
    if not found.rows:
        steps = looked_up(question, values)
        query = next(steps, "")
        while query:
            try:
                query = steps.send(endpoint.select(query))
            except StopIteration:
                break
    return found


def looked_up(question: Question, values: Mapping[str, str]) -> Generator[str, Answer, None]:
    """Yield the queries that tell whether each value occurs, and take their answers; raise QueryProblem for one not.

    Who sends them may wait for a server, so they are not sent from here. An unknown authority is left to ``notices``,
    and an empty value says "none", which is no slip.
    """
    given = split_edition(question, dict(values))
    for parameter in question.parameters:
        value = given.get(parameter.name, "")
        if parameter.name == "authority" or value in ("", "true", "false"):
            continue
        if iri := _iri(parameter, value):
            yield from _by_id(parameter, value, iri)
        elif parameter.name in question.columns:
            named = values["edition"].lower() if parameter.name == "edition" and "/" in values["edition"] else value
            yield from _by_column(question, parameter.name, named)


def _iri(parameter: Parameter, value: str) -> str:
    """Return the full id that a value stands for, and nothing for a parameter whose values are no ids."""
    if in_list := _FROM_LIST.search(parameter.meaning):
        return f"{BASE}{in_list['list']}/{value}"
    example = path_of(parameter.example.strip('<>"'))
    if not parameter.is_node and not ("/" in example and is_slug(example.partition("/")[0])):
        return ""
    if is_slug(value) and f"{parameter.name}/" in parameter.example:
        value = f"{parameter.name}/{value}"
    return value if re.match("https?://", value) else BASE + value


def _by_id(parameter: Parameter, value: str, iri: str) -> Generator[str, Answer, None]:
    path, _, local = iri.rpartition("/")
    below = read_question(QUERIES / "build" / "ids-below.rq")
    found = yield below.filled({"path": f"{path}/"})
    ids = {str(row["id"]) for row in found.records()}
    if local in ids:
        return
    before = value.removesuffix(local)
    # By its label too, which is written with spaces where an id has hyphens.
    offered = {str(row["name"]): f"{before}{row['id']}" for row in found.records() if row["name"]}
    raise _problem(parameter.name, value, nearest_written(local, {**offered, **{each: before + each for each in ids}}))


def _by_column(question: Question, name: str, value: str) -> Generator[str, Answer, None]:
    """Look for the value in a column: of this question first, then of the others that can be asked by it.

    A level at which the document sets no deadline is a level all the same.
    """
    others = [
        other
        for other in questions().values()
        if name in other.columns and name in {parameter.name for parameter in other.parameters}
        and other.name != question.name and not other.needs
    ]  # fmt: skip
    known: dict[str, str] = {}
    for asked in (question, *others):
        found = yield asked.filled({})
        occurring = {*_written(found, name, value)}
        if value in occurring:
            return
        known |= {each: each for each in sorted(occurring)}
    if known:
        few = f" (there are: {', '.join(sorted(filter(None, known)))})" if len(known) <= FEW else ""
        raise _problem(name, value, nearest_written(value, known) or few)


def _written(found: Answer, name: str, value: str) -> Iterable[str]:
    """Return the values of a column as they are asked for; of an edition with its authority where that is given."""
    for row in found.records():
        if name == "edition" and "/" in value:
            yield f"{row.get('authority')}/{row['edition']}"
        elif row[name] is not None:
            # Where a row is of several, they stand in one cell.
            yield from str(row[name]).split(" | ")


def _problem(name: str, value: str, guess: str) -> QueryProblem:
    # As much of the value as a message needs, whatever a client sends.
    return QueryProblem(f"there is no {name} {value[:80]!r} in the data{guess}")
