"""Look at raw text before any parser sees it: nesting that would end the process, updates, federation."""

from __future__ import annotations

import re
from collections.abc import Iterable

from needgraph.errors import NeedgraphError
from needgraph.strangers.query_text import QUIET, place_of, quieted, words_of
from needgraph.strangers.query_weight import first_excess, is_light

NESTING = 100
QUERY_SIZE = 100_000
_OPEN, _CLOSE = "([{", (")", "]", "}", ">>")
# All up to the next bracket at once: a file of 100 MB would take half a minute if each string were looked at in Python.
_BRACKET = (
    r"""(?s)(?:[^][(){}<>"'#\\]++|"""
    + QUIET.removeprefix("(?s)").replace(")*", ")*+")
    + r"|<(?!<)|>(?!>)|[\"'\\])*+(?P<bracket>[][(){}]|<<|>>|\Z)"
)
_ESCAPE = r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})"
# `?a<b#>` is a comparison and a comment to one parser and an address to another; `<http://…>` is an address to all.
_DOUBTFUL = r"<(?![A-Za-z][\w+.-]*://).*['#()\[\]].*>"
# Any of these at the place of a keyword makes an update or reaches out of the machine. Oxigraph asks for no
# space around a keyword: `1SERVICE<…>` and `trueSERVICESILENT<…>` are read, too.
_UPDATE = r"(?i)(?<![\w.-])(INSERT|DELETE|LOAD|CLEAR|CREATE|DROP|COPY|MOVE|ADD|WITH)(?=[\s{<(])"
_SERVICE = r"(?i)(?<![A-Za-z_])(?<![A-Za-z]-)(?:true|false)?SERVICE"
_SIGNS = r"(?:[!+^-]\s*){20,}"
# What follows one of these signs is a name to every parser: `need:Service`, `?service`.
_NAMES = re.compile(r"[?$:]\w+")
_REFUSED = ("INSERT", "DELETE", "LOAD", "CLEAR", "CREATE", "DROP", "COPY", "MOVE", "ADD", "WITH", "SERVICE")
_PERHAPS = rf"(?i)(?<![\w.-])(?:{'|'.join(_REFUSED)})(?!\w)|SERVICE"


class GuardProblem(NeedgraphError):
    """A text that is refused before it is parsed; ``status`` is what HTTP calls the reason."""

    def __init__(self, message: str, status: int = 400) -> None:
        super().__init__(message)
        self.status = status


def check_nesting(text: str, where: str, limit: int = NESTING) -> None:
    """Raise GuardProblem when brackets are nested deeper than the limit.

    5,000 nested parentheses end the interpreter inside the parser, so they are counted on the raw text.

    >>> check_nesting("(" * 5000, "query")
    Traceback (most recent call last):
    ...
    needgraph.strangers.guard.GuardProblem: query:1:101: brackets are nested deeper than 100; write it flatter
    """
    if sum(map(text.count, (*_OPEN, "<<"))) <= limit:
        return
    for reading in _readings(text):
        _check_depth(reading, where, limit)


def check_query(text: str, where: str = "query", *, nesting: int = NESTING, size: int = QUERY_SIZE) -> None:
    """Raise GuardProblem for a query that is too long or too deep, is an update, or asks another server.

    >>> check_query("SELECT * { SERVICE <http://example.org/> { ?s ?p ?o } }")
    Traceback (most recent call last):
    ...
    needgraph.strangers.guard.GuardProblem: query:1:12: SERVICE would leave this machine; ask that server itself
    """
    if len(text) > size:
        raise GuardProblem(f"{where}: is longer than {size:,} characters; split it", 413)
    if _is_harmless(text, nesting):
        return
    for reading in _readings(text):
        # Where an escape was undone, the places behind it are no longer those of the text.
        _check_reading(reading, where, nesting, placed=len(reading) == len(text))
    # A parser that lets a string run on past its line would see other words than we do.
    if lone := re.search("[\"']", quieted(text)):
        line, column = place_of(text, lone.start())
        raise GuardProblem(f"{where}:{line}:{column}: a string begins here and does not end on its line; close it")


def _is_harmless(text: str, nesting: int) -> bool:
    """Tell whether a query holds nothing to look at closely, however a parser may read it.

    A word counts wherever it stands but in a name, be it in a comment, and brackets and signs as if they stood one in
    the other.
    """
    upper = _NAMES.sub(" ", text).upper()
    return (
        "\\" not in text
        and not (any(word in upper for word in _REFUSED) and re.search(_PERHAPS, upper))
        and sum(map(text.count, (*_OPEN, "<<"))) <= nesting
        and sum(map(text.count, "!+^-")) < 20
        and is_light(text)
    )


def _readings(text: str) -> Iterable[str]:
    """Return a text as one parser or another may read it; every reading must pass.

    One undoes \\u escapes before it looks for strings and comments, another inside them: ``<a:\\u0041#>`` is an
    address, though what it is made of reads as a comment. To one a carriage return ends the line, to another not.
    """
    escaped = dict.fromkeys((text, re.sub(_ESCAPE, _undo, text) if "\\" in text else text))
    return dict.fromkeys(form for each in escaped for form in (each, each.replace("\r", " ")))


def _check_reading(reading: str, where: str, nesting: int, *, placed: bool) -> None:
    def refused(offset: int, reason: str, status: int = 400) -> GuardProblem:
        place = "".join(f":{number}" for number in place_of(reading, offset)) if placed else ""
        return GuardProblem(f"{where}{place}: {reason}", status)

    for quiet in re.finditer(QUIET, reading):
        if quiet[0][0] == "<" and re.fullmatch(_DOUBTFUL, quiet[0]):
            what = "is an address or a comparison; write the address in full, or a space after <"
            raise refused(quiet.start(), f"{quiet[0][:60]} {what}")
    check_nesting(reading, where, nesting)
    words = words_of(reading)
    if match := re.search(_SIGNS, words):
        raise refused(match.start(), "more than 20 signs in a row begin here; write it flatter")
    if excess := first_excess(reading):
        raise refused(excess.offset, f"has {excess.what}; split it")
    if match := re.search(_UPDATE, words):
        what = "is an update, and graphs are only read; change the tables and run `needgraph build`"
        raise refused(match.start(), f"{match[1].upper()} {what}", 403)
    if match := re.search(_SERVICE, words):
        raise refused(match.end() - len("SERVICE"), "SERVICE would leave this machine; ask that server itself", 403)


def _check_depth(text: str, where: str, limit: int) -> None:
    depth = 0
    for match in re.finditer(_BRACKET, text):
        bracket = match["bracket"]
        if bracket in _CLOSE:
            depth = max(0, depth - 1)
        elif bracket:
            depth += 1
        if depth > limit:
            start = match.start("bracket")
            place = f"{text.count(chr(10), 0, start) + 1}:{start - text.rfind(chr(10), 0, start)}"
            raise GuardProblem(f"{where}:{place}: brackets are nested deeper than {limit}; write it flatter")


def _undo(match: re.Match[str]) -> str:
    code = int(match[1] or match[2], 16)
    return chr(code) if code <= 0x10FFFF else " "
