"""Formats of a check. Each has `write(result: CheckResult, found: list[Finding]) -> str`."""
