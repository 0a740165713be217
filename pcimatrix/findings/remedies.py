"""What to do about findings, by the group of the criterion: the help that viewers show beside a finding."""

from pcimatrix.findings.model import Criterion

_BY_GROUP = {
    "input_error": "Correct the file at the place that the finding names. `pcimatrix schema` prints the JSON Schemas "
    "that editors check files by.",
    "rules": "Correct the test case that the finding names, or name the rule in its `exceptions`, with the reason.",
    "published_totals": "Row totals are published. If a test case moves to another owner, another one of its row must "
    "move the other way, with its reason.",
    "expected": "If the change is meant, record it: `pcimatrix scope check --record`. Otherwise take back what moved "
    "the test cases that the finding names; `pcimatrix explain` shows each step.",
    "warnings": "Look at the line that the finding names: correct it, or state there why it holds.",
    "deployment_drift": "If the deployment is right, accept it into the scope: `pcimatrix scope accept`. Otherwise "
    "change what is deployed.",
}
_OTHERS = "Correct what the finding names, at its place."


def remedy(criterion: Criterion) -> str:
    """Return what to do about a criterion's findings: one line of plain text, with commands between backquotes."""
    return _BY_GROUP.get(criterion.group, _OTHERS)
