"""Providers' responsibility matrices: spreadsheets as handed out, and the files that they become."""
