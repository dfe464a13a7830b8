"""Build: from the tables that people write to the Turtle files everything else reads."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from needgraph.files import write_atomically
from needgraph.graphs.edition_graph import edition_graph
from needgraph.graphs.hub_mappings import Hub, derived_mappings
from needgraph.graphs.mapping_graph import derived_graph, mapping_graph
from needgraph.identifiers import BASE
from needgraph.resources import Data
from needgraph.tables.edition_checks import check_edition
from needgraph.tables.editions import Edition, read_edition
from needgraph.tables.mappings import DECIDED, MappingTable, check_mappings, read_mappings
from needgraph.tables.missing_tables import BUILT, check_nothing_missing
from needgraph.tables.reference import Reference, read_reference, reference_graphs
from needgraph.tables.withdrawals import check_withdrawn
from needgraph.terms import PREFIXES
from needgraph.turtle import write_turtle

# Each part of an edition has a prefix of its own: a prefixed name with an escaped slash (halton-2023:level\\/3)
# is good Turtle, but Virtuoso 7.2 reads it as another address.
PARTS = ("level", "dimension", "rule", "reading", "criterion", "service", "contact", "citation", "note")


class Tables(NamedTuple):
    """Everything that people wrote in a data folder; ``mappings`` is empty where nothing is mapped yet."""

    reference: Reference
    editions: list[Edition]
    mappings: dict[str, MappingTable]


def read_tables(data: Data) -> Tables:
    """Return the tables of a data folder.

    Raises TableProblem, EditionProblem or ReferenceProblem for what is none, WithdrawnProblem where something rests
    on a statement that was withdrawn.
    """
    check_nothing_missing(data)
    # A review may have rejected a pair before it agreed to one.
    mapped = any((data.mappings / f"{state}.sssom.tsv").is_file() for state in DECIDED)
    editions = [read_edition(folder) for folder in data.edition_folders()]
    tables = Tables(read_reference(data), editions, read_mappings(data) if mapped else {})
    check_withdrawn(data.folder, editions, tables.mappings)
    return tables


def built_files(data: Data) -> dict[Path, bytes]:
    """Return every built file of a data folder with the bytes it should hold, written nowhere.

    Raises TableProblem, EditionProblem, MappingProblem or ReferenceProblem when the tables cannot be used.
    """
    return dict(built_graphs(data, read_tables(data)))


def built_graphs(data: Data, tables: Tables) -> Iterator[tuple[Path, bytes]]:
    """Yield every built file as soon as it is written, the largest first; raises as ``built_files`` does."""
    reference, editions, mappings = tables
    prefixes = _prefixes(reference)
    for edition in editions:
        yield edition.folder / "guidance.ttl", build_edition(edition, reference)
    if mappings:
        check_mappings(mappings, editions, (row["id"] for row in reference.curators))
        named = prefixes | _edition_prefixes(editions)
        graph = mapping_graph(mappings, editions, reference)
        yield data.mappings / "mappings.ttl", write_turtle(graph, named, BUILT)
        pairs = derived_mappings(Hub(editions, reference))
        yield data.mappings / "derived.ttl", write_turtle(derived_graph(pairs, reference), named, BUILT)
    if data.reference.parent == data.folder:
        for name, triples in reference_graphs(reference).items():
            yield data.reference / f"{name}.ttl", write_turtle(triples, prefixes, BUILT)


def build_edition(edition: Edition, reference: Reference) -> bytes:
    """Return the Turtle of one edition; raise EditionProblem when its tables do not agree."""
    check_edition(edition, reference.vocabulary, reference.listed)
    prefixes = _prefixes(reference) | {part: f"{BASE}{edition.path}/{part}/" for part in PARTS}
    return write_turtle(edition_graph(edition, reference), prefixes | _edition_prefixes([edition]), BUILT)


def _edition_prefixes(editions: Iterable[Edition]) -> dict[str, str]:
    return {f"{edition.authority}-{edition.key}": f"{BASE}{edition.path}/" for edition in editions}


def _prefixes(reference: Reference) -> dict[str, str]:
    """Return the prefixes of the project, then one for each scheme: ``kind:indicator``, ``tier:3``."""
    named = [row["id"] for row in reference.schemes] + ["curator", "organisation"]
    return PREFIXES | {name: f"{BASE}{name}/" for name in named}


def write_built(files: dict[Path, bytes]) -> list[Path]:
    """Write the files whose content changed, each as a whole, and return them."""
    changed = stale_files(files)
    for path in changed:
        write_atomically(path, files[path])
    return changed


def stale_files(files: dict[Path, bytes]) -> list[Path]:
    """Return the files that are missing or hold something else."""
    return [path for path, content in files.items() if not path.is_file() or path.read_bytes() != content]
