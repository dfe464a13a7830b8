"""Tables that are gone though what was built from them is still there, so that a build would lose it unseen.

The built file is the witness. A table may be absent, as after an import; it is missing only when the Turtle beside it
was built by us and holds what no other table gives.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from needgraph.files import read_bytes, shown
from needgraph.resources import Data
from needgraph.tables.tsv import TableProblem

BUILT = "Built by `needgraph build` from the tables in this folder; do not edit."
# What only that table gives, as the writer of Turtle puts it.
OF_EDITION = {
    "readings": (b"\nreading:", b"\ncriterion:"),
    "rules": (b"\nrule:",),
    "services": (b"\nservice:", b" need:Service ", b"need:inheritsServicesOf "),
    "contacts": (b"\ncontact:",),
    "citations": (b"\ncitation:",),
    "notes": (b"\nnote:",),
}
OF_MAPPINGS = {"agreed": (b" a sssom:Mapping ", b" a need:Gap "), "rejected": (b" a need:Rejection ",)}


def check_nothing_missing(data: Data) -> None:
    """Raise TableProblem naming each table that is gone, and the built file that is stale without it."""
    problems = [*_editions(data), *_mappings(data), *_reference(data)]
    if problems:
        raise TableProblem("\n".join(problems))


def _editions(data: Data) -> Iterator[str]:
    for built in sorted(data.editions.glob("*/*/guidance.ttl")):
        yield from _gone(built, {"edition.toml": (b"",)}, "the folder")
        yield from _gone(built, {f"{name}.tsv": markers for name, markers in OF_EDITION.items()}, built.name)


def _mappings(data: Data) -> Iterator[str]:
    tables = {f"{name}.sssom.tsv": markers for name, markers in OF_MAPPINGS.items()}
    mappings, derived = data.mappings / "mappings.ttl", data.mappings / "derived.ttl"
    mapped = any((data.mappings / name).is_file() for name in tables)
    stale = list(_gone(mappings, tables, mappings.name if mapped else f"{mappings.name} and {derived.name}"))
    if not mapped and not stale:
        # Without mappings, pairs are not derived either.
        stale = list(_gone(derived, {"agreed.sssom.tsv": (b"",)}, derived.name))
    yield from stale


def _reference(data: Data) -> Iterator[str]:
    if data.reference.parent == data.folder:
        for built in sorted(data.reference.glob("*.ttl")):
            yield from _gone(built, {f"{built.stem}.tsv": (b"",)}, built.name)


def _gone(built: Path, tables: Mapping[str, tuple[bytes, ...]], remove: str) -> Iterator[str]:
    """Yield what to do where a built file holds a marker of tables that are not beside it."""
    missing = [name for name in tables if not (built.parent / name).is_file()]
    content = read_bytes(built) if missing and built.is_file() else b""
    if content.startswith(f"# {BUILT}".encode()):
        gone = [name for name in missing if any(marker in content for marker in tables[name])]
        if gone:
            are, them = ("are", "them") if len(gone) > 1 else ("is", "it")
            yield (
                f"{shown(built)}: is stale: it was built from {' and '.join(gone)}, which {are} gone; "
                f"restore {them} in {shown(built.parent)}, or remove {remove} to do without"
            )
