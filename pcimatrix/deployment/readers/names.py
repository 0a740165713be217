"""Names in a template and what they mean: parameters, by what they are given or by default, and resources."""

from collections.abc import Iterable, Mapping
from typing import Any

from pcimatrix.deployment.inventory import NOTHING, Choice, Settings, Unknown
from pcimatrix.deployment.readers.intrinsics import resolved
from pcimatrix.deployment.settings import kept


class Names:
    """The names of one template: of its parameters as its parent gives them, and of its resources by their addresses.

    `given` are values of parameters, `linked` what they and the template's own names mean as links.
    """

    def __init__(
        self, file: str, values: Mapping[str, Any], given: Mapping[str, Any], linked: Mapping[str, Any]
    ) -> None:
        self.file = file
        self.given = given
        self.linked = {**given, **linked}
        self._default = {**_defaults(values.get("Parameters")), **given}

    def passed(self, stack: Mapping[str, Any], *, linked: bool = False) -> Mapping[str, Any]:
        """Return the parameters that a nested stack's resource gives, without those that are not known."""
        properties = stack.get("Properties")
        parameters = properties.get("Parameters") if isinstance(properties, Mapping) else None
        known = self.linked if linked else self.given
        found = resolved(parameters, known) if isinstance(parameters, Mapping) else {}
        return {name: value for name, value in found.items() if isinstance(value, str | int | bool)}

    def by_default(self, properties: Any, paths: Iterable[str], settings: Settings) -> Settings:
        """Return a resource's settings as they are if no parameter is given; empty if they are the same."""
        if not any(isinstance(each, Unknown | Choice) for values in settings.values() for each in values):
            return NOTHING
        found = kept(resolved(properties, self._default), paths)
        return NOTHING if found == settings else found


def outputs(values: Any, addresses: Mapping[str, str]) -> dict[str, str]:
    """Return the outputs of a template that name resources of its own, by `Outputs.NAME`, with these addresses."""
    stated = values.get("Outputs") if isinstance(values, Mapping) else None
    bodies = stated.items() if isinstance(stated, Mapping) else ()
    found = {
        f"Outputs.{name}": resolved(body.get("Value"), addresses) for name, body in bodies if isinstance(body, Mapping)
    }
    return {name: value for name, value in found.items() if isinstance(value, str)}


def _defaults(parameters: Any) -> dict[str, Any]:
    bodies = parameters.items() if isinstance(parameters, Mapping) else ()
    found = {str(name): _default(body) for name, body in bodies if isinstance(body, Mapping)}
    return {name: value for name, value in found.items() if value is not None}


def _default(parameter: Mapping[str, Any]) -> Any:
    """Return the default of a parameter; nothing if it is only the name of a value in Systems Manager."""
    type_, default = str(parameter.get("Type", "")), parameter.get("Default")
    if type_.startswith("AWS::SSM::"):
        return None
    if isinstance(default, str) and (type_.startswith("List<") or type_ == "CommaDelimitedList"):
        return [each.strip() for each in default.split(",")]
    return default
