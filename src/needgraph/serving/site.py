"""What every route of the server is given: how to run a query, which data it serves, and what it is called."""

from __future__ import annotations

from dataclasses import dataclass, field

from needgraph.publication.data_version import data_version
from needgraph.query_processes.limits import Limits
from needgraph.query_processes.pool import Pool
from needgraph.resources import Data
from needgraph.site.http_answers import AnswerCache


@dataclass(frozen=True)
class Site:
    """A site being served.

    ``digest`` is the digest of its data, empty where that is not known (a remote store); ``base`` stands before
    links and is empty where the address of the request does; ``data`` is the data folder, None for files of
    others; ``date`` is the latest date that the data state; with ``union`` a query
    without FROM sees all graphs at once; ``stored`` data lie in a store on disk or a remote one; ``has_catalogue``
    tells whether there is a catalogue of them.
    """

    pool: Pool
    digest: str = ""
    base: str = ""
    data: Data | None = None
    date: str = ""
    cache: AnswerCache = field(default_factory=AnswerCache)
    union: bool = False
    stored: bool = False
    has_catalogue: bool = True

    @property
    def limits(self) -> Limits:
        """What a free query may cost."""
        return self.pool.limits

    @property
    def version(self) -> str:
        """The version of the data."""
        return data_version(self.digest)
