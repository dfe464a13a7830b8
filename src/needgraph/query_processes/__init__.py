"""Queries of strangers answered in processes that can be ended, within limits."""
