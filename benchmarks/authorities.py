"""Write a data folder of synthetic authorities, to measure how the service grows.

    .venv/bin/python benchmarks/authorities.py DIR --authorities 20 [--seed 1]

Each has an edition of the shape of one of the two real ones, turn about: as many statements, readings, rules and
services, linked in the same way, and the mappings between neighbours. Every text is made of words drawn by lot, so
nothing in it is a council's wording. The same number and seed write the same bytes.
"""

from __future__ import annotations

import argparse
import hashlib
import random
import re
import shutil
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, RdfFormat, Triple, parse, serialize

from needgraph.identifiers import BASE
from needgraph.resources import Data, data_at
from needgraph.terms import DCT, NEED, RDF, SCHEMA, SKOS, SSSOM, XSD

KEY = "2024"
# What is prose; everything else that is written down (numbers, notations, hours, dates) stays as it is.
PROSE = {
    SKOS.prefLabel, SKOS.note, DCT.title, NEED.quote, NEED.reason, NEED.summary, NEED.riskWording, NEED.expansion,
    RDF.value, SCHEMA.name,
}  # fmt: skip
PREFIXES = {
    "need": str(NEED.Edition.value).removesuffix("Edition"),
    "skos": SKOS.prefLabel.value.removesuffix("prefLabel"),
    "dct": DCT.title.value.removesuffix("title"),
    "sssom": SSSOM.Mapping.value.removesuffix("Mapping"),
    "xsd": XSD.date.value.removesuffix("date"),
}

Term = NamedNode | BlankNode | Literal | Triple


class Shape(NamedTuple):
    """An edition to copy the shape of."""

    slug: str
    key: str
    folder: Path
    quads: list[Quad]
    organisations: list[Quad]


class Author:
    """Gives every term of a shape its counterpart in a synthetic edition, the same one each time."""

    def __init__(self, names: Mapping[str, str], lot: random.Random, words: Sequence[str]) -> None:
        self._names, self._lot, self._words = names, lot, words
        self._known: dict[tuple[bool, Term], Any] = {}
        self._pattern = re.compile("|".join(re.escape(name) for name in names if re.search("[/-]", name)))

    def triple(self, quad: Quad) -> Triple:
        """Return the counterpart of one triple."""
        prose = quad.predicate in PROSE
        return Triple(self._term(quad.subject, False), quad.predicate, self._term(quad.object, prose))

    def _term(self, term: Term, prose: bool) -> Any:  # what is a subject stays one, which types cannot say
        found = self._known.get((prose, term))
        if found is None:
            found = self._known[prose, term] = self._made(term, prose)
        return found

    def _made(self, term: Term, prose: bool) -> Term:
        if isinstance(term, NamedNode):
            if not term.value.startswith(BASE):
                return term
            return NamedNode(BASE + self.renamed(term.value.removeprefix(BASE)))
        if not isinstance(term, Literal):
            return term
        value = term.value
        if value in self._names:
            value = self._names[value]
        elif re.fullmatch("[0-9a-f]{64}", value):
            value = hashlib.sha256(f"{self._names}{value}".encode()).hexdigest()
        elif prose and term.datatype not in (XSD.integer, XSD.boolean):
            value = re.sub(r"[^\W\d_]{3,}", lambda _: self._lot.choice(self._words), value)
        return Literal(value, language=term.language) if term.language else Literal(value, datatype=term.datatype)

    def renamed(self, path: str) -> str:
        """Return an id, or other text, with the names of the synthetic edition in it."""
        return self._pattern.sub(lambda match: self._names[match[0]], path)


def write_authorities(folder: Path, count: int, seed: int) -> int:
    """Write a data folder with so many synthetic authorities; return the number of triples in its editions."""
    data = data_at()
    shapes = [_shape(data, path) for path in data.edition_folders()][:2]
    words = _words(shapes)
    folder.mkdir(parents=True)
    shutil.copytree(data.reference, folder / "reference")
    slugs = [f"synthetic-{number:03}" for number in range(1, count + 1)]
    triples, organisations = 0, []
    for place, slug in enumerate(slugs):
        shape = shapes[place % 2]
        author = Author(_names(shape, slug), random.Random(f"{seed} {slug}"), words)  # noqa: S311 - a lot, no secret
        edition = folder / "editions" / slug / KEY
        edition.mkdir(parents=True)
        settings = (shape.folder / "edition.toml").read_text(encoding="utf-8")
        (edition / "edition.toml").write_text(author.renamed(settings), encoding="utf-8")
        triples += _write(edition / "guidance.ttl", map(author.triple, shape.quads))
        organisations += [author.triple(quad) for quad in shape.organisations]
    triples += _write(folder / "reference" / "synthetic-organisations.ttl", iter(organisations))
    (folder / "mappings").mkdir()
    for name in ("mappings", "derived"):
        quads = list(parse(path=str(data.mappings / f"{name}.ttl"), format=RdfFormat.TURTLE))
        triples += _write(folder / "mappings" / f"{name}.ttl", _between(quads, shapes, slugs, words, f"{seed} {name}"))
    return triples


def _shape(data: Data, folder: Path) -> Shape:
    slug, key = folder.parts[-2:]
    organisations = parse(path=str(data.reference / "organisations.ttl"), format=RdfFormat.TURTLE)
    own = [quad for quad in organisations if _is_own(quad.subject, slug)]
    return Shape(slug, key, folder, list(parse(path=str(folder / "guidance.ttl"), format=RdfFormat.TURTLE)), own)


def _is_own(term: object, slug: str) -> bool:
    return isinstance(term, NamedNode) and term.value.startswith(f"{BASE}organisation/{slug}-")


def _names(shape: Shape, slug: str) -> dict[str, str]:
    """Return what is called otherwise in the ids of a synthetic edition."""
    return {
        f"{shape.slug}/{shape.key}": f"{slug}/{KEY}",
        f"{shape.slug}-{shape.key}": f"{slug}-{KEY}",
        f"organisation/{shape.slug}": f"organisation/{slug}",
        f"topic/{shape.slug}": f"topic/{slug}",
        shape.slug: slug,
        shape.key: KEY,
    }


def _words(shapes: Sequence[Shape]) -> list[str]:
    """Return all words of all quotes, often used ones often, so that texts grow as long as real ones."""
    quads = (quad for shape in shapes for quad in shape.quads if quad.predicate == NEED.quote)
    found = [word.lower() for quad in quads for word in re.findall(r"[^\W\d_]{3,}", str(quad.object))]
    return [word for word in found if word not in {shape.slug for shape in shapes}]


def _between(
    quads: Sequence[Quad], shapes: Sequence[Shape], slugs: Sequence[str], words: Sequence[str], seed: str
) -> Iterator[Triple]:
    """Yield the mappings of each authority with the next one."""
    for place, (one, other) in enumerate(pairwise(slugs)):
        first, second = (one, other) if place % 2 == 0 else (other, one)
        names = {**_names(shapes[0], first), **_names(shapes[1], second)}
        lot = random.Random(f"{seed} {one}")  # noqa: S311 - a lot, no secret
        yield from map(Author(names, lot, words).triple, quads)


def _write(path: Path, triples: Iterator[Triple]) -> int:
    count = 0

    def counted() -> Iterator[Triple]:
        nonlocal count
        for triple in triples:
            count += 1
            yield triple

    serialize(counted(), str(path), format=RdfFormat.TURTLE, prefixes=PREFIXES)
    return count


def main() -> None:
    """Read the options and write the folder."""
    options = argparse.ArgumentParser(description="Write a data folder of synthetic authorities.")
    options.add_argument("folder", type=Path, metavar="DIR", help="a folder that does not exist yet")
    options.add_argument("--authorities", type=int, default=20, metavar="N")
    options.add_argument("--seed", type=int, default=1)
    chosen = options.parse_args()
    count = write_authorities(chosen.folder, chosen.authorities, chosen.seed)
    print(f"{chosen.folder}: {chosen.authorities} authorities, {count:,} triples")


if __name__ == "__main__":
    main()
