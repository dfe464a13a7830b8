"""The pages from which people ask: the questions of the catalogue as forms, and SPARQL."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from needgraph.files import read_text
from needgraph.identifiers import BASE, GRAPH
from needgraph.query_processes.limits import Limits
from needgraph.querying.catalogue import Question, question_named, questions
from needgraph.resources import QUERIES
from needgraph.site.frame import rendered
from needgraph.site.negotiation import GRAPH_FORMS, ROW_FORMS
from needgraph.site.pages import FORM_NAMES
from needgraph.terms import PREFIXES

# What the page on SPARQL begins with, and offers to try.
FIRST = "tiers"
EXAMPLES = ("levels-by-tier", "indicator-counts", "law-cited-by", "mappings", "silences")
# What a person asks first.
ASKED_MOST = (
    "levels", "indicators", "services", "rules", "consent-rules", "ladders", "mappings", "silences", "contacts",
    "search",
)  # fmt: skip
# Seen with FROM: one graph only, here that of one edition.
ONE_GRAPH = f"{GRAPH}halton/2023"
_ABOUT = {
    "": "Asked most",
    "comparison": "Two documents side by side",
    "documents": "Documents and what they print",
    "gaps": "Silences and faults",
    "guidance": "Faults of the guidance, looked for",
    "law": "Law and guidance that is cited",
    "levels": "Levels, signs and concerns",
    "mappings": "Mappings between documents",
    "rules": "Consent, sharing and referral",
    "services": "Services and contacts",
    "vocabulary": "Our own lists",
    "words": "Words and what they stand for",
}


class Field(NamedTuple):
    """A field of the form of a question."""

    name: str
    meaning: str
    example: str


class Folder(NamedTuple):
    """Questions that belong together."""

    heading: str
    anchor: str
    questions: Sequence[tuple[Question, Sequence[Field]]]


def questions_page(base: str) -> bytes:
    """Return the page that lists every question that is answered with rows, each with a form to ask it.

    What is asked most stands first, all else by folder.
    """
    folders: dict[str, list[tuple[Question, Sequence[Field]]]] = {}
    for question in listed_questions():
        fields = [Field(each.name, each.meaning, _example(each.example)) for each in question.parameters]
        folder = "" if question.name in ASKED_MOST else question.folder
        folders.setdefault(folder, []).append((question, fields))
    return rendered(
        "questions.html",
        base,
        title="Questions",
        folders=[
            Folder(_ABOUT.get(name, name.capitalize()), name or "most", found)
            for name, found in sorted(folders.items())
        ],
    )


def listed_questions() -> list[Question]:
    """Return every question that is answered with rows: first what is asked most, then by name."""
    listed = [question for question in questions().values() if question.columns]
    first = {name: place for place, name in enumerate(ASKED_MOST)}
    return sorted(listed, key=lambda question: first.get(question.name, len(first)))


def sparql_page(base: str, limits: Limits) -> bytes:
    """Return the page with a form for a query, and examples that can be run."""
    return rendered(
        "sparql.html",
        base,
        title="Ask in SPARQL",
        limits=limits,
        first=_query(FIRST),
        graph=ONE_GRAPH,
        graphs=GRAPH,
        from_one=read_text(QUERIES / "build" / "one-graph.rq").partition("\n")[2].strip(),
        examples=[(question_named(name), _query(name)) for name in EXAMPLES],
        row_forms=[(form.name.upper(), form) for form in ROW_FORMS.values()],
        graph_forms=[(FORM_NAMES[form.name], form) for form in GRAPH_FORMS.values()],
        prefixes=PREFIXES,
    )


def _query(name: str) -> str:
    """Return a question as a query that can be changed; its parameters are left out."""
    return question_named(name).filled({}).strip()


def _example(written: str) -> str:
    return written.strip('<>"').removeprefix(BASE)
