"""Runs of the program as tests have them: what one printed or said, once it has ended as it should."""

import subprocess


def good(result: subprocess.CompletedProcess[str]) -> str:
    """Return what a run printed, once it has ended well and said nothing else."""
    assert (result.returncode, result.stderr) == (0, "")
    return result.stdout


def refused(result: subprocess.CompletedProcess[str]) -> str:
    """Return what a run said on standard error, once it has ended with 2 and printed nothing."""
    assert (result.returncode, result.stdout) == (2, "")
    assert "Traceback" not in result.stderr
    return result.stderr
