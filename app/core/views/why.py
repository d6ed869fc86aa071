"""Waarom werkt het niet: the check, asked by who stands before a closed door, and answered in plain sentences.

It asks `may_represent` and nothing else, so that it can never say another thing than an application was told.
"""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from app.clock import brussels_day
from app.core.actor import Actor
from app.core.errors import Invalid, NotFound
from app.core.journal import record
from app.core.mandates.catalogue import get_types, list_all_types
from app.core.mandates.lookup import get_mandate
from app.core.people.parties import get_party
from app.core.people.persons import get_person
from app.core.people.rights import list_colleagues
from app.core.permits.sight import Sight, find_sight
from app.core.representation.checking import Question, Reason, Representation, may_represent
from app.core.views.overview_rows import Partner, list_rows
from app.core.views.why_capacity import missing_in_register, other_capacity
from app.core.views.why_causes import causes_of, in_order, other_clients, stopped_parties
from app.core.views.why_scene import Other, Scene
from app.core.views.why_words import Asked, WhyView
from app.models.journal import Channel, Ground
from app.models.lifecycle import Side
from app.models.mandate_type import AccessLevel, MandateType
from app.models.person import Person
from app.translations import say


@dataclass(frozen=True)
class WhyQuestion:
    """What does not work: who for whom, with which mandate type. The type says whether it is doing or only looking.

    The other party is one of its mandates (`other_id`), or any enterprise (`other_number`). `person_id` is who would
    act; empty means the reader, or the customer.
    """

    asked: Asked
    type_key: str
    other_id: uuid.UUID | None = None
    other_number: str | None = None
    person_id: uuid.UUID | None = None


@dataclass(frozen=True)
class WhyChoices:
    """What the reader can ask about; `people` are colleagues, for who decides for his party."""

    own: str
    reader: str
    held: Sequence[Partner]
    given: Sequence[Partner]
    people: Sequence[Person]
    types: Sequence[MandateType]


def list_why_choices(session: Session, actor: Actor, *, now: datetime) -> WhyChoices:
    """Whom and what the reader may choose; NotAllowed for who has no right in the party."""
    day = brussels_day(now)
    sight = find_sight(session, actor, day)
    partners: dict[Side, dict[uuid.UUID, Partner]] = {Side.HOLDER: {}, Side.GIVER: {}}
    for row in list_rows(session, sight):
        partners[row.side].setdefault(row.partner.id, row.partner)
    held, given = (sorted(partners[side].values(), key=lambda one: one.words) for side in (Side.HOLDER, Side.GIVER))
    people = list_colleagues(session, sight.party.id, day) if sight.decides else []
    types = [one for one in list_all_types(session) if one.withdrawn_from is None or one.withdrawn_from > day]
    reader = get_person(session, actor.person_id).name if actor.person_id else ""
    return WhyChoices(
        sight.party.name, reader, held, given, [one for one in people if one.id != actor.person_id], types
    )


def look_why(session: Session, actor: Actor, question: WhyQuestion, *, now: datetime) -> WhyView:
    """Why it does not work, or that it does; every look by staff is written down.

    Invalid for a customer who asks about himself and is not known yet; NotFound for a party with which the reader has
    no mandate that he may see; NotAllowed for who has no right in his own. About a giver who gave nothing every answer
    is the same, whatever that giver gave to others.
    """
    scene = _scene(session, actor, question, now)
    view = _look(scene)
    if scene.is_at_desk:
        _write_down(scene, view, now)
    return view


def look_why_by_phone(session: Session, actor: Actor, *, now: datetime) -> list[WhyView]:
    """Of each part of the mandate about which somebody calls, why it does not work, or that it does; written down too.

    It answers for the party, never for a person: who is on the line was checked, his rights elsewhere were not asked.
    """
    sight = find_sight(session, actor, brussels_day(now))
    [mandate_id] = sight.only or ()
    mandate = get_mandate(session, mandate_id)
    side = mandate.side_of(sight.party.id) or Side.GIVER
    asked = Asked.GIVEN if side is Side.GIVER else Asked.HELD
    keys = dict.fromkeys(line.type_key for line in mandate.lines)
    questions = [WhyQuestion(asked, key, mandate.party_on(side.other).id) for key in keys]
    return [look_why(session, actor, one, now=now) for one in questions]


def _look(scene: Scene) -> WhyView:
    answer = _answer(scene)
    facts = (scene.asked, scene.own.name, _subject(scene), scene.holder, scene.giver, scene.kind.name, scene.day)
    if answer.allowed:
        words, step = _works(scene, answer)
        return WhyView(*facts, True, (), words, step, answer.until, answer.mandate_id)
    causes = [*other_capacity(scene, _question(scene)), *missing_in_register(scene), *stopped_parties(scene)]
    if scene.sight.only is not None and not scene.mandates and scene.asked is Asked.HELD:
        causes += other_clients(scene)
    elif scene.asked is not Asked.OWN:
        causes += causes_of(scene, answer.reasons)
    ordered = in_order(causes)
    about = next((one.mandate_id for one in ordered if one.mandate_id), None)
    return WhyView(*facts, False, ordered, mandate_id=about)


def _scene(session: Session, actor: Actor, question: WhyQuestion, now: datetime) -> Scene:
    day = brussels_day(now)
    sight = find_sight(session, actor, day)
    [kind] = get_types(session, [question.type_key])
    other = _other(session, sight, question)
    return Scene(session, actor, sight, question.asked, other, kind, _person(session, actor, sight, question, now), day)


def _other(session: Session, sight: Sight, question: WhyQuestion) -> Other:
    if question.asked is Asked.OWN:
        return Other.of_party(sight.party)
    if question.other_number is not None:
        return Other.of_number(session, question.other_number)
    if question.other_id is None:
        raise Invalid("why_other_missing", field="other")
    if all(row.partner.id != question.other_id for row in list_rows(session, sight)):
        raise NotFound("mandate_unknown")
    return Other.of_party(get_party(session, question.other_id))


def _person(
    session: Session, actor: Actor, sight: Sight, question: WhyQuestion, now: datetime
) -> Person | None:  # fmt: skip
    if question.asked is Asked.GIVEN or actor.channel is Channel.PHONE:
        return None
    person_id = question.person_id or actor.person_id
    if person_id is None and question.asked is Asked.OWN:
        raise Invalid("why_person_missing", field="person")
    if person_id is None or person_id == actor.person_id:
        return get_person(session, person_id) if person_id else None
    colleagues = list_colleagues(session, sight.party.id, brussels_day(now)) if sight.decides else []
    person = next((one for one in colleagues if one.id == person_id), None)
    if person is None:
        raise NotFound("person_unknown")
    return person


def _question(scene: Scene) -> Question:
    """What the check is asked. The type says the service and the level; one without services is asked by its key."""
    own_id = scene.own.id
    other_id = scene.other.party.id if scene.other.party is not None else own_id
    giver_id, holder_id = (own_id, other_id) if scene.asked is Asked.GIVEN else (other_id, own_id)
    service = scene.kind.services[0] if scene.kind.services else scene.kind.key
    person_id, level = scene.person.id if scene.person else None, AccessLevel(scene.kind.access_level)
    # On the phone nobody hears of another mandate, not even that it works.
    only = next(iter(scene.mandates), None) if scene.actor.channel is Channel.PHONE else None
    return Question(giver_id, service, level, scene.day, person_id, holder_id, thorough=True, mandate_id=only)


def _answer(scene: Scene) -> Representation:
    if scene.other.party is None:
        return Representation(False, reasons=(Reason("no_mandate", {"others": ()}),))
    return may_represent(scene.session, _question(scene))


def _subject(scene: Scene) -> str:
    return scene.person.name if scene.person is not None else scene.holder


def _works(scene: Scene, answer: Representation) -> tuple[str, str]:
    code = "works_by_law" if answer.mandate_id is None else "works_until" if answer.until else "works"
    step = "works_given_step" if scene.asked is Asked.GIVEN else "works_step"
    values = scene.words | {"until": answer.until}
    return say(f"causes.{code}", **values), say(f"causes.{step}", **values)


def _write_down(scene: Scene, view: WhyView, now: datetime) -> None:
    mandate = scene.mandates.get(view.mandate_id) if view.mandate_id else None
    other = {"to": str(scene.other.party.id)} if scene.other.party is not None else {}
    record(
        scene.session, scene.actor, "why_looked", now=now, ground=Ground.STAFF_DUTY, mandate=mandate,
        party_id=scene.own.id, asked=str(scene.asked), type=scene.kind.key,
        causes=[one.code for one in view.causes], **other,
    )  # fmt: skip


__all__ = [
    "Asked", "WhyChoices", "WhyQuestion", "WhyView", "list_why_choices", "look_why",
    "look_why_by_phone",
]
