"""The modules form one pipeline, stay small, and hold neither queries nor addresses of terms."""

from __future__ import annotations

import ast
import importlib
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import needgraph

SOURCE = Path(needgraph.__file__).parent
CONTRIBUTING = Path(__file__).parents[1] / "CONTRIBUTING.md"
# From the document to the command line, package by package: a module imports only from modules above it. What stands
# in no package is the ground of all.
PIPELINE = {
    "": (
        "errors", "edition_names", "identifiers", "terms", "describing", "turtle", "files", "ending", "resources",
        "outcome",
    ),
    "tables": (
        "tsv", "row_faults", "csv_source", "editions", "missing_tables", "edition_checks", "reference",
        "sssom_slots", "mappings", "withdrawals",
    ),
    "graphs": (
        "edition_writer", "statement_graph", "rule_graph", "edition_graph", "hub_mappings", "mapping_graph",
        "graph_builder",
    ),
    "strangers": ("files", "standard_input", "query_text", "query_weight", "guard", "rdf", "limits", "workbook"),
    "querying": (
        "store", "answers", "formats", "catalogue", "query_problems", "asking", "notices", "unknown_values",
        "results_json", "exporting", "showing", "sending", "remote", "opening",
    ),
    "transcribing": ("importing", "tracing"),
    "findings": ("finding", "places", "waivers"),
    "mapping": ("evidence", "decisions", "clusters", "ladders", "checks"),
    "checking": ("beside", "shapes", "level_order", "check", "formats"),
    "judging": ("judge", "findings", "report", "sources", "queries", "shapes", "child"),
    "sssom": ("spreadsheet", "reading", "header", "rows", "judging", "strangers_child"),
    "suggesting": ("wording", "similarity", "scoring", "vectors", "candidates", "assigning"),
    "reviewing": ("queue", "lock", "verdicts", "second_review", "pack", "terminal", "review", "adjudicating"),
    "consent": ("rules", "collisions", "evaluation", "cases", "grid", "differences", "headline", "other_acts", "text"),
    "comparing": (
        "editions", "facts", "ranking", "rows", "pairs", "ladders", "gaps", "passages", "rules", "services", "words",
        "silences", "headings", "matrix", "compare",
    ),
    "guidance": (
        "tables", "rules", "hours", "contacts", "consent", "ladder", "law", "layout", "recorded", "terms",
        "front_door", "words", "curated", "checks",
    ),
    "decisions": ("scheme", "tables", "checks", "matches", "folder", "collisions", "moves"),
    "diff": ("editions", "directions", "matching", "stale", "changes"),
    "reports": (
        "model", "widths", "draft_lines", "frame", "tables", "text", "html", "pdf", "docx", "xlsx", "formats",
        "drawing", "chart_windscreen", "chart_heat", "chart_ladder", "chart_consent", "charts", "ladder", "compare",
        "briefing", "checks", "consent", "draft_tables", "draft",
    ),
    "building": ("terms_builder", "context_builder", "model_page_builder", "catalogue_builder", "all_files"),
    "query_processes": ("cut_results", "limits", "worker", "forwarding", "nursery", "pool"),
    "publication": (
        "data_version", "writing", "releases", "taxonomy", "dumps", "facts", "graph", "process", "store_catalogue",
        "atom_feed",
    ),
    "site": (
        "terms", "frame", "parts", "negotiation", "pages", "documents", "about", "questions", "http_answers",
        "linked_data", "answers", "definitions", "places", "publication",
    ),
    "serving": (
        "http", "site", "documents", "question_forms", "question_request", "openapi", "pages", "sparql_protocol",
        "sparql", "publication", "definitions", "question_api", "service_description", "app", "protocol", "server",
    ),
    "publishing": ("documents", "folder", "pages", "redirect_rules", "publish"),
    "commands": (
        "guidance_command", "outcomes", "consent_command", "compare_command", "diff_command", "report_command",
        "build_command", "import_command", "load_command", "publish_command", "push_command", "serve_command",
        "trace_command", "option_parser", "options", "running_apart",
    ),
}  # fmt: skip
ORDER = (*(f"{package}.{name}".lstrip(".") for package, names in PIPELINE.items() for name in names), "cli")
# Addresses that name no term of a vocabulary.
ADDRESSES = {
    "identifiers": {
        "https://w3id.org/needgraph/id/",
        "https://w3id.org/needgraph/graph/",
        "http://www.legislation.gov.uk/id/",
    },
    "checking.shapes": {"https://w3id.org/needgraph/shape/"},
    "tables.sssom_slots": {"https://w3id.org/linkml/"},
    "publication.atom_feed": {"http://www.w3.org/2005/Atom"},
    "publishing.pages": {"http://www.sitemaps.org/schemas/sitemap/0.9"},
    "site.linked_data": {"https://creativecommons.org/licenses/by/4.0/"},
    "building.catalogue_builder": {"https://w3id.org/needgraph/query/", "https://w3id.org/needgraph/parameter/"},
}
# These judge strangers' shapes and speak of terms that our ontology does not use.
JUDGES = {name for name in ORDER if name.startswith("judging.") and name != "judging.judge"}
MODULES = sorted(
    ".".join(path.relative_to(SOURCE).with_suffix("").parts)
    for path in SOURCE.rglob("*.py")
    if path.stem != "__init__" and "data" not in path.relative_to(SOURCE).parts
)


def path_of(name: str) -> Path:
    return SOURCE.joinpath(*name.split(".")).with_suffix(".py")


def parsed(name: str) -> ast.Module:
    return ast.parse(path_of(name).read_text(encoding="utf-8"))


def imported(name: str) -> set[str]:
    """Return the modules of ours that a module imports, at its top or inside a function."""
    found = set()
    for node in ast.walk(parsed(name)):
        if isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports are written in full"
            named = [f"{node.module}.{alias.name}" for alias in node.names]
            # `from needgraph.consent import rules` names a module, `from needgraph.consent.rules import x` is one.
            found |= {each if each.removeprefix("needgraph.") in ORDER else str(node.module) for each in named}
        elif isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
    # Of the package itself only its version is taken.
    return {each.removeprefix("needgraph.") for each in found if each.startswith("needgraph.")}


def texts(name: str) -> Iterator[str]:
    """Yield the texts of a module that are not docstrings."""
    tree = parsed(name)
    kinds = (ast.Module, ast.ClassDef, ast.FunctionDef)
    documented = [node for node in ast.walk(tree) if isinstance(node, kinds) and ast.get_docstring(node)]
    docstrings = {id(node.body[0].value) for node in documented if isinstance(node.body[0], ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docstrings:
            yield node.value


def test_every_module_has_its_place_in_the_pipeline_and_the_command_line_is_last() -> None:
    assert sorted(ORDER) == MODULES
    assert ORDER[-1] == "cli"


@pytest.mark.parametrize("package", [package for package in PIPELINE if package])
def test_package_says_what_it_is_for_and_holds_nothing_itself(package: str) -> None:
    tree = ast.parse((SOURCE / package / "__init__.py").read_text(encoding="utf-8"))
    assert ast.get_docstring(tree)
    assert len(tree.body) == 1


def test_packages_are_listed_in_the_order_of_the_pipeline_with_what_they_do() -> None:
    listed = re.findall(r"^\| `(\w+)` \| (.+) \|$", CONTRIBUTING.read_text(encoding="utf-8"), re.M)
    said = [importlib.import_module(f"needgraph.{package}").__doc__ for package in PIPELINE if package]
    assert listed == [(package, str(doc).rstrip(".")) for package, doc in zip(list(PIPELINE)[1:], said, strict=True)]


@pytest.mark.parametrize("name", ORDER)
def test_module_imports_only_from_modules_above_it(name: str) -> None:
    assert imported(name) <= set(ORDER[: ORDER.index(name)])


@pytest.mark.parametrize("name", MODULES)
def test_module_is_below_300_lines_and_says_what_it_is_for(name: str) -> None:
    text = path_of(name).read_text(encoding="utf-8")
    assert ast.get_docstring(ast.parse(text))
    # terms.py is built and as long as the vocabulary.
    assert name == "terms" or text.count("\n") < 300


@pytest.mark.parametrize("name", [name for name in MODULES if name not in {"terms"} | JUDGES])
def test_no_address_of_a_term_is_typed(name: str) -> None:
    addresses = {text for text in texts(name) if re.fullmatch(r"https?://[^\s{}\"'\\]{4,}", text)}
    assert addresses == ADDRESSES.get(name, set())


# The help of the command line shows a query, and the writer of Turtle writes its first lines.
@pytest.mark.parametrize("name", [name for name in MODULES if name not in ("commands.options", "turtle")])
def test_no_query_and_no_turtle_stands_in_python(name: str) -> None:
    query = re.compile(r"\b(?:SELECT|ASK|CONSTRUCT|DESCRIBE)\b[^{]*\{\s*[?$<\w]|^\s*(?:PREFIX|@prefix)\s+\w*:\s", re.M)
    assert [text for text in texts(name) if query.search(text)] == []


@pytest.mark.parametrize("name", MODULES)
def test_only_the_command_line_prints(name: str) -> None:
    calls = [node for node in ast.walk(parsed(name)) if isinstance(node, ast.Call)]
    printing = [call for call in calls if isinstance(call.func, ast.Name) and call.func.id == "print"]
    assert name == "cli" or printing == []


def test_rdflib_is_imported_only_where_it_is_asked_for() -> None:
    for name in ("__init__", *MODULES):
        if name in JUDGES:
            continue
        checked = [
            node.body
            for node in ast.walk(parsed(name))
            if isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING"
        ]
        spared = {id(node) for body in checked for node in body}
        top = [node for node in parsed(name).body if id(node) not in spared]
        heavy = [
            node
            for node in top
            if isinstance(node, ast.ImportFrom | ast.Import)
            and ast.unparse(node).split()[1].partition(".")[0] in ("rdflib", "pyshacl", "rich", "SPARQLWrapper")
        ]
        assert heavy == [], name
