"""Write every document of a state of the data in every form, as the server would answer it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from pyoxigraph import Literal, NamedNode, Quad, Triple

from needgraph.identifiers import BASE, iri_of, path_of
from needgraph.site.documents import document_triples
from needgraph.site.frame import Notice, Surroundings, is_id
from needgraph.site.http_answers import header
from needgraph.site.linked_data import document_answer
from needgraph.site.negotiation import PAGE_FORMS
from needgraph.terms import SKOS


class SiteFile(NamedTuple):
    """A file of the site: its path below the root, and its bytes."""

    path: str
    content: bytes


class Document(NamedTuple):
    """A document in every form; whether it is of a withdrawn id, and what its Link header says beyond its forms."""

    identifier: str
    files: tuple[SiteFile, ...]
    is_gone: bool
    links: str


class DocumentIndex:
    """The triples of all graphs by what they are about: to ask a query for each document takes minutes."""

    def __init__(self, quads: Iterable[Quad]) -> None:
        self._around: dict[NamedNode, list[Triple]] = {}
        self._labels: dict[object, list[Triple]] = {}
        for triple in dict.fromkeys(quad.triple for quad in quads):
            ends = {end for end in (triple.subject, triple.object) if isinstance(end, NamedNode)}
            for end in ends:
                if end.value.startswith(BASE):
                    self._around.setdefault(end, []).append(triple)
            if triple.predicate == SKOS.prefLabel:
                self._labels.setdefault(triple.subject, []).append(triple)

    def identifiers(self) -> list[str]:
        """Return the id of everything of ours that is subject or object of a triple, sorted."""
        return sorted(name for name in (path_of(node.value) for node in self._around) if is_id(name))

    def triples(self, identifier: str) -> list[Triple]:
        """Return what the question ``document`` answers for a thing, in the order of documents."""
        around = self._around.get(NamedNode(iri_of(identifier)), [])
        ends = {end for triple in around for end in (triple.subject, triple.object) if not isinstance(end, Literal)}
        labels = [label for end in ends for label in self._labels.get(end, [])]
        return document_triples("".join(f"{triple} .\n" for triple in (*around, *labels)).encode(), identifier)


def written_document(
    triples: Sequence[Triple],
    identifier: str,
    base: str,
    notices: Mapping[str, Notice],
    known: Surroundings | None = None,
) -> Document:
    """Return a document in every form, byte for byte what the server answers."""
    answers = {form: document_answer(triples, identifier, form, base, notices, known) for form in PAGE_FORMS.values()}
    files = tuple(SiteFile(f"doc/{identifier}.{form.extension}", answer.body) for form, answer in answers.items())
    first, page = next(iter(answers.items()))
    last = [form for form in PAGE_FORMS.values() if form != first][-1]
    # What stands behind the last of the other forms differs from document to document.
    _, _, links = header(page, b"link").partition(f'.{last.extension}>; rel="alternate"; type="{last.media_type}"')
    return Document(identifier, files, page.status == 410, links)
