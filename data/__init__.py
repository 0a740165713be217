"""What is known: the catalogue, the published table, the patterns. No code."""
