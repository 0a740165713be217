"""Loader of the catalogue and its companions, from YAML to models: the only reader of the packaged data."""

from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, NamedTuple

from pcimatrix.catalogue.model import Catalogue, Owner
from pcimatrix.catalogue.patterns import Patterns
from pcimatrix.catalogue.structure import structure_faults
from pcimatrix.catalogue.tree import iter_cases, with_cases
from pcimatrix.yamlio.kept import shipped_yaml
from pcimatrix.yamlio.parser import Document, parse_yaml, read_yaml
from pcimatrix.yamlio.validation import Fault, Hint, ModelT, show, validate

if TYPE_CHECKING:
    from pcimatrix.catalogue.editions import Edition
    from pcimatrix.catalogue.example import Architecture
    from pcimatrix.catalogue.facts import Facts
    from pcimatrix.catalogue.published import Published
    from pcimatrix.catalogue.questionnaires import Questionnaires
    from pcimatrix.catalogue.services import ServiceNames
    from pcimatrix.catalogue.timeframes import Timeframes
    from pcimatrix.catalogue.timeline import Timeline

SHIPPED = "data/requirements.yaml"
"""How messages name the catalogue that comes with the program: by its place in the project's repository."""


class Reference(NamedTuple):
    """What every matrix is worked out from: the catalogue, the document it came from, and the patterns.

    The facts and the published table are read if they are asked for, once in a process.
    """

    catalogue: Catalogue
    document: Document
    patterns: Patterns

    @property
    def digest(self) -> str:
        """The SHA-256 (hex) of the parsed content: comments, line endings and layout do not change it."""
        return self.document.digest

    def in_edition(self, edition: str) -> "Reference":
        """Return it as an edition of the standard has it; as it is if that edition is not known.

        The digest stays: it is of the file.
        """
        return self._replace(catalogue=in_edition(self.catalogue, edition) or self.catalogue)

    @property
    def facts(self) -> "Facts":
        """The facts that decide which test cases apply."""
        return shipped_facts()

    @property
    def published(self) -> "Published":
        """The published table and the claims of the post."""
        return shipped_published()


def load(path: str | None = None) -> Reference:
    """Read the catalogue at `path`, the shipped one without (that one once in a process).

    Owners under a pattern that a case does not spell out are those of its layers' operators. Raises
    `InputError` with all errors of the file.
    """
    return _shipped() if path is None else load_document(read_yaml(path))


def load_text(text: str, source: str = "<text>") -> Reference:
    """Read a catalogue from text; as `load` otherwise."""
    return load_document(parse_yaml(text.encode("utf-8", "surrogatepass"), source))


@cache
def _shipped() -> Reference:
    document, patterns = shipped_document("requirements.yaml"), shipped_patterns()
    return Reference(_model(document, patterns, []), document, patterns)


def load_document(document: Document) -> Reference:
    """Return the catalogue that a YAML document holds; as `load` otherwise."""
    patterns = shipped_patterns()
    return Reference(_model(document, patterns, _unknown_facts(document.values)), document, patterns)


def shipped_document(name: str) -> Document:
    """Return a data file that comes with the program."""
    return shipped_yaml(files("pcimatrix.data").joinpath(name), f"data/{name}")


def _data(name: str, model: type[ModelT]) -> ModelT:
    return validate(shipped_document(name), model, [])


@cache
def shipped_patterns() -> Patterns:
    """Return the architecture patterns that come with the program."""
    return _data("patterns.yaml", Patterns)


@cache
def shipped_published() -> "Published":
    """Return the published table and claims that come with the program."""
    from pcimatrix.catalogue.published import Published  # noqa: PLC0415 - most commands do not compare

    return _data("published.yaml", Published)


@cache
def shipped_facts() -> "Facts":
    """Return the facts that decide which test cases apply, which come with the program."""
    from pcimatrix.catalogue.facts import Facts  # noqa: PLC0415 - only scopes need them

    return _data("facts.yaml", Facts)


@cache
def shipped_questionnaires() -> "Questionnaires":
    """Return the self-assessment questionnaires that come with the program."""
    from pcimatrix.catalogue.questionnaires import Questionnaires  # noqa: PLC0415 - only reports need them

    return _data("questionnaires.yaml", Questionnaires)


@cache
def shipped_services() -> "ServiceNames":
    """Return the names of AWS services that come with the program."""
    from pcimatrix.catalogue.services import ServiceNames  # noqa: PLC0415 - only scopes that name services need them

    return _data("services.yaml", ServiceNames)


@cache
def shipped_architecture() -> "Architecture":
    """Return the post's example application that comes with the program."""
    from pcimatrix.catalogue.example import Architecture  # noqa: PLC0415 - only two commands show it

    return _data("architecture.yaml", Architecture)


@cache
def shipped_timeline() -> "Timeline":
    """Return from when on requirements hold, what replaces them, and their milestones; it comes with the program."""
    from pcimatrix.catalogue.timeline import Timeline  # noqa: PLC0415 - only who asks for a day needs it

    return _data("timeline.yaml", Timeline)


@cache
def shipped_timeframes() -> "Timeframes":
    """Return how often duties are due, which comes with the program."""
    from pcimatrix.catalogue.timeframes import Timeframes  # noqa: PLC0415 - totals do not need it

    return _data("timeframes.yaml", Timeframes)


@cache
def shipped_editions() -> "tuple[Edition, ...]":
    """Return the editions of the standard that come with the program as overlays, the oldest first.

    Each file of `data/editions` is one: another edition is another file.
    """
    from pcimatrix.catalogue.editions import Edition  # noqa: PLC0415 - only who asks for an edition needs them

    names = [each.name for each in files("pcimatrix.data").joinpath("editions").iterdir()]
    documents = [shipped_document(f"editions/{name}") for name in names if name.endswith(".yaml")]
    found = [validate(document, Edition, []) for document in documents]
    return tuple(sorted(found, key=lambda edition: [int(part) for part in edition.version.split(".")]))


def in_edition(catalogue: Catalogue, edition: str) -> Catalogue | None:
    """Return a catalogue as an edition of the standard (`4.0.1`, `PCI DSS v4.0.1`) has it; None if none is known.

    A catalogue of that edition is returned as it is.
    """
    if catalogue.edition == edition:
        return catalogue
    from pcimatrix.catalogue.editions import changed, path_to, version_of  # noqa: PLC0415 - as above

    if version_of(edition) == version_of(catalogue.edition):
        return catalogue
    overlays = path_to(version_of(edition), catalogue.edition, shipped_editions())
    if overlays is None:
        return None
    for overlay in overlays:
        catalogue = changed(catalogue, overlay)
    return catalogue


@cache
def overlay_of(edition: str) -> "Edition | None":
    """Return the overlay that makes an edition (`PCI DSS v4.0.1`); None for one that is a catalogue of its own."""
    from pcimatrix.catalogue.editions import version_of  # noqa: PLC0415 - as above

    return next((each for each in shipped_editions() if each.version == version_of(edition)), None)


def newest_version(catalogue: Catalogue) -> str:
    """Return the number of the newest edition in which a catalogue can be read: `4.0.1`."""
    from pcimatrix.catalogue.editions import path_to, version_of  # noqa: PLC0415 - as above

    known = shipped_editions()
    readable = [each.version for each in known if path_to(each.version, catalogue.edition, known)]
    return readable[-1] if readable else version_of(catalogue.edition)


def _model(document: Document, patterns: Patterns, faults: list[Fault]) -> Catalogue:
    faults = [*faults, *structure_faults(document.values, patterns)]
    if not faults:
        document = document._replace(values=_with_all_owners(document.values, patterns))
    return validate(document, Catalogue, faults)


def _with_all_owners(values: Any, patterns: Patterns) -> Any:
    """Return the values with an owner for every pattern in every test case that has owners and layers.

    A case limited to service providers is nobody's in a pattern that it does not spell out. The document's own
    values stay as they are. What is not well-formed is left to the model to refuse.
    """
    implied = [pattern.id for pattern in patterns.patterns if not pattern.spelled_out]
    operators: dict[tuple[str, ...], dict[str, Owner]] = {}

    def case(node: Any) -> Any:
        if not isinstance(node, dict) or not isinstance(node.get("owner"), dict):
            return node
        if not isinstance(node.get("layers"), list):
            return node
        layers = tuple(node["layers"])
        if layers not in operators:
            operators[layers] = {name: patterns.operator(name, layers) for name in implied}
        limited = node.get("limited_to") == "service_providers"
        added = dict.fromkeys(implied, Owner.NA) if limited else operators[layers]
        return {**node, "owner": {**added, **node["owner"]}}

    return with_cases(values, case) if implied else values


def _unknown_facts(values: Any) -> list[Fault]:
    """Return a fault for each fact in a test case's `applies_when` that there is not.

    The shipped catalogue is not searched: a test does so, and the facts need not be read for it.
    """
    named = [
        ((*node.path, "applies_when", index), name)
        for node in iter_cases(values)
        for index, name in enumerate(_list_of(node.value, "applies_when"))
    ]
    known = shipped_facts().names() if named else []
    return [
        Fault(path, f"unknown fact {show(name)}", Hint(str(name), known)) for path, name in named if name not in known
    ]


def _list_of(value: Any, key: str) -> list[Any]:
    """Return the list that a mapping has under a key; an empty one without."""
    found = value.get(key) if isinstance(value, dict) else None
    return found if isinstance(found, list) else []
