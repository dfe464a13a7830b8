"""Judge anyone's SSSOM/TSV file against SSSOM 1.0 and 1.1, and ask a library for a second opinion."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from needgraph.checking import Checked
from needgraph.errors import nearest
from needgraph.files import shown
from needgraph.findings import Finding, RuleRun
from needgraph.sssom_header import (
    Fault, extensions_of, header_faults, prefixes_of, slot_value_problem, version_of,
)  # fmt: skip
from needgraph.sssom_reading import Record, SssomFile, read_sssom
from needgraph.sssom_slots import COMPOSED, HINTS, LITERAL, NOT_FOUND, curie_problem, several, slots

MOST_FINDINGS = 1000
_NO_TERM = {"1:0": (False, True), "0:1": (True, False), "0:0": (True, True)}
# A rule: its severity, its question, and what would mend the fault.
RULES: Mapping[str, tuple[str, str, str]] = {
    "metadata": ("violation", "Does each metadata slot hold what it may?", "Write a text, or a list where the slot takes several."),
    "required-metadata": ("violation", "Has the set its id and licence?", "Give the set a mapping_set_id and a license."),
    "prefix-map": ("violation", "Does each prefix stand for an absolute IRI?", "Give each prefix its whole IRI in curie_map."),
    "undeclared-prefix": ("violation", "Is every prefix declared?", "Declare the prefix in curie_map."),
    "columns": ("violation", "Has each column one name?", "Name every column once, and separate columns by tabs."),
    "cells": ("violation", "Has each row the cells of the columns?", "Give each column one cell in every row."),
    "required": ("violation", "Has each row its required slots?", "Fill the slot; every mapping needs a subject, predicate, object and justification."),
    "reference": ("violation", "Are ids CURIEs?", "Write the id as prefix:name, and declare the prefix in curie_map."),
    "uri": ("violation", "Are addresses URIs?", "Write the whole address, without spaces."),
    "date": ("violation", "Are dates ISO dates?", "Write the date as year-month-day."),
    "number": ("violation", "Are scores numbers from 0 to 1?", "Write a number from 0 to 1 with a decimal point."),
    "agreement": ("violation", "Is the agreement a number from -1 to 1?", "Write a number from -1 to 1."),
    "modifier": ("violation", "Is the predicate modifier Not or empty?", "Write Not, or leave it empty."),
    "entity-type": ("violation", "Are entity types those of SSSOM?", "Write an entity type of SSSOM, such as skos concept."),
    "cardinality": ("violation", "Are cardinalities those of SSSOM?", "Write 1:1, 1:n, n:1 or n:n; 1:0, 0:1 and 0:0 with sssom:NoTermFound only."),
    "not-found": ("violation", "Does sssom:NoTermFound stand only for a subject or object?", "Use sssom:NoTermFound in subject_id or object_id only."),
    "duplicate": ("violation", "Does each record stand once?", "Remove one of the two rows."),
    "record-id": ("violation", "Has each record its own id, if any has one?", "Give every row its own record_id, or none."),
    "reviewer": ("violation", "Does a review name its reviewer?", "Fill reviewer_id or reviewer_label, or remove the review."),
    "extension": ("violation", "Are extensions defined as SSSOM asks?", "Define the slot once with slot_name, property and type_hint, the last two as CURIEs."),
    "version-number": ("violation", "Is the version one of SSSOM?", "Write 1.1, or leave sssom_version out."),
    "version": ("warning", "Does the set declare the version that it needs?", "Write sssom_version: \"1.1\" in the metadata block."),
    "unknown-slot": ("warning", "Is every slot known?", "Correct the name, or define it in extension_definitions; readers drop unknown slots."),
    "relative-uri": ("warning", "Are addresses whole?", "Write the whole address; SSSOM 1.1 refuses relative ones."),
    "no-source": ("warning", "Does sssom:NoTermFound say where was searched?", "Name the vocabulary that was searched in subject_source or object_source."),
    "not-propagated": ("warning", "Do metadata slots reach the rows?", "Remove the slot from the metadata block or from the rows; it counts in the rows only."),
    "type-hint": ("warning", "Do extensions hold what they promise?", "Write a value of the type that the definition names."),
    "line-endings": ("warning", "Are line endings LF?", "Save the file with LF line endings."),
    "two-headers": ("warning", "Is there one metadata block?", "Remove one of the two metadata blocks."),
    "sssom-pydantic": ("violation", "Does the library sssom-pydantic read every row?", "Write the value so that the library reads it, too."),
    "more": ("violation", "Are all findings listed?", "Mend the findings listed and check again."),
}  # fmt: skip


@dataclass(frozen=True)
class SssomVerdict:
    """How many rows were judged, what was found in the order of the lines, and whether it was all."""

    rows: int
    findings: tuple[Finding, ...]


def judge_sssom(path: Path) -> SssomVerdict:
    """Return what is wrong with a SSSOM/TSV file.

    Raises SssomProblem or FileProblem, with the line, when its parts cannot be told apart.
    """
    file = read_sssom(path)
    findings = [_finding(file, fault, header=True) for fault in header_faults(file)]
    rows = 0
    for fault in _Table(file).faults():
        if fault.rule == "":
            rows = fault.line
        elif len(findings) < MOST_FINDINGS:
            findings.append(_finding(file, fault))
        elif len(findings) == MOST_FINDINGS:
            findings.append(_finding(file, Fault("more", "", fault.line, f"has more than {MOST_FINDINGS:,} findings")))
    if not any(finding.severity == "violation" for finding in findings):
        findings += [_finding(file, fault) for fault in _second_opinion(file)]
    return SssomVerdict(rows, tuple(findings))


def as_checked(verdict: SssomVerdict) -> Checked:
    """Return a verdict as findings of a check, so that it can be written in the same formats."""
    counts = Counter(finding.rule for finding in verdict.findings)
    runs = [
        RuleRun(f"sssom:{name}", severity, question, max(verdict.rows, 1), counts[f"sssom:{name}"])
        for name, (severity, question, _) in RULES.items()
    ]
    return Checked(verdict.findings, (), tuple(runs))
