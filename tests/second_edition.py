"""An invented second edition of the fixture authority Ashby, laid beside the first in a data folder of its own."""

from __future__ import annotations

import shutil
from pathlib import Path

from needgraph.graphs.graph_builder import built_files, write_built
from needgraph.resources import Data
from needgraph.tables.reference import CONCEPTS
from needgraph.tables.tsv import write_table

FIXTURES = Path(__file__).parent / "fixtures"
SOURCE = FIXTURES / "second-edition" / "ashby-2026.txt"
EDITION = Path("editions/ashby/2026")
# How often, from seldom to always; the first edition is read with the second word where the second edition has the
# third.
FREQUENCY = ("occasionally", "often", "always")
READ = "r0015\ta0036\tseverity\toften\tOften\t\tbee\n"


def second_edition(folder: Path) -> Data:
    """Write both editions of Ashby, Borwick and their mappings below a folder, and build them."""
    data = Data(folder / "graphs")
    shutil.copytree(FIXTURES / "graphs", data.folder)
    shutil.copytree(FIXTURES / "second-edition" / EDITION, data.folder / EDITION)
    with (data.reference / "schemes.tsv").open("a", encoding="utf-8") as schemes:
        schemes.write("severity\tSeverity words\tHow strong a wording is.\tneedgraph\tInvented.\tseverity.tsv\n")
    with (data.reference / "vocabulary.tsv").open("a", encoding="utf-8") as vocabulary:
        vocabulary.write("facet\tseverity\t\tseverity\tHow strong the wording is." + "\t" * 11 + "\n")
        vocabulary.write("duty\trespond-within-12-hours\t\trespond within 12 hours\tGive a response within 12 hours.")
        vocabulary.write("\t" * 11 + "\n")
    words = [{"scheme": "severity", "id": "frequency", "label": "frequency"}]
    words += [
        {"scheme": "severity", "id": word, "label": word, "broader": "frequency", "rank": str(rank)}
        for rank, word in enumerate(FREQUENCY, start=1)
    ]
    write_table(data.reference / "severity.tsv", CONCEPTS, words)
    with (data.folder / "editions/ashby/2024/readings.tsv").open("a", encoding="utf-8") as readings:
        readings.write(READ)
    write_built(built_files(data))
    return data
