"""Concerns and roles as taxonomy terms of Open Referral UK, by which a service directory can tag its services."""

from __future__ import annotations

import json
import uuid

from pyoxigraph import Store

from needgraph.querying.answers import Answer
from needgraph.querying.asking import LocalEndpoint, ask
from needgraph.querying.formats import as_exact_csv

TERM_COLUMNS = (
    "id", "code", "name", "description", "parent_id", "taxonomy", "language", "taxonomy_id", "term_uri",
)  # fmt: skip
TAXONOMY_COLUMNS = ("id", "name", "description", "uri", "version")


def taxonomy_terms(store: Store) -> Answer:
    """Return a row a term, in the columns of ``taxonomy_term`` of HSDS 3, on which Open Referral UK rests.

    The standard wants UUIDs for ids: they are made from the addresses, so that they are the same in every export.
    """
    rows = ask(LocalEndpoint(store), "open-referral-taxonomy").records()
    return Answer(
        TERM_COLUMNS,
        tuple(
            (
                _uuid(row["term_uri"]), row["code"], row["name"], row["description"], _uuid(row["parent"]),
                row["taxonomy_name"], "eng", _uuid(row["taxonomy"]), row["term_uri"],
            )
            for row in rows
        ),
    )  # fmt: skip


def taxonomies(store: Store, version: str) -> Answer:
    """Return a row a taxonomy, in the columns of ``taxonomy`` of HSDS 3."""
    rows = ask(LocalEndpoint(store), "open-referral-taxonomy").records()
    found = {
        row["taxonomy"]: (row["taxonomy_name"], row["taxonomy_description"], row["taxonomy"], version) for row in rows
    }
    return Answer(TAXONOMY_COLUMNS, tuple((_uuid(address), *cells) for address, cells in found.items()))


def taxonomy_files(store: Store, version: str) -> dict[str, bytes]:
    """Return the export as files: terms and taxonomies, each as JSON and CSV, by name.

    In JSON a term without a parent has no ``parent_id``; in CSV its cell is empty.
    """
    files = {}
    for name, table in (("taxonomy_terms", taxonomy_terms(store)), ("taxonomies", taxonomies(store, version))):
        records = [{key: value for key, value in row.items() if value != ""} for row in table.records()]
        files[f"{name}.json"] = (json.dumps(records, ensure_ascii=False, indent=2) + "\n").encode()
        files[f"{name}.csv"] = as_exact_csv(table).encode()
    return files


def _uuid(address: object) -> str:
    return str(uuid.uuid5(uuid.NAMESPACE_URL, str(address))) if address else ""
