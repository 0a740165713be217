"""Summaries in which all that people write is one text, past the models that would refuse some of it.

What a format does with such a text is looked at by the tests of that format.
"""

import re
from functools import cache, lru_cache
from typing import Any

from hypothesis import strategies as st
from pydantic import BaseModel

from paths import TESTS
from pcimatrix.catalogue.loader import Reference, load
from pcimatrix.catalogue.published import Published
from pcimatrix.reports.summary.model import Summary
from pcimatrix.scope.model import LoadedScope, Scope
from pcimatrix.yamlio.parser import parse_yaml
from pcimatrix.yamlio.validation import validate
from summaries import pattern_summary, scope_summary

SMALL = str(TESTS / "cases" / "valid" / "minimal.yaml")
"""The file of a catalogue of two test cases, 3.2.1.a and 3.2.1.b."""
HARMLESS = "harmless"
FREE_TEXT = f"""
schema_version: 1
entity: {HARMLESS}
assessment: service_provider
pci_dss: {HARMLESS}
date: 2026-01-31
confirmed_by: {HARMLESS}
facts:
  issuer: {{answer: false, because: {HARMLESS}, confirmed_by: {HARMLESS}, evidence: {HARMLESS}}}
workloads:
  - {{name: {HARMLESS}, account: {HARMLESS}, pattern: abstracted, services: [{HARMLESS}], standing: cde,
     deployed: {HARMLESS}}}
  - {{name: {HARMLESS} too, account: {HARMLESS}, pattern: fargate, standing: out_of_scope, reason: {HARMLESS}}}
third_parties:
  - {{id: idp, name: {HARMLESS}, aoc: {{date: 2020-01-31, version: {HARMLESS}}}, services: [{HARMLESS}],
     owns: [{{within: ["3.2.1.b"], residual: {HARMLESS}, workloads: [{HARMLESS}]}}]}}
  - {{id: aws, name: {HARMLESS}, services: [other]}}
approaches:
  - {{requirement: "3.2.1", approach: customized, reference: {HARMLESS}}}
customers:
  - {{within: ["3.2.1.a"], does: {HARMLESS}}}
flows:
  - {{from: browser, to: {HARMLESS}, over: {HARMLESS}, account_data: [pan], protected: {HARMLESS}, purpose: {HARMLESS}}}
  - {{from: {HARMLESS}, to: idp, over: {HARMLESS}, account_data: []}}
decisions:
  - {{within: "3.2.1.a", owner: na, reason: {HARMLESS}, by: {HARMLESS}, date: 2026-01-31}}
"""
"""A scope file in which every field that people may write into is harmless."""
ANY_TEXT = st.text(max_size=60) | st.text(
    alphabet="<>&\"'|`*_[]{}()#=+-@%!?\t\r\n\x00\x1b\u202e\u2066\u2028\ufeff\xa0ab/: ", max_size=60
)
UNSEEN = re.compile("[\x00-\x09\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
"""What no text format may hold as it is; line ends are looked at on their own."""


@cache
def small() -> Reference:
    return load(SMALL)


class Brief(Reference):
    """A reference with one discrepancy of AWS's sources: workbooks list all, which say the same whatever the rest is.

    They are six of seven texts in the workbook of a small catalogue.
    """

    @property
    def published(self) -> Published:
        """The published table and claims, with the first discrepancy alone."""
        found = super().published
        return found.model_copy(update={"discrepancies": found.discrepancies[:1]})


@cache
def brief() -> Reference:
    """Return the small catalogue with one discrepancy."""
    return Brief(*small())


def catalogue_with(text: str) -> Reference:
    """Return the small catalogue with this text as its edition, titles, summaries, reasons and residual duties."""

    def put(thing: Any, *names: str, **more: Any) -> Any:
        return thing.model_copy(update=dict.fromkeys(names, text) | more)

    loaded = brief()
    [principal] = loaded.catalogue.principal_requirements
    [section] = principal.sections
    [requirement] = section.requirements
    # A residual duty that is empty is none.
    cases = tuple(put(case, "summary", "reason", residual=text or "something") for case in requirement.test_cases)
    section = put(section, "title", requirements=(put(requirement, "title", test_cases=cases),))
    principal = put(principal, "title", sections=(section,))
    return loaded._replace(catalogue=put(loaded.catalogue, "edition", principal_requirements=(principal,)))


@lru_cache(maxsize=64)
def summary_with(text: str) -> Summary:
    """Return the summary of a catalogue that is this text throughout, and so is the title."""
    return pattern_summary(catalogue_with(text), "abstracted", title=text)


def replaced(value: Any, text: str) -> Any:
    """Return a model in which each harmless text is this one."""
    if isinstance(value, BaseModel):
        fields = type(value).model_fields
        return value.model_copy(update={name: replaced(getattr(value, name), text) for name in fields})
    if isinstance(value, tuple):
        return tuple(replaced(each, text) for each in value)
    return text if isinstance(value, str) and value.startswith(HARMLESS) else value


@cache
def _harmless_scope() -> LoadedScope:
    document = parse_yaml(FREE_TEXT.encode(), "scope.yaml")
    return LoadedScope(validate(document, Scope, []), document)


@lru_cache(maxsize=64)
def scope_summary_with(text: str) -> Summary:
    """Return the summary of a scope that is this text throughout, of a catalogue that is so too."""
    scope, document = _harmless_scope().scope, _harmless_scope().document
    own = LoadedScope(replaced(scope, text), document)
    return scope_summary(catalogue_with(text), own, title=text)


def markdown_marks(text: str) -> list[str]:
    """Return the characters that Markdown would act on: those that no backslash makes text."""
    return re.findall(r"[`*_{}\[\]<>#|~&$^@\\]", re.sub(r"\\[\\`*_{}\[\]<>#|~&$^@:]", "", text))


def shape(value: Any) -> Any:
    """Return the keys and lists of a document without its texts: what hostile text must not change."""
    if isinstance(value, dict):
        return {key: shape(each) for key, each in value.items()}
    return [shape(each) for each in value] if isinstance(value, list) else type(value).__name__
