"""A warning on a scope: its code, its place in the file, and what each code means."""

from typing import NamedTuple

from pcimatrix.yamlio.places import Path_

MEANINGS = {
    "open_questions": "No question on what is deployed is open",
    "scope_edition": "The scope is assessed against a known edition of PCI DSS",
    "edition_later": "The edition that the scope is assessed against was published by its date",
    "edition_retired": "The edition that the scope is assessed against had not retired on its date",
    "replaced_fact": "The scope answers facts by their current ids",
    "aoc_missing": "Each third party, AWS included, has an AOC",
    "aoc_date": "Each AOC is at most twelve months old, and not of a later date than the scope",
    "aoc_edition": "Each AOC is to the standard and edition of the scope",
    "aoc_services": "The AOC of AWS names each service in use",
    "service_unknown": "Each AWS service is named by a name that is known",
    "takeover_twice": "One third party takes over a requirement in a workload",
    "takeover_no_effect": "Each takeover has an effect",
    "matrix_contradicts": "No takeover or decision contradicts a third party's matrix",
    "matrix_services": "Each row of a third party's matrix is for all its services, or for one in use",
    "decision_no_effect": "Each decision has an effect",
    "decision_date": "No decision is of a later date than the scope",
    "questionnaire": "The entity's facts meet the criteria of the questionnaire that it names",
    "sites_missing": "Card terminals, media and wireless networks are at sites that the scope names",
    "customer_duty": "Customers are given only what applies and is the entity's own",
    "flow_standing": "Account data flows only to and from workloads in the CDE",
    "flow_unprotected": "Account data that crosses an open, public network is protected",
    "flow_fact": "Flows do not contradict the fact on open, public networks",
    "flow_missing": "If there are flows, account data flows to or from each workload in the CDE",
    "multi_tenant": "The fact multi_tenant fits the kind of entity, and Appendix A1 is assessed besides if it applies",
}
"""What holds if there is no warning of a code."""


class Caution(NamedTuple):
    """A warning: its code, what it is about, one line of text, and the path in the file of what it speaks of."""

    code: str
    subject: str
    message: str
    path: Path_ = ()
