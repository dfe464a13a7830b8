"""The synthetic authorities have the shape of the real ones and none of their words, and are always the same."""

from __future__ import annotations

import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest
from pyoxigraph import Literal

from needgraph.querying.asking import LocalEndpoint, ask
from needgraph.querying.store import load_graphs
from needgraph.resources import data_at
from needgraph.terms import NEED

PROGRAM = Path(__file__).parent.parent / "benchmarks" / "authorities.py"


def write(folder: Path, *options: str) -> LocalEndpoint:
    subprocess.run([sys.executable, str(PROGRAM), str(folder), *options], check=True, capture_output=True)
    return LocalEndpoint(load_graphs(data_at(folder).graph_files()))


@pytest.fixture(scope="module")
def three(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("synthetic") / "three"
    write(folder, "--authorities", "3")
    return folder


def test_same_seed_writes_the_same_bytes_and_another_does_not(three: Path, tmp_path: Path) -> None:
    write(tmp_path / "again", "--authorities", "3")
    write(tmp_path / "other", "--authorities", "3", "--seed", "2")
    first, again, other = (files(folder) for folder in (three, tmp_path / "again", tmp_path / "other"))
    assert first == again
    assert first != other


def files(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_questions_find_as_much_as_in_the_real_editions(three: Path) -> None:
    real, made = (LocalEndpoint(load_graphs(data.graph_files())) for data in (data_at(), data_at(three)))
    for name in ("indicators", "statements", "rules", "services", "citations", "glossary", "levels"):
        counts = [Counter(row[1 if name not in ("services", "citations", "glossary", "levels") else 0]
                          for row in ask(endpoint, name).rows) for endpoint in (real, made)]  # fmt: skip
        theirs = [counts[0]["halton"], counts[0]["tameside"]]
        ours = [counts[1][f"synthetic-00{number}"] for number in (1, 2, 3)]
        assert ours == [*theirs, theirs[0]], name
    # Each is mapped to the next one.
    assert len(ask(made, "mappings").rows) == 2 * len(ask(real, "mappings").rows)


def test_no_quote_of_a_real_edition_stands_in_a_synthetic_one(three: Path) -> None:
    quotes = [
        {quad.object.value for quad in store if quad.predicate == NEED.quote and isinstance(quad.object, Literal)}
        for store in (load_graphs(data.graph_files()) for data in (data_at(), data_at(three)))
    ]
    # What is no prose, such as a number, stays.
    assert not {quote for quote in quotes[0] & quotes[1] if len(quote.split()) > 4}
