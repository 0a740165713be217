"""Workbooks that come back: opened within bounds, and what people filled in."""
