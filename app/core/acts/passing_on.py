"""Passing on: the holder lets a third do a part of what he may do himself, no longer and no more than he may."""

import uuid
from datetime import datetime

from sqlalchemy.orm import Session

from app.clock import brussels_day
from app.core.actor import Actor
from app.core.acts.starting import Preview, open_mandate, preview_start, send_out, start_mandate
from app.core.acts.stopping import STOPPED_LETTERS, stop_lines
from app.core.acts.takeovers import settle_moves
from app.core.acts.two_pass_on import draft_of, plan_signed, signed_wish
from app.core.errors import Invalid, NotAllowed, NotFound
from app.core.journal import record
from app.core.letters.orders import get_letter, order_letters
from app.core.mandates.lookup import get_mandate
from app.core.mandates.signatures import Second
from app.core.mandates.wishes import MandateWish
from app.core.permits.managing import Permit, check_parts, permit_managing
from app.core.policy import Policy
from app.models.lifecycle import Side
from app.models.mandate import Mandate
from app.models.signature import Signature

TAKEN_BACK_LETTERS = ["withdrawn.giver", "withdrawn.holder"]


def preview_passing_on(session: Session, actor: Actor, wish: MandateWish, *, policy: Policy, now: datetime) -> Preview:
    """What passing on would do, for the check page; raises what `pass_on_mandate` would raise about the wish itself."""
    return preview_start(session, actor, _checked(wish), policy=policy, now=now)


def pass_on_mandate(
    session: Session, actor: Actor, wish: MandateWish, *, policy: Policy, now: datetime,
    draft_id: uuid.UUID | None = None, second: Second | None = None,
) -> Mandate:  # fmt: skip
    """Offer to a third a part of the mandate `wish.source_id`, in the name of its giver; the third decides.

    The giver gets a letter with which he can stop or contest it, the passer and the third get one too. It falls with
    its source. Otherwise as `start_mandate`; where two people of the passer must sign, the mandate that he holds is
    returned, in which it waits for the second.
    """
    return start_mandate(session, actor, _checked(wish), policy=policy, now=now, draft_id=draft_id, second=second)


def finish_passing_on(
    session: Session,
    actor: Actor,
    permit: Permit,
    source: Mandate,
    signature: Signature,
    *,
    policy: Policy,
    now: datetime,
) -> Mandate:
    """Pass on what the first representative of the holder signed, now that the second did; Conflict when it changed.

    For whoever checked the permit and that the signature waited.
    """
    day = brussels_day(now)
    wish, third = signed_wish(source, signature, day), signature.third
    plan = plan_signed(session, source, signature, day, policy.cooling_off_days)
    draft = draft_of(session, signature)
    mandate = open_mandate(session, actor, wish, source.giver, third, plan, draft, now)  # type: ignore[arg-type]
    because = {"ground": permit.ground, "capacity": permit.capacity, "types": signature.facts["types"]}
    because |= {"first": str(signature.first_person_id), "signature": str(signature.id)}
    entry = record(session, actor, "passed_on", now=now, mandate=mandate, party_id=source.holder_id, **because)
    send_out(session, entry, mandate, policy=policy, now=now)
    return mandate


def take_back_mandate(
    session: Session, actor: Actor, mandate_id: uuid.UUID, *, policy: Policy, now: datetime
) -> Mandate:
    """Stop, for who passed it on, what he passed on: at once and all of it. The giver and the third get a letter.

    By phone only where every type allows that. Harmless once it is over. NotFound for anybody but the passer; each side
    stops it as any other mandate. NotAllowed for who has a letter about something else.
    """
    mandate = get_mandate(session, mandate_id, lock=True)
    if mandate.passer is None or mandate.passer.id != actor.party_id:
        raise NotFound("mandate_unknown")
    _check_letter(session, actor, mandate)
    day = brussels_day(now)
    permit = permit_managing(session, actor, mandate.passer, day, widens=False, about=take_back_about(mandate.id))
    check_parts(permit, [line.mandate_type for line in mandate.kept_lines if not line.is_over(day)])
    if mandate.status_on(day).is_final:
        return mandate
    open_still = mandate.accepted_on is None
    if open_still:
        mandate.withdrawn_on = day
    changed = [line.type_key for line in mandate.kept_lines] if open_still else stop_lines(mandate.kept_lines, day)
    session.flush()
    data = {"types": changed, "stop_day": day.isoformat(), "whole": True}
    because = {"ground": permit.ground, "capacity": permit.capacity}
    entry = record(session, actor, "taken_back", now=now, mandate=mandate, **because, **data)
    letters = TAKEN_BACK_LETTERS if open_still else STOPPED_LETTERS
    order_letters(session, entry, mandate, letters, policy=policy, now=now)
    settle_moves(session, entry, mandate, policy=policy, now=now)
    return mandate


def _check_letter(session: Session, actor: Actor, mandate: Mandate) -> None:
    """Refuse the code of a letter that is not about the mandate from which this was passed on, nor lists it."""
    if actor.letter_id is None:
        return
    letter, source = get_letter(session, actor.letter_id, mandate.passer.id), get_mandate(session, mandate.source.id)
    if letter.mandate_id != source.id and source.dossier_number not in letter.listed:
        raise NotAllowed("code_does_not_fit")


def take_back_about(mandate_id: uuid.UUID) -> str:
    """The act as a customer at the counter consents to it."""
    return f"take_back:{mandate_id}"


def _checked(wish: MandateWish) -> MandateWish:
    if wish.source_id is None or wish.started_by is not Side.GIVER or wish.taken_from is not None:
        raise Invalid("source_missing", field="source")
    return wish
