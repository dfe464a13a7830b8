"""The routes of publication: the catalogue, VoID, dumps, releases and the feed of changes."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Iterable
from contextlib import suppress

from starlette.routing import Route

from needgraph.publication.atom_feed import atom_feed
from needgraph.publication.dumps import SUMS
from needgraph.publication.graph import Publication, catalogue_document, void_document
from needgraph.publication.process import UnpublishedError, made_elsewhere
from needgraph.publication.store_catalogue import store_publication
from needgraph.serving.documents import chosen_form
from needgraph.serving.http import GoneError, Receive, Scope, Send, header_of, while_connected
from needgraph.serving.pages import send_read
from needgraph.serving.site import Site
from needgraph.serving.sparql import address_of
from needgraph.site.http_answers import HttpAnswer, entity_tag, http_answer, refused
from needgraph.site.linked_data import LICENCE
from needgraph.site.negotiation import GRAPH_FORMS, PAGE_FORMS, Form, accepted, offered
from needgraph.site.publication import catalogue_page, edition_notices, release_list

CACHED = "public, max-age=300"
# A publication larger than this is made when it is first asked for, as it takes minutes and gigabytes.
MOST_BYTES_UNASKED = 32_000_000
SOON_SECONDS = 1.0
KEPT_SECONDS = 60.0
NO_FILES = (
    "this server answers from a store, which has no dumps and no list of releases; take them where the data are "
    "published by `needgraph serve` or `needgraph publish`, or ask /sparql"
)
NO_EDITION = "this server answers from a store that held no edition of guidance when it started; see /sparql"
UNASKED = "the store behind this service cannot be asked for its catalogue now; try again soon"
NOT_OURS = "this server shows files of others, and publishes no catalogue, dumps or releases of them; see /sparql"
Make = Callable[[Scope, Publication], HttpAnswer]


def routes(site: Site, published: Published) -> list[Route]:
    """Return the routes of publication."""
    catalogue, void = Answers(published, _catalogue(site)), Answers(published, _void(site))
    release, dump, feed = (
        Answers(published, make, rests_on_files=True) for make in (_release, _dump(site), _feed(site))
    )
    return [
        Route("/catalog", catalogue),
        *(Route(f"/catalog.{form.extension}", catalogue) for form in PAGE_FORMS.values()),
        Route("/.well-known/void", void),
        *(Route(f"/.well-known/void.{form.extension}", void) for form in GRAPH_FORMS.values()),
        *(Route(path, release) for path in ("/release", "/dump", "/dump/")),
        Route("/dump/{path:path}", dump),
        Route("/feed", feed),
    ]


class Published:
    """The publication of the data being served; it is made once, or of a remote store anew when it is a minute old."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self._making: asyncio.Task[Publication] | None = None
        self._began = 0.0

    async def prepare(self) -> None:
        """Make it soon after the start, where that takes seconds, so that nobody has to wait for it."""
        data = self.site.data
        if data is not None and sum(path.stat().st_size for path in data.graph_files()) < MOST_BYTES_UNASKED:
            await asyncio.sleep(SOON_SECONDS)
            with suppress(UnpublishedError):
                await self.get()

    async def get(self) -> Publication:
        """Return the publication; raise UnpublishedError where it cannot be made."""
        if self._making is None or self._has_passed(self._making):
            self._making, self._began = asyncio.ensure_future(self._made()), time.monotonic()
        # Who goes away while it is made does not stop it for others.
        return await asyncio.shield(self._making)

    def stop(self) -> None:
        """Stop making it."""
        if self._making is not None:
            self._making.cancel()

    def _has_passed(self, making: asyncio.Task[Publication]) -> bool:
        if not making.done():
            return False
        failed = making.cancelled() or making.exception() is not None
        return failed or (not self.site.digest and time.monotonic() - self._began > KEPT_SECONDS)

    async def _made(self) -> Publication:
        site = self.site
        if site.data is not None:
            return await made_elsewhere(str(site.data.folder), site.digest, site.version, site.date)
        found = await store_publication(site.pool, site.version, site.date)
        if found is None:
            raise UnpublishedError(UNASKED)
        return found


class Answers:
    """An endpoint whose answer depends on the request and on the publication, and maybe on files that a store lacks."""

    def __init__(self, published: Published, make: Make, *, rests_on_files: bool = False) -> None:
        self._published, self._make, self._rests_on_files = published, make, rests_on_files

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        site = self._published.site
        if scope["method"] not in ("GET", "HEAD"):
            return await send_read(scope, send, None)
        if missing := self._missing(site):
            return await send_read(scope, send, refused(404, missing))
        try:
            found = await while_connected(receive, self._published.get())
        except GoneError:
            return None
        except UnpublishedError as problem:
            return await send_read(scope, send, refused(503, str(problem)))
        key = ("publication", scope["path"], scope["query_string"], header_of(scope, b"accept"), address_of(scope))
        answer = site.cache.get(key) if site.digest else None
        if answer is None:
            answer = self._make(scope, found)
            if site.digest:
                site.cache.keep(key, answer)
        return await send_read(scope, send, answer)

    def _missing(self, site: Site) -> str:
        """Return why there is nothing here, empty where there is."""
        if site.data is not None:
            return ""
        if not site.stored:
            return NOT_OURS
        if self._rests_on_files:
            return NO_FILES
        return "" if site.has_catalogue else NO_EDITION


def catalogue_answer(publication: Publication, form: Form, base: str, address: str) -> HttpAnswer:
    """Return the catalogue in a form; ``base`` stands before links of pages, ``address`` before those of RDF."""
    if form.name == "html":
        body = catalogue_page(publication, base)
    else:
        body = catalogue_document(publication, address, form.name)
    return _graph_answer(form, body, f"{base}/catalog", PAGE_FORMS.values())


def void_answer(publication: Publication, form: Form, base: str, address: str) -> HttpAnswer:
    """Return the VoID description in a form."""
    body = void_document(publication, address, form.name)
    return _graph_answer(form, body, f"{base}/.well-known/void", GRAPH_FORMS.values())


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
    return _kept(media_type, file.content, f'"{file.sha256[:32]}"', link=", ".join(links))


def release_answer(publication: Publication) -> HttpAnswer:
    """Return the list of releases and files as JSON."""
    body = release_list(publication)
    return _kept("application/json", body, entity_tag(body))


def feed_answer(publication: Publication, address: str) -> HttpAnswer:
    """Return the feed of changes."""
    body = atom_feed(publication.releases, address, publication.version, publication.date)
    return _kept("application/atom+xml", body, entity_tag(body))


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


def _graph_answer(form: Form, body: bytes, here: str, others: Iterable[Form]) -> HttpAnswer:
    links = [f'<{LICENCE}>; rel="license"']
    links += [
        f'<{here}.{other.extension}>; rel="alternate"; type="{other.media_type}"'
        for other in others
        if other.name != form.name
    ]
    return _kept(
        form.content_type, body, entity_tag(form.name, body), vary="Accept",
        content_location=f"{here}.{form.extension}", link=", ".join(links),
    )  # fmt: skip


def _kept(content_type: str, body: bytes, tag: str, **more: str) -> HttpAnswer:
    return http_answer(200, content_type, body, etag=tag, cache_control=CACHED, **more)
