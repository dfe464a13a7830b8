"""What the editor of a document may want to look at: the guidance profile of `check`."""
