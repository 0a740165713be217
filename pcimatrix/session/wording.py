"""Wording of a session's questions: plain words, with the standard's terms explained."""

import re
from functools import lru_cache
from typing import NamedTuple

from pcimatrix.catalogue.validation import SAQS
from pcimatrix.session.question import Kind, Option

WORKLOADS, PARTIES = "workloads", "third_parties"
"""The groups of questions that are asked again for each workload and for each third party."""


DIFFERING = "differing"
"""The question whether the facts are the same in every workload; the answer names those in which they are not."""
DIFFERS = "differs"
"""The question what is different in one of these: the facts that are answered the other way round there."""
FACTS = "facts"
"""Before the name of a group of facts, the id of its question; the facts' answers have the facts' names."""
DETAILS = "details"
PARTS = (WORKLOADS, FACTS, PARTIES, DETAILS)
"""The parts of a session, each of which can be gone through alone; `details` are what is asked once."""


class Words(NamedTuple):
    """How a question is asked: its text and explanation (`{name}` is the workload or third party), and its kind."""

    text: str
    explains: str
    kind: Kind
    needed: str = ""


STANDING = (
    Option("cde", "it stores, processes or transmits account data (card numbers and what goes with them)"),
    Option("connected", "it does not, but it connects to a system that does, or can affect its security"),
    Option("out_of_scope", "neither; the next question asks for the reason"),
)
VALIDATIONS = (
    Option("roc", "a Report on Compliance (ROC): an assessor tests all that applies"),
    *(Option(each.value, f"SAQ {name}, a questionnaire", (name.lower(),)) for each, name in SAQS.items()),
)
"""The reports by which an entity can validate, as a choice."""
PAYMENTS = f"{FACTS}.payments"
"""The question on how payments are taken: which questionnaires fit follows from it."""
ASSESSMENTS = (
    Option("merchant", "you accept cards as payment for goods or services"),
    Option(
        "service_provider",
        "you store, process or transmit account data for others, or can affect its security",
    ),
)
FIELDS: dict[str, dict[str, Words]] = {
    WORKLOADS: {
        "name": Words(
            "What do you call this workload?",
            "A workload is an application, or several systems that run the same way, in one AWS account. "
            "Begin with the one that handles the most card data",
            Kind.TEXT,
        ),
        "standing": Words(
            "Does {name} handle account data, or connect to systems that do?",
            "The cardholder data environment (CDE) is the people, processes and systems that store, process or "
            "transmit account data. Systems connected to the CDE are in scope of PCI DSS as well",
            Kind.CHOICE,
            "choose cde, connected or out_of_scope: every owner depends on it",
        ),
        "reason": Words(
            "Why is {name} classified that way?",
            "In one sentence that an assessor can check, e.g. no account data, no network path and no role into the "
            "CDE. A workload out of scope needs a reason; others can do without",
            Kind.REASON,
        ),
        "pattern": Words(
            "How does {name} run on AWS?",
            "The architecture pattern says which layers AWS runs for you, and so which test cases AWS owns. If it "
            "uses several, choose the one in which you run the most yourself, or make it several workloads",
            Kind.CHOICE,
            "choose an architecture pattern: the matrix starts from it",
        ),
        "provider": Words(
            "What short name should the file use for the company that hosts {name}?",
            "Small letters, digits and _. A question on the company itself follows: it is a third party of yours",
            Kind.NAME,
            "give a short name: a hosted workload has a provider",
        ),
        "account": Words(
            "In which AWS account does {name} run?",
            "Its twelve digits, or its name in your inventory",
            Kind.ACCOUNT,
            "give the account's name or number",
        ),
        "services": Words(
            "Which AWS services does {name} use?",
            "Separated by commas, e.g. AWS Lambda, Amazon DynamoDB. They are compared with the services that "
            "AWS's attestation covers",
            Kind.LIST,
        ),
        DIFFERS: Words(
            "What is different in {name}?",
            "The list says what you answered for all workloads. Tick what is the other way round in this one",
            Kind.TICKS,
        ),
    },
    PARTIES: {
        "name": Words(
            "Which company meets PCI DSS requirements for you, or can affect your account data?",
            "The standard calls it a third-party service provider (TPSP), e.g. a payment processor or an identity "
            "provider. AWS is one too: name it, so that its attestation is on record",
            Kind.TEXT,
        ),
        "id": Words(
            "What short name should the file use for {name}?",
            "Small letters, digits and _; use aws for AWS itself",
            Kind.NAME,
            "give a short name",
        ),
        "aoc_date": Words(
            "What is the date of {name}'s Attestation of Compliance (AOC)?",
            "The AOC is the signed result of the provider's own assessment. You must check it every twelve months "
            "(12.8.4); AWS's is in AWS Artifact",
            Kind.DAY,
        ),
        "aoc_version": Words(
            "Which version of the standard was {name} assessed against?",
            "As the AOC says, e.g. PCI DSS v4.0.1",
            Kind.TEXT,
            "give the version in the AOC",
        ),
        "services": Words(
            "Which services does {name}'s AOC cover?",
            "Separated by commas. Only services named in the AOC are attested",
            Kind.LIST,
        ),
        "owns": Words(
            "Which requirements or test cases has {name} taken over from you in writing?",
            "Their ids, separated by commas, e.g. 6.4.3, 11.6.1 or a whole section 8.3. Each must be in your "
            "agreement (12.8.2) and in the provider's responsibility matrix (12.9.2)",
            Kind.LIST,
        ),
        "owns_workloads": Words(
            "For which workloads has {name} taken them over?",
            "Their names, separated by commas; leave it empty for all of them",
            Kind.LIST,
        ),
    },
}
"""The questions on one workload and on one third party, in the order in which they are asked."""

OWNS_OF_AWS = (
    "What AWS owns through a workload's pattern is counted already. Give only what it has taken over beyond that, "
    "separated by commas, e.g. 3.7.1.b if AWS KMS makes the keys for data that you store. It must be in AWS's "
    "responsibility matrix (12.9.2), in AWS Artifact"
)
"""The explanation of `owns` if the third party is AWS."""

SINGLE: dict[str, Words] = {
    "assessment": Words(
        "Are you assessed as a merchant or as a service provider?",
        "If you are both, answer service provider: more requirements apply. Until you answer, merchant is assumed",
        Kind.CHOICE,
        "choose merchant or service_provider",
    ),
    DIFFERING: Words(
        "Is that so in every workload?",
        "Tick the workloads in which something is different; a question on each of them follows. Enter: all are alike",
        Kind.TICKS,
    ),
    "validation": Words(
        "Which report does your acquirer, or the payment brand, ask you for?",
        "A Report on Compliance (ROC), or a Self-Assessment Questionnaire (SAQ). Leave it empty if you do not know: "
        "how you take payments shows which questionnaires could fit",
        Kind.CHOICE,
    ),
    "entity": Words(
        "What is the name of the assessed company?",
        "As in the Report on Compliance (ROC) or the Self-Assessment Questionnaire (SAQ)",
        Kind.TEXT,
        "give the company's name",
    ),
    "pci_dss": Words(
        "Which version of PCI DSS are you assessed against?",
        "The number only, e.g. 4.0.1",
        Kind.TEXT,
        "give a version, e.g. 4.0.1",
    ),
    "date": Words(
        "What date do these answers describe?",
        "YYYY-MM-DD. An attestation more than twelve months older gives a warning",
        Kind.DAY,
        "give the date that the scope describes, YYYY-MM-DD",
    ),
    "confirmed_by": Words(
        "Who in the company confirms these answers?",
        "A name or a role. It is printed beside each test case that does not apply, for the assessor to verify",
        Kind.TEXT,
    ),
}
"""The questions that are asked once, apart from the facts (`data/facts.yaml`)."""
VALIDATION = "validation"
ADMINISTRATIVE = (VALIDATION, "entity", "pci_dss", "date", "confirmed_by")
"""The ones that move no test case: they come last."""


@lru_cache(maxsize=10_000)
def place(identifier: str) -> tuple[str, int, str] | None:
    """Return group, number and field of a question's id; None if it is in no group."""
    matched = re.fullmatch(rf"({WORKLOADS}|{PARTIES})\.([1-9][0-9]{{0,2}})\.([a-z_]+)", identifier)
    if not matched or matched[3] not in FIELDS[matched[1]]:
        return None
    return matched[1], int(matched[2]), matched[3]
