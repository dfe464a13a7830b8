"""The command line: read the arguments, call one stage, print, choose the exit code."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from needgraph.answers import Answer
from needgraph.errors import NeedgraphError
from needgraph.formats import FORMATS, print_on_terminal, wrapped
from needgraph.options import GRAPH_FORMATS, parser
from needgraph.resources import data_at

if TYPE_CHECKING:
    from needgraph.asking import Endpoint

FINE, FINDINGS, WRONG = 0, 1, 2


def main(arguments: list[str] | None = None) -> int:
    """Run one command and return its exit code: 0 fine, 1 findings, 2 wrong use or input."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8")
    options = parser().parse_args(arguments)
    if not options.command:
        parser().print_help()
        return WRONG
    try:
        return COMMANDS[options.command](options)
    except NeedgraphError as error:
        print(error, file=sys.stderr)
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
    code = main()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)


def build(options: argparse.Namespace) -> int:
    """Build the graphs, or verify that the committed ones are current."""
    from needgraph.building import all_files
    from needgraph.files import shown
    from needgraph.graph_builder import stale_files, write_built

    data = data_at(options.data)
    files = all_files(data)
    if options.verify:
        stale = stale_files(files)
        for path in stale:
            print(f"{shown(path)}: is stale; run `needgraph build` and commit it", file=sys.stderr)
        print(f"{len(files)} built files, {len(stale)} stale")
        return FINDINGS if stale else FINE
    changed = write_built(files)
    for path in changed:
        print(f"wrote {shown(path)}")
    print(f"{len(files)} built files, {len(changed)} changed")
    if not options.check:
        return FINE
    from needgraph.checking import check as check_graphs
    from needgraph.finding_formats import as_summary

    checked = check_graphs(data)
    print("\n" + as_summary(checked), end="")
    return FINDINGS if checked.fails() else FINE


def check(options: argparse.Namespace) -> int:
    """Check the graphs, anyone's data against anyone's shapes, or anyone's SSSOM files."""
    from needgraph import outcomes

    if options.shapes:
        outcome = outcomes.check_by_shapes(options.shapes, options.data_files, options.format, options.inference)
    elif options.data_files:
        outcome = outcomes.check_sssom(options.data_files, options.format, strict=options.strict)
    else:
        data = data_at(options.data)
        outcome = outcomes.check_graphs(data, options.format, strict=options.strict, passed=options.passed)
    for note in outcome.notes:
        print(note, file=sys.stderr)
    print(outcome.text, end="")
    return outcome.code


def suggest(options: argparse.Namespace) -> int:
    """Suggest candidates for mappings; nothing is accepted."""
    from needgraph import outcomes

    data = data_at(options.data)
    found = outcomes.assign(data, options) if options.assign else outcomes.suggest(data, options)
    if options.output:
        print(f"{options.output}: {outcomes.suggested_table(data, found, options.output)} candidates")
    else:
        _print_answer(found, options.format)
    print("Candidates found by software; nobody has judged them.", file=sys.stderr)
    return FINE


def review(options: argparse.Namespace) -> int:
    """Go through the waiting pairs of two editions, or exchange them as a workbook."""
    from needgraph import outcomes

    outcome = outcomes.reviewed(data_at(options.data), options, sys.stdin, sys.stdout)
    print(outcome.text, end="")
    return outcome.code


def trace(options: argparse.Namespace) -> int:
    """Hold an edition against its source."""
    from needgraph.tracing import TRACE_FORMATS
    from needgraph.tracing import trace as trace_source

    traced = trace_source(options.source, data_at(options.data))
    print(TRACE_FORMATS[options.format](traced), end="")
    return FINDINGS if traced.fails else FINE


def ask(options: argparse.Namespace) -> int:
    """Answer a question of the catalogue, or list the questions."""
    from needgraph.asking import answer, filled
    from needgraph.catalogue import question_named, questions
    from needgraph.guard import makes_graph

    if not options.name:
        known = questions().values()
        rows = tuple((each.name, each.title, " ".join(p.name for p in each.parameters)) for each in known)
        print(FORMATS[options.format or "table"].write(Answer(("question", "asks", "parameters"), rows)), end="")
        return FINE
    question = question_named(options.name)
    values = dict(_pair(text) for text in options.parameter)
    form = options.format or ("turtle" if makes_graph(question.text) else "table")
    if options.sparql:
        print(filled(question, values), end="")
    elif form in GRAPH_FORMATS:
        sys.stdout.write(_endpoint(options).graph(filled(question, values), form).decode())
    else:
        endpoint = _endpoint(options)
        found = answer(endpoint, question, values)
        _print_answer(found, form)
        _print_notice(endpoint, found, form)
    return FINE


def query(options: argparse.Namespace) -> int:
    """Answer a query from a file or standard input."""
    from needgraph.files import decoded, read_text
    from needgraph.guard import makes_graph

    from_input = options.file == "-"
    text = decoded(sys.stdin.buffer.read(), "standard input") if from_input else read_text(Path(options.file))
    form = options.format or ("turtle" if makes_graph(text) else "table")
    endpoint = _endpoint(options)
    if form in GRAPH_FORMATS:
        sys.stdout.write(endpoint.graph(text, form).decode())
    elif form == "json":
        sys.stdout.write(endpoint.results_json(text).decode() + "\n")
    else:
        _print_answer(endpoint.select(text), form)
    return FINE


def show(options: argparse.Namespace) -> int:
    """Show one thing."""
    from needgraph.opening import chosen_store
    from needgraph.showing import as_framed, as_ntriples, as_rows, as_turtle, triples_about

    triples = triples_about(chosen_store(options.store, options.load, options.data), options.id)
    if options.format == "table":
        _print_answer(as_rows(triples, options.id), "table")
    elif options.format == "json":
        sys.stdout.write(as_framed(triples, options.id).decode())
    else:
        sys.stdout.write({"turtle": as_turtle, "ntriples": as_ntriples}[options.format](triples).decode())
    return FINE


def import_(options: argparse.Namespace) -> int:
    """Make the edition of a new authority."""
    from needgraph.importing import import_csv, next_steps

    made = import_csv(options.file, options.authority, options.edition, options.to, options.title)
    print(next_steps(made, options.to))
    return FINE


def export(options: argparse.Namespace) -> int:
    """Write the graphs in a format of choice."""
    from needgraph.exporting import exported
    from needgraph.files import write_atomically
    from needgraph.store import open_graphs

    store = open_graphs(data_at(options.data))
    content = exported(
        store, options.graph, options.format, quotes=not options.without_quotes, canonically=options.canonical
    )
    if options.output:
        write_atomically(options.output, content)
    else:
        sys.stdout.buffer.write(content)
    return FINE


def load(options: argparse.Namespace) -> int:
    """Write the graphs into a store on disk."""
    from needgraph.files import shown
    from needgraph.store import write_store

    files = data_at(options.data).graph_files()
    count = write_store(files, options.folder)
    print(f"{shown(options.folder)}: {count:,} triples in {len(files)} graphs")
    return FINE


def push(options: argparse.Namespace) -> int:
    """Upload the graphs to a server."""
    from needgraph.files import read_bytes
    from needgraph.remote import push_graphs
    from needgraph.store import graph_name

    files = data_at(options.data).graph_files()
    graphs = ((graph_name(path).value, read_bytes(path)) for path in files)
    done = push_graphs(options.url, graphs, options.user, options.timeout)
    print(f"{options.url}: {len(done)} graphs are up")
    return FINE


def _endpoint(options: argparse.Namespace) -> Endpoint:
    from needgraph.opening import chosen_endpoint

    return chosen_endpoint(options.endpoint, options.user, options.timeout, options.store, options.load, options.data)


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


def _print_notice(endpoint: Endpoint, answer: Answer, form: str) -> None:
    """Say beside every answer about an edition what it is not, and whether the edition is current."""
    if not answer.rows or not {"authority", "subject"} & set(answer.columns):
        return
    from needgraph.notices import notices

    print("\n" + wrapped(notices(endpoint, answer)), file=sys.stderr if form in ("csv", "json") else sys.stdout)


COMMANDS: dict[str, Callable[[argparse.Namespace], int]] = {
    "build": build,
    "check": check,
    "trace": trace,
    "suggest": suggest,
    "review": review,
    "ask": ask,
    "query": query,
    "show": show,
    "import": import_,
    "export": export,
    "load": load,
    "push": push,
}

if __name__ == "__main__":
    run()
