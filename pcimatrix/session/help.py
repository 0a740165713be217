"""Further help for each question of a session, shown by `?`: what to answer, with examples."""

from pcimatrix.session.wording import DIFFERING, DIFFERS, PARTIES, WORKLOADS

HELP: dict[str, tuple[str, ...]] = {
    f"{WORKLOADS}.name": (
        "Use a name that your assessor will meet elsewhere too, e.g. checkout, card-vault or reporting.",
        "Systems with the same pattern and the same answers can be one workload.",
        "Split a workload if its parts run on different patterns.",
        "Your assessor also asks about systems that connect to the CDE, and systems out of scope (12.5.2).",
    ),
    f"{WORKLOADS}.standing": (
        "cde: e.g. a checkout that receives card numbers, a database with card numbers, a payment terminal.",
        "connected: e.g. a jump host, a log collector or a build server that can reach or change the CDE.",
        "out_of_scope: e.g. a marketing site with no network path and no access into the CDE.",
        "If you are not sure, choose connected: an assessor has to confirm that a system is out of scope.",
    ),
    f"{WORKLOADS}.reason": (
        "Example: no account data, no network path to the CDE (a VPC of its own), no IAM role into its account.",
        "An assessor verifies that what is out of scope cannot affect the CDE, so state what keeps it apart.",
    ),
    f"{WORKLOADS}.pattern": (
        "Type a number, first letters or a usual name: serverless, lambda, ec2, eks, ecs, eks on fargate, shop, saas.",
        "The pattern decides which test cases AWS owns. To see who operates each layer: pcimatrix patterns NAME.",
    ),
    f"{WORKLOADS}.provider": (
        "Examples: shop_platform, payroll, acme_hosting. It is the id of a third party: its attestation is asked for.",
        "For AWS itself there are patterns of their own; a company that only takes payments hosts no workload.",
    ),
    f"{WORKLOADS}.account": (
        "Either form works: production-payments, 123456789012 or 1234-5678-9012.",
        "If it runs in several accounts, name the one with the account data, or make it several workloads.",
    ),
    f"{WORKLOADS}.services": (
        "Use the names of the list of services in scope (on AWS's PCI DSS compliance page): AWS Lambda, Amazon SQS.",
        "A service outside AWS's Attestation of Compliance gives a warning: its test cases may become yours.",
        "Press Enter if you do not know yet; no owner depends on it.",
    ),
    f"{WORKLOADS}.{DIFFERS}": (
        "Example: card readers are in your shops only. You ticked them for all, so tick them here for the website.",
        "A ticked fact is answered the other way round for this workload; the others stay as for all.",
    ),
    DIFFERING: (
        "Example: 2, 3 if workloads 2 and 3 differ. Enter or none if every answer holds for every workload.",
        "An answer for all is safe: what one workload leaves to you is your duty. Per workload it is more exact.",
    ),
    f"{PARTIES}.name": (
        "Examples: Amazon Web Services, a payment processor, an identity provider, a managed security service.",
        "Name everyone who receives your account data or can affect its security, even without a takeover (12.8.1).",
        "You are asked about one company after the other. Press Enter when there is no other.",
    ),
    f"{PARTIES}.id": (
        "The file, the totals and the CSV use it: e.g. example_idp. It starts with a small letter.",
        "aws is reserved for AWS itself: AWS's attestation is compared with the services that you use.",
    ),
    f"{PARTIES}.aoc_date": (
        "Use the date in the AOC's signature section, e.g. 2026-02-28.",
        "Press Enter if you have no AOC: it is a warning, not an error. An AOC older than twelve months is one too.",
    ),
    f"{PARTIES}.aoc_version": ("It is on the AOC's title page, e.g. PCI DSS v4.0 or PCI DSS v4.0.1.",),
    f"{PARTIES}.services": (
        "They are in part 2 of the AOC, 'services that were included', e.g. Payment gateway, Tokenization.",
        "For AWS, copy the services that you use from its list of services in scope.",
    ),
    f"{PARTIES}.owns": (
        "An id of any level works, and covers everything below it:",
        "  8.3.2.a  one test case",
        "  8.3.2  all test cases of a requirement",
        "  8.3  all test cases of a section",
        "Examples, each only if your agreement says so:",
        "  identity provider that your staff log in with: 8.3.4 (lockout), 8.3.6 (password length), 8.3.7 (history)",
        "  payment processor whose page or form takes the cards: 6.4.3 and 11.6.1 (scripts on the page)",
        "  payment processor that keeps the card numbers and gives you tokens: 3.5.1 and 3.6.1 (storage and its keys)",
        "What people, data and settings of yours need stays with you, e.g. who may log in (7.2, 8.2).",
        "To find ids: pcimatrix list -r 8.3, or pcimatrix list --search password.",
        "Press Enter if the provider has agreed to nothing in writing.",
    ),
    f"{PARTIES}.owns_workloads": (
        "Example: payments, reporting. Use the names that you gave the workloads (list shows them).",
        "In every other workload these test cases stay with the owner that they have without the provider.",
    ),
    "assessment": (
        "merchant: you are paid by card for your own goods or services, e.g. a web shop or a hotel.",
        "service_provider: you handle card data for other companies, e.g. a processor, a hosting or an IT provider.",
        "Some requirements are for service providers only, e.g. 12.4.1 and 12.9.1.",
    ),
    "validation": (
        "The acquirer (your merchant bank) or the payment brand decides which report it accepts: ask it if unsure.",
        "The report does not move an owner. Test cases that it does not ask for still apply to you.",
        "A service provider validates by a ROC or by SAQ D for service providers.",
        "pcimatrix scope saq FILE says which questionnaires your answers allow, criterion by criterion.",
    ),
    "entity": (
        "Use the legal name, as in the AOC: Example Payments Ltd.",
        "It is the heading of the summary. No owner depends on it.",
    ),
    "pci_dss": (
        "Write 4.0.1, without 'v'. v4.0 retired on 2024-12-31: for a later date it gives a warning.",
        "The test cases are the same; some are worded otherwise. pcimatrix editions lists what differs.",
    ),
    "date": (
        "Example: 2026-01-31. It is the date on the summary, and attestations are compared with it.",
        "Use the date on which you checked the answers, not the date of the assessment.",
    ),
    "confirmed_by": (
        "Examples: A. Example, head of payments; or: information security officer.",
        "Press Enter if it is not decided yet: the register then names the scope file instead.",
    ),
}
"""Help by question: `workloads.name`, `third_parties.owns`, `entity`. A fact's help lists its test cases instead."""
