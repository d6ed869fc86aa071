"""Opening an invitation with the number in its e-mail, for who signed in; counted and held back as letter codes are."""

from datetime import datetime

from sqlalchemy.orm import Session

from app.core.letters.codes import count_wrong_try, refuse_floods, tries_left
from app.core.people.rights import find_relation_by_mail_number
from app.core.vault import Vault
from app.models.work_relation import WorkRelation


def open_by_mail(
    session: Session, number: str, enterprise_number: str, *, source: str, vault: Vault, now: datetime
) -> WorkRelation:
    """The invitation of which this number stands in the e-mail; `source` is who tries.

    WrongTry with the tries that are left, the same whether the number exists or not; the caller commits all the same.
    After five wrong tries a number opens nothing for a day. NotAllowed for a source that tried too often.
    """
    source = vault.hash_source(source)
    refuse_floods(session, source, now, at=number)
    relation = find_relation_by_mail_number(session, number)
    left = tries_left(session, number, now)
    if relation is None or relation.party.enterprise_number != enterprise_number or not left:
        code = "mail_number_wrong" if left > 1 else "mail_number_blocked"
        raise count_wrong_try(session, number, source, now, code=code, field="dossier_number")
    return relation
