"""Screen of a scoping session: questions, effects of answers, skipped questions; drawn by rich on standard output.

The conversation is the command's output. Messages about files are on standard error.
"""

from collections.abc import Iterable

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

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

    def ask(self, question: Question, number: int, left: int) -> None:
        """Show a question; `left` is about how many there are from this one on."""
        self._console.print()
        self._say(f"Question {number} of about {number + left - 1}", "dim")
        self._say(question.text, "bold")
        self._say(f"{question.explains.removesuffix('.')}.", indent=2)
        if question.options:
            table = Table.grid(padding=(0, 2))
            for at, option in enumerate(question.options, 1):
                table.add_row(f"  {at}", Text(option.value, style="bold"), Text(one_line(option.means)))
            self._console.print(table)
        self._say(_hint(question, "Enter keeps" if self._edits else "Enter"), "dim", indent=2)

    def more(self, question: Question) -> None:
        """Show the help of a question, its id, and the commands."""
        for line in question.more:
            self._say(line, indent=2)
        self._say(f"In an answers file, this question is {question.id}.", "dim", indent=2)
        self._say(f"At every question: {COMMANDS}.", "dim", indent=2)

    def answered(self, name: str, value: Value) -> None:
        """Show an answer from a file."""
        self._say(f"{name}: {_words(value)}", "bold")

    def effect(self, lines: Iterable[str]) -> None:
        """Show what an answer did."""
        for line in lines:
            self._say(line, "cyan", indent=2)

    def skipped(self, name: str, reason: str) -> None:
        """Show that a question is not asked, and why."""
        self._say(f"Not asked: {name}, because {reason}.", "dim", indent=2)

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


def _hint(question: Question, enter: str) -> str:
    """Return how to answer, and what an empty answer does, which is called `enter`."""
    how = {Kind.YES_NO: "yes or no", Kind.CHOICE: "A number or a word", Kind.DAY: "YYYY-MM-DD"}.get(question.kind, "")
    if question.default is not None:
        left_out = question.without or "none or not known"
        empty = f"{enter}: {_words(question.default)}" + ("" if question.needed else f"; - for {left_out}")
    elif question.needed:
        empty = "an answer is needed"
    else:
        unknown = "don't know" if question.kind is Kind.YES_NO else "none"
        empty = f"Enter: {question.without or unknown}"
    hint = "; ".join(part for part in (how, empty) if part)
    return hint[:1].upper() + hint[1:]


def _words(value: Value) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, tuple):
        return ", ".join(value)
    return value or "no answer"
