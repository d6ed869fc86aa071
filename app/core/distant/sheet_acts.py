"""Doing what an answer sheet says, once, after the clerk looked again."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.clock import brussels_day
from app.core.actor import Actor
from app.core.acts.answering import check_same_answer
from app.core.acts.carrying_out import carry_out, is_done
from app.core.acts.extending import propose_extension
from app.core.acts.passing_on import take_back_mandate
from app.core.acts.stopping import STOPPING
from app.core.errors import Conflict, Invalid, NotAllowed
from app.core.journal import record
from app.core.letters.sheet_boxes import MONTHS_LONGER, completed_by, extension_of, parts_longer
from app.core.letters.written_names import keep_written_name
from app.core.mandates.extension_plans import ExtensionWish, newest_extension
from app.core.mandates.lookup import get_mandate, list_by_numbers, lock_mandates, wait_for_giver
from app.core.mandates.possible_acts import Act
from app.core.permits.paper import chain_of, open_sheet
from app.core.policy import Policy
from app.models.journal import Ground
from app.models.letter import Letter
from app.models.lifecycle import Side
from app.models.mandate import Mandate
from app.models.paper_sheet import ListAnswer, PaperSheet

DONE, ALREADY_DONE, PUT_ASIDE, COMPLETED = "done", "already_done", "put_aside", "completed"
# A box on paper has no room for a story: what is wrong is asked when we call back.
REASONS = {Act.CONTEST: "other"}


def do_sheet(
    session: Session,
    actor: Actor,
    *,
    policy: Policy,
    now: datetime,
    type_keys: Sequence[str] | None = None,
    months: int | None = None,
) -> PaperSheet:
    """Do what the sheet says, once; a second copy of the same answer changes nothing and is kept as such.

    `type_keys` are the parts that somebody wrote beside "I stop only this"; None stops all of it. `months` is how much
    longer somebody ticked who extends: Invalid when that is not on the sheet. A sheet accepts all of it: Conflict when
    somebody gave less before.
    """
    # Pressed twice at once, the second waits here and then finds it done.
    session.get(PaperSheet, actor.sheet_id, with_for_update=True, populate_existing=True)
    sheet = _open_for_mandates(session, actor)
    if sheet.missing is not None or sheet.act is None:
        raise NotAllowed("sheet_incomplete")
    if sheet.ticked is not None:
        return _do_ticked(session, actor, sheet, policy, now)
    act = Act(sheet.act)
    if act in {Act.ACCEPT, Act.SIGN}:
        # What is keyed after the last day must not meet the same, given anew at this moment; and who signs waits too.
        wait_for_giver(session, sheet.mandate_id)
    mandate = get_mandate(session, sheet.mandate_id, lock=True)
    side = mandate.side_of(sheet.party_id)
    if act is Act.TAKE_BACK:
        return _take_back(session, actor, sheet, mandate, policy, now)
    longer = _parts_longer(session, sheet, mandate, now) if act is Act.EXTEND else ()
    already = side is not None and is_done(mandate, side, act, brussels_day(now), longer)
    _check_answer(session, sheet, mandate, act, already=already)
    _record_keyed(session, actor, sheet, mandate, now)
    if not already and act is Act.EXTEND:
        propose_extension(session, actor, _longer(mandate, longer, months), policy=policy, now=now)
    elif not already:
        _carry_out(session, actor, sheet, mandate, type_keys, policy, now)
    return end_sheet(session, sheet, ALREADY_DONE if already else DONE, now)


def _open_for_mandates(session: Session, actor: Actor) -> PaperSheet:
    """The sheet, unless it is the form of a list of colleagues: that has acts of its own."""
    sheet = open_sheet(session, actor)
    if sheet.act in set(ListAnswer):
        raise NotAllowed("sheet_is_about_another")
    return sheet


def _carry_out(
    session: Session, actor: Actor, sheet: PaperSheet, mandate: Mandate, type_keys: Sequence[str] | None,
    policy: Policy, now: datetime,
) -> None:  # fmt: skip
    act = Act(sheet.act)
    if act is Act.ACCEPT:
        keep_written_name(session, actor, sheet, mandate, now)
    if act in STOPPING:
        STOPPING[act](session, actor, mandate.id, policy=policy, now=now, type_keys=type_keys)
    else:
        carry_out(session, actor, act, mandate.id, policy=policy, now=now, reason=REASONS.get(act))


def _parts_longer(session: Session, sheet: PaperSheet, mandate: Mandate, now: datetime) -> tuple[str, ...]:
    letter = session.get_one(Letter, sheet.letter_id)
    return parts_longer(session, letter, mandate, brussels_day(now))


def _longer(mandate: Mandate, parts: tuple[str, ...], months: int | None) -> ExtensionWish:
    """What the slip asks: so much longer for the parts that its letter says end."""
    if months not in MONTHS_LONGER:
        raise Invalid("months_not_on_sheet", field="months")
    return ExtensionWish(mandate.id, parts, months=months)


def _check_answer(session: Session, sheet: PaperSheet, mandate: Mandate, act: Act, *, already: bool) -> None:
    """Conflict when the sheet is no copy of what was accepted `already`, or raises as `_check_extension`."""
    if already and act is Act.ACCEPT:
        check_same_answer(session, mandate, None)
    if not already:
        _check_extension(session, sheet, mandate, act)


def _check_extension(session: Session, sheet: PaperSheet, mandate: Mandate, act: Act) -> None:
    """Conflict when the sheet answers a question to extend, and another was asked since."""
    if act not in {Act.ACCEPT_EXTENSION, Act.REFUSE_EXTENSION}:
        return
    asked, newest = extension_of(session, session.get_one(Letter, sheet.letter_id)), newest_extension(mandate)
    if asked is not None and (newest is None or str(newest.id) != asked):
        raise Conflict("extension_asked_anew")


def _record_keyed(session: Session, actor: Actor, sheet: PaperSheet, mandate: Mandate, now: datetime) -> None:
    record(
        session, actor, "sheet_keyed", now=now, ground=Ground.STAFF_DUTY, capacity=sheet.capacity, mandate=mandate,
        act=sheet.act, received_on=sheet.received_on.isoformat(), signed=sheet.signed,
    )  # fmt: skip


def _take_back(
    session: Session, actor: Actor, sheet: PaperSheet, mandate: Mandate, policy: Policy, now: datetime
) -> PaperSheet:
    """Stop what the letter tells that its reader passed on."""
    chain_id = chain_of(session, sheet.letter_id)
    chain = get_mandate(session, chain_id, lock=True) if chain_id else None
    if chain is None:
        raise NotAllowed("sheet_is_about_another")
    already = chain.status_on(brussels_day(now)).is_final
    _record_keyed(session, actor, sheet, mandate, now)
    if not already:
        take_back_mandate(session, actor, chain.id, policy=policy, now=now)
    return end_sheet(session, sheet, ALREADY_DONE if already else DONE, now)


def put_aside(session: Session, actor: Actor, *, now: datetime) -> PaperSheet:
    """Keep the sheet without doing anything: it was keyed wrongly, or it cannot be done."""
    return end_sheet(session, open_sheet(session, actor), PUT_ASIDE, now)


def close_completed(session: Session, sheet: PaperSheet, now: datetime) -> None:
    """Close the sheet that waited for this one: this one hangs on the letter that asked for the rest."""
    query = select(PaperSheet).where(completed_by(session, sheet), PaperSheet.done_at.is_(None))
    for waiting in session.scalars(query):
        waiting.outcome, waiting.done_at = COMPLETED, now


def _do_ticked(session: Session, actor: Actor, sheet: PaperSheet, policy: Policy, now: datetime) -> PaperSheet:
    """End every mandate that is ticked on an overview, each from the side of the sender; what is over stays over."""
    day, ended = brussels_day(now), False
    for mandate in lock_mandates(session, [one.id for one in list_by_numbers(session, sheet.ticked or [])]).values():
        was_over = mandate.status_on(day).is_final
        _record_keyed(session, actor, sheet, mandate, now)
        if not was_over:
            act = Act.STOP if mandate.side_of(sheet.party_id) is Side.GIVER else Act.RENOUNCE
            STOPPING[act](session, actor, mandate.id, policy=policy, now=now)
        ended = ended or not was_over
    return end_sheet(session, sheet, DONE if ended else ALREADY_DONE, now)


def end_sheet(session: Session, sheet: PaperSheet, outcome: str, now: datetime) -> PaperSheet:
    """Close it with what came of it, and what waited for it too."""
    sheet.outcome, sheet.done_at = outcome, now
    if outcome != PUT_ASIDE:
        close_completed(session, sheet, now)
    session.flush()
    return sheet
