"""Graphs that break ontology/shapes/editions.ttl."""

from __future__ import annotations

from shape_cases import Case

CASES: tuple[Case, ...] = (
    # What every part of an edition has
    (":x a need:Level .", "shape:PartEdition"),
    (":x a need:Level ; dct:source :edition, :other . :edition a need:Edition . :other a need:Edition .",
     "shape:PartEdition"),
    (":x a need:Level ; dct:source :nowhere .", "shape:PartEdition"),
    (":x a need:Statement ; dct:source :edition ; need:isAtLevel :l . :l a need:Level ; dct:source :other .",
     "shape:PartOneEdition"),
    (":x a need:Statement ; dct:source :edition ; dct:isPartOf :p . :p dct:source :other .",
     "shape:PartOneEdition"),
    (":x a need:Rule ; dct:source :edition ; need:restsOn :s . :s dct:source :other .", "shape:PartOneEdition"),
    (":x a need:Rule ; dct:source :edition ; need:appliesAtLevel :l . :l dct:source :other .",
     "shape:PartOneEdition"),
    (":x a cpsv:PublicService ; dct:source :edition ; schema:contactPoint :c . :c dct:source :other .",
     "shape:PartOneEdition"),
    (":x a need:Dimension .", "shape:PartLabel"),
    (':x a need:Dimension ; skos:prefLabel "Home"@cy .', "shape:PartLabel"),
    (":x a need:Rule .", "shape:PartStatement"),
    (":x a need:Rule ; need:restsOn :y . :y a need:WithdrawnStatement .", "shape:PartStatement"),
    (":x a need:Silence .", "shape:PartReason"),
    (':x a need:Silence ; need:reason "One"@en, "Two"@en .', "shape:PartReason"),
    (":x a need:Silence .", "shape:PartCurator"),
    (":x a need:Silence ; prov:wasAttributedTo <organisation/ashby> .", "shape:PartCurator"),
    (":x a need:Level .", "shape:LevelStatement"),
    (":x a need:Level ; need:restsOn :y . :y a need:WithdrawnStatement .", "shape:LevelStatement"),
    (":x a need:Level .", "shape:PartRank"),
    (':x a need:Level ; need:rank "first" .', "shape:PartRank"),
    (":x a need:Level ; dct:source :edition ; skos:inScheme :other .", "shape:PartScheme"),
    (":x a need:Level .", "shape:PartConcept"),
    # Editions
    (":x a need:Edition .", "shape:Edition"),
    (":x a need:Edition .", "shape:EditionTitle"),
    (':x a need:Edition ; dct:title "Threshold Guidance" .', "shape:EditionTitle"),
    (":x a need:Edition .", "shape:EditionScheme"),
    (':x a need:Edition ; skos:notation "2 024" .', "shape:EditionKey"),
    (":x a need:Edition ; dct:creator <curator/ab> .", "shape:EditionAuthority"),
    (":x a need:Edition ; dct:creator <organisation/ashby> .", "shape:EditionAuthoritySlug"),
    (":x a need:Edition ; dct:publisher <https://example.org/ashby> .", "shape:EditionPublisher"),
    (":x a need:Edition ; dct:publisher <organisation/no-such> .", "shape:EditionPublisher"),
    (":x a need:Edition ; dct:references <guidance/wt/2023> .", "shape:EditionGuidance"),
    (":x a need:Edition .", "shape:EditionChecksum"),
    (':x a need:Edition ; schema:sha256 "E3B0C442" .', "shape:EditionChecksum"),
    (":x a need:Edition .", "shape:EditionRights"),
    (":x a need:Edition .", "shape:EditionRightsCleared"),
    (':x a need:Edition ; need:rightsCleared "no" .', "shape:EditionRightsCleared"),
    (":x a need:Edition .", "shape:EditionCurrency"),
    (':x a need:Edition ; need:currency "old" .', "shape:EditionCurrency"),
    (":x a need:Edition .", "shape:EditionReviewed"),
    (':x a need:Edition ; schema:lastReviewed "2026-13-41"^^xsd:date .', "shape:EditionReviewed"),
    (":x a need:Edition .", "shape:EditionNotice"),
    (':x need:endorsedBy "Ashby" .', "shape:Endorsement"),
    (":x need:endorsedBy <curator/ab> .", "shape:EndorsementOrganisation"),
    (":x need:endorsedBy <organisation/no-such> .", "shape:EndorsementOrganisation"),
    # Levels and dimensions
    (":x a need:Level .", "shape:Level"),
    (":x a need:Level .", "shape:LevelNumber"),
    (':x a need:Level ; skos:notation "3", "4" .', "shape:LevelNumber"),
    (":x a need:Level ; need:isPlacedOnTier <tier/9> .", "shape:LevelTier"),
    (":x a need:Level ; need:hasRoute <route/s99> .", "shape:LevelRoute"),
    (':x a need:Level ; need:riskWording "Low Risk"@en .', "shape:LevelRisk"),
    (":x a need:Level .", "shape:LevelReason"),
    (":x a need:Dimension .", "shape:Dimension"),
    # Everything twice and of the wrong sort
    (
        ':x a need:Edition ; dct:title "One"@en, "Two"@en ; skos:notation "2024", "2025" ; '
        'dct:creator :a, :b ; dct:publisher :a, :b ; schema:sha256 "1", "2" ; dct:rights "" ; skos:scopeNote "" ; '
        'need:rightsCleared true, false ; need:currency "current", "replaced" ; need:reason "" ; '
        'schema:lastReviewed "2026-11-20"^^xsd:date, "2026-11-21"^^xsd:date . :a dct:identifier "Ashby Council" .',
        "shape:Edition",
    ),
    (
        ':x a need:Level ; skos:notation "", 3 ; need:rank 1, 2 ; need:riskWording "", "Low Risk" ; '
        'need:reason "", "Because."@en .',
        "shape:Level",
    ),
    (
        ":x a need:Silence ; prov:wasAttributedTo <curator/ab>, <curator/cd> .",
        "shape:Silence",
    ),
)  # fmt: skip
