"""Formats of a table. Each has `write(table: Table) -> str`; `table` is the plain one of a pipe."""
