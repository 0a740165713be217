"""Questions at one moment of a session, with the options, names and needs of that moment."""

import re

from pcimatrix.catalogue.loader import newest_version
from pcimatrix.catalogue.model import Owner
from pcimatrix.catalogue.patterns import Pattern
from pcimatrix.catalogue.validation import Validation
from pcimatrix.ownership.selection import known_ids
from pcimatrix.scope.model import Assessment, Standing
from pcimatrix.scope.references import RESERVED
from pcimatrix.session.edited_file import numbers, question_id, takeovers
from pcimatrix.session.fact_questions import alike, differences, fact_question
from pcimatrix.session.help import HELP
from pcimatrix.session.hosts import can_be_hosted, is_hosted, provider_question, with_host
from pcimatrix.session.impact import ASSESSMENT
from pcimatrix.session.premises import is_own_site, with_what_is_there
from pcimatrix.session.question import Answers, Kind, Option, Question, Value
from pcimatrix.session.start import Session
from pcimatrix.session.wording import (
    ASSESSMENTS,
    DIFFERING,
    DIFFERS,
    FIELDS,
    OWNS_OF_AWS,
    PARTIES,
    SINGLE,
    STANDING,
    VALIDATION,
    VALIDATIONS,
    WORKLOADS,
    place,
)
from pcimatrix.yamlio.validation import show


def question_of(session: Session, answers: Answers, identifier: str) -> Question | None:
    """Return the question with this id as it would be asked now; None if the id is unknown."""
    at = place(identifier)
    if at is None and identifier not in (*SINGLE, *session.ground.facts.all_names()):
        return None
    if at is not None:
        question = _workload(session, answers, at) if at[0] == WORKLOADS else _party(session, answers, at)
    elif identifier in SINGLE:
        question = _single(session, answers, identifier)
    else:
        question = with_what_is_there(session, answers, fact_question(session, identifier))
    question = _with_what_code_says(session, question)
    now = session.present.get(identifier)
    if now is None or _follows(session, answers, at) or (identifier == VALIDATION and not _offers(question, now)):
        return question
    return question._replace(default=now)


def _offers(question: Question, answer: Value) -> bool:
    return answer in {option.value for option in question.options}


def _with_what_code_says(session: Session, question: Question) -> Question:
    """Return a question with what infrastructure code says of it: what it asks, proposes, and the resources."""
    said = []
    for each in session.base.get("questions", ()):
        if question_id(session.base, each) == question.id:
            proposes = f" The code hints at: {each['proposes']}." if "proposes" in each else ""
            named = f" ({', '.join(each['resources'])})" if each.get("resources") else ""
            said.append(f"{each['asks'].rstrip('.')}{named}.{proposes}")
    return question._replace(explains=". ".join((question.explains.rstrip("."), *said))) if said else question


def _follows(session: Session, answers: Answers, at: tuple[str, int, str] | None) -> bool:
    """Tell whether a question's present answer follows from other answers, and not from the file that is edited alone.

    What a third party has taken over goes with the last workload that it was for; it is never for more than it was.
    """
    if at is None or at[0] != PARTIES:
        return False
    gone = bool(session.base) and not takeovers(session.base, answers, at[1])
    return at[2] == "owns_workloads" or (at[2] == "owns" and gone)


def workload_names(session: Session, answers: Answers) -> tuple[str, ...]:
    """Return the names of the workloads so far."""
    found = (
        _now(session, answers, f"{WORKLOADS}.{number}.name") for number in numbers(session.base, answers, WORKLOADS)
    )
    return tuple(str(name) for name in found if name is not None)


def _single(session: Session, answers: Answers, identifier: str) -> Question:
    words = SINGLE[identifier]
    options: tuple[Option, ...] = ASSESSMENTS if identifier == ASSESSMENT else ()
    if identifier == VALIDATION:
        options = _reports(_now(session, answers, ASSESSMENT))
    if identifier == DIFFERING:
        options = tuple(Option(name, "") for _, name in alike(session, answers))
    offered = {"pci_dss": newest_version(session.ground.catalogue), "date": session.today}
    default = offered.get(identifier)
    return Question(
        identifier, *words[:3], options=options, needed=words.needed, default=default, more=HELP[identifier]
    )


def _reports(assessment: Value) -> tuple[Option, ...]:
    """Return the reports that are for such an entity; all of them if it is not said what it is."""
    if assessment is None:
        return VALIDATIONS
    fitting = {None, assessment == Assessment.SERVICE_PROVIDER}
    return tuple(each for each in VALIDATIONS if Validation(each.value).is_for_service_providers in fitting)


def _workload(session: Session, answers: Answers, at: tuple[str, int, str]) -> Question:
    group, number, field = at
    question = _of_group(group, number, field, str(_now(session, answers, f"{group}.{number}.name")))
    if field == DIFFERS:
        return question._replace(**differences(session, answers))
    if field in {"pattern", "provider", "account"}:
        return _where(session, answers, question, f"{group}.{number}")
    if field == "reason" and _now(session, answers, f"{group}.{number}.standing") == "out_of_scope":
        return question._replace(needed="give a reason: a workload out of scope needs one")
    if field != "name":
        return question
    others = {**answers, question.id: None}
    names = workload_names(session, others)
    needed = (
        ""
        if _has_scope(session, others)
        else "give a name: at least one workload must be in the CDE or connected to it"
    )
    return _another(session, question, number)._replace(taken=names, needed=needed)


def _where(session: Session, answers: Answers, question: Question, workload: str) -> Question:
    """Return the question on a workload's pattern or provider, or on its account or what it is called elsewhere."""
    if question.id == f"{workload}.pattern":
        offered = (each for each in session.ground.patterns.patterns if not each.hosted or can_be_hosted(session))
        return _of_patterns(question, tuple(offered))
    if question.id == f"{workload}.provider":
        return provider_question(session, question)
    name, pattern = (_now(session, answers, f"{workload}.{field}") for field in ("name", "pattern"))
    instead = "the scope file has this name where another workload has its AWS account"
    if is_hosted(pattern):
        return question._replace(
            text=f"What is {name} called at its provider?",
            explains="The tenant, contract or address by which the provider knows it",
            kind=Kind.TEXT,
            needed=f"name it: {instead}",
        )
    if is_own_site(session, pattern):
        return question._replace(
            text=f"Where does {name} run?",
            explains="The name of its sites in your inventory, e.g. all shops or head office",
            kind=Kind.TEXT,
            needed=f"name the sites: {instead}",
        )
    return question


def _has_scope(session: Session, answers: Answers) -> bool:
    """Tell whether a workload, with all that its matrix needs, is in the CDE or connected to it."""
    for number in numbers(session.base, answers, WORKLOADS):
        name, standing, pattern = (
            _now(session, answers, f"{WORKLOADS}.{number}.{field}") for field in ("name", "standing", "pattern")
        )
        if None not in {name, standing, pattern} and standing != Standing.OUT_OF_SCOPE:
            return True
    return False


def _party(session: Session, answers: Answers, at: tuple[str, int, str]) -> Question:
    group, number, field = at
    name = str(_now(session, answers, f"{group}.{number}.name"))
    question = _of_group(group, number, field, name)
    taken = tuple(
        str(identifier)
        for other in numbers(session.base, answers, PARTIES)
        if other != number and _now(session, answers, f"{group}.{other}.name") is not None
        if (identifier := _now(session, answers, f"{group}.{other}.id")) is not None
    )
    match field:
        case "name":
            another = _another(session, question, number)._replace(needed=_indispensable(session, number))
            return with_host(session, answers, another, number)
        case "id":
            offered = _short_name(name)
            if offered is None or offered in (*RESERVED, *taken):
                needed = f"give a short name: none could be derived from {show(name)}"
                question = question._replace(taken=(*RESERVED, *taken), needed=needed)
            else:
                question = question._replace(taken=(*RESERVED, *taken), default=offered)
            return with_host(session, answers, question, number)
        case "owns":
            known = tuple(known_ids(session.ground.catalogue))
            of_aws = _now(session, answers, f"{group}.{number}.id") == Owner.AWS
            return question._replace(known=known, explains=OWNS_OF_AWS if of_aws else question.explains)
        case "owns_workloads":
            owned = takeovers(session.base, answers, number)
            named = owned[0].get("workloads") if len(owned) == 1 else None
            default = tuple(named) if named is not None else None
            return question._replace(known=workload_names(session, answers), without="all of them", default=default)
        case _:
            return question


def _indispensable(session: Session, number: int) -> str:
    """Return why a third party cannot be removed from the edited file; empty if it can."""
    old = session.base.get(PARTIES, ())
    identifier = old[number - 1]["id"] if number <= len(old) else None
    decided = [each["within"] for each in session.base.get("decisions", ()) if each["owner"] == identifier]
    return f"keep a name: decisions make {identifier} the owner of {', '.join(decided)}" if decided else ""


def _now(session: Session, answers: Answers, identifier: str) -> Value:
    return answers.get(identifier, session.present.get(identifier))


def _of_group(group: str, number: int, field: str, name: str) -> Question:
    """Return the question on a field of a workload or third party; `name` is what it is called."""
    words = FIELDS[group][field]
    options = STANDING if field == "standing" else ()
    return Question(
        f"{group}.{number}.{field}",
        words.text.format(name=name),
        words.explains,
        words.kind,
        options=options,
        needed=words.needed,
        more=HELP[f"{group}.{field}"],
    )


def _another(session: Session, question: Question, number: int) -> Question:
    """Return the question for a name, worded for one more workload or third party."""
    group = question.id.partition(".")[0]
    if number == 1 or number <= len(session.base.get(group, ())):
        return question
    what = "workload" if group == WORKLOADS else "third-party service provider"
    text = f"What is the name of the next {what}?"
    return question._replace(text=text, explains=f"Leave it empty if you have no other {what}")


def _of_patterns(question: Question, patterns: tuple[Pattern, ...]) -> Question:
    """Return the question for a pattern, with the known patterns as options."""
    options = tuple(Option(each.id, f"{each.title}. {each.runs}", each.known_as) for each in patterns)
    notes = tuple(f"{each.id}: {each.note}" for each in patterns if each.note)
    return question._replace(options=options, more=(*question.more, *notes))


def _short_name(name: str) -> str | None:
    """Return a short name to offer for a third party; None if its name gives none."""
    if re.search(r"\b(aws|amazon web services)\b", name.casefold()):
        return "aws"
    found = re.sub(r"[^a-z0-9]+", "_", name.casefold()).strip("_")[:40].rstrip("_")
    return found if re.match(r"[a-z]", found) else None
