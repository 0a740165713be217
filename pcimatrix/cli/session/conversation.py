"""Conversation of a scoping session: typed or piped answers, each saved in a file as soon as it is given.

The conversation is on standard output; messages about files are on standard error.
"""

import sys
from pathlib import Path
from typing import Any

import typer

from pcimatrix.cli.interrupt import interruptible
from pcimatrix.cli.output import check_regular, note, write_file
from pcimatrix.cli.session.input import Piped, typed_line
from pcimatrix.cli.session.screen import Screen
from pcimatrix.errors import EXIT_INVALID, InputError, Problem
from pcimatrix.reports.content.effect import effect_lines, totals_line
from pcimatrix.session.agenda import agenda
from pcimatrix.session.answers_file import answers_text
from pcimatrix.session.fact_questions import is_group, ticked
from pcimatrix.session.outcome import Shown, shown
from pcimatrix.session.question import Answers, Question, Refused
from pcimatrix.session.replay import replay, resumed
from pcimatrix.session.start import Session
from pcimatrix.session.state import NOTHING, answer, back, steps
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
        self._taken_back: dict[str, Any] = {}
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
            kept = f"{pluralize(len(steps(self._session, self._answers)), 'answer')} from {one_line(self._kept)}"
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
            self._screen.skipped({name: reason for name, reason in now.skipped.items() if name not in told})
            told = set(now.skipped)
            if now.question is None:
                return
            # In a resumed file further on than the first question without answer, or answered before going back.
            kept = None if self._taken_back else resumed(self._session, self._answers, now.question, self._left)
            if kept is not None:
                self._screen.kept(now.question)
                self._take(kept)
                continue
            question = self._with_old_answer(now.question)
            self._screen.ask(question, len(steps(self._session, self._answers)) + 1, now.left, now.adds)
            self._take(self._answer_to(question))

    def _with_old_answer(self, question: Question) -> Question:
        """Return the question with the answer that was taken back, or of which a part is kept, as its default."""
        names = [option.value for option in question.options] if is_group(question) else [question.id]
        old = {name: self._left.pop(name) for name in names if name in self._left} | self._taken_back
        value = ticked({name: old.get(name) for name in names}) if is_group(question) else old.get(question.id)
        return question if value is None else question._replace(default=value)

    def _go_back(self) -> Answers:
        """Return the state before the last answer. What was answered later is kept, to be taken without asking."""
        self._left |= self._taken_back
        before = back(self._session, self._answers)
        self._taken_back = {name: each for name, each in self._answers.items() if name not in before}
        self._screen.say(f"  Taken back: {', '.join(self._taken_back)}")
        return before

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
                    return self._go_back()
                case "back":
                    self._screen.say("  This is the first question.")
                case _:
                    found = answer(self._session, self._answers, question, text)
                    if not isinstance(found, Refused):
                        self._taken_back = {}
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
            kept = f"{pluralize(len(steps(self._session, self._answers)), 'answer')} saved in {one_line(self._kept)}"
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
