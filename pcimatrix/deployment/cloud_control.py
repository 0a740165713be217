"""Types of awscc, Terraform's second provider for AWS: CloudFormation's types in Terraform's spelling.

`awscc_ec2_instance` is `AWS::EC2::Instance`; its settings are CloudFormation's as well.
"""

from collections.abc import Iterable

from pcimatrix.deployment.settings import canonical

PREFIX = "awscc_"
_OWN = "AWS::"


def spelled(types: Iterable[str]) -> dict[str, str]:
    """Return types of CloudFormation by their spelling in Terraform, in canonical form."""
    return {_spelling(each): each for each in types if each.startswith(_OWN)}


def begins_with(type_: str, begins: tuple[str, ...]) -> bool:
    """Tell whether a type begins with one of these, which are in CloudFormation's spelling for a type of awscc."""
    if not type_.startswith(PREFIX):
        return type_.startswith(begins)
    return canonical(type_).startswith(tuple(_spelling(each) for each in begins if each.startswith(_OWN)))


def _spelling(type_: str) -> str:
    return canonical(PREFIX + type_.removeprefix(_OWN).replace("::", ""))
