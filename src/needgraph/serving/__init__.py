"""The server: routes, linked data, questions and a read-only SPARQL endpoint."""
