"""Graphs that break ontology/shapes/notes.ttl."""

from __future__ import annotations

from shape_cases import Case

CASES: tuple[Case, ...] = (
    (":x a need:Silence .", "shape:Silence"),
    (":x a need:Silence .", "shape:SilenceFacet"),
    (":x a need:Silence ; need:isSilentOn <facet/unheard-of> .", "shape:SilenceFacet"),
    (":x a need:Silence ; need:appliesAtLevel :level9 .", "shape:SilenceLevel"),
    (":x a need:SourceDefect .", "shape:SourceDefect"),
    (":x a need:SourceDefect .", "shape:DefectKind"),
    (":x a need:SourceDefect ; need:hasKind <kind/heading> . <kind/heading> a skos:Concept .", "shape:DefectKind"),
    (":x a need:SourceDefect .", "shape:DefectStart"),
    (":x a need:SourceDefect ; need:start 1 .", "shape:DefectEnd"),
    (":x a need:SourceDefect ; need:start 9 ; need:end 3 .", "shape:DefectOrder"),
    (":x a need:SourceDefect ; need:restsOn :y . :y a need:WithdrawnStatement .", "shape:DefectStatement"),
    # Everything twice and of the wrong sort
    (
        ":x a need:Silence ; need:isSilentOn :a, :b .",
        "shape:Silence",
    ),
    (
        ":x a need:SourceDefect ; need:hasKind <defect-kind/a>, <defect-kind/b> ; "
        'need:start -1, "i" ; need:end 3, "iv" .',
        "shape:SourceDefect",
    ),
)
