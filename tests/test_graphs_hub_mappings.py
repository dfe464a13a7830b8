"""The hub derives a pair from readings only: same concern, subject and polarity, severity and level left out."""

from __future__ import annotations

from pathlib import Path

from needgraph.graphs.hub_mappings import Hub, derived_mappings, is_same
from read_alike import Mapped, Read, mapped


def hub_of(one: Mapped) -> Hub:
    return Hub(one.editions, one.reference)


def pairs(one: Mapped) -> list[tuple[str, str, str, bool]]:
    return [
        (pair.subject_id.partition(":")[2], pair.object_id.partition(":")[2], pair.concern, pair.same)
        for pair in derived_mappings(hub_of(one))
    ]


def test_pair_is_derived_over_levels_and_severity_and_labelled_so(tmp_path: Path) -> None:
    one = mapped(tmp_path, {"a0012": Read("absence", "now-and-then"), "b0017": Read("absence", "days")})
    assert pairs(one) == [("a0012", "b0017", "absence", True)]
    assert {pair.basis for pair in derived_mappings(hub_of(one))} == {"derived"}


def test_no_pair_is_derived_inside_one_edition(tmp_path: Path) -> None:
    assert pairs(mapped(tmp_path, {"a0012": Read("absence"), "a0024": Read("absence")})) == []


def test_no_pair_is_derived_from_a_wider_concern_another_subject_or_polarity(tmp_path: Path) -> None:
    readings = {
        "a0012": Read("absence"),
        "b0017": Read("education"),
        "b0010": Read("absence", subjects="parent-or-carer"),
        "b0008": Read("absence", polarity="strength"),
        "b0019": Read("absence", polarity=""),
    }
    assert pairs(mapped(tmp_path, readings)) == []


def test_concern_beside_a_narrower_one_derives_nothing(tmp_path: Path) -> None:
    one = mapped(tmp_path, {"a0036": Read("safety missing"), "b0027": Read("safety"), "b0010": Read("missing")})
    assert pairs(one) == [("a0036", "b0010", "missing", False)]
    assert hub_of(one).indicators["ashby-2024:a0036"].specific == {"missing"}


def test_pair_that_shares_a_second_concern_or_one_of_two_subjects_is_not_the_same(tmp_path: Path) -> None:
    readings = {"a0044": Read("missing care"), "b0027": Read("care"), "b0010": Read("care missing", subjects="child x")}
    assert [(*pair[:3], pair[3]) for pair in pairs(mapped(tmp_path, readings))] == [
        ("a0044", "b0010", "care", False),
        ("a0044", "b0010", "missing", False),
        ("a0044", "b0027", "care", False),
    ]


def test_concern_is_shared_with_the_wider_and_the_narrower_but_not_with_a_sister(tmp_path: Path) -> None:
    readings = {"a0036": Read("missing"), "b0027": Read("safety"), "b0010": Read("care")}
    hub = hub_of(mapped(tmp_path, readings))
    missing, safety, care = (
        hub.indicators[name] for name in ("ashby-2024:a0036", "borwick-2021:b0027", "borwick-2021:b0010")
    )
    assert hub.shared(missing, safety) == hub.shared(safety, missing) == {"safety"}
    assert hub.shared(missing, care) == frozenset()


def test_indicators_without_readings_are_not_the_same(tmp_path: Path) -> None:
    hub = hub_of(mapped(tmp_path, {}))
    one, other = hub.indicators["ashby-2024:a0012"], hub.indicators["borwick-2021:b0017"]
    assert (one.main, one.polarity, one.grades) == ("", "", ())
    assert not is_same(one, other)


def test_word_that_is_not_ranked_in_the_lexicon_grades_nothing(tmp_path: Path) -> None:
    hub = hub_of(mapped(tmp_path, {"a0012": Read("absence", "often unheard-of frequency in-part")}))
    assert [grade.label for grade in hub.indicators["ashby-2024:a0012"].grades] == ["often"]
