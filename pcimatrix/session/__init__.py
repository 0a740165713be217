"""Scoping sessions: questions, effects of answers and the resulting scope; pure, without a terminal."""
