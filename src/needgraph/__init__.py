"""needgraph: threshold-of-need guidance of English children's services as a knowledge graph.

The commands that answer, compare, check and build are functions here; reviewing, reporting, serving and publishing
are left to the command line. Importing this module costs next to nothing: a function imports what it needs when it
is called.

>>> import needgraph
>>> [row["level"] for row in needgraph.ask("levels", authority="halton").records()]
['1', '2', '3', '4']

What a document says is given with its quote and place; nothing here says which level a child is.
"""

from __future__ import annotations

# A name that type checkers take for true; the module that has it costs more to import than all of this one.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from pathlib import Path

    from pyoxigraph import Triple
    from rdflib import Dataset

    from needgraph.checking.check import Checked
    from needgraph.consent.evaluation import ConsentAnswer
    from needgraph.errors import NeedgraphError
    from needgraph.judging.judge import Verdict
    from needgraph.querying.answers import Answer
    from needgraph.querying.asking import Endpoint
    from needgraph.transcribing.importing import Imported
    from needgraph.transcribing.tracing import Trace

__version__ = "0.1.0"
TIMEOUT = 30

__all__ = [
    "Answer", "Endpoint", "NeedgraphError", "ask", "build", "check", "compare", "consent_case", "dataset", "endpoint",
    "export", "graph", "import_csv", "load", "push", "query", "show", "trace", "validate",
]  # fmt: skip
# Classes to name in annotations and `except`, each with its module, which is imported when it is asked for.
_CLASSES = {
    "Answer": "needgraph.querying.answers",
    "Endpoint": "needgraph.querying.asking",
    "NeedgraphError": "needgraph.errors",
}


if not TYPE_CHECKING:
    # Type checkers would take any name for one of this module.
    def __getattr__(name: str) -> object:
        """Return a class that others name, imported when it is first asked for."""
        if name not in _CLASSES:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        from importlib import import_module

        return getattr(import_module(_CLASSES[name]), name)


def __dir__() -> list[str]:
    """Return what is meant for others, whatever was imported for it."""
    return sorted([*__all__, *(name for name in globals() if name.startswith("__"))])


def build(data: str | Path | None = None) -> list[Path]:
    """Build the graphs from the tables of a data folder and return the files that changed.

    ``data`` is a folder laid out like ``graphs/``, by default that of this installation. Raises
    ``NeedgraphError`` listing file, row and fix when the tables cannot be used;
    then nothing is written.
    """
    from needgraph.building.all_files import all_files
    from needgraph.graphs.graph_builder import write_built
    from needgraph.resources import data_at

    return write_built(all_files(data_at(data)))


def check(data: str | Path | None = None) -> Checked:
    """Check the built graphs of a data folder with our SHACL shapes and the checks written as queries.

    Returns the findings that stand, those waived, and each rule with the number of nodes it examined.

    >>> import needgraph
    >>> needgraph.check().counts["violation"]
    0
    """
    from needgraph.checking.check import check as check_graphs
    from needgraph.resources import data_at

    return check_graphs(data_at(data))


def validate(shapes: list[Path], data: list[Path]) -> Verdict:
    """Validate anyone's RDF files against anyone's SHACL shapes, by pySHACL in a process of its own.

    Raises ``JudgeProblem`` for what cannot be judged; such data never passes. Source: SHACL (W3C, 2017).
    """
    from needgraph.judging.judge import judge

    return judge(shapes, data)


def trace(source: str | Path, data: str | Path | None = None) -> Trace:
    """Hold the edition transcribed from a source text against it.

    Offsets are Unicode code points, the end exclusive; shares lie between 0 and 1 and leave markup out.
    Raises ``TraceProblem`` when no edition names the file or the file has changed.
    """
    from pathlib import Path

    from needgraph.resources import data_at
    from needgraph.transcribing.tracing import trace as trace_source

    return trace_source(Path(source), data_at(data))


def endpoint(url: str = "", *, store: str | Path = "", data: str | Path | None = None, user: str = "") -> Endpoint:
    """Return something to ask: a remote SPARQL 1.1 service, a store on disk, or the built graphs.

    Without arguments that is the graphs of this installation. The password for ``user`` comes from the
    environment variable ``NEEDGRAPH_PASSWORD``.
    """
    from pathlib import Path

    from needgraph.querying.opening import chosen_endpoint

    return chosen_endpoint(url, user, TIMEOUT, Path(store) if store else None, None, data)


def ask(name: str, at: Endpoint | None = None, /, **parameters: str | int | bool) -> Answer:
    """Return the answer to a question of the catalogue.

    ``name`` is one that ``needgraph ask`` lists, ``parameters`` are as the command line takes them; ``level=3`` is
    ``level="3"``, ``inherited=True`` is ``inherited="true"``. The answer has ``columns`` and ``rows``; its values are
    texts, numbers, truth values or None. ``graph`` asks the questions whose answer is a graph.

    >>> import needgraph
    >>> needgraph.ask("levels", authority="tameside").records()[2]["tiers"]
    '3'
    """
    from needgraph.querying.asking import texts
    from needgraph.querying.catalogue import question_named
    from needgraph.querying.unknown_values import answer_known

    values = texts(parameters)
    return answer_known(at or endpoint(), question_named(name), values)


def query(text: str, at: Endpoint | None = None) -> Answer:
    """Return the rows of a SPARQL 1.1 SELECT, or the one value of an ASK; the default graph is the union.

    Updates, SERVICE and nesting that would end the process are refused with ``GuardProblem``.

    >>> import needgraph
    >>> needgraph.query("ASK { ?edition a <https://w3id.org/needgraph/def#Edition> }").rows
    ((True,),)
    """
    return (at or endpoint()).select(text)


def graph(
    name_or_query: str, at: Endpoint | None = None, /, form: str = "turtle", **parameters: str | int | bool
) -> str:
    """Return the graph of a question of the catalogue, such as ``odrl``, or of a SPARQL CONSTRUCT or DESCRIBE, as text.

    ``form`` is turtle, ntriples or jsonld; ``parameters`` are those of the question, as ``ask`` takes them. Raises
    ``NeedgraphError`` for what makes rows.

    >>> import needgraph
    >>> "odrl:Prohibition" in needgraph.graph("odrl", authority="halton")
    True
    """
    from needgraph.querying.asking import graph as graph_made_by
    from needgraph.querying.asking import texts

    values = texts(parameters)
    return graph_made_by(at or endpoint(), name_or_query, form, values)


def show(identifier: str, data: str | Path | None = None) -> list[Triple]:
    """Return every triple with a thing as subject or object, and the labels of their nodes.

    ``identifier`` is the path after ``/id/`` or a full IRI. Raises ``ShowProblem`` when there is none.
    """
    from needgraph.querying.showing import triples_about
    from needgraph.querying.store import open_graphs
    from needgraph.resources import data_at

    return triples_about(open_graphs(data_at(data)), identifier)


def import_csv(source: str | Path, authority: str, edition: str, to: str | Path, title: str = "") -> Imported:
    """Make the edition of a new authority from a CSV file with the columns level, dimension and quote."""
    from pathlib import Path

    from needgraph.transcribing.importing import import_csv as import_file

    return import_file(Path(source), authority, edition, Path(to), title)


def export(graph: str = "", *, quotes: bool = True, data: str | Path | None = None) -> bytes:
    """Return all graphs, or one, as canonical N-Quads (RDFC-1.0), with or without the authorities' wording.

    >>> import needgraph
    >>> b"Privately fostered" in needgraph.export("halton/2023", quotes=False)
    False
    """
    from needgraph.querying.exporting import exported
    from needgraph.querying.store import open_graphs
    from needgraph.resources import data_at

    return exported(open_graphs(data_at(data)), graph, "nquads", quotes=quotes, canonically=True)


def compare(*editions: str, data: str | Path | None = None) -> Answer:
    """Return what two or more editions say differently, line by line, what to look at first at the top.

    Columns are those of ``needgraph compare``; levels are printed numbers, places code points of the source text.
    Raises NeedgraphError for an unknown edition.

    >>> import needgraph
    >>> needgraph.compare("halton", "tameside").records()[0]["relation"]
    'bar-against-duty'
    """
    from needgraph.comparing.compare import compare as compare_editions
    from needgraph.querying.asking import LocalEndpoint
    from needgraph.querying.store import open_graphs
    from needgraph.resources import data_at

    return compare_editions(LocalEndpoint(open_graphs(data_at(data))), editions)


def consent_case(
    authority: str, level: str, act: str, state: str, *flags: str, ground: str = "", data: str | Path | None = None
) -> ConsentAnswer:
    """Return what a document says about an act in a case; not advice on a case.

    ``act`` is share, refer, assess or enquire, ``state`` explicit, implied, not-sought, refused or withdrawn; flags
    are those of ``needgraph consent``, and one left out is not established. Raises NeedgraphError for what is unknown.

    >>> import needgraph
    >>> needgraph.consent_case("halton", "3", "share", "refused").outcome
    'single-agency'
    """
    from needgraph.consent.evaluation import Case, evaluate
    from needgraph.consent.rules import read_rules
    from needgraph.querying.asking import LocalEndpoint
    from needgraph.querying.store import open_graphs
    from needgraph.resources import data_at

    rules = read_rules(LocalEndpoint(open_graphs(data_at(data))), authority)
    return evaluate(rules, Case(level, act, state, frozenset(flags), ground))


def load(folder: str | Path, data: str | Path | None = None) -> int:
    """Write the graphs into a new store on disk and return the number of quads."""
    from pathlib import Path

    from needgraph.querying.store import write_store
    from needgraph.resources import data_at

    return write_store(data_at(data).graph_files(), Path(folder))


def push(url: str, user: str = "", data: str | Path | None = None) -> list[str]:
    """Upload the graphs by the SPARQL 1.1 Graph Store HTTP Protocol; return their names."""
    from needgraph.files import read_bytes
    from needgraph.querying.remote import push_graphs
    from needgraph.querying.store import graph_name
    from needgraph.resources import data_at

    files = data_at(data).graph_files()
    return push_graphs(url, ((graph_name(path).value, read_bytes(path)) for path in files), user)


def dataset(data: str | Path | None = None) -> Dataset:
    """Return the graphs as an rdflib ``Dataset`` whose default graph is the union of all.

    rdflib is imported only here; it answers the same as Oxigraph, more slowly.

    >>> import needgraph
    >>> len(list(needgraph.dataset().graphs())) > 10
    True
    """
    from rdflib import Dataset, URIRef

    from needgraph.querying.store import graph_name
    from needgraph.resources import data_at

    graphs = Dataset(default_union=True)
    for path in data_at(data).graph_files():
        graphs.graph(URIRef(graph_name(path).value)).parse(path, format="turtle")
    return graphs
