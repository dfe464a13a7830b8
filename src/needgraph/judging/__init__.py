"""Anyone's RDF judged by anyone's SHACL shapes: pySHACL, in a process of its own within limits."""
