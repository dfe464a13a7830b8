"""How a user names an edition: ``halton/2023``, or ``halton`` where the authority has only one, in any case."""

from __future__ import annotations

from collections.abc import Collection

from needgraph.errors import NeedgraphError, nearest


class EditionNameProblem(NeedgraphError):
    """A name that fits no edition, or several; the message says which there are."""


def editions_named(name: str, known: Collection[str], among: str = "editions") -> list[str]:
    """Return the editions that a name fits: one, or all of an authority.

    ``known`` are ids such as ``halton/2023``; ``among`` says in the message what they are. Raises
    EditionNameProblem when none fits.

    >>> editions_named("halton", ["halton/2023", "tameside/2018", "halton/2026"])
    ['halton/2023', 'halton/2026']
    >>> editions_named("HALTON/2026", ["halton/2023", "tameside/2018", "halton/2026"])
    ['halton/2026']
    """
    # An authority is a name, which people begin with a capital.
    wanted = name.casefold()
    fitting = [edition for edition in known if wanted in (edition.casefold(), edition.partition("/")[0].casefold())]
    if not fitting:
        guess = nearest(wanted, [*known, *(edition.partition("/")[0] for edition in known)])
        raise EditionNameProblem(f"there is no edition {name!r}{guess} ({among}: {', '.join(known) or 'none'})")
    return fitting


def edition_named(name: str, known: Collection[str]) -> str:
    """Return the edition of a name; raise EditionNameProblem when none fits, or several do.

    >>> edition_named("halton", ["halton/2023", "tameside/2018"])
    'halton/2023'
    """
    fitting = editions_named(name, known)
    if len(fitting) > 1:
        raise EditionNameProblem(f"{name} has several editions; name one of: {', '.join(fitting)}")
    return fitting[0]
