"""Mapping files of strangers: read, judged by the rules of SSSOM, with the row and the fix of each fault."""
