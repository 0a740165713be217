"""Answers file: a session's answers, for a later session to resume."""

from pcimatrix.session.question import Answers
from pcimatrix.yamlio.writer import yaml_text

_HEAD = """\
# Answers of a scoping session: question id, then answer; null means unknown, or none.
"""


def answers_text(answers: Answers) -> str:
    """Return the text of an answers file, whose values `replay` takes."""
    return _HEAD + yaml_text({key: list(each) if isinstance(each, tuple) else each for key, each in answers.items()})
