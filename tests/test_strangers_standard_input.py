"""What comes in by standard input is read as a file is, and told by that name."""

from __future__ import annotations

import io
import sys
from pathlib import Path

import pytest

from needgraph.cli import main
from needgraph.commands.options import RDF_FORMATS
from needgraph.files import FileProblem
from needgraph.querying.store import FORMATS
from needgraph.strangers.files import StrangerProblem
from needgraph.strangers.standard_input import EXTENSIONS, as_file

SHAPES = """@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix ex: <http://example.org/> .
ex:S a sh:NodeShape ; sh:targetClass ex:Person ; sh:property [ sh:path ex:age ; sh:minCount 1 ] ."""
TYPE = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
BAD = f"<http://example.org/a> {TYPE} <http://example.org/Person> ."
GOOD = f"{BAD} <http://example.org/a> <http://example.org/age> 1 ."


class Input:
    """A standard input with these bytes."""

    def __init__(self, content: bytes) -> None:
        self.buffer = io.BytesIO(content)


@pytest.fixture
def shapes(tmp_path: Path) -> str:
    path = tmp_path / "shapes.ttl"
    path.write_text(SHAPES, "utf-8")
    return str(path)


def give(monkeypatch: pytest.MonkeyPatch, content: str) -> None:
    monkeypatch.setattr(sys, "stdin", Input(content.encode()))


def test_formats_offered_are_those_that_are_known() -> None:
    assert tuple(EXTENSIONS) == RDF_FORMATS
    assert set(EXTENSIONS.values()) <= FORMATS.keys()


@pytest.mark.parametrize(
    ("data", "form", "code"),
    [(GOOD, "turtle", 0), (BAD, "turtle", 1), (BAD, "ntriples", 1), ('{"@id":"x:a","@type":"x:b"}', "jsonld", 0)],
)
def test_data_are_judged_from_standard_input(
    shapes: str, data: str, form: str, code: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    give(monkeypatch, data)
    assert main(["check", "--shapes", shapes, "--data-format", form, "--", "-"]) == code


def test_what_is_wrong_is_told_of_standard_input(
    shapes: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    give(monkeypatch, "oops")
    assert main(["check", "--shapes", shapes, "--", "-"]) == 2
    assert capsys.readouterr().err.startswith("standard input:1: is not valid Turtle")
    give(monkeypatch, GOOD)
    assert main(["check", "--shapes", shapes, "--", "-", "-"]) == 2
    assert "standard input (-) is one file of data" in capsys.readouterr().err


def test_edition_is_made_from_standard_input(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    options = ["--authority", "dunmore", "--edition", "2024", "--to", str(tmp_path / "graphs")]
    give(monkeypatch, "level,dimension,quote\n1,,\n")
    assert main(["import", "-", *options]) == 2
    assert capsys.readouterr().err.startswith("standard input:2: quote is ''")
    give(monkeypatch, "level,dimension,quote\n1,,Sleeps well\n")
    assert main(["import", "-", *options]) == 0
    statements = tmp_path / "graphs" / "editions" / "dunmore" / "2024" / "statements.tsv"
    assert "Sleeps well" in statements.read_text("utf-8")


def test_too_much_or_unreadable_input_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("needgraph.strangers.standard_input.MOST_BYTES", 3)
    give(monkeypatch, "1234")
    with pytest.raises(StrangerProblem, match="standard input: is larger than 3 bytes"), as_file(".ttl"):
        pass

    class Folder:
        class buffer:  # noqa: N801  # the name is the library's
            @staticmethod
            def read(size: int) -> bytes:
                raise OSError(21, "Is a directory")

    monkeypatch.setattr(sys, "stdin", Folder)
    with pytest.raises(FileProblem, match="standard input: cannot be read"), as_file(".ttl"):
        pass
