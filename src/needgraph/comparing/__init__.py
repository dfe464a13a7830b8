"""Editions side by side: every difference with both quotes, ranked by what to look at first."""
