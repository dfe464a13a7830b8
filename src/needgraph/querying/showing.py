"""Show one thing: every triple with it as subject or object, with the labels of all nodes beside it."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from pyoxigraph import Literal, NamedNode, RdfFormat, Store, Triple, serialize

from needgraph.describing import thing
from needgraph.errors import NeedgraphError
from needgraph.files import read_text
from needgraph.identifiers import BASE, path_of
from needgraph.querying.answers import Answer
from needgraph.resources import CONTEXT
from needgraph.terms import NEED, PREFIXES, RDF, SKOS, XSD


class ShowProblem(NeedgraphError):
    """An id of which the graphs say nothing."""


def whole_id(store: Store, identifier: str) -> str:
    """Return an id with its edition where it was given without, as reports print it; others as they are.

    Raises ShowProblem, naming them, where several editions have it.
    """
    if "/" in identifier or ":" in identifier:
        return identifier
    editions = sorted({str(quad.subject).strip("<>") for quad in store.quads_for_pattern(None, RDF.type, NEED.Edition)})
    found = [f"{path_of(each)}/{identifier}" for each in editions if _is_known(store, f"{each}/{identifier}")]
    if len(found) > 1:
        raise ShowProblem(f"{identifier}: several editions have it; choose {' or '.join(found)}")
    return found[0] if found else identifier


def _is_known(store: Store, iri: str) -> bool:
    try:
        return any(store.quads_for_pattern(NamedNode(iri), None, None))
    except ValueError:
        return False


def triples_about(store: Store, identifier: str) -> list[Triple]:
    """Return all triples with the thing as subject or object, then the labels of their nodes, each once.

    Raises ShowProblem when there are none.
    """
    node = thing(identifier)
    about = [quad.triple for quad in store.quads_for_pattern(node, None, None)]
    of = [quad.triple for quad in store.quads_for_pattern(None, None, node)]
    if not about and not of:
        raise ShowProblem(f"{identifier}: the graphs say nothing of it; find ids with `needgraph ask search -p text=…`")
    nodes = {each for triple in about + of for each in (triple.subject, triple.object) if isinstance(each, NamedNode)}
    labels = [
        quad.triple
        for each in sorted(nodes - {node}, key=str)
        for quad in store.quads_for_pattern(each, SKOS.prefLabel, None)
    ]
    about.sort(key=lambda triple: (triple.predicate != RDF.type, triple.predicate != SKOS.prefLabel, str(triple)))
    return list(dict.fromkeys([*about, *sorted(of, key=str), *labels]))


def as_rows(triples: Iterable[Triple], identifier: str) -> Answer:
    """Return the triples as rows for people: which way they point, the property, and the other end."""
    node = thing(identifier)
    listed = list(triples)
    labels = {
        triple.subject: triple.object.value
        for triple in listed
        if triple.predicate == SKOS.prefLabel and isinstance(triple.object, Literal)
    }
    rows = []
    for triple in listed:
        if triple.subject == node:
            rows.append(("→", curie(triple.predicate.value), _named(triple.object, labels)))
        elif triple.object == node:
            rows.append(("←", curie(triple.predicate.value), _named(triple.subject, labels)))
    return Answer(("way", "property", "value"), tuple(rows))


def as_framed(triples: Iterable[Triple], identifier: str) -> bytes:
    """Return framed JSON-LD: the thing at the top, what it points to inside it with label, what points to
    it under ``@reverse``; keys and ids as the context shortens them.

    What of the context it needs stands in it, so that it can be read where nothing is fetched.
    """
    node = thing(identifier)
    context = json.loads(read_text(CONTEXT))["@context"]
    keys = {_expanded(value, context): (key, value) for key, value in context.items() if not key.startswith("@")}
    listed = list(triples)
    labels = {triple.subject: triple.object for triple in listed if triple.predicate == SKOS.prefLabel}
    frame: dict[str, Any] = {"id": path_of(node.value)}
    reverse: dict[str, Any] = {}
    # A type is a key in JSON-LD and has no room for its label, which stands beside the thing instead.
    included: list[Any] = []
    for triple in listed:
        if triple.subject == node:
            if triple.predicate == RDF.type:
                if triple.object in labels:
                    included.append(_value(triple.object, None, labels, keys))
                _add(frame, "type", _key(keys, str(triple.object).strip("<>"))[0])
                continue
            key, definition = _key(keys, triple.predicate.value)
            _add(frame, key, _value(triple.object, definition, labels, keys))
        elif triple.object == node:
            key, _ = _key(keys, triple.predicate.value)
            _add(reverse, key, _value(triple.subject, None, labels, keys))
    if reverse:
        frame["@reverse"] = reverse
    if included:
        frame["@included"] = included
    frame = {"@context": {"@base": BASE, **_needed(frame, context)}, **frame}
    return (json.dumps(frame, ensure_ascii=False, indent=2) + "\n").encode()


def _needed(frame: dict[str, Any], context: dict[str, Any]) -> dict[str, Any]:
    """Return the entries of the context that a document uses, and the prefixes that these use."""
    names: set[str] = set()

    def gather(value: Any) -> None:
        if isinstance(value, dict):
            for key, each in value.items():
                names.update((key, key.partition(":")[0]))
                gather(each)
        elif isinstance(value, list):
            for each in value:
                gather(each)
        elif isinstance(value, str) and " " not in value:
            # A type, or the datatype of a literal, may be a key or begin with a prefix.
            names.update((value, value.partition(":")[0]))

    gather(frame)
    used = {name: entry for name, entry in context.items() if name in names and name != "@base"}
    entries = [str(entry["@id"] if isinstance(entry, dict) else entry) for entry in used.values()]
    entries += [str(entry.get("@type", "")) for entry in used.values() if isinstance(entry, dict)]
    prefixes = {entry.partition(":")[0] for entry in entries}
    return {name: entry for name, entry in context.items() if name in prefixes or name in used}


def as_turtle(triples: Iterable[Triple]) -> bytes:
    """Return the triples as Turtle."""
    return serialize(triples, format=RdfFormat.TURTLE, prefixes=PREFIXES) or b""


def as_ntriples(triples: Iterable[Triple]) -> bytes:
    """Return the triples as N-Triples, sorted."""
    return serialize(sorted(triples, key=str), format=RdfFormat.N_TRIPLES) or b""


def curie(iri: str) -> str:
    """Return an IRI shortened by a prefix of the project, or our path, or the IRI.

    >>> curie("http://www.w3.org/2004/02/skos/core#prefLabel"), curie("https://w3id.org/needgraph/id/tier/3")
    ('skos:prefLabel', 'tier/3')
    """
    for prefix, namespace in PREFIXES.items():
        if iri.startswith(namespace):
            return f"{prefix}:{iri.removeprefix(namespace)}"
    return path_of(iri)


def _named(term: object, labels: dict[Any, str]) -> str:
    if isinstance(term, Literal):
        return term.value
    name = curie(str(term).strip("<>"))
    return f"{labels[term]} ({name})" if term in labels else name


def _expanded(value: object, context: dict[str, Any]) -> str:
    name = str(value["@id"] if isinstance(value, dict) else value)
    prefix, _, local = name.partition(":")
    return f"{context[prefix]}{local}" if local and isinstance(context.get(prefix), str) else name


def _key(keys: dict[str, tuple[str, Any]], iri: str) -> tuple[str, Any]:
    return keys.get(iri, (curie(iri) if not iri.startswith(BASE) else iri, None))


def _value(term: object, definition: object, labels: dict[Any, Any], keys: dict[str, tuple[str, Any]]) -> Any:
    if isinstance(term, Literal):
        return _literal(term, definition)
    iri = str(term).strip("<>")
    reference: dict[str, Any] = {"id": path_of(iri)}
    if isinstance(labels.get(term), Literal):
        key, label_definition = _key(keys, SKOS.prefLabel.value)
        reference[key] = _literal(labels[term], label_definition)
    return reference


def _literal(term: Literal, definition: object) -> Any:
    language = definition.get("@language") if isinstance(definition, dict) else None
    if term.language:
        return term.value if term.language == language else {"@value": term.value, "@language": term.language}
    if term.datatype == XSD.integer:
        return int(term.value)
    if term.datatype == XSD.boolean:
        return term.value == "true"
    if term.datatype.value.endswith("#string"):
        return {"@value": term.value} if language else term.value
    return {"@value": term.value, "@type": curie(term.datatype.value)}


def _add(target: dict[str, Any], key: str, value: Any) -> None:
    if key not in target:
        target[key] = value
    elif isinstance(target[key], list):
        target[key].append(value)
    else:
        target[key] = [target[key], value]
