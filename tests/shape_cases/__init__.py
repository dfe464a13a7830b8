"""For every shape a small graph that breaks it, in one module for each file of ontology/shapes/.

A case is the broken graph, in Turtle without prefixes, and the shape that must speak up. A shape that only
gathers others has spoken when one of those it gathers has.
"""

from __future__ import annotations

Case = tuple[str, str]
