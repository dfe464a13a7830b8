"""What comes from outside, looked at before any parser sees it: files, workbooks, RDF, and the text of queries."""
