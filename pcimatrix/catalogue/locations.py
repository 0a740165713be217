"""Places of a catalogue's parts in its file, for findings that point at a line."""

from pcimatrix.yamlio.parser import Document, Place


def case_places(document: Document) -> dict[str, Place]:
    """Return the place of each test case's block by id; `document` must hold a valid catalogue."""
    return block_places(document)[0]


def block_places(document: Document) -> tuple[dict[str, Place], dict[str, Place]]:
    """Return the places of the blocks of test cases, and of principal requirements, by id: one pass for both."""
    places = document.places()
    cases = {}
    principals = {}
    for p, principal in enumerate(document.values["principal_requirements"]):
        principals[principal["id"]] = places.of(("principal_requirements", p))
        for s, section in enumerate(principal["sections"]):
            for r, requirement in enumerate(section["requirements"]):
                for c, case in enumerate(requirement["test_cases"]):
                    parents = ("principal_requirements", p, "sections", s, "requirements", r)
                    cases[case["id"]] = places.of((*parents, "test_cases", c))
    return cases, principals
