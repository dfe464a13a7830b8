"""Answers of linked data: redirects, documents, tombstones and what belongs in their headers."""

from __future__ import annotations

import re

import pytest
from pyoxigraph import Store, Triple

from needgraph.querying.showing import as_ntriples, triples_about
from needgraph.querying.store import load_graphs
from needgraph.resources import Data
from needgraph.site.documents import document_triples
from needgraph.site.frame import Notice
from needgraph.site.http_answers import header
from needgraph.site.linked_data import (
    address_of_document,
    document_answer,
    notices_of,
    redirect,
)
from needgraph.site.negotiation import PAGE_FORMS
from served import FIXTURES

TEXT = "What the document says; not advice on a case."
NOTICES = {
    "ashby/2024": Notice("ashby/2024", "Ashby, edition of 2024", "current", "Invented.", TEXT),
    "borwick/2021": Notice("borwick/2021", "Borwick “2021”, \r\nedition", "replaced", "Invented.", TEXT),
}


@pytest.fixture(scope="module")
def store() -> Store:
    return load_graphs(Data(FIXTURES).graph_files())


def about(store: Store, identifier: str) -> list[Triple]:
    return document_triples(as_ntriples(triples_about(store, identifier)), identifier)


def links(value: str) -> dict[str, list[str]]:
    """Return the targets of a Link header by relation."""
    found: dict[str, list[str]] = {}
    for target, relation in re.findall(r'<([^>]*)>; rel="([^"]*)"', value):
        found.setdefault(relation, []).append(target)
    return found


def test_identifier_leads_to_its_document() -> None:
    answer = redirect("https://example.org", "tier/3", PAGE_FORMS["html"])
    assert answer.status == 303
    assert header(answer, b"location") == "https://example.org/doc/tier/3"
    assert links(header(answer, b"link")) == {"describedby": ["https://example.org/doc/tier/3"]}
    assert b"/doc/tier/3" in answer.body


def test_redirect_passes_on_a_format_and_nothing_else() -> None:
    assert header(redirect("", "tier/3", PAGE_FORMS["html"], b"format=turtle"), b"location").endswith("?format=turtle")
    assert header(redirect("", "tier/3", PAGE_FORMS["html"], b"x=1%0d%0aA:b"), b"location") == "/doc/tier/3"


@pytest.mark.parametrize("path", ["", "a b", "\r\nX: 1", "<b>", "\x00", "http://example.org/", "é", "a" * 501, "../x"])
@pytest.mark.parametrize("form", ["html", "turtle"])
def test_what_cannot_be_an_id_is_not_redirected(path: str, form: str) -> None:
    answer = redirect("", path, PAGE_FORMS[form])
    assert answer.status == 404
    assert header(answer, b"location") == ""
    assert b"<b>" not in answer.body


@pytest.mark.parametrize("form", PAGE_FORMS.values(), ids=lambda form: form.name)
def test_suffix_names_the_form(form: object) -> None:
    extension = form.extension  # type: ignore[attr-defined]
    assert address_of_document(f"ashby/2024.{extension}") == ("ashby/2024", form)
    assert address_of_document("ashby/2024") == ("ashby/2024", None)


def test_document_says_what_it_describes_and_where_its_other_forms_are(store: Store) -> None:
    answer = document_answer(about(store, "ashby/2024/a0010"), "ashby/2024/a0010", PAGE_FORMS["turtle"], "", NOTICES)
    found = links(header(answer, b"link"))
    iri = "https://w3id.org/needgraph/id/ashby/2024/a0010"
    assert found["cite-as"] == found["describes"] == [iri]
    assert found["describedby"] == ["/doc/ashby/2024/a0010.ttl"]
    assert found["collection"] == ["/doc/ashby/2024"]
    assert found["license"] == ["https://creativecommons.org/licenses/by/4.0/"]
    assert found["alternate"] == [f"/doc/ashby/2024/a0010.{each}" for each in ("html", "nt", "rdf", "jsonld")]
    assert found["status"][0] == "/doc/ashby/2024"
    assert "currency current" in header(answer, b"link")
    assert header(answer, b"content-location") == "/doc/ashby/2024/a0010.ttl"
    assert header(answer, b"vary") == "Accept"


def test_items_of_a_scheme_are_linked_and_of_many_some_of_each_kind(store: Store) -> None:
    few = document_answer(about(store, "tier"), "tier", PAGE_FORMS["turtle"], "", {})
    assert "/doc/tier/3" in links(header(few, b"link"))["item"]
    many = document_answer(about(store, "ashby/2024"), "ashby/2024", PAGE_FORMS["turtle"], "", {})
    found = links(header(many, b"link"))["item"]
    assert (len(found), all(each.startswith("/doc/ashby/2024/") for each in found)) == (20, True)
    assert "/doc/ashby/2024/level/1" in found
    kinds = {each.rpartition("/")[0] for each in found}
    assert {"/doc/ashby/2024", "/doc/ashby/2024/rule", "/doc/ashby/2024/citation"} <= kinds
    assert len(header(many, b"link")) < 2_000


def test_tombstone_is_gone_with_its_body_in_every_form(store: Store) -> None:
    triples = about(store, "ashby/2024/a0055")
    for form in PAGE_FORMS.values():
        answer = document_answer(triples, "ashby/2024/a0055", form, "", NOTICES)
        assert answer.status == 410
        assert b"Entered twice; the line stands as a0010." in answer.body


def test_statement_that_only_names_a_tombstone_is_not_gone(store: Store) -> None:
    identifier = "https://w3id.org/needgraph/def#WithdrawnStatement"
    assert document_answer(about(store, identifier), identifier, PAGE_FORMS["turtle"], "", {}).status == 200


def test_nothing_known_is_a_page_or_a_sentence() -> None:
    page = document_answer((), "ashby/2024/a9999", PAGE_FORMS["html"], "", {})
    assert page.status == 404
    assert b"ashby/2024/a9999" in page.body
    sentence = document_answer((), "ashby/2024/a9999", PAGE_FORMS["turtle"], "", {})
    assert sentence.status == 404
    assert sentence.body == b"nothing is known here of this identifier; a withdrawn statement would be told as such\n"


def test_notices_begin_with_the_edition_of_the_thing(store: Store) -> None:
    mapped = next(
        quad.subject.value
        for quad in store
        if "closeMatch" in str(quad.predicate) and str(quad.subject).startswith("<https://w3id.org/needgraph/id/ashby/")
    ).removeprefix("https://w3id.org/needgraph/id/")
    assert [each.edition for each in notices_of(about(store, mapped), mapped, NOTICES)] == [
        "ashby/2024",
        "borwick/2021",
    ]
    assert notices_of(about(store, "unit/week"), "unit/week", {}) == []


def test_name_of_an_edition_cannot_end_the_header(store: Store) -> None:
    answer = document_answer(about(store, "borwick/2021"), "borwick/2021", PAGE_FORMS["turtle"], "", NOTICES)
    assert "\n" not in header(answer, b"link")
    assert "\r" not in header(answer, b"link")


def test_form_and_base_change_the_etag_and_the_same_gives_the_same(store: Store) -> None:
    triples = about(store, "tier/3")

    def tag(form: str, base: str) -> str:
        return header(document_answer(triples, "tier/3", PAGE_FORMS[form], base, {}), b"etag")

    assert tag("turtle", "") == tag("turtle", "")
    assert len({tag("turtle", ""), tag("ntriples", ""), tag("turtle", "https://example.org")}) == 3
