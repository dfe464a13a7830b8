"""The routes of pages and of what does not depend on the graphs: home, policy, ontology, context."""

from __future__ import annotations

import json
from collections.abc import Callable

from starlette.routing import Route

from needgraph.query_processes.limits import QueryRequest
from needgraph.querying.catalogue import question_named
from needgraph.querying.results_json import answer_of
from needgraph.serving.documents import KnownNotices, chosen_form, conditional
from needgraph.serving.http import READ_METHODS, Receive, Scope, Send, header_of, not_allowed, preflight, send_answer
from needgraph.serving.site import Site
from needgraph.site.about import About, context_path, persistence_page
from needgraph.site.answers import (
    FOR_EVER,
    context_answer,
    definitions_answer,
    home_answer,
    missing_address_answer,
    page_answer,
)
from needgraph.site.http_answers import HttpAnswer, refused
from needgraph.site.negotiation import PAGE_FORMS, accepted


def routes(site: Site) -> list[Route]:
    """Return the routes of pages, of the ontology and of the JSON-LD context."""
    definitions = Definitions(site)
    return [
        Route("/", Home(site)),
        Route("/persistence", Fixed(lambda: page_answer(persistence_page(site.base)))),
        Route("/def", definitions),
        *(Route(f"/def.{form.extension}", definitions) for form in PAGE_FORMS.values()),
        Route("/context.jsonld", Fixed(lambda: context_answer())),
        Route("/context/{version}.jsonld", Contexts(site)),
    ]


class Fixed:
    """An answer that is made once, when it is first asked for."""

    def __init__(self, make: Callable[[], HttpAnswer]) -> None:
        self._make = make
        self._made: HttpAnswer | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if self._made is None and scope["method"] in ("GET", "HEAD"):
            self._made = self._make()
        await send_read(scope, send, self._made)


class Home:
    """``/``: the first page, with the editions that the graphs hold."""

    def __init__(self, site: Site) -> None:
        self._site, self._notices = site, KnownNotices(site)
        self._made: HttpAnswer | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request; a remote store may change, so its editions are asked for each time."""
        made = self._made
        if made is None and scope["method"] in ("GET", "HEAD"):
            reply = await self._site.pool.run(QueryRequest(question_named("editions").filled({})))
            if reply.status != 200:
                return await send_read(scope, send, refused(503, "the graphs cannot be asked; try again soon"))
            editions = answer_of(json.loads(reply.body))
            about = About(self._site.version, self._site.date, self._site.data is not None)
            made = home_answer(editions, await self._notices.all(), about, self._site.base)
            if self._site.digest:
                self._made = made
        return await send_read(scope, send, made)


class Contexts:
    """``/context/VERSION.jsonld``: the JSON-LD context of a version, which never changes."""

    def __init__(self, site: Site) -> None:
        self._site = site

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request; of another version 404, with the address of this one."""
        if scope["path"] == context_path():
            answer = context_answer(FOR_EVER)
        else:
            answer = refused(404, f"this site has the context of one version, {self._site.base}{context_path()}")
        await send_read(scope, send, answer)


class Definitions:
    """``/def``: the ontology as a page or as RDF; it comes with the program and is the same whatever is served."""

    def __init__(self, site: Site) -> None:
        self._site = site

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        answer = None
        if scope["method"] in ("GET", "HEAD"):
            extension = scope["path"].removeprefix("/def").removeprefix(".")
            named = next((form for form in PAGE_FORMS.values() if form.extension == extension), None)
            chosen = chosen_form(named, scope["query_string"], header_of(scope, b"accept"))
            answer = chosen if isinstance(chosen, HttpAnswer) else definitions_answer(chosen, self._site.base)
        await send_read(scope, send, answer)


class MissingAddress:
    """Any address that there is not: a page for who takes pages, else a sentence."""

    def __init__(self, site: Site) -> None:
        self._site = site

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] == "http":
            form = accepted(header_of(scope, b"accept"), PAGE_FORMS)
            await send_answer(send, missing_address_answer(form, self._site.base), scope["method"])


async def send_read(scope: Scope, send: Send, answer: HttpAnswer | None) -> None:
    """Send an answer to GET and HEAD, and to other methods what belongs to them."""
    method = scope["method"]
    if method == "OPTIONS":
        answer = preflight(READ_METHODS)
    elif answer is None or method not in ("GET", "HEAD"):
        answer = not_allowed(READ_METHODS)
    else:
        answer = conditional(scope, answer)
    await send_answer(send, answer, method)
