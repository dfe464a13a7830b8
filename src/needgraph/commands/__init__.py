"""The commands: their options and what each has to say; `cli.py` prints it."""
