"""Is this letter real? Dossier number and date of a letter tell whether what it announced still holds, and no more.

The same answer for an unknown number, a wrong date and a letter that never left: nobody learns which mandates there
are, between whom, or for what. Every try counts, against its source and against the number as typed, existing or not.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from sqlalchemy import delete, func, or_, select
from sqlalchemy.orm import Session

from app.clock import brussels_day
from app.core.errors import NotAllowed
from app.core.letters.data import (
    APPOINTMENT_WAITS,
    COLLEAGUE,
    INVITATION_ENDED,
    OWN_INVITATION_ENDED,
    OWN_RIGHTS_ENDED,
    PREPARED,
    RIGHTS_ENDED,
    ROUND,
    TO_SIGN,
)
from app.core.mandates.lookup import get_mandate, list_by_numbers
from app.core.people.rights import find_relation_by_number
from app.core.people.tries import wait_for_others
from app.core.vault import Vault
from app.models.draft import Draft
from app.models.letter import Letter
from app.models.letter_check_try import LetterCheckTry
from app.models.lifecycle import DAY, Status
from app.models.mandate import Mandate
from app.models.rights_round import RightsRound

NUMBER_TRIES, NUMBER_WINDOW = 10, timedelta(days=1)
SOURCE_TRIES, SOURCE_WINDOW = 20, timedelta(hours=1)

ASKED = frozenset({Status.OFFERED, Status.REQUESTED})
FINAL = frozenset(one for one in Status if one.is_final)
AGREED = frozenset({Status.ACTIVE, Status.SCHEDULED})
# What a letter of each kind announced; it is valid as long as the mandate is in that state.
ANNOUNCED: dict[str, frozenset[Status]] = {
    "given": ASKED,
    "invitation": ASKED,
    "active": AGREED,
    "refused": frozenset({Status.REFUSED}),
    "withdrawn": frozenset({Status.WITHDRAWN}),
    "stopped": frozenset({Status.STOPPED}),
    "lapsed": frozenset({Status.LAPSED}),
    "suspended": frozenset({Status.SUSPENDED}),
    "expiring": AGREED,
    "lapsing": ASKED,
    "yearly": AGREED,
    "still_needed": ASKED | AGREED | {Status.TO_CONFIRM},
    "overview": AGREED | {Status.SUSPENDED},
    "prepared": frozenset(),  # there is no mandate yet: see `_prepared_until`
    "colleague": frozenset(),  # nor is there one here: see `_invitation_until`
    "rights_to_sign": frozenset(),  # see `_signing_until`
    "appointment_waits": frozenset(),  # see `_waiting_until`
    "rights_ended": frozenset(),  # it stays true
    "invitation_ended": frozenset(),  # so does this
    "round": frozenset(),  # it is about an organisation: see `_round_until`
    "extension_sent": AGREED,
    "extension_asked": AGREED,
    "extension_waits": AGREED,
    "extension_unanswered": AGREED,
    "extended": AGREED,
    "not_extended": AGREED | {Status.EXPIRED},
    "transfer_sent": ASKED,
    "transfer_told": AGREED,
    "transferred": frozenset({Status.STOPPED}),
    "stays": AGREED,
    "passed_on": ASKED | AGREED,
    "onward": AGREED,
    "list_grown": AGREED,
    "to_sign": ASKED | AGREED | {Status.TO_SIGN},
    "sign_waits": ASKED | AGREED | {Status.TO_SIGN},
    "not_signed": ASKED | AGREED | FINAL,
}
STAYS_TRUE = {RIGHTS_ENDED, OWN_RIGHTS_ENDED, INVITATION_ENDED, OWN_INVITATION_ENDED}
# A stop of some parts announced that the others go on, and a stop on a later day that all goes on until then.
GOES_ON = ASKED | AGREED | {Status.TO_CONFIRM}


class Verdict(StrEnum):
    """The three answers; there is no fourth."""

    VALID = "valid"
    OVER = "over"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class LetterAnswer:
    """`since` is the first day on which what the letter announced no longer held, and None unless it is over."""

    verdict: Verdict
    since: date | None = None


def look_up_letter(
    session: Session, dossier_number: str, dated: date, *, source: str, vault: Vault, now: datetime
) -> LetterAnswer:
    """Whether a letter with this number and this date was sent, and whether what it announced still holds.

    Two letters about one mandate can bear one date; the answer is then about the one that holds longest. Raises
    NotAllowed after too many tries. The caller commits, so that the try counts.
    """
    _count_try(session, dossier_number, vault.hash_source(source), now)
    # One question for all that is not known, so that the time it takes tells no more than the words do.
    query = select(Letter).outerjoin(Mandate, Mandate.id == Letter.mandate_id)
    query = query.where(Letter.dated == dated, Letter.posted_on.is_not(None))
    numbers = or_(Mandate.dossier_number == dossier_number, Letter.dossier_number == dossier_number)
    letters = session.scalars(query.where(numbers)).all()
    if not letters:
        return LetterAnswer(Verdict.UNKNOWN)
    ends = [_over_since(session, letter, brussels_day(now)) for letter in letters]
    if None in ends:
        return LetterAnswer(Verdict.VALID)
    return LetterAnswer(Verdict.OVER, max(end for end in ends if end))


def _over_since(session: Session, letter: Letter, day: date) -> date | None:
    """As `over_since`; an overview is over as soon as one of the mandates in it no longer runs."""
    if not letter.data:  # what it said is thrown away, years after it was over
        return letter.dated
    if letter.kind == PREPARED:
        return _prepared_until(session, letter, day)
    if letter.kind == COLLEAGUE:
        return _invitation_until(session, letter, day)
    if letter.kind == TO_SIGN:
        return _signing_until(session, letter, day)
    if letter.kind == APPOINTMENT_WAITS:
        return _waiting_until(session, letter, day)
    if letter.kind in STAYS_TRUE:
        return None
    if letter.kind == ROUND:
        return _round_until(session, letter)
    if letter.mandate_id is not None:
        return over_since(get_mandate(session, letter.mandate_id), letter, day)
    ends = [over_since(mandate, letter, day) for mandate in list_by_numbers(session, letter.listed)]
    return min((end for end in ends if end), default=None)


def _round_until(session: Session, letter: Letter) -> date | None:
    """The day on which the list of this letter was said to be right; None while it waits."""
    return session.scalar(select(RightsRound.done_on).where(RightsRound.dossier_number == letter.dossier_number))


def _prepared_until(session: Session, letter: Letter, day: date) -> date | None:
    """The first day, up to `day`, on which what was prepared on the phone no longer waited: given, or thrown away."""
    given = session.scalar(select(Mandate.started_on).where(Mandate.dossier_number == letter.dossier_number))
    kept_until = date.fromisoformat(letter.data["kept_until"])
    if given is not None or day > kept_until:
        return given or kept_until + DAY
    kept = session.scalar(select(Draft.id).where(Draft.dossier_number == letter.dossier_number))
    return None if kept is not None else day


def _invitation_until(session: Session, letter: Letter, day: date) -> date | None:
    """The first day, up to `day`, on which the invitation was refused, taken back or lapsed, or its rights over."""
    relation = find_relation_by_number(session, letter.dossier_number or "")
    since = None
    while relation is not None and day >= letter.dated and relation.status_on(day).is_final:
        since, day = day, day - DAY
    return since


def _waiting_until(session: Session, letter: Letter, day: date) -> date | None:
    """The same for a letter that reminded of it; that nobody signed stays true."""
    by_state = {"to_sign": _signing_until, "invited": _invitation_until}
    until = by_state.get(letter.data["state"])
    return until(session, letter, day) if until else None


def _signing_until(session: Session, letter: Letter, day: date) -> date | None:
    """The first day, up to `day`, on which it no longer waited for the second signature."""
    relation = find_relation_by_number(session, letter.dossier_number or "")
    if relation is not None and relation.second_signed_on is not None:
        return relation.second_signed_on
    return _invitation_until(session, letter, day)


def over_since(mandate: Mandate, letter: Letter, day: date) -> date | None:
    """The first day, up to `day`, from which on the mandate is no longer in the state that the letter announced."""
    since = None
    while day >= letter.dated and not _holds_on(mandate, letter, day):
        since, day = day, day - DAY
    return since


def kind_of(letter_kind: str) -> str:
    """What the letter is about, whoever it goes to: `given.giver` is about giving."""
    return letter_kind.partition(".")[0]


def kind_side(letter_kind: str) -> str:
    """To which side the letter goes."""
    return letter_kind.partition(".")[2]


def _holds_on(mandate: Mandate, letter: Letter, day: date) -> bool:
    status = mandate.status_on(day)
    kind = kind_of(letter.kind)
    if kind in {"stopped", "transferred"} and _goes_on(letter, day):
        return status in GOES_ON
    return status in ANNOUNCED[kind] and (kind not in ALSO or ALSO[kind](mandate, letter, day))


def _goes_on(letter: Letter, day: date) -> bool:
    return bool(letter.data["still"]) or day < date.fromisoformat(letter.data["stops_on"])


def _extension_waits(mandate: Mandate, letter: Letter, day: date) -> bool:
    """Whether a later end that was proposed by the day of the letter still waits for an answer on `day`."""
    mine = [one for one in mandate.extensions if one.proposed_on <= letter.dated]
    return any(
        day <= one.answer_by
        and not any(answered <= day for answered in (one.accepted_on, one.refused_on, one.withdrawn_on) if answered)
        and any(part.line.stop_day is None or day < part.line.stop_day for part in one.lines)
        for one in mine
    )


def _was_not_extended(mandate: Mandate, letter: Letter, day: date) -> bool:
    """Whether nobody agreed on a later end since the letter."""
    accepted = [one.accepted_on for one in mandate.extensions if one.accepted_on]
    return not any(letter.dated <= accepted_on <= day for accepted_on in accepted)


def _signature_waits(mandate: Mandate, letter: Letter, day: date) -> bool:
    """Whether a signature that was asked by the day of the letter still waits on `day`."""
    side = kind_side(letter.kind)
    return any(one.asked_on <= letter.dated and one.side == side and one.waits_on(day) for one in mandate.signatures)


def _was_not_signed(mandate: Mandate, letter: Letter, day: date) -> bool:
    """Whether nothing was signed by two since the letter."""
    signed = [one.signed_on for one in mandate.signatures if one.side == kind_side(letter.kind) and one.signed_on]
    return not any(letter.dated <= signed_on <= day for signed_on in signed)


# What some letters announced besides the state of the mandate.
ALSO: dict[str, Callable[[Mandate, Letter, date], bool]] = {
    "extension_sent": _extension_waits,
    "extension_asked": _extension_waits,
    "extension_waits": _extension_waits,
    "extension_unanswered": _extension_waits,
    "not_extended": _was_not_extended,
    "to_sign": _signature_waits,
    "sign_waits": _signature_waits,
    "not_signed": _was_not_signed,
}


def _count_try(session: Session, dossier_number: str, source: str, now: datetime) -> None:
    wait_for_others(session, f"letter: {dossier_number}", f"letters: {source}")
    session.execute(delete(LetterCheckTry).where(LetterCheckTry.at <= now - max(NUMBER_WINDOW, SOURCE_WINDOW)))
    of_number, of_source = LetterCheckTry.dossier_number == dossier_number, LetterCheckTry.source == source
    _refuse_more_than(session, NUMBER_TRIES, (of_number, LetterCheckTry.at > now - NUMBER_WINDOW))
    _refuse_more_than(session, SOURCE_TRIES, (of_source, LetterCheckTry.at > now - SOURCE_WINDOW))
    session.add(LetterCheckTry(dossier_number=dossier_number, source=source, at=now))
    session.flush()


def _refuse_more_than(session: Session, most: int, conditions: Iterable[object]) -> None:
    query = select(func.count()).select_from(LetterCheckTry).where(*conditions)  # type: ignore[arg-type]
    if session.execute(query).scalar_one() >= most:
        raise NotAllowed("too_many_checks")
