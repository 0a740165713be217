"""Where the parts of a catalogue stand in its file: for findings that point at a line."""

from pcimatrix.yamlfile import Document, Place


def case_places(document: Document) -> dict[str, Place]:
    """Return the place of each test case's block by id; `document` must hold a valid catalogue."""
    places = document.places()
    found = {}
    for p, principal in enumerate(document.values["principal_requirements"]):
        for s, section in enumerate(principal["sections"]):
            for r, requirement in enumerate(section["requirements"]):
                for c, case in enumerate(requirement["test_cases"]):
                    parents = ("principal_requirements", p, "sections", s, "requirements", r)
                    found[case["id"]] = places.of((*parents, "test_cases", c))
    return found


def principal_places(document: Document) -> dict[str, Place]:
    """Return the place of each principal requirement's block by id."""
    places = document.places()
    principals = document.values["principal_requirements"]
    return {each["id"]: places.of(("principal_requirements", p)) for p, each in enumerate(principals)}
