"""Pages can be used by everybody, say what they have to say, and let nothing from the data become markup."""

from __future__ import annotations

import re
from importlib.resources import files

import pytest
from pyoxigraph import Literal, NamedNode, Store, Triple

from needgraph.query_processes.limits import Limits
from needgraph.querying.answers import Answer
from needgraph.querying.asking import LocalEndpoint, ask
from needgraph.querying.showing import as_ntriples, triples_about
from needgraph.querying.store import load_graphs
from needgraph.resources import Data
from needgraph.serving.documents import surroundings_of, surroundings_query
from needgraph.site.about import About, context_path, home_page, ontology_page, persistence_page
from needgraph.site.documents import document_triples
from needgraph.site.frame import Notice, Surroundings, link_to, written_day
from needgraph.site.pages import document_page, missing_page, shortened
from needgraph.site.parts import LONG, parts_of
from needgraph.site.questions import ASKED_MOST, questions_page, sparql_page
from needgraph.site.terms import known_terms
from needgraph.terms import NEED, RDF, SCHEMA, SKOS
from read_page import Page, problems
from served import FIXTURES

BASE = "https://w3id.org/needgraph/id/"
NOTICE = Notice("ashby/2024", "Ashby, edition of 2024", "replaced", "A later one was seen.", "Not advice on a case.")
EDITIONS = Answer(
    ("authority", "edition", "name", "title", "publisher", "follows", "currency", "checked", "cleared"),
    (("ashby", "2024", "Ashby, edition of 2024", "The Ladder", "", "", "replaced", "2026-11-20", "true"),),
)
IDS = [
    "ashby/2024", "ashby/2024/a0010", "ashby/2024/a0055", "ashby/2024/level/2", "borwick/2021", "tier/3", "kind",
    "ashby/2024/reading/r0001", "ashby/2024/criterion/r0001", "kind/indicator", "curator/first-reading",
]  # fmt: skip


@pytest.fixture(scope="module")
def store() -> Store:
    return load_graphs(Data(FIXTURES).graph_files())


def page_about(store: Store, identifier: str, base: str = "") -> bytes:
    triples = document_triples(as_ntriples(triples_about(store, identifier)), identifier)
    return document_page(triples, identifier, base, [NOTICE])


def home(own: bool = True, editions: Answer = EDITIONS) -> bytes:
    return home_page(editions, {"ashby/2024": NOTICE}, About("0.1.0-1a2b3c4d", "2026-11-21", own), "")


@pytest.mark.parametrize("identifier", IDS)
def test_document_page_can_be_used_by_everybody(store: Store, identifier: str) -> None:
    assert problems(page_about(store, identifier)) == []


SITE = {
    "home": home(),
    "home of others": home(own=False, editions=Answer(EDITIONS.columns, ())),
    "questions": questions_page(""),
    "sparql": sparql_page("", Limits()),
    "persistence": persistence_page(""),
    "ontology": ontology_page(""),
    "missing": missing_page("a/<b>", ""),
    "missing address": missing_page("", ""),
}


@pytest.mark.parametrize("name", SITE)
def test_page_of_the_site_can_be_used_by_everybody(name: str) -> None:
    assert problems(SITE[name]) == []


@pytest.mark.parametrize("name", SITE)
def test_page_is_the_same_each_time_and_of_a_size(name: str) -> None:
    assert len(SITE[name]) < 150_000


def test_every_link_of_a_page_follows_the_base(store: Store) -> None:
    base = "https://example.org/needgraph"
    pages = [page_about(store, "ashby/2024/a0010", base), ontology_page(base), questions_page(base)]
    pages += [persistence_page(base), sparql_page(base, Limits()), missing_page("x", base)]
    for body in pages:
        page = Page(body)
        targets = [*page.links, *(values["action"] for values in page.all("form"))]
        assert [target for target in targets if target.startswith("/")] == []
        assert any(target.startswith(f"{base}/") for target in targets)


def test_statement_is_quoted_with_place_and_source_and_notice(store: Store) -> None:
    page = Page(page_about(store, "ashby/2024/a0010"))
    triples = triples_about(store, "ashby/2024/a0010")
    said = {triple.predicate: triple.object for triple in triples if str(triple.subject).endswith("/a0010>")}
    quote = said[NEED.quote]
    assert isinstance(quote, Literal)
    assert quote.value in page.text
    start, end = said[NEED.start], said[NEED.end]
    assert isinstance(start, Literal)
    assert isinstance(end, Literal)
    assert f"characters {start.value} to {end.value}" in page.text
    assert len(page.all("blockquote")) == 1
    assert "/doc/ashby/2024" in page.links
    assert "currency replaced" in page.text
    assert "A later one was seen." in page.text
    assert "Not advice on a case." in page.text
    assert f"{BASE}ashby/2024/a0010" in page.text
    assert "not yet registered" in page.text


def test_page_links_to_its_other_forms(store: Store) -> None:
    links = Page(page_about(store, "tier/3")).links
    for extension in ("ttl", "nt", "rdf", "jsonld"):
        assert f"/doc/tier/3.{extension}" in links


def test_properties_have_the_labels_and_meanings_of_the_ontology(store: Store) -> None:
    page = Page(page_about(store, "ashby/2024/a0010"))
    meant = {values["href"]: values.get("title", "") for values in page.all("a")}
    assert meant["/def#isAtLevel"] == known_terms()[NEED.isAtLevel.value].meaning
    assert "is at level" in page.text
    assert "isAtLevel" not in page.text


def test_tombstone_says_when_and_why(store: Store) -> None:
    text = Page(page_about(store, "ashby/2024/a0055")).text
    assert "withdrawn on 1 May 2026" in text
    assert "Entered twice; the line stands as a0010." in text
    assert "never stand for anything else" in text


def test_contact_says_that_numbers_are_as_printed() -> None:
    node = NamedNode(f"{BASE}ashby/2024/contact/desk")
    page = document_page([Triple(node, SCHEMA.telephone, Literal("01632 960555"))], "ashby/2024/contact/desk", "")
    assert b"not verified since" in page
    assert b"not verified since" not in document_page(
        [Triple(node, SCHEMA.name, Literal("Desk"))], "ashby/2024/contact/desk", ""
    )


def test_many_things_are_folded_away_by_kind(store: Store) -> None:
    triples = document_triples(as_ntriples(triples_about(store, "ashby/2024")), "ashby/2024")
    comes_from = next(row for row in parts_of(triples, "ashby/2024", "").incoming if row.label == "comes from")
    assert comes_from.size > LONG
    headings = [group.heading for group in comes_from.groups]
    assert {"statements", "rules", "levels"} <= set(headings)
    assert sum(len(group.values) for group in comes_from.groups) == comes_from.size
    page = Page(page_about(store, "ashby/2024"))
    assert len(page.all("details")) >= len(headings)


def test_statements_are_in_the_order_of_their_numbers() -> None:
    level = NamedNode(f"{BASE}ashby/2024/level/1")
    triples = [Triple(NamedNode(f"{BASE}ashby/2024/a{n}"), NEED.isAtLevel, level) for n in (10, 2, 1)]
    (row,) = parts_of(triples, "ashby/2024/level/1", "").incoming
    assert [value.name for value in row.groups[0].values] == ["ashby/2024/a1", "ashby/2024/a2", "ashby/2024/a10"]


def test_nothing_from_the_data_becomes_markup() -> None:
    evil = "</style><script>alert(1)</script>\"'><img src=x onerror=alert(1)>"
    node = NamedNode(f"{BASE}x/y")
    triples = [
        Triple(node, SKOS.prefLabel, Literal(evil)),
        Triple(node, NEED.quote, Literal(evil)),
        Triple(node, NEED.reason, Literal(evil, language="en-x-evil")),
        Triple(node, NamedNode("javascript:alert(1)"), NamedNode("javascript:alert(1)")),
        Triple(node, SKOS.broader, NamedNode("data:text/html,<script>".replace("<", "%3C").replace(">", "%3E"))),
        Triple(NamedNode("http://example.org/a'b"), SKOS.broader, node),
        Triple(node, RDF.type, NEED.WithdrawnStatement),
    ]
    notice = Notice("x/y", evil, evil, evil, evil)
    assert problems(document_page(triples, "x/y", "", [notice] * 5)) == []
    assert problems(missing_page(evil, "")) == []
    editions = Answer(EDITIONS.columns, (tuple(evil for _ in EDITIONS.columns),))
    assert problems(home_page(editions, {f"{evil}/{evil}": notice}, About(evil, evil, True), "")) == []


def test_every_term_has_an_anchor_where_its_iri_leads() -> None:
    ids = set(Page(SITE["ontology"]).ids)
    ours = {iri for iri in known_terms() if iri.startswith("https://w3id.org/needgraph/def#")}
    assert len(ours) > 60
    assert {iri.partition("#")[2] for iri in ours} <= ids
    assert link_to(NEED.isAtLevel.value, "") == "/def#isAtLevel"
    assert {term.anchor for term in known_terms().values()} <= ids


def test_home_says_what_it_is_not_for_and_shows_currency() -> None:
    text = Page(SITE["home"]).text
    for words in ("deciding about a child", "claiming that an authority agreed", "currency replaced", "999"):
        assert words in text
    assert "checked on 20 November 2026" in text


def test_home_of_others_data_offers_no_dumps_of_ours() -> None:
    links = Page(SITE["home of others"]).links
    assert not any("/dump/" in link for link in links)
    assert "hold no edition" in Page(SITE["home of others"]).text
    assert "/dump/needgraph-0.1.0-1a2b3c4d.nq.gz" in Page(SITE["home"]).links


def test_policy_says_what_is_and_is_not_promised() -> None:
    text = Page(SITE["persistence"]).text
    for words in (
        "Never reused",
        "410",
        "not yet registered",
        "Versions",
        "taken down",
        "not promised",
        context_path(),
    ):
        assert words in text


def test_every_parameter_of_a_question_has_a_field() -> None:
    page = Page(SITE["questions"])
    names = {values.get("id") for values in page.all("input")}
    assert {"indicators-authority", "indicators-level", "indicators-concern"} <= names
    assert "/query/indicators" in {values["action"] for values in page.all("form")}
    assert "services-inherited" in {values.get("id") for values in page.all("select")}


def test_what_is_asked_most_stands_first_and_every_question_once() -> None:
    ids = Page(SITE["questions"]).ids
    places = [ids.index(name) for name in ("group-most", *ASKED_MOST, "group-comparison")]
    assert places[0] == min(places)
    assert places[-1] == max(places)
    assert len(ids) == len(set(ids))
    assert "Asked most" in Page(SITE["questions"]).text


@pytest.mark.parametrize("name", ["home", "questions"])
def test_pages_name_what_the_command_line_offers_besides(name: str) -> None:
    text = Page(SITE[name]).text
    for command in ("compare", "consent", "report briefing", "check --profile guidance"):
        assert f"needgraph {command} " in text


def test_sparql_page_shows_how_to_ask_one_graph() -> None:
    text = Page(SITE["sparql"]).text
    assert "FROM <https://w3id.org/needgraph/graph/halton/2023>" in text
    assert "names of graphs begin with" in text


MATCH = Triple(NamedNode(f"{BASE}ashby/2024/a0036"), SKOS.broadMatch, NamedNode(f"{BASE}borwick/2021/b0027"))


@pytest.mark.parametrize("identifier", ["ashby/2024/a0036", "borwick/2021/b0027"])
def test_match_stands_with_its_level_and_edition_and_is_not_called_the_same(identifier: str) -> None:
    levels = {"ashby/2024/a0036": ("2", "3"), "borwick/2021/b0027": ("4",)}
    ends = ("ashby/2024/a0036", "borwick/2021/b0027")
    severities = {ends: "milder", ends[::-1]: "stronger"}
    body = document_page([MATCH], identifier, "", [NOTICE], Surroundings(levels, severities=severities))
    text = Page(body).text
    assert problems(body) == []
    assert "A match says that the topic is alike; severity and level are judged apart" in text
    there = "(level 4, borwick/2021; worded more mildly)"
    here = "(level 2 and 3, Ashby, edition of 2024; worded more severely)"
    assert (there if "ashby" in identifier else here) in text


def test_severity_of_a_pair_is_known_from_either_side() -> None:
    endpoint = LocalEndpoint(load_graphs(Data(FIXTURES).graph_files()))
    known = surroundings_of(endpoint.results_json(surroundings_query())).severities
    turned = {"milder": "stronger", "stronger": "milder"}
    pairs = ask(endpoint, "pairs").records()
    assert {str(row["severity_relation"]) for row in pairs} >= {"milder", "stronger"}
    for row in pairs:
        ends = (str(row["subject"]), str(row["object"]))
        graded = str(row["severity_relation"])
        assert (known[ends], known[ends[::-1]]) == (graded, turned.get(graded, graded))


def test_match_with_our_own_lists_has_no_level() -> None:
    triple = Triple(NamedNode(f"{BASE}effect/x"), SKOS.broadMatch, NamedNode(f"{BASE}consent-outcome/y"))
    assert "judged apart" not in Page(document_page([triple], "effect/x", "", [], Surroundings())).text


def test_reason_of_a_rule_links_to_the_other_rules_of_the_edition() -> None:
    rules = frozenset(f"x/2020/rule/{name}" for name in ("h0", "h9-1", "h6"))
    reason = Literal('Collides with h0, <b>h9-1</b> and h4b; "h6" here, h0291 there.', language="en")
    triples = [Triple(NamedNode(f"{BASE}x/2020/rule/h6"), NEED.reason, reason)]
    body = document_page(triples, "x/2020/rule/h6", "", [], Surroundings(rules=rules))
    page = Page(body)
    assert problems(body) == []
    assert reason.value in page.text
    found = [link for link in page.links if link.startswith("/doc/x/2020/rule/") and "." not in link]
    assert set(found) == {f"/doc/x/2020/rule/{name}" for name in ("h0", "h9-1", "h6")}
    assert b'<a href="/doc/x/2020/rule/h0">h0</a>' in body
    assert b'">h6</a>' not in body


def test_sparql_page_states_the_limits() -> None:
    text = Page(sparql_page("", Limits(seconds=2.5, memory=7 * 1024 * 1024))).text
    assert "2.5 seconds" in text
    assert "7 MB of memory" in text


def test_days_are_written_as_people_do_and_long_names_are_cut() -> None:
    assert written_day("2026-02-30") == "2026-02-30"
    assert shortened("short") == "short"
    assert len(shortened("word " * 100)) < 115


def luminance(colour: str) -> float:
    digits = colour if len(colour) == 6 else "".join(digit * 2 for digit in colour)
    parts = [int(digits[place : place + 2], 16) / 255 for place in (0, 2, 4)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def test_text_stands_out_from_what_is_behind_it() -> None:
    css = files("needgraph").joinpath("templates/site.css").read_text(encoding="utf-8")
    colours: list[tuple[str, str]] = []
    for rule in re.findall(r"\{([^{}]*)\}", css):
        colour = re.search(r"(?<![-\w])color: #(\w+)", rule)
        behind = re.search(r"background: #(\w+)", rule)
        if colour and colour[1] != "fff":
            colours += [(colour[1], behind[1])] if behind else [(colour[1], each) for each in ("fff", "f3f2f1")]
        elif colour:
            # White text stands on the black of the header unless the rule says otherwise.
            colours.append(("fff", behind[1] if behind else "0b0c0c"))
    assert len(colours) > 10
    assert [pair for pair in colours if contrast(*pair) < 4.5] == []
