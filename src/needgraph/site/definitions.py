"""What we define beside the ontology, each kind in one document: the shapes, and the catalogue of questions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path

from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, Triple, parse

from needgraph.checking.shapes import SHAPE, shape_files
from needgraph.files import read_bytes
from needgraph.publication.writing import write_graph
from needgraph.querying.exporting import canonical
from needgraph.resources import QUERIES, SHAPES
from needgraph.site.frame import rendered
from needgraph.site.http_answers import HttpAnswer, entity_tag, http_answer
from needgraph.site.linked_data import LICENCE
from needgraph.site.negotiation import GRAPH_FORMS, PAGE_FORMS, Form
from needgraph.site.pages import FORM_NAMES
from needgraph.terms import PREFIXES, SH

MINUTE = "public, max-age=60"


def shapes_page(base: str) -> bytes:
    """Return the page that lists every shape with what it asks for; each has an anchor."""
    return rendered(
        "shapes.html",
        base,
        title="The shapes",
        shapes=_listed_shapes(),
        forms=[(FORM_NAMES[form.name], form) for form in GRAPH_FORMS.values()],
    )


def _listed_shapes() -> list[tuple[str, str, list[str]]]:
    """Return every shape by name: the message of its own, or else the shapes of properties that it puts together."""
    messages: dict[str, str] = {}
    parts: dict[str, list[str]] = {}
    for triple in definition_triples("shapes"):
        if not isinstance(triple.subject, NamedNode) or not triple.subject.value.startswith(SHAPE):
            continue
        own = parts.setdefault(triple.subject.value.removeprefix(SHAPE), [])
        if triple.predicate == SH.message and isinstance(triple.object, Literal):
            messages[triple.subject.value.removeprefix(SHAPE)] = triple.object.value
        elif isinstance(triple.object, NamedNode) and triple.object.value.startswith(SHAPE):
            own.append(triple.object.value.removeprefix(SHAPE))
    return [(name, messages.get(name, ""), sorted(own)) for name, own in sorted(parts.items())]


def written_files(name: str) -> Sequence[Path]:
    """Return the files that a document, ``shapes`` or ``questions``, holds."""
    return {"shapes": shape_files(SHAPES), "questions": [QUERIES / "catalogue.ttl"]}[name]


@lru_cache
def definition_triples(name: str) -> Sequence[Triple]:
    """Return what a document holds; a node without a name has the same one each time, so that bytes stay the same."""
    quads = [
        # Files are read apart, and a label of one means nothing in another.
        Quad(*quad.triple)
        for path in written_files(name)
        for quad in parse(read_bytes(path), format=RdfFormat.TURTLE, rename_blank_nodes=True)
    ]
    return [quad.triple for quad in parse(canonical(quads), format=RdfFormat.N_QUADS)]


@lru_cache
def write_definitions(name: str, form_name: str) -> bytes:
    """Return ``shapes`` or ``questions`` as ``turtle`` (the files as they are written) or in another form of graphs."""
    if form_name == "turtle":
        return b"\n".join(read_bytes(path) for path in written_files(name))
    return write_graph(definition_triples(name), form_name, PREFIXES)


def definition_document(name: str, form: Form, page: bytes, base: str) -> HttpAnswer:
    """Return ``shapes`` or ``questions`` in a form; ``page`` is what is sent to who wants a page."""
    body = page if form.name == "html" else write_definitions(name, form.name)
    links = [f'<{LICENCE}>; rel="license"', *alternates(f"{base}/{name}", form, PAGE_FORMS)]
    return http_answer(
        200, form.content_type, body, etag=entity_tag(form.name, base, body), vary="Accept", cache_control=MINUTE,
        content_location=f"{base}/{name}.{form.extension}", link=", ".join(links),
    )  # fmt: skip


def alternates(here: str, form: Form, forms: Mapping[str, Form]) -> list[str]:
    """Return the links from one form of a document to the others."""
    return [
        f'<{here}.{other.extension}>; rel="alternate"; type="{other.media_type}"'
        for other in forms.values()
        if other.name != form.name
    ]
