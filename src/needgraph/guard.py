"""Look at raw text before any parser sees it: nesting that would end the process, updates, federation."""

from __future__ import annotations

import re

from needgraph.errors import NeedgraphError

NESTING = 100
QUERY_SIZE = 100_000
OPERATORS, COMMAS = 1_000, 5_000
_OPEN, _CLOSE = "([{", (")", "]", "}", ">>")
# Strings, addresses, comments and escapes of names hold brackets and words that mean nothing to the grammar.
_STRING = (
    r'"""(?:[^"\\]|\\.|"(?!""))*"""' r"|'''(?:[^'\\]|\\.|'(?!''))*'''" r'|"(?:[^"\\\n]|\\.)*"' r"|'(?:[^'\\\n]|\\.)*'"
)
_QUIET = re.compile(_STRING + r"|<[^\s<>\"{}|^`\\]*>|#[^\n]*|\\.", re.DOTALL)
_NAME = re.compile(r"[?$]\w+|@[A-Za-z]+(?:-\w+)*|:(?:[\w:%-]|\.(?=[\w:%.-]))*")
_ESCAPE = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")
# `?a<b#>` is a comparison and a comment to one parser and an address to another; `<http://…>` is an address to all.
_DOUBTFUL = re.compile(r"<(?![A-Za-z][\w+.-]*://).*['#()\[\]].*>")
# Any of these at the place of a keyword makes an update or reaches out of the machine. Oxigraph asks for no
# space around a keyword: `1SERVICE<…>` and `trueSERVICESILENT<…>` are read, too.
_UPDATE = re.compile(
    r"(?<![\w.-])(INSERT|DELETE|LOAD|CLEAR|CREATE|DROP|COPY|MOVE|ADD|WITH)(?=[\s{<(])(?!\s*:)", re.IGNORECASE
)
_SERVICE = re.compile(r"(?<![A-Za-z_])(?:true|false)?SERVICE", re.IGNORECASE)
_SIGNS = re.compile(r"(?:[!+^-]\s*){20,}")
# What a parser chains one inside the other: 8,000 of `1+1+…` or `{} UNION {} UNION …` end the interpreter.
# A hyphen inside a name is none.
_CHAINED = re.compile(
    r"[+*/;]|&&|\|\||(?<![A-Za-z])-|-(?![A-Za-z0-9])|(?:UNION|OPTIONAL|MINUS|BIND|\bAS|VALUES|GRAPH|FILTER)(?![A-Za-z])",
    re.IGNORECASE,
)


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
    if sum(map(text.count, (*_OPEN, "<<"))) <= limit:
        return
    depth = 0
    for match in re.finditer(r"[][(){}]|<<|>>", _quieted(text)):
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
    # One parser undoes \\u escapes before it looks for strings, another inside them: both readings must pass.
    for reading in dict.fromkeys((text, _ESCAPE.sub(_undo, text))):
        _check_reading(reading, where)


def _check_reading(text: str, where: str) -> None:
    for quiet in _QUIET.finditer(text):
        if _DOUBTFUL.fullmatch(quiet[0]):
            raise GuardProblem(
                f"{where}: {quiet[0][:60]} is an address or a comparison; write the address in full, or a space after <"
            )
    check_nesting(text, where)
    words = _NAME.sub(_blank, _quieted(text))
    if _SIGNS.search(words):
        raise GuardProblem(f"{where}: has more than 20 signs in a row; write it flatter")
    if sum(1 for _ in _CHAINED.finditer(words)) > OPERATORS or words.count(",") > COMMAS:
        raise GuardProblem(f"{where}: has more than {OPERATORS:,} operators and clauses; split it")
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
    return _QUIET.sub(_blank, text)


def _blank(match: re.Match[str]) -> str:
    return re.sub(r"[^\n]", " ", match[0])
