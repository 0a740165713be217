"""Content of reports: tables, texts and data, before any format."""
