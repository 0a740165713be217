"""The wording of a scoping session's questions: plain words, with the standard's terms explained."""

import re
from typing import NamedTuple

from pcimatrix.session.question import Kind, Option

WORKLOADS, PARTIES = "workloads", "third_parties"
"""The groups of questions that are asked again for each workload and for each third party."""


class Words(NamedTuple):
    """How a question is asked: its text and explanation (`{name}` is the workload or third party), and its kind."""

    text: str
    explains: str
    kind: Kind
    needed: str = ""


STANDING = (
    Option("cde", "it stores, processes or transmits account data (card numbers and what goes with them)"),
    Option("connected", "it does not, but is connected to something that does, or could affect its security"),
    Option("out_of_scope", "neither; you will be asked for the reason"),
)
ASSESSMENTS = (
    Option("merchant", "you accept cards as payment for goods or services"),
    Option("service_provider", "you store, process or transmit account data for others, or can affect its security"),
)
FIELDS: dict[str, dict[str, Words]] = {
    WORKLOADS: {
        "name": Words(
            "What do you call this workload?",
            "A workload is an application, or systems that are run alike, in one AWS account. "
            "Begin with the one that handles the most card data",
            Kind.TEXT,
        ),
        "standing": Words(
            "How does {name} stand to account data?",
            "The cardholder data environment (CDE) is the people, processes and systems that store, process or "
            "transmit account data. What is connected to the CDE is in scope of PCI DSS as well",
            Kind.CHOICE,
            "expected how it stands to account data, as everything rests on it",
        ),
        "reason": Words(
            "Why does {name} stand so?",
            "In one sentence that an assessor can check, e.g. no account data, no network path and no role into the "
            "CDE. It can be left out unless the workload is out of scope",
            Kind.TEXT,
        ),
        "pattern": Words(
            "How does {name} run on AWS?",
            "The architecture pattern says which layers AWS runs for you, and so which test cases are AWS's. If it "
            "uses several, answer with the one in which you run the most, or make it several workloads",
            Kind.CHOICE,
            "expected an architecture pattern, as the matrix begins with it",
        ),
        "account": Words(
            "In which AWS account does {name} run?",
            "Its name or number, as your assessor will find it in the inventory",
            Kind.TEXT,
            "expected the account's name or number",
        ),
        "services": Words(
            "Which AWS services does {name} use?",
            "With commas between them, e.g. AWS Lambda, Amazon DynamoDB. They are compared with the services that "
            "AWS's attestation covers",
            Kind.LIST,
        ),
    },
    PARTIES: {
        "name": Words(
            "Which company does something for you that PCI DSS asks for, or could affect account data?",
            "The standard calls it a third-party service provider (TPSP), e.g. a payment processor or an identity "
            "provider. AWS is one too: name it, so that its attestation is on record",
            Kind.TEXT,
        ),
        "id": Words(
            "Which short name shall stand for {name} in the file?",
            "Small letters, digits and _; aws stands for AWS itself",
            Kind.NAME,
            "expected a short name",
        ),
        "aoc_date": Words(
            "Of which day is the Attestation of Compliance (AOC) of {name}?",
            "The AOC is the provider's signed result of its own assessment. You have to ask for it every twelve months "
            "(12.8.4); AWS's is in AWS Artifact",
            Kind.DAY,
        ),
        "aoc_version": Words(
            "Against which version of the standard was {name} assessed?",
            "As the AOC has it, e.g. PCI DSS v4.0.1",
            Kind.TEXT,
            "expected the version that the AOC names",
        ),
        "services": Words(
            "Which services does the AOC of {name} cover?",
            "With commas between them. Only what the AOC names is attested",
            Kind.LIST,
        ),
        "owns": Words(
            "Which requirements or test cases has {name} taken over from you in writing?",
            "Their ids with commas between them, e.g. 6.4.3, 11.6.1 or a whole section 8.3. What is taken over must "
            "stand in your agreement (12.8.2) and in the provider's responsibility matrix (12.9.2)",
            Kind.LIST,
        ),
        "owns_workloads": Words(
            "For which workloads has {name} taken them over?",
            "Their names with commas between them; left out, it is for all of them",
            Kind.LIST,
        ),
    },
}
"""The questions on one workload and on one third party, in the order in which they are asked."""

OWNS_OF_AWS = (
    "What AWS owns by a workload's pattern is counted already. Name here, with commas between them, only what it has "
    "taken over beyond that, e.g. 3.7.1.b where AWS KMS makes the keys of data that you store. It must stand in AWS's "
    "responsibility matrix (12.9.2), which is in AWS Artifact"
)
"""What explains the question of what a third party has taken over, where that is AWS."""

SINGLE: dict[str, Words] = {
    "assessment": Words(
        "Are you assessed as a merchant or as a service provider?",
        "If you are both, answer service provider: more requirements apply. Until answered, a merchant is assumed",
        Kind.CHOICE,
        "expected merchant or service_provider",
    ),
    "entity": Words(
        "What is the name of the company that is assessed?",
        "The entity, as it will stand in the Report on Compliance (ROC) or the self-assessment questionnaire",
        Kind.TEXT,
        "expected the entity's name",
    ),
    "pci_dss": Words(
        "Against which version of PCI DSS are you assessed?",
        "The number only, e.g. 4.0",
        Kind.TEXT,
        "expected a version, e.g. 4.0",
    ),
    "date": Words(
        "As of which day does all this hold?",
        "YYYY-MM-DD. Attestations are warned of when they are older than twelve months on this day",
        Kind.DAY,
        "expected the day as of which the scope holds, YYYY-MM-DD",
    ),
    "confirmed_by": Words(
        "Who at the company confirms these answers?",
        "A name or a role. The register of what does not apply names it, as the assessor has to verify each entry",
        Kind.TEXT,
    ),
}
"""The questions that are asked once, without the facts (`data/facts.yaml`)."""
ADMINISTRATIVE = ("entity", "pci_dss", "date", "confirmed_by")
"""Those of them that move no test case: they come last."""


def place(identifier: str) -> tuple[str, int, str] | None:
    """Return group, number and field of the question of this id, None where it is in no group."""
    matched = re.fullmatch(rf"({WORKLOADS}|{PARTIES})\.([1-9][0-9]{{0,2}})\.([a-z_]+)", identifier)
    if not matched or matched[3] not in FIELDS[matched[1]]:
        return None
    return matched[1], int(matched[2]), matched[3]
