"""Write the JSON-LD context from the ontology: one short key for every class and property."""

from __future__ import annotations

import json
from pathlib import Path

from needgraph.building.terms_builder import ontology_rows
from needgraph.identifiers import BASE
from needgraph.resources import CONTEXT, ONTOLOGY
from needgraph.terms import PREFIXES

# Properties that only ever hold our own English wording.
ENGLISH = frozenset(
    {"prefLabel", "definition", "title", "description", "note", "scopeNote", "rights", "reason", "summary"}
)
# Properties that relate things although the ontology has to call them annotations.
RELATIONS = frozenset(
    {
        "references", "license", "wasAttributedTo", "creator", "publisher", "hasOrigin", "isDefinedBy", "areaServed",
        "declare", "status",
    }
)  # fmt: skip


def context_files(ontology: Path = ONTOLOGY) -> dict[Path, bytes]:
    """Return ``context.jsonld`` with its bytes.

    Keys are local names (the first prefix in our order keeps a name that two vocabularies share);
    properties between things have ``@type: @id``, our own wording ``@language: en``; ids are relative
    to ``@base``.
    """
    terms: dict[str, object] = {"@version": 1.1, "@base": BASE, **PREFIXES, "id": "@id", "type": "@type"}
    rows = ontology_rows("properties", ontology)
    for prefix, namespace in PREFIXES.items():
        for iri, kind in rows:
            local = iri.removeprefix(namespace)
            if iri.startswith(namespace) and local.isidentifier() and local not in terms:
                terms[local] = _definition(f"{prefix}:{local}", local, kind)
    return {CONTEXT: (json.dumps({"@context": terms}, ensure_ascii=False, indent=2) + "\n").encode()}


def _definition(curie: str, local: str, kind: str) -> object:
    if kind.endswith("ObjectProperty") or local in RELATIONS:
        return {"@id": curie, "@type": "@id"}
    return {"@id": curie, "@language": "en"} if local in ENGLISH else curie
