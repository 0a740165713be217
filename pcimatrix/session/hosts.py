"""Companies that host workloads, in a session: named with the workload, and asked for as third parties."""

from functools import cache

from pcimatrix.catalogue.loader import shipped_patterns
from pcimatrix.catalogue.model import Owner
from pcimatrix.scope.references import RESERVED
from pcimatrix.session.edited_file import numbers
from pcimatrix.session.question import Answers, Kind, Option, Question, Value
from pcimatrix.session.start import Session
from pcimatrix.session.wording import PARTIES, WORKLOADS


def is_hosted(pattern: Value) -> bool:
    """Tell whether a third party hosts workloads of this pattern."""
    return pattern in _hosted_patterns()


@cache
def _hosted_patterns() -> frozenset[str]:
    return frozenset(each.id for each in shipped_patterns().patterns if each.hosted)


def hosts(session: Session, answers: Answers) -> dict[str, str]:
    """Return the ids of the companies that host workloads, each with the name of the first one that it hosts."""
    found: dict[str, str] = {}
    for number in numbers(session.base, answers, WORKLOADS):
        name, pattern, provider = (
            answers.get(key, session.present.get(key))
            for key in (f"{WORKLOADS}.{number}.{field}" for field in ("name", "pattern", "provider"))
        )
        if name is not None and provider is not None and is_hosted(pattern):
            found.setdefault(str(provider), str(name))
    return found


def missing_hosts(session: Session, answers: Answers, *, besides: int) -> dict[str, str]:
    """Return the hosts that no third party is, but for the one of a number, which is being asked for."""
    known = set()
    for number in numbers(session.base, answers, PARTIES):
        name, identifier = (
            answers.get(key, session.present.get(key))
            for key in (f"{PARTIES}.{number}.{field}" for field in ("name", "id"))
        )
        if number != besides and name is not None:
            # Under a new id it is still the host: what refers to it follows.
            known |= {identifier, *(each["id"] for each in session.base.get(PARTIES, ())[number - 1 : number])}
    return {identifier: name for identifier, name in hosts(session, answers).items() if identifier not in known}


def with_host(session: Session, answers: Answers, question: Question, number: int) -> Question:
    """Return the question for the name or id of a third party, if a host is still to be named: worded for it.

    A third party of the edited file that hosts a workload cannot be removed.
    """
    missing = missing_hosts(session, answers, besides=number)
    old = [each["id"] for each in session.base.get(PARTIES, ())[number - 1 : number]]
    asked = [each for each in missing if each in old or not old]
    if not asked:
        return question
    host, workload = asked[0], missing[asked[0]]
    if question.id.endswith(".id"):
        return question if old else question._replace(default=host, needed="")
    needed = f"keep a name: {host} hosts {workload}" if old else f"name the company {host}: it hosts {workload}"
    if old:
        return question._replace(needed=needed)
    explains = f"You called it {host}. It is a third-party service provider (TPSP) of yours"
    return question._replace(text=f"Which company hosts {workload}?", explains=explains, needed=needed)


def provider_question(session: Session, question: Question) -> Question:
    """Return the question for a host: any short name, or one of the file's if third parties are not gone through."""
    known = [each["id"] for each in session.base.get(PARTIES, ()) if each["id"] != Owner.AWS]
    if not session.asks(PARTIES):
        options = tuple(Option(each, "") for each in known)
        explains = "One of the third parties in the file; to add another, edit third_parties first"
        return question._replace(kind=Kind.CHOICE, options=options, explains=explains)
    named = f". In the file are: {', '.join(known)}" if known else ""
    return question._replace(taken=(*RESERVED, Owner.AWS.value), explains=question.explains + named)


def can_be_hosted(session: Session) -> bool:
    """Tell whether a workload can be hosted: not if third parties are not gone through, and there are none."""
    return session.asks(PARTIES) or any(each["id"] != Owner.AWS for each in session.base.get(PARTIES, ()))
