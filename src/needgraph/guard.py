"""Look at raw text before any parser sees it: nesting that would end the process, updates, federation."""

from __future__ import annotations

import re

from needgraph.errors import NeedgraphError

NESTING = 100
QUERY_SIZE = 100_000
_OPEN, _CLOSE = "([{", ")]}"
# Strings, addresses and comments hold brackets and words that mean nothing to the grammar.
_STRING = (
    r'"""(?:[^"\\]|\\.|"(?!""))*"""' r"|'''(?:[^'\\]|\\.|'(?!''))*'''" r'|"(?:[^"\\\n]|\\.)*"' r"|'(?:[^'\\\n]|\\.)*'"
)
_QUIET = re.compile(_STRING + r"|<[^\s<>\"{}|^`\\]*>|#[^\n]*", re.DOTALL)
_ESCAPE = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")
# Any of these at the place of a keyword makes an update or reaches out of the machine.
_UPDATE = re.compile(
    r"(?<![\w?$:.@-])(INSERT|DELETE|LOAD|CLEAR|CREATE|DROP|COPY|MOVE|ADD|WITH)(?=[\s{<(])(?!\s*:)", re.IGNORECASE
)
_SERVICE = re.compile(r"(?<![\w?$:.@-])SERVICE(?=[\s<?$]|\w*:)", re.IGNORECASE)
_SIGNS = re.compile(r"(?:[!+^-]\s*){20,}")


class GuardProblem(NeedgraphError):
    """A text that is refused before it is parsed."""


def check_nesting(text: str, where: str, limit: int = NESTING) -> None:
    """Raise GuardProblem when brackets are nested deeper than the limit.

    5,000 nested parentheses end the interpreter inside the parser, so they are counted on the raw text.

    >>> check_nesting("(" * 5000, "query")
    Traceback (most recent call last):
    ...
    needgraph.guard.GuardProblem: query:1: brackets are nested deeper than 100; write it flatter
    """
    if sum(map(text.count, _OPEN)) <= limit:
        return
    depth = 0
    for match in re.finditer(r"[][(){}]", _quieted(text)):
        if match[0] in _CLOSE:
            depth = max(0, depth - 1)
            continue
        depth += 1
        if depth > limit:
            line = text.count("\n", 0, match.start()) + 1
            raise GuardProblem(f"{where}:{line}: brackets are nested deeper than {limit}; write it flatter")


def check_query(text: str, where: str = "query") -> None:
    """Raise GuardProblem for a query that is too long or too deep, is an update, or asks another server.

    >>> check_query("SELECT * { SERVICE <http://example.org/> { ?s ?p ?o } }")
    Traceback (most recent call last):
    ...
    needgraph.guard.GuardProblem: query: SERVICE would leave this machine; ask that server itself
    """
    if len(text) > QUERY_SIZE:
        raise GuardProblem(f"{where}: is longer than {QUERY_SIZE:,} characters; split it")
    text = _ESCAPE.sub(_undo, text)
    check_nesting(text, where)
    words = _quieted(text)
    if _SIGNS.search(words):
        raise GuardProblem(f"{where}: has more than 20 signs in a row; write it flatter")
    if match := _UPDATE.search(words):
        raise GuardProblem(
            f"{where}: {match[1].upper()} is an update, and graphs are only read; "
            "change the tables and run `needgraph build`"
        )
    if _SERVICE.search(words):
        raise GuardProblem(f"{where}: SERVICE would leave this machine; ask that server itself")


def makes_graph(text: str) -> bool:
    """Tell whether a query makes a graph (CONSTRUCT, DESCRIBE) rather than rows (SELECT, ASK).

    >>> makes_graph("PREFIX select: <http://example.org/construct> SELECT * { ?s ?p ?o }")
    False
    """
    match = re.search(r"(?<![\w?$:-])(SELECT|ASK|CONSTRUCT|DESCRIBE)(?![\w:-])", _quieted(text), re.IGNORECASE)
    return match is not None and match[1].upper() in ("CONSTRUCT", "DESCRIBE")


def _undo(match: re.Match[str]) -> str:
    code = int(match[1] or match[2], 16)
    return chr(code) if code <= 0x10FFFF else " "


def _quieted(text: str) -> str:
    """Return the text with strings, addresses and comments blanked, its length and lines kept."""
    return _QUIET.sub(lambda match: re.sub(r"[^\n]", " ", match[0]), text)
