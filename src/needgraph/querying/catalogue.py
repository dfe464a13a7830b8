"""The question catalogue: one ``.rq`` file a question, with its parameters marked in VALUES lines."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from pyoxigraph import Literal

from needgraph.errors import NeedgraphError, nearest
from needgraph.files import read_text, shown
from needgraph.identifiers import BASE, is_slug
from needgraph.resources import QUERIES

_PARAMETER = re.compile(
    r"^(?P<head>[ \t]*VALUES[ \t]+\?(?P<name>\w+)[ \t]*\{)[ \t]*UNDEF[ \t]*\}"
    r"[ \t]*#[ \t]*parameter:[ \t]*(?P<meaning>[^;\n]+);[ \t]*e\.g\.[ \t]*(?P<example>[^\n]+)$",
    re.MULTILINE,
)
_HEADER = re.compile(r"^# (?P<key>keywords|examines|expects|needs): *(?P<value>.*)$", re.MULTILINE)
_COLUMNS = re.compile(r"^SELECT(?: DISTINCT)?(?P<columns>.*?)^(?:WHERE|FROM)\b", re.MULTILINE | re.DOTALL)
_CHOICE = re.compile(r"\(.*?\bAS \?(\w+)\)|\?(\w+)", re.DOTALL)


# Folders of queries that are run by a command of their own.
NOT_ASKED = ("checks", "guidance", "build")


class QuestionProblem(NeedgraphError):
    """An unknown question or parameter, or a query file that is not written in the house style."""


class Parameter(NamedTuple):
    """A value that a question can be asked for; without one it asks for all."""

    name: str
    meaning: str
    example: str

    @property
    def is_node(self) -> bool:
        """Whether the value is an identifier rather than a text."""
        return self.example.startswith("<")

    def written(self, value: str) -> str:
        """Return a value as SPARQL, written by the RDF library; ids may be paths or IRIs.

        >>> Parameter("level", "the printed number of a level", '"3"').written("3")
        '"3"'
        >>> Parameter("thing", "an id", "<https://w3id.org/needgraph/id/tier/3>").written("tier/3")
        '<https://w3id.org/needgraph/id/tier/3>'
        >>> Parameter("concern", "an id", '"concern/missing"').written("bullying")
        '"concern/bullying"'
        """
        # The terms are three hundred nodes; a question without a parameter needs none of them.
        from needgraph.describing import thing
        from needgraph.terms import XSD

        # `concern=missing` means the concern of that name, as everywhere else.
        if is_slug(value) and f"{self.name}/" in self.example:
            value = f"{self.name}/{value}"
        if self.is_node:
            return str(thing(value))
        if self.example in ("true", "false"):
            if value not in ("true", "false"):
                raise QuestionProblem(f"parameter {self.name} is {value!r}; write true or false")
            return str(Literal(value, datatype=XSD.boolean))
        return str(Literal(value.removeprefix(BASE)))


class Question(NamedTuple):
    """A question of the catalogue: its name, its one sentence, and the query that answers it.

    ``needs`` says what must be given beside the graphs for there to be an answer, and is empty for most.
    """

    name: str
    folder: str
    title: str
    keywords: tuple[str, ...]
    examines: str
    parameters: tuple[Parameter, ...]
    columns: tuple[str, ...]
    text: str
    path: Path
    needs: str = ""

    def filled(self, values: Mapping[str, str]) -> str:
        """Return the query for these values; what stands between the braces of each line is replaced.

        A parameter without a value leaves its line out: a single UNDEF binds nothing, and not every
        endpoint accepts it. Raises QuestionProblem for an unknown parameter.
        """
        known = {parameter.name: parameter for parameter in self.parameters}
        for name in values:
            if name not in known:
                names = ", ".join(known) or "it has none"
                raise QuestionProblem(
                    f"{self.name}: there is no parameter {name!r}{nearest(name, known)} (parameters: {names})"
                )

        def write(match: re.Match[str]) -> str:
            name = match["name"]
            if name not in values:
                return ""
            return f"{match['head']} {known[name].written(values[name])} }}"

        return _PARAMETER.sub(write, self.text)


def read_question(path: Path) -> Question:
    """Return the question of a file; raise QuestionProblem when it breaks the house style."""
    text = read_text(path)
    first = text.split("\n", 1)[0]
    if not first.startswith("# ") or not first.endswith("?"):
        raise QuestionProblem(f"{shown(path)}:1: the first line asks the question: `# Which …?`")
    header = {match["key"]: match["value"].strip() for match in _HEADER.finditer(text)}
    parameters = tuple(
        Parameter(match["name"], match["meaning"].strip(), match["example"].strip())
        for match in _PARAMETER.finditer(text)
    )
    if text.count("UNDEF") != len(parameters):
        raise QuestionProblem(
            f'{shown(path)}: a VALUES line with UNDEF says what it is for: `# parameter: meaning; e.g. "3"`'
        )
    choice = _COLUMNS.search(text)
    columns = tuple(one or two for one, two in _CHOICE.findall(choice["columns"])) if choice else ()
    keywords = tuple(word.strip() for word in header.get("keywords", "").split(",") if word.strip())
    return Question(
        path.stem, path.parent.name, first[2:], keywords, header.get("examines", ""), parameters, columns, text, path,
        header.get("needs", ""),
    )  # fmt: skip


def questions(folder: Path = QUERIES) -> dict[str, Question]:
    """Return the questions that can be asked, by name: every query that is neither a check nor for building."""
    found = {}
    for path in sorted(folder.glob("*/*.rq"), key=lambda path: path.stem):
        if path.parent.name not in NOT_ASKED:
            found[path.stem] = read_question(path)
    return found


def question_named(name: str, folder: Path = QUERIES) -> Question:
    """Return one question; raise QuestionProblem naming the nearest when there is none of that name."""
    for path in folder.glob(f"*/{name}.rq") if re.fullmatch(r"[a-z0-9-]+", name) else ():
        if path.parent.name not in NOT_ASKED:
            return read_question(path)
    known = [path.stem for path in folder.glob("*/*.rq") if path.parent.name not in NOT_ASKED]
    raise QuestionProblem(f"there is no question {name!r}{nearest(name, known)}; `needgraph ask` lists them")
