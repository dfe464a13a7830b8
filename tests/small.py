"""A small invented authority: one short source, its tables, and ways to write and to spoil them."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from pathlib import Path

from needgraph.graphs.graph_builder import built_files, write_built
from needgraph.resources import Data
from needgraph.tables.edition_checks import quote_hash
from needgraph.tables.editions import COLUMNS
from needgraph.tables.tsv import write_table

SOURCE = """Dunmore

Level 1

Sleeps well

Home
• Late now and then

Ring the desk (DD) within 24 hours, with consent.

DD: Duty Desk
"""
TOML = f"""authority = "dunmore"
authority_name = "Dunmore"
edition = "2020"
title = "The Dunmore Page"
name = "Dunmore, edition of 2020"

[source]
file = "dunmore.txt"
sha256 = "{hashlib.sha256(SOURCE.encode()).hexdigest()}"
characters = {len(SOURCE)}

[rights]
statement = "Invented for the tests; free to use."
cleared = true

[currency]
status = "current"
reason = "Invented; it stays as it is."
checked = 2026-11-20

[[level]]
number = "1"
name = "Level 1"
statement = "d0002"
tiers = ["0"]
routes = ["s47"]
risk = "No risk"
reason = "It is the only one."

[[dimension]]
id = "home"
heading = "Home"
"""
Table = list[dict[str, str]]


def statement(name: str, quote: str, kind: str, **cells: str) -> dict[str, str]:
    """Return a row of statements.tsv for a quote of the source."""
    start = SOURCE.index(quote)
    place = {"start": str(start), "end": str(start + len(quote)), "hash": quote_hash(quote)}
    return {"id": name, "kind": kind, "quote": quote, **place, **cells}


def tables() -> dict[str, Table]:
    """Return the tables of the small edition, each to be changed at will."""
    return {
        "statements": [
            statement("d0001", "Dunmore", "heading"),
            statement("d0002", "Level 1", "level-name", level="1"),
            statement("d0003", "Sleeps well", "indicator", level="1"),
            statement("d0004", "Home", "heading", level="1", dimension="home"),
            statement("d0005", "Late now and then", "indicator", level="1", dimension="home", label="Late at times"),
            statement("d0006", "Ring the desk (DD) within 24 hours, with consent.", "duty", level="1"),
            statement("d0007", "DD: Duty Desk", "glossary-entry"),
            {"id": "d0008", "withdrawn": "2026-11-20", "note": "Stands as d0003."},
        ],
        "readings": [
            reading("r0001", "d0006", "criterion", "response-time <= 24 hour", words="within 24 hours"),
            reading("r0002", "d0007", "term", "DD", words="DD"),
            reading("r0003", "d0007", "times-used", "1"),
            reading("r0004", "d0007", "expansion", "Duty Desk", words="Duty Desk"),
        ],
        "rules": [
            {
                "id": "c1", "topic": "information-sharing", "act": "share", "levels": "1", "strength": "permission",
                "condition": "consent-obtained", "statements": "d0006", "label": "With consent.",
                "curator": "first-reading",
            },
        ],
        "services": [
            {"id": "desk", "entry": "public-service", "statement": "d0006", "role": "front-door", "label": "Duty Desk"},
        ],
        "contacts": [
            {
                "id": "desk", "service": "desk", "role": "front-door", "name": "Duty Desk", "phone": "01632 960555",
                "hours": "Mo-Fr 09:00-17:00", "statements": "d0006",
            },
        ],
        "citations": [
            {
                "id": "c01", "statement": "d0006", "target": "law:ukpga/1989/41/section/17", "role": "refers",
                "words": "with consent",
            },
        ],
        "notes": [
            {
                "id": "n01", "type": "silence", "kind": "age-range", "reason": "Read from end to end.",
                "curator": "first-reading", "checked": "2026-11-20",
            },
        ],
    }  # fmt: skip


def reading(name: str, of: str, facet: str, value: str, words: str = "") -> dict[str, str]:
    """Return a row of readings.tsv."""
    cells = {"id": name, "statement": of, "facet": facet, "value": value, "words": words}
    return {**cells, "curator": "first-reading"}


def write_edition(graphs: Path, rows: Mapping[str, Sequence[Mapping[str, str]]], toml: str = TOML) -> Path:
    """Write an edition into a folder laid out like ``graphs/`` and return its folder."""
    folder = graphs / "editions" / "dunmore" / "2020"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "edition.toml").write_text(toml, encoding="utf-8")
    for name, table in rows.items():
        write_table(folder / f"{name}.tsv", COLUMNS[name], table)
    return folder


def small_data(folder: Path) -> Data:
    """Write the small edition and its source below a folder; the graph is not built."""
    write_edition(folder / "graphs", tables())
    (folder / "dunmore.txt").write_text(SOURCE, encoding="utf-8")
    return Data(folder / "graphs")


def small_graphs(folder: Path) -> Data:
    """Write and build the small edition."""
    data = small_data(folder)
    write_built(built_files(data))
    return data


def edition_folder(data: Data) -> Path:
    """Return the one edition of a data folder."""
    (folder,) = data.edition_folders()
    return folder


def change(path: Path, old: str, new: str) -> None:
    """Replace the one place of a file that holds a text."""
    content = path.read_bytes()
    if content.count(old.encode()) != 1:
        raise ValueError(f"{path.name} holds {old!r} {content.count(old.encode())} times")
    path.write_bytes(content.replace(old.encode(), new.encode()))


def everything_in(folder: Path) -> dict[str, bytes]:
    """Return each file below a folder with its bytes, to see that nothing changed."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}
