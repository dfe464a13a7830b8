"""Judge whether the tables of an edition agree with each other before a graph is built from them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping

from needgraph.files import shown
from needgraph.identifiers import is_local
from needgraph.tables.editions import Edition, EditionProblem
from needgraph.tables.row_faults import RowFault, choices, fault, told
from needgraph.tables.tsv import Row, is_date

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
# Where an id stands twice, another one is gone, which rows of other tables may name.
REPEATED = "a repeated id"

Vocabulary = Mapping[str, Mapping[str, Row]]


def check_edition(edition: Edition, vocabulary: Vocabulary, listed: Vocabulary) -> None:
    """Raise EditionProblem listing what keeps the edition from being built, each cause once with file, row and fix.

    ``vocabulary`` holds for each scheme of ``graphs/reference`` its concepts by id, ``listed`` the organisations and
    the editions of guidance.
    """
    faults = [
        *_ids(edition), *_places(edition), *_crossings(edition), *_statements(edition), *_references(edition),
        *_concepts(edition, vocabulary), *_levels(edition, vocabulary), *_notes(edition, vocabulary),
        *_names(edition, listed),
    ]  # fmt: skip
    if faults:
        raise EditionProblem("\n".join(told(faults)))


def _ids(edition: Edition) -> Iterator[RowFault]:
    for name, rows in edition.tables.items():
        seen: dict[str, Row] = {}
        for row in rows:
            if not row["id"]:
                if name != "services":
                    yield fault(row, "has no id; give it one that was never used")
                continue
            if not is_local(row["id"]):
                yield fault(row, f"id {row['id']!r} cannot stand in an address; use letters, digits and hyphens")
            if row["id"] in seen:
                first = seen[row["id"]]
                reused = " by a withdrawn statement" if name == "statements" and first["withdrawn"] else ""
                what = f"id {row['id']} stands already in row {first.line}{reused}; give this row an id never used"
                yield fault(row, what, of=(row["id"], REPEATED) if name == "statements" else ())
            seen.setdefault(row["id"], row)


def check_places(edition: Edition) -> None:
    """Raise EditionProblem listing every row whose start or end is no place in a text."""
    faults = list(_places(edition))
    if faults:
        raise EditionProblem("\n".join(told(faults)))


def _places(edition: Edition) -> Iterator[RowFault]:
    rows = [*edition.statements, *(row for row in edition.tables["notes"] if row["start"] or row["end"])]
    for row in rows:
        for column in ("start", "end"):
            if not row[column].isdecimal():
                yield fault(row, f"{column} is {row[column]!r}; give the character offset in the source")
                break
        else:
            if int(row["start"]) >= int(row["end"]):
                yield fault(row, f"ends at {row['end']} before it starts at {row['start']}; swap or mend the offsets")


def _crossings(edition: Edition) -> Iterator[RowFault]:
    """Yield the statements that begin inside another one and end outside it."""
    # A place that does not fit its quote is told by itself; what it crosses says nothing more.
    placed = [row for row in edition.statements if _span(row) is not None and _fits(edition, row)]
    open_rows: list[Row] = []
    for row in sorted(placed, key=lambda row: (int(row["start"]), -int(row["end"]))):
        while open_rows and int(open_rows[-1]["end"]) <= int(row["start"]):
            open_rows.pop()
        if open_rows and int(row["end"]) > int(open_rows[-1]["end"]):
            yield fault(
                row,
                f"begins inside {open_rows[-1]['id']} and ends outside it; "
                "let a statement lie wholly inside another one or wholly outside it",
            )
        open_rows.append(row)


def _statements(edition: Edition) -> Iterator[RowFault]:
    for row in edition.tombstones:
        if not is_date(row["withdrawn"]):
            what = f"withdrawn is {row['withdrawn']!r}; write the day, such as 2026-11-22, and the reason in the note"
            yield fault(row, what)
    for row in edition.statements:
        quote, span = row["quote"], _span(row)
        if quote and quote_hash(quote) != row["hash"]:
            what = (
                f"the quote of {row['id']} is no longer what was recorded from the document (hash is not the SHA-256 "
                "of the quote); undo the change, or, if the document itself changed, copy the quote exactly from the "
                "source"
            )
            yield fault(row, what, of=(row["id"],))
        elif span is not None and span > 0 and not _fits(edition, row):
            yield fault(row, f"the quote has {len(quote)} characters but start and end span {span}; mend the offsets")
        if not quote and not row["summary"]:
            yield fault(row, "has neither quote nor summary; give the source's own words")
        if not quote and row["kind"] != QUOTED_ELSEWHERE:
            yield fault(row, f"is of kind {row['kind']!r} without a quote; only narrative is summarised")
        if row["kind"] == "indicator" and len(row.several("level")) != 1:
            yield fault(row, "an indicator stands at exactly one level; give its printed number")


def _span(row: Row) -> int | None:
    """Return how many characters lie between start and end, or None where one is no number."""
    return int(row["end"]) - int(row["start"]) if row["start"].isdecimal() and row["end"].isdecimal() else None


def _fits(edition: Edition, row: Row) -> bool:
    """Tell whether the quote of a row, if it has one, is as long as its place."""
    quote = row["quote"]
    # In a CSV source two quotation marks stand for one, so the place is longer than the words.
    doubled = quote.count('"') if edition.source_file.endswith(".csv") else 0
    return not quote or _span(row) in (len(quote), len(quote) + doubled)


def _references(edition: Edition) -> Iterator[RowFault]:
    statements = [row["id"] for row in edition.statements]
    levels = [level.number for level in edition.levels]
    dimensions = [dimension.id for dimension in edition.dimensions]
    services = [row["id"] for row in edition.tables["services"] if row["entry"] == "public-service"]
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
                    fix = choices(value, known, f"{'statements' if what == 'statement' else 'services'}.tsv")
                    resting = REPEATED if what == "statement" else ""
                    yield fault(row, f"{column} {value!r} is not a {what} of {edition.path}{fix}", rests_on=resting)
    quotes = {row["id"]: row["quote"] for row in edition.statements}
    for name in ("readings", "citations"):
        for row in edition.tables[name]:
            quote = quotes.get(row["statement"], "")
            if quote and row["words"] not in quote:
                what = f"the words {row['words']!r} do not stand in the quote of {row['statement']}"
                yield fault(row, f"{what}; copy them from it", rests_on=row["statement"])


def _concepts(edition: Edition, vocabulary: Vocabulary) -> Iterator[RowFault]:
    for name, columns in SCHEMES.items():
        rows = edition.statements if name == "statements" else edition.tables[name]
        for column, scheme in columns.items():
            for row in rows:
                for value in row.several(column):
                    yield from _concept(row, column, value, scheme, vocabulary)
    for row in edition.tables["readings"]:
        # The facets that are schemes; the others hold words, numbers or a criterion.
        if row["facet"] in vocabulary and row["facet"] in vocabulary.get("facet", {}):
            yield from _concept(row, "value", row["value"], row["facet"], vocabulary)
    for row in edition.tables["services"]:
        if row["entry"] not in ENTRIES:
            yield fault(row, f"entry is {row['entry']!r}; write one of: {', '.join(ENTRIES)}")
        elif (row["entry"] == "public-service") != bool(row["id"]):
            yield fault(row, "a public service has an id, a printed line or an inheritance has none")


def _concept(row: Row, column: str, value: str, scheme: str, vocabulary: Vocabulary) -> Iterator[RowFault]:
    known = vocabulary.get(scheme, {})
    if value not in known:
        fix = choices(value, known, _table_of(scheme, vocabulary))
        yield fault(row, f"{column} {value!r} is not in the scheme {scheme}{fix}")


def _table_of(scheme: str, vocabulary: Vocabulary) -> str:
    """Return the table in which a scheme stands, in whichever data folder that is."""
    return next((shown(row.file) for row in vocabulary.get(scheme, {}).values()), "")


def _names(edition: Edition, listed: Vocabulary) -> Iterator[RowFault]:
    """Yield what ``edition.toml`` names and no reference table describes: nothing could be said of it."""
    for key, value, table in (
        ("publisher", edition.publisher, "organisations"), ("guidance", edition.guidance, "guidance"),
    ):  # fmt: skip
        known = listed.get(table, {})
        if value and value not in known:
            file = _table_of(table, listed) or f"{table}.tsv"
            fix = choices(value, known, file) or f"; add it there or leave {key} out"
            yield RowFault(edition.folder / "edition.toml", None, f"{key} {value!r} is not an id of {file}{fix}")


def _levels(edition: Edition, vocabulary: Vocabulary) -> Iterator[RowFault]:
    toml = edition.folder / "edition.toml"
    names = [("level number", level.number) for level in edition.levels]
    for what, name in [*names, *(("dimension id", dimension.id) for dimension in edition.dimensions)]:
        if not is_local(name):
            fix = "use letters, digits and hyphens"
            yield RowFault(toml, None, f"{what} {name!r} cannot stand in an address; {fix}")
    numbers = [level.number for level in edition.levels]
    if len(set(numbers)) != len(numbers):
        yield RowFault(toml, None, "two levels have the same number; each printed number stands once")
    statements = [row["id"] for row in edition.statements]
    for dimension in edition.dimensions:
        for each in (name for names in dimension.matches.values() for name in names):
            scheme, _, concept = each.partition("/")
            known = vocabulary.get(scheme, {})
            if concept not in known:
                fix = choices(concept, known, _table_of(scheme, vocabulary)) if known else choices(scheme, vocabulary)
                what = f"{each!r} is not a concept of the reference tables (scheme/id){fix}"
                yield RowFault(toml, None, f"dimension {dimension.id}: {what}")
    for level in edition.levels:
        for scheme, values in (("tier", level.tiers), ("route", level.routes)):
            for value in values:
                known = vocabulary.get(scheme, {})
                if value not in known:
                    table = _table_of(scheme, vocabulary)
                    what = f"{value!r} is not a {scheme}{f' of {table}' if table else ''}{choices(value, known, table)}"
                    yield RowFault(toml, None, f"level {level.number}: {what}")
        if level.statement and level.statement not in statements:
            fix = choices(level.statement, statements, "statements.tsv")
            yield RowFault(toml, None, f"level {level.number}: there is no statement {level.statement!r}{fix}")


def _notes(edition: Edition, vocabulary: Vocabulary) -> Iterator[RowFault]:
    for row in edition.tables["notes"]:
        scheme = NOTE_SCHEMES.get(row["type"])
        if scheme is None:
            yield fault(row, f"type is {row['type']!r}; write silence or defect")
            continue
        yield from _concept(row, "kind", row["kind"], scheme, vocabulary)
        if row["type"] == "defect" and not row["start"]:
            yield fault(row, "a defect has a place; give start and end")
        if not row["reason"]:
            yield fault(row, "has no reason; say how it was established or handled")


def quote_hash(quote: str) -> str:
    """Return the SHA-256 of a quote, as statements.tsv holds it, so that a table is checked without its source.

    >>> quote_hash("Often missing from home")[:8]
    '436db351'
    """
    return hashlib.sha256(quote.encode()).hexdigest()
