"""Count what a parser of queries chains or joins one inside the other: thousands of it end the process."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from typing import NamedTuple

from needgraph.strangers.query_text import QUIET, blanked, words_of

OPERATORS, JOINS = 1_000, 6_000
# 8,000 of `1+1+…`, `a|a|…`, `~ ~ …` or `{} UNION {} UNION …` end the interpreter.
# A hyphen inside a name is none, nor is what stands before a datatype.
_CHAINED = (
    r"(?i)[+*/;~]|&&|\|\|?|(?<!\^)\^(?!\^)|(?<![A-Za-z])-|-(?![A-Za-z0-9])"
    r"|(?:UNION|OPTIONAL|MINUS|BIND|\bAS|VALUES|GRAPH|FILTER)(?![A-Za-z])"
)
_CHAINING = ("UNION", "OPTIONAL", "MINUS", "BIND", "AS", "VALUES", "GRAPH", "FILTER", *"+*/;-&|^~")
# So do 2,600 of the expressions of GROUP BY, and the conditions of HAVING and ORDER BY; they stand side by side in
# brackets, as rows do, which it does not chain.
_CONDITIONS = r"(?i)GROUP(?!_)|HAVING|ORDER"
_ROWS = r"(?i)VALUES[\sx()]*\{[^{}]*\}"
# And 2,600 things to describe.
_DESCRIBED = r"(?i)DESCRIBE(?:\s*+x)*+"
# And 8,100 triples and groups, whether they end in a point or are made by a comma or by an item of a list, which
# makes two.
_JOINED = r"(?i)[(\[{)\]},;]|\.(?!\d)|true|false|[0-9]*\.?[0-9]+|x|[a-wyz_]+"
_MARKED = QUIET + r"|@[A-Za-z]+(?:-\w+)*|[?$]\w+|(?:(?<![\w-])[\w-]++)?:(?:[\w:%-]|\.(?=[\w:%.-]))*"


class Excess(NamedTuple):
    """What a query has too much of, and the offset of the first that is one too many."""

    offset: int
    what: str


def first_excess(reading: str) -> Excess | None:
    """Return what a query has too much of, or None.

    >>> first_excess("SELECT * { ?s ?p " + "1," * 7000 + "1 }")
    Excess(offset=12016, what='more than 6,000 triples, groups and items of lists')
    """
    if is_light(reading):
        return None
    words, terms = words_of(reading), re.sub(_ROWS, blanked, _marked(reading))
    without_rows = re.sub(_ROWS, blanked, words)
    for limit, what, offsets in (
        (OPERATORS, "operators and clauses", _starts(_CHAINED, words)),
        (OPERATORS, "expressions in GROUP BY, HAVING and ORDER BY", _starts(r"\(", _behind(_CONDITIONS, without_rows))),
        (OPERATORS, "things to describe", _starts("x", _only(_DESCRIBED, terms))),
        (JOINS, "triples, groups and items of lists", _joined(terms)),
    ):
        offset = next(islice(offsets, limit, None), None)
        if offset is not None:
            return Excess(offset, f"more than {limit:,} {what}")
    return None


def is_light(text: str) -> bool:
    """Tell whether a query cannot have too much of anything, however a parser may read it.

    A word counts wherever it stands, be it in a comment. What stands in a list, or is described, takes two
    characters at least.
    """
    upper = text.upper()
    return (
        sum(map(upper.count, _CHAINING)) <= OPERATORS
        and text.count("(") <= OPERATORS
        and sum(map(text.count, ".,;{")) <= JOINS
        and ("(" not in text or len(text) <= JOINS)
        and ("DESCRIBE" not in upper or len(text) <= 2 * OPERATORS)
    )


def _joined(terms: str) -> Iterator[int]:
    """Yield the offset of every triple, group and item of a list; an item twice, for it makes two triples."""
    brackets, before = [""], ""
    for match in re.finditer(_JOINED, terms):
        sign = match[0]
        if sign in ")]}":
            brackets = brackets[:-1] or [""]
        elif sign in ".,;{":
            yield match.start()
        # Behind a comma stands an argument of a function, counted by the comma.
        elif brackets[-1] == "(" and before not in ("(", ","):
            yield from (match.start(), match.start())
        if sign in "([{":
            brackets.append(sign)
        before = sign


def _starts(pattern: str, text: str) -> Iterator[int]:
    return (match.start() for match in re.finditer(pattern, text))


def _behind(pattern: str, text: str) -> str:
    """Return the text with everything before a pattern blanked, all of it where the pattern is not found."""
    match = re.search(pattern, text)
    start = match.start() if match else len(text)
    return " " * start + text[start:]


def _only(pattern: str, text: str) -> str:
    """Return the text with everything but a pattern blanked."""
    match = re.search(pattern, text)
    return " " * match.start() + match[0] if match else ""


def _marked(reading: str) -> str:
    """Return a text with an x for every string, address and name, and blanks for comments and tags of languages."""

    def mark(match: re.Match[str]) -> str:
        blank = blanked(match)
        return blank if match[0][0] in "#\\@" else "x" + blank[1:]

    return re.sub(_MARKED, mark, reading)
