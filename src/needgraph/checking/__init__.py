"""Graphs to findings: our SHACL shapes and the checks written as queries."""
