"""What a session does not ask for since other answers, or the file that is edited, settle it: with the reason."""

from pcimatrix.session.edited_file import has_several_takeovers
from pcimatrix.session.given_facts import given_facts
from pcimatrix.session.question import Answers
from pcimatrix.session.start import Session
from pcimatrix.session.wording import PARTIES, place


def implied(session: Session, answers: Answers) -> dict[str, str]:
    """Return the facts that need not be asked for as they follow from answers to others, with what those state."""
    facts = session.ground.facts
    settled, asked = facts.settled(given_facts(answers, facts)), facts.names()
    return {
        name: f"it follows from another answer: {facts.statement(each.by).states(each)}"
        for name, each in settled.items()
        if name not in answers and name in asked
    }


def own_by_themselves(session: Session, answers: Answers) -> dict[str, str]:
    """Return the third parties that are not asked for what they own, by their questions' ids, with the reason."""
    found = {}
    for name in answers:
        group, number, field = place(name) or ("", 0, "")
        if group == PARTIES and field == "id" and has_several_takeovers(session.base, number):
            found[f"{group}.{number}.owns"] = "it is more than a question can ask for; it stays as it is in the file"
    return found
