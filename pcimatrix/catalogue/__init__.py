"""Known data: test cases, patterns, facts, the published table and the example application."""
