"""What reports say: tables, texts and data, before any format."""
