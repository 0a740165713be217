"""Conversation of a scoping session: typed or piped answers, each saved in a file as soon as it is given.

The conversation is on standard output; messages about files are on standard error.
"""

import sys
from pathlib import Path
from types import MappingProxyType
from typing import Any

import typer

from pcimatrix.cli.interrupt import interruptible
from pcimatrix.cli.output import check_regular, note, write_file
from pcimatrix.cli.session.input import Piped, typed_line
from pcimatrix.cli.session.screen import Screen
from pcimatrix.errors import EXIT_INVALID, InputError, Problem
from pcimatrix.reports.content.effect import effect_lines, totals_line
from pcimatrix.session.agenda import NOTHING, Shown, agenda, answer, back, shown
from pcimatrix.session.answers_file import answers_text
from pcimatrix.session.question import Answers, Question, Refused, accept
from pcimatrix.session.questions import Session
from pcimatrix.session.replay import replay
from pcimatrix.source import STANDARD_INPUT
from pcimatrix.text import one_line, pluralize
from pcimatrix.yamlio.parser import Document, read_yaml
from pcimatrix.yamlio.validation import Fault, refuse

KEPT_BY = "kept_by"
"""The key in a file of saved answers that names their session; no question has this id."""


def kept_in(scope: str) -> str:
    """Return the name of the file that keeps the answers of a session for a scope file: beside it."""
    return str(Path(scope).with_suffix(".answers.yaml"))


def answers_in(document: Document) -> Any:
    """Return the answers of a file, without the key that names their session."""
    if not isinstance(document.values, dict):
        return document.values
    return {name: value for name, value in document.values.items() if name != KEPT_BY}


class Conversation:
    """Questions and typed or piped answers: a typed one is kept in the answers file as soon as it is given.

    What is piped is there to be piped again, so it is kept only where the input ends or says stop.
    """

    def __init__(self, session: Session, file: str, command: str, screen: Screen, purpose: str) -> None:
        """Take also the session's purpose: it resumes only answers saved for the same purpose."""
        self._session = session
        self._purpose = purpose
        self._kept = kept_in(file)
        self._command = command
        self._screen = screen
        self._piped = None if sys.stdin is not None and sys.stdin.isatty() else Piped()
        self._answers = NOTHING
        self._left: dict[str, Any] = {}
        self._shown = Shown()

    def run(self) -> Answers:
        """Ask until nothing is left to ask, and return the answers."""
        check_regular(self._kept, follow=False)
        self._resume()
        with interruptible():
            try:
                self._converse()
                self._take_unasked()
            except KeyboardInterrupt:
                self._keep()
                self._screen.say("")
                self._say_how_to_go_on()
                raise
            except EOFError:
                self._end_of_input()
        return self._answers

    def _resume(self) -> None:
        self._screen.begin()
        if Path(self._kept).exists():
            document = read_yaml(self._kept)
            self._check_whose(document)
            found = replay(self._session, answers_in(document), whole=False)
            if found.faults:
                raise refuse(document, list(found.faults))
            self._answers, self._left = found.answers, dict(found.left)
            kept = f"{pluralize(len(self._answers), 'answer')} from {one_line(self._kept)}"
            note(f"resuming with {kept}; delete the file to start again")
        self._shown = shown(self._session, self._answers, self._shown)
        if self._shown.cells:
            self._screen.effect([totals_line(self._shown.cells)])

    def _check_whose(self, document: Document) -> None:
        """Raise `InputError` if another session saved the answers."""
        kept_by = document.values.get(KEPT_BY) if isinstance(document.values, dict) else self._purpose
        if kept_by != self._purpose:
            whose = f"another session: {kept_by}" if kept_by else "no session: kept_by is missing"
            hint = f"this is {self._purpose}; delete the file to start again, or pass it with --answers"
            raise refuse(document, [Fault((KEPT_BY,) if kept_by else (), f"these answers belong to {whose}", hint)])

    def _converse(self) -> None:
        told: set[str] = set()
        while True:
            now = agenda(self._session, self._answers)
            for name in [name for name in now.skipped if name not in told]:
                self._screen.skipped(name, now.skipped[name])
            told = set(now.skipped)
            if now.question is None:
                return
            if now.question.id in self._left:  # in the resumed file, further on than the first question without answer
                value = accept(now.question, self._left.pop(now.question.id))
                if not isinstance(value, Refused):
                    self._take(MappingProxyType({**self._answers, now.question.id: value}))
                    continue
            self._screen.ask(now.question, len(self._answers) + 1, now.left)
            self._take(self._answer_to(now.question))

    def _answer_to(self, question: Question) -> Answers:
        """Return the state after the answer to a question, or after one was taken back."""
        while True:
            text = self._piped.line() if self._piped else typed_line()
            if self._piped:
                self._screen.say(f"> {text}")
            match text.strip().casefold():
                case "?" | "help":
                    self._screen.more(question)
                case "list":
                    self._screen.answers(self._answers)
                case "stop":
                    self._keep()
                    self._say_how_to_go_on()
                    raise typer.Exit
                case "back" if self._answers:
                    self._screen.say(f"  Removed: {list(self._answers)[-1]}")
                    return back(self._answers)
                case "back":
                    self._screen.say("  This is the first question.")
                case _:
                    found = answer(self._answers, question, text)
                    if not isinstance(found, Refused):
                        return found
                    if self._piped:
                        raise InputError(
                            [
                                Problem(
                                    STANDARD_INPUT,
                                    self._piped.number,
                                    1,
                                    f"{question.id}: {found.found}",
                                    found.expected,
                                )
                            ]
                        )
                    self._screen.refused(found)

    def _take(self, answers: Answers) -> None:
        """Go to another state: keep it, and show what it did."""
        self._answers = answers
        if not self._piped:
            self._keep()
        before, self._shown = self._shown, shown(self._session, answers, self._shown)
        self._screen.effect(effect_lines(before.cells, self._shown.cells))

    def _keep(self) -> None:
        if self._answers or self._left:
            kept = {KEPT_BY: self._purpose, **self._answers, **self._left}
            write_file(self._kept, answers_text(kept).encode(), follow=False)
        else:
            Path(self._kept).unlink(missing_ok=True)

    def _take_unasked(self) -> None:
        """Take remaining answers of a resumed file: facts that move nothing."""
        found = replay(self._session, {**self._answers, **self._left}, whole=True)
        if found.faults:
            note(f"not asked, so omitted: {one_line(', '.join(self._left))}")
        else:
            self._answers = found.answers

    def _say_how_to_go_on(self) -> None:
        if self._answers:
            kept = f"{pluralize(len(self._answers), 'answer')} saved in {one_line(self._kept)}"
            note(f"stopped; {kept}; resume with: {self._command}")
        else:
            note("stopped; no answers to save")

    def _end_of_input(self) -> None:
        """Omit the open answers, if possible. Raises `typer.Exit` or `InputError` otherwise."""
        if self._piped:
            found = replay(self._session, {**self._answers, **self._left}, whole=True)
            if not found.faults:
                self._answers = found.answers
                return
            self._keep()
            self._say_how_to_go_on()
            raise InputError(
                Problem(STANDARD_INPUT, self._piped.number, 1, f"the input ended: {each.found}", each.expected)
                for each in found.faults
            )
        self._screen.say("")
        self._say_how_to_go_on()
        raise typer.Exit(EXIT_INVALID)
