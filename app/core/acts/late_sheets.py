"""An answer on paper counts on the day it was received, also when a clerk keys it some days after the last day.

Nothing is turned back: the act holds from the day on which it is keyed, and in the days between nobody could use it
(docs/decisions/2026-11-29-late-sheets.md).
"""

from collections.abc import Collection, Iterator
from datetime import date, timedelta

from sqlalchemy.orm import Session

from app.core.actor import Actor
from app.core.calendar import KEYING_DAYS
from app.core.errors import Conflict
from app.core.journal import received_on
from app.core.mandates.chains import list_chains
from app.core.mandates.extension_plans import RUNNING, newest_extension
from app.core.mandates.lookup import get_mandate, list_between
from app.core.mandates.moves import list_moves
from app.core.mandates.possible_acts import Act
from app.core.mandates.signatures import STARTS, can_be_done, newest_signature
from app.models.extension import Extension, ExtensionStatus
from app.models.lifecycle import DAY, Side, Status
from app.models.mandate import Mandate
from app.models.signature import Signature

ANSWERS = {Act.ACCEPT, Act.REFUSE, Act.WITHDRAW}
EXTENSION_ANSWERS = {Act.ACCEPT_EXTENSION, Act.REFUSE_EXTENSION}
OPEN = {Status.OFFERED, Status.REQUESTED}


def check_answerable(
    session: Session, actor: Actor, mandate: Mandate, day: date, *, accepts: bool = False
) -> None:
    """Conflict, saying why, unless the mandate waits for an answer, or this one was received while it did.

    Who `accepts` what came in time and is keyed later also finds it as it was left: not over, and not decided anew.
    """
    status = mandate.status_on(day)
    if status in OPEN:
        return
    if not _came_in_time(session, actor, mandate, day):
        raise Conflict(f"not_open_{status}", answer_by=mandate.lapses_after)
    if mandate.is_suspended(day):
        raise Conflict("not_open_suspended")
    _check_keyed_in_time(mandate.lapses_after, day, "keyed_too_late")
    if accepts:
        _check_still_free(session, mandate, day)


def extension_came_in_time(
    session: Session, actor: Actor, mandate: Mandate, extension: Extension, day: date
) -> bool:
    """Whether the answer to this extension was received in time, and there still runs what would run longer.

    Conflict when it was keyed too late.
    """
    received = received_on(session, actor)
    if received is None or extension.status_on(day) is not ExtensionStatus.LAPSED:
        return False
    was_open = extension.status_on(received) is ExtensionStatus.PROPOSED and mandate.status_on(received) in RUNNING
    if not was_open or not extension.open_lines(day):
        return False
    _check_keyed_in_time(extension.lapses_after, day, "extension_keyed_too_late")
    return True


def signature_came_in_time(
    session: Session, actor: Actor, mandate: Mandate, signature: Signature, day: date
) -> bool:
    """Whether this second signature was received by its last day and is keyed later, and what is signed can still be.

    Conflict when it was keyed too late, and when somebody else got it meanwhile.
    """
    received = received_on(session, actor)
    if received is None or not _signed_late(mandate, signature, received, day):
        return False
    _check_keyed_in_time(signature.sign_by, day, "signature_keyed_too_late")
    if signature.act == "accept":
        check_answerable(session, actor, mandate, day, accepts=True)
        return True
    extension = newest_extension(mandate) if signature.act == "accept_extension" else None
    if extension is not None:
        return extension_came_in_time(session, actor, mandate, extension, day)
    if signature.act not in STARTS:
        return can_be_done(mandate, signature, day)
    _check_still_free(session, mandate, day)
    return mandate.status_on(day) is Status.LAPSED


def _signed_late(mandate: Mandate, signature: Signature, received: date, day: date) -> bool:
    """Whether its last day is over, while it still waited when the sheet came; who refused it since, ended it."""
    nobody_ended = signature.ended_on in (None, signature.sign_by + DAY)
    over = day > signature.sign_by and nobody_ended
    return over and signature.waits_on(received) and can_be_done(mandate, signature, received)


def late_after(mandate: Mandate, side: Side, act: Act, received: date, day: date) -> date | None:
    """The last day to answer, when it is over by `day` and an answer that was received before it still counts."""
    asked = newest_signature(mandate, side) if act is Act.SIGN else None
    if asked is not None:
        return asked.sign_by if _signed_late(mandate, asked, received, day) else None
    extension = newest_extension(mandate) if act in EXTENSION_ANSWERS else None
    if extension is not None:
        return extension.lapses_after if received <= extension.lapses_after < day else None
    late = act in ANSWERS and mandate.status_on(day) is Status.LAPSED and mandate.status_on(received) in OPEN
    return mandate.lapses_after if late else None


def _came_in_time(session: Session, actor: Actor, mandate: Mandate, day: date) -> bool:
    received = received_on(session, actor)
    return received is not None and mandate.status_on(day) is Status.LAPSED and mandate.status_on(received) in OPEN


def _check_keyed_in_time(answer_by: date, day: date, code: str) -> None:
    last_day = answer_by + timedelta(days=KEYING_DAYS)
    if day > last_day:
        raise Conflict(code, last_day=last_day)


def _check_still_free(session: Session, mandate: Mandate, day: date) -> None:
    left = {line.type_key for line in mandate.kept_lines if not line.is_over(day)}
    if not left:
        raise Conflict("late_nothing_left")
    for other in _rivals(session, mandate, day):
        if other.id != mandate.id and _stands_there(mandate, other, left, day):
            raise Conflict("given_meanwhile", holder=other.holder.name)
    _check_old_runs(session, mandate, left)


def _stands_there(mandate: Mandate, other: Mandate, left: Collection[str], day: date) -> bool:
    """Whether one of these parts stands in the other mandate too, or stood there anew for the same holder.

    What began anew for him and ended, somebody ended: the older answer would undo that.
    """
    status = other.status_on(day)
    if status is Status.TO_SIGN:
        return False  # What the second must still sign asks the same there.
    anew = other.holder_id == mandate.holder_id and other.started_at > mandate.started_at
    if status.is_final and not anew:
        return False
    return any(line.type_key in left and (anew or not line.is_over(day)) for line in other.lines)


def _check_old_runs(session: Session, mandate: Mandate, left: Collection[str]) -> None:
    """Conflict when what it takes over stopped after the last day to answer: moved to another, or simply stopped.

    A stop from before that day is one that the giver made while this offer stood, and left it standing.
    """
    for line in mandate.lines:
        if line.takeover is None or line.type_key not in left:
            continue
        old = line.takeover.old_line
        if old.stop_day is not None and old.stop_day > mandate.lapses_after:
            holder = get_mandate(session, old.mandate_id).holder
            raise Conflict("late_old_stopped", old=holder.name)


def _rivals(session: Session, mandate: Mandate, day: date) -> Iterator[Mandate]:
    """What may have come in its place: given anew to the same holder, moved to another, passed on to another."""
    yield from list_between(session, mandate.giver_id, mandate.holder_id)
    old_lines = [line.takeover.old_line_id for line in mandate.lines if line.takeover is not None]
    yield from (move.mandate for move in list_moves(session, old_lines, day))
    if mandate.source is not None:
        yield from list_chains(session, get_mandate(session, mandate.source.id))
