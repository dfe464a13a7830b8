"""The command line: read the arguments, call one stage, print, choose the exit code."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from needgraph.commands.option_parser import with_help
from needgraph.commands.options import GRAPH_FORMATS, MODULES, command_module, parser
from needgraph.errors import NeedgraphError
from needgraph.files import check_output
from needgraph.querying.answers import Answer
from needgraph.querying.formats import FORMATS, print_on_terminal, wrapped
from needgraph.resources import data_at

if TYPE_CHECKING:
    from needgraph.outcome import Outcome
    from needgraph.querying.asking import Endpoint

FINE, FINDINGS, WRONG = 0, 1, 2


def main(arguments: list[str] | None = None) -> int:
    """Run one command and return its exit code: 0 fine, 1 findings, 2 wrong use or input."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8")
    arguments = with_help(sys.argv[1:] if arguments is None else arguments)
    options = parser(arguments[0] if arguments else None).parse_args(arguments)
    if not options.command:
        parser().print_help()
        print("needgraph: name a command", file=sys.stderr)
        return WRONG
    try:
        if output := getattr(options, "output", None):
            check_output(output)
        return COMMANDS[options.command](options)
    except NeedgraphError as error:
        # What is another function in Python may be another option here.
        print(getattr(error, "by_option", error), file=sys.stderr)
        return WRONG
    except BrokenPipeError:
        # The reader (`| head`) has seen enough; a closed pipe must not print a traceback at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return FINE
    except KeyboardInterrupt:
        return 130
    except Exception as error:
        if os.environ.get("NEEDGRAPH_DEBUG"):
            raise
        print(
            f"needgraph {options.command}: stopped by a fault of its own ({type(error).__name__}: {error}); "
            "please report it with the command you typed",
            file=sys.stderr,
        )
        return WRONG


def run() -> None:
    """Run the command line and end the process; nothing is left to tidy, so the interpreter need not."""
    apart = sys.argv[1:2] == ["query"] and hasattr(os, "fork")
    code = _main_apart() if apart else main()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)


def _main_apart() -> int:
    """Run a command whose query is anyone's, which may end the process that runs it."""
    from needgraph.commands.running_apart import run_apart

    ended = run_apart(main)
    sys.stderr.buffer.write(ended.said.encode())
    return ended.code


def by_module(options: argparse.Namespace) -> int:
    """Run a command that is a module of its own."""
    return _say(command_module(options.command).run(data_at(options.data), options))


def serve(options: argparse.Namespace) -> int:
    """Serve until told to stop; the one line that it says tells where."""
    from needgraph.commands.serve_command import served
    from needgraph.serving.server import serve as serve_site

    serve_site(served(options), lambda line: print(line, file=sys.stderr, flush=True))
    return FINE


def check(options: argparse.Namespace) -> int:
    """Check the graphs, anyone's data against anyone's shapes, or anyone's SSSOM files."""
    from needgraph.commands import outcomes

    if options.profile == "guidance":
        outcome = outcomes.check_documents(data_at(options.data), options)
    elif options.authority:
        raise NeedgraphError("--authority goes with --profile guidance; the data are checked as a whole")
    elif options.shapes:
        outcome = outcomes.check_by_shapes(options)
    elif options.data_files:
        outcome = outcomes.check_sssom(options.data_files, options.format, strict=options.strict)
    else:
        data = data_at(options.data)
        outcome = outcomes.check_graphs(data, options.format, strict=options.strict, passed=options.passed)
    return _say(outcome)


def suggest(options: argparse.Namespace) -> int:
    """Suggest candidates for mappings; nothing is accepted."""
    from needgraph.commands import outcomes

    data = data_at(options.data)
    found = outcomes.assign(data, options) if options.assign else outcomes.suggest(data, options)
    if options.output:
        print(f"{options.output}: {outcomes.suggested_table(data, found, options.output)} candidates")
    else:
        _print_answer(found, options.format)
    said = "Candidates found by software; nobody has judged them."
    print(
        said if found.rows else "Every indicator is decided; --all offers candidates for those, too.", file=sys.stderr
    )
    return FINE


def review(options: argparse.Namespace) -> int:
    """Go through the waiting pairs of two editions, or exchange them as a workbook."""
    from needgraph.commands import outcomes

    return _say(outcomes.reviewed(data_at(options.data), options, sys.stdin, sys.stdout))


def ask(options: argparse.Namespace) -> int:
    """Answer a question of the catalogue, or list the questions."""
    from needgraph.querying.asking import filled
    from needgraph.querying.catalogue import question_named, questions
    from needgraph.querying.notices import notices_beside
    from needgraph.querying.unknown_values import answer_known

    if not options.name:
        known = sorted(questions().values(), key=lambda each: (each.folder, each.name))
        rows = tuple((each.folder, each.name, each.title, " ".join(p.name for p in each.parameters)) for each in known)
        _print_answer(Answer(("about", "question", "asks", "parameters"), rows), options.format or "table")
        return FINE
    question, values = question_named(options.name), _values(options.parameter)
    form = options.format or ("table" if question.columns else "turtle")
    if options.sparql:
        print(filled(question, values), end="")
    elif form in GRAPH_FORMATS:
        sys.stdout.write(_endpoint(options).graph(filled(question, values), form).decode())
    else:
        endpoint = _endpoint(options)
        found = answer_known(endpoint, question, values)
        lines = notices_beside(endpoint, found, values)
        _print_answer(found, form)
        if lines:
            print("\n" + wrapped(lines), file=sys.stderr if form in ("csv", "json") else sys.stdout)
    return FINE


def query(options: argparse.Namespace) -> int:
    """Answer a query from a file or standard input."""
    from needgraph.files import decoded, read_text, shown
    from needgraph.querying.asking import QueryProblem
    from needgraph.strangers.guard import GuardProblem
    from needgraph.strangers.query_text import makes_graph

    where = "standard input" if options.file == "-" else shown(Path(options.file))
    text = decoded(sys.stdin.buffer.read(), where) if options.file == "-" else read_text(Path(options.file))
    form = options.format or ("turtle" if makes_graph(text) else "table")
    endpoint = _endpoint(options)
    try:
        if form in GRAPH_FORMATS:
            sys.stdout.write(endpoint.graph(text, form).decode())
        elif form == "json":
            sys.stdout.write(endpoint.results_json(text).decode() + "\n")
        else:
            _print_answer(endpoint.select(text), form)
    except (QueryProblem, GuardProblem) as problem:
        if not str(problem).startswith("query:"):
            raise
        # The engine knows the text, not where it came from.
        raise NeedgraphError(where + str(problem).removeprefix("query")) from None
    return FINE


def show(options: argparse.Namespace) -> int:
    """Show one thing."""
    from needgraph.querying.asking import LocalEndpoint
    from needgraph.querying.opening import chosen_store
    from needgraph.querying.showing import as_framed, as_ntriples, as_rows, as_turtle, triples_about, whole_id

    store = chosen_store(options.store, options.load, options.data)
    name = whole_id(store, options.id)
    triples = triples_about(store, name)
    if options.format == "table":
        _print_answer(as_rows(triples, name), "table")
    else:
        forms = {"json": lambda found: as_framed(found, name), "turtle": as_turtle, "ntriples": as_ntriples}
        sys.stdout.write(forms[options.format](triples).decode())
    _note_edition(LocalEndpoint(store), name)
    return FINE


def _note_edition(endpoint: Endpoint, identifier: str) -> None:
    """Say on standard error what the edition is not that an id begins with, and whether it is current."""
    from needgraph.identifiers import path_of
    from needgraph.querying.notices import notices

    parts = path_of(identifier).split("/")
    if len(parts) > 1:
        lines = notices(endpoint, Answer(("authority", "edition"), ((parts[0], parts[1]),)))
        print("".join(f"{line}\n" for line in lines), end="", file=sys.stderr)


def export(options: argparse.Namespace) -> int:
    """Write the graphs, or the agreed mappings, in a format of choice."""
    from needgraph.files import write_atomically
    from needgraph.querying.asking import LocalEndpoint
    from needgraph.querying.exporting import ExportProblem, exported, exported_mappings
    from needgraph.querying.store import open_graphs

    data, quotes = data_at(options.data), not options.without_quotes
    if options.format == "sssom":
        if options.canonical:
            raise ExportProblem("--canonical writes N-Quads; leave --format out")
        content = exported_mappings(data, options.graph, quotes=quotes)
    else:
        store = open_graphs(data)
        content = exported(store, options.graph, options.format, quotes=quotes, canonically=options.canonical)
        if options.format == "csv":
            _note_edition(LocalEndpoint(store), options.graph)
    if options.output:
        write_atomically(options.output, content)
    else:
        sys.stdout.buffer.write(content)
    return FINE


def _say(outcome: Outcome) -> int:
    for note in outcome.notes:
        print(note, file=sys.stderr)
    print(outcome.text, end="")
    return outcome.code


def _endpoint(options: argparse.Namespace) -> Endpoint:
    from needgraph.querying.opening import chosen_endpoint

    return chosen_endpoint(options.endpoint, options.user, options.timeout, options.store, options.load, options.data)


def _values(parameters: list[str]) -> dict[str, str]:
    values: dict[str, str] = {}
    for key, value in map(_pair, parameters):
        if key in values:
            raise NeedgraphError(f"-p {key}: is given twice; give one value, or leave it out to ask for all")
        values[key] = value
    return values


def _pair(text: str) -> tuple[str, str]:
    key, equals, value = text.partition("=")
    if not equals or not key:
        raise NeedgraphError(f"-p {text!r}: write a parameter as key=value, such as -p level=3")
    return key, value


def _print_answer(answer: Answer, form: str) -> None:
    if form == "table" and sys.stdout.isatty():
        print_on_terminal(answer)
    else:
        sys.stdout.write(FORMATS[form].write(answer))


COMMANDS: dict[str, Callable[[argparse.Namespace], int]] = {
    **dict.fromkeys(MODULES, by_module),
    "serve": serve,
    "check": check,
    "suggest": suggest,
    "review": review,
    "ask": ask,
    "query": query,
    "show": show,
    "export": export,
}

if __name__ == "__main__":
    run()
