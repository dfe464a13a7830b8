"""What a command that judges or suggests has to say, and how it ends; the command line prints it."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from needgraph.checking.formats import FINDING_FORMATS, as_groups, as_text, passed_table
from needgraph.errors import NeedgraphError
from needgraph.files import shown
from needgraph.outcome import FINDINGS, FINE, Outcome
from needgraph.querying.answers import Answer
from needgraph.querying.formats import as_table
from needgraph.resources import Data

if TYPE_CHECKING:
    import argparse


STANDARD_INPUT = Path("-")


def check_graphs(data: Data, form: str, *, strict: bool, passed: bool) -> Outcome:
    """Check the built graphs and the mapping tables of a data folder."""
    from needgraph.checking.check import check
    from needgraph.decisions.folder import check_decisions

    checked = check_decisions(check(data), data)
    text = (passed_table(checked) if passed else "") + FINDING_FORMATS[form](checked)
    return Outcome(text, FINDINGS if checked.fails(strict) else FINE)


def check_documents(data: Data, options: argparse.Namespace) -> Outcome:
    """Check the documents themselves, as their editors would."""
    from needgraph.commands.guidance_command import guidance_outcome

    if options.shapes or options.data_files:
        raise NeedgraphError("--profile guidance looks at the editions of a data folder; leave files and --shapes out")
    return guidance_outcome(
        data, options.format, strict=options.strict, passed=options.passed, authority=options.authority
    )


def check_by_shapes(options: argparse.Namespace) -> Outcome:
    """Judge anyone's data, of which one file may be standard input, by anyone's shapes.

    A shape that examined nothing is a warning.
    """
    from needgraph.strangers.standard_input import EXTENSIONS, as_file

    data: list[Path] = options.data_files
    inputs = data.count(STANDARD_INPUT)
    if not data:
        raise NeedgraphError("--shapes needs data; name the RDF files to validate after it, or - for standard input")
    if STANDARD_INPUT in options.shapes or inputs > 1:
        raise NeedgraphError("standard input (-) is one file of data; name files for the rest")
    if not inputs:
        return _judged(options, data)
    with as_file(EXTENSIONS[options.data_format]) as path:
        return _judged(options, [path if each == STANDARD_INPUT else each for each in data])


def _judged(options: argparse.Namespace, data: Sequence[Path]) -> Outcome:
    from needgraph.judging.findings import judged, judged_nothing
    from needgraph.judging.judge import judge

    form = options.format
    verdict = judge(options.shapes, data, inference=options.inference)
    notes = verdict.warnings
    if not verdict.examined:
        notes += ("no node was examined, so that the data conform says nothing",)
    if form == "table":
        idle = judged_nothing(verdict)
        notes = tuple(note for note in notes if not any(note.endswith(each.message) for each in idle))
        text = verdict.text + ("\n" + as_groups(idle) if idle else "")
    elif form == "turtle":
        text = verdict.report.decode()
    else:
        text = FINDING_FORMATS[form](judged(verdict))
    fails = not verdict.conforms or (options.strict and verdict.idle)
    return Outcome(text, FINDINGS if fails else FINE, notes)


def check_sssom(files: Sequence[Path], form: str, *, strict: bool) -> Outcome:
    """Judge anyone's SSSOM files."""
    from needgraph.sssom.judging import as_checked, as_one, judge_sssom

    other = [path for path in files if path.suffix != ".tsv"]
    if other:
        raise NeedgraphError(f"{other[0]}: RDF is validated against shapes; name them with --shapes")
    checked = [as_checked(judge_sssom(path)) for path in files]
    if form == "table":
        text = "\n".join(as_text(each, shown(path)) for path, each in zip(files, checked, strict=True))
    else:
        text = FINDING_FORMATS[form](as_one(checked))
    return Outcome(text, FINDINGS if any(each.fails(strict) for each in checked) else FINE)


def suggest(data: Data, options: argparse.Namespace) -> Answer:
    """Return the candidates of ``suggest_rows``, leaving out what the mapping tables have decided."""
    from needgraph.suggesting.candidates import suggest_rows
    from needgraph.tables.mappings import DECIDED, NOT_FOUND, id_of, read_mappings

    tables = read_mappings(data)
    rows = [row for state in DECIDED for row in tables[state].rows]
    pairs = [
        (id_of(row["subject_id"]), id_of(row["object_id"]))
        for row in rows
        if NOT_FOUND not in (row["subject_id"], row["object_id"])
    ]
    decided = {
        id_of(row[end]) for row in tables["agreed"].rows for end in ("subject_id", "object_id") if row[end] != NOT_FOUND
    }
    a, b, top, vectors = options.a, options.b, options.top, options.vectors
    if options.all:
        return suggest_rows(data, a, b, top=top, vectors=vectors)
    return suggest_rows(data, a, b, top=top, decided=decided, decided_pairs=pairs, vectors=vectors)


def assign(data: Data, options: argparse.Namespace) -> Answer:
    """Return the one-to-one assignment of two editions that is best as a whole."""
    from needgraph.suggesting.assigning import best_assignment
    from needgraph.suggesting.candidates import suggestions

    return best_assignment(suggestions(data, options.a, options.b, vectors=options.vectors))


def suggested_table(data: Data, found: Answer, path: Path) -> int:
    """Write candidates as a SSSOM table of suggested mappings and return how many they are."""
    from needgraph.reviewing.queue import labels_of
    from needgraph.suggesting.candidates import edition_of
    from needgraph.tables.mappings import (
        UNDECIDED_PREDICATE,
        MappingTable,
        curie_of,
        read_mappings,
        write_mapping_table,
    )

    rows = []
    labels = labels_of(
        [
            edition_of(data, name)
            for name in dict.fromkeys(str(row[n]).rpartition("/")[0] for row in found.rows for n in (0, 1))
        ]
    )
    for row in found.records():
        subject, object_ = sorted((curie_of(str(row["subject"])), curie_of(str(row["object"]))))
        rows.append(
            {
                "subject_id": subject, "subject_label": labels[subject], "predicate_id": UNDECIDED_PREDICATE,
                "object_id": object_, "object_label": labels[object_],
                "mapping_justification": "semapv:SemanticSimilarityThresholdMatching",
                "confidence": str(row["score"]), "comment": str(row["reasons"]),
            }
        )  # fmt: skip
    header = read_mappings(data)["suggested"].header
    write_mapping_table(MappingTable(path, "suggested", header, ()), rows)
    return len(rows)


def reviewed(data: Data, options: argparse.Namespace, keys: TextIO, out: TextIO) -> Outcome:
    """Carry out one way of reviewing: in the terminal, a second time, as a workbook, or the agreement so far."""
    from needgraph.reviewing import adjudicating, pack, review
    from needgraph.reviewing.terminal import Sitting

    a, b, curator, today = options.a, options.b, options.curator, datetime.date.today()
    if options.agreement:
        return agreement(data)
    if options.progress:
        return progress(data, a, b)
    if options.pack:
        if options.pack.exists() and not options.force:
            raise pack.PackProblem(
                f"{shown(options.pack)}: is there already and may hold verdicts; take them in with --take, "
                "name another file, or replace it with --force"
            )
        written = pack.write_pack(data, a, b, options.pack)
        return Outcome(f"{options.pack}: {counted(written, 'pair')}\n", FINE)
    if options.take:
        taken = pack.take_pack(data, options.take, curator, today)
        verdicts, conflicts = counted(len(taken.pairs), "verdict"), counted(len(taken.conflicts), "conflict")
        lines = [f"{verdicts} taken, {conflicts} left alone"]
        lines += [conflict.sentence() for conflict in taken.conflicts]
        return Outcome("\n".join(lines) + "\n", FINDINGS if taken.conflicts else FINE)
    go_through = review.review
    if options.again:
        go_through = review.review_again
    elif options.adjudicate:
        go_through = adjudicating.adjudicate
    standing = go_through(Sitting(data, a, b, curator, today, keys, out))
    return Outcome(f"{counted(standing, 'verdict')} given and saved\n", FINE)


def counted(number: int, noun: str) -> str:
    """Return a number with its noun.

    >>> counted(1, "verdict"), counted(0, "pair")
    ('1 verdict', '0 pairs')
    """
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def progress(data: Data, a: str, b: str) -> Outcome:
    """Say how far two editions are decided against each other, by authority, level and concern."""
    from needgraph.reviewing.queue import progress as progress_of
    from needgraph.reviewing.queue import two_editions
    from needgraph.tables.mappings import read_mappings

    found = progress_of(read_mappings(data), *two_editions(data, a, b))
    rows = tuple((each.by, each.name, each.indicators, each.decided, each.waiting) for each in found)
    return Outcome(as_table(Answer(("by", "name", "indicators", "decided", "waiting"), rows)), FINE)


def agreement(data: Data) -> Outcome:
    """Say how far first and second reviewers agree, whose agreement it is, and where they differ."""
    from needgraph.reviewing.adjudicating import by_pair, said_of
    from needgraph.reviewing.second_review import agreements, disagreements

    lines = [each.sentence() for each in agreements(data)] or ["Nobody has reviewed a pair a second time yet."]
    differing = disagreements(data)
    for pair, found in by_pair(differing).items():
        lines += ["", f"{pair[0]} and {pair[1]} differ in {found[0].about}", *said_of(data, found)]
    if differing:
        lines += ["", "Decide these pairs anew with --adjudicate in place of --agreement."]
    return Outcome("\n".join(lines) + "\n", FINDINGS if differing else FINE)
