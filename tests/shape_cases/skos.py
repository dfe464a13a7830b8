"""Graphs that break ontology/shapes/skos.ttl."""

from __future__ import annotations

from shape_cases import Case

CASES: tuple[Case, ...] = (
    (":x a skos:ConceptScheme, skos:Concept .", "shape:SchemeIsNoConcept"),
    (":x a skos:Collection, skos:Concept .", "shape:CollectionIsNeither"),
    (":x a skos:OrderedCollection, skos:ConceptScheme .", "shape:CollectionIsNeither"),
    (':x skos:prefLabel "missing"@en, "absent"@en .', "shape:Label"),
    (':x skos:prefLabel "missing"@en, "absent"@en .', "shape:LabelOncePerLanguage"),
    (':x skos:prefLabel "missing"@en ; skos:altLabel "missing"@en .', "shape:LabelIsNotAlternative"),
    (':x skos:prefLabel "missing"@en ; skos:hiddenLabel "missing"@en .', "shape:LabelIsNotHidden"),
    (':x skos:altLabel "mising"@en ; skos:hiddenLabel "mising"@en .', "shape:AlternativeIsNotHidden"),
    (":x skos:broader :y ; skos:related :y .", "shape:Related"),
    (":x skos:broader :y ; skos:related :y .", "shape:RelatedIsNotBroader"),
    (":x skos:broader :y . :z skos:narrower :y . :x skos:related :z .", "shape:RelatedIsNotBroader"),
    (":x skos:broadMatch :y ; skos:relatedMatch :y .", "shape:RelatedIsNotBroader"),
    (":x skos:related :z . :z skos:broader :y . :y skos:broaderTransitive :x .", "shape:RelatedIsNotNarrower"),
    (":x skos:exactMatch :y ; skos:broadMatch :y .", "shape:ExactMatch"),
    (":x skos:exactMatch :y ; skos:broadMatch :y .", "shape:ExactIsNotOtherwiseMatched"),
    # exactMatch is transitive and symmetric, relatedMatch symmetric.
    (":x skos:exactMatch :y . :z skos:exactMatch :y . :z skos:relatedMatch :x .",
     "shape:ExactIsNotOtherwiseMatched"),
    (":x skos:exactMatch :y . :y skos:exactMatch :z . :z skos:narrowMatch :x .",
     "shape:ExactIsNotOtherwiseMatched"),
    (":x skos:inScheme :s ; skos:closeMatch :y . :y skos:inScheme :s .", "shape:Match"),
    (":x skos:inScheme :s ; skos:exactMatch :y . :y skos:inScheme :s .", "shape:MatchIsElsewhere"),
    (":x skos:broader :y .", "shape:Broader"),
    (":x skos:broader :y .", "shape:BroaderConcept"),
    # Circles
    (":x skos:broader :y . :y skos:broader :z . :z skos:broader :x .", "shape:BroaderCircle"),
    (":x skos:broader :x .", "shape:BroaderCircle"),
    (":x eli:is_part_of :x .", "shape:LawPart"),
    (":x eli:is_part_of :y . :y eli:is_part_of :x .", "shape:LawPartCircle"),
    (":x skos:hasTopConcept :y .", "shape:TopConcept"),
    (":x skos:hasTopConcept :y . :y a skos:Collection .", "shape:TopConceptKnown"),
    (":x dct:isPartOf :y . :y dct:isPartOf :x .", "shape:StatementPart"),
    (":x dct:isPartOf :x .", "shape:StatementPartCircle"),
    (":x dct:isReplacedBy :y . :y dct:isReplacedBy :x .", "shape:Successor"),
    (":x dct:isReplacedBy :y . :y dct:isReplacedBy :z . :z dct:isReplacedBy :x .", "shape:SuccessorCircle"),
    (":x org:subOrganizationOf :x .", "shape:OrganisationPart"),
    (":x org:subOrganizationOf :y . :y org:subOrganizationOf :x .", "shape:OrganisationPartCircle"),
    # Notations
    (':s a skos:ConceptScheme . :x skos:inScheme :s ; skos:notation "1" . '
     ':y skos:inScheme :s ; skos:notation "1" .',
     "shape:NotationTaken"),
)  # fmt: skip
