"""A line keeps quotes apart from our words, and says in its reason why it stands where it stands."""

from __future__ import annotations

from needgraph.comparing.ranking import RANKING
from needgraph.comparing.rows import COLUMNS, NOT_SAID, Line, joined_basis, side_of, silent, swapped, unknown
from small_comparison import BORWICK, small_facts


def line() -> Line:
    facts = small_facts()
    here = side_of(facts, ["ashby/2024/a0035", "ashby/2024/a0036"])
    return Line("gap", "education", here, "absent", "", "higher", silent(BORWICK), "absent-at-line", "So it is.")


def test_side_joins_ids_levels_quotes_and_places() -> None:
    assert line().subject == (
        "ashby/2024/a0035 | ashby/2024/a0036",
        "3",
        "Out of school for more  than six weeks | Often away overnight without word",
        "ashby/2024/a0035 1003–1041 | ashby/2024/a0036 1044–1077",
    )


def test_silence_stands_in_the_place_and_never_in_the_quote() -> None:
    assert silent(BORWICK) == (BORWICK, "", "", NOT_SAID)
    assert unknown(BORWICK) == (BORWICK, "", "", "")


def test_row_has_the_columns_and_the_reason_of_its_criterion() -> None:
    row = dict(zip(COLUMNS, line().row(), strict=True))
    criterion = RANKING["absent-at-line"]
    assert row["rank"] == criterion.rank
    assert row["reason"] == f"{criterion.title}: {criterion.why}. So it is."
    assert (row["object"], row["object_place"]) == (BORWICK, NOT_SAID)


def test_swapping_twice_changes_nothing() -> None:
    assert swapped(line()).level == "lower"
    assert swapped(swapped(line())) == line()


def test_what_silences_rest_on_is_never_rewritten() -> None:
    found = [(str(level), f"No ground is given at level {level}; read whole.") for level in (1, 2, 3)]
    found[2] = ("3", f"{found[2][1]} One sign of the level is near.")
    assert joined_basis(found) == (
        "No ground is given at level 1; read whole. The same is recorded of Levels 2 and 3. "
        "Level 3: One sign of the level is near."
    )
    alike = "It stands at level 4 only."
    assert joined_basis([("2", alike), ("4", alike)]) == alike
