"""HTTP answers of the server: their headers, what may be kept, and how a refusal reads."""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from typing import Any, NamedTuple

Headers = list[tuple[bytes, bytes]]

COMMON: Headers = [
    (b"access-control-allow-origin", b"*"),
    (b"access-control-expose-headers", b"ETag, Link, Location, Retry-After, X-Needgraph-Truncated"),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"x-frame-options", b"DENY"),
    (b"cross-origin-resource-policy", b"cross-origin"),
    # Pages carry their style with them and need no script.
    (
        b"content-security-policy",
        b"default-src 'none'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; form-action 'self'; "
        b"base-uri 'none'; frame-ancestors 'none'",
    ),
]
RETRY_AFTER = "2"


class HttpAnswer(NamedTuple):
    """Status, headers and body, ready to be sent or kept."""

    status: int
    headers: Headers
    body: bytes


def http_answer(status: int, content_type: str, body: bytes, **more: str) -> HttpAnswer:
    """Return an answer; further headers are given as names with underscores.

    >>> http_answer(200, "text/plain", b"ok", cache_control="no-cache").headers[1]
    (b'content-length', b'2')
    """
    headers: Headers = [(b"content-type", content_type.encode()), (b"content-length", str(len(body)).encode())]
    headers += [(name.replace("_", "-").encode(), value.encode("latin-1", "replace")) for name, value in more.items()]
    return HttpAnswer(status, headers + COMMON, body)


def refused(status: int, sentence: str, **more: str) -> HttpAnswer:
    """Return a refusal: one sentence of plain text that says what to do."""
    if status == 503:
        more.setdefault("retry_after", RETRY_AFTER)
    return http_answer(
        status, "text/plain; charset=utf-8", f"{sentence.rstrip()}\n".encode(), cache_control="no-store", **more
    )


def entity_tag(*parts: bytes | str) -> str:
    """Return a strong ETag of what an answer depends on.

    >>> entity_tag("a", b"b")
    '"fb8e20fc2e4c3f248c60c39bd652f3c1"'
    """
    digest = hashlib.sha256(
        "".join(part if isinstance(part, str) else part.decode("latin-1") for part in parts).encode()
    )
    return f'"{digest.hexdigest()[:32]}"'


def unchanged(answer: HttpAnswer, if_none_match: str) -> HttpAnswer:
    """Return 304 in place of an answer that the client has already, else the answer."""
    tag = header(answer, b"etag")
    theirs = [part.strip().removeprefix("W/") for part in if_none_match.split(",")]
    if answer.status == 200 and tag and ("*" in theirs or tag in theirs):
        kept = [pair for pair in answer.headers if pair[0] not in (b"content-length", b"content-type")]
        return HttpAnswer(304, kept, b"")
    return answer


def header(answer: HttpAnswer, name: bytes) -> str:
    """Return the value of a header, or an empty text."""
    return next((value.decode("latin-1") for key, value in answer.headers if key == name), "")


# What an answer without a body takes in the cache: its key and headers.
ENTRY_SIZE = 4_000


class AnswerCache:
    """Answers that were given already, the least used dropped first, up to a number of bytes."""

    def __init__(self, size: int = 64 * 1024 * 1024) -> None:
        self._size, self._held = size, 0
        self._answers: OrderedDict[Any, HttpAnswer] = OrderedDict()

    def get(self, key: Any) -> HttpAnswer | None:
        """Return a kept answer."""
        found = self._answers.get(key)
        if found is not None:
            self._answers.move_to_end(key)
        return found

    def keep(self, key: Any, answer: HttpAnswer) -> HttpAnswer:
        """Keep an answer of status 200 that is not too large for the cache, and return it."""
        if answer.status != 200 or len(answer.body) > self._size // 16:
            return answer
        old = self._answers.pop(key, None)
        self._held += len(answer.body) + ENTRY_SIZE - (len(old.body) + ENTRY_SIZE if old else 0)
        self._answers[key] = answer
        while self._held > self._size:
            _, dropped = self._answers.popitem(last=False)
            self._held -= len(dropped.body) + ENTRY_SIZE
        return answer
