"""What a summary's numbers mean, in words for an assessor: by their origin, and by the basis of each owner."""

from pcimatrix.catalogue.model import Basis

BASES: dict[Basis, str] = {
    Basis.STRUCTURAL: "Limited to service providers; the published row's N/A count is exactly the number of these.",
    Basis.STATED: "AWS's blog post names it and says that AWS is responsible, or that it is not applicable in the "
    "example (the table then counts it under AWS).",
    Basis.SUPPORTED: "AWS's blog post names it and says only that AWS supports compliance; the table counts it under "
    "AWS.",
    Basis.REMAINDER: "What the published row's total leaves once the others are placed.",
    Basis.RECONCILED: "One of several choices of whole requirements that close the published row; worked out.",
    Basis.FACT: "A fact about the entity, as its scope file answers it.",
    Basis.AGREEMENT: "A third-party service provider owns it, as the scope file records.",
    Basis.ATTESTED: "The provider's own responsibility matrix says so; the trace has its sheet and row.",
    Basis.DECISION: "Decided by hand in the scope file, with a reason, by whom and when.",
    Basis.SUPERSEDED: "Another requirement has replaced it by the date of the scope, or by the day asked for.",
    Basis.MODELLED: "Our own model, never published by AWS: the layers that the test case examines and who "
    "operates them in this pattern.",
}
"""What each basis means, in words for an assessor."""

ABOUT = {
    "published": "Row totals are those that AWS published in a blog post (“the post”) for its serverless example; the "
    "split below a row is worked out, and each owner carries its basis.",
    "modelled": "Modelled: AWS published no figures for this pattern. Every owner below is our own model: the layers "
    "that a test case examines, and who operates them.",
    "scope": "The responsibility matrix of the entity's own environment, as its scope file states it (PCI DSS 12.5.2 "
    "and 12.8.5).",
}
"""What a summary's numbers are, by the origin of its owners."""
