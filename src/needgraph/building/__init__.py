"""Everything that is built from tables, ontology and queries."""
