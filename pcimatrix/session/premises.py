"""Sites of the entity's own in a session: asked again if what is ticked has to be somewhere."""

from pcimatrix.scope.model import Standing
from pcimatrix.scope.premises import AT_SITES, OWN_SITES, at_own_site
from pcimatrix.session.edited_file import numbers
from pcimatrix.session.given_facts import given_facts
from pcimatrix.session.question import Answers, Question, Value
from pcimatrix.session.start import Session
from pcimatrix.session.wording import WORKLOADS


def is_own_site(session: Session, pattern: Value) -> bool:
    """Tell whether a workload of this pattern runs at sites of the entity's own, and so in no AWS account."""
    patterns = session.ground.patterns
    return pattern in patterns.names() and at_own_site(patterns, str(pattern))


def without_silent_no(session: Session, answers: Answers, new: Answers) -> Answers:
    """Return the state after new answers, without a no on own sites that overlooks what has to be at a site.

    Who ticks card terminals among other facts but no sites may have overlooked these, so they are asked for alone.
    An earlier no is asked again once, when the first such fact is answered yes.
    """
    after = {**answers, **new}
    silent = OWN_SITES in new and len(new) > 1
    earlier = OWN_SITES not in new and not _at_sites(session, answers)
    if after.get(OWN_SITES) is not False or not (silent or earlier):
        return after
    if not _at_sites(session, after) or _has_sites(session, after):
        return after
    return {name: each for name, each in after.items() if name != OWN_SITES}


def with_what_is_there(session: Session, answers: Answers, question: Question) -> Question:
    """Return the question on own sites with what was answered that has to be somewhere."""
    there = [name for name in AT_SITES if name in _at_sites(session, answers)]
    if question.id != OWN_SITES or not there or _has_sites(session, answers):
        return question
    stated = "; ".join(session.ground.facts.get(name).answered_yes for name in there)
    explains = f"{question.explains.rstrip('.')}. You answered: {stated}. No workload so far is at a site of your own"
    return question._replace(explains=explains)


def _at_sites(session: Session, answers: Answers) -> set[str]:
    """Return the facts on what is at sites that are answered yes, or follow from such an answer."""
    facts = session.ground.facts
    settled = facts.settled(given_facts(answers, facts))
    return {name for name in AT_SITES if name in settled and settled[name].answer}


def _has_sites(session: Session, answers: Answers) -> bool:
    """Tell whether own sites are in scope by the fact, or by a workload's pattern."""
    if answers.get(OWN_SITES) is True:
        return True
    for number in numbers(session.base, answers, WORKLOADS):
        name, standing, pattern = (
            answers.get(key, session.present.get(key))
            for key in (f"{WORKLOADS}.{number}.{field}" for field in ("name", "standing", "pattern"))
        )
        if name is not None and standing != Standing.OUT_OF_SCOPE and is_own_site(session, pattern):
            return True
    return False
