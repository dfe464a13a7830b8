"""Where the ontology, the graphs and the queries lie: in the checkout, or inside an installed wheel."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from needgraph.errors import NeedgraphError
from needgraph.files import shown

PACKAGE = Path(__file__).parent
# A wheel carries the three folders as package data; a checkout has them beside src/.
ROOT = PACKAGE / "data" if (PACKAGE / "data" / "ontology").is_dir() else PACKAGE.parents[1]


class DataProblem(NeedgraphError):
    """A data folder that is not laid out like ``graphs/``."""


class Data(NamedTuple):
    """A folder laid out like ``graphs/``, with our own reference tables where it brings none."""

    folder: Path

    @property
    def editions(self) -> Path:
        """The folder of editions, one folder an authority."""
        return self.folder / "editions"

    @property
    def reference(self) -> Path:
        """The reference tables: its own, or those of this installation."""
        own = self.folder / "reference"
        return own if own.is_dir() else ROOT / "graphs" / "reference"

    @property
    def mappings(self) -> Path:
        """The folder of mapping tables; it need not exist."""
        return self.folder / "mappings"

    @property
    def curators(self) -> Path:
        """The table of curators: its own, or that of this installation."""
        own = self.mappings / "curators.tsv"
        return own if own.is_file() else ROOT / "graphs" / "mappings" / "curators.tsv"

    @property
    def waivers(self) -> Path:
        """The table of waived findings; it need not exist."""
        return self.folder / "decisions" / "waivers.tsv"

    def edition_folders(self) -> list[Path]:
        """Return the folders that hold an ``edition.toml``, sorted by authority and edition."""
        found = sorted(path.parent for path in self.editions.glob("*/*/edition.toml"))
        if not found:
            raise DataProblem(
                f"{shown(self.folder)}: holds no edition; expected editions/<authority>/<edition>/edition.toml "
                "(`needgraph import` makes one)"
            )
        return found

    def graph_files(self) -> list[Path]:
        """Return every built graph: ontology, reference, mappings, editions."""
        reference = sorted(self.reference.glob("*.ttl"))
        mappings = sorted(self.mappings.glob("*.ttl"))
        editions = [folder / "guidance.ttl" for folder in self.edition_folders()]
        missing = [path for path in editions if not path.is_file()]
        if missing:
            raise DataProblem(f"{shown(missing[0])}: is not built yet; run `needgraph build`")
        return [ONTOLOGY, *reference, *mappings, *editions]


def data_at(folder: str | Path | None = None) -> Data:
    """Return the data folder of that name, or the one of this installation.

    >>> data_at().editions.name
    'editions'
    """
    path = ROOT / "graphs" if folder is None else Path(folder)
    if not path.is_dir():
        raise DataProblem(f"{shown(path)}: there is no such folder; name one laid out like graphs/")
    return Data(path)


ONTOLOGY = ROOT / "ontology" / "needgraph.ttl"
SHAPES = ROOT / "ontology" / "shapes"
CONTEXT = ROOT / "ontology" / "context.jsonld"
QUERIES = ROOT / "queries"
