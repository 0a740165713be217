"""Accounts of a Terraform plan: by a provider's assumed role, its allowed accounts, a profile, or known ARNs."""

import re
from collections.abc import Mapping
from typing import Any

from pcimatrix.deployment.inventory import shown
from pcimatrix.deployment.streaming import Walk

_ARN = re.compile(r"arn:aws[a-z-]*:[^:\s]*:[^:\s]*:([0-9]{12}):")
_NUMBER = re.compile(r"[0-9]{12}")


def account_of(values: Any) -> str:
    """Return the number of the account in a resource's own ARN; empty if it has none yet."""
    arn = values.get("arn") if isinstance(values, Mapping) else None
    found = _ARN.match(arn) if isinstance(arn, str) else None
    return found[1] if found else ""


class Accounts:
    """The provider of each resource, and what is known of its account."""

    def __init__(self) -> None:
        self._key_of: dict[str, str] = {}
        self._names: dict[str, str] = {}
        self._variables: dict[str, str] = {}
        self._references: dict[str, list[str]] = {}

    def key_of(self, address: str) -> str:
        """Return the key of the provider of a resource by its address without indexes; empty if not known."""
        return self._key_of.get(address, "")

    def note(self, key: str, number: str) -> None:
        """Take the account in a resource's ARN as its provider's, unless the configuration says one."""
        if number:
            self._names.setdefault(key, number)

    def name(self, key: str, number: str) -> str:
        """Return the account of a resource: its own if known, else its provider's; empty if neither is known."""
        if number:
            return number
        for reference in self._references.get(key, ()):
            if reference in self._variables:
                return self._variables[reference]
        return self._names.get(key, "")

    def read_variables(self, walked: Walk) -> None:
        """Keep of the variables the account numbers in ARNs, or alone, and nothing else."""
        for name in walked.names():
            for _ in walked.chosen("value"):
                value = walked.value()
                if isinstance(value, str) and (found := _ARN.match(value) or _NUMBER.fullmatch(value)):
                    self._variables[f"var.{name}"] = found[found.re.groups]

    def read_configuration(self, walked: Walk) -> None:
        """Read providers and the provider of each resource."""
        for key in walked.chosen("provider_config", "root_module"):
            if key == "root_module":
                self._read_module(walked, "")
            else:
                for name in walked.names():
                    self._read_provider(str(name), walked.value())

    def _read_module(self, walked: Walk, prefix: str) -> None:
        for key in walked.chosen("resources", "module_calls"):
            if key == "resources":
                for _ in walked.items():
                    self._read_resource(walked, prefix)
            else:
                self._read_calls(walked, prefix)

    def _read_calls(self, walked: Walk, prefix: str) -> None:
        for name in walked.names():
            for _ in walked.chosen("module"):
                self._read_module(walked, f"{prefix}module.{name}.")

    def _read_resource(self, walked: Walk, prefix: str) -> None:
        found = {key: str(walked.value()) for key in walked.chosen("address", "provider_config_key")}
        if found.keys() >= {"address", "provider_config_key"}:
            self._key_of[prefix + found["address"]] = found["provider_config_key"]

    def _read_provider(self, key: str, provider: Any) -> None:
        expressions = provider.get("expressions") if isinstance(provider, Mapping) else None
        if not isinstance(expressions, Mapping):
            return
        said = [each for part in ("assume_role", "allowed_account_ids") for each in _constants(expressions.get(part))]
        numbers = [found[found.re.groups] for each in said if (found := _ARN.match(each) or _NUMBER.fullmatch(each))]
        self._references[key] = [
            each for part in ("assume_role", "allowed_account_ids") for each in _references(expressions.get(part))
        ]
        if numbers:
            self._names[key] = numbers[0]
        elif profile := [each for each in _constants(expressions.get("profile")) if each != "default"]:
            self._names[key] = shown(profile[0])
        elif expressions.get("assume_role") and isinstance(provider.get("alias"), str):
            # An alias alone may only be another Region; one that assumes a role is another account.
            self._names[key] = shown(provider["alias"])


def _constants(node: Any) -> list[str]:
    """Return the constant texts of an expression, over its blocks and attributes."""
    if isinstance(node, list):
        return [each for item in node for each in _constants(item)]
    if not isinstance(node, Mapping):
        return []
    if "constant_value" in node:
        value = node["constant_value"]
        return [each for each in (value if isinstance(value, list) else [value]) if isinstance(each, str)]
    return [each for name in ("role_arn",) for each in _constants(node.get(name))]


def _references(node: Any) -> list[str]:
    """Return the variables that an expression refers to."""
    if isinstance(node, list):
        return [each for item in node for each in _references(item)]
    if not isinstance(node, Mapping):
        return []
    found = node.get("references")
    if isinstance(found, list):
        return [each for each in found if isinstance(each, str)]
    return _references(node.get("role_arn"))
