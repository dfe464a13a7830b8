"""Candidates to decisions: a person judges pair after pair, a second one blind, and both are adjudicated."""
