"""Graphs to answers: the store, the catalogue of questions, remote services, and the forms of an answer."""
