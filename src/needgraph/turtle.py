"""Write Turtle that people like to read and that is the same to the byte on every build."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from pyoxigraph import RdfFormat, Triple, serialize

_PREFIXED = re.compile(r"[\n ^]([a-z][a-z0-9-]*):")
_HEADER = re.compile(r"\A(?:@prefix [^\n]*\n)*")


def write_turtle(triples: Iterable[Triple], prefixes: Mapping[str, str], comment: str = "") -> bytes:
    """Return triples as Turtle: in the given order, prefixes in ours, an empty line between subjects.

    The triples of one subject must stand together; the library's serializer then writes each subject
    once. ``comment`` becomes the first line.

    >>> from pyoxigraph import Literal, NamedNode
    >>> node = NamedNode("https://example.org/a")
    >>> print(write_turtle([Triple(node, node, Literal("b"))], {"ex": "https://example.org/"}).decode())
    @prefix ex: <https://example.org/> .
    <BLANKLINE>
    ex:a ex:a "b" .
    <BLANKLINE>
    """
    data = serialize(triples, format=RdfFormat.TURTLE, prefixes=dict(prefixes))
    body = _HEADER.sub("", (data or b"").decode(), count=1)
    # Literals are written on one line, so " .\n" and "\n\t" occur at the ends and starts of lines only.
    body = body.replace(" .\n", " .\n\n").replace("\n\t", "\n    ").rstrip("\n") + "\n"
    # A word before a colon inside a literal may name a prefix, too: then it is declared and not used.
    used = set(_PREFIXED.findall("\n" + body))
    head = [f"# {comment}", ""] if comment else []
    head += [f"@prefix {prefix}: <{namespace}> ." for prefix, namespace in prefixes.items() if prefix in used]
    return ("\n".join([*head, "", body])).encode()
