"""Answers to reports: one value in every format, so that all say the same, with charts."""
