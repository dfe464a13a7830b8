"""What the raw text of a query says of it before any parser sees it: its form, its prefixes, its places."""

from __future__ import annotations

import re

# A prefix on a line of its own, for an absolute address; without it a graph is only less pleasant to read.
_PREFIX = re.compile(r"(?im)^[ \t]*PREFIX[ \t]+([a-z][\w-]*):[ \t]*<([a-z][\w+.-]*:[^>\s]+)>")
# Strings, addresses, comments and escapes of names hold brackets and words that mean nothing to the grammar.
_STRING = (
    r'"""(?:[^"\\]|\\.|"(?!""))*"""'
    r"|'''(?:[^'\\]|\\.|'(?!''))*'''"
    r'|"(?:[^"\\\r\n]|\\.)*"'
    r"|'(?:[^'\\\r\n]|\\.)*'"
)
# A comment ends at a carriage return, too, by the grammars of SPARQL and Turtle.
# Written as a text, for compiling it takes longer than most answers, and most queries need it not.
QUIET = "(?s)" + _STRING + r"|<[^\s<>\"{}|^`\\]*>|#[^\r\n]*|(?:\\.)+"
_NAME = r"[?$]\w+|@[A-Za-z]+(?:-\w+)*|:(?:[\w:%-]|\.(?=[\w:%.-]))*"


def quieted(text: str) -> str:
    """Return the text with strings, addresses and comments blanked, its length and lines kept."""
    return re.sub(QUIET, blanked, text)


def words_of(text: str) -> str:
    """Return the text with names blanked, too; of a prefixed name the prefix and the colon are left.

    >>> words_of("ASK { ?s load:x 'a' }")
    'ASK {    load:      }'
    """
    # By the colon the prefix before it is known for one: `load:x` loads nothing.
    return re.sub(_NAME, lambda match: (":" if match[0][0] == ":" else " ") + " " * (len(match[0]) - 1), quieted(text))


def place_of(text: str, offset: int) -> tuple[int, int]:
    """Return the line and the column of an offset in a text, both counted from 1.

    >>> place_of("ab\\ncd", 4)
    (2, 2)
    """
    return text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset)


def names_dataset(text: str) -> bool:
    """Tell whether a query names the graphs it asks (FROM, FROM NAMED).

    >>> names_dataset("SELECT ?from FROM <http://example.org/g> { ?from ?p 'FROM <x>' }")
    True
    >>> names_dataset("SELECT ?from { ?from <http://example.org/from> 'FROM <x>' }")
    False
    """
    if "from" not in text.lower():
        return False
    return re.search(r"(?<![\w?$:-])FROM(?![\w:-])", quieted(text), re.IGNORECASE) is not None


def makes_graph(text: str) -> bool:
    """Tell whether a query makes a graph (CONSTRUCT, DESCRIBE) rather than rows (SELECT, ASK).

    >>> makes_graph("PREFIX select: <http://example.org/construct> SELECT * { ?s ?p ?o }")
    False
    """
    match = re.search(r"(?<![\w?$:-])(SELECT|ASK|CONSTRUCT|DESCRIBE)(?![\w:-])", quieted(text), re.IGNORECASE)
    return match is not None and match[1].upper() in ("CONSTRUCT", "DESCRIBE")


def declared_prefixes(text: str) -> dict[str, str]:
    """Return the prefixes that a query declares, by which what it makes can be written.

    >>> declared_prefixes("PREFIX need: <https://w3id.org/needgraph/def#> DESCRIBE need:Level")
    {'need': 'https://w3id.org/needgraph/def#'}
    """
    return dict(_PREFIX.findall(text))


def blanked(match: re.Match[str]) -> str:
    """Return as many blanks as a match is long, its lines kept."""
    return "\n".join(" " * len(line) for line in match[0].split("\n"))
