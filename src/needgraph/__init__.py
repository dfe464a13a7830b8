"""needgraph."""
