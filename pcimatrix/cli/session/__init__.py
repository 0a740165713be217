"""A scoping session at the command line."""
