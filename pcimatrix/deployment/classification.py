"""Classification of resources: what decides a pattern, what is an open question, and what fits every pattern."""

from collections.abc import Iterable
from fnmatch import fnmatchcase
from itertools import product
from math import prod
from typing import Any, NamedTuple

from pcimatrix.deployment.inventory import MAYBE, NOTHING, UNKNOWN, Choice, Resource, Settings, Unknown
from pcimatrix.deployment.resource_types import Condition, ResourceType, ResourceTypes

_MOST = 64
"""More ways to choose than this are not tried."""
_ELSEWHERE = "OS::"
"""OpenStack's types, in templates that look like those of CloudFormation."""
AWS_PREFIXES = ("aws_", "awscc_", "AWS::", "AWSQS::", "Alexa::")
"""How the types of AWS begin, in Terraform and in CloudFormation."""


class Classified(NamedTuple):
    """A resource with what it says: a pattern, a question, both or neither.

    `pattern` without `open` decides; `open` names the question if it is open, with `pattern` as what it would be, or
    with what it `proposes`.
    `review` names a question on what is decided. `service` is empty if the type is not known, `part` is true for a
    part of a service. `ignored` says why the resource counts for nothing.
    """

    resource: Resource
    service: str = ""
    pattern: str | None = None
    open: str | None = None
    proposes: str | None = None
    review: str | None = None
    store: bool = False
    part: bool = False
    ignored: str = ""
    why: str = ""


def holds(condition: Condition, resource: Resource, beside: frozenset[str]) -> bool | None:
    """Tell whether a condition holds for a resource; None if that cannot be known.

    `beside` are the types in the resource's group.
    """
    if condition.beside is not None:
        return not beside.isdisjoint(condition.beside)
    if condition.tag is not None:
        return any(fnmatchcase(tag, condition.tag) for tag in resource.tags)
    if not resource.recorded:
        return None
    return _of_setting(condition, resource.settings)


def _of_setting(condition: Condition, settings: Settings) -> bool | None:
    answers = {_of_values(condition, each) for each in _choices(settings.get(condition.setting or "", ()))}
    return answers.pop() if len(answers) == 1 else None


def _choices(values: tuple[Any, ...]) -> Iterable[tuple[Any, ...]]:
    """Return what the values of a setting are by each choice of the template; not known if there are too many."""
    options = [each.values if isinstance(each, Choice) else (each,) for each in values]
    if prod(map(len, options)) > _MOST:
        return [tuple(UNKNOWN if isinstance(each, Choice) else each for each in values)]
    return product(*options)


def _of_values(condition: Condition, values: tuple[Any, ...]) -> bool | None:
    if condition.present is not None:
        return None if values and all(each is MAYBE for each in values) else bool(values) is condition.present
    known = frozenset(_text(each) for each in values if not isinstance(each, Unknown))
    found, certain = _compared(condition, known, present=bool(values))
    # With unknown values, only the answer that they cannot change is sure.
    return found if found is certain or not any(isinstance(each, Unknown) for each in values) else None


def _compared(condition: Condition, known: frozenset[str], *, present: bool) -> tuple[bool, bool]:
    """Return whether the known values meet a condition, and the answer that no further value can change."""
    if condition.is_ is not None:
        return not known.isdisjoint(_texts(condition.is_)), True
    if condition.is_not is not None:
        return known.isdisjoint(_texts(condition.is_not)), False
    if condition.only is not None:
        return present and known <= _texts(condition.only), False
    return any(each.startswith(_text(condition.begins or "")) for each in known), True


def _text(value: Any) -> str:
    return ("true" if value else "false") if isinstance(value, bool) else str(value).lower()


def _texts(values: Iterable[str]) -> frozenset[str]:
    return frozenset(each.lower() for each in values)


def classify(resource: Resource, types: ResourceTypes, beside: frozenset[str]) -> Classified:
    """Return what a resource says of the pattern of its workload; `beside` are the types in its group."""
    rows = types.rows(resource.type)
    if resource.ignored or not rows:
        return _without_rows(resource, types)
    service = rows[-1].service
    store = any(row.store for row in rows)
    for row in rows:
        held = [holds(each, resource, beside) for each in row.when]
        if False in held:
            continue
        if None in held:
            return _not_known(resource, rows, row, store)._replace(proposes=_by_default(resource, types, beside))
        found = Classified(resource, row.service, store=store, why=_why(row))
        if row.pattern is None:
            return found._replace(open=row.asks)
        if resource.conditional:
            return found._replace(pattern=row.pattern, open="conditional")
        return found._replace(pattern=row.pattern, review=row.asks)
    return Classified(resource, service, store=store)


def _by_default(resource: Resource, types: ResourceTypes, beside: frozenset[str]) -> str | None:
    """Return the pattern that a resource decides if no parameter is given; None if it decides none."""
    if not resource.defaults:
        return None
    found = classify(resource._replace(settings=resource.defaults, defaults=NOTHING), types, beside)
    return None if found.open else found.pattern


def _not_known(resource: Resource, rows: tuple[ResourceType, ...], row: ResourceType, store: bool) -> Classified:
    """Return the open question of a resource, one of whose deciding settings is not known."""
    outcomes = {(each.pattern, each.asks) for each in rows}
    if len(outcomes) == 1:  # whatever it is, the answer is the same
        return Classified(resource, row.service, store=store, pattern=row.pattern, review=row.asks)
    if all(each.pattern is None and each.asks is None for each in rows):
        return Classified(resource, row.service, store=store)
    asks = "known_after_apply" if resource.recorded else "not_recorded"
    last = rows[-1]
    if last.asks and not last.when:
        asks = last.asks
    return Classified(resource, last.service, store=store, open=asks)


def _why(row: ResourceType) -> str:
    said = [
        f"{each.setting} {' or '.join(each.is_ or each.only or ())}".strip()
        for each in row.when
        if each.setting and each.present is None
    ]
    said += [f"{each.setting} is set" for each in row.when if each.setting and each.present]
    said += [f"tag {each.tag}" for each in row.when if each.tag]
    return ", ".join(said)


def _without_rows(resource: Resource, types: ResourceTypes) -> Classified:
    if resource.ignored:
        return Classified(resource, ignored=resource.ignored)
    family = types.family(resource.type)
    if family is not None:
        return Classified(resource, family.service, part=True)
    elsewhere = resource.type.startswith(_ELSEWHERE)
    if resource.type.startswith(AWS_PREFIXES) or (":" in resource.type and not elsewhere):
        return Classified(resource, open="unknown_type")
    return Classified(resource, ignored="not of AWS")
