"""Graphs that break ontology/shapes/statements.ttl."""

from __future__ import annotations

from shape_cases import Case

CASES: tuple[Case, ...] = (
    # Every statement
    (":x a need:Statement .", "shape:Statement"),
    (":x a need:Statement .", "shape:StatementKind"),
    (":x a need:Statement ; need:hasKind <topic/consent> . <topic/consent> a skos:Concept .",
     "shape:StatementKind"),
    (":x a need:Statement ; need:hasKind <kind/unheard-of> .", "shape:StatementKind"),
    (":x a need:Statement ; need:isAtLevel :level9 .", "shape:StatementLevel"),
    (":x a need:Statement ; need:isInDimension :a, :b . :a a need:Dimension . :b a need:Dimension .",
     "shape:StatementDimension"),
    (":x a need:Statement ; dct:isPartOf :y . :y a need:WithdrawnStatement .", "shape:StatementParent"),
    (':x a need:Indicator, need:Statement ; need:quote "x" .', "shape:StatementStart"),
    (":x a need:Statement ; need:start 5, 6 .", "shape:StatementStart"),
    (':x a need:Statement ; need:start "iv" .', "shape:StatementStart"),
    (":x a need:Statement ; need:start -1 .", "shape:StatementStart"),
    (":x a need:Statement ; need:start 5 .", "shape:StatementEnd"),
    (":x a need:Statement ; need:start 5 ; need:end 5 .", "shape:StatementOrder"),
    (':x a need:Statement ; need:quote "Late", "for school" .', "shape:StatementQuote"),
    (':x a need:Statement ; need:quote "Late"@en .', "shape:StatementQuote"),
    (':x a need:Statement ; need:quote "" .', "shape:StatementQuote"),
    (':x a need:Statement ; need:summary "Introduces the levels." .', "shape:StatementSummary"),
    (":x a need:Statement .", "shape:StatementWords"),
    (":x a need:Statement .", "shape:StatementChecksum"),
    (':x a need:Statement ; schema:sha256 "a317" .', "shape:StatementChecksum"),
    (":x a need:Statement ; need:hasCriterion :c .", "shape:StatementCriterion"),
    # Indicators
    (":x a need:Statement ; need:hasKind <kind/indicator> .", "shape:TypedIndicator"),
    (":x a need:Indicator .", "shape:Indicator"),
    (":x a need:Indicator .", "shape:StatementType"),
    (":x a need:Indicator ; need:hasKind <kind/service> .", "shape:IndicatorKind"),
    (":x a need:Indicator .", "shape:IndicatorLevel"),
    (":x a need:Indicator ; need:isAtLevel :l1, :l2 .", "shape:IndicatorLevel"),
    (":x a need:Indicator .", "shape:IndicatorQuote"),
    (':x a need:Indicator ; skos:prefLabel "• Late for school"@en .', "shape:IndicatorLabel"),
    (':x a need:Indicator ; skos:prefLabel "Late for school "@en .', "shape:IndicatorLabel"),
    (':x a need:Indicator ; skos:prefLabel "Late\\nfor school"@en .', "shape:IndicatorLabel"),
    (":x a need:Indicator ; need:hasConcern <concern/unheard-of> .", "shape:IndicatorConcern"),
    (":x a need:Indicator ; need:hasSubject <subject/dog> .", "shape:IndicatorSubject"),
    (":x a need:Indicator ; need:hasAssessmentDimension <tier/1> . <tier/1> a skos:Concept .",
     "shape:IndicatorAssessmentDimension"),
    (":x a need:Indicator ; need:hasSeverityWord <severity/unheard-of> .", "shape:IndicatorSeverityWord"),
    (":x a need:Indicator ; need:hasPolarity <polarity/concern>, <polarity/strength> .", "shape:IndicatorPolarity"),
    (":x need:hasPolarity <polarity/concern> .", "shape:ReadAsIndicator"),
    (":x a need:Statement ; need:hasConcern <concern/missing> .", "shape:ReadAsIndicatorType"),
    # Services and glossary entries
    (":x a need:Service .", "shape:Service"),
    (":x a need:Service ; need:hasKind <kind/contact> .", "shape:ServiceKind"),
    (":x a need:Service ; need:hasRole <role/unheard-of> .", "shape:ServiceRole"),
    (":x need:inheritsServicesOf :l1 .", "shape:Inheritance"),
    (":x need:inheritsServicesOf :l1 .", "shape:InheritanceLevel"),
    (":x need:isAtLevel :l1 ; need:inheritsServicesOf :l1 . :l1 a need:Level .", "shape:InheritanceFrom"),
    (":x need:inheritsServicesOf :statement .", "shape:InheritanceFrom"),
    (":x a need:GlossaryEntry .", "shape:GlossaryEntry"),
    (":x a need:GlossaryEntry ; need:hasKind <kind/definition> .", "shape:GlossaryKind"),
    (":x a need:GlossaryEntry .", "shape:GlossaryTerm"),
    (':x a need:GlossaryEntry ; need:expansion "Team"@en .', "shape:GlossaryExpansion"),
    (":x a need:GlossaryEntry ; need:timesUsed -1 .", "shape:GlossaryUses"),
    # Withdrawn statements
    (":x a need:WithdrawnStatement .", "shape:WithdrawnStatement"),
    (":x a need:WithdrawnStatement .", "shape:WithdrawnDate"),
    (":x a need:WithdrawnStatement, need:Statement .", "shape:WithdrawnOnly"),
    (':x a need:WithdrawnStatement ; need:quote "Late for school" .', "shape:WithdrawnWords"),
    # Readings and criteria
    (":x a need:Reading .", "shape:Reading"),
    (":x a need:Reading ; need:restsOn :a, :b . :a a need:Statement . :b a need:Statement .",
     "shape:ReadingStatement"),
    (":x a need:Reading ; need:hasKind <kind/indicator> . <kind/indicator> a skos:Concept .",
     "shape:ReadingFacet"),
    (":x a need:Reading .", "shape:ReadingValue"),
    (":x a need:Reading ; rdf:value 1, 2 .", "shape:ReadingValue"),
    (":x a need:Reading .", "shape:ReadingWords"),
    (":x a need:Criterion .", "shape:Criterion"),
    (":x a need:Criterion .", "shape:CriterionType"),
    (":x a need:Criterion ; odrl:leftOperand <quantity/unheard-of> .", "shape:CriterionQuantity"),
    (":x a need:Criterion ; odrl:operator odrl:isA .", "shape:CriterionOperator"),
    (':x a need:Criterion ; odrl:rightOperand "six" .', "shape:CriterionNumber"),
    (':x a need:Criterion ; odrl:unit "week" .', "shape:CriterionUnit"),
    (":x a need:Criterion .", "shape:CriterionUse"),
    # Everything twice and of the wrong sort
    (
        ":x a need:Statement ; need:hasKind <kind/a>, <kind/b> ; need:isInDimension :nowhere ; dct:isPartOf :a, :b ; "
        'need:start 1, 2 ; need:end 3, "iv" ; need:summary ""@en, "One"@en ; schema:sha256 "1", "2" .',
        "shape:Statement",
    ),
    (
        ":x a need:Indicator ; need:hasSubject :a ; need:hasAssessmentDimension :b ; need:hasPolarity :c .",
        "shape:Indicator",
    ),
    (
        ":x a need:Service ; need:hasRole :a .",
        "shape:Service",
    ),
    (
        ':x a need:GlossaryEntry ; need:term "", 5 ; need:expansion "", "Team" ; need:timesUsed 0, "never" .',
        "shape:GlossaryEntry",
    ),
    (
        ':x a need:WithdrawnStatement ; prov:invalidatedAtTime "2026", "2027" .',
        "shape:WithdrawnStatement",
    ),
    (
        ':x a need:Reading ; need:hasKind <facet/a>, <facet/b> ; need:restsOn :nowhere ; need:quote "", "late"@en .',
        "shape:Reading",
    ),
    (
        ":x a need:Criterion ; odrl:leftOperand :a, :b ; odrl:operator odrl:gt, odrl:lt ; odrl:rightOperand 1, 2 ; "
        "odrl:unit :a, :b .",
        "shape:Criterion",
    ),
)  # fmt: skip
