"""Which editions are compared: those a user names, in the order given."""

from __future__ import annotations

from collections.abc import Sequence

from needgraph.edition_names import edition_named
from needgraph.errors import NeedgraphError
from needgraph.querying.asking import Endpoint, ask


class ComparisonProblem(NeedgraphError):
    """An edition that is not there, or a choice that cannot be compared."""


def chosen_editions(endpoint: Endpoint, names: Sequence[str]) -> tuple[str, ...]:
    """Return the editions that are named by ``authority`` or ``authority/edition``, in the order given.

    Raises EditionNameProblem when one is not there, ComparisonProblem when one is named twice or fewer than two are.
    """
    known = [f"{row['authority']}/{row['edition']}" for row in ask(endpoint, "editions").records()]
    chosen: list[str] = []
    for name in names:
        edition = edition_named(name, known)
        if edition in chosen:
            raise ComparisonProblem(f"{name} is named twice; an edition is compared with another one")
        chosen.append(edition)
    if len(chosen) < 2:
        raise ComparisonProblem(f"name two editions or more to compare (editions: {', '.join(known)})")
    return tuple(chosen)
