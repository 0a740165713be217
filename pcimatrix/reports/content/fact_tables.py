"""Tables of an entity's answers: what decides applicability, what is assumed, and how payments are taken."""

from collections.abc import Iterable, Mapping

from pcimatrix.catalogue.facts import Fact, Facts, Settled, Statement
from pcimatrix.ownership.traces import listed
from pcimatrix.ownership.workloads import MOST_APART
from pcimatrix.reports.table import Column, Table, text_table
from pcimatrix.scope.answers import Answer, plain
from pcimatrix.scope.model import Scope
from pcimatrix.text import pluralize


def fact_tables(facts: Facts, scope: Scope, assumed: Mapping[str, int]) -> tuple[Table, Table, Table]:
    """Return the facts that are settled, those that are not, and the answers on payments; a table may have no rows.

    `assumed` are facts without an answer that owners rest on, each with its number of test cases.
    """
    of_workload = _settled_in(facts, scope)
    own = {fact.id: _own(fact, scope, of_workload) for fact in facts.facts}
    return (
        _decided(facts, scope, {name: said for name, said in own.items() if name not in assumed}, of_workload),
        _assumed(facts, assumed, own),
        _payments(facts, scope),
    )


def _settled_in(facts: Facts, scope: Scope) -> dict[str, dict[str, Settled]]:
    """Return what is settled for each workload by its own answers, by its name."""
    # Many workloads have few sets of answers.
    settled: dict[frozenset[tuple[str, bool]], dict[str, Settled]] = {}
    found = {}
    for each in scope.in_scope():
        answers = plain(each.facts)
        key = frozenset(answers.items())
        if key not in settled:
            settled[key] = facts.settled(answers)
        found[each.name] = settled[key]
    return found


def _own(fact: Fact, scope: Scope, of_workload: Mapping[str, Mapping[str, Settled]]) -> str:
    """Return what workloads have answered for themselves."""
    return _differing(
        (each.name, _said(of_workload[each.name][fact.id], fact, each.facts))
        for each in scope.in_scope()
        if fact.id in of_workload[each.name]
    )


def _decided(
    facts: Facts, scope: Scope, own: Mapping[str, str], of_workload: Mapping[str, Mapping[str, Settled]]
) -> Table:
    """Return the facts on which nothing is assumed, with their answers; `own` are those of workloads, by fact."""
    entity = facts.settled(plain(scope.facts))
    rows = []
    for fact in (fact for fact in facts.facts if fact.id in own):
        if fact.id in entity:
            said = _said(entity[fact.id], fact, scope.facts)
        elif all(fact.id in each for each in of_workload.values()):
            said = "answered for each workload"
        else:
            said = "not answered; no owner rests on it"
        rows.append((fact.id, fact.question, said, own[fact.id]))
    return text_table("What decides applicability", ("Fact", "Question", "Answer", "Workloads that differ"), rows)


def _assumed(facts: Facts, assumed: Mapping[str, int], own: Mapping[str, str]) -> Table:
    """Return the facts without an answer that owners rest on, and how many test cases are concerned."""
    columns = (
        Column("fact", "Fact"),
        Column("question", "Question not answered"),
        Column("workloads", "Workloads that answer"),
        Column("test_cases", "Test cases", numeric=True),
    )
    rows = tuple(
        (fact.id, fact.question, own[fact.id], str(assumed[fact.id])) for fact in facts.facts if fact.id in assumed
    )
    note = "A question without an answer is an assumption: its test cases keep the owner that they have without it."
    title = f"{pluralize(len(assumed), 'assumption')}: questions without an answer"
    return Table(columns, rows, None, notes=(note,), title=title)


def _differing(said: Iterable[tuple[str, str]]) -> str:
    """Return what workloads say of a fact, each by its name; if they are many, those that say the same together."""
    found = list(said)
    if len(found) <= MOST_APART:
        return "; ".join(f"{name}: {each}" for name, each in found)
    same: dict[str, list[str]] = {}
    for name, each in found:
        same.setdefault(each, []).append(name)
    return "; ".join(f"{listed([tuple(sorted(names))])}: {each}" for each, names in same.items())


def _payments(facts: Facts, scope: Scope) -> Table:
    """Return the answers on how payments are taken; none are missing from it, since no owner rests on them."""
    places = [("", scope.facts), *((each.name, each.facts) for each in scope.in_scope())]
    few = len(places) - 1 <= MOST_APART
    rows = []
    for fact in facts.payment_facts:
        same: dict[tuple[str, str], list[str]] = {}
        for workload, answers in places:
            if fact.id in answers:
                said = _said(Settled(answers[fact.id].answer, fact.id), fact, answers)
                same.setdefault((said, workload if few or not workload else "many"), []).append(workload)
        rows += [(fact.id, fact.question, said, listed([tuple(sorted(names))])) for (said, _), names in same.items()]
    return text_table("How payments are taken", ("Fact", "Question", "Answer", "Workload"), rows)


def _said(settled: Settled, fact: Statement, answers: Mapping[str, Answer]) -> str:
    """Return an answer as a table has it: with what it follows from, or with why, by whom and where it is shown."""
    word = "yes" if settled.answer else "no"
    if settled.by != fact.id:
        return f"{word}, as {settled.by}: {word}"
    own = answers[fact.id]
    confirmed = f"confirmed by {own.confirmed_by}" if own.confirmed_by else None
    evidence = f"evidence: {own.evidence}" if own.evidence else None
    return "; ".join(each for each in (word, own.because, confirmed, evidence) if each)
