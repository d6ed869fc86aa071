"""Who was invited and does not sign in: he stands at a counter with the letter.

The letter to the organisation shows that he is the one who was meant, his document that he is called so; one of the two
alone is not enough. He decides for himself, so no role in the organisation is asked of him.
"""

from datetime import date

from sqlalchemy.orm import Session

from app.core.actor import Actor
from app.core.errors import NotAllowed
from app.core.people.persons import get_person
from app.core.permits.managing import Permit
from app.core.permits.visit import check_consent, check_known
from app.core.register.search_words import fold
from app.models.journal import Ground
from app.models.work_relation import WorkRelation


def accept_about(relation_id: object) -> str:
    """Accepting an invitation, as a customer at the counter consents to it."""
    return f"accept_invitation:{relation_id}"


def permit_newcomer(session: Session, actor: Actor, relation: WorkRelation, day: date, about: str) -> Permit:
    """The permit of a clerk with the newcomer in front of him; his evidence caps the risk of what he accepts.

    Refuses who did not show who he is, who is called otherwise than who was invited, and who did not consent to this.
    """
    visit, method = check_known(session, actor, relation.party, day)
    check_called_so(session, relation, get_person(session, visit.person_id).name if visit.person_id else "")
    check_consent(visit, about)
    return Permit(Ground.CONSENTED_CUSTOMER, visit.capacity, highest_risk=method.highest_risk)


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
