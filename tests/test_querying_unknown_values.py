"""A value that occurs nowhere is refused; one that occurs, but not together with the others, gets an empty answer."""

from __future__ import annotations

from pathlib import Path

import pytest

from needgraph.querying.answers import Answer
from needgraph.querying.asking import LocalEndpoint, QueryProblem
from needgraph.querying.catalogue import question_named
from needgraph.querying.store import load_graphs
from needgraph.querying.unknown_values import answer_known
from needgraph.resources import Data


class Counted(LocalEndpoint):
    """A store that counts what it is asked."""

    asked = 0

    def select(self, query: str) -> Answer:
        self.asked += 1
        return super().select(query)


@pytest.fixture
def endpoint() -> Counted:
    return Counted(load_graphs(Data(Path(__file__).parent / "fixtures" / "graphs").graph_files()))


REFUSED = {
    (
        "indicators",
        "concern",
        "eductaion",
    ): "there is no concern 'eductaion' in the data; did you mean 'education'?",
    ("indicators", "concern", "concern/care-at-hom"): "did you mean 'concern/care'?",
    ("indicators", "level", "9"): "there is no level '9' in the data (there are: 1, 2, 3, 4)",
    ("indicators", "dimension", "health"): "there is no dimension 'health' in the data; did you mean 'Health'?",
    ("indicators", "edition", "1999"): "there is no edition '1999' in the data (there are: 2021, 2024)",
    ("indicators", "edition", "Ashby/2021"): "there is no edition 'ashby/2021' in the data; did you mean 'ashby/2024'?",
    ("statements", "kind", "indicater"): "there is no kind 'indicater' in the data; did you mean 'indicator'?",
    ("around", "statement", "ashby/2024/a0099"): "there is no statement 'ashby/2024/a0099' in the data; did you mean",
    ("levels-by-tier", "tier", "9"): "there is no tier '9' in the data (there are: 0, 1, 2, 3, 4)",
}


@pytest.mark.parametrize("asked", REFUSED)
def test_value_that_occurs_nowhere_is_refused_with_what_comes_near(
    endpoint: Counted, asked: tuple[str, str, str]
) -> None:
    name, parameter, value = asked
    with pytest.raises(QueryProblem) as refused:
        answer_known(endpoint, question_named(name), {parameter: value})
    assert REFUSED[asked] in str(refused.value)


HELD = (
    ("indicators", {"level": "1", "concern": "missing"}),
    ("indicators", {"authority": "ashby", "edition": "2021"}),
    ("indicators", {"level": "4", "dimension": "Learning"}),
    ("indicators", {"concern": "https://w3id.org/needgraph/id/concern/missing", "level": "1"}),
    ("search", {"text": "no such words"}),
)


@pytest.mark.parametrize(("name", "values"), HELD)
def test_values_that_occur_but_not_together_get_an_empty_answer(
    endpoint: Counted, name: str, values: dict[str, str]
) -> None:
    assert answer_known(endpoint, question_named(name), values).rows == ()


def test_answer_with_rows_costs_one_query(endpoint: Counted) -> None:
    assert answer_known(endpoint, question_named("indicators"), {"authority": "ASHBY", "level": "1"}).rows
    assert endpoint.asked == 1


def test_column_that_nothing_fills_refuses_no_value() -> None:
    nothing = LocalEndpoint(load_graphs([]))
    assert answer_known(nothing, question_named("indicators"), {"level": "1"}).rows == ()
