"""Sites of the entity's own: which patterns run there, and what is said to be there if no workload is."""

from collections.abc import Mapping

from pcimatrix.catalogue.facts import Facts, Settled
from pcimatrix.catalogue.model import Owner
from pcimatrix.catalogue.patterns import Patterns
from pcimatrix.scope.answers import plain
from pcimatrix.scope.caution import Caution
from pcimatrix.scope.model import Scope, Standing, Workload
from pcimatrix.yamlio.places import Path_

OWN_SITES = "own_sites"
"""The fact that sites of the entity's own are in scope."""
AT_SITES = ("poi_devices", "physical_media", "wireless_networks")
"""Facts on what somebody has to guard somewhere: card terminals, media, wireless networks. No provider has them."""
_FACILITIES = "facilities"
"""The layer of which the entity is the operator if a workload runs at its own sites."""


def at_own_site(patterns: Patterns, pattern: str) -> bool:
    """Tell whether workloads of a pattern, which must be known, run at sites of the entity's own."""
    operator = patterns.get(pattern).layers.get(_FACILITIES)
    return operator is not None and operator.operator is Owner.CUSTOMER


def sites_missing(scope: Scope, patterns: Patterns, facts: Facts) -> list[Caution]:
    """Return one warning if facts say what is at sites, but no workload in scope is at a site of the entity's own.

    A workload is if its pattern runs there, or if the fact on own sites is yes for it.
    """
    settled = _settled(scope, facts)
    if any(_has_site(patterns, scope.workloads[number], answers) for number, answers in settled.items()):
        return []
    said = {
        name: _place(number, scope.workloads[number], answers[name])
        for name in AT_SITES
        for number, answers in reversed(settled.items())
        if name in answers and answers[name].answer
    }
    if not said:
        return []
    named = ", ".join(f"{name}: yes" for name in said)
    runs = " or ".join(each.id for each in patterns.patterns if at_own_site(patterns, each.id))
    text = (
        f"{named}; but no workload in scope runs at a site of the entity's own, and {OWN_SITES} is yes in none: "
        f"answer {OWN_SITES}: true where they are, or add a workload for the sites (pattern {runs})"
    )
    return [Caution("sites_missing", OWN_SITES, text, next(iter(said.values())))]


def _settled(scope: Scope, facts: Facts) -> dict[int, Mapping[str, Settled]]:
    """Return the facts of each workload in scope by its number; many workloads have few sets of answers."""
    known: dict[frozenset[tuple[str, bool]], Mapping[str, Settled]] = {}
    found = {}
    for number, workload in enumerate(scope.workloads):
        if workload.standing is not Standing.OUT_OF_SCOPE:
            own = frozenset(plain(workload.facts).items())
            if own not in known:
                known[own] = scope.settled(facts, workload)
            found[number] = known[own]
    return found


def _has_site(patterns: Patterns, workload: Workload, answers: Mapping[str, Settled]) -> bool:
    sites = answers.get(OWN_SITES)
    return at_own_site(patterns, workload.pattern) or (sites is not None and sites.answer)


def _place(number: int, workload: Workload, settled: Settled) -> Path_:
    """Return where the answer is that settles a fact: at the workload, or for all of them."""
    at: Path_ = ("workloads", number) if settled.by in workload.facts else ()
    return (*at, "facts", settled.by)
