"""Graphs that break ontology/shapes/reference.ttl."""

from __future__ import annotations

from shape_cases import Case

CASES: tuple[Case, ...] = (
    # Lists and concepts
    ("<kind> a skos:ConceptScheme .", "shape:List"),
    ("<kind> a skos:ConceptScheme .", "shape:ListDefinition"),
    (":x a skos:Concept .", "shape:Concept"),
    (":x a skos:Concept .", "shape:ConceptScheme"),
    (":x a skos:Concept ; skos:inScheme <kind> .", "shape:ConceptScheme"),
    (':x a skos:Concept ; skos:definition "One."@en, "Two."@en .', "shape:ConceptDefinition"),
    (':x a skos:Concept ; skos:notation "1", "2" .', "shape:ConceptNotation"),
    (":x a need:Tier .", "shape:Tier"),
    (":x a need:Tier .", "shape:Defined"),
    (':x a need:Tier ; skos:notation "three" .', "shape:TierNumber"),
    (":x a need:LegalRoute .", "shape:LegalRoute"),
    (":x a need:LegalRoute ; need:rank 1 .", "shape:LegalRouteUnranked"),
    (":x a need:Concern .", "shape:Concern"),
    (":x a need:SeverityWord .", "shape:SeverityWord"),
    # What may be said of anything
    (':x need:confirmed "false" .', "shape:Confirmation"),
    (":x need:confirmed true, false .", "shape:ConfirmationOnce"),
    (':x owl:deprecated "yes" .', "shape:Deprecation"),
    (":x owl:deprecated true, false .", "shape:DeprecationOnce"),
    (":x need:rank 1.5 .", "shape:Ranking"),
    (":x need:rank 1, 2 .", "shape:RankingOnce"),
    # Organisations and curators
    (":x a org:Organization .", "shape:Organisation"),
    (":x a org:FormalOrganization .", "shape:Organisation"),
    (':x a org:FormalOrganization ; dct:identifier "Ashby Council" .', "shape:OrganisationIdentifier"),
    (':x a org:FormalOrganization ; skos:notation "E0600006" .', "shape:OrganisationCode"),
    (':x a org:OrganizationalCollaboration ; org:hasMember "police" .', "shape:OrganisationMember"),
    (":x a org:OrganizationalCollaboration ; org:hasMember <organisation/no-such> .", "shape:OrganisationMember"),
    (":x a org:FormalOrganization ; org:subOrganizationOf :y .", "shape:OrganisationWhole"),
    (":x a org:FormalOrganization ; org:subOrganizationOf <organisation/no-such> .", "shape:OrganisationWhole"),
    (":x a org:OrganizationalCollaboration .", "shape:Partnership"),
    (":x a org:OrganizationalCollaboration ; org:hasMember <organisation/ashby> .", "shape:PartnershipMember"),
    (":reading prov:wasAttributedTo :x .", "shape:Curator"),
    (":reading prov:wasAttributedTo <curator/no-such> .", "shape:CuratorKind"),
    (":mapping sssom:author_id <curator/no-such> .", "shape:CuratorKind"),
    (":reading prov:wasAttributedTo :x . :x a org:Organization .", "shape:CuratorKind"),
    (":reading prov:wasAttributedTo :x . :x a prov:Person, prov:SoftwareAgent .", "shape:CuratorKind"),
    # Everything twice and of the wrong sort
    (
        ':x a skos:Concept ; skos:definition ""@en ; skos:notation "" .',
        "shape:Concept",
    ),
    (
        ':x a need:Tier ; skos:notation "1", "2" .',
        "shape:Tier",
    ),
    (
        ':x a org:FormalOrganization ; dct:identifier "ashby", "ashby-council" .',
        "shape:Organisation",
    ),
)
