"""Findings of a command in files, each with its place."""
