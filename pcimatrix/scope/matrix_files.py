"""Matrix files that a scope's third parties name: read, and compared with what the scope says of them."""

import hashlib
from pathlib import Path
from typing import NamedTuple

from pcimatrix.catalogue.model import Catalogue
from pcimatrix.errors import InputError
from pcimatrix.providers.matrix_file import ProviderMatrix
from pcimatrix.scope.matrix_document import matrix_of
from pcimatrix.scope.plain_values import mappings
from pcimatrix.source import STANDARD_INPUT, read_bytes
from pcimatrix.yamlio.parser import MAX_BYTES, Document, parse_yaml
from pcimatrix.yamlio.places import Path_
from pcimatrix.yamlio.validation import Fault, show


def matrices_of(document: Document, catalogue: Catalogue) -> tuple[dict[str, ProviderMatrix], list[Fault]]:
    """Return the matrices that the third parties of a scope file name, by their ids, and the faults of these names.

    A file is named from the scope file's folder. Raises `InputError` if a matrix file itself is at fault.
    """
    found: dict[str, ProviderMatrix] = {}
    faults: list[Fault] = []
    for named in _named(document):
        try:
            data = read_bytes(_place(document, named.file), MAX_BYTES, "a matrix file")
        except InputError as error:
            faults.append(Fault(named.path, *_reason(error)))
            continue
        matrix = matrix_of(parse_yaml(data, str(_place(document, named.file))), catalogue)
        faults += [*_changed(named, data), *_of_another(named, matrix)]
        found[named.party] = matrix
    return found, faults


class _Named(NamedTuple):
    """A matrix file as a third party names it, at a path of the scope file; its SHA-256 if it is recorded."""

    path: Path_
    party: str
    file: str
    sha256: str | None


def _named(document: Document) -> list[_Named]:
    """Return the matrix files that a scope file names, by the file's name alone or with more on it."""
    values = document.values if isinstance(document.values, dict) else {}
    found = []
    for number, party in mappings(values.get("third_parties")):
        given, identifier = party.get("matrix"), party.get("id")
        whole = given if isinstance(given, dict) else {"file": given}
        file, digest = whole.get("file"), whole.get("sha256")
        if isinstance(file, str) and isinstance(identifier, str):
            path = ("third_parties", number, "matrix")
            found.append(_Named(path, identifier, file, digest if isinstance(digest, str) else None))
    return found


def _changed(named: _Named, data: bytes) -> list[Fault]:
    """Return a fault if a file is no longer what was recorded."""
    digest = hashlib.sha256(data).hexdigest()
    if named.sha256 in {None, digest}:
        return []
    found = f"the matrix {show(named.file)} has changed since it was recorded"
    return [Fault((*named.path, "sha256"), found, f"look at what changed, then record sha256: {digest}")]


def _of_another(named: _Named, matrix: ProviderMatrix) -> list[Fault]:
    """Return a fault if a matrix is of another third party than the one that names it."""
    if matrix.party == named.party:
        return []
    return [Fault(named.path, f"the matrix is of {show(matrix.party)}", f"import it again with --party {named.party}")]


def _place(document: Document, named: str) -> Path:
    folder = Path() if document.source == STANDARD_INPUT else Path(document.source).parent
    return folder / named


def _reason(error: InputError) -> tuple[str, str]:
    """Return why a file cannot be read, and what to do."""
    [problem] = error.problems
    return f"{problem.source}: {problem.found}", f"{problem.expected}; it is named from the scope file's folder"
