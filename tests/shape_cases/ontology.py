"""Graphs that break ontology/shapes/ontology.ttl."""

from __future__ import annotations

from shape_cases import Case

DEFINED = "rdfs:isDefinedBy <https://w3id.org/needgraph/def>"

CASES: tuple[Case, ...] = (
    # Terms that we define
    (f"need:is-new {DEFINED} .", "shape:Term"),
    (f"skos:note {DEFINED} .", "shape:Term"),
    (f"need:New {DEFINED} .", "shape:TermLabel"),
    (f'need:New {DEFINED} ; skos:prefLabel "new"@en, "newer"@en .', "shape:TermLabel"),
    (f'need:New {DEFINED} ; skos:prefLabel "new"@en ; rdfs:label "old"@en .', "shape:TermLabelAgain"),
    (f"need:New {DEFINED} .", "shape:TermDefinition"),
    (f'need:New {DEFINED} ; skos:definition "something new"@en .', "shape:TermDefinition"),
    (f'need:New {DEFINED} ; skos:definition "Something new."@en .', "shape:TermDefinitionAgain"),
    ("need:New rdfs:isDefinedBy <https://w3id.org/needgraph/def#> .", "shape:TermOntology"),
    (f'need:New {DEFINED} ; skos:example "this" .', "shape:TermExample"),
    (f"need:newClass a owl:Class ; {DEFINED} .", "shape:ClassName"),
    (f"need:level a owl:ObjectProperty ; {DEFINED} .", "shape:ObjectPropertyName"),
    (f"need:IsAtLevel a owl:ObjectProperty ; {DEFINED} .", "shape:ObjectPropertyName"),
    (f"need:hasQuote a owl:DatatypeProperty ; {DEFINED} .", "shape:DatatypePropertyName"),
    (f"need:Quote a owl:DatatypeProperty ; {DEFINED} .", "shape:DatatypePropertyName"),
    # Terms that we define or reuse
    ("dct:subject a owl:AnnotationProperty .", "shape:Property"),
    ("dct:subject a owl:AnnotationProperty .", "shape:PropertyOrigin"),
    ("need:new a owl:DatatypeProperty ; need:hasOrigin <origin/quoted>, <origin/curated> .",
     "shape:PropertyOrigin"),
    ("need:new a owl:DatatypeProperty ; need:hasOrigin <origin/guessed> .", "shape:PropertyOrigin"),
    ("dct:subject a owl:ObjectProperty .", "shape:Explained"),
    ("org:Post a owl:Class .", "shape:Class"),
    # The header
    (":x a owl:Ontology .", "shape:Ontology"),
    (":x a owl:Ontology .", "shape:OntologyTitle"),
    (":x a owl:Ontology .", "shape:OntologyDescription"),
    (":x a owl:Ontology ; owl:versionIRI <https://w3id.org/needgraph/def/latest> .", "shape:OntologyVersion"),
    (':x a owl:Ontology ; owl:versionInfo "first" .', "shape:OntologyVersionNumber"),
    (":x a owl:Ontology .", "shape:OntologyCreator"),
    (':x a owl:Ontology ; dct:license "CC BY 4.0" .', "shape:OntologyLicence"),
    (':x a owl:Ontology ; dct:issued "today" .', "shape:OntologyIssued"),
    (":x a owl:Ontology .", "shape:OntologyModified"),
    (":x a owl:Ontology .", "shape:OntologyPrefix"),
    (':x a owl:Ontology ; vann:preferredNamespaceUri "https://w3id.org/needgraph/def#" .',
     "shape:OntologyNamespace"),
    (":x a owl:Ontology .", "shape:OntologyStatus"),
    (":x a owl:Ontology ; sh:declare [ sh:prefix \"need\" ] .", "shape:OntologyDeclaration"),
    (":x sh:declare :d .", "shape:Declaration"),
    (':x sh:declare :d . :d sh:prefix "Need#" .', "shape:DeclarationPrefix"),
    (':x sh:declare :d . :d sh:namespace "https://w3id.org/needgraph/def#" .', "shape:DeclarationNamespace"),
    # Everything twice and of the wrong sort
    (
        'need:New skos:prefLabel "" ; skos:definition "Neu."@de, "New."@en ; '
        "rdfs:isDefinedBy <https://w3id.org/needgraph/def>, <https://example.org/> .",
        "shape:TermLabel",
    ),
    (
        "need:New rdfs:isDefinedBy <https://example.org/> .",
        "shape:TermOntology",
    ),
    (
        ':x a owl:Ontology ; dct:title "A", "B"@en ; dct:description "A", "B"@en ; owl:versionIRI :a, :b ; '
        'owl:versionInfo "1", "2" ; dct:license :a, :b ; dct:issued "1", "2" ; dct:modified "1", "2" ; '
        'vann:preferredNamespacePrefix 1, 2 ; vann:preferredNamespaceUri "1", "2" ; bibo:status "draft", "final" .',
        "shape:Ontology",
    ),
    (
        ':x sh:declare :d . :d sh:prefix "a", 5 ; sh:namespace "a", "b" .',
        "shape:Declaration",
    ),
)  # fmt: skip
