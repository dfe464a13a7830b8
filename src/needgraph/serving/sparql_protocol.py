"""Read a request by the SPARQL 1.1 Protocol: its query, its dataset, and the forms of answer it accepts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple
from urllib.parse import parse_qsl, urlsplit

from needgraph.errors import NeedgraphError
from needgraph.query_processes.limits import QueryRequest
from needgraph.site.negotiation import GRAPH_FORMS, ROW_FORMS, Form, accepted, form_called, offered

DIRECT, ENCODED = "application/sparql-query", "application/x-www-form-urlencoded"
UPDATE = "application/sparql-update"
# No standard says how a form is named in the address; SPARQLWrapper sends all three, beside the Accept header.
NAMES_OF_FORMAT = ("format", "output", "results")
# What a form may hold beside the query: the names of graphs.
MORE = 50_000


class Refused(NeedgraphError):
    """A request that is not answered, with its HTTP status and one sentence."""

    def __init__(self, status: int, sentence: str) -> None:
        super().__init__(sentence)
        self.status = status


class Asked(NamedTuple):
    """What a request asks: a query, or the description of the service where it names none."""

    request: QueryRequest | None
    rows: Form | None
    graph: Form | None


def read_request(method: str, query_string: bytes, content_type: str, body: bytes, accept: str, base: str) -> Asked:
    """Return what a request asks; raise Refused with 400, 403, 405, 406 or 415.

    ``content_type`` is the header as sent, ``body`` the whole body, ``base`` the address of the service.
    """
    pairs = _pairs(query_string, "the address")
    media_type, _, more = content_type.partition(";")
    media_type = media_type.strip().lower()
    if method == "POST":
        _check_charset(more)
        if media_type == DIRECT:
            if any(name == "query" for name, _ in pairs):
                raise Refused(400, "the query stands in the address and in the body; send one")
            pairs.append(("query", _text(body, "the query")))
        elif media_type == ENCODED:
            pairs += _pairs(body, "the form")
        elif media_type == UPDATE:
            raise Refused(403, "this service is only read; updates are refused")
        else:
            raise Refused(415, f"a query is posted as {DIRECT} or {ENCODED}; say which in Content-Type")
    if any(name in ("update", "using-graph-uri", "using-named-graph-uri") for name, _ in pairs):
        raise Refused(403, "this service is only read; updates are refused")
    return _asked(pairs, method, accept, base)


def _asked(pairs: list[tuple[str, str]], method: str, accept: str, base: str) -> Asked:
    queries = [value for name, value in pairs if name == "query"]
    rows, graph = _forms(pairs, accept)
    if not queries and method != "POST":
        return Asked(None, rows, graph)
    if len(queries) != 1:
        raise Refused(400, "give one query, in the parameter `query`" if not queries else "give one query, not more")
    if not queries[0].strip():
        raise Refused(400, "the query is empty")
    if rows is None and graph is None:
        raise Refused(406, offered({**ROW_FORMS, **GRAPH_FORMS}))
    request = QueryRequest(
        queries[0],
        # A CONSTRUCT whose client accepts only rows is refused once its kind is known.
        _engine_type(rows),
        _engine_type(graph),
        base,
        _graphs(pairs, "default-graph-uri"),
        _graphs(pairs, "named-graph-uri"),
    )
    return Asked(request, rows, graph)


def _forms(pairs: list[tuple[str, str]], accept: str) -> tuple[Form | None, Form | None]:
    """Return the form for rows and that for a graph: the one that ``format`` names, else that of the Accept header.

    The same name may mean a form of each, as ``xml`` does. A name that is unknown, or two that differ, say nothing.
    """
    names = [part for name, value in pairs if name in NAMES_OF_FORMAT for part in value.split(",")]
    return _form(names, accept, ROW_FORMS), _form(names, accept, GRAPH_FORMS)


def _form(names: list[str], accept: str, forms: Mapping[str, Form]) -> Form | None:
    called = {form.name: form for form in (form_called(name, forms) for name in names) if form}
    return next(iter(called.values())) if len(called) == 1 else accepted(accept, forms)


def _engine_type(form: Form | None) -> str | None:
    return None if form is None else {**ROW_FORMS, **GRAPH_FORMS}[form.name].media_type


def _graphs(pairs: list[tuple[str, str]], parameter: str) -> tuple[str, ...]:
    names = tuple(dict.fromkeys(value for name, value in pairs if name == parameter))
    for name in names:
        try:
            absolute = bool(urlsplit(name).scheme) and not any(sign in name for sign in ' <>"{}|^`\\\n')
        except ValueError:
            absolute = False
        if not absolute:
            raise Refused(400, f"{parameter} is {name[:80]!r}; give the full IRI of a graph")
    return names


def _check_charset(parameters: str) -> None:
    for parameter in parameters.split(";"):
        name, _, value = parameter.partition("=")
        if name.strip().lower() == "charset" and value.strip(" \"'").lower() not in ("utf-8", "utf8", "us-ascii"):
            raise Refused(415, f"the charset is {value.strip()[:40]}; send UTF-8")


def _pairs(encoded: bytes, where: str) -> list[tuple[str, str]]:
    try:
        return parse_qsl(encoded.decode("ascii"), keep_blank_values=True, errors="strict", max_num_fields=200)
    except UnicodeDecodeError:
        raise Refused(400, f"{where} holds bytes that are not percent-encoded UTF-8") from None
    except ValueError:
        raise Refused(400, f"{where} holds more than 200 parameters") from None


def _text(body: bytes, what: str) -> str:
    try:
        return body.decode()
    except UnicodeDecodeError as error:
        raise Refused(400, f"{what} is not UTF-8: byte {error.start} cannot be read") from None
