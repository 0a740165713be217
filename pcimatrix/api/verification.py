"""Verification of a summary: what it states of itself, made again from the same inputs, and compared."""

from pcimatrix.api.handouts import handout_of
from pcimatrix.api.summaries import summary_of, written
from pcimatrix.api.target import Target, day_of, target
from pcimatrix.catalogue.editions import version_of
from pcimatrix.catalogue.loader import Reference
from pcimatrix.reports import format_names
from pcimatrix.reports.summary.stamp import Recipe
from pcimatrix.reports.summary.verify import Verdict, verify_summary
from pcimatrix.scope.model import LoadedScope
from pcimatrix.scope.report import find_report


def verify(data: bytes, loaded: Reference, own: LoadedScope | None = None, *, name: str = "summary") -> Verdict:
    """Return whether a summary is what these inputs give; `name` names it in messages.

    It may be HTML, Markdown, JSON, Excel, Word or PDF, and a matrix for customers. The summary states what it was made
    from; it is made again and compared. A copy whose lines all end in CRLF passes. If their bytes differ, Excel is
    compared by cells, but for those that people fill in, and Word and PDF by their text: `compared` says so. Raises
    `InputError` if it is no summary, or where a scope is missing or given for a pattern's summary.

    >>> content = pcimatrix.render(pcimatrix.summarize(loaded))
    >>> pcimatrix.verify(content, loaded).ok
    True
    >>> verdict = pcimatrix.verify(content.replace(b"243 (52 %)", b"242 (52 %)"), loaded)
    >>> verdict.ok, verdict.differences[3]
    (False, "-Of 464 test cases, 242 (52 %) are the customer's,")
    """

    def again(recipe: Recipe, format_: str) -> str | bytes:
        found = _target_of(recipe, loaded, own)
        stamp = recipe.report
        summary = summary_of(
            found,
            title=recipe.title,
            date=day_of(recipe.date),
            report=find_report(stamp.questionnaire, stamp.since.isoformat()) if stamp else found.report(),
            traces=recipe.trace,
            detail=recipe.detail,
        )
        if recipe.audience == "customers" and own is not None and format_ in format_names("handouts"):
            return written(handout_of(own, summary), format_)
        return written(summary, format_)

    return verify_summary(data, loaded, own, again, name=name)


def _target_of(recipe: Recipe, loaded: Reference, own: LoadedScope | None) -> Target:
    """Return what a recipe is of, in the edition that it states, if that is known here."""
    words = loaded.in_edition(own.scope.pci_dss) if own else loaded
    edition: str | None = None
    if recipe.edition and recipe.edition != words.catalogue.edition:
        stated = version_of(recipe.edition)
        edition = stated if version_of(loaded.in_edition(stated).catalogue.edition) == stated else None
    return target(loaded, own or recipe.pattern, recipe.reading, edition=edition, as_of=day_of(recipe.as_of))
