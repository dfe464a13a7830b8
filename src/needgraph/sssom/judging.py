"""Judge anyone's SSSOM/TSV file against SSSOM 1.0 and 1.1, and ask a library for a second opinion."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from needgraph.checking.check import Checked
from needgraph.files import shown
from needgraph.findings.finding import Finding, RuleRun
from needgraph.sssom.header import Fault, header_faults
from needgraph.sssom.reading import SssomFile, SssomProblem, metadata_beside, read_sssom
from needgraph.sssom.rows import Rows
from needgraph.strangers.files import StrangerProblem, is_small, read_apart
from needgraph.tables.tsv import Row, read_table

RULES_FILE = Path(__file__).parent / "sssom_rules.tsv"
LIBRARY = "sssom-pydantic"
MOST_FINDINGS = 1000
# The library reads some 5,000 rows a second.
MOST_ROWS = 20_000


@dataclass(frozen=True)
class SssomVerdict:
    """How many rows were judged, and what was found, in the order of the lines."""

    rows: int
    findings: tuple[Finding, ...]


@cache
def rules() -> Mapping[str, Row]:
    """Return the rules by name, each with its severity, its question and what would mend a fault.

    >>> rules()["duplicate"]["severity"]
    'violation'
    """
    return {row["rule"]: row for row in read_table(RULES_FILE, ("rule", "severity", "question", "fix"))}


def judge_sssom(path: Path) -> SssomVerdict:
    """Return what is wrong with a SSSOM/TSV file; the most that is listed is ``MOST_FINDINGS`` and one more.

    A file that is not small is judged in a process of its own. Raises SssomProblem or FileProblem, with the line,
    when the parts of the file cannot be told apart, or at a limit of time or memory.
    """
    paths = [path, metadata_beside(path)]
    if is_small(paths):
        return judge_here(path)
    try:
        found, _ = read_apart("sssom", [path for path in paths if path == paths[0] or path.exists()])
    except StrangerProblem as problem:
        raise SssomProblem(str(problem)) from None
    return SssomVerdict(
        found["rows"], tuple(Finding(**{**each, "quotes": tuple(each["quotes"])}) for each in found["findings"])
    )


def judge_here(path: Path) -> SssomVerdict:
    """Return what is wrong with a SSSOM/TSV file that is small, or in a process that is limited as a whole."""
    file, findings = read_sssom(path), list[Finding]()
    rows = Rows(file)
    for place, fault in _faults(file, rows):
        if len(findings) == MOST_FINDINGS:
            fault = Fault("more", "", fault.line, f"more than {MOST_FINDINGS:,} findings; none is listed from here on")
        findings.append(_finding(place, fault))
        if len(findings) > MOST_FINDINGS:
            return SssomVerdict(len(rows.lines), tuple(findings))
    if all(finding.severity != "violation" for finding in findings):
        findings += [_finding(path, fault) for fault in _second_opinion(file, rows.lines)]
    return SssomVerdict(len(rows.lines), tuple(findings))


def as_checked(verdict: SssomVerdict) -> Checked:
    """Return a verdict as what a check found, so that it can be written in the same formats."""
    counts = Counter(finding.rule for finding in verdict.findings)
    runs = [
        RuleRun(f"sssom:{name}", rule["severity"], rule["question"], max(verdict.rows, 1), counts[f"sssom:{name}"])
        for name, rule in rules().items()
    ]
    return Checked(verdict.findings, (), tuple(runs))


def as_one(checked: Sequence[Checked]) -> Checked:
    """Return what was found in several files as one: the findings file by file, each rule once with its sums."""
    runs: dict[str, RuleRun] = {}
    for run in (run for each in checked for run in each.runs):
        so_far = runs.get(run.rule)
        examined, findings = (so_far.examined, so_far.findings) if so_far else (0, 0)
        runs[run.rule] = replace(run, examined=examined + run.examined, findings=findings + run.findings)
    return Checked(
        tuple(finding for each in checked for finding in each.findings),
        tuple(finding for each in checked for finding in each.waived),
        tuple(runs.values()),
    )


def _faults(file: SssomFile, rows: Rows) -> Iterator[tuple[Path, Fault]]:
    if file.ignored_header:
        yield file.path, Fault("two-headers", "", 1, "has a metadata block, so that of the file beside it is not read")
    if file.padded_line:
        yield file.path, Fault("spreadsheet", "", file.padded_line, "ends in tabs, as a spreadsheet writes it")
    if file.windows_line:
        yield file.path, Fault("line-endings", "", file.windows_line, "has Windows line endings")
    if file.empty_line:
        yield file.path, Fault("empty-line", "", file.empty_line, "is an empty line")
    for fault in header_faults(file):
        yield file.header_path, fault
    for fault in rows.faults():
        yield file.path, fault


def _second_opinion(file: SssomFile, lines: Sequence[int]) -> Iterator[Fault]:
    """Yield the rows that the library refuses; it has to be asked, because it drops them silently."""
    if len(lines) > MOST_ROWS:
        yield Fault("not-asked", "", 1, f"{LIBRARY} was not asked about {len(lines):,} rows")
        return
    import sssom_pydantic  # 230 ms, and only strangers' files need it

    try:
        mappings, _, _, errors = sssom_pydantic.read(io.StringIO(file.text), return_errors=True)
    # Whatever a stranger's file makes the library raise is its opinion of the file.
    except Exception as error:
        yield Fault(LIBRARY, "", 1, f"the library cannot read the file{_where(error)}")
        return
    # The library numbers the rows from the column line on, and counts a quoted cell of two lines once.
    first = len(file.header_lines) + 1
    for refused in errors[:MOST_FINDINGS]:
        yield Fault(
            LIBRARY, "", lines[refused.line_number - first], f"the library refuses the row{_where(refused.exception)}"
        )
    if len(mappings) + len(errors) != len(lines):
        yield Fault(
            LIBRARY, "", 1, f"the library finds {len(mappings) + len(errors)} rows where there are {len(lines)}"
        )


def _where(error: Exception) -> str:
    """Return the slots that the library stumbles over, where it tells them; its own words are for programmers."""
    from pydantic import ValidationError  # a part of the library

    if not isinstance(error, ValidationError):
        return ""
    told = dict.fromkeys((str(each["loc"][0]), each["type"] == "missing") for each in error.errors() if each["loc"])
    named = [f"it wants {name}" if missing else f"it cannot read {name}" for name, missing in list(told)[:3]]
    return f"; {', '.join(named)}" if named else ""


def _finding(path: Path, fault: Fault) -> Finding:
    rule = rules()[fault.rule]
    slot = fault.slot or "mappings"
    return Finding(
        f"sssom:{fault.rule}", rule["severity"], None, "computed", "", "", "", f"sssom:{slot}", (), fault.message,
        rule["fix"], shown(path), fault.line,
    )  # fmt: skip
