"""What an answer is not, and whether its editions are current, stands beside every answer about them."""

from __future__ import annotations

from pathlib import Path

import pytest

from needgraph.querying.answers import Answer
from needgraph.querying.asking import LocalEndpoint, QueryProblem
from needgraph.querying.notices import notices
from needgraph.querying.store import load_graphs
from needgraph.resources import Data
from small import small_graphs


@pytest.fixture(scope="module")
def endpoint(tmp_path_factory: pytest.TempPathFactory) -> LocalEndpoint:
    return LocalEndpoint(load_graphs(small_graphs(tmp_path_factory.mktemp("small")).graph_files()))


def test_notice_stands_once_then_the_currency_of_each_edition(endpoint: LocalEndpoint) -> None:
    answer = Answer(("authority", "edition"), (("dunmore", "2020"), ("dunmore", "2020")))
    notice, currency = notices(endpoint, answer)
    assert notice.startswith("What the document says; not advice on a case.")
    assert "Not endorsed by the authority." in notice
    assert currency == "Dunmore, edition of 2020: currency current. Invented; it stays as it is."


def test_notice_of_two_authorities_stands_once() -> None:
    fixtures = Data(Path(__file__).parent / "fixtures" / "graphs")
    answer = Answer(("authority", "edition"), (("ashby", "2024"), ("borwick", "2021")))
    notice, *currencies = notices(LocalEndpoint(load_graphs(fixtures.graph_files())), answer)
    assert notice.startswith("What the document says")
    assert [line.partition(":")[0] for line in currencies] == ["Ashby, edition of 2024", "Borwick, edition of 2021"]


def test_answer_with_telephone_numbers_says_that_they_are_as_printed(endpoint: LocalEndpoint) -> None:
    answer = Answer(("authority", "edition", "phone"), (("dunmore", "2020", "01632 960555"),))
    assert notices(endpoint, answer)[-1].startswith(
        "Numbers, addresses and hours are as printed in an undated document"
    )


def test_answer_without_editions_speaks_of_all_of_its_authority(endpoint: LocalEndpoint) -> None:
    assert len(notices(endpoint, Answer(("authority",), (("dunmore",),)))) == 2


def test_edition_that_an_answer_does_not_name_is_left_out(endpoint: LocalEndpoint) -> None:
    assert notices(endpoint, Answer(("authority", "edition"), (("dunmore", "1999"), ("other", "2020")))) == []


def test_answer_without_rows_says_what_that_does_not_mean(endpoint: LocalEndpoint) -> None:
    empty, notice, currency = notices(endpoint, Answer(("authority",), ()), {"authority": "dunmore"})
    assert "never means “not required”" in empty
    assert notice.startswith("What the document says")
    assert currency.startswith("Dunmore, edition of 2020: currency current.")


def test_unknown_authority_is_no_silence(endpoint: LocalEndpoint) -> None:
    with pytest.raises(QueryProblem, match=r"there is no authority 'dunmor'; did you mean 'dunmore'\?"):
        notices(endpoint, Answer(("authority",), ()), {"authority": "dunmor"})
