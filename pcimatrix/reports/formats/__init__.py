"""Formats by what they write: one file each, found by its name."""
