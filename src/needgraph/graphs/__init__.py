"""Tables to graphs: what is built as Turtle, one graph a file."""
