"""The invitation that somebody opened, with the letter to the organisation or with the number in his own e-mail."""

from sqlalchemy.orm import Session

from app.core.actor import Actor
from app.core.errors import NotAllowed
from app.core.letters.data import COLLEAGUE
from app.core.people.rights import find_relation, find_relation_by_number
from app.models.letter import Letter, LetterCode
from app.models.work_relation import WorkRelation


def find_opened(session: Session, actor: Actor) -> WorkRelation:
    """The invitation of the letter or e-mail; NotAllowed when that no longer opens it."""
    letter = session.get(Letter, actor.letter_id) if actor.letter_id else None
    if actor.invitation_id is not None:
        relation = find_relation(session, actor.invitation_id)
    else:
        relation = find_relation_by_number(session, (letter.dossier_number if letter else None) or "")
    if relation is None:
        raise NotAllowed("code_does_not_fit")
    check_opened(session, actor, relation)
    return relation


def check_opened(session: Session, actor: Actor, relation: WorkRelation) -> None:
    """Refuse who opened something else, and a number or a code that opens nothing any more."""
    if actor.invitation_id is not None:
        if (actor.invitation_id, actor.party_id) != (relation.id, relation.party_id) or relation.mail_number is None:
            raise NotAllowed("code_does_not_fit")
        return
    letter = session.get(Letter, actor.letter_id) if actor.letter_id else None
    code = session.get(LetterCode, letter.id) if letter else None
    fits = letter is not None and letter.kind == COLLEAGUE and letter.party_id == relation.party_id
    if letter is None or not fits or letter.dossier_number != relation.dossier_number or not relation.invited:
        raise NotAllowed("code_does_not_fit")
    if code is None or code.voided_at is not None:
        raise NotAllowed("code_void")
