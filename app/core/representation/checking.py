"""The check: may this person or enterprise act for that party, for this service, on this day?

There is no cache. Every answer is read from the facts, so that a stop holds at the very next check.
"""

import uuid
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from sqlalchemy.orm import Session

from app.core.errors import Invalid
from app.core.representation.facts import Facts, FactsOfOne
from app.core.representation.rights_rows import CheckedRelation, Within, tie_to
from app.core.representation.rows import CheckedLine, CheckedMandate, SourceLine, type_matches
from app.models.lifecycle import LineDays, Status
from app.models.mandate_type import AccessLevel, Part

CARRIES = {"represents_holder_by_law", "executes_for_holder", "executes_group_for_holder"}


def _every_one(mandate: CheckedMandate) -> bool:
    return True


@dataclass(frozen=True)
class Question:
    """What is asked. One of `person_id` and `holder_id` at least; `service` names a service or a mandate type.

    A `thorough` question wants everything of the chain that is missing: also what would stand in the way once the first
    reason is mended. What the register says of the two parties is then for whoever asks. With `mandate_id` only that
    mandate counts. A `brief` question gets the same yes or no, with the mandate and its last day, and no reasons: that
    costs a fraction, because the database only hands over what holds (`carrying`). Reasons speak of the mandates that
    `shows` takes: every one, unless whoever asks may not know of all; and of rights that work `within` some domains.
    `newcomers` are the names of those sides that only the register knows.
    """

    giver_id: uuid.UUID
    service: str
    level: AccessLevel
    day: date
    person_id: uuid.UUID | None = None
    holder_id: uuid.UUID | None = None
    thorough: bool = False
    mandate_id: uuid.UUID | None = None
    brief: bool = False
    shows: Callable[[CheckedMandate], bool] = field(default=_every_one, compare=False)
    within: Within | None = None
    newcomers: Mapping[uuid.UUID, str] = field(default_factory=dict, compare=False)


@dataclass(frozen=True)
class Reason:
    """One link of the chain: a code under `reasons.` in the translations, and what its sentence needs."""

    code: str
    values: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Representation:
    """The answer. `until` is the last day on which it still holds, empty when no end is known.

    Where several lines of a mandate open the same, the one that holds longest answers; of equal ones the first by key.

    `reasons` is for callers who may know; to a stranger every refusal looks the same.
    """

    allowed: bool
    mandate_id: uuid.UUID | None = None
    until: date | None = None
    reasons: tuple[Reason, ...] = ()


def may_represent(session: Session, question: Question) -> Representation:
    """Whether the person, or somebody of the holder, may act for the giver (docs/architecture.md, "The check")."""
    return decide(FactsOfOne(session), question)


def decide(facts: Facts, question: Question) -> Representation:
    """The answer by these facts; Invalid when the question names nobody."""
    if question.person_id is None and question.holder_id is None:
        raise Invalid("check_needs_somebody", field="person_id")
    if represents_giver(facts, question):
        by_law = Reason("represents_by_law", {"party_id": question.giver_id})
        return Representation(True, reasons=() if question.brief else (by_law,))
    refusals: list[Reason] = []
    for holder_id, link in _holders(facts, question):
        answer = _through(facts, question, holder_id, link)
        if answer.allowed:
            return answer
        if question.brief or _may_be_named(facts, question, holder_id, link):
            refusals.extend(answer.reasons)
    return Representation(False, reasons=() if question.brief else tuple(refusals) or (Reason("no_holder"),))


def represents_giver(facts: Facts, question: Question) -> bool:
    """Whether the person is a legal representative of the giver, who needs no mandate."""
    if question.person_id is None or question.holder_id not in (None, question.giver_id):
        return False
    return facts.represents(question.person_id, question.giver_id, question.day)


def _holders(facts: Facts, question: Question) -> Iterable[tuple[uuid.UUID, Reason | None]]:
    """The holders through which it could go, with the link that ties a person who may execute everything there."""
    if question.person_id is None:
        return [(question.holder_id, None)]  # type: ignore[list-item]
    if question.holder_id is not None:
        return [(question.holder_id, _law_link(facts, question, question.holder_id))]
    parties = facts.holders(question.person_id, question.day)
    return [(party_id, _law_link(facts, question, party_id)) for party_id in parties]


def _may_be_named(facts: Facts, question: Question, holder_id: uuid.UUID, link: Reason | None) -> bool:
    """Whether a reason may say that the person stands at this holder, of which the question says nothing.

    Who keeps to some domains may know of a mandate that it holds, and then that he stands there by law or by a right.
    """
    if question.within is None or question.holder_id is not None or question.person_id is None:
        return True
    known = {one.id for one in facts.mandates(question.giver_id, holder_id) if _is_asked_about(question, one)}
    if not known or link is not None:
        return bool(known)
    relations = facts.relations(question.person_id, holder_id)
    rights = [right for relation in relations for right in relation.rights_on(question.day)]
    return any(question.within.shows(one, known) for one in rights)


def _law_link(facts: Facts, question: Question, holder_id: uuid.UUID) -> Reason | None:
    if question.person_id is not None and facts.represents(question.person_id, holder_id, question.day):
        return Reason("represents_holder_by_law", {"party_id": holder_id})
    return None


def _through(facts: Facts, question: Question, holder_id: uuid.UUID, link: Reason | None) -> Representation:
    if question.brief:
        return _through_briefly(facts, question, holder_id, link)
    mandates = [one for one in facts.mandates(question.giver_id, holder_id) if _is_asked_about(question, one)]
    refusals: list[Reason] = []
    ties = _Ties(facts, question, holder_id, link)
    for mandate in mandates:
        allowed: list[Representation] = []
        for line in (one for one in mandate.lines if type_matches(one, question.service)):
            refusal = _refusal(question, mandate, line)
            wanted = refusal is None or (question.thorough and not mandate.status_on(question.day).is_final)
            tie, until = ties.to(mandate.id, line.part) if wanted else (None, None)
            carries = tie is None or tie.code in CARRIES
            if refusal is None and carries:
                allowed.append(_allowed(mandate, line, tie, until, question))
            refusals += [one for one in (refusal, None if carries else tie) if one is not None]
        if allowed:
            return _longest(allowed)
    if mandates and not refusals and not question.thorough:
        stopped = facts.stopped([question.giver_id, holder_id])
        refusals = [Reason("party_stopped", {"party_id": party_id}) for party_id in stopped[:1]]
    none = Reason("no_mandate", {"holder_id": holder_id, "others": _open(mandates, question.day)})
    return Representation(False, reasons=tuple(refusals) or (none,))


def _is_asked_about(question: Question, mandate: CheckedMandate) -> bool:
    """Whether a reason may speak of it: it was there on that day, and whoever asks may know of it."""
    named = question.mandate_id in (None, mandate.id)
    return named and mandate.started_on <= question.day and question.shows(mandate)


def _through_briefly(facts: Facts, question: Question, holder_id: uuid.UUID, link: Reason | None) -> Representation:
    ties = _Ties(facts, question, holder_id, link)
    allowed: list[Representation] = []
    for line in facts.carriers(question.giver_id, holder_id, question.day):
        if not line.covers(question.service, question.level):
            continue
        mandate_id = line.mandate_id
        if question.mandate_id not in (None, mandate_id):
            continue
        if allowed and mandate_id != allowed[0].mandate_id:
            break
        tie, right_until = ties.to(mandate_id, line.part)
        if tie is None or tie.code in CARRIES:
            until = min((one for one in (line.until, right_until) if one), default=None)
            allowed.append(Representation(True, mandate_id, until))
    return _longest(allowed) if allowed else Representation(False)


def _longest(allowed: Sequence[Representation]) -> Representation:
    """The one that holds longest, of equal ones the first."""
    return max(allowed, key=lambda one: one.until or date.max)


def _open(mandates: Sequence[CheckedMandate], day: date) -> tuple[uuid.UUID, ...]:
    """The mandates for something else that are not over."""
    return tuple(mandate.id for mandate in mandates if not mandate.status_on(day).is_final)


def _refusal(question: Question, mandate: CheckedMandate, line: CheckedLine) -> Reason | None:
    """Why this line does not carry the question on its day; None when it does."""
    if not AccessLevel(line.access_level).includes(question.level):
        return Reason("level_too_low", {"mandate_id": mandate.id})
    if mandate.line_holds_on(line, question.day):
        return None
    status = mandate.status_on(question.day)
    code = _line_state(mandate, line, question.day) if status is Status.ACTIVE else f"status_{status}"
    values = {
        "mandate_id": mandate.id,
        "answer_by": mandate.lapses_after,
        "last_day": _until(line) or line.last_day,
        "first_day": _start(mandate, line),
        "stop_day": line.stop_day,
        "cooling_off_days": line.cooling_off_days,
    }
    return Reason(code, values | _held_up(mandate, line, code, question.day))


def _held_up(mandate: CheckedMandate, line: LineDays, code: str, day: date) -> dict[str, Any]:
    """Whether a contest stands in the way, until when it is decided, and whether it is only the source's trouble.

    `passer_id` is who passed it on, when what he holds himself is in the way; else None.
    """
    pauses = [one for one in mandate.pauses if one.holds_on(day)] if code == "status_suspended" else []
    contest = next((one for one in pauses if one.decide_by is not None), None)
    found = {"contested": contest is not None, "decide_by": contest.decide_by if contest else None, "passer_id": None}
    source = line.source
    if not isinstance(source, SourceLine):
        return found
    before = source.starts_on(source.mandate.agreed_on, source.mandate.giver_posted_on)
    by_source = {
        "status_suspended": not any(one in mandate.suspensions for one in pauses),
        "status_stopped": line.fell or source.mandate.undecided_contest(day) is not None,
        "status_expired": line.fell,
        "status_scheduled": before is None or before == _start(mandate, line),
    }
    return found | {"passer_id": source.holder_id if by_source.get(code) else None}


def _line_state(mandate: CheckedMandate, line: LineDays, day: date) -> str:
    if line.is_over(day):
        return "status_stopped" if line.was_stopped else "status_expired"
    return "status_scheduled"


def _start(mandate: CheckedMandate, line: LineDays) -> date | None:
    return line.starts_on(mandate.agreed_on, mandate.giver_posted_on)


@dataclass
class _Ties:
    """How the person who is asked about is tied to the holder; his rights are read when a line first needs them."""

    facts: Facts
    question: Question
    holder_id: uuid.UUID
    link: Reason | None
    relations: Sequence[CheckedRelation] | None = None

    def to(self, mandate_id: uuid.UUID, part: Part) -> tuple[Reason | None, date | None]:
        """The link, or the refusal, with the last day of the right; no link when only the holder was asked about."""
        if self.link is not None or self.question.person_id is None:
            return self.link, None
        if self.relations is None:
            self.relations = self.facts.relations(self.question.person_id, self.holder_id)
        asked = self.question
        tie = tie_to(self.relations, mandate_id, part, asked.level, asked.day, asked.within)
        values = {"person_id": self.question.person_id, "holder_id": self.holder_id, "mandate_id": mandate_id}
        more = {"since": tie.since, "until": tie.until, "domain_key": part.domain_key}
        if tie.mandate_group_id is None:
            return Reason(tie.code or "executes_for_holder", values | more), tie.until
        more["mandate_group_id"] = tie.mandate_group_id
        return Reason(tie.code or "executes_group_for_holder", values | more), tie.until


def _allowed(
    mandate: CheckedMandate, line: LineDays, tie: Reason | None, right_until: date | None, question: Question
) -> Representation:
    line_until = _until(line)
    until = min((one for one in (line_until, right_until) if one), default=None)
    chain: Sequence[Reason] = [tie] if tie else []
    values = {"mandate_id": mandate.id, "giver_id": question.giver_id, "until": line_until}
    if not isinstance(line.source, SourceLine):
        return Representation(True, mandate.id, until, (*chain, Reason("has_mandate", values)))
    # Each link by itself: the third from the passer, and the passer from the giver.
    passer = {"mandate_id": line.source.mandate.id, "holder_id": line.source.holder_id}
    links = [
        Reason("has_passed_on", values | {"passer_id": line.source.holder_id}),
        Reason("has_mandate", passer | {"giver_id": question.giver_id, "until": _until(line.source)}),
    ]
    return Representation(True, mandate.id, until, (*chain, *links))


def _until(line: LineDays) -> date | None:
    return line.over_from - timedelta(days=1) if line.over_from else None
