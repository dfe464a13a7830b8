"""What the terms of the ontology are called on pages: a label, a meaning, and where values come from."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple

from needgraph.building.terms_builder import ontology_rows
from needgraph.querying.showing import curie
from needgraph.resources import ONTOLOGY
from needgraph.terms import PREFIXES

NAMESPACE = PREFIXES["need"]
CLASS = "Class"
# Terms of other vocabularies have no label in our ontology; where their name reads badly, pages say this.
_READABLE = {
    "skos:prefLabel": "name",
    "skos:altLabel": "other name",
    "skos:hiddenLabel": "spelling to search by",
    "skos:notation": "code",
    "skos:inScheme": "is in the scheme",
    "skos:hasTopConcept": "has at its top",
    "skos:broader": "has the broader",
    "skos:related": "is related to",
    "skos:closeMatch": "close match",
    "dct:source": "comes from",
    "dct:isPartOf": "is part of",
    "dct:isReplacedBy": "is replaced by",
    "dct:isVersionOf": "is a version of",
    "dct:references": "cites",
    "dct:subject": "joined by the concern",
    "eli:is_part_of": "is part of",
    "eli:in_force": "in force",
    "foaf:page": "web page",
    "org:hasMember": "has the member",
    "org:subOrganizationOf": "is part of",
    "prov:invalidatedAtTime": "withdrawn on",
    "prov:wasAttributedTo": "decided by",
    "rdf:type": "kind of thing",
    "rdf:value": "value",
    "schema:lastReviewed": "last checked",
    "schema:openingHours": "hours",
    "schema:sha256": "SHA-256",
    "sssom:author_id": "decided by",
    "sssom:mapping_date": "decided on",
    "sssom:mapping_justification": "grounds",
    "sssom:object_id": "object",
    "sssom:object_source": "searched in vain for an object",
    "sssom:predicate_id": "relation",
    "sssom:subject_id": "subject",
    "sssom:subject_source": "searched in vain for a subject",
}


class Term(NamedTuple):
    """A class or property: its IRI, kind, label, meaning, origin, ends, what it is a kind of, and an example."""

    iri: str
    kind: str
    label: str
    meaning: str
    origin: str
    start: str
    end: str
    above: str
    example: str

    @property
    def is_ours(self) -> bool:
        """Whether the ontology defines the term, rather than taking it from another vocabulary."""
        return self.iri.startswith(NAMESPACE)

    @property
    def anchor(self) -> str:
        """What stands after ``#`` in the address of the term on the page of the ontology."""
        return self.iri.removeprefix(NAMESPACE) if self.is_ours else curie(self.iri)


@lru_cache(maxsize=1)
def known_terms() -> Mapping[str, Term]:
    """Return every class and property of the ontology by IRI.

    >>> known_terms()["https://w3id.org/needgraph/def#isAtLevel"].label
    'is at level'
    """
    rows = (Term(*row) for row in ontology_rows("meanings", ONTOLOGY))
    return {term.iri: term._replace(label=term.label or readable(term.iri)) for term in rows}


def label_of(iri: str) -> str:
    """Return what a page calls a term, also one that the ontology does not know.

    >>> label_of("http://purl.org/dc/terms/source"), label_of("http://example.org/has_long-name")
    ('comes from', 'has long name')
    """
    term = known_terms().get(iri)
    return term.label if term else readable(iri)


def readable(iri: str) -> str:
    """Return the local name of an IRI as words."""
    known = _READABLE.get(curie(iri))
    if known:
        return known
    local = re.split(r"[/#]", iri.rstrip("/#"))[-1] or iri
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", re.sub(r"[_-]+", " ", local)).lower()
