"""Whether the decisions of the mapping tables are made, still true, and at one with each other."""
