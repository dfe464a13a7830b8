"""The terms of the ontology and the prefixes of the project, as nodes.

Built from ontology/needgraph.ttl by `needgraph build`; do not edit.
"""

from typing import Final

from pyoxigraph import NamedNode

PREFIXES: Final[dict[str, str]] = {
    "need": "https://w3id.org/needgraph/def#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "dct": "http://purl.org/dc/terms/",
    "prov": "http://www.w3.org/ns/prov#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "org": "http://www.w3.org/ns/org#",
    "schema": "https://schema.org/",
    "cpsv": "http://purl.org/vocab/cpsv#",
    "cv": "http://data.europa.eu/m8g/",
    "eli": "http://data.europa.eu/eli/ontology#",
    "dpv": "https://w3id.org/dpv#",
    "eu-gdpr": "https://w3id.org/dpv/legal/eu/gdpr#",
    "odrl": "http://www.w3.org/ns/odrl/2/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "dcat": "http://www.w3.org/ns/dcat#",
    "void": "http://rdfs.org/ns/void#",
    "sssom": "https://w3id.org/sssom/",
    "semapv": "https://w3id.org/semapv/vocab/",
    "sh": "http://www.w3.org/ns/shacl#",
    "vann": "http://purl.org/vocab/vann/",
    "bibo": "http://purl.org/ontology/bibo/",
    "oa": "http://www.w3.org/ns/oa#",
}


class NEED:
    """Terms of https://w3id.org/needgraph/def#."""

    Citation: Final = NamedNode("https://w3id.org/needgraph/def#Citation")
    Concern: Final = NamedNode("https://w3id.org/needgraph/def#Concern")
    ConsentRule: Final = NamedNode("https://w3id.org/needgraph/def#ConsentRule")
    Criterion: Final = NamedNode("https://w3id.org/needgraph/def#Criterion")
    DerivedPair: Final = NamedNode("https://w3id.org/needgraph/def#DerivedPair")
    Dimension: Final = NamedNode("https://w3id.org/needgraph/def#Dimension")
    Edition: Final = NamedNode("https://w3id.org/needgraph/def#Edition")
    Gap: Final = NamedNode("https://w3id.org/needgraph/def#Gap")
    GlossaryEntry: Final = NamedNode("https://w3id.org/needgraph/def#GlossaryEntry")
    GuidanceCitation: Final = NamedNode("https://w3id.org/needgraph/def#GuidanceCitation")
    GuidanceEdition: Final = NamedNode("https://w3id.org/needgraph/def#GuidanceEdition")
    Indicator: Final = NamedNode("https://w3id.org/needgraph/def#Indicator")
    LegalCitation: Final = NamedNode("https://w3id.org/needgraph/def#LegalCitation")
    LegalRoute: Final = NamedNode("https://w3id.org/needgraph/def#LegalRoute")
    LegalSection: Final = NamedNode("https://w3id.org/needgraph/def#LegalSection")
    Level: Final = NamedNode("https://w3id.org/needgraph/def#Level")
    MappingGroup: Final = NamedNode("https://w3id.org/needgraph/def#MappingGroup")
    Reading: Final = NamedNode("https://w3id.org/needgraph/def#Reading")
    Rejection: Final = NamedNode("https://w3id.org/needgraph/def#Rejection")
    Rule: Final = NamedNode("https://w3id.org/needgraph/def#Rule")
    Service: Final = NamedNode("https://w3id.org/needgraph/def#Service")
    SeverityWord: Final = NamedNode("https://w3id.org/needgraph/def#SeverityWord")
    Silence: Final = NamedNode("https://w3id.org/needgraph/def#Silence")
    SourceDefect: Final = NamedNode("https://w3id.org/needgraph/def#SourceDefect")
    Statement: Final = NamedNode("https://w3id.org/needgraph/def#Statement")
    Tier: Final = NamedNode("https://w3id.org/needgraph/def#Tier")
    WithdrawnStatement: Final = NamedNode("https://w3id.org/needgraph/def#WithdrawnStatement")
    appliesAtLevel: Final = NamedNode("https://w3id.org/needgraph/def#appliesAtLevel")
    asksForConsent: Final = NamedNode("https://w3id.org/needgraph/def#asksForConsent")
    cites: Final = NamedNode("https://w3id.org/needgraph/def#cites")
    confirmed: Final = NamedNode("https://w3id.org/needgraph/def#confirmed")
    currency: Final = NamedNode("https://w3id.org/needgraph/def#currency")
    end: Final = NamedNode("https://w3id.org/needgraph/def#end")
    endorsedBy: Final = NamedNode("https://w3id.org/needgraph/def#endorsedBy")
    expansion: Final = NamedNode("https://w3id.org/needgraph/def#expansion")
    governsAct: Final = NamedNode("https://w3id.org/needgraph/def#governsAct")
    hasAssessmentDimension: Final = NamedNode("https://w3id.org/needgraph/def#hasAssessmentDimension")
    hasConcern: Final = NamedNode("https://w3id.org/needgraph/def#hasConcern")
    hasCondition: Final = NamedNode("https://w3id.org/needgraph/def#hasCondition")
    hasCriterion: Final = NamedNode("https://w3id.org/needgraph/def#hasCriterion")
    hasEffect: Final = NamedNode("https://w3id.org/needgraph/def#hasEffect")
    hasException: Final = NamedNode("https://w3id.org/needgraph/def#hasException")
    hasGapReason: Final = NamedNode("https://w3id.org/needgraph/def#hasGapReason")
    hasKind: Final = NamedNode("https://w3id.org/needgraph/def#hasKind")
    hasLevelRelation: Final = NamedNode("https://w3id.org/needgraph/def#hasLevelRelation")
    hasOrigin: Final = NamedNode("https://w3id.org/needgraph/def#hasOrigin")
    hasPolarity: Final = NamedNode("https://w3id.org/needgraph/def#hasPolarity")
    hasRole: Final = NamedNode("https://w3id.org/needgraph/def#hasRole")
    hasRoute: Final = NamedNode("https://w3id.org/needgraph/def#hasRoute")
    hasSeverityRelation: Final = NamedNode("https://w3id.org/needgraph/def#hasSeverityRelation")
    hasSeverityWord: Final = NamedNode("https://w3id.org/needgraph/def#hasSeverityWord")
    hasStrength: Final = NamedNode("https://w3id.org/needgraph/def#hasStrength")
    hasSubject: Final = NamedNode("https://w3id.org/needgraph/def#hasSubject")
    imposesDuty: Final = NamedNode("https://w3id.org/needgraph/def#imposesDuty")
    inheritsServicesOf: Final = NamedNode("https://w3id.org/needgraph/def#inheritsServicesOf")
    isAtLevel: Final = NamedNode("https://w3id.org/needgraph/def#isAtLevel")
    isInDimension: Final = NamedNode("https://w3id.org/needgraph/def#isInDimension")
    isPlacedOnTier: Final = NamedNode("https://w3id.org/needgraph/def#isPlacedOnTier")
    isSilentOn: Final = NamedNode("https://w3id.org/needgraph/def#isSilentOn")
    nationalCode: Final = NamedNode("https://w3id.org/needgraph/def#nationalCode")
    negates: Final = NamedNode("https://w3id.org/needgraph/def#negates")
    quote: Final = NamedNode("https://w3id.org/needgraph/def#quote")
    rank: Final = NamedNode("https://w3id.org/needgraph/def#rank")
    reason: Final = NamedNode("https://w3id.org/needgraph/def#reason")
    restsOn: Final = NamedNode("https://w3id.org/needgraph/def#restsOn")
    rightsCleared: Final = NamedNode("https://w3id.org/needgraph/def#rightsCleared")
    riskWording: Final = NamedNode("https://w3id.org/needgraph/def#riskWording")
    start: Final = NamedNode("https://w3id.org/needgraph/def#start")
    summary: Final = NamedNode("https://w3id.org/needgraph/def#summary")
    term: Final = NamedNode("https://w3id.org/needgraph/def#term")
    timesUsed: Final = NamedNode("https://w3id.org/needgraph/def#timesUsed")


class SKOS:
    """Terms of http://www.w3.org/2004/02/skos/core#."""

    Collection: Final = NamedNode("http://www.w3.org/2004/02/skos/core#Collection")
    Concept: Final = NamedNode("http://www.w3.org/2004/02/skos/core#Concept")
    ConceptScheme: Final = NamedNode("http://www.w3.org/2004/02/skos/core#ConceptScheme")
    altLabel: Final = NamedNode("http://www.w3.org/2004/02/skos/core#altLabel")
    broadMatch: Final = NamedNode("http://www.w3.org/2004/02/skos/core#broadMatch")
    broader: Final = NamedNode("http://www.w3.org/2004/02/skos/core#broader")
    closeMatch: Final = NamedNode("http://www.w3.org/2004/02/skos/core#closeMatch")
    definition: Final = NamedNode("http://www.w3.org/2004/02/skos/core#definition")
    exactMatch: Final = NamedNode("http://www.w3.org/2004/02/skos/core#exactMatch")
    example: Final = NamedNode("http://www.w3.org/2004/02/skos/core#example")
    hasTopConcept: Final = NamedNode("http://www.w3.org/2004/02/skos/core#hasTopConcept")
    hiddenLabel: Final = NamedNode("http://www.w3.org/2004/02/skos/core#hiddenLabel")
    inScheme: Final = NamedNode("http://www.w3.org/2004/02/skos/core#inScheme")
    mappingRelation: Final = NamedNode("http://www.w3.org/2004/02/skos/core#mappingRelation")
    narrowMatch: Final = NamedNode("http://www.w3.org/2004/02/skos/core#narrowMatch")
    notation: Final = NamedNode("http://www.w3.org/2004/02/skos/core#notation")
    note: Final = NamedNode("http://www.w3.org/2004/02/skos/core#note")
    prefLabel: Final = NamedNode("http://www.w3.org/2004/02/skos/core#prefLabel")
    related: Final = NamedNode("http://www.w3.org/2004/02/skos/core#related")
    relatedMatch: Final = NamedNode("http://www.w3.org/2004/02/skos/core#relatedMatch")
    scopeNote: Final = NamedNode("http://www.w3.org/2004/02/skos/core#scopeNote")


class DCT:
    """Terms of http://purl.org/dc/terms/."""

    creator: Final = NamedNode("http://purl.org/dc/terms/creator")
    description: Final = NamedNode("http://purl.org/dc/terms/description")
    identifier: Final = NamedNode("http://purl.org/dc/terms/identifier")
    isPartOf: Final = NamedNode("http://purl.org/dc/terms/isPartOf")
    isReplacedBy: Final = NamedNode("http://purl.org/dc/terms/isReplacedBy")
    isVersionOf: Final = NamedNode("http://purl.org/dc/terms/isVersionOf")
    issued: Final = NamedNode("http://purl.org/dc/terms/issued")
    license: Final = NamedNode("http://purl.org/dc/terms/license")
    modified: Final = NamedNode("http://purl.org/dc/terms/modified")
    publisher: Final = NamedNode("http://purl.org/dc/terms/publisher")
    references: Final = NamedNode("http://purl.org/dc/terms/references")
    rights: Final = NamedNode("http://purl.org/dc/terms/rights")
    source: Final = NamedNode("http://purl.org/dc/terms/source")
    subject: Final = NamedNode("http://purl.org/dc/terms/subject")
    title: Final = NamedNode("http://purl.org/dc/terms/title")


class PROV:
    """Terms of http://www.w3.org/ns/prov#."""

    Person: Final = NamedNode("http://www.w3.org/ns/prov#Person")
    SoftwareAgent: Final = NamedNode("http://www.w3.org/ns/prov#SoftwareAgent")
    invalidatedAtTime: Final = NamedNode("http://www.w3.org/ns/prov#invalidatedAtTime")
    wasAttributedTo: Final = NamedNode("http://www.w3.org/ns/prov#wasAttributedTo")


class RDF:
    """Terms of http://www.w3.org/1999/02/22-rdf-syntax-ns#."""

    type: Final = NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
    value: Final = NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#value")


class RDFS:
    """Terms of http://www.w3.org/2000/01/rdf-schema#."""

    comment: Final = NamedNode("http://www.w3.org/2000/01/rdf-schema#comment")
    isDefinedBy: Final = NamedNode("http://www.w3.org/2000/01/rdf-schema#isDefinedBy")
    label: Final = NamedNode("http://www.w3.org/2000/01/rdf-schema#label")


class OWL:
    """Terms of http://www.w3.org/2002/07/owl#."""

    deprecated: Final = NamedNode("http://www.w3.org/2002/07/owl#deprecated")
    versionInfo: Final = NamedNode("http://www.w3.org/2002/07/owl#versionInfo")


class XSD:
    """Terms of http://www.w3.org/2001/XMLSchema#."""

    boolean: Final = NamedNode("http://www.w3.org/2001/XMLSchema#boolean")
    date: Final = NamedNode("http://www.w3.org/2001/XMLSchema#date")
    decimal: Final = NamedNode("http://www.w3.org/2001/XMLSchema#decimal")
    integer: Final = NamedNode("http://www.w3.org/2001/XMLSchema#integer")


class ORG:
    """Terms of http://www.w3.org/ns/org#."""

    FormalOrganization: Final = NamedNode("http://www.w3.org/ns/org#FormalOrganization")
    Organization: Final = NamedNode("http://www.w3.org/ns/org#Organization")
    OrganizationalCollaboration: Final = NamedNode("http://www.w3.org/ns/org#OrganizationalCollaboration")
    hasMember: Final = NamedNode("http://www.w3.org/ns/org#hasMember")
    subOrganizationOf: Final = NamedNode("http://www.w3.org/ns/org#subOrganizationOf")


class SCHEMA:
    """Terms of https://schema.org/."""

    ContactPoint: Final = NamedNode("https://schema.org/ContactPoint")
    areaServed: Final = NamedNode("https://schema.org/areaServed")
    contactPoint: Final = NamedNode("https://schema.org/contactPoint")
    email: Final = NamedNode("https://schema.org/email")
    keywords: Final = NamedNode("https://schema.org/keywords")
    lastReviewed: Final = NamedNode("https://schema.org/lastReviewed")
    name: Final = NamedNode("https://schema.org/name")
    openingHours: Final = NamedNode("https://schema.org/openingHours")
    sha256: Final = NamedNode("https://schema.org/sha256")
    telephone: Final = NamedNode("https://schema.org/telephone")


class CPSV:
    """Terms of http://purl.org/vocab/cpsv#."""

    PublicService: Final = NamedNode("http://purl.org/vocab/cpsv#PublicService")


class ELI:
    """Terms of http://data.europa.eu/eli/ontology#."""

    LegalResource: Final = NamedNode("http://data.europa.eu/eli/ontology#LegalResource")
    LegalResourceSubdivision: Final = NamedNode("http://data.europa.eu/eli/ontology#LegalResourceSubdivision")
    in_force: Final = NamedNode("http://data.europa.eu/eli/ontology#in_force")
    is_part_of: Final = NamedNode("http://data.europa.eu/eli/ontology#is_part_of")


class ODRL:
    """Terms of http://www.w3.org/ns/odrl/2/."""

    Constraint: Final = NamedNode("http://www.w3.org/ns/odrl/2/Constraint")
    leftOperand: Final = NamedNode("http://www.w3.org/ns/odrl/2/leftOperand")
    operator: Final = NamedNode("http://www.w3.org/ns/odrl/2/operator")
    rightOperand: Final = NamedNode("http://www.w3.org/ns/odrl/2/rightOperand")
    unit: Final = NamedNode("http://www.w3.org/ns/odrl/2/unit")


class FOAF:
    """Terms of http://xmlns.com/foaf/0.1/."""

    page: Final = NamedNode("http://xmlns.com/foaf/0.1/page")


class SSSOM:
    """Terms of https://w3id.org/sssom/."""

    Mapping: Final = NamedNode("https://w3id.org/sssom/Mapping")
    author_id: Final = NamedNode("https://w3id.org/sssom/author_id")
    confidence: Final = NamedNode("https://w3id.org/sssom/confidence")
    mapping_date: Final = NamedNode("https://w3id.org/sssom/mapping_date")
    mapping_justification: Final = NamedNode("https://w3id.org/sssom/mapping_justification")
    object_id: Final = NamedNode("https://w3id.org/sssom/object_id")
    object_source: Final = NamedNode("https://w3id.org/sssom/object_source")
    predicate_id: Final = NamedNode("https://w3id.org/sssom/predicate_id")
    subject_id: Final = NamedNode("https://w3id.org/sssom/subject_id")
    subject_source: Final = NamedNode("https://w3id.org/sssom/subject_source")


class SH:
    """Terms of http://www.w3.org/ns/shacl#."""

    Info: Final = NamedNode("http://www.w3.org/ns/shacl#Info")
    Parameter: Final = NamedNode("http://www.w3.org/ns/shacl#Parameter")
    SPARQLConstructExecutable: Final = NamedNode("http://www.w3.org/ns/shacl#SPARQLConstructExecutable")
    SPARQLExecutable: Final = NamedNode("http://www.w3.org/ns/shacl#SPARQLExecutable")
    SPARQLSelectExecutable: Final = NamedNode("http://www.w3.org/ns/shacl#SPARQLSelectExecutable")
    ValidationReport: Final = NamedNode("http://www.w3.org/ns/shacl#ValidationReport")
    ValidationResult: Final = NamedNode("http://www.w3.org/ns/shacl#ValidationResult")
    Violation: Final = NamedNode("http://www.w3.org/ns/shacl#Violation")
    Warning: Final = NamedNode("http://www.w3.org/ns/shacl#Warning")
    conforms: Final = NamedNode("http://www.w3.org/ns/shacl#conforms")
    construct: Final = NamedNode("http://www.w3.org/ns/shacl#construct")
    declare: Final = NamedNode("http://www.w3.org/ns/shacl#declare")
    description: Final = NamedNode("http://www.w3.org/ns/shacl#description")
    focusNode: Final = NamedNode("http://www.w3.org/ns/shacl#focusNode")
    message: Final = NamedNode("http://www.w3.org/ns/shacl#message")
    name: Final = NamedNode("http://www.w3.org/ns/shacl#name")
    namespace: Final = NamedNode("http://www.w3.org/ns/shacl#namespace")
    node: Final = NamedNode("http://www.w3.org/ns/shacl#node")
    optional: Final = NamedNode("http://www.w3.org/ns/shacl#optional")
    order: Final = NamedNode("http://www.w3.org/ns/shacl#order")
    parameter: Final = NamedNode("http://www.w3.org/ns/shacl#parameter")
    path: Final = NamedNode("http://www.w3.org/ns/shacl#path")
    prefix: Final = NamedNode("http://www.w3.org/ns/shacl#prefix")
    property: Final = NamedNode("http://www.w3.org/ns/shacl#property")
    result: Final = NamedNode("http://www.w3.org/ns/shacl#result")
    resultMessage: Final = NamedNode("http://www.w3.org/ns/shacl#resultMessage")
    resultSeverity: Final = NamedNode("http://www.w3.org/ns/shacl#resultSeverity")
    select: Final = NamedNode("http://www.w3.org/ns/shacl#select")
    severity: Final = NamedNode("http://www.w3.org/ns/shacl#severity")
    sourceShape: Final = NamedNode("http://www.w3.org/ns/shacl#sourceShape")
    sparql: Final = NamedNode("http://www.w3.org/ns/shacl#sparql")
    targetClass: Final = NamedNode("http://www.w3.org/ns/shacl#targetClass")
    targetNode: Final = NamedNode("http://www.w3.org/ns/shacl#targetNode")
    targetObjectsOf: Final = NamedNode("http://www.w3.org/ns/shacl#targetObjectsOf")
    targetSubjectsOf: Final = NamedNode("http://www.w3.org/ns/shacl#targetSubjectsOf")
    value: Final = NamedNode("http://www.w3.org/ns/shacl#value")


class VANN:
    """Terms of http://purl.org/vocab/vann/."""

    preferredNamespacePrefix: Final = NamedNode("http://purl.org/vocab/vann/preferredNamespacePrefix")
    preferredNamespaceUri: Final = NamedNode("http://purl.org/vocab/vann/preferredNamespaceUri")


class BIBO:
    """Terms of http://purl.org/ontology/bibo/."""

    status: Final = NamedNode("http://purl.org/ontology/bibo/status")
