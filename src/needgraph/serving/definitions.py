"""The routes of what we define and publish beside things: shapes, the catalogue of questions, and where IRIs lead."""

from __future__ import annotations

from collections.abc import Callable

from starlette.routing import Route

from needgraph.publication.graph import Publication
from needgraph.serving.documents import chosen_form
from needgraph.serving.http import Receive, Scope, Send, header_of
from needgraph.serving.pages import send_read
from needgraph.serving.publication import Answers, Make, Published
from needgraph.serving.site import Site
from needgraph.site.definitions import definition_document, shapes_page
from needgraph.site.http_answers import HttpAnswer
from needgraph.site.negotiation import PAGE_FORMS, accepted
from needgraph.site.places import PROFILE, defined_places, place_answer, published_places
from needgraph.site.questions import questions_page


def routes(site: Site, published: Published) -> list[Route]:
    """Return the routes; they stand before those of ``/id/``, below which the ODRL profile has its IRI."""
    defined, listed = DefinedPlaces(site), Answers(published, _published(site))
    documents = {"shapes": shapes_page, "questions": questions_page}
    return [
        *(
            Route(f"/{name}{suffix}", DefinitionDocument(site, name, page))
            for name, page in documents.items()
            for suffix in ("", *(f".{form.extension}" for form in PAGE_FORMS.values()))
        ),
        *(Route(f"/{kind}/{{name:path}}", defined) for kind in ("def", "shape", "parameter", "slot")),
        Route("/query/{name}/parameter/{parameter}", defined),
        *(Route(f"/{kind}/{{name:path}}", listed) for kind in ("graph", "mappings", f"id/{PROFILE}")),
        Route(f"/id/{PROFILE}", listed),
    ]


class DefinitionDocument:
    """``/shapes`` and ``/questions``: a page, and the same as RDF; they come with the program."""

    def __init__(self, site: Site, name: str, page: Callable[[str], bytes]) -> None:
        self._site, self._name, self._page = site, name, page
        self._made: bytes | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        answer = None
        if scope["method"] in ("GET", "HEAD"):
            extension = scope["path"].removeprefix(f"/{self._name}").removeprefix(".")
            named = next((form for form in PAGE_FORMS.values() if form.extension == extension), None)
            chosen = chosen_form(named, scope["query_string"], header_of(scope, b"accept"))
            if isinstance(chosen, HttpAnswer):
                answer = chosen
            else:
                self._made = self._made or self._page(self._site.base)
                answer = definition_document(self._name, chosen, self._made, self._site.base)
        await send_read(scope, send, answer)


class DefinedPlaces:
    """IRIs of what comes with the program: 303 to where it is described, which nothing that is served changes."""

    def __init__(self, site: Site) -> None:
        self._site = site

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        form = accepted(header_of(scope, b"accept"), PAGE_FORMS)
        answer = place_answer(scope["path"].lstrip("/"), defined_places(), form, self._site.base)
        await send_read(scope, send, answer)


def _published(site: Site) -> Make:
    def make(scope: Scope, publication: Publication) -> HttpAnswer:
        form = accepted(header_of(scope, b"accept"), PAGE_FORMS)
        return place_answer(scope["path"].lstrip("/"), published_places(publication), form, site.base)

    return make
