"""Send a request to a server: log in where it asks, read the answer whole, say in plain words what went wrong."""

from __future__ import annotations

import os
import socket
import time
from base64 import b64encode
from http.client import HTTPException, HTTPResponse, IncompleteRead
from typing import NamedTuple
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit
from urllib.request import (
    HTTPDigestAuthHandler,
    HTTPPasswordMgrWithDefaultRealm,
    HTTPRedirectHandler,
    Request,
    build_opener,
    parse_http_list,
    parse_keqv_list,
)

from needgraph.errors import NeedgraphError

PASSWORD = "NEEDGRAPH_PASSWORD"  # noqa: S105 - the name of an environment variable
# Virtuoso answers 200 with the first rows only, and says so nowhere but in these headers.
PARTIAL = {"X-SPARQL-MaxRows": "more than {} rows are not given", "X-SQL-State": "its own time limit ended the query"}

PAGES = ("text/html", "application/xhtml+xml")


class RemoteProblem(NeedgraphError):
    """A service that is down, slow, refuses, or answers something else than was asked.

    ``status`` is what HTTP calls the reason where we ask for somebody else: 502, 503 (busy) or 504 (slow).
    """

    def __init__(self, message: str, status: int = 502) -> None:
        super().__init__(message)
        self.status = status


class PartProblem(RemoteProblem):
    """An answer that holds a part only; ``reason`` says which."""

    def __init__(self, url: str, reason: str) -> None:
        super().__init__(f"{url}: answers in part ({reason}); ask for less at once")
        self.reason = reason


class NoStoreProblem(RemoteProblem):
    """An answer that no graph store gives to a graph put there."""


class Sent(NamedTuple):
    """What a server answered: status, media type, body."""

    status: int
    media_type: str
    body: bytes


def send(request: Request, user: str, timeout: float) -> bytes:
    """Send a request and return the whole answer, read within ``timeout`` seconds.

    A ``user`` logs in by Basic or Digest where the server asks for it, with the password from the environment
    variable NEEDGRAPH_PASSWORD. Raises RemoteProblem for an answer that holds a part only, HTTPError for one
    that refuses, and OSError, HTTPException or ValueError for none.
    """
    return _answered(request, user, timeout).body


def put(request: Request, user: str, timeout: float) -> None:
    """Send a graph to a graph store, as ``send`` does.

    Raises NoStoreProblem for an answer that none gives: a page, or anything but 200, 201 and 204.
    """
    sent = _answered(request, user, timeout)
    # Virtuoso calls an empty answer a page, too.
    is_page = sent.status == 200 and sent.media_type in PAGES and sent.body.strip()
    if is_page or sent.status not in (200, 201, 204):
        what = "a page" if is_page else str(sent.status)
        raise NoStoreProblem(f"answers {what}, as no graph store does; give the address of the server's graph store")


def _answered(request: Request, user: str, timeout: float) -> Sent:
    # The login is asked for beforehand: Virtuoso closes the connection on a long body that comes without it.
    challenges = _challenges(request, timeout) if user else []
    _log_in(request, user, challenges)
    try:
        return _sent(request, timeout)
    except OSError as error:
        if isinstance(getattr(error, "reason", error), BrokenPipeError | ConnectionResetError):
            # The same happens where the login is wrong or missing; without a body the server says so.
            request = _empty(request)
            _log_in(request, user, challenges)
            _sent(request, timeout)
        raise


def checked_url(url: str) -> str:
    """Return an address of a server; raise RemoteProblem for anything but http and https.

    >>> checked_url("http://127.0.0.1:7878/query")
    'http://127.0.0.1:7878/query'
    """
    try:
        parts = urlsplit(url)
        fits = parts.scheme in ("http", "https") and parts.hostname and parts.port != 0 and url.isascii()
    except ValueError:
        fits = False
    if not fits:
        raise RemoteProblem(f"{url!r} is not the address of a server; write http://host:port/path")
    if parts.username is not None:
        raise RemoteProblem(f"{parts.hostname}: give the user by --user and the password in {PASSWORD}")
    return url


def why(error: Exception, timeout: float) -> str:
    """Return in plain words why a request failed, and what to do."""
    if isinstance(error, HTTPError):
        return _refused(error)
    reason = error.reason if isinstance(error, URLError) else error
    if isinstance(reason, TimeoutError):
        return f"does not answer within {timeout:g} s; try again or ask less at once"
    if isinstance(reason, ConnectionRefusedError):
        return "nothing listens there; start the server or check the port"
    if isinstance(reason, socket.gaierror):
        return "there is no host of that name; check the address"
    if isinstance(reason, IncompleteRead):
        return "breaks its answer off; try again"
    return f"cannot be asked ({printable(str(reason))})"


def status_of(error: Exception) -> int:
    """Return the status with which a gateway passes on that a request failed.

    >>> status_of(TimeoutError()), status_of(ConnectionRefusedError())
    (504, 502)
    """
    if isinstance(error, HTTPError):
        return {429: 503, 503: 503, 504: 504}.get(error.code, 502)
    return 504 if isinstance(getattr(error, "reason", error), TimeoutError) else 502


def said(error: HTTPError) -> str:
    """Return the first line of an answer that refuses."""
    try:
        lines = error.read(2000).decode("utf-8", "replace").split("\n")
    except (OSError, HTTPException):
        lines = []
    return next((printable(line.strip()) for line in lines if line.strip()), "no reason given")


def printable(text: str) -> str:
    r"""Return a stranger's text without what would steer a terminal, and no longer than a few lines.

    >>> printable("\x1b[2Jgone")
    ' [2Jgone'
    """
    return "".join(char if char.isprintable() else " " for char in text[:300])


class _Stay(HTTPRedirectHandler):
    """Follows no redirect: urllib would go on without the query."""

    def redirect_request(self, *_: object, **__: object) -> None:
        return None


def _sent(request: Request, timeout: float) -> Sent:
    deadline = time.monotonic() + timeout
    with build_opener(_Stay()).open(request, timeout=timeout) as response:
        for header, reason in PARTIAL.items():
            if value := response.headers.get(header):
                raise PartProblem(request.full_url, reason.format(printable(value)))
        return Sent(response.status, response.headers.get_content_type(), _whole(response, deadline))


def _whole(response: HTTPResponse, deadline: float) -> bytes:
    """Read a response to its end; a server that sends a byte now and then is slow, too."""
    parts = []
    while part := response.read1(1 << 16):
        parts.append(part)
        if time.monotonic() > deadline:
            raise TimeoutError
    if response.length:
        raise IncompleteRead(b"".join(parts), response.length)
    return b"".join(parts)


def _empty(request: Request) -> Request:
    """Return a request to the same address that asks nothing and, as a POST, adds nothing to a graph."""
    content = {"Content-Type": request.get_header("Content-type", "")}
    return Request(request.full_url, data=b"", headers=content, method="POST")  # noqa: S310 - as the one given


def _challenges(request: Request, timeout: float) -> list[str]:
    """Return how the server wants a user to log in; nothing where it does not."""
    try:
        _sent(_empty(request), timeout)
    except HTTPError as error:
        if error.code == 401:
            return error.headers.get_all("WWW-Authenticate", [])
    return []


def _log_in(request: Request, user: str, challenges: list[str]) -> None:
    if not challenges:
        return
    password = os.environ.get(PASSWORD)
    if password is None:
        raise RemoteProblem(f"user {user!r} has no password; set it in the environment variable {PASSWORD}")
    passwords = HTTPPasswordMgrWithDefaultRealm()
    passwords.add_password(None, request.full_url, user, password)
    digest = HTTPDigestAuthHandler(passwords)
    for challenge in sorted(challenges, key=str.lower, reverse=True):
        scheme, _, wanted = challenge.partition(" ")
        if scheme.lower() == "digest":
            proof = digest.get_authorization(request, parse_keqv_list(parse_http_list(wanted)))
            login = f"Digest {proof}" if proof else ""
        elif scheme.lower() == "basic":
            login = "Basic " + b64encode(f"{user}:{password}".encode()).decode()
        else:
            continue
        if login:
            request.add_unredirected_header("Authorization", login)
            return
    raise RemoteProblem(f"{request.full_url}: asks for a login that is neither Basic nor Digest, which is all I know")


def _refused(error: HTTPError) -> str:
    if error.code in (401, 403):
        return f"answers {error.code}; give --user and the right password in {PASSWORD}"
    if 300 <= error.code < 400:
        return f"has moved to {printable(error.headers.get('Location', 'elsewhere'))}; give that address"
    reason = f" ({said(error)})" if error.headers.get_content_type() == "text/plain" else ""
    return f"answers {error.code} {printable(error.reason)}{reason}; check the address of the service"
