"""The check page and the done page about a colleague, and the appointing between them."""

import uuid
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from app.core.acts import drafts
from app.core.acts.drafts import FINISHED
from app.core.errors import Conflict, Invalid, NotAllowed
from app.core.mandates.catalogue_rights import may_of_rights
from app.core.people.rights import find_relation
from app.core.rights.appointing import Foreseen, appoint_colleague, foresee_appointment
from app.core.rights.changing import change_rights, foresee_change
from app.core.rights.granting import Status, UserRight, WorkRelation
from app.translations import say
from app.translations.formats import day_text, weekday_text
from app.web.databases import policy
from app.web.wizards.colleague.scene import DONE_NOTE, MANAGER, VIEW, ColleagueScene
from app.web.wizards.colleague.wording import (
    contents_of_groups,
    customers_text,
    groups_text,
    period_text,
    rights_text,
)
from app.web.wizards.four_eyes import look_of
from app.web.wizards.pages import CheckPage, Problem, Row

STEPS_OF_FIELDS = {
    "who": "who", "first_name": "new", "last_name": "new", "email_address": "new", "mandates": "customers",
    "mandate_groups": "groups", "level": "level", "right": "level", "last_day": "period",
}  # fmt: skip
STEPS_OF_REFUSALS = {
    "consent_missing": "consent", "identity_too_weak": "level", "invited_at_another_address": "new",
    "invited_by_letter_before": "new", "appointed_without_address": "new",
}  # fmt: skip


def check(scene: ColleagueScene) -> CheckPage:
    """What somebody would be allowed, in sentences and rows."""
    problems: tuple[Problem, ...] = ()
    two, look = False, None
    try:
        found = _foresee(scene)
        two = found.two
        look = look_of(scene, found.sight) if found.sight else None
        if not found.left and not scene.changes:
            problems = (Problem(say("errors.right_already", colleague=scene.name), "level"),)
    except (Conflict, Invalid, NotAllowed) as refusal:
        step = STEPS_OF_REFUSALS.get(refusal.code) or STEPS_OF_FIELDS.get(getattr(refusal, "field", ""))
        problems = (Problem(refusal.sentence, step),)
    level = scene.answer("level", "level")
    shown = {
        "name": scene.name,
        "party": scene.party_name,
        "customers": scene.names_of_customers,
        "groups": groups_text(scene) if scene.mandate_groups else "",
        "contents": contents_of_groups(scene),
        "newly_listed": scene.newly_listed,
        "level": level,
        "only_views": level == VIEW,
        "manages": level == MANAGER,
        "titles": [one.name.lower() for one in scene.chosen_types] if scene.is_own_choice else [],
        "works": any(not one.decides for one in scene.chosen_types),
        "sentences": may_of_rights(scene.chosen_types, scene.name, beside=scene.kept),
        "until": day_text(scene.last_day) if scene.last_day else "",
        "is_new": scene.is_new,
        "invited_at": scene.invited_at,
        "letter_decides": bool(scene.answer("new", "email_address", "")) and scene.invited_at is None,
        "changes": scene.changes,
        "two": two,
    }
    return CheckPage(shown, _rows(scene), problems, tick=False, look=look)


def _foresee(scene: ColleagueScene) -> Foreseen:
    """What sending would do; it raises what sending would."""
    asked = (scene.session, scene.actor, scene.draft.party_id)
    if scene.takes_place:
        return foresee_change(*asked, uuid.UUID(scene.chosen), scene.wishes, now=scene.now)
    return foresee_appointment(*asked, scene.who, scene.wishes, policy=policy(), now=scene.now)


def submit(scene: ColleagueScene) -> None:
    """Appoint, or change; the same draft never does so twice."""
    session, actor, party_id = scene.session, scene.actor, scene.draft.party_id
    frame: dict[str, Any] = {"policy": policy(), "now": scene.now}
    if scene.takes_place:
        person_id = uuid.UUID(scene.chosen)
        relation = change_rights(session, actor, party_id, person_id, scene.wishes, **frame).relation
    else:
        relation = appoint_colleague(session, actor, party_id, scene.who, scene.wishes, **frame)
    note = {"relation": str(relation.id) if relation else None}
    drafts.save_answers(session, actor, scene.draft.id, DONE_NOTE, note, now=scene.now)
    drafts.set_finished(session, actor, scene.draft.id, now=scene.now)


def done(scene: ColleagueScene) -> Mapping[str, Any]:
    """Who may what from now on, who must still sign or accept, or why it does not hold any more."""
    key = scene.draft.answers[DONE_NOTE]["relation"]
    relation = find_relation(scene.session, uuid.UUID(key)) if key else None
    status = relation.status_on(scene.today) if relation else None
    given = _given(scene, relation)
    over = given and all(right.is_over(scene.today) for right in given)
    return {
        "name": scene.name,
        "party": scene.party_name,
        "number": relation.dossier_number if relation and relation.mail_number is None else "",
        "invited_at": relation.email_address if relation and relation.mail_number is not None else None,
        "to_sign": status is Status.TO_SIGN,
        "invited": status is Status.OFFERED,
        "ended": status if status and status.is_final else Status.STOPPED if over else None,
        "answer_by": weekday_text(relation.lapses_after) if relation else "",
        "until": day_text(scene.last_day) if scene.last_day else "",
        "since": day_text(_since(scene, relation, given)),
        "changed": scene.changes,
    }


def _done_on(scene: ColleagueScene) -> date:
    return date.fromisoformat(scene.draft.answers[FINISHED]["day"])


def _given(scene: ColleagueScene, relation: WorkRelation | None) -> list[UserRight]:
    """What was given here: a relation that ran already has older rights too."""
    return [one for one in relation.rights if one.first_day >= _done_on(scene)] if relation else []


def _since(scene: ColleagueScene, relation: WorkRelation | None, given: Sequence[UserRight]) -> date:
    """The first day on which it holds, whenever this page is read."""
    days = [one.first_day for one in given] or [_done_on(scene)]
    return max(min(days), relation.accepted_on or min(days)) if relation else min(days)


def _invitation(scene: ColleagueScene) -> tuple[Row, ...]:
    """Where somebody new is invited by e-mail."""
    address = scene.invited_at
    return (Row("Uitnodiging per e-mail naar", address, "new", "het e-mailadres"),) if address else ()


def _rows(scene: ColleagueScene) -> tuple[Row, ...]:
    who = None if scene.changes else "new" if scene.is_new else "who"
    whom = "groups" if scene.mandate_groups else "customers" if "customers" in scene.answers else None
    which = "level" if scene.group is not None or not scene.is_own_choice else "rights"
    works = any(not one.decides for one in scene.chosen_types)
    customers = (Row("Voor welke klanten?", customers_text(scene), whom, "voor welke klanten"),)
    return (
        Row("Wie duidt u aan?", scene.name, who, "wie u aanduidt"),
        *_invitation(scene),
        *(customers if works else ()),
        Row("Wat mag?", rights_text(scene), which, "wat mag"),
        Row("Hoelang?", period_text(scene), "period", "hoelang"),
    )
