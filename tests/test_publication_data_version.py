"""The version of the data comes from their digest, dates from the data, and a commit only from who knows it."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad

from needgraph import __version__
from needgraph.publication.data_version import built_commit, built_date, checkout_commit, data_version
from needgraph.terms import DCT, XSD

NODE = NamedNode("https://example.org/a")


def dated(*values: str, datatype: NamedNode = XSD.date) -> list[Quad]:
    return [Quad(NODE, DCT.modified, Literal(value, datatype=datatype)) for value in values]


def test_files_of_the_same_length_differ_in_version() -> None:
    assert data_version("28b519-be2661691db6b5c9") != data_version("28b519-0614a0651db6b5c9")
    assert data_version("ab" * 32) == f"{__version__}-abababab"


def test_date_is_the_latest_that_is_stated_as_a_date() -> None:
    assert built_date(dated("2026-11-21", "2026-12-01", "2025-12-31")) == "2026-12-01"
    assert built_date(dated("2030-01-01", datatype=XSD.integer)) == ""
    assert built_date([]) == ""


@pytest.mark.parametrize(
    ("said", "known"),
    [
        ({}, ""),
        ({"NEEDGRAPH_COMMIT": "D5F1223\n"}, "d5f1223"),
        ({"NEEDGRAPH_COMMIT": "main"}, ""),
        ({"NEEDGRAPH_COMMIT": "d5f1223> <x"}, ""),
    ],
)
def test_commit_is_what_was_said_and_never_guessed(said: dict[str, str], known: str) -> None:
    assert built_commit(environment=said) == known


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    if shutil.which("git") is None:
        pytest.skip("git is not installed")
    root = tmp_path / "checkout"
    for name in ("src", "ontology", "queries", "graphs/reference"):
        (root / name).mkdir(parents=True)
        (root / name / "file.txt").write_text("as committed\n")
    git(root, "init", "--quiet")
    git(root, "add", ".")
    git(root, "-c", "user.name=a", "-c", "user.email=a@example.org", "commit", "--quiet", "-m", "all")
    return root


def git(root: Path, *arguments: str) -> str:
    command = [shutil.which("git") or "git", "-C", str(root), *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return done.stdout.strip()


def test_commit_is_that_of_a_checkout_where_nothing_has_changed(checkout: Path) -> None:
    (checkout / "notes.txt").write_text("nothing is built from this\n")
    assert checkout_commit(checkout, checkout / "graphs") == git(checkout, "rev-parse", "HEAD")


@pytest.mark.parametrize("name", ["graphs/reference/file.txt", "src/file.txt", "graphs/new.tsv"])
def test_what_differs_from_the_commit_is_not_said_to_be_built_from_it(checkout: Path, name: str) -> None:
    (checkout / name).write_text("changed\n")
    assert checkout_commit(checkout, checkout / "graphs") == ""


def test_data_outside_a_checkout_and_what_is_no_checkout_have_no_commit(checkout: Path, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    assert checkout_commit(checkout, tmp_path / "elsewhere") == ""
    assert checkout_commit(tmp_path / "elsewhere", tmp_path / "elsewhere") == ""
