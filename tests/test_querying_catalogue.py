"""The catalogue reads query files in the house style, refuses others, and is itself built as data."""

from __future__ import annotations

from pathlib import Path

import pytest
from rdflib import DCTERMS, RDF, SH, BNode, Graph, URIRef

from needgraph.building.catalogue_builder import QUERY, catalogue_files
from needgraph.querying.catalogue import QuestionProblem, question_named, questions, read_question
from needgraph.resources import QUERIES

QUESTION = """# Which levels are there?
# keywords: level, step
SELECT ?level ?name
WHERE {
  VALUES ?level { UNDEF }  # parameter: the printed number; e.g. "3"
  ?step <https://example.org/number> ?level ; <https://example.org/name> ?name .
}
ORDER BY ?level
"""


def written(folder: Path, text: str, name: str = "levels") -> Path:
    path = folder / "made" / f"{name}.rq"
    path.parent.mkdir(exist_ok=True)
    path.write_text(text)
    return path


def test_file_says_what_it_asks(tmp_path: Path) -> None:
    question = read_question(written(tmp_path, QUESTION))
    assert (question.name, question.folder, question.title) == ("levels", "made", "Which levels are there?")
    assert question.keywords == ("level", "step")
    assert question.columns == ("level", "name")
    assert [(each.name, each.meaning, each.example) for each in question.parameters] == [
        ("level", "the printed number", '"3"')
    ]


def test_value_replaces_undef_and_none_leaves_the_line_out(tmp_path: Path) -> None:
    question = read_question(written(tmp_path, QUESTION))
    assert 'VALUES ?level { "4" }' in question.filled({"level": "4"})
    assert "VALUES" not in question.filled({})


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("SELECT ?x\nWHERE { ?x ?y ?z }\n", "the first line asks the question"),
        (QUESTION.replace("levels are there?", "levels there are."), "the first line asks the question"),
        (QUESTION.replace("# parameter: the printed number", "# a number"), "says what it is for"),
    ],
)
def test_file_in_another_style_is_refused(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(QuestionProblem, match=message):
        read_question(written(tmp_path, text))


def test_checks_and_build_queries_are_not_questions() -> None:
    assert {question.folder for question in questions().values()}.isdisjoint({"checks", "guidance", "build"})


def test_unknown_question_names_the_nearest() -> None:
    with pytest.raises(QuestionProblem, match="no question 'indicator'; did you mean 'indicators'"):
        question_named("indicator")
    with pytest.raises(QuestionProblem, match="no question"):
        question_named("part-before-whole")


def test_names_are_given_once() -> None:
    names = [path.stem for path in QUERIES.glob("*/*.rq")]
    assert len(names) == len(set(names))


def test_built_catalogue_is_current() -> None:
    for path, content in catalogue_files().items():
        assert path.read_bytes() == content, f"{path.name} is stale; run `needgraph build`"


def test_catalogue_holds_every_question_whole() -> None:
    graph = Graph().parse(QUERIES / "catalogue.ttl")
    assert not any(isinstance(node, BNode) for triple in graph for node in triple)
    assert set(graph.subjects(RDF.type, SH.SPARQLExecutable)) == {URIRef(QUERY + name) for name in questions()}
    for question in questions().values():
        node = URIRef(QUERY + question.name)
        form = SH.select if question.columns else SH.construct
        assert str(graph.value(node, form)) == question.text
        assert str(graph.value(node, DCTERMS.description)) == question.title
        parameters = sorted(graph.objects(node, SH.parameter), key=lambda each: str(graph.value(each, SH.order)))
        assert [str(graph.value(each, SH.name)) for each in parameters] == [each.name for each in question.parameters]


def test_page_names_every_question_and_check() -> None:
    page = (QUERIES / "README.md").read_text()
    for path in QUERIES.glob("*/*.rq"):
        if path.parent.name != "build":
            assert f"({path.parent.name}/{path.name})" in page
