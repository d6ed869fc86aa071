"""One door to every act on a mandate that exists: whether it may be done, doing it, and whether it was done."""

import uuid
from collections.abc import Callable, Sequence
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core.actor import Actor
from app.core.acts.answering import accept_mandate, refuse_mandate, withdraw_mandate
from app.core.acts.confirming import check_occasion, confirm_mandate
from app.core.acts.contesting import contest_mandate, resume_mandate, stop_contested
from app.core.acts.extending import accept_extension, refuse_extension, withdraw_extension
from app.core.acts.foreseen import foreseen_permit, foreseen_seconds
from app.core.acts.second_signatures import get_asked, refuse_signature
from app.core.acts.signing import sign_mandate
from app.core.acts.stopping import renounce_mandate, stop_mandate
from app.core.errors import Conflict, CoreError, Invalid, NotAllowed
from app.core.journal import list_entries
from app.core.mandates.extension_plans import newest_extension
from app.core.mandates.possible_acts import Act, types_of_act
from app.core.mandates.signatures import Second, newest_signature
from app.core.permits.managing import check_widening
from app.core.permits.signing import check_second, choose_second, needs_second
from app.core.policy import Policy
from app.models.extension import Extension, ExtensionStatus
from app.models.function import Function
from app.models.letter import Letter
from app.models.lifecycle import Side, Status
from app.models.mandate import Mandate
from app.models.signature import Signature
from app.models.suspension import SuspensionKind

WITHOUT_REASON: dict[Act, Callable[..., Mandate]] = {
    Act.ACCEPT: accept_mandate,
    Act.WITHDRAW: withdraw_mandate,
    Act.STOP: stop_mandate,
    Act.RENOUNCE: renounce_mandate,
    Act.CONFIRM: confirm_mandate,
    Act.RESUME: resume_mandate,
    Act.STOP_CONTESTED: stop_contested,
    Act.ACCEPT_EXTENSION: accept_extension,
    Act.REFUSE_EXTENSION: refuse_extension,
    Act.WITHDRAW_EXTENSION: withdraw_extension,
    Act.SIGN: sign_mandate,
    Act.REFUSE_SIGNATURE: refuse_signature,
}
WITH_REASON: dict[Act, Callable[..., Mandate]] = {Act.REFUSE: refuse_mandate, Act.CONTEST: contest_mandate}
ENTRIES = {
    Act.ACCEPT: ("accepted",),
    Act.REFUSE: ("refused",),
    Act.WITHDRAW: ("withdrawn",),
    Act.STOP: ("stopped", "renounced", "undecided"),
    Act.RENOUNCE: ("stopped", "renounced", "undecided"),
    Act.STOP_CONTESTED: ("stopped", "undecided"),
    Act.CONTEST: ("contested",),
    Act.RESUME: ("resumed",),
    Act.CONFIRM: ("confirmed",),
    Act.EXTEND: ("extension_proposed",),
    Act.ACCEPT_EXTENSION: ("extension_accepted",),
    Act.REFUSE_EXTENSION: ("extension_refused",),
    Act.WITHDRAW_EXTENSION: ("extension_withdrawn",),
    Act.SIGN: ("signed", "accepted", "confirmed", "resumed", "extension_proposed", "extension_accepted", "onward"),
    Act.REFUSE_SIGNATURE: ("signature_refused",),
    # In the dossier of who passed it on.
    Act.TAKE_BACK: ("onward",),
}
EXTENSIONS = {
    Act.EXTEND: ExtensionStatus.PROPOSED,
    Act.ACCEPT_EXTENSION: ExtensionStatus.ACCEPTED,
    Act.REFUSE_EXTENSION: ExtensionStatus.REFUSED,
    Act.WITHDRAW_EXTENSION: ExtensionStatus.WITHDRAWN,
}
SIGNATURES = frozenset({Act.SIGN, Act.REFUSE_SIGNATURE})
SIGNED_BY_TWO = frozenset({Act.ACCEPT, Act.EXTEND, Act.ACCEPT_EXTENSION, Act.CONFIRM, Act.RESUME})
ANSWERS_EXTENSION = frozenset(EXTENSIONS) - {Act.EXTEND}
CONSENT_WORDS = {Act.STOP: "stopped", Act.RENOUNCE: "renounced"}


def carry_out(
    session: Session, actor: Actor, act: Act, mandate_id: uuid.UUID, *, policy: Policy, now: datetime,
    reason: str | None = None, second: Second | None = None,
) -> Mandate:
    """Do the act to the whole mandate; doing it twice is harmless. Raises what the act itself raises.

    `second` is who is asked to sign too, where two people must.
    """
    if act in WITH_REASON:
        return WITH_REASON[act](session, actor, mandate_id, reason=reason, policy=policy, now=now)
    asked = {"second": second} if act in SIGNED_BY_TWO else {}
    return WITHOUT_REASON[act](session, actor, mandate_id, policy=policy, now=now, **asked)


def consent_about(act: Act, mandate: Mandate, side: Side) -> str:
    """The act as a customer at the counter consents to it; about an extension or a signature: to that one only."""
    newest: Extension | Signature | None = newest_extension(mandate) if act in EXTENSIONS else None
    if act in SIGNATURES:
        newest = newest_signature(mandate, side)
    return f"{CONSENT_WORDS.get(act, act.value)}:{newest.id if newest else mandate.id}"


def find_refusal(session: Session, actor: Actor, mandate: Mandate, act: Act, day: date) -> CoreError | None:
    """Why this actor may not do the act, before he tries; None when he may.

    A consent that is still to be asked is no refusal. The act itself has the last word.
    """
    side = mandate.side_of(actor.party_id)
    if side is None:
        return NotAllowed("not_your_party", party=mandate.giver.name)
    party, types = mandate.party_on(side), types_of_act(mandate, act, side, day)
    try:
        permit = foreseen_permit(
            session, actor, party, day, consent_about(act, mandate, side), widens=act.widens
        )
        if act.widens:
            check_widening(permit, types)
        if act in SIGNED_BY_TWO and needs_second(session, permit, party, types, day):
            choose_second(session, actor, permit, party, None, day)
        if act is Act.SIGN:
            check_second(session, actor, permit, mandate, get_asked(mandate, side))
        if act is Act.CONFIRM and not is_done(mandate, side, act, day):
            check_occasion(session, actor, mandate)
    except (Conflict, Invalid, NotAllowed) as refusal:
        return refusal
    return None


def list_seconds(session: Session, actor: Actor, mandate: Mandate, act: Act, day: date) -> Sequence[Function]:
    """Who can sign second when this actor does the act; nobody when his own signature is enough."""
    side = mandate.side_of(actor.party_id)
    if side is None or act not in SIGNED_BY_TWO:
        return ()
    types = types_of_act(mandate, act, side, day)
    return foreseen_seconds(session, actor, mandate.party_on(side), types, day, consent_about(act, mandate, side))


def is_done(mandate: Mandate, side: Side, act: Act, day: date, type_keys: Sequence[str] = ()) -> bool:
    """Whether the act was done already, so that whoever does it again only reads that.

    `type_keys` are the parts that somebody extends; with none it is about whatever was extended.
    """
    if act in EXTENSIONS:
        newest = newest_extension(mandate)
        mine = newest is not None and (newest.proposed_by == side) == (act in {Act.EXTEND, Act.WITHDRAW_EXTENSION})
        about = newest is not None and set(type_keys) <= {one.line.type_key for one in newest.lines}
        return newest is not None and mine and about and newest.status_on(day) is EXTENSIONS[act]
    if act in SIGNATURES:
        asked = newest_signature(mandate, side)
        return asked is not None and (asked.signed_on if act is Act.SIGN else asked.ended_on) is not None
    if act is Act.TAKE_BACK:
        return False  # It is done to another mandate, which says so itself.
    status = mandate.status_on(day)
    contests = [one for one in mandate.suspensions if one.kind == SuspensionKind.CONTEST]
    return {
        Act.ACCEPT: mandate.accepted_on is not None,
        Act.REFUSE: status is Status.REFUSED,
        Act.WITHDRAW: status is Status.WITHDRAWN,
        Act.STOP: status is Status.STOPPED,
        Act.RENOUNCE: status is Status.STOPPED,
        Act.STOP_CONTESTED: status is Status.STOPPED and bool(contests),
        Act.CONTEST: any(one.holds_on(day) for one in contests) and not status.is_final,
        Act.RESUME: bool(contests) and all(one.ended_on is not None for one in contests) and not status.is_final,
        Act.CONFIRM: (mandate.giver_confirmed_on if side is Side.GIVER else mandate.holder_confirmed_on) is not None,
    }[act]


def letters_after(session: Session, mandate_id: uuid.UUID, act: Act) -> Sequence[Letter]:
    """The letters, to both sides, that the last such act asked for."""
    # That nobody answered an extension is written down as undecided too, and stops nothing.
    about_extension = act in EXTENSIONS
    entries = [one for one in list_entries(session, mandate_id) if one.kind in ENTRIES[act]]
    entry = next(
        (one for one in reversed(entries) if act is Act.SIGN or ("extension" in one.data) == about_extension), None
    )
    if entry is None:
        return []
    return session.scalars(select(Letter).where(Letter.cause_id == entry.id).order_by(Letter.kind)).all()


__all__ = ["Act", "carry_out", "consent_about", "find_refusal", "is_done", "letters_after"]
