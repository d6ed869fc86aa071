"""How the parties of the demo want their news: one reads e-mail, one has yet to confirm his address."""

import uuid
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from flask import current_app

from app.core.actor import Actor
from app.core.letters.notice_choices import MailWish, NoticeChoice, choose_notice, confirm_email, find_notice_state
from app.core.people.parties import ensure_enterprise_party
from app.core.policy import Policy
from app.db import Session


def load_notices(
    session: Session, content: Sequence[Mapping[str, Any]], people: Mapping[str, uuid.UUID], *, now: datetime
) -> None:
    """Let each party in the file choose, and confirm its address when the file says so; nothing without mail."""
    policy: Policy = current_app.extensions["policy"]
    for one in content if policy.sends_mail else ():
        party_id = ensure_enterprise_party(session, one["party"]).id
        actor = Actor.at_home(people[one["by"]], party_id, "demo")
        choice = NoticeChoice(mail=MailWish(one["mail"]), email=one["email"])
        choose_notice(session, actor, party_id, choice, policy=policy, now=now)
        if one.get("confirmed"):
            number = str(find_notice_state(session, party_id).number)
            confirm_email(session, actor, party_id, number, now=now)
