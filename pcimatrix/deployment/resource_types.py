"""Resource types: what each says about the pattern of its workload (`data/resource_types.yaml`)."""

from collections.abc import Mapping
from functools import cache, cached_property
from typing import Annotated

from pydantic import Field, StrictBool

from pcimatrix.catalogue.loader import shipped_document
from pcimatrix.catalogue.patterns import Source
from pcimatrix.deployment.cloud_control import PREFIX, begins_with, spelled
from pcimatrix.deployment.settings import canonical
from pcimatrix.yamlio.fields import FREEZE, THAW, Line, Model, Name
from pcimatrix.yamlio.validation import validate

Values = Annotated[tuple[Line, ...], Field(min_length=1)]


class Condition(Model):
    """One condition on a resource: on a setting's values, on a tag's key, or on types beside it in its group."""

    setting: Line | None = None
    is_: Annotated[Values | None, Field(alias="is")] = None
    is_not: Values | None = None
    only: Values | None = None
    begins: Line | None = None
    present: StrictBool | None = None
    tag: Line | None = None
    beside: Values | None = None


class ResourceType(Model):
    """One row on a type: what decides, or what is asked, if its conditions hold."""

    terraform: Line | None = None
    cloudformation: Line | None = None
    explorer: Line | None = None
    service: Line
    when: tuple[Condition, ...] = ()
    pattern: Name | None = None
    asks: Name | None = None
    store: StrictBool = False
    links: tuple[Line, ...] = ()
    note: Line | None = None
    source: Name | None = None
    judgement: Line | None = None


class Family(Model):
    """Types that are parts of a service, by the beginnings of their names."""

    service: Line
    begins: Values
    judgement: Line


class TypeQuestion(Model):
    """A question that code leaves open; a pattern in `settled_by` beside it makes it moot."""

    id: Name
    asks: Line
    proposes: Name | None = None
    settled_by: tuple[Name, ...] = ()


class Implied(Model):
    """A resource that the transform of SAM adds."""

    name: Line
    type: Line


class Sam(Model):
    """What the transform of SAM makes of its short forms."""

    types: Annotated[Mapping[Line, Line], FREEZE, THAW]
    events: Annotated[Mapping[Line, Implied], FREEZE, THAW]


class CdkOwn(Model):
    """Parts of paths and logical ids of what CDK adds for itself."""

    paths: Values
    ids: Values


class Hint(Model):
    """What code hints at about a fact; a type of `unless` in the sources takes it away."""

    id: Name
    about: Name
    types: tuple[Line, ...] = ()
    stores: StrictBool = False
    when: tuple[Condition, ...] = ()
    unless: tuple[Line, ...] = ()
    says: Line
    proposes: StrictBool | None = None


class ResourceTypes(Model):
    """All resource types, with their families, questions and hints."""

    schema_version: Annotated[int, Field(strict=True, ge=1, le=1)]
    sources: Annotated[Mapping[Name, Source], FREEZE, THAW]
    questions: tuple[TypeQuestion, ...]
    types: tuple[ResourceType, ...]
    families: tuple[Family, ...]
    sam: Sam
    cdk_own: CdkOwn
    hints: tuple[Hint, ...]

    @cached_property
    def _by_type(self) -> dict[str, tuple[ResourceType, ...]]:
        found: dict[str, tuple[ResourceType, ...]] = {}
        for row in self.types:
            for name in (row.terraform, row.cloudformation):
                if name:
                    found[name] = (*found.get(name, ()), row)
        return found

    @cached_property
    def _by_explorer(self) -> dict[str, str]:
        return {
            row.explorer.lower(): row.cloudformation or row.terraform or ""
            for row in self.types
            if row.explorer is not None
        }

    @cached_property
    def _by_spelling(self) -> dict[str, str]:
        return spelled(self._by_type)

    @cached_property
    def _questions(self) -> dict[str, TypeQuestion]:
        return {each.id: each for each in self.questions}

    @cached_property
    def _wanted(self) -> dict[str, tuple[str, ...]]:
        found: dict[str, dict[str, None]] = {}
        named = [(name, row.when) for name, rows in self._by_type.items() for row in rows]
        named += [(name, hint.when) for hint in self.hints for name in hint.types]
        for name, conditions in named:
            found.setdefault(name, {}).update({each.setting: None for each in conditions if each.setting})
        return {name: tuple(paths) for name, paths in found.items()}

    @cached_property
    def _families(self) -> dict[str, Family | None]:
        return {}

    def rows(self, type_: str) -> tuple[ResourceType, ...]:
        """Return the rows on a type in order; none if it is not known."""
        return self._by_type.get(type_, ())

    def family(self, type_: str) -> Family | None:
        """Return the family that a type is a part of."""
        if type_ not in self._families:
            found = (each for each in self.families if begins_with(type_, each.begins))
            self._families[type_] = next(found, None)
        return self._families[type_]

    def question(self, identifier: str) -> TypeQuestion:
        """Return the question with this id, which must exist."""
        return self._questions[identifier]

    def wanted(self, type_: str) -> tuple[str, ...]:
        """Return the paths of the settings of a type that a row or a hint asks for; no other is kept."""
        return self._wanted.get(type_, ())

    def links(self, type_: str) -> tuple[str, ...]:
        """Return the paths of the settings of a type that name other resources."""
        return tuple(dict.fromkeys(path for row in self.rows(type_) for path in row.links))

    def wanted_keys(self, type_: str) -> frozenset[str]:
        """Return the first names of these paths, and those of tags and the ARN, in canonical form."""
        paths = (*self.wanted(type_), *self.links(type_))
        return frozenset({*(canonical(path.split(".")[0]) for path in paths), "tags", "tagsall", "arn"})

    def of_cloud_control(self, type_: str) -> str:
        """Return CloudFormation's name of a type of Terraform's provider awscc; the same text if it is not known."""
        return self._by_spelling.get(canonical(type_), type_) if type_.startswith(PREFIX) else type_

    def of_explorer(self, type_: str) -> str:
        """Return the type that Resource Explorer calls e.g. `ec2:instance`; the same text if it is not known."""
        return self._by_explorer.get(type_.lower(), type_)


@cache
def shipped_types() -> ResourceTypes:
    """Return the resource types that come with the program."""
    return validate(shipped_document("resource_types.yaml"), ResourceTypes, [])
