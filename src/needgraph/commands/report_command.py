"""The command ``report``: build one of the reports and write it in one of six formats."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from needgraph.files import shown, write_atomically
from needgraph.outcome import FINE, Outcome
from needgraph.querying.answers import Answer
from needgraph.querying.asking import Endpoint, LocalEndpoint, ask
from needgraph.querying.formats import CSV_NOTE
from needgraph.querying.store import open_graphs
from needgraph.reports.formats import REPORT_FORMATS
from needgraph.reports.frame import Frame, frame
from needgraph.reports.model import Report, ReportProblem, by_line

if TYPE_CHECKING:
    import argparse

    from needgraph.resources import Data

TO_OUTPUT = Path("-")
HELP = "Write a report as html, docx, xlsx, pdf, markdown or csv; all six say the same."
EXAMPLES = (
    "  needgraph report briefing halton tameside --format pdf      two pages for a partnership board",
    "  needgraph report compare halton tameside -o compare.docx    the format follows the name of the file",
    "  needgraph report consent halton tameside --format html",
    "  needgraph report checks tameside -o points.xlsx",
    "  needgraph report ladder --concern missing-from-home --format markdown",
    "  needgraph report ladder --format csv --table ladders        one table, for a program",
)


def add_options(command: argparse.ArgumentParser) -> None:
    """Add the options of the command to its parser."""
    command.add_argument("report", choices=REPORTS, help="which report")
    command.add_argument(
        "editions", nargs="*", metavar="EDITION", help="an authority, or authority/edition (default: all)"
    )
    command.add_argument("--concern", default="", metavar="SLUG", help="this concern only (ladder, compare)")
    command.add_argument("--name", default="", metavar="DECISIONS", help="the folder of decisions (draft)")
    command.add_argument(
        "--scheme",
        nargs="?",
        const="",
        metavar="FILE",
        help="only what would move under the scheme of the decisions, or under another one (draft)",
    )
    command.add_argument("--format", choices=REPORT_FORMATS, help="default: by the name of the file, or else html")
    command.add_argument(
        "-o", "--output", type=Path, metavar="FILE", help="default: a name that says what it is; - is standard output"
    )
    command.add_argument("--table", default="", metavar="NAME", help="with csv: this table only")
    command.add_argument("--date", type=_date, metavar="YYYY-MM-DD", help="default: when an edition was last checked")
    command.add_argument("--force", action="store_true", help="replace a file that is there already")


def run(data: Data, options: argparse.Namespace) -> Outcome:
    """Write the report to its file, or return it as text where it is text and no file is named.

    A file that is there already may hold names and dates that people filled in: it is replaced only with ``--force``.
    """
    _check_options(options)
    form = REPORT_FORMATS[_format(options)]
    if options.output == TO_OUTPUT and form.is_binary:
        raise ReportProblem(f"-o -: a {form.extension} is no text; name a file to write it to")
    if options.output and options.output != TO_OUTPUT:
        # Before the work, not after it.
        _check_free(options.output, options.force)
    endpoint = LocalEndpoint(open_graphs(data))
    made = REPORTS[options.report](data, endpoint, frame(endpoint, options.editions, options.date), options)
    content = _content(made, form.extension, options.table) or form.write(made)
    notes = (*made.warnings, *(_notes(made) if form.extension == "csv" else ()))
    if options.output == TO_OUTPUT or (form.is_text and not options.output):
        return Outcome(content.decode(), FINE, notes)
    path = options.output or Path(f"{made.name}.{form.extension}")
    _check_free(path, options.force)
    write_atomically(path, content)
    return Outcome(f"{shown(path)}: {made.title}\n", FINE, notes)


def _ladder(data: Data, endpoint: Endpoint, around: Frame, options: argparse.Namespace) -> Report:
    from needgraph.reports.ladder import ladder_report

    return ladder_report(endpoint, around, options.concern)


def _compare(data: Data, endpoint: Endpoint, around: Frame, options: argparse.Namespace) -> Report:
    from needgraph.comparing.ranking import explained
    from needgraph.reports.charts import coverage_figures, windscreen_figures
    from needgraph.reports.compare import compare_report

    names = _concern_names(endpoint)
    found, remarks = _comparison(endpoint, around)
    slug = options.concern.removeprefix("concern/")
    if slug:
        place = found.columns.index("concern")
        rows = tuple(row for row in found.rows if slug in str(row[place]).split(" | "))
        if not rows:
            raise ReportProblem(f"no line is about {slug!r}; `needgraph ask concerns` lists the concerns")
        return compare_report(around, Answer(found.columns, rows), explained(), names, (), remarks)
    rungs = [row for row in ask(endpoint, "ladders").records() if f"{row['authority']}/{row['edition']}" in around.ids]
    figures = [*windscreen_figures(endpoint, around), *coverage_figures(rungs, names, around)]
    return compare_report(around, found, explained(), names, figures, remarks)


def _briefing(data: Data, endpoint: Endpoint, around: Frame, options: argparse.Namespace) -> Report:
    from needgraph.comparing.ranking import explained
    from needgraph.reports.briefing import briefing

    found, remarks = _comparison(endpoint, around)
    silences = ask(endpoint, "silences-compared")
    return briefing(around, found, explained(), silences, _concern_names(endpoint), remarks)


def _consent(data: Data, endpoint: Endpoint, around: Frame, options: argparse.Namespace) -> Report:
    from needgraph.consent.differences import differences
    from needgraph.consent.grid import collisions, grid, smallest
    from needgraph.consent.rules import read_rules
    from needgraph.reports.consent import consent_report

    editions = [read_rules(endpoint, edition) for edition in around.ids]
    # An edition without rules has no grid: one full of "not stated" would look as if it had been read.
    having = [each for each in editions if each.rules]
    grids, cases, clashes = (_joined([part(each) for each in having]) for part in (grid, smallest, collisions))
    return consent_report(around, grids, cases, clashes, differences(having), having)


def _checks(data: Data, endpoint: Endpoint, around: Frame, options: argparse.Namespace) -> Report:
    from needgraph.guidance.checks import check_guidance
    from needgraph.reports.checks import checks_report

    # The day of the report decides which waivers are in force, so that no clock does.
    return checks_report(around, check_guidance(data, "", around.as_at).findings)


def _draft(data: Data, endpoint: Endpoint, around: Frame, options: argparse.Namespace) -> Report:
    from needgraph.reports.draft import draft_report, what_moves_report

    if options.editions:
        raise ReportProblem("the draft joins the editions that its decisions name; leave the editions out")
    if not options.name:
        folders = sorted(path.parent.name for path in (data.folder / "decisions").glob("*/decisions.tsv"))
        raise ReportProblem(
            f"say with --name which decisions write the draft: {', '.join(folders) or 'there are none'}"
        )
    if options.scheme is not None:
        other = Path(options.scheme) if options.scheme else None
        return what_moves_report(data, endpoint, options.name, other, options.date)
    return draft_report(data, endpoint, options.name, options.date)


def _comparison(endpoint: Endpoint, around: Frame) -> tuple[Answer, tuple[str, ...]]:
    """Return the comparison of the editions, and a remark for each two of which no pair of signs was agreed."""
    from needgraph.comparing.compare import compared, read_facts, unmapped_pairs

    if len(around.ids) < 2:
        raise ReportProblem(f"this report compares editions; {', '.join(around.ids)} is one: name another")
    facts = read_facts(endpoint, around.ids)
    remarks = tuple(
        f"Between {one} and {other} no mapping is agreed yet: nothing is said of what their signs have in common."
        for one, other in unmapped_pairs(facts)
    )
    return compared(facts), remarks


def _concern_names(endpoint: Endpoint) -> dict[str, str]:
    return {str(row["code"]): str(row["name"]) for row in ask(endpoint, "code-list", {"scheme": "concern"}).records()}


def _joined(answers: list[Answer]) -> Answer:
    if not answers:
        return Answer((), ())
    return Answer(answers[0].columns, tuple(row for answer in answers for row in answer.rows))


def _content(made: Report, extension: str, table: str) -> bytes:
    """Return one table of a report, or nothing where none is asked for."""
    if not table:
        return b""
    from needgraph.reports.text import as_csv_report

    return as_csv_report(made, table).encode()


def _notes(made: Report) -> tuple[str, ...]:
    return (*made.notices, by_line(made), CSV_NOTE)


def _check_options(options: argparse.Namespace) -> None:
    if options.concern and options.report not in ("ladder", "compare"):
        raise ReportProblem(f"--concern: the report {options.report} is about all concerns; leave it out")
    if options.name and options.report != "draft":
        raise ReportProblem(f"--name: only the draft rests on decisions, not the report {options.report}; leave it out")
    if options.scheme is not None and options.report != "draft":
        raise ReportProblem(f"--scheme: only the draft has a scheme, not the report {options.report}; leave it out")
    if options.table and _format(options) != "csv":
        raise ReportProblem("--table: only csv writes one table alone; add --format csv")


def _format(options: argparse.Namespace) -> str:
    """Return the name of the format; the file's own ending decides where none is named."""
    by_ending = {form.extension: name for name, form in REPORT_FORMATS.items()}
    ending = options.output.suffix.removeprefix(".") if options.output else ""
    if not options.format:
        if ending and ending not in by_ending:
            raise ReportProblem(f"{options.output}: .{ending} is no format of a report; choose {', '.join(by_ending)}")
        return by_ending.get(ending, "html")
    if ending in by_ending and by_ending[ending] != options.format:
        raise ReportProblem(f"{options.output}: ends like {by_ending[ending]}, but --format is {options.format}")
    return str(options.format)


def _check_free(path: Path, force: bool) -> None:
    if path.is_dir():
        raise ReportProblem(f"{shown(path)}: is a folder; name a file")
    if not path.parent.is_dir():
        raise ReportProblem(f"{shown(path)}: there is no folder {shown(path.parent)}; make it first, or name another")
    if path.exists() and not force:
        raise ReportProblem(f"{shown(path)}: is there already; name another file with -o, or replace it with --force")


def _date(text: str) -> datetime.date:
    import argparse

    try:
        return datetime.date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is not a date such as 2026-11-22") from None


REPORTS: Mapping[str, Callable[[Data, Endpoint, Frame, argparse.Namespace], Report]] = {
    "compare": _compare,
    "consent": _consent,
    "checks": _checks,
    "draft": _draft,
    "ladder": _ladder,
    "briefing": _briefing,
}
