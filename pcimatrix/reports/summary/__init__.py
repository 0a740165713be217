"""The responsibility summary: its value, the stamp that it carries, and its verification."""
