"""Tables that do not agree with each other are refused before anything is built, each row with its fix."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from needgraph.cli import main
from needgraph.errors import nearest
from needgraph.resources import Data
from needgraph.tables.edition_checks import check_edition, check_places, quote_hash
from needgraph.tables.editions import EditionProblem, read_edition
from needgraph.tables.reference import read_reference
from small import (
    Table,
    change,
    edition_folder,
    everything_in,
    small_data,
    small_graphs,
    statement,
    tables,
    write_edition,
)

Spoil = Callable[[dict[str, Table]], object]


def spoilt(folder: Path, spoil: Spoil) -> Data:
    rows = tables()
    spoil(rows)
    write_edition(folder / "graphs", rows)
    return Data(folder / "graphs")


def check(folder: Path, data: Data) -> None:
    reference = read_reference(data)
    check_edition(read_edition(folder), reference.vocabulary, reference.listed)


def cell(table: str, place: int, **cells: str) -> Spoil:
    return lambda rows: rows[table][place].update(cells)


def added(table: str, **cells: str) -> Spoil:
    return lambda rows: rows[table].append(cells)


FAULTS: list[tuple[Spoil, str]] = [
    (
        cell("statements", 2, id="d0002"),
        "statements.tsv:4: id d0002 stands already in row 3; give this row an id",
    ),
    (
        lambda rows: rows["statements"].append(statement("d0008", "Sleeps", "heading")),
        "statements.tsv:10: id d0008 stands already in row 9 by a withdrawn statement; give this row an id never used",
    ),
    (cell("statements", 2, id=""), "statements.tsv:4: has no id; give it one that was never used"),
    (cell("rules", 0, id=""), "rules.tsv:2: has no id; give it one that was never used"),
    (cell("statements", 2, id="d 3"), "statements.tsv:4: id 'd 3' cannot stand in an address; use letters, digits"),
    (cell("statements", 2, level="2"), "statements.tsv:4: level '2' is not a level of dunmore/2020"),
    (cell("statements", 2, level=""), "statements.tsv:4: an indicator stands at exactly one level; give its printed"),
    (cell("statements", 2, level="1 | 1"), "statements.tsv:4: an indicator stands at exactly one level"),
    (
        cell("statements", 4, dimension="hom"),
        "dimension 'hom' is not a dimension of dunmore/2020; did you mean 'home'",
    ),
    (
        cell("statements", 2, quote="Sleeps wel"),
        "is no longer what was recorded from the document (hash is not the SHA-256 of the quote); undo the change",
    ),
    (cell("statements", 2, hash="0"), "statements.tsv:4: the quote of "),
    (
        cell("statements", 2, start="19"),
        "statements.tsv:4: the quote has 11 characters but start and end span 10;",
    ),
    (cell("statements", 2, start="iv"), "statements.tsv:4: start is 'iv'; give the character offset in the source"),
    (cell("statements", 2, end=""), "statements.tsv:4: end is ''; give the character offset in the source"),
    (cell("statements", 2, start="40", end="29"), "statements.tsv:4: ends at 29 before it starts at 40; swap or mend"),
    (
        cell("statements", 1, quote="", hash=""),
        "statements.tsv:3: is of kind 'level-name' without a quote; only",
    ),
    (cell("statements", 1, quote=""), "statements.tsv:3: has neither quote nor summary; give the source's own words"),
    (cell("statements", 2, kind="indicater"), "kind 'indicater' is not in the scheme kind; did you mean 'indicator'?"),
    (cell("statements", 2, part_of="d0099"), "statements.tsv:4: part_of 'd0099' is not a statement of dunmore/2020"),
    (cell("statements", 2, part_of="d0008"), "statements.tsv:4: part_of 'd0008' is not a statement of dunmore/2020"),
    (cell("statements", 7, withdrawn="2026-11-20: x"), "statements.tsv:9: withdrawn is '2026-11-20: x'; write the day"),
    (cell("readings", 0, words="at once"), "readings.tsv:2: the words 'at once' do not stand in the quote of d0006"),
    (
        cell("readings", 0, statement="d006"),
        "statement 'd006' is not a statement of dunmore/2020; did you mean 'd0006'",
    ),
    (cell("readings", 0, facet="criteria"), "facet 'criteria' is not in the scheme facet; did you mean 'criterion"),
    (cell("rules", 0, act="shar"), "rules.tsv:2: act 'shar' is not in the scheme act; did you mean 'share'?"),
    (cell("rules", 0, levels="1 | 5"), "rules.tsv:2: levels '5' is not a level of dunmore/2020"),
    (cell("rules", 0, exception="at-night"), "rules.tsv:2: exception 'at-night' is not in the scheme condition"),
    (cell("services", 0, entry="print"), "entry is 'print'; write one of: printed, plan, inheritance, public-service"),
    (
        cell("services", 0, id=""),
        "services.tsv:2: a public service has an id, a printed line or an",
    ),
    (added("services", id="x", entry="printed", statement="d0003", role="leisure"), "services.tsv:3: a public service"),
    (
        cell("contacts", 0, service="desks"),
        "service 'desks' is not a public service of dunmore/2020; did you mean 'desk",
    ),
    (cell("citations", 0, role="names"), "citations.tsv:2: role 'names' is not in the scheme citation-role"),
    (cell("citations", 0, words="with it"), "citations.tsv:2: the words 'with it' do not stand in the quote of d0006"),
    (cell("notes", 0, type="gap"), "notes.tsv:2: type is 'gap'; write silence or defect"),
    (cell("notes", 0, kind="age"), "notes.tsv:2: kind 'age' is not in the scheme facet"),
    (cell("notes", 0, reason=""), "notes.tsv:2: has no reason; say how it was established or handled"),
    (cell("notes", 0, type="defect", kind="misprint"), "notes.tsv:2: a defect has a place; give start and end"),
    (cell("notes", 0, start="1"), "notes.tsv:2: end is ''; give the character offset in the source"),
]


@pytest.mark.parametrize(("spoil", "message"), FAULTS, ids=[re.sub(r"\W+", "-", message)[:60] for _, message in FAULTS])
def test_row_that_cannot_be_built_is_named_with_file_row_and_fix(tmp_path: Path, spoil: Spoil, message: str) -> None:
    data = spoilt(tmp_path, spoil)
    with pytest.raises(EditionProblem) as caught:
        check(edition_folder(data), data)
    assert message in str(caught.value)
    assert all(re.match(r".*\.tsv:\d+: .", line) for line in str(caught.value).splitlines())


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('tiers = ["0"]', 'tiers = ["9"]', "level 1: '9' is not a tier of graphs/reference/tiers.tsv"),
        ('routes = ["s47"]', 'routes = ["s99"]', "level 1: 's99' is not a route of graphs/reference/tiers.tsv"),
        ('statement = "d0002"', 'statement = "d0099"', "level 1: there is no statement 'd0099'"),
        ('number = "1"', 'number = "one up"', "level number 'one up' cannot stand in an address"),
        ('id = "home"', 'id = "at home"', "dimension id 'at home' cannot stand in an address"),
        (
            "[source]",
            'publisher = "halton-sc"\n[source]',
            "publisher 'halton-sc' is not an id of graphs/reference/organisations.tsv; did you mean 'halton-scp'?",
        ),
        (
            "[source]",
            'guidance = "wt/1066"\n[source]',
            "guidance 'wt/1066' is not an id of graphs/reference/guidance.tsv; did you mean 'wt/20",
        ),
        (
            "[[dimension]]",
            '[[level]]\nnumber = "1"\nname = "Again"\n\n[[dimension]]',
            "two levels have the same number; each printed number stands once",
        ),
    ],
)
def test_fault_of_edition_toml_is_named(tmp_path: Path, old: str, new: str, message: str) -> None:
    data = small_data(tmp_path)
    folder = edition_folder(data)
    change(folder / "edition.toml", old, new)
    with pytest.raises(EditionProblem) as caught:
        check(folder, data)
    assert f"{folder / 'edition.toml'}: {message}" in str(caught.value)


def test_every_faulty_row_is_listed_at_once(tmp_path: Path) -> None:
    def spoil(rows: dict[str, Table]) -> None:
        rows["statements"][2]["level"] = "9"
        rows["rules"][0]["act"] = "nothing"

    data = spoilt(tmp_path, spoil)
    with pytest.raises(EditionProblem) as caught:
        check(edition_folder(data), data)
    assert len(str(caught.value).splitlines()) == 2


def test_tables_that_agree_are_accepted(tmp_path: Path) -> None:
    data = small_data(tmp_path)
    check(edition_folder(data), data)
    check_places(read_edition(edition_folder(data)))


def test_doubled_marks_of_a_csv_source_make_its_places_longer(tmp_path: Path) -> None:
    quote = 'Says "no"'
    row = {"id": "d9", "start": "900", "end": "911", "kind": "heading", "quote": quote, "hash": quote_hash(quote)}
    folder = write_edition(tmp_path, {"statements": [*tables()["statements"], row]})
    with pytest.raises(EditionProblem, match="the quote has 9 characters but start and end span 11"):
        check(folder, Data(tmp_path))
    change(folder / "edition.toml", "dunmore.txt", "dunmore.csv")
    check(folder, Data(tmp_path))


def test_nearest_name_is_offered_only_where_one_is_near() -> None:
    assert nearest("levle", ["level", "dimension"]) == "; did you mean 'level'?"
    assert nearest("xyz", ["level", "dimension"]) == ""


# What a person may hand in by mistake: how the file is spoilt, and what the message says.
BYTES: list[tuple[str, Callable[[bytes], bytes], str]] = [
    (
        "statements.tsv",
        lambda data: data.replace(b"\tlevel", b"\tlevels", 1),
        ":1: column 'level' is missing; the",
    ),
    (
        "statements.tsv",
        lambda data: data.replace(b"Sleeps", b"Sl\xe9eps", 1),
        ":4: byte 0xe9 is not UTF-8; save",
    ),
    ("statements.tsv", lambda data: b"\xef\xbb\xbf" + data, ":1: begins with a byte order mark; save the file"),
    ("rules.tsv", lambda data: data.replace(b"\n", b"\r\n"), ":1: has Windows line endings; save it with LF"),
    ("rules.tsv", lambda data: data.replace(b"c1\t", b"c1", 1), ":2: has 13 cells where the header names 14 columns;"),
    ("edition.toml", lambda data: data.replace(b"Dunmore", b"D\xfcnmore", 1), ":2: byte 0xfc is not UTF-8; save"),
]


@pytest.mark.parametrize(("name", "spoil", "message"), BYTES, ids=[message[:30] for _, _, message in BYTES])
def test_file_that_cannot_be_read_ends_a_build_with_2_and_nothing_written(
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    name: str,
    spoil: Callable[[bytes], bytes],
    message: str,
) -> None:
    data = small_graphs(tmp_path)
    file = edition_folder(data) / name
    file.write_bytes(spoil(file.read_bytes()))
    before = everything_in(tmp_path)
    assert main(["build", "--data", str(data.folder)]) == 2
    printed = capsys.readouterr()
    assert f"{file}{message}" in printed.err
    assert "Traceback" not in printed.err + printed.out
    assert everything_in(tmp_path) == before


def test_faulty_row_ends_a_build_with_2_and_nothing_written(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    data = small_graphs(tmp_path)
    change(edition_folder(data) / "rules.tsv", "\tshare\t", "\tshout\t")
    before = everything_in(tmp_path)
    assert main(["build", "--data", str(data.folder)]) == 2
    assert "rules.tsv:2: act 'shout' is not in the scheme act" in capsys.readouterr().err
    assert everything_in(tmp_path) == before


def test_statement_that_crosses_another_is_named(tmp_path: Path) -> None:
    rows = [
        {"id": "d1", "start": "0", "end": "8", "kind": "heading", "quote": "Abc defg", "hash": quote_hash("Abc defg")},
        {"id": "d2", "start": "4", "end": "12", "kind": "heading", "quote": "defg hij", "hash": quote_hash("defg hij")},
        {"id": "d3", "start": "9", "end": "12", "kind": "heading", "quote": "hij", "hash": quote_hash("hij")},
    ]
    folder = write_edition(tmp_path, {"statements": rows})
    with pytest.raises(EditionProblem) as problem:
        check(folder, Data(tmp_path))
    crossing = [line for line in str(problem.value).splitlines() if "begins inside" in line]
    assert len(crossing) == 1
    assert "statements.tsv:3: begins inside d1 and ends outside it" in crossing[0]
