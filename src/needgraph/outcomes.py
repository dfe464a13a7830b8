"""What a command that judges or suggests has to say, and how it ends; the command line prints it."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from needgraph.answers import Answer
from needgraph.errors import NeedgraphError
from needgraph.finding_formats import FINDING_FORMATS, passed_table
from needgraph.formats import as_table
from needgraph.outcome import FINDINGS, FINE, Outcome
from needgraph.resources import Data

if TYPE_CHECKING:
    import argparse

    from needgraph.judging import Inference


def check_graphs(data: Data, form: str, *, strict: bool, passed: bool) -> Outcome:
    """Check the built graphs and the mapping tables of a data folder."""
    from needgraph.checking import check
    from needgraph.decisions import check_decisions

    checked = check_decisions(check(data), data)
    text = (passed_table(checked) if passed else "") + FINDING_FORMATS[form](checked)
    return Outcome(text, FINDINGS if checked.fails(strict) else FINE)


def check_documents(data: Data, options: argparse.Namespace) -> Outcome:
    """Check the documents themselves, as their editors would."""
    from needgraph.guidance_command import guidance_outcome

    if options.shapes or options.data_files:
        raise NeedgraphError("--profile guidance looks at the editions of a data folder; leave files and --shapes out")
    return guidance_outcome(
        data, options.format, strict=options.strict, passed=options.passed, authority=options.authority
    )


def check_by_shapes(shapes: Sequence[Path], data: Sequence[Path], form: str, inference: Inference) -> Outcome:
    """Judge anyone's data by anyone's shapes."""
    from needgraph.checking import judged
    from needgraph.judging import judge

    if not data:
        raise NeedgraphError("--shapes needs data; name the RDF files to validate after it")
    verdict = judge(shapes, data, inference=inference)
    notes = verdict.warnings
    if not verdict.examined:
        notes += ("no node was examined, so that the data conform says nothing",)
    if form == "table":
        text = verdict.text
    elif form == "turtle":
        text = verdict.report.decode()
    else:
        text = FINDING_FORMATS[form](judged(verdict))
    return Outcome(text, FINE if verdict.conforms else FINDINGS, notes)


def check_sssom(files: Sequence[Path], form: str, *, strict: bool) -> Outcome:
    """Judge anyone's SSSOM files."""
    from needgraph.sssom_judging import as_checked, judge_sssom

    other = [path for path in files if path.suffix != ".tsv"]
    if other:
        raise NeedgraphError(f"{other[0]}: RDF is validated against shapes; name them with --shapes")
    checked = [as_checked(judge_sssom(path)) for path in files]
    text = "".join(FINDING_FORMATS[form](each) for each in checked)
    return Outcome(text, FINDINGS if any(each.fails(strict) for each in checked) else FINE)


def suggest(data: Data, options: argparse.Namespace) -> Answer:
    """Return the candidates of ``suggest_rows``, leaving out what the mapping tables have decided."""
    from needgraph.mappings import DECIDED, NOT_FOUND, id_of, read_mappings
    from needgraph.suggesting import suggest_rows

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
    from needgraph.assigning import best_assignment
    from needgraph.suggesting import suggestions

    return best_assignment(suggestions(data, options.a, options.b, vectors=options.vectors))


def suggested_table(data: Data, found: Answer, path: Path) -> int:
    """Write candidates as a SSSOM table of suggested mappings and return how many they are."""
    from needgraph.mappings import UNDECIDED_PREDICATE, MappingTable, curie_of, read_mappings, write_mapping_table
    from needgraph.reviewing import labels_of
    from needgraph.suggesting import edition_of

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
    from needgraph import review_pack, review_terminal

    a, b, curator, today = options.a, options.b, options.curator, datetime.date.today()
    if options.agreement:
        return agreement(data)
    if options.progress:
        return progress(data, a, b)
    if options.pack:
        return Outcome(f"{options.pack}: {review_pack.write_pack(data, a, b, options.pack)} pairs\n", FINE)
    if options.take:
        taken = review_pack.take_pack(data, options.take, curator, today)
        lines = [f"{len(taken.pairs)} verdicts taken, {len(taken.conflicts)} conflicts left alone"]
        lines += [conflict.sentence() for conflict in taken.conflicts]
        return Outcome("\n".join(lines) + "\n", FINDINGS if taken.conflicts else FINE)
    go_through = review_terminal.review_again if options.again else review_terminal.review
    return Outcome(f"{go_through(data, a, b, curator, today, keys, out)} verdicts stand\n", FINE)


def progress(data: Data, a: str, b: str) -> Outcome:
    """Say how far two editions are decided against each other, by authority, level and concern."""
    from needgraph.mappings import read_mappings
    from needgraph.reviewing import progress as progress_of
    from needgraph.reviewing import two_editions

    found = progress_of(read_mappings(data), *two_editions(data, a, b))
    rows = tuple((each.by, each.name, each.indicators, each.decided, each.waiting) for each in found)
    return Outcome(as_table(Answer(("by", "name", "indicators", "decided", "waiting"), rows)), FINE)


def agreement(data: Data) -> Outcome:
    """Say how far first and second reviewers agree, whose agreement it is, and where they differ."""
    from needgraph.second_review import agreements, disagreements

    lines = [each.sentence() for each in agreements(data)] or ["Nobody has reviewed a pair a second time yet."]
    differing = disagreements(data)
    lines += [f"{each.about}: first {each.first}, second {each.second}" for each in differing]
    return Outcome("\n".join(lines) + "\n", FINDINGS if differing else FINE)
