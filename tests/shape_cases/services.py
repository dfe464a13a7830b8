"""Graphs that break ontology/shapes/services.ttl."""

from __future__ import annotations

from shape_cases import Case

CASES: tuple[Case, ...] = (
    (":x a cpsv:PublicService .", "shape:PublicService"),
    (":x a cpsv:PublicService .", "shape:PublicServiceTitle"),
    (":x a cpsv:PublicService .", "shape:ServiceRoleGiven"),
    (":x a schema:ContactPoint ; need:hasRole <kind/contact> . <kind/contact> a skos:Concept .",
     "shape:ServiceRoleGiven"),
    (":x a cpsv:PublicService ; schema:contactPoint :c .", "shape:PublicServiceContact"),
    (":x a schema:ContactPoint .", "shape:Contact"),
    (":x a schema:ContactPoint .", "shape:ContactName"),
    (':x a schema:ContactPoint ; schema:telephone "ring the hub" .', "shape:ContactTelephone"),
    (':x a schema:ContactPoint ; schema:telephone "01632 960 001 (office)" .', "shape:ContactTelephone"),
    (':x a schema:ContactPoint ; schema:email "hub at ashby" .', "shape:ContactEmail"),
    (':x a schema:ContactPoint ; schema:openingHours "9am-5pm" .', "shape:ContactHours"),
    (':x a schema:ContactPoint ; schema:openingHours "Mo-Fr 9:00-17:00" .', "shape:ContactHours"),
    (':x a schema:ContactPoint ; schema:openingHours "Mo-Th 09:00-17:00", "Fr 09:00-16:30" .',
     "shape:ContactHours"),
    (':x a schema:ContactPoint ; need:quote "" .', "shape:ContactPrintedHours"),
    # Everything twice and of the wrong sort
    (
        ':x a cpsv:PublicService ; dct:title "Hub", "Centre"@en ; need:hasRole <role/unheard-of> .',
        "shape:PublicService",
    ),
    (
        ':x a schema:ContactPoint ; schema:name "", 5 ; schema:telephone 999 ; schema:email 5 ; '
        'schema:openingHours 5 ; need:quote "9am", 5 .',
        "shape:Contact",
    ),
)  # fmt: skip
