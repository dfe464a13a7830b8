"""The routes of publication: the catalogue, VoID, dumps, releases and the feed of changes."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable

from starlette.routing import Route

from needgraph.atom_feed import atom_feed
from needgraph.data_version import built_commit
from needgraph.dumps import SUMS
from needgraph.errors import NeedgraphError
from needgraph.linked_data import LICENCE, http_date
from needgraph.negotiation import GRAPH_FORMS, PAGE_FORMS, Form, accepted, offered
from needgraph.publication_graph import Publication, catalogue_document, publication, void_document
from needgraph.publication_page import catalogue_page, edition_notices, release_list
from needgraph.resources import Data
from needgraph.serving_answers import HttpAnswer, entity_tag, http_answer, refused
from needgraph.serving_documents import chosen_form
from needgraph.serving_http import GoneError, Receive, Scope, Send, header_of, while_connected
from needgraph.serving_pages import send_read
from needgraph.serving_site import Site
from needgraph.serving_sparql import address_of
from needgraph.store import digest_of

CACHED = "public, max-age=300"
NOT_OURS = "this server shows files of others, and publishes no catalogue, dumps or releases of them; see /sparql"
Make = Callable[[Scope, Publication], HttpAnswer]


def routes(site: Site) -> list[Route]:
    """Return the routes of publication."""
    published = Published(site)
    catalogue, void = Answers(published, _catalogue(site)), Answers(published, _void(site))
    release, dump = Answers(published, _release), Answers(published, _dump(site))
    return [
        Route("/catalog", catalogue),
        *(Route(f"/catalog.{form.extension}", catalogue) for form in PAGE_FORMS.values()),
        Route("/.well-known/void", void),
        *(Route(f"/.well-known/void.{form.extension}", void) for form in GRAPH_FORMS.values()),
        *(Route(path, release) for path in ("/release", "/dump", "/dump/")),
        Route("/dump/{path:path}", dump),
        Route("/feed", Answers(published, _feed(site))),
    ]


class UnpublishedError(NeedgraphError):
    """A publication that cannot be made; the message says what to do and names no file."""


class Published:
    """The publication of the data being served, made once, when it is first asked for."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self._making: asyncio.Task[Publication] | None = None

    async def get(self) -> Publication | None:
        """Return the publication; None where files of others are served."""
        if self.site.data is None:
            return None
        if self._making is None:
            # A thread of its own: it takes seconds, in which other requests are answered.
            self._making = asyncio.ensure_future(asyncio.to_thread(self._make, self.site.data))
        # Who goes away while it is made does not stop it for others.
        return await asyncio.shield(self._making)

    def _make(self, data: Data) -> Publication:
        if digest_of(data.graph_files()) != self.site.digest:
            raise UnpublishedError(
                "the graphs on disk are no longer those being served; the server has to be restarted"
            )
        try:
            return publication(data, self.site.version, self.site.date, built_commit())
        except NeedgraphError:
            # The reason names files of this machine.
            raise UnpublishedError("the data cannot be published; `needgraph publish` says why") from None


class Answers:
    """An endpoint whose answer depends on the request and on the publication."""

    def __init__(self, published: Published, make: Make) -> None:
        self._published, self._make = published, make

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["method"] not in ("GET", "HEAD"):
            return await send_read(scope, send, None)
        try:
            found = await while_connected(receive, self._published.get())
        except GoneError:
            return None
        except UnpublishedError as problem:
            return await send_read(scope, send, refused(503, str(problem)))
        if found is None:
            return await send_read(scope, send, refused(404, NOT_OURS))
        site = self._published.site
        key = ("publication", scope["path"], scope["query_string"], header_of(scope, b"accept"), address_of(scope))
        answer = site.cache.get(key) or site.cache.keep(key, self._make(scope, found))
        return await send_read(scope, send, answer, found.date)


def catalogue_answer(publication: Publication, form: Form, base: str, address: str) -> HttpAnswer:
    """Return the catalogue in a form; ``base`` stands before links of pages, ``address`` before those of RDF."""
    if form.name == "html":
        body = catalogue_page(publication, base)
    else:
        body = catalogue_document(publication, address, form.name)
    return _graph_answer(publication, form, body, f"{base}/catalog", PAGE_FORMS.values())


def void_answer(publication: Publication, form: Form, base: str, address: str) -> HttpAnswer:
    """Return the VoID description in a form."""
    body = void_document(publication, address, form.name)
    return _graph_answer(publication, form, body, f"{base}/.well-known/void", GRAPH_FORMS.values())


def dump_answer(publication: Publication, path: str, base: str) -> HttpAnswer:
    """Return a dump, or 404 with the way to the list of those there are."""
    file = publication.file(path)
    if file is None:
        return refused(404, f"version {publication.version} has no such file; {base}/dump/{SUMS} lists those it has")
    media_type = f"{file.media_type}; charset=utf-8" if file.media_type.startswith("text/") else file.media_type
    links = [f'<{LICENCE}>; rel="license"', f'<{base}/catalog>; rel="describedby"']
    links += [
        f'<{base}/doc/{notice.edition}>; rel="status"; title="{notice.edition}: currency {notice.currency}"'
        for notice in edition_notices(publication)
        if file.dataset in (f"edition/{notice.edition}", "all", "mappings", "views")
    ]
    return _dated(publication, media_type, file.content, f'"{file.sha256[:32]}"', link=", ".join(links))


def release_answer(publication: Publication) -> HttpAnswer:
    """Return the list of releases and files as JSON."""
    body = release_list(publication)
    return _dated(publication, "application/json", body, entity_tag(body))


def feed_answer(publication: Publication, address: str) -> HttpAnswer:
    """Return the feed of changes."""
    body = atom_feed(publication.releases, address, publication.version, publication.date)
    return _dated(publication, "application/atom+xml", body, entity_tag(body))


def _catalogue(site: Site) -> Make:
    def make(scope: Scope, publication: Publication) -> HttpAnswer:
        extension = scope["path"].removeprefix("/catalog").removeprefix(".")
        named = next((form for form in PAGE_FORMS.values() if form.extension == extension), None)
        form = chosen_form(named, scope["query_string"], header_of(scope, b"accept"))
        if isinstance(form, HttpAnswer):
            return form
        return catalogue_answer(publication, form, site.base, site.base or address_of(scope))

    return make


def _void(site: Site) -> Make:
    def make(scope: Scope, publication: Publication) -> HttpAnswer:
        extension = scope["path"].removeprefix("/.well-known/void").removeprefix(".")
        named = next((form for form in GRAPH_FORMS.values() if form.extension == extension), None)
        form = named or accepted(header_of(scope, b"accept"), GRAPH_FORMS)
        if form is None:
            return refused(406, offered(GRAPH_FORMS), vary="Accept")
        return void_answer(publication, form, site.base, site.base or address_of(scope))

    return make


def _feed(site: Site) -> Make:
    return lambda scope, publication: feed_answer(publication, site.base or address_of(scope))


def _release(scope: Scope, publication: Publication) -> HttpAnswer:
    return release_answer(publication)


def _dump(site: Site) -> Make:
    return lambda scope, publication: dump_answer(publication, scope["path"].removeprefix("/dump/"), site.base)


def _graph_answer(publication: Publication, form: Form, body: bytes, here: str, others: Iterable[Form]) -> HttpAnswer:
    links = [f'<{LICENCE}>; rel="license"']
    links += [
        f'<{here}.{other.extension}>; rel="alternate"; type="{other.media_type}"'
        for other in others
        if other.name != form.name
    ]
    return _dated(
        publication, form.content_type, body, entity_tag(form.name, body), vary="Accept",
        content_location=f"{here}.{form.extension}", link=", ".join(links),
    )  # fmt: skip


def _dated(publication: Publication, content_type: str, body: bytes, tag: str, **more: str) -> HttpAnswer:
    if publication.date:
        more["last_modified"] = http_date(publication.date)
    return http_answer(200, content_type, body, etag=tag, cache_control=CACHED, **more)
