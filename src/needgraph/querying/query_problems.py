"""Say where a query cannot be read, and what stood there or was expected."""

from __future__ import annotations

import re

from needgraph.strangers.query_text import place_of, quieted
from needgraph.terms import PREFIXES

_PART = re.compile(r"""\[(?:'[^']*'|[^]'])*\]|"(?:[^"\\]|\\.)*"|[^,\s][^,]*""")
_DECLARED = re.compile(r"(?i)\bPREFIX\s+([\w.-]*):")
_USED = re.compile(r"(?<![\w?$:@.%-])([A-Za-z](?:[\w.-]*[\w-])?|):")
# What stands before the form of a query, addresses and texts blanked.
_PROLOGUE = re.compile(r"(?i)(?:\s*(?:BASE|VERSION|PREFIX\s+[^\s:]*:)(?!\S))*\s*")
_FORMS = ("SELECT", "ASK", "CONSTRUCT", "DESCRIBE")
# Never the way to mend a query: one is none of the standard, the other is refused.
_NEVER = ("LATERAL", "SERVICE")


def syntax_problem(said: str, text: str) -> str:
    """Return what a person can use of what the parser says about a query: line, column, and what is the matter.

    >>> syntax_problem('error at 1:7: expected one of "{", FROM, LATERAL, [_]', "ASK x ")
    'query:1:7: is no SPARQL query from here on; expected one of "{", FROM'
    >>> syntax_problem("error at 1:12: expected OPTIONAL", "ASK { ex:a ?p ?o }")
    'query:1:7: the prefix ex: is not declared; put its PREFIX line before the query'
    """
    place = re.match(r"error at (\d+:\d+): expected (?:one of )?", said)
    if place is None:
        return f"query: {said}"
    if misread := _no_form(text):
        return misread
    expected = [part for part in _PART.findall(said[place.end() :]) if not part.startswith("[") and part not in _NEVER]
    # Before the sentence: of a prefix it says neither which it is nor where it begins.
    if missing := _undeclared(text, place[1]):
        return missing
    # What is wrong with the whole query is a sentence among the words.
    sentence = next((part for part in expected if " " in part and not part.startswith('"')), "")
    if sentence:
        return f"query:{place[1]}: {sentence}"
    start = f"query:{place[1]}: is no SPARQL query from here on"
    if not expected:
        return start
    return f"{start}; expected {'one of ' if len(expected) > 1 else ''}{', '.join(expected)}"


def _no_form(text: str) -> str:
    """Return what is wrong where a query begins with none of the four words, empty where it begins with one.

    The parser tells how far it came by any way of reading, and it reads on behind a word that is misspelt.
    """
    quiet = quieted(text)
    start = _PROLOGUE.match(quiet)
    word = re.compile(r"[A-Za-z]+(?![\w:])").match(quiet, start.end() if start else 0)
    if word is None or word[0].upper() in (*_FORMS, "PREFIX", "BASE", "VERSION"):
        return ""
    line, column = place_of(text, word.start())
    return f"query:{line}:{column}: {word[0][:40]} begins no SPARQL query; expected one of {', '.join(_FORMS)}"


def _undeclared(text: str, place: str) -> str:
    """Return which prefix before the place of the parser is not declared and what to add, empty where each one is.

    A prefix behind that place may be in order: the parser has not come to it.
    """
    quiet = quieted(text)
    declared = set(_DECLARED.findall(quiet))
    used = next((used for used in _USED.finditer(quiet) if used[1] not in declared), None)
    if used is None or (at := place_of(text, used.start())) > tuple(int(number) for number in place.split(":")):
        return ""
    ours = PREFIXES.get(used[1])
    add = f"add the line PREFIX {used[0]} <{ours}>" if ours else "put its PREFIX line before the query"
    return f"query:{at[0]}:{at[1]}: the prefix {used[0]} is not declared; {add}"
