"""From a document to its tables: import a list of indicators, and trace every quote back to its source."""
