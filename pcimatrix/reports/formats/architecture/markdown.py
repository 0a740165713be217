"""The example application as Markdown with pipe tables, and its account-data flow as a Mermaid diagram in it."""

from collections.abc import Iterable, Iterator

from pcimatrix.catalogue.example import Architecture, UseCase
from pcimatrix.reports.content.diagram import View
from pcimatrix.reports.escaping import markdown_cell
from pcimatrix.reports.formats.architecture import mermaid, text

ENDINGS = (".md", ".markdown")
"""How the names of its files end; see `endings`."""


def write(view: View) -> str:
    """Return the example as Markdown; with one use case only its steps and its diagram."""
    architecture = view.architecture
    lines = [f"# {markdown_cell(architecture.title)}"]
    if view.only is None:
        lines += _around(architecture)
    for case in view.use_cases:
        lines += _use_case(case, architecture)
    lines += ["", "## Where account data flows", "", "```mermaid", mermaid.write(view).rstrip("\n"), "```"]
    if view.only is None:
        lines += [*_stores(architecture), *_governance(architecture)]
    return "\n".join(lines) + "\n"


def _around(architecture: Architecture) -> Iterator[str]:
    accounts = ((each.title, each.says, each.judgement) for each in architecture.accounts)
    yield from _table("Accounts", ("Account", "The post says", "Our judgement"), accounts)
    parties = ((each.title, each.kind.replace("_", " "), each.says, each.judgement) for each in architecture.parties)
    yield from _table("Outside the accounts", ("Who", "Kind", "The post says", "Our judgement"), parties)


def _use_case(case: UseCase, architecture: Architecture) -> Iterator[str]:
    names = architecture.names()
    rows = (
        (
            str(step.number),
            text.route(step, architecture),
            ", ".join(names[each] for each in step.services),
            step.happens,
            "yes" if step.account_data else "no",
            step.judgement,
        )
        for step in case.steps
    )
    heads = ("Step", "From and to", "Services", "What happens", "Account data", "Our judgement")
    yield from _table(f"Use case {case.id}: {case.title}", heads, rows)


def _stores(architecture: Architecture) -> Iterator[str]:
    names = architecture.names()
    rows = (
        (each.title, names[each.service], each.holds.value, each.says, each.judgement, each.customer_must)
        for each in architecture.stores
    )
    heads = ("Store", "Service", "Known", "The post says", "Our judgement", "The customer must")
    yield from _table("Where account data stays", heads, rows)


def _governance(architecture: Architecture) -> Iterator[str]:
    names = architecture.names()
    rows = ((names[each.service], each.watches, each.judgement) for each in architecture.governance)
    yield from _table("What watches it (label 25)", ("Service", "Watches", "Our judgement"), rows)


def _table(title: str, heads: tuple[str, ...], rows: Iterable[tuple[str | None, ...]]) -> Iterator[str]:
    yield from ("", f"## {markdown_cell(title)}", "")
    yield from ("| " + " | ".join(cells) + " |" for cells in (heads, ("---",) * len(heads)))
    for row in rows:
        yield "| " + " | ".join(markdown_cell(cell or "") for cell in row) + " |"
