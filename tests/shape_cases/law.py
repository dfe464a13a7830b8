"""Graphs that break ontology/shapes/law.ttl."""

from __future__ import annotations

from shape_cases import Case

CASES: tuple[Case, ...] = (
    # Citations
    (":x a need:Citation .", "shape:Citation"),
    (":x a need:Citation .", "shape:CitationStatement"),
    (":x a need:Citation ; need:restsOn :y . :y a need:WithdrawnStatement .", "shape:CitationStatement"),
    (':x a need:Citation ; need:cites "section 17" .', "shape:CitationTarget"),
    (":x a need:Citation ; need:hasRole <role/front-door> . <role/front-door> a skos:Concept .",
     "shape:CitationRole"),
    (':x a need:Citation ; need:quote "section 17", "Children Act 1989" .', "shape:CitationWords"),
    (":x a need:LegalCitation .", "shape:LegalCitation"),
    (":x a need:LegalCitation .", "shape:CitationType"),
    (":x a need:LegalCitation ; need:cites <http://www.legislation.gov.uk/id/ukpga/1989/41> .",
     "shape:LegalCitationTarget"),
    (":x a need:GuidanceCitation .", "shape:GuidanceCitation"),
    (":x a need:GuidanceCitation ; need:cites <guidance/wt/2018> .", "shape:GuidanceCitationTarget"),
    # Law
    ("<https://www.legislation.gov.uk/ukpga/1989/41/section/17> a need:LegalSection .", "shape:LegalSection"),
    ("<law/2009-ukhl-26> a need:LegalSection .", "shape:LegalSectionType"),
    ("<law/x> a need:LegalSection ; eli:is_part_of <law/act> .", "shape:LegalSectionWhole"),
    ('<law/x> a need:LegalSection ; eli:in_force "prospective" .', "shape:LegalSectionForce"),
    ("<law/x> a eli:LegalResourceSubdivision .", "shape:LegalSubdivision"),
    ("<law/x> a eli:LegalResourceSubdivision .", "shape:LegalSubdivisionWhole"),
    # Guidance
    (":x a need:GuidanceEdition .", "shape:GuidanceEdition"),
    (":x a need:GuidanceEdition .", "shape:GuidanceTitle"),
    (':x a need:GuidanceEdition ; dct:issued "July 2018" .', "shape:GuidanceIssued"),
    (':x a need:GuidanceEdition ; dct:isVersionOf "Working Together" .', "shape:GuidancePublication"),
    (":x a need:GuidanceEdition ; dct:isReplacedBy <guidance/wt/2023> .", "shape:GuidanceSuccessor"),
    (':x a need:GuidanceEdition ; foaf:page "www.gov.uk" .', "shape:GuidancePage"),
    # Everything twice and of the wrong sort
    (
        ':x a need:Citation ; need:restsOn :a, :b ; need:cites :a, :b ; need:quote "", 5 ; '
        "need:hasRole <citation-role/a>, <citation-role/b> .",
        "shape:Citation",
    ),
    (
        "<law/x> a need:LegalSection ; eli:in_force eli:InForce-inForce, eli:InForce-notInForce .",
        "shape:LegalSectionForce",
    ),
    (
        "<law/x> a need:LegalSection ; eli:is_part_of <law/y>, <law/z> .",
        "shape:LegalSectionWhole",
    ),
    (
        ':x a need:GuidanceEdition ; dct:title "Guidance", "Advice"@en ; dct:issued "2018", "2019" ; '
        "dct:isVersionOf :a, :b ; dct:isReplacedBy :a .",
        "shape:GuidanceEdition",
    ),
)  # fmt: skip
