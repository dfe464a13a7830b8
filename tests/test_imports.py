"""The modules form one pipeline, stay small, and hold neither queries nor addresses of terms."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import needgraph

SOURCE = Path(needgraph.__file__).parent
# From the document to the command line: a module imports only from modules above it.
ORDER = (
    "errors", "edition_names", "identifiers", "terms", "describing", "turtle", "files", "ending", "resources",
    # tables → graphs
    "tables", "row_faults", "csv_source", "editions", "missing_tables", "edition_checks", "reference",
    "edition_writer", "statement_graph", "rule_graph", "edition_graph", "sssom_slots", "mappings", "withdrawals",
    "hub_mappings", "mapping_graph", "graph_builder",
    # files of strangers → answers
    "strangers", "standard_input",
    # tables → graphs
    "importing",
    # graphs → answers
    "query_text", "query_weight", "guard",
    # files of strangers → answers
    "strangers_rdf",
    # graphs → answers
    "store", "answers", "formats", "tracing", "catalogue", "query_problems", "asking", "notices", "outcome",
    "results_json",
    # files of strangers → answers
    "strangers_limits", "strangers_workbook",
    # graphs → findings
    "beside", "findings", "places", "waivers", "shapes", "mapping_evidence", "mapping_decisions", "mapping_clusters",
    "mapping_ladders", "mapping_checks", "judging", "checking", "sssom_spreadsheet", "sssom_reading", "sssom_header",
    "sssom_rows", "sssom_judging",
    # files of strangers → answers
    "strangers_child",
    # rules → what they say in each case
    "consent_rules", "consent_collisions", "consent", "consent_cases", "consent_grid", "consent_differences",
    "consent_headline", "consent_text",
    # tables → candidates for the mapping
    "wording", "similarity", "scoring", "vectors", "suggesting", "assigning",
    # graphs → findings
    "judge_findings",
    "judge_report", "judge_sources", "judge_queries", "judge_shapes", "judge_child", "finding_formats",
    # graphs → others
    "exporting", "showing", "sending", "remote", "opening",
    # suggestions → decisions on pairs
    "reviewing", "review_lock", "verdicts", "second_review", "review_pack", "review_terminal", "adjudicating",
    # answers → comparison
    "comparing_editions", "comparing_facts", "comparing_ranking", "comparing_rows",
    "comparing_ladders", "comparing_gaps",
    "comparing_passages", "comparing_rules", "comparing_services", "comparing_words", "comparing_silences",
    "comparing_headings", "comparing_matrix", "comparing",
    # documents → what their editors may want to look at
    "guidance_tables", "guidance_rules", "guidance_hours", "guidance_contacts", "guidance_consent", "guidance_ladder",
    "guidance_law", "guidance_layout", "guidance_recorded", "guidance_terms", "guidance_front_door", "guidance_words",
    "guidance_curated", "guidance_checks", "guidance_command",
    # comparison → decisions, draft, and what changed
    "decision_scheme", "decision_tables", "decision_checks", "decision_matches", "decisions", "decision_collisions",
    "decision_moves",
    # answers → reports
    "report_model", "report_widths",
    # comparison → decisions, draft, and what changed
    "decision_lines", "diff_editions", "diff_directions", "diff_matching", "diff_stale", "diff",
    # answers → reports
    "report_frame", "report_tables", "report_text", "report_html", "report_pdf", "report_docx", "report_xlsx",
    "report_formats", "charts", "charts_windscreen", "charts_heat", "charts_ladder", "charts_consent",
    "report_charts", "report_ladder", "report_compare", "report_briefing", "report_checks", "report_consent",
    "report_draft_tables", "report_draft",
    # ontology and queries → what is built from them
    "terms_builder", "context_builder", "model_page_builder", "catalogue_builder", "building",
    # queries of strangers → answers, in processes that can be ended
    "cut_results", "query_limits", "query_worker", "query_forwarding", "query_nursery",
    "query_pool",
    # data → pages and publication
    "data_version", "publication_writing", "publication_releases", "publication_taxonomy", "dumps",
    "publication_facts", "publication_graph", "publication_process", "store_catalogue", "atom_feed",
    "page_terms", "page_frame", "page_parts", "negotiation",
    "pages", "documents", "page_site", "page_questions",
    # answers → HTTP
    "serving_answers", "linked_data",
    # data → pages and publication
    "page_answers", "publication_page", "publishing_documents", "publishing_folder",
    # answers → HTTP
    "serving_http", "serving_site", "serving_documents", "question_forms", "question_request", "openapi",
    "serving_pages", "sparql_protocol", "serving_sparql", "serving_publication",
    # data → pages and publication
    "publishing_pages", "redirect_rules", "publishing",
    # answers → HTTP
    "question_api", "service_description", "serving_app", "serving_protocol", "serving",
    # all of these → the command line
    "outcomes", "consent_command", "compare_command", "diff_command", "report_command", "build_command",
    "import_command", "load_command", "publish_command", "push_command", "serve_command", "trace_command",
    "option_parser", "options", "running_apart", "cli",
)  # fmt: skip
# Addresses that name no term of a vocabulary.
ADDRESSES = {
    "identifiers": {
        "https://w3id.org/needgraph/id/",
        "https://w3id.org/needgraph/graph/",
        "http://www.legislation.gov.uk/id/",
    },
    "shapes": {"https://w3id.org/needgraph/shape/"},
    "sssom_slots": {"https://w3id.org/linkml/"},
    "atom_feed": {"http://www.w3.org/2005/Atom"},
    "publishing_pages": {"http://www.sitemaps.org/schemas/sitemap/0.9"},
    "linked_data": {"https://creativecommons.org/licenses/by/4.0/"},
    "catalogue_builder": {"https://w3id.org/needgraph/query/", "https://w3id.org/needgraph/parameter/"},
}
# These judge strangers' shapes and speak of terms that our ontology does not use.
JUDGES = {name for name in ORDER if name.startswith("judge_")}
MODULES = sorted(path.stem for path in SOURCE.glob("*.py") if path.stem != "__init__")


def parsed(name: str) -> ast.Module:
    return ast.parse((SOURCE / f"{name}.py").read_text(encoding="utf-8"))


def imported(name: str) -> set[str]:
    """Return the modules of ours that a module imports, at its top or inside a function."""
    found = set()
    for node in ast.walk(parsed(name)):
        if isinstance(node, ast.ImportFrom) and node.module == "needgraph":
            found |= {alias.name for alias in node.names if not alias.name.startswith("__")}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports are written in full"
            parts = (node.module or "").split(".")
            found |= {parts[1]} if parts[0] == "needgraph" else set()
        elif isinstance(node, ast.Import):
            found |= {alias.name.split(".")[1] for alias in node.names if alias.name.startswith("needgraph.")}
    return found


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


@pytest.mark.parametrize("name", ORDER)
def test_module_imports_only_from_modules_above_it(name: str) -> None:
    assert imported(name) <= set(ORDER[: ORDER.index(name)])


@pytest.mark.parametrize("name", MODULES)
def test_module_is_below_300_lines_and_says_what_it_is_for(name: str) -> None:
    text = (SOURCE / f"{name}.py").read_text(encoding="utf-8")
    assert ast.get_docstring(ast.parse(text))
    # terms.py is built and as long as the vocabulary.
    assert name == "terms" or text.count("\n") < 300


@pytest.mark.parametrize("name", [name for name in MODULES if name not in {"terms"} | JUDGES])
def test_no_address_of_a_term_is_typed(name: str) -> None:
    addresses = {text for text in texts(name) if re.fullmatch(r"https?://[^\s{}\"'\\]{4,}", text)}
    assert addresses == ADDRESSES.get(name, set())


# The help of the command line shows a query, and the writer of Turtle writes its first lines.
@pytest.mark.parametrize("name", [name for name in MODULES if name not in ("options", "turtle")])
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
