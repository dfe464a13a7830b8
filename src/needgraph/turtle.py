"""Write Turtle that people like to read and that is the same to the byte on every build."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from pyoxigraph import Literal, NamedNode

from needgraph.describing import Triple
from needgraph.terms import RDF, XSD

# An address that Turtle can write with a prefix and nothing escaped.
_PREFIXABLE = re.compile(r"(.*[/#])([A-Za-z0-9_][A-Za-z0-9_-]*)")
_NEXT = " .\n\n"
_WORD = re.compile(r"[ ^]([a-z][a-z0-9-]*):")
# How a value has to be written so that Turtle knows its datatype without being told.
_BARE = {
    XSD.integer: re.compile(r"[+-]?[0-9]+"),
    XSD.decimal: re.compile(r"[+-]?[0-9]*\.[0-9]+"),
    XSD.boolean: re.compile(r"true|false"),
}


def write_turtle(triples: Iterable[Triple], prefixes: Mapping[str, str], comment: str = "") -> bytes:
    """Return triples as Turtle: in the given order, prefixes in ours, an empty line between subjects.

    The triples of one subject must stand together, and a namespace ends in ``/`` or ``#``. ``comment`` becomes the
    first line. The library's serializer wants triples of its own kind,
    which take longer to make than all of this.

    >>> from pyoxigraph import Literal, NamedNode
    >>> node = NamedNode("https://example.org/a")
    >>> print(write_turtle([Triple(node, node, Literal("b"))], {"ex": "https://example.org/"}).decode())
    @prefix ex: <https://example.org/> .
    <BLANKLINE>
    ex:a ex:a "b" .
    <BLANKLINE>
    """
    terms, verbs = _Written(prefixes), _Written(prefixes)
    verbs[RDF.type] = "a"
    parts: list[str] = []
    last_subject = last_verb = None
    for subject, verb, term in triples:
        if subject != last_subject:
            parts.append(f"{_NEXT}{terms[subject]} {verbs[verb]} {terms[term]}")
        elif verb != last_verb:
            parts.append(f" ;\n    {verbs[verb]} {terms[term]}")
        else:
            parts.append(f" , {terms[term]}")
        last_subject, last_verb = subject, verb
    body = f"{''.join(parts).removeprefix(_NEXT)} .\n" if parts else ""
    used = terms.used | verbs.used
    head = [f"# {comment}", ""] if comment else []
    head += [f"@prefix {prefix}: <{namespace}> ." for prefix, namespace in prefixes.items() if prefix in used]
    return "\n".join([*head, "", body]).encode()


class _Written(dict[NamedNode | Literal, str]):
    """The text of every term, made when it is first asked for; ``used`` are the prefixes to declare."""

    def __init__(self, prefixes: Mapping[str, str]) -> None:
        self._prefixes = {namespace: prefix for prefix, namespace in prefixes.items()}
        self.used: set[str] = set()

    def __missing__(self, term: NamedNode | Literal) -> str:
        text = self[term] = self._name(term) if isinstance(term, NamedNode) else self._value(term)
        return text

    def _name(self, node: NamedNode) -> str:
        match = _PREFIXABLE.fullmatch(node.value)
        prefix = self._prefixes.get(match[1]) if match else None
        if match is None or prefix is None:
            return str(node)
        self.used.add(prefix)
        return f"{prefix}:{match[2]}"

    def _value(self, literal: Literal) -> str:
        text = str(literal)
        if not text.endswith(">"):
            if ":" in text:
                # A word before a colon may name a prefix: then it is declared and not used.
                self.used.update(_WORD.findall(text))
            return text
        bare = _BARE.get(literal.datatype)
        if bare and bare.fullmatch(literal.value):
            return literal.value
        return f"{text[: text.rindex('^^')]}^^{self[literal.datatype]}"
