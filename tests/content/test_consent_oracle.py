"""Every cell of the consent grid agrees with the table that was written by hand from the documents' words."""

from __future__ import annotations

from collections import Counter
from functools import cache
from itertools import product
from pathlib import Path

import pytest

from needgraph.consent.evaluation import Case, evaluate
from needgraph.consent.rules import ACTS, FLAGS, GROUNDS, STATES, EditionRules, read_rules
from needgraph.querying.asking import LocalEndpoint
from needgraph.querying.store import load_graphs
from needgraph.resources import data_at

TABLE = Path(__file__).with_name("consent_oracle.tsv")
NAMES = (*FLAGS, "ground")
LEVELS = ("1", "2", "3", "4")


def rows() -> list[dict[str, str]]:
    lines = [line.split("\t") for line in TABLE.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    return [dict(zip(lines[0], line, strict=True)) for line in lines[1:]]


@cache
def edition(authority: str) -> EditionRules:
    return read_rules(LocalEndpoint(load_graphs(data_at().graph_files())), authority)


def combinations(pattern: str) -> list[frozenset[str]]:
    """Return every set of established flags that a pattern of the table covers."""
    signs = {} if pattern == "*" else {part.strip()[1:]: part.strip()[0] for part in pattern.split(",")}
    assert set(signs) <= set(NAMES)
    choices = [{"+": (True,), "-": (False,)}.get(signs.get(name, ""), (True, False)) for name in NAMES]
    return [
        frozenset(name for name, on in zip(NAMES, combination, strict=True) if on) for combination in product(*choices)
    ]


def test_table_says_something_of_every_cell_and_never_two_things() -> None:
    cells = Counter(
        (row["authority"], row["level"], row["act"], row["consent"], flags)
        for row in rows()
        for flags in combinations(row["flags"])
    )
    assert set(cells.values()) == {1}
    assert len(cells) == 2 * len(LEVELS) * len(ACTS) * len(STATES) * 2 ** len(NAMES)


@pytest.mark.parametrize("authority", ["halton", "tameside"])
def test_every_cell_agrees_with_the_table(authority: str) -> None:
    differing = []
    for row in rows():
        if row["authority"] != authority:
            continue
        for flags in combinations(row["flags"]):
            for ground in GROUNDS if "ground" in flags else ("",):
                case = Case(row["level"], row["act"], row["consent"], flags - {"ground"}, ground)
                found = evaluate(edition(authority), case)
                if (found.outcome, found.consent) != (row["outcome"], row["asks"]):
                    differing.append((case, found.outcome, found.consent, row["outcome"], row["asks"]))
    assert differing == []
