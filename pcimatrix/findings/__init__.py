"""What a command found in files, each finding with its place."""
