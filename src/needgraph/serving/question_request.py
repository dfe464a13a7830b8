"""Read what a request to ``/query/NAME`` asks: the question, its parameters, the page, the form of the answer."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple
from urllib.parse import parse_qsl, urlencode

from needgraph.errors import NeedgraphError, nearest
from needgraph.querying.asking import filled
from needgraph.querying.catalogue import Question, QuestionProblem, question_named
from needgraph.serving.question_forms import QUESTION_FORMS
from needgraph.site.negotiation import GRAPH_FORMS, Form, accepted, offered

MOST_ROWS = 100_000
MOST_OFFSET = 1_000_000_000
# What every question takes besides its own parameters.
COMMON = {
    "limit": "how many rows to answer; all without it",
    "offset": "how many rows to leave out at the start",
    "format": "the form of the answer, in place of the Accept header",
    "data_version": "the version of the data that is wanted; another than the one held is not found",
    "blank": "all, which says that a parameter with an empty value is one left out, as a form on a page sends it",
}


class QuestionRefusal(NeedgraphError):
    """A request that is not answered, with its HTTP status."""

    def __init__(self, status: int, sentence: str) -> None:
        super().__init__(sentence)
        self.status = status


class QuestionRequest(NamedTuple):
    """What is asked: a question with its values, which rows, in which form, and of which version of the data."""

    question: Question
    values: Mapping[str, str]
    form: Form
    limit: int | None
    offset: int
    version: str

    @property
    def text(self) -> str:
        """The query; raises QuestionRefusal for a value that is not one of its parameter."""
        try:
            return filled(self.question, self.values)
        except NeedgraphError as problem:
            raise QuestionRefusal(400, str(problem)) from None

    def address(self, version: str) -> str:
        """Return the address of this answer of a version of the data, from ``/query/`` on."""
        pairs = sorted(self.values.items())
        pairs += [("limit", str(self.limit))] * (self.limit is not None) + [("offset", str(self.offset))] * bool(
            self.offset
        )
        pairs += [("data_version", version)] * bool(version)
        return f"/query/{self.question.name}.{self.form.extension}?{urlencode(pairs)}".rstrip("?")


def read_question_request(name: str, query_string: bytes, accept: str) -> QuestionRequest:
    """Return what is asked; ``name`` may end in the extension of a form, which goes before ``format`` and Accept.

    Raises QuestionRefusal: 404 for no question of that name, 400 for a parameter that is unknown or wrong, 406.
    """
    name, dot, extension = name.partition(".")
    try:
        question = question_named(name)
    except QuestionProblem as problem:
        raise QuestionRefusal(404, str(problem).partition("; `")[0] + "; /openapi.json lists them") from None
    if question.needs:
        raise QuestionRefusal(404, f"{name} needs {question.needs} beside the graphs; /openapi.json lists the others")
    forms = QUESTION_FORMS if question.columns else GRAPH_FORMS
    by_extension = {form.extension: form for form in forms.values()}
    if dot and extension not in by_extension:
        raise QuestionRefusal(404, f"{name} comes as {', '.join(f'{name}.{each}' for each in by_extension)}")
    given = _given(query_string)
    if given.get("blank", "all") != "all":
        raise QuestionRefusal(400, "blank is all, or left out")
    if "blank" in given:
        given = {key: value for key, value in given.items() if value}
    common = {key: given.pop(key) for key in COMMON if key in given}
    known = {parameter.name: parameter for parameter in question.parameters}
    for key in given:
        if key not in known:
            names = ", ".join((*known, *COMMON))
            raise QuestionRefusal(
                400, f"{name}: there is no parameter {key!r}{nearest(key, (*known, *COMMON))} (parameters: {names})"
            )
    form = by_extension.get(extension) or _form(common, accept, forms)
    limit, offset = _number(common, "limit", 1, MOST_ROWS), _number(common, "offset", 0, MOST_OFFSET)
    if not question.columns and not (limit is None and offset is None):
        raise QuestionRefusal(400, f"{name} makes a graph, which has no rows to limit; leave out limit and offset")
    return QuestionRequest(question, given, form, limit, offset or 0, common.get("data_version", ""))


def _given(query_string: bytes) -> dict[str, str]:
    try:
        pairs = parse_qsl(query_string.decode("ascii"), keep_blank_values=True, errors="strict", max_num_fields=50)
    except ValueError:  # UnicodeDecodeError is one
        raise QuestionRefusal(400, "the address is not percent-encoded UTF-8, or has too many parameters") from None
    values: dict[str, str] = {}
    for name, value in pairs:
        if name in values:
            raise QuestionRefusal(400, f"{name} is given twice; give it once")
        values[name] = value
    return values


def _form(common: Mapping[str, str], accept: str, forms: Mapping[str, Form]) -> Form:
    if "format" in common:
        name = common["format"]
        if name not in forms:
            raise QuestionRefusal(400, f"format is one of {', '.join(forms)}{nearest(name, forms)}")
        return forms[name]
    form = accepted(accept, forms)
    if form is None:
        raise QuestionRefusal(406, offered(forms))
    return form


def _number(values: Mapping[str, str], name: str, least: int, most: int) -> int | None:
    if name not in values:
        return None
    text = values[name]
    if not (text.isascii() and text.isdecimal() and len(text) < 12 and least <= int(text) <= most):
        raise QuestionRefusal(400, f"{name} is {text[:40]!r}; give a whole number from {least} to {most:,}")
    return int(text)
