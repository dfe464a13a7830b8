"""Two editions of one authority, each read from its graphs: what is printed, where, and how it was read."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from needgraph.consent.rules import EditionRules, read_rules
from needgraph.edition_names import editions_named
from needgraph.errors import NeedgraphError
from needgraph.files import shown
from needgraph.querying.answers import Value
from needgraph.querying.asking import Endpoint, LocalEndpoint, ask
from needgraph.querying.store import open_graphs
from needgraph.resources import Data, data_at


class DiffProblem(NeedgraphError):
    """Two editions that cannot be told apart: one is not there, or they are not of one authority."""


class Passage(NamedTuple):
    """A statement with its place; ``local`` is the part of its id that a re-issued document keeps.

    ``severity`` gives rank and word by family, ``limits`` the printed limits by quantity: comparison, value, unit.
    """

    local: str
    id: str
    kind: str
    levels: tuple[str, ...]
    heading: str
    quote: str
    start: int
    end: int
    severity: Mapping[str, tuple[int, str]]
    limits: Mapping[str, tuple[str, float, str]]

    @property
    def words(self) -> str:
        """The words without their line breaks and runs of spaces, which are not wording."""
        return " ".join(self.quote.split())

    @property
    def where(self) -> str:
        """The level and heading in words."""
        levels = f"Level {', '.join(self.levels)}" if self.levels else "No level"
        return f"{levels}, {self.heading}" if self.heading else levels

    @property
    def shown(self) -> str:
        """The passage as a cell shows it: where, its words, and its place."""
        return f"{self.where}: “{self.words}” ({self.id} {self.start}–{self.end})"


class Edition(NamedTuple):
    """An edition: the passages that are quoted, by the part of their id that is kept, and its rules."""

    data: Data
    endpoint: Endpoint
    id: str
    name: str
    passages: Mapping[str, Passage]
    summarised: int
    rules: EditionRules

    @property
    def authority(self) -> str:
        """The authority whose edition it is."""
        return self.id.partition("/")[0]


class Found(NamedTuple):
    """What a name means: a data folder, its editions that fit, and whether the folder as a whole was named."""

    name: str
    data: Data
    editions: list[str]
    whole: bool


def two_editions(data: Data, old: str, new: str) -> tuple[Edition, Edition]:
    """Return two editions of one authority.

    Each is named ``authority/edition``, ``authority`` where it has only one, the folder of an edition, or a folder
    laid out like ``graphs/``; two such folders are compared by the one edition, or authority, that both hold. Raises
    DiffProblem when one is not there, when both are the same, or when they are of different authorities.
    """
    first, second = _found(data, old), _found(data, new)
    ids = _one_each(first, second)
    if ids[0].partition("/")[0] != ids[1].partition("/")[0]:
        raise DiffProblem(
            f"{ids[0]} and {ids[1]} are of different authorities; a diff is of two editions of one "
            f"(`needgraph compare {ids[0]} {ids[1]}` compares them)"
        )
    if ids[0] == ids[1] and first.data.folder.resolve() == second.data.folder.resolve():
        raise DiffProblem(f"{old} and {new} are both {ids[0]} of {shown(first.data.folder)}; name two editions")
    return _read(first.data, ids[0]), _read(second.data, ids[1])


def _found(data: Data, name: str) -> Found:
    path = Path(name)
    if (path / "edition.toml").is_file():
        folder = path.resolve()
        if folder.parents[1].name != "editions":
            raise DiffProblem(f"{name}: an edition lies in editions/<authority>/<edition> of a data folder")
        return Found(name, Data(folder.parents[2]), ["/".join(folder.parts[-2:])], False)
    if (path / "editions").is_dir():
        return Found(name, data_at(path), _ids(data_at(path)), True)
    known = _ids(data)
    among = "a path names the folder of an edition, or a folder laid out like graphs/; editions of "
    return Found(name, data, editions_named(name, known, among + shown(data.folder)), False)


def _one_each(first: Found, second: Found) -> tuple[str, str]:
    """Return one edition each; of a data folder with several, the one that fits the other side."""
    ids = []
    for found, other in ((first, second), (second, first)):
        authorities = {each.partition("/")[0] for each in other.editions}
        fitting = [each for each in found.editions if each in other.editions] if found.whole else []
        if len(fitting) != 1 and found.whole:
            fitting = [each for each in found.editions if each.partition("/")[0] in authorities]
        if not fitting and len(found.editions) == 1:
            fitting = list(found.editions)
        if len(fitting) != 1:
            raise DiffProblem(f"{found.name} holds several editions; name one of: {', '.join(found.editions)}")
        ids += fitting
    return ids[0], ids[1]


def _ids(data: Data) -> list[str]:
    return ["/".join(folder.parts[-2:]) for folder in data.edition_folders()]


def _read(data: Data, identifier: str) -> Edition:
    endpoint = LocalEndpoint(open_graphs(data))
    names = {f"{row['authority']}/{row['edition']}": str(row["name"]) for row in ask(endpoint, "editions").records()}
    if identifier not in names:
        raise DiffProblem(f"{identifier} is not in the built graphs of {shown(data.folder)}; run `needgraph build`")
    statements = [
        row
        for row in ask(endpoint, "statements", {"authority": identifier.partition("/")[0]}).records()
        if f"{row['authority']}/{row['edition']}" == identifier
    ]
    headings = {str(row["dimension"]): str(row["heading"]) for row in ask(endpoint, "heading-matches").records()}
    under = {str(row["id"]): headings.get(str(row["dimension"]), "") for row in ask(endpoint, "passages").records()}
    severity: dict[str, dict[str, tuple[int, str]]] = defaultdict(dict)
    for row in ask(endpoint, "sign-readings").records():
        if row["facet"] == "severity":
            graded = (int(str(row["rank"])), str(row["value"]))
            families = severity[str(row["id"])]
            families[str(row["family"])] = max(graded, families.get(str(row["family"]), graded))
    limits: dict[str, dict[str, tuple[str, float, str]]] = defaultdict(dict)
    for row in ask(endpoint, "quantities").records():
        limit = (str(row["comparison"]), float(str(row["value"])), str(row["unit"]))
        limits[str(row["id"])][str(row["quantity"])] = limit
    quoted = [row for row in statements if row["quote"]]
    passages = {passage.local: passage for passage in (_passage(row, under, severity, limits) for row in quoted)}
    rules = read_rules(endpoint, identifier)
    return Edition(data, endpoint, identifier, names[identifier], passages, len(statements) - len(quoted), rules)


def _passage(
    row: Mapping[str, Value],
    under: Mapping[str, str],
    severity: Mapping[str, Mapping[str, tuple[int, str]]],
    limits: Mapping[str, Mapping[str, tuple[str, float, str]]],
) -> Passage:
    name = str(row["id"])
    return Passage(
        name.rpartition("/")[2], name, str(row["kind"]), tuple(str(row["level"]).split(" | ")) if row["level"] else (),
        under.get(name, ""), str(row["quote"]), int(str(row["start"])), int(str(row["end"])),
        severity.get(name, {}), limits.get(name, {}),
    )  # fmt: skip
