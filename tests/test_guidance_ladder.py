"""What tells two levels apart is a grade; the same words, a lower grade above and a bare word are found."""

from __future__ import annotations

from guidance_store import real_tables, rows
from needgraph.guidance.ladder import same_sign, subject_unclear, swallowed, upside_down
from needgraph.guidance.rules import Record

COLUMNS = "node document rank level label facet value family weight"


def sign(node: str, level: int, label: str, *facets: tuple[str, str] | tuple[str, str, str, int]) -> list[Record]:
    base = (node, "d", level, str(level), label)
    read = [(facet, value, *(rest or ("", 0))) for facet, value, *rest in facets] or [("", "", "", 0)]
    return rows(COLUMNS, *((*base, *each) for each in read))


OFTEN, PERSISTENT = ("severity", "often", "frequency", 2), ("severity", "persistently", "frequency", 4)
RISK = ("severity", "at risk of", "onset", 2)
MISSING, HARM, CHILD = ("concern", "missing"), ("concern", "self-harm"), ("subject", "child")


def test_same_words_with_different_limits_are_told_apart() -> None:
    limit = [("criterion", "age < 16 year"), ("criterion", "age >= 16 year")]
    signs = [sign(f"n{at}", at + 1, "Homeless", each) for at, each in enumerate(limit)]
    assert list(same_sign([*signs[0], *signs[1]], real_tables())) == []


def test_same_words_at_one_level_are_no_matter() -> None:
    assert list(same_sign([*sign("a", 2, "Homeless"), *sign("b", 2, "Homeless")], real_tables())) == []


def test_same_words_are_found_where_nothing_was_read_and_near_ones_are_not() -> None:
    first, same, near = (
        sign("a", 2, "Late for school"),
        sign("b", 3, "Late for School"),
        sign("c", 3, "Late to schools"),
    )
    assert [hit.node for hit in same_sign([*first, *same, *near], real_tables())] == ["b"]


def test_grade_is_compared_inside_its_family_only() -> None:
    lower = sign("a", 2, "Missing for long", MISSING, PERSISTENT)
    assert [
        hit.node for hit in upside_down([*lower, *sign("b", 3, "Often missing", MISSING, OFTEN)], real_tables())
    ] == ["b"]
    other = sign("c", 3, "May go missing", MISSING, RISK)
    assert list(upside_down([*lower, *other], real_tables())) == []


def test_strength_is_not_graded_down() -> None:
    good = [*sign("a", 1, "Often happy", MISSING, PERSISTENT, ("polarity", "strength"))]
    assert list(upside_down([*good, *sign("b", 3, "Often missing", MISSING, OFTEN)], real_tables())) == []


def test_risk_of_a_thing_is_not_swallowed_by_the_thing() -> None:
    bare = sign("up", 3, "Self-harm", HARM, CHILD)
    assert list(swallowed([*sign("a", 2, "At risk of self-harm", HARM, CHILD, RISK), *bare], real_tables())) == []
    (hit,) = swallowed([*sign("a", 2, "Self-harms often", HARM, CHILD, OFTEN), *bare], real_tables())
    assert (hit.node, hit.others) == ("up", ("a",))
    assert "level 2, graded by “often”" in hit.problem


def test_risk_of_often_doing_a_thing_is_not_yet_the_thing() -> None:
    signs = [
        *sign("a", 2, "At risk of self-harm often", HARM, CHILD, RISK, OFTEN),
        *sign("up", 3, "Self-harm", HARM, CHILD),
    ]
    assert list(swallowed(signs, real_tables())) == []


def test_limit_counts_as_a_grade_and_an_age_does_not() -> None:
    bare = sign("up", 3, "NEET", MISSING, CHILD)
    weeks = sign("a", 2, "NEET for six weeks", MISSING, CHILD, ("criterion", "out > 6 week"))
    aged = sign("b", 2, "NEET at 16", MISSING, CHILD, ("criterion", "age >= 16 year"))
    assert [hit.others for hit in swallowed([*weeks, *aged, *bare], real_tables())] == [("a",)]


def test_sign_that_names_someone_is_clear() -> None:
    both = (CHILD, ("subject", "parent or carer"))
    found = subject_unclear(
        [*sign("a", 3, "Refusing help", *both), *sign("b", 3, "Mother refuses", *both)], real_tables()
    )
    assert [hit.node for hit in found] == ["a"]


def test_care_that_fails_is_about_both_and_not_unclear() -> None:
    both = (CHILD, ("subject", "parent or carer"))
    assert list(subject_unclear(sign("a", 3, "Basic needs not being met", *both), real_tables())) == []
