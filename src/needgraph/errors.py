"""What goes wrong for a user: a place, what is the matter there, and how to mend it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping


class NeedgraphError(Exception):
    """Wrong use, or input that cannot be read; the command line answers it with exit code 2.

    The message is for a person: where, what, and what to do. Each stage raises a subclass of its own.

    >>> str(NeedgraphError("statements.tsv:42: start is 'iv'; give the character offset"))
    "statements.tsv:42: start is 'iv'; give the character offset"
    """


def nearest(value: str, known: Iterable[str]) -> str:
    """Return the end of a message that names what comes nearest, or nothing.

    >>> nearest("indicater", ["indicator", "duty"])
    "; did you mean 'indicator'?"
    """
    matches = _near(value, known, 1)
    return f"; did you mean {matches[0]!r}?" if matches else ""


def nearest_written(value: str, known: Mapping[str, str]) -> str:
    """Return the end of a message that names what comes nearest in any case, written as ``known`` says.

    >>> nearest_written("safe from harm", {"Safe From Harm": "Safe From Harm", "well fed": "fed"})
    "; did you mean 'Safe From Harm'?"
    """
    offered = {name.casefold(): written for name, written in known.items()}
    sought = value[:200].casefold()
    matches = _near(sought, offered, 1) or [name for name in offered if len(sought) > 3 and sought in name]
    return f"; did you mean {offered[matches[0]]!r}?" if matches else ""


def nearest_ids(value: str, known: Iterable[str]) -> str:
    """Return the end of a message that names the few ids that come nearest, or nothing.

    >>> nearest_ids("h0132", ["h0123", "h0133", "t0900"])
    '; the nearest ids are h0133, h0123'
    """
    matches = _near(value, known, 3)
    return f"; the nearest id{'s are' if len(matches) > 1 else ' is'} {', '.join(matches)}" if matches else ""


def _near(value: str, known: Iterable[str], most: int) -> list[str]:
    import difflib  # only a message needs it

    return difflib.get_close_matches(value, list(known), n=most)
