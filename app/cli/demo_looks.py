"""What a clerk of the demo asked a colleague to look at, with the answers of the customer kept."""

import uuid
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from flask import current_app

from app.cli.demo_mandates import Loading, People, ask_colleague, at_the_counter
from app.core.actor import Actor
from app.core.acts import drafts
from app.core.counter import visits
from app.core.mandates.wishes import MandateWish
from app.core.people import parties
from app.core.people.notices import MailWish, NoticeChoice
from app.db import Session
from app.wizard import fingerprint
from app.wizard.wizard import SEAL

# The questions whose answer counts only as long as that of an earlier one stays what it was.
RESTS_ON = {"holder-check": "holder", "types": "what"}


def load_looks(session: Session, content: Sequence[Mapping[str, Any]], people: People, *, now: datetime) -> None:
    """Begin every gift in the file at a counter, ask a colleague, and let the customer go home."""
    loading = Loading(session, people, current_app.extensions["policy"], now)
    for one in content:
        _load(loading, one)


def _load(loading: Loading, one: Mapping[str, Any]) -> None:
    session, at = loading.session, loading.ago(one["asked_days_ago"])
    wish = MandateWish(
        starter_id=parties.ensure_enterprise_party(session, one["giver"]).id,
        other_number=one["holder"],
        type_keys=tuple(one["types"]),
        months=one["months"],
        notice=NoticeChoice(),
    )
    parties.ensure_enterprise_party(session, one["holder"])
    actor = at_the_counter(loading, one, wish, at)
    draft = drafts.start_draft(session, actor, "give", now=at, dossier_number=one["dossier"])
    _answer(session, actor, draft.id, one, at)
    ask_colleague(loading, actor, wish, at)
    visits.end_visit(session, actor, "comes_back", now=at)


def _answer(session: Session, actor: Actor, draft_id: uuid.UUID, one: Mapping[str, Any], at: datetime) -> None:
    """The answers as the pages keep them; what is asked of the customer himself is asked again when he comes back."""
    letters = {"large_print": False, "mail": str(MailWish.NONE), "email": None}
    answers: dict[str, dict[str, Any]] = {
        "holder": {"number": one["holder"]},
        "holder-check": {"right": "yes"},
        "what": {"group": "own"},
        "types": {"types": one["types"]},
        "start": {"when": "accepted", "day": None},
        "period": {"period": str(one["months"])},
        "notice": {"how": "brief", **letters},
    }
    for step, answer in answers.items():
        kept = answer | ({SEAL: fingerprint({RESTS_ON[step]: answers[RESTS_ON[step]]})} if step in RESTS_ON else {})
        drafts.save_answers(session, actor, draft_id, step, kept, now=at)
