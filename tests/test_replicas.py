"""Replicas share nothing: behind nginx one may be killed under load, and nobody notices."""

from __future__ import annotations

import http.client
import shutil
import subprocess
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

import pytest

from served import START_SECONDS, STOP_SECONDS, Running, serving
from servers import free_ports

NGINX = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
NGINX_MISSING = "nginx is not installed; on Debian: apt-get install --no-install-recommends nginx-light"
pytestmark = [
    pytest.mark.server,
    pytest.mark.skipif(NGINX is None, reason=NGINX_MISSING),
    pytest.mark.xdist_group("replicas"),
]
CLIENTS = 4
REQUESTS = 150
# Where a load balancer begins and ends: it asks another replica when one does not answer.
NGINX_CONF = """\
daemon off;
master_process off;
worker_processes 1;
pid {folder}/nginx.pid;
error_log {folder}/error.log;
events {{ worker_connections 256; }}
http {{
  access_log off;
  client_body_temp_path {folder}/body;
  proxy_temp_path {folder}/proxy;
  fastcgi_temp_path {folder}/fastcgi;
  uwsgi_temp_path {folder}/uwsgi;
  scgi_temp_path {folder}/scgi;
  upstream needgraph {{
    server {one} max_fails=1 fail_timeout=5s;
    server {other} max_fails=1 fail_timeout=5s;
    keepalive 16;
  }}
  server {{
    listen 127.0.0.1:{port};
    location / {{
      proxy_pass http://needgraph;
      proxy_http_version 1.1;
      proxy_set_header Connection "";
      proxy_set_header Host $http_host;
      proxy_connect_timeout 2s;
      proxy_next_upstream error timeout http_502 http_503 non_idempotent;
      proxy_next_upstream_tries 2;
    }}
  }}
}}
"""
PATHS = [
    "/query/levels",
    "/query/indicators.csv?authority=ashby",
    "/query/indicators.xlsx",
    "/query/web-annotation.nt?authority=ashby",
    "/doc/ashby/2024.ttl",
    "/doc/ashby/2024.html",
    f"/sparql?query={quote('SELECT * { ?s a <https://w3id.org/needgraph/def#Level> } ORDER BY ?s')}",
    "/openapi.json",
]


@contextmanager
def nginx(*replicas: Running) -> Iterator[int]:
    """Run nginx in front of replicas, and yield its port."""
    assert NGINX is not None
    one, other = (replica.url.removeprefix("http://") for replica in replicas)
    with tempfile.TemporaryDirectory(prefix="needgraph-nginx-") as name:
        port, _ = free_ports()
        conf = Path(name, "nginx.conf")
        conf.write_text(NGINX_CONF.format(folder=name, one=one, other=other, port=port))
        process = subprocess.Popen([NGINX, "-c", str(conf), "-p", name, "-e", f"{name}/error.log"])
        try:
            _wait(port, process)
            yield port
        finally:
            process.terminate()
            process.wait(STOP_SECONDS)


def _wait(port: int, process: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + START_SECONDS
    while time.monotonic() < end and process.poll() is None:
        try:
            ask(port, "/openapi.json")
        except OSError:
            threading.Event().wait(0.02)
        else:
            return
    raise RuntimeError("nginx did not start")


def ask(port: int, path: str, method: str = "GET", body: bytes | None = None) -> tuple[int, str, bytes]:
    """Return status, ETag and body of one answer."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    try:
        # As behind one address: a query may hold addresses that are completed with it.
        headers = {"Host": "needgraph.example"} | ({"Content-Type": "application/sparql-query"} if body else {})
        connection.request(method, path, body, headers)
        answer = connection.getresponse()
        return answer.status, answer.getheader("ETag") or "", answer.read()
    finally:
        connection.close()


@pytest.mark.parametrize("path", PATHS)
def test_replicas_give_the_same_tag_and_the_same_bytes(pair: tuple[Running, Running], path: str) -> None:
    one, other = (ask(replica.place[1], path) for replica in pair)
    assert one[0] == 200
    assert one[1] == other[1] != ""
    # The triples of a graph that is made anew have no order.
    assert one[2] == other[2] or "web-annotation" in path


@pytest.fixture(scope="module")
def pair() -> Iterator[tuple[Running, Running]]:
    with serving() as one, serving() as other:
        yield one, other


def test_tag_of_one_replica_is_known_to_the_other(pair: tuple[Running, Running]) -> None:
    one, other = pair
    tag = one.get("/query/levels").headers["etag"]
    assert other.get("/query/levels", if_none_match=tag).status == 304


@pytest.mark.slow
def test_no_request_fails_when_a_replica_is_killed_under_load() -> None:
    with serving() as one, serving() as other, nginx(one, other) as port:
        found: Counter[int | str] = Counter()
        enough, killed = threading.Event(), threading.Event()
        after: Counter[int | str] = Counter()
        broken: list[Exception] = []

        def client(number: int) -> None:
            for step in range(REQUESTS):
                if step == REQUESTS // 3:
                    enough.set()
                counted = after if killed.is_set() else found
                try:
                    counted[ask(port, *request(number, step))[0]] += 1
                except (OSError, http.client.HTTPException) as error:
                    # An answer that breaks off on its way cannot be given by the other replica; who reads asks again.
                    broken.append(error)
                    counted[ask(port, *request(number, step))[0]] += 1

        threads = [threading.Thread(target=client, args=(number,)) for number in range(CLIENTS)]
        for thread in threads:
            thread.start()
        enough.wait()
        one.process.kill()
        killed.set()
        for thread in threads:
            thread.join()
        # All were answered, before and after, and there were some of both.
        assert set(found) == set(after) == {200}, (found, after)
        assert found.total() + after.total() == CLIENTS * REQUESTS
        # No more answers broke off than were on their way when the replica was killed.
        assert len(broken) <= CLIENTS, broken
        assert ask(port, "/health")[0] == 200


def request(number: int, step: int) -> tuple[str, str, bytes | None]:
    """Return a request that no cache has, one that it has, or a query that is sent."""
    query = f"SELECT * {{ ?s ?p ?o{number}x{step} }} LIMIT 5"
    kinds: list[tuple[str, str, bytes | None]] = [
        (f"/sparql?query={quote(query)}", "GET", None),
        ("/query/levels", "GET", None),
        ("/sparql", "POST", query.encode()),
    ]
    return kinds[step % 3]
