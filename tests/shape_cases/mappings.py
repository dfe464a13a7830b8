"""Graphs that break ontology/shapes/mappings.ttl."""

from __future__ import annotations

from shape_cases import Case

CASES: tuple[Case, ...] = (
    (":x a sssom:Mapping .", "shape:Mapping"),
    (":x a sssom:Mapping .", "shape:PairSubject"),
    (":x a sssom:Mapping ; sssom:subject_id :a, :b . :a a need:Indicator .", "shape:PairSubject"),
    (":x a need:Rejection .", "shape:PairObject"),
    (":x a need:Rejection ; sssom:object_id :a, :b . :a a need:Indicator .", "shape:PairObject"),
    (":x a sssom:Mapping .", "shape:MappingPredicate"),
    (":x a sssom:Mapping ; sssom:predicate_id skos:exactMatch, skos:closeMatch .", "shape:MappingPredicate"),
    (":x a sssom:Mapping .", "shape:MappingSeverity"),
    (":x a sssom:Mapping ; need:hasSeverityRelation <severity/often>, <kind/milder> .", "shape:MappingSeverity"),
    (":x a sssom:Mapping .", "shape:MappingLevel"),
    (":x a sssom:Mapping ; need:hasLevelRelation <tier/3>, <kind/higher> .", "shape:MappingLevel"),
    (":x a sssom:Mapping .", "shape:MappingJustification"),
    (":x a sssom:Mapping ; sssom:mapping_justification :guess, :whim .", "shape:MappingJustification"),
    (":x a sssom:Mapping ; sssom:confidence 1.5, 0.5 .", "shape:MappingConfidence"),
    (":x a sssom:Mapping ; sssom:confidence -0.5 .", "shape:MappingConfidence"),
    (':x a sssom:Mapping ; sssom:confidence "high" .', "shape:MappingConfidence"),
    (":x a sssom:Mapping .", "shape:DecisionAuthor"),
    (":x a sssom:Mapping ; sssom:author_id <organisation/ashby> .", "shape:DecisionAuthor"),
    (":x a need:Gap .", "shape:DecisionDay"),
    (':x a need:Gap ; sssom:mapping_date "soon", "2025-01-31"^^xsd:date .', "shape:DecisionDay"),
    (":x a need:Rejection .", "shape:Rejection"),
    (":x a need:Rejection ; sssom:predicate_id skos:closeMatch .", "shape:NoPredicate"),
    (":x a need:DerivedPair .", "shape:DerivedPair"),
    (":x a need:Gap .", "shape:Gap"),
    (":x a need:Gap .", "shape:GapIndicator"),
    (":x a need:Gap ; sssom:subject_id :a ; sssom:object_id :b . :a a need:Indicator .", "shape:GapIndicator"),
    (":x a need:Gap .", "shape:GapEdition"),
    (":x a need:Gap ; sssom:subject_source :a ; sssom:object_source :b . :a a need:Edition .", "shape:GapEdition"),
    (":x a need:Gap .", "shape:GapReason"),
    (":x a need:Gap ; need:hasGapReason <kind/absent>, <kind/indicator> .", "shape:GapReason"),
    (":x need:negates :y .", "shape:Negation"),
    (":x need:negates :y .", "shape:NegatedConcern"),
    (":x need:negates :y ; skos:broader :y . :y a need:Concern .", "shape:NegatedConcern"),
    (':x need:nationalCode "ten" .', "shape:CodedConcern"),
    (":x need:nationalCode 10 .", "shape:NationalCode"),
    (':x need:nationalCode "ten" .', "shape:NationalCode"),
)
