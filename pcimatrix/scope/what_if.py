"""A scope file with other values: its edited text, checked, and what the change does to the matrix."""

from collections.abc import Mapping, Sequence
from typing import Any, Literal, NamedTuple

from pcimatrix.catalogue.loader import Reference
from pcimatrix.catalogue.patterns import Patterns
from pcimatrix.errors import InputError, Problem, UnknownIdError
from pcimatrix.ownership.totals import tally
from pcimatrix.scope.effect import Effect, Side, side
from pcimatrix.scope.expected import changed as moved
from pcimatrix.scope.expected import drift, expectation
from pcimatrix.scope.keys import Setting
from pcimatrix.scope.model import Expected, LoadedScope, draft_of
from pcimatrix.scope.settings import changed
from pcimatrix.yamlio.editing import Edited, edited
from pcimatrix.yamlio.parser import Document, parse_yaml

Expectation = Literal["none", "matches", "differs", "recorded"]
"""What the file's expected totals, and owners if it has them, are to the new matrix."""


class WhatIf(NamedTuple):
    """A scope file after settings.

    `text` is what it becomes, `lost` the comments that go with what is removed, `closed` the number of open questions
    that are answered. `stale` is a third party that is gone, if the file records what it owns: such a file is refused.
    """

    text: str
    lost: tuple[str, ...]
    effect: Effect
    expected: Expectation
    closed: int
    stale: str | None


def what_if(reference: Reference, document: Document, settings: Sequence[Setting], *, record: bool = False) -> WhatIf:
    """Return a scope file after settings, all of them applied before it is checked.

    With `record`, the expected totals become those of the new matrix, and so do the owners, unless the file has totals
    alone. Raises `InputError` for a file that is no scope, for bad settings, and for values that are not allowed.
    """
    own = _scope(reference, document)
    values, closed = changed(document.values, [_by_id(each, reference.patterns) for each in settings], reference.facts)
    text = _edited(document, values)
    now = _without_expected(reference, document, text.text)
    stale = None if record else _stale(values)
    if stale is None and not record:
        _scope(reference, _parsed(document, text.text))
    before = side(reference, own)
    after = side(reference, now) if text.text != document.text else before
    expected: Expectation = "none"
    if record:
        values = _recorded(document, values, after)
        text = _edited(document, values)
        expected = "recorded"
    elif "expected" in values:
        expected = "matches" if stale is None and _is_as_expected(values["expected"], after) else "differs"
    return WhatIf(text.text, text.lost, Effect(before, after), expected, closed, stale)


def _by_id(setting: Setting, patterns: Patterns) -> Setting:
    """Return a setting of a workload's pattern with the pattern's id for a usual name, such as `lambda`."""
    if setting.text is None or (setting.key[0], setting.key[2:]) != ("workloads", ("pattern",)):
        return setting
    try:
        return setting._replace(text=patterns.get(setting.text).id)
    except UnknownIdError:
        return setting  # what is no pattern is refused with all else that is not allowed


def _scope(reference: Reference, document: Document) -> LoadedScope:
    return draft_of(document, reference.catalogue, reference.patterns, reference.facts)


def _parsed(document: Document, text: str) -> Document:
    same = text == document.text
    return document if same else parse_yaml(document.encoded(text), f"{document.source}, as edited")


def _without_expected(reference: Reference, document: Document, text: str) -> LoadedScope:
    """Return the edited scope; what it expects is not looked at yet, since it may be recorded anew."""
    found = _parsed(document, text)
    values = {key: each for key, each in found.values.items() if key != "expected"}
    return _scope(reference, found._replace(values=values))


def _edited(document: Document, values: Mapping[str, Any]) -> Edited:
    found = edited(document, values)
    if found is None:
        problem = "the layout of the file does not allow this change"
        raise InputError([Problem(document.source, 0, 0, problem, "change it by hand, or by pcimatrix scope edit")])
    return found


def _recorded(document: Document, values: Mapping[str, Any], after: Side) -> dict[str, Any]:
    """Return values with the totals of the new matrix as the expected ones. Raises `InputError` for a draft."""
    if after.matrix is None:
        problem = "this is a draft, which has no totals yet"
        raise InputError([Problem(document.source, 0, 0, problem, "omit --record")])
    found = expectation(list(after.matrix.traces.values()))
    if "expected" in values and "owners" not in values["expected"]:
        del found["owners"]
    return {**values, "expected": found}


def _stale(values: Mapping[str, Any]) -> str | None:
    """Return an owner among the recorded ones that is no longer in the scope."""
    parties = {each["id"] for each in values.get("third_parties", ())}
    recorded = values.get("expected", {}).get("owners") or {}
    return next((owner for owner in recorded if owner not in {"customer", "aws", "na", *parties}), None)


def _is_as_expected(expected: Mapping[str, Any], after: Side) -> bool:
    wanted = Expected.model_validate(expected)
    traces = after.matrix.traces.values() if after.matrix else ()
    return not drift(tally(each.cell for each in traces), wanted) and not moved(traces, wanted)
