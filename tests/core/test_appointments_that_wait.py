"""What an organisation reads of an appointment that lapses soon, and of one that nobody signed second."""

from datetime import timedelta

from sqlalchemy import select

from app.core.people.persons import get_person
from app.core.rights.waiting_days import list_due_appointments, tell_of_appointment
from app.core.rights.wishes import Newcomer, RightWish
from app.core.rights.withdrawing import withdraw_invitation
from app.models.journal import JournalEntry
from app.models.letter import Letter
from tests.colleagues import EVA, MANAGER, appoint
from tests.core.duo import Duo
from tests.world import World


def run(world: World, days: int) -> list[Letter]:
    """The daily job after so many days, twice; every letter about what waits, the oldest first."""
    world.later(days=days)
    for _ in range(2):
        for relation_id in list_due_appointments(world.session, now=world.now):
            tell_of_appointment(world.session, relation_id, policy=world.policy, now=world.now)
    query = select(Letter).where(Letter.kind == "appointment_waits.party").order_by(Letter.cause_id)
    return list(world.session.scalars(query))


def test_a_week_before_it_lapses_the_organisation_reads_who_can_still_sign(world: World) -> None:
    duo = Duo(world)
    relation = appoint(world, Newcomer("Eva", "Maes"), RightWish(MANAGER), actor=duo.godelieve)
    assert run(world, 22) == []
    (letter,) = run(world, 1)
    johan = get_person(world.session, duo.johan.person_id).name
    assert (letter.party_id, letter.dossier_number) == (duo.party.id, relation.dossier_number)
    said = [letter.data[one] for one in ("state", "seconds", "answer_by", "colleague")]
    assert said == ["to_sign", [johan], relation.lapses_after.isoformat(), "Eva Maes"]
    assert len(run(world, 1)) == 1


def test_when_nobody_signs_in_time_the_organisation_reads_it_once(world: World) -> None:
    duo = Duo(world)
    appoint(world, Newcomer("Eva", "Maes"), RightWish(MANAGER), actor=duo.godelieve)
    assert [one.data["state"] for one in run(world, 30)] == ["to_sign"]
    assert [one.data["state"] for one in run(world, 1)] == ["to_sign", "lapsed"]
    assert [one.data["state"] for one in run(world, 1)] == ["to_sign", "lapsed"]
    kinds = world.session.scalars(select(JournalEntry.kind).order_by(JournalEntry.id)).all()
    assert kinds[-2:] == ["reminded", "unsigned"]


def test_an_invitation_is_reminded_of_once_and_lapses_without_a_letter(world: World) -> None:
    relation = appoint(world, EVA)
    (letter,) = run(world, 23)
    assert (letter.data["state"], letter.data["seconds"], letter.data["by_mail"]) == ("invited", [], False)
    assert letter.dossier_number == relation.dossier_number
    assert len(run(world, 8)) == 1


def test_what_was_taken_back_is_not_reminded_of(world: World) -> None:
    relation = appoint(world, EVA)
    frame = {"policy": world.policy, "now": world.now + timedelta(days=1)}
    withdraw_invitation(world.session, world.holder, relation.id, **frame)
    assert run(world, 23) == []
