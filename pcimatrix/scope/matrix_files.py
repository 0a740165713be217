"""Matrix files that a scope's third parties name: read, and compared with what the scope says of them."""

import hashlib
from pathlib import Path
from typing import Any

from pcimatrix.catalogue.editions import version_of
from pcimatrix.catalogue.model import Catalogue
from pcimatrix.errors import InputError
from pcimatrix.providers.matrix_file import ProviderMatrix
from pcimatrix.source import STANDARD_INPUT, read_bytes
from pcimatrix.yamlio.parser import MAX_BYTES, Document, parse_yaml
from pcimatrix.yamlio.places import Path_
from pcimatrix.yamlio.validation import Fault, Hint, refuse, show, validate


def matrices_of(document: Document, catalogue: Catalogue) -> tuple[dict[str, ProviderMatrix], list[Fault]]:
    """Return the matrices that the third parties of a scope file name, by their ids, and the faults of these names.

    A file is named from the scope file's folder. Raises `InputError` if a matrix file itself is at fault.
    """
    parties = document.values.get("third_parties") if isinstance(document.values, dict) else None
    found: dict[str, ProviderMatrix] = {}
    faults: list[Fault] = []
    for number, party in enumerate(parties if isinstance(parties, list) else ()):
        given = party.get("matrix") if isinstance(party, dict) else None
        named = given.get("file") if isinstance(given, dict) else given
        if not isinstance(named, str) or not isinstance(party.get("id"), str):
            continue
        path: Path_ = ("third_parties", number, "matrix")
        recorded = given.get("sha256") if isinstance(given, dict) else None
        try:
            data = _bytes(document, named)
        except InputError as error:
            faults.append(Fault(path, *_reason(error)))
            continue
        digest = hashlib.sha256(data).hexdigest()
        if isinstance(recorded, str) and recorded != digest:
            hint = f"look at what changed, then record sha256: {digest}"
            faults.append(Fault((*path, "sha256"), f"the matrix {show(named)} has changed since it was recorded", hint))
        matrix = _matrix(data, str(_place(document, named)), catalogue)
        if matrix.party != party["id"]:
            hint = f"import it again with --party {party['id']}"
            faults.append(Fault(path, f"the matrix is of {show(matrix.party)}", hint))
        found[party["id"]] = matrix
    return found, faults


def _place(document: Document, named: str) -> Path:
    folder = Path() if document.source == STANDARD_INPUT else Path(document.source).parent
    return folder / named


def _bytes(document: Document, named: str) -> bytes:
    return read_bytes(_place(document, named), MAX_BYTES, "a matrix file")


def _reason(error: InputError) -> tuple[str, str]:
    """Return why a file cannot be read, and what to do."""
    [problem] = error.problems
    return f"{problem.source}: {problem.found}", f"{problem.expected}; it is named from the scope file's folder"


def _matrix(data: bytes, source: str, catalogue: Catalogue) -> ProviderMatrix:
    """Return the matrix that bytes hold. Raises `InputError`, also for ids that the catalogue does not have."""
    document = parse_yaml(data, source)
    known = dict.fromkeys(each.id for each in catalogue.requirements()) | dict.fromkeys(
        each.id for each in catalogue.test_cases()
    )
    matrix = validate(document, ProviderMatrix, [])
    faults = [
        Fault(("rows", number, "id"), f"unknown id {show(each.id)}", Hint(each.id, known))
        for number, each in enumerate(matrix.rows)
        if each.id not in known
    ]
    if _generation(matrix.edition) != _generation(catalogue.edition):
        wanted = f"expected one of {catalogue.edition}"
        faults.append(Fault(("edition",), f"the matrix is of PCI DSS v{matrix.edition}", wanted))
    if faults:
        raise refuse(document, faults)
    return matrix


def _generation(edition: str) -> list[Any]:
    """Return what editions with the same requirements share: 4.0 of 4.0.1."""
    return version_of(edition).split(".")[:2]
