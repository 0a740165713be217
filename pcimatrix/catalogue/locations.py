"""Places of a catalogue's parts in its file, for findings that point at a line."""

from pcimatrix.catalogue.tree import PRINCIPAL, TEST_CASE, iter_nodes
from pcimatrix.yamlio.parser import Document
from pcimatrix.yamlio.places import Place


def case_places(document: Document) -> dict[str, Place]:
    """Return the place of each test case's block by id; `document` must hold a valid catalogue."""
    return block_places(document)[0]


def block_places(document: Document) -> tuple[dict[str, Place], dict[str, Place]]:
    """Return the places of the blocks of test cases, and of principal requirements, by id: one pass for both."""
    places = document.places
    found = [(node.level, node.value["id"], node.path) for node in iter_nodes(document.values)]
    cases = {identifier: places.of(path) for level, identifier, path in found if level == TEST_CASE}
    return cases, {identifier: places.of(path) for level, identifier, path in found if level == PRINCIPAL}
