"""Opening an invitation in another application, for its user: with the letter or with his e-mail."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from app.core.actor import Actor
from app.core.letters.codes import open_invitation
from app.core.mandates.dossier_numbers import parse_dossier_number
from app.core.permits.colleagues import refuse_without_user
from app.core.register.enterprise_numbers import parse_enterprise_number
from app.core.rights.mail_numbers import open_by_mail
from app.core.vault import Vault


@dataclass(frozen=True)
class Shown:
    """What was typed: the number of the letter with its code, or the number of the e-mail with None for the code."""

    enterprise_number: str
    dossier_number: str
    code: str | None


def open_as_user(session: Session, actor: Actor, shown: Shown, *, vault: Vault, now: datetime) -> Actor:
    """The user of an application, with the invitation that he may answer.

    Tries count for who tries, whichever application he uses: WrongTry as `open_with_code`, and the caller commits all
    the same. NotAllowed for an application that calls for itself, and for who tried too often.
    """
    refuse_without_user(actor)
    number, enterprise = parse_dossier_number(shown.dossier_number), parse_enterprise_number(shown.enterprise_number)
    tried = {"source": str(actor.person_id), "vault": vault, "now": now}
    if shown.code is None:
        invited = open_by_mail(session, number, enterprise, **tried)
        return actor.invited_by(invited.party_id, invitation_id=invited.id)
    letter = open_invitation(session, number, shown.code, enterprise, **tried)
    return actor.invited_by(letter.party_id, letter_id=letter.id)
