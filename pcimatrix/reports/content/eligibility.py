"""Which questionnaires an entity's facts allow, as text, Markdown and data."""

from typing import Any

from pcimatrix.catalogue.facts import Facts
from pcimatrix.catalogue.loader import Reference
from pcimatrix.catalogue.questionnaires import Questionnaires
from pcimatrix.reports.escaping import markdown_cell
from pcimatrix.scope.eligibility import Candidate, Judged, Outlook, State, eligibility
from pcimatrix.scope.model import Scope
from pcimatrix.text import pluralize

SCHEMA_VERSION = 1
"""The version of the JSON shape; it changes when a key's meaning does."""

_OUTLOOKS = {
    Outlook.MET: "met",
    Outlook.MET_BESIDE: "met for its own ways of payment; there are others",
    Outlook.OPEN: "open",
    Outlook.NOT_MET: "not met",
}
_STATES = {State.MET: "met", State.NOT_MET: "not met", State.OPEN: "open"}


class Allowed:
    """The questionnaires of an entity as a report, with the number of test cases of each.

    They are judged as of `day` (YYYY-MM-DD), the scope's date without one.
    """

    def __init__(self, loaded: Reference, facts: Facts, known: Questionnaires, scope: Scope, day: str | None) -> None:
        self.known = known
        self.facts = facts
        self.requirements = [case.requirement for case in loaded.catalogue.test_cases()]
        self.scope = scope
        self.candidates = eligibility(known, facts, scope, day)
        self.day = day or scope.date

    def count(self, each: Candidate) -> int | None:
        """Return how many test cases a questionnaire asks for; None if its edition of the day is not known."""
        if each.edition is None:
            return None
        asked = each.edition.requirements()
        return sum(requirement in asked for requirement in self.requirements)

    @property
    def title(self) -> str:
        """Whose questionnaires they are, and as of when."""
        return f"Questionnaires (SAQ) that the facts of {self.scope.entity} allow, as of {self.day}"

    @property
    def notes(self) -> tuple[str, ...]:
        """What holds for all: who decides, what the file says, what is not judged."""
        said = [f"No verdict: {_lower(self.known.decides)}.", f"{self.known.each_way}."]
        validation = self.scope.validation
        said.append(
            f"The scope file says validation: {validation.value}."
            if validation
            else "The scope file does not say how the entity validates; add validation: roc, or e.g. saq-d-merchant."
        )
        return (*said, *(f"{why}." for why in self.known.refused.values()))

    @property
    def questions(self) -> dict[str, str]:
        """The questions that would settle what is open, by fact, each once; none of what is not met anyway."""
        open_ = (each for each in self.candidates if each.outlook is Outlook.OPEN)
        return {name: self.facts.statement(name).question for each in open_ for name in each.open}

    def why(self, judged: Judged) -> str:
        """Return what decides a criterion, or would: statements, or the names of facts without an answer."""
        if judged.state is State.OPEN:
            return f"not answered: {', '.join(judged.open)}"
        return "; ".join(judged.because)


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]


def _heading(each: Candidate) -> str:
    return f"SAQ {each.questionnaire.id}" + (f" {each.edition.name}" if each.edition else "")


def eligibility_text(allowed: Allowed) -> str:
    """Return the report for a terminal or a pipe: each questionnaire with its criteria, questions, then notes."""
    lines = [allowed.title, ""]
    for each in allowed.candidates:
        asked = allowed.count(each)
        number = "edition not known" if asked is None else pluralize(asked, "test case")
        lines.append(f"  SAQ {each.questionnaire.id:<18}  {number:<17}  {_OUTLOOKS[each.outlook]}")
    for each in allowed.candidates:
        lines += ["", f"{_heading(each)}: {_OUTLOOKS[each.outlook]}", f"  {each.questionnaire.title}"]
        for judged in each.criteria:
            lines.append(f"  {_STATES[judged.state]:<7}  {judged.states}")
            if why := allowed.why(judged):
                lines.append(f"           {why}")
    if allowed.questions:
        lines += ["", f"{pluralize(len(allowed.questions), 'question')} would settle what is open:"]
        lines += [f"  {name}: {question}" for name, question in allowed.questions.items()]
    return "\n".join([*lines, "", *allowed.notes]) + "\n"


def eligibility_markdown(allowed: Allowed) -> str:
    """Return the report as Markdown: a table of the questionnaires, then one of criteria for each."""
    cell = markdown_cell
    lines = [f"# {cell(allowed.title)}", ""]
    lines += ["| Questionnaire | For | Test cases | Outlook |", "| --- | --- | ---: | --- |"]
    for each in allowed.candidates:
        texts = (_heading(each), each.questionnaire.title, str(allowed.count(each) or ""), _OUTLOOKS[each.outlook])
        lines.append(f"| {' | '.join(map(cell, texts))} |")
    for each in allowed.candidates:
        lines += ["", f"## {cell(_heading(each))}", "", "| Criterion | State | Why |", "| --- | --- | --- |"]
        lines += [
            f"| {cell(judged.states)} | {_STATES[judged.state]} | {cell(allowed.why(judged))} |"
            for judged in each.criteria
        ]
    if allowed.questions:
        lines += ["", "## Questions that would settle what is open", "", "| Fact | Question |", "| --- | --- |"]
        lines += [f"| {cell(name)} | {cell(question)} |" for name, question in allowed.questions.items()]
    return "\n".join([*lines, "", "## Notes", "", *(f"- {cell(note)}" for note in allowed.notes)]) + "\n"


def eligibility_data(allowed: Allowed) -> dict[str, Any]:
    """Return the report as JSON has it."""
    return {
        "schema_version": SCHEMA_VERSION,
        "entity": allowed.scope.entity,
        "as_of": allowed.day,
        "validation": allowed.scope.validation.value if allowed.scope.validation else None,
        "questionnaires": [_data(allowed, each) for each in allowed.candidates],
        "questions": [{"fact": name, "question": question} for name, question in allowed.questions.items()],
        "notes": list(allowed.notes),
    }


def _data(allowed: Allowed, each: Candidate) -> dict[str, Any]:
    return {
        "questionnaire": each.questionnaire.id,
        "title": each.questionnaire.title,
        "edition": each.edition.name if each.edition else None,
        "test_cases": allowed.count(each),
        "outlook": each.outlook.value,
        "criteria": [
            {
                "id": judged.id,
                "states": judged.states,
                "state": judged.state.value,
                "because": list(judged.because),
                "questions": [
                    {"fact": name, "question": allowed.facts.statement(name).question} for name in judged.open
                ],
            }
            for judged in each.criteria
        ],
    }
