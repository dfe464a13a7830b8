"""The JSON API: every question of the catalogue at ``/query/NAME``, and its description at ``/openapi.json``."""

from __future__ import annotations

import asyncio
import json

from starlette.routing import Route

from needgraph.query_processes.limits import QueryReply, QueryRequest
from needgraph.querying.answers import Answer
from needgraph.querying.asking import QueryProblem
from needgraph.querying.notices import notices_among, notices_query
from needgraph.querying.results_json import answer_of
from needgraph.querying.unknown_values import looked_up
from needgraph.serving.http import ReadEndpoint, Receive, Scope, header_of, while_connected
from needgraph.serving.openapi import openapi
from needgraph.serving.question_forms import QUESTION_FORMS, Page, written
from needgraph.serving.question_request import QuestionRefusal, QuestionRequest, read_question_request
from needgraph.serving.site import Site
from needgraph.site.http_answers import HttpAnswer, entity_tag, http_answer, refused, unchanged
from needgraph.site.linked_data import LICENCE, header_text
from needgraph.site.negotiation import GRAPH_FORMS, PAGE_FORMS, accepted
from needgraph.site.places import place_answer, question_places

MOST_LINKS = 4
KEPT = "public, max-age=60"
# A longer answer is read and written beside the event loop, which goes on answering others.
LONG = 256 * 1024
CUT = (
    "The whole answer is longer than this server gives: name a parameter, or page through it with limit and offset. "
    "The total is not known."
)


def routes(site: Site) -> list[Route]:
    """Return the routes of the JSON API."""
    listed = Listed(site)
    return [
        Route("/query/{name}", QuestionEndpoint(site)),
        *(Route(path, listed) for path in ("/query", "/query/")),
        Route("/openapi.json", Description(site)),
    ]


class QuestionEndpoint(ReadEndpoint):
    """An ASGI application for ``/query/{name}``; the name may end in ``.json``, ``.csv``, ``.xlsx``."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self._notices: Answer | None = None

    async def answer(self, scope: Scope, receive: Receive) -> HttpAnswer:
        """Return the answer to a question, or why there is none."""
        try:
            answer = await self._cached(scope, receive)
        except QuestionRefusal as refusal:
            return self._described(scope, refusal) or refused(refusal.status, str(refusal), vary="Accept")
        return unchanged(answer, header_of(scope, b"if-none-match"))

    def _described(self, scope: Scope, refusal: QuestionRefusal) -> HttpAnswer | None:
        """Return where the question is described, for who asks its IRI for a form that no answer has; else None."""
        accept, path = header_of(scope, b"accept"), scope["path"].lstrip("/")
        if refusal.status not in (404, 406) or scope["query_string"] or accepted(accept, QUESTION_FORMS):
            return None
        form = accepted(accept, PAGE_FORMS)
        return (
            place_answer(path, question_places(), form, self._site.base) if form and path in question_places() else None
        )

    async def _cached(self, scope: Scope, receive: Receive) -> HttpAnswer:
        accept, name = header_of(scope, b"accept"), scope["path_params"]["name"]
        # What a remote store holds may change at any time; of our own the digest is that of the whole run.
        key = ("question", name, scope["query_string"], accept) if self._site.digest else None
        kept = self._site.cache.get(key) if key else None
        if kept is not None:
            return kept
        asked = read_question_request(name, scope["query_string"], accept)
        if asked.version not in ("", self._site.version):
            raise QuestionRefusal(
                404,
                f"data_version is {asked.version[:80]!r}; this site holds {self._site.version} and no other; "
                "leave data_version out to be answered from that",
            )
        answer = await while_connected(receive, self._graph(asked) if not asked.question.columns else self._rows(asked))
        return self._site.cache.keep(key, answer) if key else answer

    async def _graph(self, asked: QuestionRequest) -> HttpAnswer:
        reply = await self._run(QueryRequest(asked.text, None, GRAPH_FORMS[asked.form.name].media_type))
        return self._http(asked, reply.body, reply.truncated)

    async def _rows(self, asked: QuestionRequest) -> HttpAnswer:
        reply, known = await asyncio.gather(self._run(QueryRequest(asked.text)), self._known())
        cut, first = bool(reply.truncated), asked.offset
        if cut and asked.limit is not None:
            # What is asked for may lie behind the place at which all rows were cut, so the store pages.
            reply = await self._run(QueryRequest(f"{asked.text}\nLIMIT {asked.limit}\nOFFSET {asked.offset}\n"))
            first = 0
        elif len(reply.body) < LONG:
            await self._refuse_unknown(asked, reply.body)
        if len(reply.body) < LONG:
            body = self._written(asked, reply.body, first, known, cut)
        else:
            body = await asyncio.to_thread(self._written, asked, reply.body, first, known, cut)
        return self._http(asked, body, reply.truncated, self._status(asked, known))

    async def _refuse_unknown(self, asked: QuestionRequest, results: bytes) -> None:
        """Refuse a value that occurs nowhere in the data, where there is no row."""
        if not asked.values or json.loads(results)["results"]["bindings"]:
            return
        steps = looked_up(asked.question, asked.values)
        try:
            query = next(steps)
            while True:
                reply = await self._run(QueryRequest(query))
                if reply.truncated:
                    return  # what was cut off may be it
                query = steps.send(answer_of(json.loads(reply.body)))
        except StopIteration:
            return
        except QueryProblem as problem:
            raise QuestionRefusal(404, str(problem)) from None

    def _status(self, asked: QuestionRequest, known: Answer) -> str:
        """Return links to the editions asked for with their currency, which CSV has no other place for."""
        wanted = asked.values.get("authority", "")
        links = [
            f'<{self._site.base}/doc/{row["authority"]}/{row["edition"]}>; rel="status"; '
            f'title="{header_text(str(row["name"]))}: currency {row["currency"]}"'
            for row in known.records()
            if wanted in ("", row["authority"])
        ]
        return "".join(f", {link}" for link in links[:MOST_LINKS])

    def _written(self, asked: QuestionRequest, results: bytes, first: int, known: Answer, cut: bool) -> bytes:
        found = answer_of(json.loads(results))
        rows = found.rows[first : None if asked.limit is None else first + asked.limit]
        try:
            beside = notices_among(known, found, asked.values)
        except QueryProblem as problem:
            # Well formed, so not 400: it is what it names that is not there.
            raise QuestionRefusal(404, str(problem)) from None
        notice = [*beside, *([CUT] if cut else [])]
        return written(
            Page(
                Answer(found.columns, rows),
                None if cut else len(found.rows),
                self._site.version,
                self._site.date,
                notice,
                self._permalink(asked),
            ),
            asked.form.name,
        )

    def _http(self, asked: QuestionRequest, body: bytes, truncated: str, status: str = "") -> HttpAnswer:
        permalink, digest = self._permalink(asked), self._site.digest
        # Replicas of the same data and program give the same tag, also for graphs, whose triples have no order.
        tag = entity_tag(digest, self._site.version, permalink) if digest else entity_tag(permalink, body)
        more = {"x_needgraph_truncated": truncated} if truncated else {}
        # The licence is that of our own data, as at every document; whose the wording is stands at the other address.
        rights = f', <{LICENCE}>; rel="license", <{self._site.base}/persistence#wording>; rel="copyright"'
        return http_answer(
            200, asked.form.content_type, body, vary="Accept", cache_control=KEPT, etag=tag,
            link=f'<{permalink}>; rel="self"{rights}{status}', **more,
        )  # fmt: skip

    def _permalink(self, asked: QuestionRequest) -> str:
        return self._site.base + asked.address(self._site.version if self._site.digest else "")

    async def _known(self) -> Answer:
        """Return notice and currency of every edition, asked for once where the data do not change."""
        if self._notices is not None:
            return self._notices
        known = answer_of(json.loads((await self._run(QueryRequest(notices_query()))).body))
        if self._site.digest:
            self._notices = known
        return known

    async def _run(self, request: QueryRequest) -> QueryReply:
        reply = await self._site.pool.run(request)
        if reply.status != 200:
            raise QuestionRefusal(reply.status, reply.body.decode().rstrip())
        return reply


class Listed(ReadEndpoint):
    """``/query``, which the catalogue of data names as the address of the API: 303 to the page that lists questions."""

    def __init__(self, site: Site) -> None:
        self._site = site

    async def answer(self, scope: Scope, receive: Receive) -> HttpAnswer:
        """Return the redirect."""
        page = f"{self._site.base}/questions"
        body = f"The questions are listed at {page}, and for programs at {self._site.base}/openapi.json\n".encode()
        return http_answer(303, "text/plain; charset=utf-8", body, location=page, cache_control="public, max-age=3600")


class Description(ReadEndpoint):
    """``/openapi.json``: the API described for programs."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self._answer: HttpAnswer | None = None

    async def answer(self, scope: Scope, receive: Receive) -> HttpAnswer:
        """Return the description, which is made once."""
        self._answer = self._answer or self._described()
        return unchanged(self._answer, header_of(scope, b"if-none-match"))

    def _described(self) -> HttpAnswer:
        body = openapi(self._site.base, self._site.version)
        return http_answer(200, "application/json", body, etag=entity_tag(body), cache_control="public, max-age=3600")
