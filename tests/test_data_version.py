"""The version of the data comes from their digest, dates from the data, and a commit only from who knows it."""

from __future__ import annotations

import pytest
from pyoxigraph import Literal, NamedNode, Quad

from needgraph import __version__
from needgraph.data_version import built_commit, built_date, data_version
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
    assert built_commit(said) == known
