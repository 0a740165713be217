"""One module a command: its options, what it calls, and which report it writes."""
