"""An entity's own scope: its file, its matrix, and what it is warned of."""
