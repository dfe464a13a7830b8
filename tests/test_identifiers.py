"""An id is the path after /id/ or a full IRI, and nothing else."""

from __future__ import annotations

import pytest

from needgraph.identifiers import BASE, IdentifierProblem, iri_of, is_local, is_slug, path_of, slug_of


@pytest.mark.parametrize("path", ["tier/3", "halton/2023/h0001", "law/x", "a.b~c_d-e/1"])
def test_path_and_iri_lead_to_each_other(path: str) -> None:
    assert iri_of(path) == BASE + path
    assert path_of(iri_of(path)) == path
    assert iri_of(BASE + path) == BASE + path


def test_foreign_iri_stays_as_it_is() -> None:
    iri = "http://www.legislation.gov.uk/id/ukpga/1989/41/section/17"
    assert iri_of(iri) == path_of(iri) == iri


@pytest.mark.parametrize(
    "text", ["", "/tier", "tier/", "a b", "a//b", "ftp://a", "http://a b", "a<b", 'http://a"', "é"]
)
def test_what_is_neither_is_refused_with_both_forms_named(text: str) -> None:
    with pytest.raises(IdentifierProblem, match=r"is not an id; write the path after /id/ .* or a full IRI"):
        iri_of(text)


@pytest.mark.parametrize(
    ("heading", "slug"),
    [("Parents’ Health", "parents-health"), ("  Safe & Well ", "safe-well"), ("Level 1–2", "level-1-2"), ("…", "")],
)
def test_heading_gives_a_slug(heading: str, slug: str) -> None:
    assert slug_of(heading) == slug
    assert is_slug(slug) == bool(slug)


@pytest.mark.parametrize("text", ["a--b", "-a", "a-", "A", "a b", "a\n", "é", ""])
def test_what_is_not_lower_case_words_is_no_slug(text: str) -> None:
    assert not is_slug(text)


@pytest.mark.parametrize("text", ["", ".", "-a", "a/b", "a b", "a#b", "é"])
def test_part_of_an_id_holds_nothing_that_an_address_would_change(text: str) -> None:
    assert not is_local(text)
