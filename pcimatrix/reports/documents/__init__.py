"""Word and PDF documents that come back from people: their stamp, and their text line by line."""
