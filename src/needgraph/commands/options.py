"""The command line's words: every command with its options, help and examples."""

from __future__ import annotations

import argparse
import os
from collections.abc import Callable
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, cast

from needgraph import __version__
from needgraph.commands.option_parser import OneLineParser

if TYPE_CHECKING:
    from needgraph.outcome import Outcome
    from needgraph.resources import Data

EXPORT_FORMATS = ("nquads", "trig", "turtle", "jsonld", "csv", "sssom")
ROW_FORMATS = ("table", "csv", "json", "markdown")
GRAPH_FORMATS = ("turtle", "ntriples", "jsonld")
# Commands that say all they have to say at their end.
MODULES = ("build", "trace", "compare", "consent", "report", "diff", "import", "load", "push", "publish")
RDF_FORMATS = ("turtle", "ntriples", "nquads", "trig", "rdfxml", "jsonld")
FINDING_FORMATS = ("table", "csv", "json", "turtle", "junit", "sarif")

_Commands = argparse._SubParsersAction  # the library has no public name for it


def parser(command: str | None = None) -> argparse.ArgumentParser:
    """Return the parser of ``needgraph``; one that is to read a known command has that command alone.

    To build all twelve takes longer than to answer a question.
    """
    top: argparse.ArgumentParser = OneLineParser(
        prog="needgraph",
        description="Threshold-of-need guidance as a knowledge graph: what documents say, and nothing about a case.",
        epilog="Exit codes: 0 fine, 1 findings, 2 wrong use or input. `needgraph COMMAND --help` shows examples.",
        formatter_class=partial(argparse.HelpFormatter, width=_width()),
    )
    top.add_argument("--version", action="version", version=f"needgraph {__version__}")
    commands = top.add_subparsers(dest="command", metavar="COMMAND", prog="needgraph")
    for name in (command,) if command in _ADDED_BY else _ADDED_BY:
        _ADDED_BY[name](commands)
    return top


class CommandModule(Protocol):
    """A command that is a module of its own, ``needgraph.commands.<name>_command``."""

    HELP: str
    EXAMPLES: str

    def add_options(self, command: argparse.ArgumentParser) -> None:
        """Add the options of the command."""

    def run(self, data: Data, options: argparse.Namespace) -> Outcome:
        """Return what the command has to say, and its exit code."""


def command_module(name: str) -> CommandModule:
    """Return the module of one of ``MODULES``; it is imported when it is asked for, not before."""
    return cast("CommandModule", import_module(f"needgraph.commands.{name}_command"))


def _by_module(name: str, commands: _Commands[argparse.ArgumentParser]) -> None:
    module = command_module(name)
    examples = module.EXAMPLES if isinstance(module.EXAMPLES, str) else "\n".join(module.EXAMPLES)
    module.add_options(_command(commands, name, module.HELP, examples.rstrip("\n")))


def _width() -> int:
    """Return how wide a help may be: what argparse would choose.

    It would import shutil to learn it, as soon as an option is added and before any help is asked for.
    """
    try:
        return (int(os.environ.get("COLUMNS") or 0) or os.get_terminal_size().columns or 80) - 2
    except (OSError, ValueError):
        return 78


def _command(
    commands: _Commands[argparse.ArgumentParser], name: str, what: str, examples: str
) -> argparse.ArgumentParser:
    command = commands.add_parser(
        name,
        help=what[0].lower() + what[1:].rstrip("."),
        description=what,
        epilog=f"examples:\n{examples}",
        formatter_class=partial(argparse.RawDescriptionHelpFormatter, width=_width()),
    )
    command.add_argument(
        "--data", metavar="DIR", help="a folder laid out like graphs/ (default: the graphs of needgraph)"
    )
    return command


def _sources(command: argparse.ArgumentParser) -> None:
    where = command.add_mutually_exclusive_group()
    where.add_argument("--endpoint", metavar="URL", help="ask a remote SPARQL 1.1 service")
    where.add_argument("--store", metavar="DIR", type=Path, help="read a store that `needgraph load` wrote")
    where.add_argument(
        "--load", metavar="FILE", nargs="+", type=Path, help="read these RDF files instead of the graphs"
    )
    command.add_argument("--user", default="", help="user name at the endpoint (password: NEEDGRAPH_PASSWORD)")
    command.add_argument(
        "--timeout", type=_seconds, default=30, metavar="SECONDS", help="how long an endpoint may take"
    )


def _seconds(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number of seconds above 0")
    return int(text)


def _check(commands: _Commands[argparse.ArgumentParser]) -> None:
    command = _command(
        commands,
        "check",
        "Check the graphs: shapes, and queries whose rows are faults.",
        "  needgraph check                               findings with place, reason and fix\n"
        "  needgraph check --passed                      every rule with what it examined\n"
        "  needgraph check --profile guidance            what an editor may want to look at in the documents\n"
        "  needgraph check --format sarif > check.sarif  for an editor or code host\n"
        "  needgraph check --shapes their.ttl data.ttl   anyone's data against anyone's shapes\n"
        "  needgraph check --shapes their.ttl --data-format ntriples -   the data from standard input\n"
        "  needgraph check their.sssom.tsv               anyone's SSSOM file",
    )
    command.add_argument(
        "data_files",
        nargs="*",
        type=Path,
        metavar="DATA",
        help="SSSOM files, or RDF files with --shapes; there - is standard input",
    )
    command.add_argument(
        "--shapes", action="append", type=Path, metavar="FILE", help="SHACL shapes for the DATA files; may be repeated"
    )
    what = "the data (default), or the documents themselves"
    command.add_argument("--profile", choices=("data", "guidance"), default="data", help=what)
    command.add_argument("--authority", default="", help="with --profile guidance: one authority's document only")
    command.add_argument("--data-format", choices=RDF_FORMATS, default="turtle", help="of the data on standard input")
    command.add_argument("--inference", choices=("none", "rdfs", "owlrl", "both"), default="none")
    command.add_argument("--strict", action="store_true", help="exit 1 for warnings, too")
    command.add_argument("--passed", action="store_true", help="list every rule with the nodes it examined")
    command.add_argument("--format", choices=FINDING_FORMATS, default="table")


def _suggest(commands: _Commands[argparse.ArgumentParser]) -> None:
    command = _command(
        commands,
        "suggest",
        "Suggest candidates for mappings between two editions, with reasons; nothing is accepted.",
        "  needgraph suggest ashby borwick --data tests/fixtures/graphs   for the undecided indicators of ashby\n"
        "  needgraph suggest halton tameside --all --top 3    decided ones, too\n"
        "  needgraph suggest halton/2023 tameside/2018 --all -o candidates.sssom.tsv\n"
        "  needgraph suggest halton tameside --assign         each with its one best partner",
    )
    command.add_argument("a", metavar="A", help="an authority, or authority/edition")
    command.add_argument("b", metavar="B", help="the other one")
    command.add_argument("--top", type=int, default=5, metavar="N", help="candidates for each indicator (default: 5)")
    command.add_argument("--all", action="store_true", help="also for indicators that are decided")
    command.add_argument("--vectors", action="store_true", help="add sentence vectors (extra: embeddings)")
    way = command.add_mutually_exclusive_group()
    way.add_argument("-o", "--output", type=Path, metavar="FILE", help="write a SSSOM table")
    way.add_argument("--assign", action="store_true", help="show the one-to-one assignment that is best as a whole")
    command.add_argument("--format", choices=ROW_FORMATS, default="table")


def _review(commands: _Commands[argparse.ArgumentParser]) -> None:
    command = _command(
        commands,
        "review",
        "Go through the waiting pairs of two editions and give verdicts; `?` explains the keys.",
        "  needgraph suggest ashby borwick -o graphs/mappings/suggested.sssom.tsv\n"
        "  needgraph review halton tameside --curator NAME\n"
        "  needgraph review halton tameside --curator NAME --adjudicate\n"
        "  needgraph review halton tameside --curator NAME --pack pack.xlsx\n"
        "  needgraph review halton tameside --curator NAME --take pack.xlsx",
    )
    command.add_argument("a", metavar="A", help="an edition, such as halton/2023")
    command.add_argument("b", metavar="B", help="the other one")
    command.add_argument("--curator", required=True, help="an id of mappings/curators.tsv")
    way = command.add_mutually_exclusive_group()
    way.add_argument("--again", action="store_true", help="judge decided pairs a second time, without seeing the first")
    way.add_argument("--progress", action="store_true", help="show what is decided by authority, level and concern")
    way.add_argument("--agreement", action="store_true", help="show how far first and second reviewers agree")
    way.add_argument("--adjudicate", action="store_true", help="decide anew where they differ, seeing both verdicts")
    way.add_argument("--pack", type=Path, metavar="FILE.xlsx", help="write the waiting pairs as a workbook")
    way.add_argument("--take", type=Path, metavar="FILE.xlsx", help="take the verdicts of such a workbook")
    command.add_argument("--force", action="store_true", help="with --pack: replace a workbook that is there already")


def _ask(commands: _Commands[argparse.ArgumentParser]) -> None:
    command = _command(
        commands,
        "ask",
        "Ask a question of the catalogue; without a name, list the questions.",
        "  needgraph ask                                   what can be asked\n"
        "  needgraph ask levels\n"
        "  needgraph ask indicators -p authority=halton -p level=3 --format csv\n"
        "  needgraph ask services -p authority=tameside -p level=2 -p inherited=true\n"
        "  needgraph ask indicators -p level=3 --sparql    the query itself",
    )
    command.add_argument("name", nargs="?", help="the name of a question")
    command.add_argument(
        "-p", "--parameter", action="append", default=[], metavar="KEY=VALUE", help="ask for this value only"
    )
    command.add_argument("--sparql", action="store_true", help="print the query instead of asking it")
    command.add_argument(
        "--format",
        choices=(*ROW_FORMATS, *GRAPH_FORMATS),
        help="default: table, or turtle where the answer is a graph; in csv, as in that of every command but export, "
        "a text that begins with = + - or @ has an apostrophe before it, so that no spreadsheet takes it for a formula",
    )
    _sources(command)


def _query(commands: _Commands[argparse.ArgumentParser]) -> None:
    command = _command(
        commands,
        "query",
        "Answer any SPARQL 1.1 query from a file, or from standard input with `-`.",
        "  needgraph query my.rq\n"
        "  echo 'SELECT (COUNT(*) AS ?triples) { ?s ?p ?o }' | needgraph query -\n"
        "  needgraph query construct.rq --format turtle\n"
        "  needgraph query my.rq --load their.ttl",
    )
    command.add_argument("file", help="a file with a query, or - for standard input")
    command.add_argument(
        "--format", choices=(*ROW_FORMATS, *GRAPH_FORMATS), help="default: table, or turtle for a graph"
    )
    _sources(command)


def _show(commands: _Commands[argparse.ArgumentParser]) -> None:
    command = _command(
        commands,
        "show",
        "Show one thing with everything about it.",
        "  needgraph show halton/2023/level/3\n"
        "  needgraph show tier/3 --format json       framed JSON-LD\n"
        "  needgraph show http://www.legislation.gov.uk/id/ukpga/1989/41/section/17",
    )
    command.add_argument("id", help="the path after /id/, or a full IRI")
    command.add_argument("--format", choices=("table", "json", "turtle", "ntriples"), default="table")
    command.add_argument("--store", metavar="DIR", type=Path, help="read a store that `needgraph load` wrote")
    command.add_argument("--load", metavar="FILE", nargs="+", type=Path, help="read these RDF files instead")


def _export(commands: _Commands[argparse.ArgumentParser]) -> None:
    command = _command(
        commands,
        "export",
        "Write all graphs, or one, in a format of choice.",
        "  needgraph export > needgraph.nq\n"
        "  needgraph export halton/2023 --format turtle\n"
        "  needgraph export --without-quotes --canonical   places and hashes only, RDFC-1.0\n"
        "  needgraph export halton/2023 --format csv       the statements as a table\n"
        "  needgraph export --format sssom                 the agreed mappings and gaps",
    )
    command.add_argument("graph", nargs="?", default="", help="an edition (halton/2023) or the name of a graph")
    command.add_argument(
        "--format", choices=EXPORT_FORMATS, default="nquads", help="csv holds every text as it stands, for programs"
    )
    command.add_argument("--without-quotes", action="store_true", help="leave the authorities' wording out")
    command.add_argument("--canonical", action="store_true", help="canonical N-Quads (RDFC-1.0)")
    command.add_argument("-o", "--output", type=Path, metavar="FILE", help="write this file, as a whole")


_ADDED_BY: dict[str | None, Callable[[_Commands[argparse.ArgumentParser]], None]] = {
    "build": partial(_by_module, "build"),
    "check": _check,
    "trace": partial(_by_module, "trace"),
    "ask": _ask,
    "query": _query,
    "show": _show,
    "suggest": _suggest,
    "review": _review,
    "compare": partial(_by_module, "compare"),
    "consent": partial(_by_module, "consent"),
    "report": partial(_by_module, "report"),
    "diff": partial(_by_module, "diff"),
    "import": partial(_by_module, "import"),
    "export": _export,
    "load": partial(_by_module, "load"),
    "push": partial(_by_module, "push"),
    "publish": partial(_by_module, "publish"),
    "serve": partial(_by_module, "serve"),
}
