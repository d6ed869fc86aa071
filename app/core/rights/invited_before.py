"""Whether somebody new was invited to the same before: asking twice invites once, and never another way in silence."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.clock import brussels_day
from app.core.errors import Conflict
from app.core.letters.data import COLLEAGUE
from app.core.people.email_addresses import parse_email
from app.core.people.rights import list_relations_in
from app.core.policy import Policy
from app.core.register.search_words import fold
from app.core.rights.granting import waits
from app.core.rights.invitation_letters import address_for
from app.core.rights.wishes import Newcomer, PlannedRight
from app.models.letter import Letter
from app.models.lifecycle import Status
from app.models.party import Party
from app.models.work_relation import WorkRelation


def find_invited_before(
    session: Session, party: Party, who: Newcomer, planned: Sequence[PlannedRight], policy: Policy, day: date
) -> WorkRelation | None:
    """The invitation that waits for the same name, however its capitals and accents are typed, to the same rights.

    Conflict when its e-mail goes to another address, also where that waits for the second signature: it must be taken
    back, because who reads there could begin. Conflict too when a letter invites, or will, and this one would be an
    e-mail: who gives an address waits for a mail, and none would leave.
    """
    name = fold(f"{who.first_name} {who.last_name}")
    for one in list_relations_in(session, party.id):
        same = one.invited and waits(one, day) and fold(one.person.name) == name
        if same and all(any(plan.equals(right, day) for right in one.rights) for plan in planned):
            by_mail = address_for(who, [plan.right_type for plan in planned], policy=policy) is not None
            _check_same_way(session, one, who, by_mail, to_sign=one.status_on(day) is Status.TO_SIGN)
            return one
    return None


def _check_same_way(session: Session, one: WorkRelation, who: Newcomer, by_mail: bool, *, to_sign: bool) -> None:
    """Conflict when what waits goes to another address than `who` says, or by letter where this would go `by_mail`."""
    name = one.person.name
    mailed = one.mail_number is not None or (to_sign and one.email_address is not None)
    if mailed and _address_of(who) != one.email_address:
        raise Conflict("invited_at_another_address", colleague=name)
    if by_mail and not mailed and to_sign:
        raise Conflict("appointed_without_address", colleague=name)
    if by_mail and not mailed:
        raise Conflict("invited_by_letter_before", colleague=name, ordered_on=_letter_day(session, one))


def _address_of(who: Newcomer) -> str | None:
    """Where he reads his mail, written as an invitation keeps it."""
    return parse_email(who.email_address, field="email_address") if who.email_address else None


def _letter_day(session: Session, relation: WorkRelation) -> date:
    """The day on which its letter was ordered: after a second signature, or a mail that came back, a later one."""
    query = select(Letter.ordered_at).where(Letter.dossier_number == relation.dossier_number, Letter.kind == COLLEAGUE)
    ordered_at = session.scalars(query.order_by(Letter.ordered_at).limit(1)).first()
    return brussels_day(ordered_at) if ordered_at else relation.started_on
