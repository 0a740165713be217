"""A scoping session: its questions, what an answer does, and the scope that comes of it; pure, with no terminal."""
