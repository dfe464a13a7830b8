"""The committed graphs hold what an independent count of the two documents gives."""

from __future__ import annotations

import hashlib
from collections import Counter
from pathlib import Path

import pytest

import needgraph
from needgraph.building.all_files import all_files
from needgraph.graphs.graph_builder import stale_files
from needgraph.resources import ROOT, data_at
from needgraph.tables.edition_checks import quote_hash
from needgraph.tables.editions import read_edition

# Counted by hand in the two texts.
INDICATORS = {
    "halton": {"1": 32, "2": 79, "3": 49, "4": 55},
    "tameside": {"1": 15, "2": 32, "3": 37, "4": 28},
}


@pytest.mark.parametrize("authority", INDICATORS)
def test_indicators_of_each_level_are_those_counted_in_the_document(authority: str) -> None:
    rows = needgraph.ask("indicators", authority=authority).records()
    assert Counter(row["level"] for row in rows) == INDICATORS[authority]
    assert len({row["id"] for row in rows}) == len(rows)


def test_every_built_file_is_current() -> None:
    assert stale_files(all_files(data_at())) == []


@pytest.mark.parametrize("folder", data_at().edition_folders(), ids=lambda path: "-".join(path.parts[-2:]))
def test_edition_states_rights_and_currency_and_claims_none(folder: Path) -> None:
    edition = read_edition(folder)
    assert not edition.rights_cleared
    assert edition.rights.endswith(".")
    assert edition.currency_reason.endswith(".")
    assert len(edition.source_sha256) == hashlib.sha256().digest_size * 2
    assert edition.source_characters > 10_000


@pytest.mark.parametrize("folder", data_at().edition_folders(), ids=lambda path: "-".join(path.parts[-2:]))
def test_quotes_keep_their_hash_and_narrative_is_summarised(folder: Path) -> None:
    for row in read_edition(folder).statements:
        if row["quote"]:
            assert quote_hash(row["quote"]) == row["hash"]
        else:
            assert (row["kind"], bool(row["summary"])) == ("narrative", True)


def test_documents_themselves_are_not_in_the_repository() -> None:
    checksums = {read_edition(folder).source_sha256 for folder in data_at().edition_folders()}
    texts = [path for path in ROOT.rglob("*.txt") if ".venv" not in path.parts and path.stat().st_size > 10_000]
    assert not checksums & {hashlib.sha256(path.read_bytes()).hexdigest() for path in texts}


def test_violations_are_none() -> None:
    assert needgraph.check().counts["violation"] == 0
