"""Write ``terms.py`` from the ontology, so that no address is typed in Python."""

from __future__ import annotations

import keyword
from pathlib import Path

from pyoxigraph import QuerySolutions, RdfFormat, Store

from needgraph.files import read_text
from needgraph.resources import ONTOLOGY, PACKAGE, QUERIES

TERMS = PACKAGE / "terms.py"
# What RDF itself brings (an ontology in OWL 2 may not declare it), and the words of shapes and reports.
BUILT_IN = {
    "rdf": ("type",),
    "skos": ("mappingRelation",),
    "xsd": ("boolean", "date", "decimal", "integer"),
    "sh": (
        "Info", "ValidationReport", "ValidationResult", "Violation", "Warning", "conforms", "focusNode", "message",
        "node", "property", "result", "resultMessage", "resultSeverity", "severity", "sourceShape", "sparql",
        "targetClass", "targetNode", "targetObjectsOf", "targetSubjectsOf", "value",
    ),
}  # fmt: skip
_HEAD = '''"""The terms of the ontology and the prefixes of the project, as nodes.

Built from ontology/needgraph.ttl by `needgraph build`; do not edit.
"""

from typing import Final

from pyoxigraph import NamedNode

'''


def terms_files(ontology: Path = ONTOLOGY) -> dict[Path, bytes]:
    """Return ``terms.py`` with its bytes: one class a prefix, one attribute a term."""
    prefixes = {row[0]: row[1] for row in ontology_rows("prefixes", ontology)}
    terms = [row[0] for row in ontology_rows("terms", ontology)]
    lines = [_HEAD, "PREFIXES: Final[dict[str, str]] = {\n"]
    lines += [f'    "{prefix}": "{namespace}",\n' for prefix, namespace in prefixes.items()]
    lines.append("}\n")
    for prefix, namespace in prefixes.items():
        inside = {term.removeprefix(namespace) for term in terms if term.startswith(namespace)}
        names = {*inside, *BUILT_IN.get(prefix, ())}
        attributes = sorted(name for name in names if name.isidentifier() and not keyword.iskeyword(name))
        if not attributes:
            continue
        lines.append(f'\n\nclass {prefix.upper().replace("-", "_")}:\n    """Terms of {namespace}."""\n\n')
        lines += [f'    {name}: Final = NamedNode("{namespace}{name}")\n' for name in attributes]
    return {TERMS: "".join(lines).encode()}


def ontology_rows(name: str, *files: Path) -> list[list[str]]:
    """Return the rows that a query of ``queries/build`` finds in these files, as texts."""
    store = Store()
    for path in files:
        store.load(path=str(path), format=RdfFormat.TURTLE)
    answer = store.query(read_text(QUERIES / "build" / f"{name}.rq"))
    if not isinstance(answer, QuerySolutions):
        raise TypeError(f"queries/build/{name}.rq holds no SELECT")
    return [[node.value for node in solution] for solution in answer]
