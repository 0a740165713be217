"""Readers of sources, one file for each kind: each turns a source into resources."""
