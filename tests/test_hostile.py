"""No request of any kind ends the server, makes it say how it is made, or reaches a file or another server."""

from __future__ import annotations

import http.client
import json
import os
import re
import signal
import socket
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from hostile_cases import CASES, DIRECT, GET, HOST, OPTIONS, SECRETS, Case, exchanged, listener, workers
from hostile_queries import ENDLESS
from processes import children, is_alive, is_running, memory_of, open_files_of, wait_until
from served import FIXTURES, Running, serving

pytestmark = [pytest.mark.server, pytest.mark.xdist_group("hostile")]
ASK = GET + HOST + b"\r\n"


@pytest.fixture(scope="module")
def server() -> Iterator[Running]:
    with serving("--data", str(FIXTURES), *OPTIONS) as running:
        yield running


@pytest.fixture(scope="module")
def patient() -> Iterator[Running]:
    """A server for what is answered soon, on a machine that is busy with other tests as well."""
    with serving("--data", str(FIXTURES), *OPTIONS, "--seconds", "20") as running:
        yield running


def endless(server: Running) -> socket.socket:
    """Start a query that does not end, and return its connection."""
    connection = socket.create_connection(server.place, timeout=30)
    body = ENDLESS.encode()
    head = f"POST /sparql HTTP/1.1\r\nHost: a\r\nContent-Type: {DIRECT}\r\nContent-Length: {len(body)}\r\n\r\n"
    connection.sendall(head.encode() + body)
    return connection


def settle(server: Running) -> None:
    """Wait until all five workers have nothing to do; one that is missing is made when a query asks for it."""

    def settled() -> bool:
        server.get("/sparql?query=SELECT(RAND()AS%3Fx)%7B%7D")
        return len(workers(server)) == 5 and not any(map(is_running, workers(server)))

    wait_until(settled)


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_hostile_request_gets_the_right_status_and_the_server_goes_on(
    case: Case, server: Running, patient: Running
) -> None:
    asked = server if "503" in case.expected else patient
    assert case.act(asked) in case.expected
    assert asked.process.poll() is None
    assert asked.get("/health").status == 200


def test_names_of_the_cases_are_given_once_and_there_are_many() -> None:
    assert len({case.name for case in CASES}) == len(CASES) >= 60
    assert not any(status.startswith("500") for case in CASES for status in case.expected)


def test_answers_and_standard_error_say_nothing_about_the_program(server: Running) -> None:
    addresses = ["/sparql?query=ASK", "/nothing", "/sparql?query=ASK&query=ASK", "/doc/%00", "/query/nothing?a=b"]
    bodies = [server.get(address).body for address in addresses]
    bodies += [
        exchanged(server, data)[1] for data in (b"\xff\r\n\r\n", ASK.replace(HOST, b""), b"BREW / HTTP/1.1\r\n\r\n")
    ]
    assert not [secret for secret in SECRETS for body in bodies if secret in body]
    assert len(server.said) == 1


@pytest.mark.parametrize("data", [b"\xff\r\n\r\n", GET + b"\r\n", GET + HOST + b"X: " + b"y" * 100_000])
def test_refusal_of_a_broken_request_has_the_headers_of_every_answer(data: bytes, server: Running) -> None:
    with socket.create_connection(server.place, timeout=30) as connection:
        connection.sendall(data)
        answer = http.client.HTTPResponse(connection)
        answer.begin()
        assert answer.getheader("X-Content-Type-Options") == "nosniff"
        assert answer.getheader("Connection") == "close"
        assert len(answer.read()) == int(answer.getheader("Content-Length") or 0) > 0
        assert connection.recv(1) == b""


def test_worker_that_is_killed_is_replaced(server: Running) -> None:
    settle(server)
    for worker in (before := workers(server)):
        with suppress(ProcessLookupError):
            os.kill(worker, signal.SIGKILL)
    wait_until(lambda: not any(map(is_alive, before)))
    assert server.get("/sparql?query=ASK%7B%7D%23killed").status == 200
    settle(server)
    assert not set(before) & set(workers(server))


def test_worker_killed_at_its_work_is_answered_with_503(server: Running) -> None:
    settle(server)
    with endless(server) as connection:
        wait_until(lambda: any(map(is_running, workers(server))))
        os.kill(next(filter(is_running, workers(server))), signal.SIGKILL)
        answer = http.client.HTTPResponse(connection)
        answer.begin()
        assert (answer.status, answer.getheader("Retry-After")) == (503, "2")
        assert b"needs more than 128 MB or is too deep" in answer.read()


def test_nursery_that_is_killed_is_started_again(server: Running) -> None:
    nursery = children(server.process.pid)
    killed = [*nursery, *workers(server)]
    for process in killed:
        with suppress(ProcessLookupError):
            os.kill(process, signal.SIGKILL)
    wait_until(lambda: not any(map(is_alive, killed)))
    assert server.get("/sparql?query=ASK%7B%7D%23again").status == 200
    settle(server)


def test_process_that_runs_a_query_can_open_no_file(server: Running) -> None:
    limits = re.compile(r"Max core file size\s+0\s+0\s.*\nMax open files\s+0\s+0\s", re.DOTALL)
    settle(server)
    for worker in workers(server):
        # A process that was made just now limits itself before it takes a query.
        wait_until(lambda path=Path(f"/proc/{worker}/limits"): bool(limits.search(path.read_text())))  # type: ignore[misc]


def test_as_many_processes_are_left_after_many_stopped_queries(server: Running) -> None:
    for _ in range(3):
        connections = [endless(server) for _ in range(10)]
        wait_until(lambda: any(map(is_running, workers(server))))
        for connection in connections:
            connection.close()
    settle(server)
    assert server.get("/sparql?query=ASK%7B%7D%23left").status == 200
    settle(server)


def test_queries_that_run_when_the_server_is_stopped_leave_no_process() -> None:
    with serving("--data", str(FIXTURES), "--seconds", "60") as server:
        connections = [endless(server) for _ in range(8)]
        wait_until(lambda: sum(map(is_running, workers(server))) >= 1)
        processes = [*children(server.process.pid), *workers(server)]
        assert len(processes) == 6
        server.process.send_signal(signal.SIGTERM)
        assert server.process.wait(10) == 0
        wait_until(lambda: not any(map(is_alive, processes)))
        for connection in connections:
            connection.close()
    assert len(server.said) == 1


def test_server_that_is_killed_leaves_no_process() -> None:
    with serving("--data", str(FIXTURES), "--seconds", "1") as server, endless(server):
        wait_until(lambda: any(map(is_running, workers(server))))
        processes = [*children(server.process.pid), *workers(server)]
        server.process.kill()
        wait_until(lambda: not any(map(is_alive, processes)))


def test_connections_beyond_the_limit_are_refused_with_retry_after() -> None:
    with serving("--data", str(FIXTURES), "--connections", "8") as server:
        kept = [socket.create_connection(server.place, timeout=30) for _ in range(8)]
        with socket.create_connection(server.place, timeout=30) as one_more:
            one_more.sendall(ASK)
            answer = http.client.HTTPResponse(one_more)
            answer.begin()
            assert (answer.status, answer.getheader("Retry-After")) == (503, "2")
        for connection in kept:
            connection.close()
        wait_until(lambda: exchanged(server, ASK)[0] == "200")


def test_limits_are_those_of_the_options() -> None:
    options = ["--query-size", "1000", "--nesting", "5", "--at-once", "1", "--queue", "1", "--seconds", "0.5"]
    with serving("--data", str(FIXTURES), *options) as server:

        def ask(text: str) -> tuple[int, str]:
            reply = server.get("/sparql", method="POST", body=text.encode(), Content_Type=DIRECT)
            return reply.status, reply.text

        assert ask("ASK {} #" + "x" * 992)[0] == 200
        assert ask("ASK {} #" + "x" * 993)[0] == 413
        assert ask("ASK {{{{{}}}}}")[0] == 200
        assert ask("ASK {{{{{{}}}}}}") == (
            400, "query:1:10: brackets are nested deeper than 5; write it flatter\n"
        )  # fmt: skip
        assert ask(ENDLESS) == (503, "the query was stopped after 0.5 seconds; ask for less\n")
        wait_until(lambda: len(workers(server)) == 2)


def test_files_and_memory_do_not_grow_with_requests(server: Running) -> None:
    def ask(times: int, name: str) -> None:
        connection = http.client.HTTPConnection(*server.place, timeout=30)
        for number in range(times):
            each = ("ASK%7B%7D", "ASK%7B", f"ASK%7B%7D%23{name}{number % 500}", "")[number % 4]
            connection.request("GET", f"/sparql?query={each}" if each else "/nothing")
            assert connection.getresponse().read()
        connection.close()

    ask(2_000, "a")
    settle(server)
    nursery = children(server.process.pid)[0]
    before = memory_of(server.process.pid), memory_of(nursery)
    files = open_files_of(server.process.pid), open_files_of(nursery)
    ask(10_000, "b")
    assert memory_of(server.process.pid) - before[0] < 8 * 1024 * 1024
    assert memory_of(nursery) - before[1] < 1024 * 1024
    wait_until(lambda: open_files_of(server.process.pid) <= files[0] and open_files_of(nursery) <= files[1])


def test_graphs_are_what_they_were(server: Running) -> None:
    with listener() as (port, called):
        exchanged(server, b"GET http://127.0.0.1:%d/ HTTP/1.1\r\n" % port + HOST + b"\r\n")
        assert not called()
    before = json.loads(server.get("/health").body)
    with serving("--data", str(FIXTURES)) as fresh:
        assert json.loads(fresh.get("/health").body) == before
