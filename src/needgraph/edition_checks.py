"""Judge whether the tables of an edition agree with each other before a graph is built from them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping

from needgraph.editions import Edition, EditionProblem
from needgraph.errors import nearest
from needgraph.files import shown
from needgraph.identifiers import is_local
from needgraph.tables import Row

# Which scheme a column of a table takes its values from.
SCHEMES = {
    "statements": {"kind": "kind"},
    "readings": {"facet": "facet"},
    "rules": {
        "topic": "topic", "act": "act", "strength": "strength", "condition": "condition",
        "exception": "condition", "effect": "effect", "consent": "consent-form", "duty": "duty",
    },
    "services": {"role": "role"},
    "contacts": {"role": "role"},
    "citations": {"role": "citation-role"},
}  # fmt: skip
NOTE_SCHEMES = {"silence": "facet", "defect": "defect-kind"}
ENTRIES = ("printed", "plan", "inheritance", "public-service")
QUOTED_ELSEWHERE = "narrative"

Vocabulary = Mapping[str, Mapping[str, object]]


def check_edition(edition: Edition, vocabulary: Vocabulary) -> None:
    """Raise EditionProblem listing every row that cannot be built, each with file, row and fix.

    ``vocabulary`` holds for each scheme of ``graphs/reference`` its concepts by id.
    """
    problems = [
        *_ids(edition), *_places(edition), *_crossings(edition), *_statements(edition), *_references(edition),
        *_concepts(edition, vocabulary), *_levels(edition, vocabulary), *_notes(edition, vocabulary),
    ]  # fmt: skip
    if problems:
        raise EditionProblem("\n".join(problems))


def _ids(edition: Edition) -> Iterator[str]:
    for name, rows in edition.tables.items():
        seen: dict[str, Row] = {}
        for row in rows:
            if not row["id"]:
                if name != "services":
                    yield row.problem("has no id; give it one that was never used")
                continue
            if not is_local(row["id"]):
                yield row.problem(f"id {row['id']!r} cannot stand in an address; use letters, digits and hyphens")
            if row["id"] in seen:
                first = seen[row["id"]]
                reused = " by a withdrawn statement" if name == "statements" and first["withdrawn"] else ""
                yield row.problem(
                    f"id {row['id']} stands already in row {first.line}{reused}; give this row an id never used"
                )
            seen.setdefault(row["id"], row)


def check_places(edition: Edition) -> None:
    """Raise EditionProblem listing every row whose start or end is no place in a text."""
    problems = list(_places(edition))
    if problems:
        raise EditionProblem("\n".join(problems))


def _places(edition: Edition) -> Iterator[str]:
    rows = [*edition.statements, *(row for row in edition.tables["notes"] if row["start"] or row["end"])]
    for row in rows:
        for column in ("start", "end"):
            if not row[column].isdecimal():
                yield row.problem(f"{column} is {row[column]!r}; give the character offset in the source")
                break
        else:
            if int(row["start"]) >= int(row["end"]):
                yield row.problem(f"ends at {row['end']} before it starts at {row['start']}; swap or mend the offsets")


def _crossings(edition: Edition) -> Iterator[str]:
    """Yield the statements that begin inside another one and end outside it."""
    placed = [row for row in edition.statements if row["start"].isdecimal() and row["end"].isdecimal()]
    open_rows: list[Row] = []
    for row in sorted(placed, key=lambda row: (int(row["start"]), -int(row["end"]))):
        while open_rows and int(open_rows[-1]["end"]) <= int(row["start"]):
            open_rows.pop()
        if open_rows and int(row["end"]) > int(open_rows[-1]["end"]):
            yield row.problem(
                f"begins inside {open_rows[-1]['id']} and ends outside it; "
                "let a statement lie wholly inside another one or wholly outside it"
            )
        open_rows.append(row)


def _statements(edition: Edition) -> Iterator[str]:
    for row in edition.statements:
        quote, length = row["quote"], None
        if row["start"].isdecimal() and row["end"].isdecimal():
            length = int(row["end"]) - int(row["start"])
        lengths = {len(quote)}
        if edition.source_file.endswith(".csv"):
            # In a CSV source two quotation marks stand for one, so the place is longer than the words.
            lengths.add(len(quote) + quote.count('"'))
        if quote and quote_hash(quote) != row["hash"]:
            yield row.problem("hash is not the SHA-256 of the quote; copy the quote exactly from the source")
        elif quote and length not in lengths:
            yield row.problem(
                f"the quote has {len(quote)} characters but start and end span {length}; mend the offsets"
            )
        if not quote and not row["summary"]:
            yield row.problem("has neither quote nor summary; give the source's own words")
        if not quote and row["kind"] != QUOTED_ELSEWHERE:
            yield row.problem(f"is of kind {row['kind']!r} without a quote; only narrative is summarised")
        if row["kind"] == "indicator" and len(row.several("level")) != 1:
            yield row.problem("an indicator stands at exactly one level; give its printed number")


def _references(edition: Edition) -> Iterator[str]:
    statements = {row["id"] for row in edition.statements}
    levels = {level.number for level in edition.levels}
    dimensions = {dimension.id for dimension in edition.dimensions}
    services = {row["id"] for row in edition.tables["services"] if row["entry"] == "public-service"}
    columns = (
        ("statements", "level", levels, "level"),
        ("statements", "dimension", dimensions, "dimension"),
        ("statements", "part_of", statements, "statement"),
        ("readings", "statement", statements, "statement"),
        ("rules", "levels", levels, "level"),
        ("rules", "statements", statements, "statement"),
        ("services", "statement", statements, "statement"),
        ("services", "part_of", statements, "statement"),
        ("services", "inherits", levels, "level"),
        ("contacts", "service", services, "public service"),
        ("contacts", "statements", statements, "statement"),
        ("citations", "statement", statements, "statement"),
        ("notes", "level", levels, "level"),
        ("notes", "statement", statements, "statement"),
    )
    for table, column, known, what in columns:
        for row in edition.statements if table == "statements" else edition.tables[table]:
            for value in row.several(column):
                if value not in known:
                    yield row.problem(f"{column} {value!r} is not a {what} of {edition.path}{nearest(value, known)}")
    quotes = {row["id"]: row["quote"] for row in edition.statements}
    for name in ("readings", "citations"):
        for row in edition.tables[name]:
            quote = quotes.get(row["statement"], "")
            if quote and row["words"] not in quote:
                yield row.problem(f"the words {row['words']!r} do not stand in the quote of {row['statement']}")


def _concepts(edition: Edition, vocabulary: Vocabulary) -> Iterator[str]:
    for name, columns in SCHEMES.items():
        rows = edition.statements if name == "statements" else edition.tables[name]
        for column, scheme in columns.items():
            known = vocabulary.get(scheme, {})
            for row in rows:
                for value in row.several(column):
                    if value not in known:
                        yield row.problem(f"{column} {value!r} is not in the scheme {scheme}{nearest(value, known)}")
    for row in edition.tables["services"]:
        if row["entry"] not in ENTRIES:
            yield row.problem(f"entry is {row['entry']!r}; write one of: {', '.join(ENTRIES)}")
        elif (row["entry"] == "public-service") != bool(row["id"]):
            yield row.problem("a public service has an id, a printed line or an inheritance has none")


def _levels(edition: Edition, vocabulary: Vocabulary) -> Iterator[str]:
    where = shown(edition.folder / "edition.toml")
    names = [("level number", level.number) for level in edition.levels]
    for what, name in [*names, *(("dimension id", dimension.id) for dimension in edition.dimensions)]:
        if not is_local(name):
            yield f"{where}: {what} {name!r} cannot stand in an address; use letters, digits and hyphens"
    numbers = [level.number for level in edition.levels]
    if len(set(numbers)) != len(numbers):
        yield f"{where}: two levels have the same number; each printed number stands once"
    statements = {row["id"] for row in edition.statements}
    for dimension in edition.dimensions:
        for each in (name for names in dimension.matches.values() for name in names):
            scheme, _, concept = each.partition("/")
            if concept not in vocabulary.get(scheme, {}):
                yield f"{where}: dimension {dimension.id}: {each!r} is not a concept of graphs/reference"
    for level in edition.levels:
        for scheme, values in (("tier", level.tiers), ("route", level.routes)):
            for value in values:
                if value not in vocabulary.get(scheme, {}):
                    yield f"{where}: level {level.number}: {value!r} is not a {scheme} of graphs/reference/tiers.tsv"
        if level.statement and level.statement not in statements:
            yield f"{where}: level {level.number}: there is no statement {level.statement!r}"


def _notes(edition: Edition, vocabulary: Vocabulary) -> Iterator[str]:
    for row in edition.tables["notes"]:
        scheme = NOTE_SCHEMES.get(row["type"])
        if scheme is None:
            yield row.problem(f"type is {row['type']!r}; write silence or defect")
            continue
        known = vocabulary.get(scheme, {})
        if row["kind"] not in known:
            yield row.problem(f"kind {row['kind']!r} is not in the scheme {scheme}{nearest(row['kind'], known)}")
        if row["type"] == "defect" and not row["start"]:
            yield row.problem("a defect has a place; give start and end")
        if not row["reason"]:
            yield row.problem("has no reason; say how it was established or handled")


def quote_hash(quote: str) -> str:
    """Return the SHA-256 of a quote, as statements.tsv holds it, so that a table is checked without its source.

    >>> quote_hash("Often missing from home")[:8]
    '436db351'
    """
    return hashlib.sha256(quote.encode()).hexdigest()
