"""The routes of linked data: ``/id/…`` and ``/doc/…``."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Mapping
from urllib.parse import parse_qs

from starlette.routing import Route

from needgraph.files import read_text
from needgraph.identifiers import path_of
from needgraph.query_processes.limits import QueryRequest
from needgraph.querying.catalogue import question_named
from needgraph.querying.notices import notices_query
from needgraph.querying.results_json import answer_of
from needgraph.resources import QUERIES
from needgraph.serving.http import ReadEndpoint, Receive, Scope, header_of, while_connected
from needgraph.serving.site import Site
from needgraph.site.documents import document_triples
from needgraph.site.frame import Notice, Surroundings, is_id
from needgraph.site.http_answers import HttpAnswer, refused, unchanged
from needgraph.site.linked_data import (
    address_of_document,
    document_answer,
    missing_answer,
    moved,
    redirect,
)
from needgraph.site.negotiation import PAGE_FORMS, Form, accepted, offered

# How the wording of the first grades the concern against that of the second, where this is how the second does.
_TURNED = {"milder": "stronger", "stronger": "milder"}


def routes(site: Site) -> list[Route]:
    """Return the routes of linked data."""
    return [Route("/id/{path:path}", Identifiers(site)), Route("/doc/{path:path}", Documents(site))]


class Identifiers(ReadEndpoint):
    """``/id/…``: 303 to the document."""

    def __init__(self, site: Site) -> None:
        self._site = site

    async def answer(self, scope: Scope, receive: Receive) -> HttpAnswer:
        """Return the redirect to the document."""
        identifier = scope["path"].removeprefix("/id/")
        chosen = chosen_form(None, scope["query_string"], header_of(scope, b"accept"))
        # A client that takes none of our forms is told so at the document; here only the redirect counts.
        form = chosen if isinstance(chosen, Form) else PAGE_FORMS["ntriples"]
        return redirect(self._site.base, identifier, form, scope["query_string"])


class Documents(ReadEndpoint):
    """``/doc/…``: what is known of a thing, in the form that is asked for."""

    def __init__(self, site: Site) -> None:
        self._site, self._notices, self._known = site, KnownNotices(site), KnownSurroundings(site)

    async def answer(self, scope: Scope, receive: Receive) -> HttpAnswer:
        """Return the document, or 304 where the client has it."""
        return conditional(scope, await self._cached(scope, receive))

    async def _cached(self, scope: Scope, receive: Receive) -> HttpAnswer:
        accept = header_of(scope, b"accept")
        key = ("document", scope["path"], scope["query_string"], accept)
        kept = self._site.cache.get(key) if self._site.digest else None
        if kept is not None:
            return kept
        answer = await while_connected(receive, self._answer(scope, accept))
        return self._site.cache.keep(key, answer) if self._site.digest else answer

    async def _answer(self, scope: Scope, accept: str) -> HttpAnswer:
        identifier, named = address_of_document(scope["path"].removeprefix("/doc/"))
        if scope["path"].endswith("/") and is_id(identifier[:-1]):
            return moved(self._site.base, identifier[:-1], scope["query_string"])
        known = await self._known.all()
        if identifier in known.slugs:
            # The short name of an authority is no thing of its own.
            suffix = f".{named.extension}" if named else ""
            return redirect(
                self._site.base, known.slugs[identifier] + suffix, PAGE_FORMS["ntriples"], scope["query_string"]
            )
        form = chosen_form(named, scope["query_string"], accept)
        if isinstance(form, HttpAnswer):
            return form
        if not is_id(identifier):
            return missing_answer(identifier, form, self._site.base)
        text = question_named("document").filled({"thing": identifier})
        reply = await self._site.pool.run(QueryRequest(text, None, "application/n-triples"))
        if reply.status != 200:
            return refused(reply.status, reply.body.decode())
        notices = await self._notices.all()
        # A document of an edition holds thousands of triples; others are answered while it is written.
        answer = await asyncio.to_thread(self._written, reply.body, identifier, form, notices, known)
        if reply.truncated:
            return answer._replace(headers=[*answer.headers, (b"x-needgraph-truncated", reply.truncated.encode())])
        return answer

    def _written(
        self, lines: bytes, identifier: str, form: Form, notices: Mapping[str, Notice], known: Surroundings
    ) -> HttpAnswer:
        triples = document_triples(lines, identifier)
        return document_answer(triples, identifier, form, self._site.base, notices, known)


class KnownNotices:
    """The notices of all editions, asked for once; of a remote store, whose editions may change, each time."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self._found: Mapping[str, Notice] | None = None

    async def all(self) -> Mapping[str, Notice]:
        """Return the notices by ``authority/edition``; none when the graphs cannot be asked."""
        if self._found is not None:
            return self._found
        reply = await self._site.pool.run(QueryRequest(notices_query()))
        if reply.status != 200:
            return {}
        found = notices_by_edition(reply.body)
        if self._site.digest:
            self._found = found
        return found


class KnownSurroundings:
    """What pages need to know of other things, asked for once; of a remote store each time."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self._found: Surroundings | None = None

    async def all(self) -> Surroundings:
        """Return what is known; nothing when the graphs cannot be asked."""
        if self._found is not None:
            return self._found
        reply = await self._site.pool.run(QueryRequest(surroundings_query()))
        if reply.status != 200:
            return Surroundings()
        found = surroundings_of(reply.body)
        if self._site.digest:
            self._found = found
        return found


def surroundings_query() -> str:
    """Return the query that finds what pages need to know of other things."""
    return read_text(QUERIES / "build" / "surroundings.rq")


def surroundings_of(results: bytes) -> Surroundings:
    """Return what the results of ``surroundings_query`` hold."""
    levels: dict[str, tuple[str, ...]] = {}
    slugs: dict[str, str] = {}
    severities: dict[tuple[str, str], str] = {}
    rules = []
    for row in answer_of(json.loads(results)).records():
        name, value = path_of(str(row["thing"])), str(row["value"])
        fact, _, graded = str(row["fact"]).partition(" ")
        if fact == "severity":
            far = path_of(value)
            severities[name, far], severities[far, name] = graded, _TURNED.get(graded, graded)
        elif row["fact"] == "level":
            levels[name] = (*levels.get(name, ()), value)
        elif row["fact"] == "rule":
            rules.append(name)
        elif is_id(name) and re.fullmatch(r"[a-z][a-z-]*", value):
            slugs.setdefault(value, name)
    return Surroundings(levels, frozenset(rules), slugs, severities)


def notices_by_edition(results: bytes) -> dict[str, Notice]:
    """Return the notices that the results of ``notices_query`` hold, by ``authority/edition``."""
    found = {}
    for row in answer_of(json.loads(results)).records():
        name = f"{row['authority']}/{row['edition']}"
        found[name] = Notice(name, str(row["name"]), str(row["currency"]), str(row["reason"]), str(row["notice"]))
    return found


def chosen_form(named: Form | None, query_string: bytes, accept: str) -> Form | HttpAnswer:
    """Return the form that the suffix, ``?format=`` or the Accept header asks for, in this order, or a refusal."""
    names = parse_qs(query_string.decode("latin-1")).get("format", [])
    if named is not None:
        return named
    if names:
        known = {name: form for form in PAGE_FORMS.values() for name in form.names}
        return known.get(names[-1]) or refused(400, f"format is one of {', '.join(PAGE_FORMS)}")
    return accepted(accept, PAGE_FORMS) or refused(406, offered(PAGE_FORMS), vary="Accept")


def conditional(scope: Scope, answer: HttpAnswer) -> HttpAnswer:
    """Return 304 in place of an answer that the client has already, by its ETag.

    The latest date in the data is no time of change: a quote is mended and the date stays. So no answer bears a
    Last-Modified, and If-Modified-Since is passed over, as RFC 9110 (13.1.3) asks of a server without such a time.
    """
    tag = header_of(scope, b"if-none-match")
    return unchanged(answer, tag) if tag else answer
