"""Workloads and third parties on the agenda: fields of them that are asked for, the next one, how many are left."""

from pcimatrix.scope.model import Standing
from pcimatrix.session.hosts import is_hosted, missing_hosts
from pcimatrix.session.premises import is_own_site
from pcimatrix.session.question import Answers, Question
from pcimatrix.session.questions import question_of, workload_names
from pcimatrix.session.skipped import own_by_themselves
from pcimatrix.session.start import Session
from pcimatrix.session.wording import DIFFERS, FIELDS, PARTIES, WORKLOADS, place

_MOST = 999
"""More workloads or third parties than this are not asked for."""


def next_of(session: Session, answers: Answers, group: str) -> Question | None:
    """Return the next question on workloads or third parties; None if there is none."""
    asked = _workload_fields if group == WORKLOADS else _party_fields
    for number in range(1, _MOST + 1):
        first = f"{group}.{number}.name"
        if first in answers and answers[first] is None:
            if number > len(session.base.get(group, ())):
                return None
            continue
        for field in asked(session, answers, number):
            if f"{group}.{number}.{field}" not in answers:
                return question_of(session, answers, f"{group}.{number}.{field}")
    return None


def left_of(session: Session, answers: Answers, question: Question | None) -> int:
    """Return about how many questions there are on workloads or third parties, from this one on."""
    at = place(question.id) if question else None
    if at is None:
        return 0
    group, number, field = at
    known = max(len(session.base.get(group, ())), int(group == WORKLOADS))
    asked = _workload_fields if group == WORKLOADS else _party_fields
    if field == "name" and number > known:
        hosts = missing_hosts(session, answers, besides=0) if group == PARTIES else {}
        return 1 + len(hosts) * len(asked(session, answers, number))
    fields = asked(session, answers, number)
    return len(fields) - fields.index(field) + len(fields) * max(known - number, 0) + 1


def _workload_fields(session: Session, answers: Answers, number: int) -> list[str]:
    """Return the fields of a workload to ask for; a reason only if one is needed or already given."""
    prefix = f"{WORKLOADS}.{number}"
    out = answers.get(f"{prefix}.standing") == Standing.OUT_OF_SCOPE
    left_out = {DIFFERS} if out else {DIFFERS, "reason"}
    pattern = answers.get(f"{prefix}.pattern")
    if out or is_hosted(pattern) or is_own_site(session, pattern):
        left_out.add("services")
    given = {field for field in left_out if session.present.get(f"{prefix}.{field}") is not None}
    left_out -= given
    if not is_hosted(pattern):
        left_out.add("provider")
    return [field for field in FIELDS[WORKLOADS] if field not in left_out]


def _party_fields(session: Session, answers: Answers, number: int) -> list[str]:
    """Return the fields of a third party to ask for."""
    prefix = f"{PARTIES}.{number}"
    left_out = set()
    if answers.get(f"{prefix}.aoc_date") is None:
        left_out.add("aoc_version")
    if f"{prefix}.owns" in own_by_themselves(session, answers):
        left_out |= {"owns", "owns_workloads"}
    if answers.get(f"{prefix}.owns") is None or len(workload_names(session, answers)) < 2:  # noqa: PLR2004 - all is the one
        left_out.add("owns_workloads")
    return [field for field in FIELDS[PARTIES] if field not in left_out]
