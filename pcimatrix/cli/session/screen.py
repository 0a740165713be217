"""Screen of a scoping session: questions, effects of answers, skipped questions; drawn by rich on standard output.

The conversation is the command's output. Messages about files are on standard error.
"""

from collections.abc import Iterable, Mapping

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from pcimatrix.session.fact_questions import UNSURE, is_group
from pcimatrix.session.question import Answers, Kind, Question, Refused, Value
from pcimatrix.text import one_line

COMMANDS = "back goes to the previous question, stop saves and leaves, ? explains more, list shows the answers"


class Screen:
    """The terminal or pipe of a session; rich honours NO_COLOR and the width."""

    def __init__(self, *, edits: bool = False) -> None:
        """Take whether an existing scope is edited."""
        self._console = Console(highlight=False)
        self._edits = edits

    def begin(self) -> None:
        """Show what this is, and what can be typed."""
        self._say("A scoping session: answer questions about your environment to get your own matrix.", "bold")
        if self._edits:
            self._say("Each question shows its current answer: Enter keeps it, - removes it.")
        self._say("In the totals, customer means your company: what you must show the assessor yourself.")
        self._say("You can leave a fact open: it is then listed as an assumption.")
        self._say(f"At every question: {COMMANDS}.")

    def ask(self, question: Question, number: int, left: int, adds: Mapping[str, int]) -> None:
        """Show a question; `left` is about how many there are from this one on.

        `adds` says by what can still be named how many more each of it adds at most.
        """
        self._console.print()
        more = ", ".join(f"{most} a {what}" for what, most in adds.items())
        self._say(f"Question {number} of about {number + left - 1}{f', plus up to {more}' if more else ''}", "dim")
        self._say(question.text, "bold")
        self._say(f"{question.explains.removesuffix('.')}.", indent=2)
        if question.options:
            self._console.print(_ticks(question) if question.kind is Kind.TICKS else _choices(question))
        self._say(_hint(question, "Enter keeps" if self._edits else "Enter"), "dim", indent=2)

    def more(self, question: Question) -> None:
        """Show the help of a question, its id, and the commands."""
        for line in question.more:
            self._say(line, indent=2)
        if not is_group(question):
            self._say(f"In an answers file, this question is {question.id}.", "dim", indent=2)
        self._say(f"At every question: {COMMANDS}.", "dim", indent=2)

    def answered(self, name: str, value: Value) -> None:
        """Show an answer from a file."""
        self._say(f"{name}: {_words(value)}", "bold")

    def effect(self, lines: Iterable[str]) -> None:
        """Show what an answer did."""
        for line in lines:
            self._say(line, "cyan", indent=2)

    def skipped(self, reasons: Mapping[str, str]) -> None:
        """Show questions that are not asked, and why: those with the same reason together."""
        for reason in dict.fromkeys(reasons.values()):
            names = ", ".join(name for name, each in reasons.items() if each == reason)
            self._say(f"Not asked: {names}, because {reason}.", "dim", indent=2)

    def kept(self, question: Question) -> None:
        """Show that a question's answer from before is kept."""
        self._say(f"Kept the answer to: {question.text}", "dim")

    def refused(self, refused: Refused) -> None:
        """Show why an answer is refused."""
        self._say(f"{refused.found}; {refused.expected}", "yellow", indent=2)

    def answers(self, answers: Answers) -> None:
        """Show all answers so far."""
        for name, value in answers.items():
            self._say(f"{name}: {_words(value)}", indent=2)
        if not answers:
            self._say("No answers yet.", indent=2)

    def say(self, text: str) -> None:
        """Show a line of its own."""
        self._say(text)

    def _say(self, text: str, style: str = "", indent: int = 0) -> None:
        self._console.print(Padding(Text(one_line(text), style=style), (0, 0, 0, indent), expand=False))


def _choices(question: Question) -> Table:
    """Return the options to choose from."""
    table = Table.grid(padding=(0, 2))
    for at, option in enumerate(question.options, 1):
        table.add_row(f"  {at}", Text(option.value, style="bold"), Text(one_line(option.means)))
    return table


def _ticks(question: Question) -> Table:
    """Return the options to tick, with present ticks if there are any."""
    table = Table.grid(padding=(0, 2))
    now = question.default if isinstance(question.default, tuple) else None
    for at, option in enumerate(question.options, 1):
        mark = "x" if now and option.value in now else "?" if now and option.value + UNSURE in now else " "
        tick = [] if now is None else [Text(f"[{mark}]")]
        table.add_row(f"  {at}", *tick, Text(one_line(option.means or option.value)))
    return table


_HOW = {
    Kind.YES_NO: "yes or no",
    Kind.CHOICE: "A number or a word",
    Kind.DAY: "YYYY-MM-DD",
    Kind.TICKS: "Numbers, e.g. 1, 2; or none; or all",
}
"""How to answer questions of a kind, if it is not plain."""


def _hint(question: Question, enter: str) -> str:
    """Return how to answer, and what an empty answer does, which is called `enter`."""
    how = _HOW.get(question.kind, "")
    if question.unsure:
        how += "; what you omit is no; 2? if you don't know 2"
    if question.kind is Kind.TICKS and question.default is not None:
        empty = "Enter keeps the ticks"
    elif question.default is not None:
        left_out = question.without or "none or not known"
        empty = f"{enter}: {_words(question.default)}" + ("" if question.needed else f"; - for {left_out}")
    elif question.needed:
        empty = "an answer is needed"
    else:
        unknown = "don't know" if question.kind is Kind.YES_NO or question.unsure else "none"
        empty = f"Enter: {question.without or unknown}"
    hint = "; ".join(part for part in (how, empty) if part)
    return hint[:1].upper() + hint[1:]


def _words(value: Value) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, tuple):
        return ", ".join(value) or "none"
    return value or "no answer"
