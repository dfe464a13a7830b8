"""A target scheme of levels that authorities may agree on, and where a printed level would land in it."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from needgraph.errors import NeedgraphError
from needgraph.files import read_text, shown

SCHEME = "scheme.toml"
_KEYS = {"title", "note", "editions", "level"}
_LEVEL_KEYS = {"number", "name", "tiers"}


class SchemeProblem(NeedgraphError):
    """A target scheme that cannot be used; the message lists every place."""


class TargetLevel(NamedTuple):
    """A level of the target scheme, with the tiers it is to cover."""

    number: str
    name: str
    tiers: tuple[str, ...]


class Landing(NamedTuple):
    """The target levels that share a tier with something, and why no single one follows where none does."""

    targets: tuple[str, ...]
    why: str = ""

    @property
    def target(self) -> str:
        """The one target level that follows from the tiers, or nothing: more than one is never narrowed down."""
        return self.targets[0] if len(self.targets) == 1 and not self.why else ""


class Scheme(NamedTuple):
    """A target scheme as its file says it: whose editions it joins, and its levels in their order."""

    path: Path
    title: str
    note: str
    editions: tuple[str, ...]
    levels: tuple[TargetLevel, ...]

    def landing(self, tiers: Iterable[str]) -> Landing:
        """Return where tiers land: on one target level only if it alone shares them and covers them all.

        >>> levels = (TargetLevel("1", "Universal", ("0",)), TargetLevel("2", "Family help", ("1", "2", "3")))
        >>> scheme = Scheme(Path("scheme.toml"), "", "", (), levels)
        >>> scheme.landing(["3"]).target, scheme.landing(["0", "1"]).target, scheme.landing(["4"]).why
        ('2', '', 'no target level covers tier 4')
        """
        wanted = sorted(set(tiers))
        if not wanted:
            return Landing((), "its level is placed on no tier")
        met = tuple(level.number for level in self.levels if not set(wanted).isdisjoint(level.tiers))
        covered = {tier for level in self.levels for tier in level.tiers}
        open_ = [tier for tier in wanted if tier not in covered]
        if open_:
            return Landing(met, f"no target level covers {_tiers(open_)}")
        if len(met) > 1:
            return Landing(met, f"{_tiers(wanted)} {'reach' if wanted[1:] else 'reaches'} target levels {_and(met)}")
        return Landing(met)

    def name(self, number: str) -> str:
        """Return a target level's number with its name."""
        named = {level.number: level.name for level in self.levels}
        return f"{number}, {named[number]}" if named.get(number) else number


def read_scheme(path: Path, tiers: Iterable[str]) -> Scheme:
    """Return the target scheme of a file; ``tiers`` are those there are.

    Raises SchemeProblem for a missing, unknown or mistyped key, a number given twice, or an unknown tier;
    FileProblem when there is no such file.
    """
    where = shown(path)
    try:
        values = tomllib.loads(read_text(path))
    except tomllib.TOMLDecodeError as error:
        raise SchemeProblem(f"{where}: is not TOML: {error}") from None
    problems = [f"{where}: {key} is not a key of a scheme; it has: title, note, editions, [[level]]"
                for key in sorted(values.keys() - _KEYS)]  # fmt: skip
    for key, form in (("title", str), ("note", str), ("editions", list), ("level", list)):
        if key not in values and key != "note":
            problems.append(f"{where}: {key} is missing; a scheme says title, editions and its levels")
        elif not isinstance(values.get(key, form()), form):
            problems.append(f"{where}: {key} is {values[key]!r}; write a {'text' if form is str else 'list'}")
    editions = values.get("editions", [])
    if isinstance(editions, list) and not (editions and all(isinstance(each, str) for each in editions)):
        problems.append(f'{where}: editions is {editions!r}; name them, such as ["halton/2023", "tameside/2018"]')
    if problems:
        raise SchemeProblem("\n".join(problems))
    known = sorted(tiers)
    levels: list[TargetLevel] = []
    for place, level in enumerate(values["level"], start=1):
        problems += [f"{where}: [[level]] {place} {what}" for what in _level_problems(level, known, levels)]
        if not problems:
            levels.append(TargetLevel(level["number"], level["name"], tuple(level["tiers"])))
    if not values["level"]:
        problems.append(f"{where}: has no [[level]]; a scheme needs at least one target level")
    if problems:
        raise SchemeProblem("\n".join(problems))
    return Scheme(path, values["title"], values.get("note", ""), tuple(editions), tuple(levels))


def _level_problems(level: object, known: list[str], before: list[TargetLevel]) -> Iterable[str]:
    if not isinstance(level, dict):
        yield f"is {level!r}; write number, name and tiers"
        return
    for key in sorted(level.keys() - _LEVEL_KEYS):
        yield f"{key} is not a key of a target level; it has: number, name, tiers"
    for key in ("number", "name"):
        if not isinstance(level.get(key), str) or not level[key].strip():
            yield f"{key} is {level.get(key)!r}; write a text in quotation marks"
    if any(level.get("number") == each.number for each in before):
        yield f"number {level['number']!r} stands already above; give each target level its own"
    tiers = level.get("tiers")
    if not isinstance(tiers, list) or not all(isinstance(tier, str) for tier in tiers):
        yield f'tiers is {tiers!r}; write a list of texts such as ["2", "3"]'
        return
    for tier in tiers:
        if tier not in known:
            yield f"tier {tier!r} is none of: {', '.join(known)}"


def _tiers(tiers: list[str]) -> str:
    return f"{'tiers' if tiers[1:] else 'tier'} {_and(tiers)}"


def _and(words: Iterable[str]) -> str:
    """Return words joined, the last by and."""
    *head, last = words
    return f"{', '.join(head)} and {last}" if head else last
