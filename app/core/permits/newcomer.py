"""Who was invited and does not sign in: he stands at a counter with the letter, or sends its form back.

The letter to the organisation shows that he is the one who was meant; his document, or what he wrote and signed, that
he is called so. One of the two alone is not enough. He decides for himself, so no role in the organisation is asked of
him.
"""

from datetime import date

from sqlalchemy.orm import Session

from app.core.actor import Actor
from app.core.errors import NotAllowed
from app.core.mandates.possible_acts import Act
from app.core.people.persons import get_person
from app.core.permits.managing import Permit
from app.core.permits.paper import open_sheet
from app.core.permits.visit import check_consent, check_known, refuse_own_affairs
from app.core.register.search_words import fold
from app.models.journal import Channel, Ground
from app.models.work_relation import WorkRelation


def accept_about(relation_id: object) -> str:
    """Accepting an invitation, as a customer at the counter consents to it."""
    return f"accept_invitation:{relation_id}"


def permit_newcomer(session: Session, actor: Actor, relation: WorkRelation, day: date, about: str) -> Permit:
    """The permit of a clerk with the newcomer in front of him, or his signed form; evidence caps the risk of a right.

    Refuses who did not show who he is, who is called otherwise than who was invited, and who did not consent to this.
    """
    if actor.channel is Channel.PAPER:
        return _permit_form(session, actor, relation, day, about)
    visit, method = check_known(session, actor, relation.party, day)
    check_called_so(session, relation, get_person(session, visit.person_id).name if visit.person_id else "")
    check_consent(visit, about)
    return Permit(Ground.CONSENTED_CUSTOMER, visit.capacity, highest_risk=method.highest_risk)


def _permit_form(session: Session, actor: Actor, relation: WorkRelation, day: date, about: str) -> Permit:
    """The form of this invitation, with a signature and this box; who refuses need not be called so."""
    sheet = open_sheet(session, actor)
    accepts = about == accept_about(relation.id)
    if sheet.relation_id != relation.id or sheet.act != (Act.ACCEPT if accepts else Act.REFUSE):
        raise NotAllowed("sheet_is_about_another")
    refuse_own_affairs(session, actor, sheet.person_id, relation.party, day)
    if not sheet.signed:
        raise NotAllowed("signature_missing")
    if accepts:
        check_called_so(session, relation, get_person(session, sheet.person_id).name if sheet.person_id else "")
    return Permit(Ground.SIGNED_SHEET, sheet.capacity)


def check_called_so(session: Session, relation: WorkRelation, name: str) -> None:
    """Refuse a name that is not that of who was invited, and that of who invited or signed second.

    A document holds more first names than a colleague types, so more words are no difference; capitals, accents and
    order are none either.
    """
    if not is_called(name, relation.person.name):
        raise NotAllowed("not_the_invited", colleague=relation.person.name)
    for sender_id in {relation.appointed_by_id, relation.second_person_id} - {None}:
        if is_called(name, get_person(session, sender_id).name):
            raise NotAllowed("own_invitation")


def is_called(name: str, other: str) -> bool:
    """Whether `name` has every word of `other`."""
    return bool(fold(other)) and set(fold(other)) <= set(fold(name))
