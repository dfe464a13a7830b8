"""What the judge finds, and what it refuses to judge."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyoxigraph
import pytest
import rdflib

from needgraph.errors import NeedgraphError
from needgraph.judging.child import verdict
from needgraph.judging.judge import INFERENCES, Inference, JudgeProblem, judge
from needgraph.judging.shapes import known_terms

FIXTURES = Path(__file__).parent / "fixtures" / "judging"
PEOPLE, SHAPES = FIXTURES / "people.ttl", FIXTURES / "people-shapes.ttl"
PREFIXES = (FIXTURES / "prefixes.ttl").read_text("utf-8")
SH = "http://www.w3.org/ns/shacl#"
EX = "http://example.org/"
# The line on which a test's own shapes begin.
FIRST = PREFIXES.count("\n") + 1
PERSON = "ex:S a sh:NodeShape ; sh:targetClass ex:Person ; "
TYPES = ("integer", "decimal", "byte", "date")
FAILS = "sh:nodeKind sh:Literal ."
COUNTED = PERSON + "sh:property [ sh:path ex:name ; "


@pytest.fixture(autouse=True)
def _literals_as_before() -> Iterator[None]:
    before = rdflib.NORMALIZE_LITERALS
    yield
    rdflib.NORMALIZE_LITERALS = before


def written(folder: Path, shapes: str, name: str = "shapes.ttl") -> Path:
    path = folder / name
    path.write_text(PREFIXES + shapes, "utf-8")
    return path


def judged(*shapes: Path, data: Path = PEOPLE, inference: str = "none", advanced: bool = False) -> dict[str, Any]:
    """Judge in this process, which saves the time of starting another."""
    files = {"shapes": [str(path) for path in shapes], "data": [str(data)]}
    return verdict({**files, "inference": inference, "advanced": advanced})


def query(text: str) -> str:
    return f'{PERSON} sh:sparql [ sh:select """{text}""" ] .'


def deep(count: int) -> str:
    chain = "".join(f"ex:S{n} a sh:NodeShape ; sh:node ex:S{n + 1} .\n" for n in range(count))
    return f"{chain} ex:S{count} a sh:NodeShape ; {FAILS} ex:S0 sh:targetClass ex:Person ."


# --- the verdict, from a process of its own ---------------------------------------------------------------------------


def test_verdict_has_every_result_once_and_the_same_report_each_time() -> None:
    first, second = judge([SHAPES], [PEOPLE]), judge([SHAPES], [PEOPLE])
    assert first == second
    assert (first.conforms, first.examined, first.triples, first.advanced) == (False, 3, 12, False)
    assert [(r.focus, r.path, r.value, r.shape, r.component, r.severity, r.message) for r in first.results] == [
        (
            f"<{EX}ben>",
            f"<{EX}age>",
            '"abc"^^<http://www.w3.org/2001/XMLSchema#integer>',
            f"<{EX}AgeIsANumber>",
            f"<{SH}DatatypeConstraintComponent>",
            f"<{SH}Violation>",
            "Give the age in years.",
        ),
        (
            f"<{EX}ben>",
            f"<{EX}name>",
            "",
            f"<{EX}OneName>",
            f"<{SH}MaxCountConstraintComponent>",
            f"<{SH}Warning>",
            "Give the person one name.",
        ),
    ]
    triples = [str(quad.triple) for quad in pyoxigraph.parse(first.report, format=pyoxigraph.RdfFormat.TURTLE)]
    assert f'_:report <{SH}conforms> "false"^^<http://www.w3.org/2001/XMLSchema#boolean>' in triples
    assert "Results (2)" in first.text


def test_literals_are_judged_as_they_are_written(tmp_path: Path) -> None:
    shapes = written(
        tmp_path,
        "ex:S a sh:NodeShape ; sh:targetNode ex:x ; sh:property "
        + ", ".join(
            f"[ sh:path ex:{kind} ; sh:datatype xsd:{kind} ]" for kind in ("integer", "decimal", "byte", "date")
        )
        + ', [ sh:path ex:same ; sh:in ( 7 "a" ) ] .',
    )
    data = written(
        tmp_path,
        'ex:x ex:integer "abc"^^xsd:integer, "1_0"^^xsd:integer, "007"^^xsd:integer ; ex:decimal "1e3"^^xsd:decimal ;'
        'ex:byte "300"^^xsd:byte ; ex:date "20200101"^^xsd:date, "2020-02-29"^^xsd:date ;'
        'ex:same "007"^^xsd:integer, "a"^^xsd:string .',
        "data.ttl",
    )
    found = {result.value.split("^^")[0] + result.path[-8:] for result in judge([shapes], [data]).results}
    assert found == {
        *('"abc"integer>', '"1_0"integer>', '"1e3"decimal>', '"300"rg/byte>', '"20200101"rg/date>', '"007"rg/same>')
    }


@pytest.mark.slow
def test_time_is_limited(tmp_path: Path) -> None:
    slow = written(tmp_path, PERSON + 'sh:property [ sh:path ex:name ; sh:pattern "^(a+)+$" ] .')
    data = written(tmp_path, f'ex:x a ex:Person ; ex:name "{"a" * 60}b" .', "data.ttl")
    with pytest.raises(JudgeProblem, match=r"within the limit of 1\.5 seconds; give less data at a time, or simpl"):
        judge([slow], [data], seconds=1.5)


@pytest.mark.slow
def test_memory_is_limited(tmp_path: Path) -> None:
    data = tmp_path / "data.nt"
    data.write_text("".join(f"<{EX}{n}> <{EX}p> <{EX}{n + 1}> .\n" for n in range(100_000)), "utf-8")
    with pytest.raises(JudgeProblem, match=r"the limit of 150 megabytes.*; give less data at a time"):
        judge([SHAPES], [data], megabytes=150)


def test_problem_of_the_child_is_a_message_and_no_traceback() -> None:
    with pytest.raises(NeedgraphError) as problem:
        judge([FIXTURES / "absent.ttl"], [PEOPLE])
    assert str(problem.value).endswith("absent.ttl: there is no such file; check the name")


def test_child_opens_no_other_file_no_socket_and_no_program(tmp_path: Path) -> None:
    script = (
        "import socket, subprocess, sys\n"
        "from needgraph.strangers.limits import stay_inside\n"
        "stay_inside([sys.argv[1]])\n"
        "open(sys.argv[1]).close()\n"
        "for forbidden in (lambda: open(sys.argv[2]), lambda: subprocess.run(['true']),\n"
        "                  lambda: socket.create_connection(('127.0.0.1', 9))):\n"
        "    try:\n        forbidden()\n"
        "    except PermissionError as error:\n        print(error)\n"
    )
    other = tmp_path / "other.ttl"
    other.touch()
    done = subprocess.run(
        [sys.executable, "-c", script, str(PEOPLE), str(other)], capture_output=True, text=True, check=True
    )
    assert done.stdout.splitlines() == [
        f"the process may not open {other.resolve()}",
        "the process may not leave itself",
        "the process may not leave itself",
    ]


def test_file_named_like_a_library_is_not_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "pyshacl.py").write_text("raise SystemExit('run')", "utf-8")
    monkeypatch.chdir(tmp_path)
    assert not judge([SHAPES], [PEOPLE]).conforms


def test_importing_the_module_imports_neither_pyshacl_nor_rdflib() -> None:
    script = "import sys, needgraph.judging.judge; print({'pyshacl', 'rdflib', 'pyoxigraph'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"


@pytest.mark.parametrize(
    ("shapes", "data", "options", "message"),
    [
        ([], [PEOPLE], {}, "no shapes to judge by"),
        ([SHAPES], [], {}, "no data to judge"),
        ([SHAPES], [PEOPLE], {"inference": "all"}, "inference is 'all'; use one of none, rdfs, owlrl, both"),
        ([SHAPES], [PEOPLE], {"seconds": 0}, "must be above 0"),
    ],
)
def test_wrong_use_is_a_problem(shapes: list[Path], data: list[Path], options: dict[str, Any], message: str) -> None:
    with pytest.raises(JudgeProblem, match=message):
        judge(shapes, data, **options)


# --- what can be judged -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("shapes", "results"),
    [
        (COUNTED + "sh:maxCount 1 ; sh:severity ex:Urgent ] .", 1),  # a severity of one's own counts
        (COUNTED + "sh:maxCount 1 ; sh:severity sh:Info ] .", 1),  # and so does the mildest
        (COUNTED + "sh:equals ex:age ] .", 7),
        (COUNTED + "sh:lessThan ex:name ] .", 5),
        (COUNTED + "sh:qualifiedValueShape [ sh:class ex:Z ] ; sh:qualifiedMinCount 1 ] .", 3),
        ("ex:Person a owl:Class, sh:NodeShape ; " + FAILS, 3),
        ("ex:S sh:targetObjectsOf ex:knows ; " + FAILS, 2),
        (query("SELECT $this ?value WHERE { $this <http://example.org/knows> ?value }"), 2),
        (query(f'SELECT $this WHERE {{ $this <{EX}name> "Ann"^^<http://www.w3.org/2001/XMLSchema#string> }}'), 1),
        (deep(30), 3),
        (
            "ex:C a sh:ConstraintComponent ; sh:parameter [ sh:path ex:most ] ; sh:validator [ "
            'a sh:SPARQLAskValidator ; sh:ask "ASK { FILTER(STRLEN(STR($value)) < $most) }" ] .'
            + (COUNTED + "ex:most 4 ] ."),
            1,
        ),
        ("<http://example.org/> a owl:Ontology ; owl:imports <http://datashapes.org/dash> . " + PERSON + FAILS, 3),
        (COUNTED + "sh:maxCount 1 ; dash:editor dash:TextFieldEditor ] .", 1),
    ],
)  # fmt: skip
def test_shapes_are_judged(tmp_path: Path, shapes: str, results: int) -> None:
    found = judged(written(tmp_path, shapes))
    assert (found["conforms"], len(found["results"]), found["examined"] > 0) == (False, results, True)


@pytest.mark.parametrize(
    "shapes",
    [
        f'ex:S sh:target [ a sh:SPARQLTarget ; sh:select "SELECT ?this WHERE {{ ?this a <{EX}Person> }}" ] ; ' + FAILS,
        "ex:T a sh:SPARQLTargetType ; rdfs:subClassOf sh:Target ; sh:parameter [ sh:path ex:kind ] ;"
        'sh:select "SELECT ?this WHERE { ?this a $kind }" .'
        "ex:S a sh:NodeShape ; sh:target [ a ex:T ; ex:kind ex:Person ] ; " + FAILS,
        PERSON + "sh:rule [ a sh:TripleRule ; sh:subject sh:this ; sh:predicate rdf:type ; sh:object ex:Q ] ."
        "ex:U a sh:NodeShape ; sh:targetClass ex:Q ; " + FAILS,
        PERSON + 'sh:rule [ a sh:SPARQLRule ; sh:construct "CONSTRUCT { $this a <http://example.org/Q> } WHERE {}" ] .'
        "ex:U a sh:NodeShape ; sh:targetClass ex:Q ; " + FAILS,
        "ex:f a sh:SPARQLFunction ; sh:parameter [ sh:path ex:of ] ; sh:returnType xsd:boolean ;"
        'sh:ask "ASK { FILTER(1 = 2) }" .' + PERSON + "sh:expression [ ex:f ( sh:this ) ] .",
    ],
)
def test_advanced_features_are_switched_on_when_used(tmp_path: Path, shapes: str) -> None:
    found = judged(written(tmp_path, shapes))
    assert (found["advanced"], found["conforms"], len(found["results"])) == (True, False, 3)


def test_several_files_are_one_graph_and_blank_nodes_of_two_files_stay_two(tmp_path: Path) -> None:
    shapes = written(tmp_path, "ex:S a sh:NodeShape ; sh:targetClass ex:Person ; sh:property ex:P .")
    more = written(tmp_path, "ex:P a sh:PropertyShape ; sh:path ex:name ; sh:maxCount 1 .", "more.ttl")
    one = written(tmp_path, '_:x a ex:Person ; ex:name "One" .', "one.ttl")
    two = written(tmp_path, '_:x a ex:Person ; ex:name "Two" .', "two.ttl")
    files = {"shapes": [str(shapes), str(more)], "data": [str(one), str(two)]}
    found = verdict({**files, "inference": "none", "advanced": False})
    assert (found["conforms"], found["examined"], found["triples"]) == (True, 2, 4)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("d.nt", f'<{EX}d> <{EX}name> "D" .\n<{EX}d> <{EX}name> "E" .'),
        ("d.nq", f'<{EX}d> <{EX}name> "D" <{EX}g> .\n<{EX}d> <{EX}name> "E" <{EX}h> .'),
        ("d.trig", f'<{EX}d> <{EX}name> "D" . <{EX}g> {{ <{EX}d> <{EX}name> "E" }}'),
        ("d.jsonld", f'{{"@id": "{EX}d", "{EX}name": ["D", "E"]}}'),
        (
            "d.rdf",
            '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:ex="http://example.org/">'
            f'<rdf:Description rdf:about="{EX}d"><ex:name>D</ex:name><ex:name>E</ex:name></rdf:Description></rdf:RDF>',
        ),
    ],
)
def test_every_format_is_read(tmp_path: Path, name: str, text: str) -> None:
    shapes = written(tmp_path, "ex:S sh:targetSubjectsOf ex:name ; sh:property [ sh:path ex:name ; sh:maxCount 1 ] .")
    (tmp_path / name).write_text(text, "utf-8")
    found = judged(shapes, data=tmp_path / name)
    assert (found["triples"], found["examined"], len(found["results"])) == (2, 1, 1)


def test_query_over_named_graphs_finds_them(tmp_path: Path) -> None:
    data = tmp_path / "d.trig"
    data.write_text(f'<{EX}g> {{ <{EX}d> a <{EX}Person> ; <{EX}name> "D" }}', "utf-8")
    shapes = written(tmp_path, query("SELECT $this WHERE { GRAPH ?g { $this <http://example.org/name> ?n } }"))
    assert len(judged(shapes, data=data)["results"]) == 1


@pytest.mark.parametrize("inference", INFERENCES)
def test_inference_finds_what_is_implied(tmp_path: Path, inference: Inference) -> None:
    data = written(tmp_path, "ex:x ex:knows ex:y . ex:knows rdfs:domain ex:Knower .", "data.ttl")
    shapes = written(tmp_path, "ex:S a sh:NodeShape ; sh:targetClass ex:Knower ; " + FAILS)
    assert judged(shapes, data=data, inference=inference)["examined"] == (0 if inference == "none" else 1)


# --- what examined nothing --------------------------------------------------------------------------------------------


def test_empty_data_conforms_and_says_that_nothing_was_examined(tmp_path: Path) -> None:
    empty = tmp_path / "empty.ttl"
    empty.touch()
    found = judged(SHAPES, data=empty)
    assert (found["conforms"], found["examined"], found["triples"]) == (True, 0, 0)
    assert found["warnings"] == [
        f"{SHAPES.relative_to(Path.cwd()) if SHAPES.is_relative_to(Path.cwd()) else SHAPES}:5: the shape "
        f"<{EX}PersonShape> examined nothing; its target finds no node in the data"
    ]


def test_shapes_that_examine_nothing_and_imports_of_the_data_are_told(tmp_path: Path) -> None:
    shapes = written(
        tmp_path,
        PERSON + "sh:nodeKind sh:BlankNodeOrIRI .\n\n\n"
        "ex:Alone sh:closed true .\n"
        "ex:Off a sh:NodeShape ; sh:targetClass ex:Person ; sh:deactivated true .\n",
    )
    data = written(tmp_path, "ex:x a ex:Person . <> owl:imports ex:more .", "data.ttl")
    nothing = "examined nothing; "
    assert judged(shapes, data=data)["warnings"] == [
        f"the data imports <{EX}more>, which was not fetched",
        f"{shapes}:{FIRST + 3}: the shape <{EX}Alone> {nothing}it has no target, and no other shape refers to it",
        f"{shapes}:{FIRST + 4}: the shape <{EX}Off> {nothing}it is deactivated",
    ]


# --- what is refused --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("shapes", "message"),
    [
        # nothing would be examined
        ("ex:a ex:b 1 .", "holds no shape"),
        ("ex:S a sh:NodeShape ; " + FAILS, "no shape has a target"),
        (PERSON + "sh:deactivated true ; " + FAILS, "every shape with a target is deactivated"),
        # terms that pyshacl does not know
        (COUNTED + "sh:minCuont 1 ] .", "sh:minCuont is not a property that the judge knows; did you mean sh:minCount"),
        ("ex:S a sh:NodeShap ; sh:targetClass ex:Person .", "sh:NodeShap is not a class.* did you mean sh:NodeShape"),
        (COUNTED + "sh:nodeKind sh:Iri ] .", "sh:Iri is not a term.* did you mean sh:IRI"),
        (COUNTED + "sh:severity sh:Warnin ] .", "did you mean sh:Warning"),
        (COUNTED + "sh:reifierShape ex:S ] .", "sh:reifierShape is not a property"),
        (COUNTED + "sh:values [ sh:path ex:age ] ] .", "sh:values is not a property"),
        (PERSON + 'sh:js [ sh:jsFunctionName "f" ] .', "sh:js cannot be judged: JavaScript is never run"),
        (PERSON + "sh:expression [ sh:filterShape [ sh:nodeKind sh:IRI ] ; sh:nodes sh:this ] .", "filterShape cannot"),
        (COUNTED + 'dash:hasValueIn ( "x" ) ] .', "dash:hasValueIn is a constraint that no shape declares"),
        ("@prefix s: <https://www.w3.org/ns/shacl#> ." + PERSON + "s:nodeKind sh:Literal .", "correct the prefix"),
        (PERSON + 'sh:closed "1"^^xsd:boolean .', "sh:closed is '1'; write true or false"),
        # what SHACL calls ill-formed
        (COUNTED + 'sh:minCount "1" ] .', r'_:s\d+ in <.*/S> breaks the syntax of SHACL: sh:minCount "1"'),
        (COUNTED + 'sh:minCount "x"^^xsd:integer ] .', "breaks the syntax of SHACL: sh:minCount"),
        (COUNTED + "sh:nodeKind sh:Info ] .", "sh:Info not in list"),
        (PERSON + "sh:minCount 1 .", "breaks the syntax of SHACL: sh:minCount"),
        (PERSON + 'sh:deactivated "false" .', "breaks the syntax of SHACL: sh:deactivated"),
        (PERSON + "sh:property [ sh:minCount 1 ] .", "has no sh:path; say which property"),
        (PERSON + "sh:property [ sh:path ex:a, ex:b ; sh:minCount 1 ] .", "breaks the syntax of SHACL: sh:path"),
        (PERSON + "sh:or [ sh:class ex:A ] .", "breaks the syntax of SHACL: sh:or"),
        (PERSON + "sh:in _:l . _:l rdf:first 1 ; rdf:rest _:l .", "cannot be judged .*recursive rdf:rest"),
        (PERSON + "sh:or () .", "cannot be judged"),
        (COUNTED + 'sh:pattern "(" ] .', "cannot be judged .*unterminated subpattern"),
        (COUNTED + "sh:qualifiedMinCount 1 ] .", "cannot be judged: Qualified"),
        (PERSON + "sh:qualifiedMinCount 1 .", "cannot be judged: .*only be present on a PropertyShape"),
        (PERSON + "sh:rule [ sh:subject sh:this ; sh:predicate rdf:type ; sh:object ex:Q ] .", "cannot be judged"),
        (PERSON + "sh:expression [ ex:g ( sh:this ) ] .", "cannot be judged: .*ex.*g was not defined"),
        # shapes that are not there, or go round in circles
        (PERSON + "sh:node ex:Gone .", "Gone> is used as a shape but nowhere described; define it"),
        (PERSON + "sh:or ( ex:Gone [ sh:class ex:Q ] ) .", "Gone> is used as a shape but nowhere described"),
        (PERSON + "sh:property ex:Gone .", "Gone> is used as a shape but nowhere described"),
        (PERSON + "sh:property [ sh:path ex:knows ; sh:node ex:S ] .", "the shapes are recursive and so is the data"),
        (PERSON + "sh:and ( ex:S ) .", "more than 50 deep, or in a circle"),
        (deep(60), "more than 50 deep"),
        # what is elsewhere
        ("<> a owl:Ontology ; owl:imports ex:more . " + PERSON + FAILS, "imports <.*more>, which is never fetched"),
        ("<> sh:entailment <http://www.w3.org/ns/entailment/RDFS> . " + PERSON + FAILS, "inference 'rdfs' or 'both'"),
        ("<> sh:entailment <http://www.w3.org/ns/entailment/OWL-Direct> . " + PERSON + FAILS, "is not supported"),
    ],
)  # fmt: skip
def test_shapes_that_cannot_be_judged_are_refused(tmp_path: Path, shapes: str, message: str) -> None:
    with pytest.raises(JudgeProblem, match=message) as problem:
        judged(written(tmp_path, shapes))
    assert str(problem.value).startswith(str(tmp_path / "shapes.ttl"))
    assert "\n" not in str(problem.value)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("SELECT $this WHERE { $this ", "cannot be parsed"),
        ("SELECT $this WHERE { $this no:name ?n }", "Unknown namespace prefix : no"),
        ("SELECT $this WHERE { FILTER" + "(" * 5000 + "1" + ")" * 5000 + " }", "deeper than 100"),
        ("SELECT $this WHERE { FILTER" + "(" * 90 + "1" + ")" * 90 + " }", "nested too deeply to be parsed"),
        ("SELECT $this WHERE { SERVICE <http://example.org/> { ?s ?p ?o } }", "SERVICE would leave this machine"),
        ("SELECT $this FROM <http://example.org/x> WHERE { ?s ?p ?o }", "names a graph with FROM"),
        ("SELECT $this WHERE { ?s ?p ?o FILTER <http://example.org/f>(?o) }", "calls <.*f>, which nothing defines"),
        (
            "SELECT $this WHERE { $this ?p ?o FILTER NOT EXISTS { ?a ?b ?c FILTER <http://example.org/f>(?c) } }",
            "calls <.*f>, which nothing defines",
        ),
        ("ASK { ?s ?p ?o }", "must be a SELECT query, not ASK"),
        ("SELECT ?s WHERE { ?s ?p ?o }", r"does not select \$this"),
        ("SELECT $this WHERE { $this ?p ?o MINUS { $this ?p 1 } }", "must not contain a MINUS"),
        ("SELECT $this WHERE { GRAPH $shapesGraph { $this ?p ?o } }", "Shapes Graph is not currently supported"),
        ("SELECT $this WHERE { GRAPH ?g { $this ?p ?o } }", "cannot be judged"),
        ("INSERT DATA { <http://example.org/a> <http://example.org/b> 1 }", "INSERT is an update"),
    ],
)
def test_queries_that_cannot_be_judged_are_refused(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(JudgeProblem, match=message) as problem:
        judged(written(tmp_path, query(text)))
    assert str(problem.value).startswith(str(tmp_path / "shapes.ttl"))


def test_message_names_the_line_of_the_faulty_term(tmp_path: Path) -> None:
    shapes = written(tmp_path, "ex:S a sh:NodeShape ;\n    sh:targetClass ex:Person ;\n    sh:nodeKnid sh:IRI .\n")
    with pytest.raises(JudgeProblem, match=rf"shapes\.ttl:{FIRST + 2}: sh:nodeKnid"):
        judged(shapes)


def test_import_is_satisfied_by_the_file_itself(tmp_path: Path) -> None:
    shapes = written(tmp_path, "<> owl:imports ex:more, <http://example.com/other.ttl> . " + PERSON + FAILS)
    more = written(tmp_path, "ex:more a owl:Ontology .", "more-shapes.ttl")
    other = written(tmp_path, "ex:Other a sh:NodeShape .", "other.ttl")
    assert len(judged(shapes, more, other)["results"]) == 3


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("d.ttl", "<http://example.org/a> <http://example.org/b> .", r"d\.ttl:1: is not valid"),
        ("d.ttl", "<a> <b> " + "[ <c> " * 5000, "deeper than 100"),
        ("d.jsonld", '{"@context": "http://example.org/c.jsonld", "@id": "x:a"}', r"d\.jsonld: takes its context from"),
        ("d.jsonld", '{"@context": {"@import": "http://example.org/c"}, "@id": "x:a"}', "takes its context from"),
        ("d.rdf", '<!DOCTYPE a [<!ENTITY b "c">]><a/>', "has a DOCTYPE"),
        ("d.txt", "", "is not an RDF file I know"),
        ("d.ttl", "<x:a> <x:b> <<( <x:a> <x:b> <x:c> )>> .", "is of RDF 1.2, which SHACL cannot judge"),
    ],
)
def test_data_that_cannot_be_read_is_refused(tmp_path: Path, name: str, text: str, message: str) -> None:
    (tmp_path / name).write_text(text, "utf-8")
    with pytest.raises(NeedgraphError, match=message):
        judged(SHAPES, data=tmp_path / name)


# --- the list of terms ------------------------------------------------------------------------------------------------


def test_every_constraint_that_pyshacl_implements_is_known() -> None:
    from pyshacl.constraints import ALL_CONSTRAINT_PARAMETERS

    implemented = {str(term).removeprefix(SH) for term in ALL_CONSTRAINT_PARAMETERS}
    known = {term.name for term in known_terms().values() if term.use == "predicate" and term.state == "core"}
    assert implemented <= known


def test_every_term_of_the_vocabulary_of_shacl_is_listed() -> None:
    import pyshacl

    vocabulary = rdflib.Graph().parse(Path(pyshacl.__file__).parent / "assets" / "shacl.ttl")
    names = {str(term).removeprefix(SH) for term in vocabulary.subjects() if str(term).startswith(SH)}
    # A name with a hyphen is a parameter of a constraint component, never written in shapes.
    assert {name for name in names if name and "-" not in name} == {n for n in known_terms() if ":" not in n}
