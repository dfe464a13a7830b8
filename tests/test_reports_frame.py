"""The frame of a report: which editions, which notices, which day."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest

from needgraph.edition_names import EditionNameProblem
from needgraph.querying.answers import Answer
from needgraph.querying.asking import LocalEndpoint
from needgraph.querying.store import load_graphs
from needgraph.reports.frame import frame, places
from needgraph.reports.model import ReportProblem
from small_report import DAY, endpoint


@pytest.fixture(scope="module")
def graphs() -> LocalEndpoint:
    return endpoint()


def test_without_names_every_edition_is_meant(graphs: LocalEndpoint) -> None:
    assert frame(graphs).ids == ("ashby/2024", "borwick/2021")


@pytest.mark.parametrize("name", ["borwick", "borwick/2021"])
def test_edition_is_named_by_its_authority_or_in_full(graphs: LocalEndpoint, name: str) -> None:
    made = frame(graphs, [name])
    assert made.ids == ("borwick/2021",)
    assert made.short("borwick/2021/b0027 | borwick/2021/b0028") == "Borwick"
    assert "Borwick, edition of 2021: currency replaced." in made.notices[1]
    assert not [notice for notice in made.notices if "Ashby" in notice]


def test_edition_that_is_named_twice_stands_once(graphs: LocalEndpoint) -> None:
    assert frame(graphs, ["borwick", "ashby", "borwick/2021"]).ids == ("borwick/2021", "ashby/2024")


def test_day_is_that_of_the_last_look_at_an_edition_or_the_given_one(graphs: LocalEndpoint) -> None:
    assert frame(graphs).as_at == datetime.date(2026, 11, 20)
    assert frame(graphs, date=DAY).as_at == DAY


def test_unknown_edition_is_named_with_those_there_are(graphs: LocalEndpoint) -> None:
    message = "there is no edition 'ashbi'; did you mean 'ashby'. .editions: ashby/2024, borwick/2021"
    with pytest.raises(EditionNameProblem, match=message):
        frame(graphs, ["ashbi"])


def test_graphs_without_an_edition_make_no_report() -> None:
    with pytest.raises(ReportProblem, match="hold no edition"):
        frame(LocalEndpoint(load_graphs([])))


def test_without_any_day_the_user_is_asked_for_one() -> None:
    class Silent:
        def select(self, query: str) -> Answer:
            columns = ("authority", "edition", "name", "currency", "checked")
            return Answer(columns, (("ashby", "2024", "Ashby", "unknown", None),))

        def results_json(self, query: str) -> bytes:
            return b""

        def graph(self, query: str, form: str) -> bytes:
            return b""

    with pytest.raises(ReportProblem, match="give the day of the report with --date"):
        frame(Silent())


def test_quotes_are_found_with_their_places(graphs: LocalEndpoint) -> None:
    (quote,) = places(graphs, ["ashby/2024/a0036"]).values()
    assert (quote.text, quote.start, quote.end) == ("Often away overnight without word", 1044, 1077)
    source = Path(__file__).parent / "fixtures" / "sources" / "ashby.txt"
    assert source.read_text(encoding="utf-8")[quote.start : quote.end] == quote.text
