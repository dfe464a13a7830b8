"""Read one edition of an authority's guidance: ``edition.toml`` and at most seven tables."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from needgraph.errors import NeedgraphError
from needgraph.files import read_text, shown
from needgraph.identifiers import is_slug
from needgraph.tables.tsv import Row, TableProblem, read_table_if_there

# The columns of the tables of an edition; each is explained in graphs/README.md.
COLUMNS = {
    "statements": (
        "id", "start", "end", "kind", "level", "dimension", "part_of",
        "quote", "label", "summary", "hash", "withdrawn", "note",
    ),
    "readings": ("id", "statement", "facet", "value", "words", "reason", "curator"),
    "rules": (
        "id", "topic", "act", "levels", "strength", "condition", "exception", "effect",
        "consent", "duty", "statements", "label", "reason", "curator",
    ),
    "services": ("id", "entry", "statement", "part_of", "inherits", "role", "label", "reason"),
    "contacts": (
        "id", "service", "role", "name", "phone", "email", "hours", "hours_printed", "statements", "note",
    ),
    "citations": ("id", "statement", "target", "role", "words", "confirmed", "note"),
    "notes": ("id", "type", "kind", "level", "statement", "start", "end", "reason", "curator", "checked"),
}  # fmt: skip
MATCHES = ("close", "broad", "narrow", "related")
CURRENCY = ("current", "replaced", "unknown")


class EditionProblem(NeedgraphError):
    """An edition whose ``edition.toml`` or tables cannot be used; the message lists every place."""


@dataclass(frozen=True)
class Level:
    """A level of need as the edition prints it, with the tiers and legal routes we place it on."""

    number: str
    name: str
    statement: str
    tiers: tuple[str, ...]
    routes: tuple[str, ...]
    risk: str
    reason: str


@dataclass(frozen=True)
class Dimension:
    """A printed heading under which the edition groups its indicators, and the national concepts it is matched to.

    ``matches`` holds for each of close, broad, narrow and related the concepts, as ``scheme/id``.
    """

    id: str
    heading: str
    matches: dict[str, tuple[str, ...]]
    reason: str


@dataclass(frozen=True)
class Edition:
    """One edition: what ``edition.toml`` says of it and the rows of its tables."""

    folder: Path
    authority: str
    authority_name: str
    key: str
    title: str
    name: str
    publisher: str
    guidance: str
    source_file: str
    source_sha256: str
    source_characters: int
    published_at: str
    rights: str
    rights_cleared: bool
    currency: str
    currency_reason: str
    checked: str
    levels: tuple[Level, ...]
    dimensions: tuple[Dimension, ...]
    tables: dict[str, list[Row]] = field(repr=False)

    @property
    def path(self) -> str:
        """The id of the edition, such as ``halton/2023``; the ids of its things begin with it."""
        return f"{self.authority}/{self.key}"

    @property
    def statements(self) -> list[Row]:
        """The statements that stand in the document; tombstones are left out."""
        return [row for row in self.tables["statements"] if not row["withdrawn"]]

    @property
    def tombstones(self) -> list[Row]:
        """The rows of statements that were withdrawn; their ids are never given again."""
        return [row for row in self.tables["statements"] if row["withdrawn"]]


def read_edition(folder: Path) -> Edition:
    """Return an edition as its files say it; ``edition_checks.py`` then judges whether they agree.

    Raises EditionProblem for a missing or mistyped key of ``edition.toml``, TableProblem for a table
    that cannot be read and for missing statements; an edition may lack its other tables.
    """
    path = folder / "edition.toml"
    try:
        values = tomllib.loads(read_text(path))
    except tomllib.TOMLDecodeError as error:
        raise EditionProblem(f"{shown(path)}: is not TOML: {error}") from None
    reader = _Keys(path, values)
    authority, key = reader.text("authority"), reader.text("edition")
    if (authority, key) != folder.parts[-2:]:
        raise EditionProblem(
            f"{shown(path)}: says {authority}/{key} but lies in {'/'.join(folder.parts[-2:])}; "
            "the folder is named <authority>/<edition>"
        )
    for slug in (authority, key):
        if not is_slug(slug):
            raise EditionProblem(f"{shown(path)}: {slug!r} is not a slug; use lower-case letters, digits, hyphens")
    statements = folder / "statements.tsv"
    if not statements.is_file():
        raise TableProblem(f"{shown(statements)}: is missing; restore it: all else rests on its rows")
    source, rights, currency = (reader.table(name) for name in ("source", "rights", "currency"))
    return Edition(
        folder=folder,
        authority=authority,
        authority_name=reader.text("authority_name", ""),
        key=key,
        title=reader.text("title"),
        name=reader.text("name"),
        publisher=reader.text("publisher", ""),
        guidance=reader.text("guidance", ""),
        source_file=source.text("file", ""),
        source_sha256=source.text("sha256", ""),
        source_characters=source.number("characters", 0),
        published_at=source.text("published_at", ""),
        rights=rights.text("statement"),
        rights_cleared=rights.flag("cleared"),
        currency=currency.one_of("status", CURRENCY),
        currency_reason=currency.text("reason"),
        checked=str(currency.get("checked", "")),
        levels=tuple(
            Level(
                level.text("number"), level.text("name"), level.text("statement", ""),
                level.texts("tiers"), level.texts("routes"), level.text("risk", ""), level.text("reason", ""),
            )
            for level in reader.tables("level")
        ),
        dimensions=tuple(
            Dimension(
                item.text("id"),
                item.text("heading"),
                {kind: item.texts(kind) for kind in MATCHES},
                item.text("reason", ""),
            )
            for item in reader.tables("dimension")
        ),
        tables={name: read_table_if_there(folder / f"{name}.tsv", columns) for name, columns in COLUMNS.items()},
    )  # fmt: skip


_MISSING = object()


class _Keys:
    """The keys of a TOML table, each asked for by its type."""

    def __init__(self, path: Path, values: dict[str, Any], name: str = "") -> None:
        self.path, self.values, self.name = path, values, name

    def get(self, key: str, default: object = _MISSING, hint: str = 'write {0} = "…"') -> Any:
        value = self.values.get(key, default)
        if value is _MISSING:
            raise self.problem(key, f"is missing; {hint.format(key)}")
        return value

    def text(self, key: str, default: object = _MISSING, hint: str = 'write {0} = "…"') -> str:
        value = self.get(key, default, hint)
        if not isinstance(value, str):
            raise self.problem(key, f"is {value!r}; write a text in quotation marks")
        return value

    def texts(self, key: str) -> tuple[str, ...]:
        value = self.get(key, [])
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            raise self.problem(key, f'is {value!r}; write a list of texts such as ["3"]')
        return tuple(value)

    def number(self, key: str, default: int) -> int:
        value = self.get(key, default)
        if not isinstance(value, int):
            raise self.problem(key, f"is {value!r}; write a whole number")
        return value

    def flag(self, key: str) -> bool:
        value = self.get(key, hint="write {0} = true or {0} = false")
        if not isinstance(value, bool):
            raise self.problem(key, f"is {value!r}; write true or false")
        return value

    def one_of(self, key: str, allowed: tuple[str, ...]) -> str:
        value = self.text(key, hint=f"write one of: {', '.join(allowed)}")
        if value not in allowed:
            raise self.problem(key, f"is {value!r}; write one of: {', '.join(allowed)}")
        return value

    def table(self, key: str) -> _Keys:
        value = self.get(key, hint="write a section [{0}]")
        if not isinstance(value, dict):
            raise self.problem(key, f"is {value!r}; write a section [{key}]")
        return _Keys(self.path, value, f"[{key}] ")

    def tables(self, key: str) -> list[_Keys]:
        value = self.get(key, [])
        if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
            raise self.problem(key, f"is {value!r}; write sections [[{key}]]")
        return [_Keys(self.path, item, f"[[{key}]] {number} ") for number, item in enumerate(value, start=1)]

    def problem(self, key: str, what: str) -> EditionProblem:
        return EditionProblem(f"{shown(self.path)}: {self.name}{key} {what}")
