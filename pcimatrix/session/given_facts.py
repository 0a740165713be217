"""Facts that a scope file and a session's answers give."""

from collections.abc import Mapping
from typing import Any

from pcimatrix.catalogue.facts import Facts
from pcimatrix.scope.answers import answers_of
from pcimatrix.session.edited_file import Values
from pcimatrix.session.question import Answers
from pcimatrix.session.wording import WORKLOADS


def renewed(base: Values, facts: Facts) -> dict[str, Any]:
    """Return the values of a scope file with older facts replaced by those that they are read as."""
    found = {key: _renewed(each, facts) if key == "facts" else each for key, each in base.items()}
    found[WORKLOADS] = [
        {key: _renewed(each, facts) if key == "facts" else each for key, each in workload.items()}
        for workload in base[WORKLOADS]
    ]
    return found


def _renewed(given: Mapping[str, Any], facts: Facts) -> dict[str, Any]:
    replaced = facts.replaced()
    settled = facts.settled(answers_of(given))
    parts = {name: given[each.by] for name, each in settled.items() if name in replaced.get(each.by, ())}
    return {**{name: each for name, each in given.items() if name not in replaced}, **parts}


def given_facts(answers: Answers, facts: Facts) -> dict[str, bool]:
    """Return the facts that a session's answers answer."""
    return {name: answers[name] is True for name in facts.all_names() if answers.get(name) is not None}


def without_contradictions(base: Values, answers: Answers, facts: Facts) -> Values:
    """Return the base without those of its facts that an answer of the session settles otherwise."""
    settled = facts.settled(given_facts(answers, facts))
    present_ = answers_of(base.get("facts"))
    gone = {name for name, each in present_.items() if name in settled and settled[name].answer is not each}
    gone -= set(answers)
    if not gone:
        return base
    return {**base, "facts": {name: each for name, each in base["facts"].items() if name not in gone}}
