"""The judge's own process: read a request on standard input, answer with a verdict or a problem, both JSON.

Started by :func:`needgraph.judging.judge.judge`. Nothing here may reach the network, another program, or a file that
was not named; limits of memory and processor time are set before anything is read.
"""

from __future__ import annotations

import json
import logging
import re
import sys
import warnings
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pyshacl
import rdflib
from pyshacl.constraints import ALL_CONSTRAINT_PARAMETERS
from pyshacl.errors import ReportableRuntimeError, ShapeRecursionWarning
from pyshacl.graph_abstraction import DataGraph
from rdflib import OWL, RDF, SH, XSD, Graph, URIRef
from rdflib.term import Node, _toPythonMapping

from needgraph.errors import NeedgraphError
from needgraph.files import shown
from needgraph.judging.judge import JudgeProblem
from needgraph.judging.queries import without_string_type
from needgraph.judging.report import as_turtle, results_of, with_stable_names
from needgraph.judging.shapes import DEPTH, check_shapes, check_targets, has_target
from needgraph.judging.sources import SHACL, Reader, Source, first_line
from needgraph.strangers.limits import limit_process, stay_inside

_INTEGERS = (
    *("integer", "long", "int", "short", "byte", "nonNegativeInteger", "positiveInteger", "nonPositiveInteger"),
    *("negativeInteger", "unsignedLong", "unsignedInt", "unsignedShort", "unsignedByte"),
)
_PLACE = re.compile(r"(.*?)(?::(\d+))?", re.DOTALL)
_DECIMAL = r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)"
_DATE, _TIME, _ZONE = (
    r"-?[0-9]{4,}-[0-9]{2}-[0-9]{2}",
    r"[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]+)?",
    r"(Z|[+-][0-9]{2}:[0-9]{2})?",
)
# Python reads more than XSD allows: 1_000, 1e3 as a decimal, 20200101, infinity.
_LEXICAL = {
    **dict.fromkeys(_INTEGERS, r"[+-]?[0-9]+"),
    "decimal": _DECIMAL,
    **dict.fromkeys(("double", "float"), rf"{_DECIMAL}([eE][+-]?[0-9]+)?|[+-]?INF|NaN"),
    "date": _DATE + _ZONE,
    "time": _TIME + _ZONE,
    "dateTime": f"{_DATE}T{_TIME}{_ZONE}",
}


def main() -> None:
    """Answer the request on standard input; a problem is an answer too, so that no traceback is."""
    reply, sys.stdout = sys.stdout, sys.stderr  # pyshacl prints here and there
    request = json.load(sys.stdin)
    limit_process(request["megabytes"], request["cpu_seconds"])
    stay_inside([*request["shapes"], *request["data"]])
    _read_literals_strictly()
    try:
        answer = verdict(request)
    except NeedgraphError as problem:
        answer = {"problem": str(problem)}
    except MemoryError:
        answer = {
            "problem": f"no verdict within the limit of {request['megabytes']} megabytes of memory; "
            "give less data at a time, or simplify the shapes"
        }
    json.dump(answer, reply)


def verdict(request: dict[str, Any]) -> dict[str, Any]:
    """Return the fields of :class:`needgraph.judging.judge.Verdict`, ready for JSON."""
    rdflib.NORMALIZE_LITERALS = False
    reader = Reader()
    sources = [Source(Path(name), reader.graph("s", [Path(name)])) for name in request["shapes"]]
    shapes = Graph()
    for source in sources:
        shapes += source.graph
    data = reader.graph("d", [Path(name) for name in request["data"]])
    triples = len(data)
    imported = sorted(str(address) for address in data.objects(None, OWL.imports))
    with _nothing_ignored(sources):
        advanced = check_shapes(sources, shapes, request["inference"])
        rdflib.NORMALIZE_LITERALS = False  # judging the shapes has switched it on again
        without_string_type(shapes)
        for node in set(shapes.subjects(SH.target)):
            # pyshacl does not see a shape that has neither a type nor a target of SHACL Core.
            shapes.add((node, RDF.type, SH.PropertyShape if (node, SH.path, None) in shapes else SH.NodeShape))
        options = {
            "inference": request["inference"],
            "advanced": advanced or request["advanced"],
            "max_validation_depth": DEPTH,
            "logger": _logger(),
        }
        judge: Any = pyshacl.Validator(DataGraph.from_rdflib(data), shacl_graph=shapes, options=options)
        check_targets(sources, judge.shacl_graph.shapes)
        conforms, report, text = judge.run()
        aimed = [shape for shape in judge.shacl_graph.shapes if has_target(shape)]
        examined = {shape.node: set(shape.focus_nodes(judge.target_graph)) for shape in aimed if not shape.deactivated}
        report = with_stable_names(report)
        idle = _idle(sources, shapes, examined, [shape.node for shape in aimed if shape.deactivated])
        return {
            "conforms": conforms,
            "report": as_turtle(report),
            "results": results_of(report, judge.shacl_graph),
            "text": text,
            "examined": len(set().union(*examined.values())),
            "triples": triples,
            "advanced": bool(options["advanced"]),
            "warnings": [
                *(f"the data imports <{address}>, which was not fetched" for address in imported),
                *(f"{file}:{line}: {what}" if line else f"{file}: {what}" for file, line, what in idle),
            ],
            "idle": idle,
        }


def _idle(
    sources: Sequence[Source], shapes: Graph, examined: dict[Node, set[Node]], deactivated: Sequence[Node]
) -> list[tuple[str, int | None, str]]:
    """Return each shape that examined nothing: its file and line, and why."""

    def told(node: Node, why: str) -> tuple[str, int | None, str]:
        source = next((source for source in sources if (node, None, None) in source.graph), sources[0])
        place, name = source.told(node)
        file, line = _PLACE.fullmatch(place).groups()  # type: ignore[union-attr]  # it matches whatever there is
        return file, int(line) if line else None, f"the shape {name} examined nothing; {why}"

    used = {
        o for p, o in shapes.predicate_objects() if p == RDF.first or (str(p).startswith(SHACL) and p != SH.targetNode)
    }
    shaped = {node for kind in (SH.NodeShape, SH.PropertyShape) for node in shapes.subjects(RDF.type, kind)}
    shaped |= {node for parameter in ALL_CONSTRAINT_PARAMETERS for node in shapes.subjects(parameter)}
    alone = shaped - used - examined.keys() - set(deactivated)
    return sorted(
        [
            *(told(node, "its target finds no node in the data") for node, found in examined.items() if not found),
            *(told(node, "it is deactivated") for node in deactivated),
            *(told(node, "it has no target, and no other shape refers to it") for node in alone),
        ],
        key=lambda each: (each[0], each[1] or 0, each[2]),
    )


@contextmanager
def _nothing_ignored(sources: Sequence[Source]) -> Iterator[None]:
    """Turn whatever pyshacl gives up, warns of or stumbles over into a JudgeProblem."""
    where = ", ".join(shown(source.path) for source in sources)
    try:
        with warnings.catch_warnings():
            warnings.filterwarnings("error", module=r"pyshacl\b")
            yield
    except (NeedgraphError, MemoryError):
        raise
    except ShapeRecursionWarning:
        raise JudgeProblem(
            f"{where}: the shapes are recursive and so is the data, which SHACL leaves undefined; "
            "break the circle of shapes"
        ) from None
    except RecursionError:
        raise JudgeProblem(f"{where}: the shapes or their queries are nested too deeply; write them flatter") from None
    except (ReportableRuntimeError, Warning) as error:
        reason = first_line(getattr(error, "message", error))
        if reason.startswith("Validation path too deep"):
            reason = f"shapes refer to each other more than {DEPTH} deep, or in a circle"
        raise JudgeProblem(f"{where}: cannot be judged: {reason}; correct the shapes") from None
    except Exception as error:  # whatever it is, the data was not judged
        reason = f"{type(error).__name__}: {first_line(error)}"
        raise JudgeProblem(f"{where}: cannot be judged ({reason}); correct or simplify the shapes") from None


class _Refusing(logging.Handler):
    """Raise where pyshacl would log a warning and skip a constraint."""

    def emit(self, record: logging.LogRecord) -> None:
        if record.levelno == logging.WARNING:
            raise ReportableRuntimeError(record.getMessage())


def _logger() -> logging.Logger:
    logger = logging.Logger("needgraph.judge")
    logger.addHandler(_Refusing())
    return logger


def _read_literals_strictly() -> None:
    """Count a literal as ill-typed unless XSD allows what is written."""

    def strictly(pattern: str, convert: Callable[[str], object]) -> Callable[[str], object]:
        allowed = re.compile(pattern)

        def read(written: str) -> object:
            if not allowed.fullmatch(written):
                raise ValueError(written)
            return convert(written)

        return read

    for name, pattern in _LEXICAL.items():
        datatype = URIRef(XSD + name)
        _toPythonMapping[datatype] = strictly(pattern, _toPythonMapping[datatype] or str)
    logging.getLogger("rdflib.term").setLevel(logging.CRITICAL)


if __name__ == "__main__":
    main()
