"""A whole scoping session: from answers, typed or in a file, to the written scope file."""

import os
from hashlib import sha256
from pathlib import Path
from types import MappingProxyType
from typing import Any

from pcimatrix.cli.output import note, note_comments, write_file
from pcimatrix.cli.session.conversation import Conversation, answers_in, kept_in
from pcimatrix.cli.session.screen import Screen
from pcimatrix.cli.target import look_at
from pcimatrix.errors import OutputError
from pcimatrix.ownership.totals import tally
from pcimatrix.reports.content.effect import effect_lines, totals_line
from pcimatrix.scope.expected import drift
from pcimatrix.scope.matrix import scope_matrix
from pcimatrix.scope.model import LoadedScope, scope_of
from pcimatrix.scope.resolve import cells, resolve
from pcimatrix.scope.writer import edited_text, scope_text
from pcimatrix.session.agenda import agenda
from pcimatrix.session.outcome import Shown, matrix, shown, to_values
from pcimatrix.session.question import Answers
from pcimatrix.session.replay import replay
from pcimatrix.session.start import Session
from pcimatrix.session.state import NOTHING
from pcimatrix.text import one_line
from pcimatrix.yamlio.parser import Document, parse_yaml, read_yaml
from pcimatrix.yamlio.validation import refuse


def hold(
    session: Session,
    file: str,
    command: str,
    *,
    given: str | None = None,
    old: LoadedScope | None = None,
    force: bool = False,
) -> None:
    """Hold a session for the scope file `file`, from its answers to the file written.

    `given` names an answers file for a session without questions, `old` is the file that is edited, `command` how
    to go on after a stop, `force` whether a new scope is written over a file.
    Raises `InputError` for bad answers, `OutputError` where the file is another one than at the beginning,
    `typer.Exit` where a session stops before its end, `KeyboardInterrupt` after the answers were kept.
    """
    screen = Screen(edits=old is not None)
    if given is not None:
        answers = _unattended(session, read_yaml(given), screen)
    else:
        answers = Conversation(session, file, command, screen, _purpose(file, old.document if old else None)).run()
    screen.effect(["", totals_line(matrix(session, answers))])
    if old is None and not force and os.path.lexists(file):
        raise OutputError(f"{one_line(file)}: the file now exists; to overwrite it: {command} --force")
    if old is not None and read_yaml(file).text != old.document.text:
        raise OutputError(f"{one_line(file)}: the file changed during the session; to go through it again: {command}")
    _finish(session, answers, file, old, new=old is None and not force)
    if given is None:
        Path(kept_in(file)).unlink(missing_ok=True)


def _purpose(file: str, old: Document | None) -> str:
    """Return what a session is for: a new file, or the present content of one that is edited."""
    name = one_line(Path(file).name)
    return f"scope new {name}" if old is None else f"scope edit {name} {sha256(old.text.encode()).hexdigest()[:16]}"


def _unattended(session: Session, document: Document, screen: Screen) -> Answers:
    found = replay(session, answers_in(document), whole=True)
    if found.faults:
        raise refuse(document, list(found.faults))
    so_far: Answers = NOTHING
    before = shown(session, so_far, Shown())
    for name, value in found.answers.items():
        so_far = MappingProxyType({**so_far, name: value})
        after = shown(session, so_far, before)
        screen.answered(name, value)
        screen.effect(effect_lines(before.cells, after.cells))
        before = after
    screen.skipped(agenda(session, found.answers).skipped)
    return found.answers


def _say_of_expected(session: Session, old: LoadedScope, values: dict[str, Any]) -> None:
    """Say that the expected totals changed, and that the old file had drifted, if so."""
    ground = session.ground
    if old.scope.expected:
        found = tally(cells(resolve(ground.catalogue, ground.patterns, ground.facts, old.scope)))
        for each in drift(found, old.scope.expected):
            note(f"warning: before this edit, {each.owner} was {each.found} instead of the expected {each.expected}")
    if values.get("expected") != old.document.values.get("expected"):
        note("recorded the edited scope's totals as expected")


def _finish(session: Session, answers: Answers, file: str, old: LoadedScope | None, *, new: bool) -> None:
    """Write the scope file, and say what to look at in it."""
    values = to_values(session, answers)
    edited = edited_text(old.document, values) if old else None
    text = edited.text if edited else scope_text(values)
    ground = session.ground
    document = parse_yaml(text.encode(), one_line(file))
    own = scope_of(document, ground.catalogue, ground.patterns, ground.facts)
    if old is not None and values == old.document.values:
        note(f"no changes; {one_line(file)} is as it was")
        return
    write_file(file, old.document.encoded(text) if old else text.encode(), new=new)
    if old is not None:
        _say_of_expected(session, old, values)
    note_comments(one_line(file), edited.lost if edited else ())
    look_at(ground.reference, own, scope_matrix(ground.reference, own))
    note(f"wrote {one_line(file)}; to render its summary: pcimatrix render --scope {one_line(file)}")
