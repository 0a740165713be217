"""Layers that providers operate, named in lines of requirements, and told once in a table."""

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from pcimatrix.catalogue.model import Owner
from pcimatrix.catalogue.patterns import Operator, Patterns
from pcimatrix.ownership.traces import Effective, listed
from pcimatrix.reports.content.patterns import who_says
from pcimatrix.reports.table import Table, text_table

TITLE = "Layers that providers operate"
"""The table's title, as the note under the requirements names it."""
_BETWEEN = "; "
"""What is between the layers of a duty; a statement of one layer may have it, too."""


class Layer(NamedTuple):
    """A layer as a provider operates it: its title, what is said of it, and who says so."""

    title: str
    operator: Operator


def statements(patterns: Patterns) -> dict[str, Layer]:
    """Return each statement on a layer that a provider operates in some pattern, from the ground up."""
    return {
        operator.says: Layer(layer.title, operator)
        for layer in patterns.layers
        for operator in (each.layers[layer.id] for each in patterns.patterns)
        if operator.operator in {Owner.AWS, Owner.THIRD_PARTY}
    }


def layers_of(does: str, said: Mapping[str, Layer]) -> tuple[str, ...]:
    """Return the statements that a provider's duty is made of; none if it says anything else."""
    if does in said:
        return (does,)
    for each in said:
        if does.startswith(each + _BETWEEN) and (others := layers_of(does[len(each + _BETWEEN) :], said)):
            return (each, *others)
    return ()


def named(party: str, does: str, said: Mapping[str, Layer], names: Mapping[str, str]) -> str:
    """Return a provider's duty in short: the names of its layers, if it is made of such.

    `party` is `aws` or an id, for which `names` has the name of the third party.
    """
    name = "AWS" if party == Owner.AWS else names.get(party, party)
    found = [said[each].title for each in layers_of(does, said)]
    if found:
        return f"{name}: {', '.join(each[0].lower() + each[1:] for each in found)}"
    return does if party == Owner.AWS else f"{name}: {does}"


def operated_table(patterns: Patterns, traces: Mapping[str, Effective]) -> Table:
    """Return the layers that providers operate in workloads of a scope: what they do there, and who says so."""
    said = statements(patterns)
    found: dict[str, set[str]] = {}
    workloads: set[str] = set()
    for names, does in _duties(traces.values()):
        workloads.update(names)
        for each in layers_of(does, said):
            found.setdefault(each, set()).update(names)
    rows = [
        (
            layer.title,
            "all" if found[says] == workloads else listed([tuple(sorted(found[says]))]),
            says,
            who_says(layer.operator, patterns),
        )
        for says, layer in said.items()
        if says in found
    ]
    return text_table(TITLE, ("Layer", "Workloads", "What is done there", "Who says so"), rows).filled


def _duties(traces: Iterable[Effective]) -> Iterator[tuple[tuple[str, ...], str]]:
    """Yield what each party but the entity does for a test case, with the workloads."""
    for effective in traces:
        for alike in effective.alike:
            for duty in alike.part.duties:
                if duty.party != Owner.CUSTOMER:
                    yield alike.workloads, duty.does
