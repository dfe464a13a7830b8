"""Judge anyone's RDF by anyone's SHACL shapes: pyshacl, in a process of its own, within limits of time and memory."""

from __future__ import annotations

import json
import math
import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, get_args

from needgraph.errors import NeedgraphError

Inference = Literal["none", "rdfs", "owlrl", "both"]
INFERENCES: tuple[Inference, ...] = get_args(Inference)
SECONDS = 30.0
MEGABYTES = 2048


class JudgeProblem(NeedgraphError):
    """Shapes or data that cannot be judged; nothing that cannot be judged ever passes."""


@dataclass(frozen=True)
class Result:
    """One result of a validation report; terms as in N-Triples, a path as in SPARQL, empty where there is none.

    ``named`` is the shape if it has a name, else the nearest one around it that has, else the path.
    """

    focus: str
    path: str
    value: str
    shape: str
    component: str
    severity: str
    message: str
    named: str


@dataclass(frozen=True)
class Verdict:
    """What the judge found.

    As SHACL says, data conforms when there is no result at all, so a warning alone is enough not to conform.

    - ``report``: a ``sh:ValidationReport`` in Turtle; ``text``: the same for a person.
    - ``examined``: how many different nodes the shapes were applied to. Where it is 0, tell the reader.
    - ``triples``: how many triples the data held, before inference and rules.
    - ``advanced``: whether SHACL Advanced Features were switched on.
    - ``warnings``: what a careful reader should know, such as a shape that examined nothing.
    - ``idle``: of the warnings, those of shapes that examined nothing, each with the file and line of the shape.
    """

    conforms: bool
    report: bytes
    results: tuple[Result, ...]
    text: str
    examined: int
    triples: int
    advanced: bool
    warnings: tuple[str, ...]
    idle: tuple[tuple[str, int | None, str], ...] = ()


def judge(
    shapes: Sequence[Path],
    data: Sequence[Path],
    *,
    inference: Inference = "none",
    advanced: bool = False,
    seconds: float = SECONDS,
    megabytes: int = MEGABYTES,
) -> Verdict:
    """Validate RDF files by SHACL shapes and return the verdict.

    The shapes are judged first. Several files of shapes, and several of data, are each taken as one graph.
    Advanced features (``sh:rule``, ``sh:target``, ``sh:expression`` and so on) are switched on when the shapes
    use them; ``advanced=True`` does it anyway. Nothing is fetched: neither ``owl:imports`` nor a remote context.

    Raises JudgeProblem with file, line where known, reason and remedy when a file cannot be read, when the
    shapes are faulty, use what pyshacl would ignore, or would examine nothing, and when the limit of
    wall-clock ``seconds`` or of address space (``megabytes``) is reached.

    >>> judge([], [Path("data.ttl")])
    Traceback (most recent call last):
    ...
    needgraph.judging.judge.JudgeProblem: there are no shapes to judge by; name at least one file of SHACL shapes
    """
    _check_use(shapes, data, inference, seconds, megabytes)
    request = {
        "shapes": [str(path) for path in shapes],
        "data": [str(path) for path in data],
        "inference": inference,
        "advanced": advanced,
        "megabytes": megabytes,
        # The parent keeps the time; this one ends a child whose parent is gone.
        "cpu_seconds": math.ceil(seconds) + 5,
    }
    # -P keeps a file called pyshacl.py in the current folder from being run.
    command = [sys.executable, "-P", "-m", "needgraph.judging.child"]
    try:
        done = subprocess.run(
            command,
            input=json.dumps(request).encode(),
            capture_output=True,
            timeout=seconds,
            check=False,
            # The order of sets shows in pyshacl's messages; the same input shall give the same report.
            env={**os.environ, "PYTHONHASHSEED": "0"},
        )
    except subprocess.TimeoutExpired:
        raise JudgeProblem(
            f"no verdict within the limit of {seconds:g} seconds; give less data at a time, or simplify the shapes"
        ) from None
    except OSError as error:
        raise JudgeProblem(f"the judge cannot be started ({error.strerror}); see that Python can be run") from None
    return _verdict(done, megabytes)


def _check_use(shapes: Sequence[Path], data: Sequence[Path], inference: str, seconds: float, megabytes: int) -> None:
    if not shapes:
        raise JudgeProblem("there are no shapes to judge by; name at least one file of SHACL shapes")
    if not data:
        raise JudgeProblem("there is no data to judge; name at least one RDF file")
    if inference not in INFERENCES:
        raise JudgeProblem(f"inference is '{inference}'; use one of {', '.join(INFERENCES)}")
    if seconds <= 0 or megabytes <= 0:
        raise JudgeProblem("the limits of seconds and megabytes must be above 0")


def _verdict(done: subprocess.CompletedProcess[bytes], megabytes: int) -> Verdict:
    try:
        reply: dict[str, Any] = json.loads(done.stdout)
    except ValueError:
        last = (done.stderr.decode(errors="replace").strip().splitlines() or [""])[-1]
        if done.returncode > 0 and "MemoryError" not in last:
            raise JudgeProblem(f"the judge failed ({last}); see that needgraph is installed whole") from None
        raise JudgeProblem(
            f"the judge ended without a verdict, most likely at the limit of {megabytes} megabytes; "
            "give less data at a time, or simplify the shapes"
        ) from None
    if "problem" in reply:
        raise JudgeProblem(str(reply["problem"]))
    return Verdict(
        conforms=reply["conforms"],
        report=str(reply["report"]).encode(),
        results=tuple(Result(**result) for result in reply["results"]),
        text=reply["text"],
        examined=reply["examined"],
        triples=reply["triples"],
        advanced=reply["advanced"],
        warnings=tuple(reply["warnings"]),
        idle=tuple((file, line, what) for file, line, what in reply["idle"]),
    )
