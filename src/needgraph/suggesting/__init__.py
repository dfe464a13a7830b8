"""Candidates for the mapping: what in one edition may speak of the same concern as an indicator of another."""
