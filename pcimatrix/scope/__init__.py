"""An entity's own scope: its file, matrix and warnings."""
