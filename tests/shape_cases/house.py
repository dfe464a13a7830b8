"""Graphs that break ontology/shapes/house.ttl: shapes that are not written as we write them."""

from __future__ import annotations

from shape_cases import Case

CASES: tuple[Case, ...] = (
    ("shape:X a sh:PropertyShape .", "shape:PropertyShape"),
    ('shape:X a sh:PropertyShape ; sh:minCount 1 ; sh:message "Give one." .', "shape:ShapePath"),
    ("shape:X a sh:PropertyShape ; sh:path need:quote .", "shape:ShapeMessage"),
    ('shape:X a sh:PropertyShape ; sh:path need:quote ; sh:message "minCount 1 violated" .', "shape:ShapeMessage"),
    ("shape:X a sh:PropertyShape ; sh:path need:quote ; sh:severity :Safety .", "shape:ShapeSeverity"),
    ("shape:X a sh:NodeShape ; sh:severity :Safety .", "shape:ShapeSeverity"),
    ("shape:X a sh:PropertyShape ; sh:path need:quote ; sh:deactivated true .", "shape:ShapeActive"),
    ("need:X a sh:NodeShape ; sh:targetClass need:Level .", "shape:NodeShape"),
    ("shape:X a sh:NodeShape .", "shape:ShapeTarget"),
    (
        "shape:X a sh:NodeShape ; sh:targetClass need:Level ; sh:not [ sh:class need:Statement ] .",
        "shape:OwnConstraint",
    ),
    ("need:X a sh:NodeShape ; sh:property need:Y . need:Y a sh:PropertyShape .", "shape:UsedShape"),
    ("shape:X sh:property [ a sh:PropertyShape ; sh:path need:quote ; sh:minCount 1 ] .", "shape:UsedShape"),
    ("shape:X sh:property shape:Y . shape:Y sh:path need:quote ; sh:minCount 1 .", "shape:UsedShapeType"),
    ('shape:X a sh:SPARQLConstraint ; sh:select "SELECT ?x WHERE { ?x a ?x }" .', "shape:SparqlConstraint"),
    ("shape:X a sh:SPARQLConstraint .", "shape:SparqlSelect"),
    # Everything twice and of the wrong sort
    (
        "shape:X a sh:PropertyShape ; sh:path need:quote, need:term ; sh:severity sh:Info, sh:Warning ; "
        'sh:message "Do this."@en, "Do that." .',
        "shape:PropertyShape",
    ),
    (
        ':x a sh:SPARQLConstraint ; sh:select "SELECT $this {}", "SELECT ?this {}" .',
        "shape:SparqlConstraint",
    ),
)
