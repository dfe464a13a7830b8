"""The application tells of its answers without telling of who asked."""

from __future__ import annotations

import select
import socket
import time
from contextlib import ExitStack

import pytest

from hostile_cases import DIRECT
from hostile_queries import ENDLESS
from served import FIXTURES, serving

pytestmark = [pytest.mark.server, pytest.mark.xdist_group("serving-app")]
_SLOW = (
    f"POST /sparql HTTP/1.1\r\nHost: localhost\r\nContent-Type: {DIRECT}\r\nContent-Length: {len(ENDLESS)}\r\n\r\n"
    f"{ENDLESS}"
).encode()


def test_access_log_names_known_paths_and_nothing_of_who_asked() -> None:
    with serving("--data", str(FIXTURES), "--access-log") as site:
        assert site.get("/query/levels?authority=ashby", user_agent="Somebody/1.0").status == 200
        assert site.get("/somebody/at/home").status == 404
        assert site.get("/doc/tier/3.ttl", if_none_match="*").status == 304
    said = [line.split(" bytes ")[0].rsplit(" ", 1)[0] for line in site.said[1:]]
    assert said == ["GET /query/levels 200", "GET - 404", "GET /doc/tier/3.ttl 304"]
    assert not any(word in line for line in site.said[1:] for word in ("ashby", "omebody", "127.0.0.1"))


def test_access_log_holds_nothing_that_a_client_made_up() -> None:
    with serving("--data", str(FIXTURES), "--access-log") as site:
        for path in (
            "/id/John-Smith-born-2011", "/doc/John-Smith-born-2011", "/doc/John-Smith/?name=John-Smith",
            "/doc/John-Smith.ttl", "/query/John-Smith", "/sparql?query=John-Smith", "/dump/John-Smith", "/John-Smith",
            "/context/John-Smith.jsonld", "/doc/tier/3?name=John-Smith", "/doc/doc/doc",
        ):  # fmt: skip
            site.get(path, user_agent="John-Smith")
    said = [line.split(" bytes ")[0].rsplit(" ", 1)[0] for line in site.said[1:]]
    assert not any("John" in line for line in site.said)
    assert said == [
        "GET /id/{path} 303", "GET /doc/{path} 404", "GET /doc/{path} 308", "GET /doc/{path} 404",
        "GET /query/{name} 404", "GET /sparql 400", "GET /dump/{path} 404", "GET - 404",
        "GET /context/{version}.jsonld 404", "GET /doc/tier/3 200", "GET /doc/{path} 404",
    ]  # fmt: skip


def test_own_questions_and_documents_are_answered_while_the_queue_of_free_queries_is_full() -> None:
    with serving("--data", str(FIXTURES), "--seconds", "20") as site, ExitStack() as opened:
        connections = [opened.enter_context(socket.create_connection(site.place)) for _ in range(40)]
        for connection in connections:
            connection.sendall(_SLOW)
        # The twenty for which there is no place are refused at once.
        waiting = list(connections)
        while len(waiting) > 20:
            for connection in select.select(waiting, [], [], 10)[0]:
                waiting.remove(connection)
        assert site.get("/sparql?query=ASK%7B%7D").status == 503
        for path in ("/query/levels", "/doc/tier/3", "/health", "/doc/ashby/2024", "/query/indicators"):
            began = time.monotonic()
            assert site.get(path).status == 200
            assert time.monotonic() - began < 5


def test_without_the_option_nothing_is_said_but_the_address() -> None:
    with serving("--data", str(FIXTURES)) as site:
        assert site.get("/health").status == 200
    assert [line.split(":")[0] for line in site.said] == ["Serving http"]


def test_answers_bear_the_latest_date_of_the_data_and_no_time_of_change() -> None:
    with serving("--data", str(FIXTURES)) as site:
        for path in ("/doc/tier/3", "/catalog", "/dump/SHA256SUMS", "/feed", "/release", "/def"):
            reply = site.get(path, if_modified_since="Fri, 01 Jan 2100 00:00:00 GMT")
            assert (reply.status, reply.headers.get("last-modified")) == (200, None), path
            assert site.get(path, if_none_match=reply.headers["etag"]).status == 304, path
        assert '"built": "2026-11-21"' in site.get("/query/levels").text
