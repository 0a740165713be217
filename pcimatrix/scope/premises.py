"""Sites of the entity's own: which patterns run there, and what is said to be there if no workload is."""

from collections.abc import Mapping

from pcimatrix.catalogue.facts import Facts, Settled
from pcimatrix.catalogue.model import Owner
from pcimatrix.catalogue.patterns import Patterns
from pcimatrix.scope.answers import plain
from pcimatrix.scope.caution import Caution
from pcimatrix.scope.model import Scope, Standing
from pcimatrix.yamlio.parser import Path_

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
    said: dict[str, Path_] = {}
    known: dict[frozenset[tuple[str, bool]], Mapping[str, Settled]] = {}
    for number, workload in enumerate(scope.workloads):
        if workload.standing is Standing.OUT_OF_SCOPE:
            continue
        own = frozenset(plain(workload.facts).items())
        if own not in known:
            known[own] = scope.settled(facts, workload)
        settled = known[own]
        sites = settled.get(OWN_SITES)
        if at_own_site(patterns, workload.pattern) or (sites is not None and sites.answer):
            return []
        for name in AT_SITES:
            if name in settled and settled[name].answer:
                by = settled[name].by
                place: Path_ = ("workloads", number) if by in workload.facts else ()
                said.setdefault(name, (*place, "facts", by))
    if not said:
        return []
    named = ", ".join(f"{name}: yes" for name in AT_SITES if name in said)
    runs = " or ".join(each.id for each in patterns.patterns if at_own_site(patterns, each.id))
    text = (
        f"{named}; but no workload in scope runs at a site of the entity's own, and {OWN_SITES} is yes in none: "
        f"answer {OWN_SITES}: true where they are, or add a workload for the sites (pattern {runs})"
    )
    return [Caution("sites_missing", OWN_SITES, text, next(said[name] for name in AT_SITES if name in said))]
