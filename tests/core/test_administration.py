"""Looking after the service: staff and where they work, counters, entities, and the journal."""

import uuid
from datetime import date, time, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core.actor import Actor
from app.core.administration import entities, offices, staff
from app.core.administration.journal_search import JournalQuestion, search_journal
from app.core.administration.offices import OfficePlan
from app.core.counter.visits import find_open_visit, start_visit
from app.core.errors import Conflict, FreshSignInNeeded, Invalid, NotAllowed, NotFound
from app.core.people import accounts, roles, staffing, web_sessions
from app.core.people.persons import ensure_person
from app.core.people.roles import ADMINISTRATOR, Role
from app.core.policy import Policy
from app.models.account import Account
from app.models.journal import JournalEntry
from app.models.mandate_type import Domain, Entity
from app.models.staff import Office, Staff
from tests.world import BAKERY, NOON, World

IDLE = timedelta(minutes=30)
PLAN = OfficePlan(
    "Loket Brugge", "Brugge", "Markt 1", "8000", {"monday": ((time(9), time(12)), (time(13), time(16, 30)))},
    ("10.20.30.0/24",),
)  # fmt: skip


@pytest.fixture
def inge(session: Session, world: World) -> Actor:
    """An administrator."""
    person_id = colleague(session, "Inge", "6001")
    roles.give_first_role(session, "6001", Role(ADMINISTRATOR), now=NOON)
    return Actor.on_duty(person_id, "session:1", NOON)


def colleague(session: Session, name: str, number: str, office_id: uuid.UUID | None = None) -> uuid.UUID:
    person = ensure_person(session, f"staff-{number}", name, "Coppens")
    staffing.add_staff(session, person.id, number, office_id)
    return person.id


def newest(session: Session) -> JournalEntry:
    return session.scalars(select(JournalEntry).order_by(JournalEntry.id.desc()).limit(1)).one()


def test_nobody_else_looks_after_anything(session: Session, inge: Actor) -> None:
    clerk = Actor.on_duty(colleague(session, "Karim", "4799"), "session:2", NOON)
    assert inge.actor_id is not None
    refused = [
        lambda: staff.list_colleagues(session, clerk),
        lambda: staff.view_colleague(session, clerk, inge.actor_id, idle=IDLE, now=NOON),
        lambda: staff.end_sessions_of(session, clerk, inge.actor_id, now=NOON),
        lambda: staff.move_colleague(session, clerk, inge.actor_id, None, policy=Policy(), now=NOON),
        lambda: staff.close_access(session, clerk, inge.actor_id, policy=Policy(), now=NOON),
        lambda: staff.open_access(session, clerk, inge.actor_id, now=NOON),
        lambda: offices.open_office(session, clerk, PLAN, now=NOON),
        lambda: offices.view_office(session, clerk, uuid.uuid4()),
        lambda: offices.change_office(session, clerk, uuid.uuid4(), PLAN, now=NOON),
        lambda: offices.close_office(session, clerk, uuid.uuid4(), now=NOON),
        lambda: entities.list_entities(session, clerk),
        lambda: entities.add_entity(session, clerk, "a", "A", now=NOON),
        lambda: entities.rename_entity(session, clerk, "werk", "A", now=NOON),
        lambda: entities.add_domain(session, clerk, "werk", "a", "A", now=NOON),
        lambda: search_journal(session, clerk, JournalQuestion(staff_number="1"), "check", now=NOON),
    ]
    for act in refused:
        with pytest.raises(NotAllowed, match="administrator_only"):
            act()


def test_somebody_is_signed_out_everywhere_at_once(session: Session, inge: Actor) -> None:
    karim = colleague(session, "Karim", "4799")
    token, _ = web_sessions.start_session(session, "{}", karim, now=NOON)
    assert len(staff.view_colleague(session, inge, karim, idle=IDLE, now=NOON).sessions) == 1
    staff.end_sessions_of(session, inge, karim, now=NOON)
    assert web_sessions.find_session(session, token, idle=IDLE, now=NOON) is None
    assert newest(session).data["staff"] == str(karim)
    with pytest.raises(NotFound, match="staff_unknown"):
        staff.end_sessions_of(session, inge, uuid.uuid4(), now=NOON)


def test_who_moves_leaves_what_he_had_open_at_the_old_counter(session: Session, inge: Actor) -> None:
    office = offices.open_office(session, inge, PLAN, now=NOON)
    karim = colleague(session, "Karim", "4799")
    token, _ = web_sessions.start_session(session, "{}", karim, now=NOON)
    staff.move_colleague(session, inge, karim, office.id, policy=Policy(), now=NOON)
    assert session.get_one(Staff, karim).office_id == office.id
    assert web_sessions.find_session(session, token, idle=IDLE, now=NOON) is None
    staff.move_colleague(session, inge, karim, None, policy=Policy(), now=NOON)
    offices.close_office(session, inge, office.id, now=NOON)
    with pytest.raises(NotFound, match="office_unknown"):
        staff.move_colleague(session, inge, karim, office.id, policy=Policy(), now=NOON)


@pytest.mark.parametrize("way", ["moved", "closed"])
def test_no_visit_stays_open_at_a_counter_that_he_left(session: Session, world: World, inge: Actor, way: str) -> None:
    office = offices.open_office(session, inge, PLAN, now=NOON)
    karim = colleague(session, "Karim", "4799", office.id)
    start_visit(session, Actor.at_the_counter(karim), BAKERY, now=NOON)
    if way == "moved":
        staff.move_colleague(session, inge, karim, None, policy=Policy(), now=NOON)
    else:
        staff.close_access(session, inge, karim, policy=Policy(), now=NOON)
    assert find_open_visit(session, karim) is None
    assert newest(session).kind == "visit_ended"


def test_nobody_gives_himself_a_counter(session: Session, inge: Actor) -> None:
    office = offices.open_office(session, inge, PLAN, now=NOON)
    assert inge.actor_id is not None
    with pytest.raises(NotAllowed, match="own_counter"):
        staff.move_colleague(session, inge, inge.actor_id, office.id, policy=Policy(), now=NOON)
    session.get_one(Staff, inge.actor_id).office_id = office.id
    staff.move_colleague(session, inge, inge.actor_id, None, policy=Policy(), now=NOON)
    assert session.get_one(Staff, inge.actor_id).office_id is None


def test_a_counter_is_kept_as_it_was_filled_in(session: Session, inge: Actor) -> None:
    office = offices.open_office(session, inge, PLAN, now=NOON)
    session.expire(office)
    assert offices.view_office(session, inge, office.id).plan == PLAN
    offices.change_office(session, inge, office.id, OfficePlan("Loket Brugge", "Brugge"), now=NOON)
    assert offices.view_office(session, inge, office.id).plan == OfficePlan("Loket Brugge", "Brugge", hours={})


@pytest.mark.parametrize(
    ("plan", "code", "field"),
    [
        (OfficePlan(" ", "Brugge"), "office_name", "name"),
        (OfficePlan("x" * 101, "Brugge"), "office_name", "name"),
        (OfficePlan("Loket", ""), "office_town", "town"),
        (OfficePlan("Loket", "Brugge", zipcode="80"), "office_zipcode", "zipcode"),
        (OfficePlan("Loket", "Brugge", hours={"monday": ((time(12), time(9)),)}), "office_hours", "monday"),
        (OfficePlan("L", "B", hours={"friday": ((time(9), time(12)), (time(11), time(13)))}), "office_hours", "friday"),
        (OfficePlan("Loket", "Brugge", networks=("10.0.0.1/24",)), "office_network", "networks"),
        (OfficePlan("Loket", "Brugge", networks=("overal",)), "office_network", "networks"),
    ],
)  # fmt: skip
def test_what_cannot_be_a_counter_is_refused(
    session: Session, inge: Actor, plan: OfficePlan, code: str, field: str
) -> None:
    with pytest.raises(Invalid, match=code) as refusal:
        offices.open_office(session, inge, plan, now=NOON)
    assert refusal.value.field == field


def test_a_name_is_taken_once_and_a_counter_with_clerks_stays_open(session: Session, inge: Actor) -> None:
    office = offices.open_office(session, inge, PLAN, now=NOON)
    with pytest.raises(Conflict, match="office_name_taken"):
        offices.open_office(session, inge, PLAN, now=NOON)
    colleague(session, "Karim", "4799", office.id)
    with pytest.raises(Conflict, match="office_has_clerks"):
        offices.close_office(session, inge, office.id, now=NOON)
    assert session.get_one(Office, office.id).closed_at is None


def test_an_entity_and_its_domains(session: Session, inge: Actor) -> None:
    entities.add_entity(session, inge, "cultuur", "Entiteit Cultuur", now=NOON)
    entities.add_domain(session, inge, "cultuur", "podium", "Podiumkunsten", now=NOON)
    entities.rename_entity(session, inge, "cultuur", "Departement Cultuur", now=NOON)
    card = entities.view_entity(session, inge, "cultuur")
    assert (card.name, [one.name for one in card.domains], card.managers) == (
        "Departement Cultuur", ["Podiumkunsten"], ()
    )  # fmt: skip
    for act in (
        lambda: entities.add_entity(session, inge, "cultuur", "Nog een", now=NOON),
        lambda: entities.add_domain(session, inge, "cultuur", "podium", "Nog een", now=NOON),
    ):
        with pytest.raises(Conflict, match="key_taken"):
            act()
    for key in ("", "Groot", "met spatie", "é", "x" * 61):
        with pytest.raises(Invalid, match="key_wrong"):
            entities.add_entity(session, inge, key, "Naam", now=NOON)
    with pytest.raises(Invalid, match="entity_name"):
        entities.add_domain(session, inge, "cultuur", "film", " ", now=NOON)
    with pytest.raises(NotFound, match="entity_unknown"):
        entities.add_domain(session, inge, "nergens", "film", "Film", now=NOON)
    assert session.get(Domain, "film") is None
    assert session.get_one(Entity, "cultuur").name == "Departement Cultuur"


def test_the_journal_is_found_by_dossier_party_clerk_and_day(session: Session, inge: Actor, world: World) -> None:
    mandate = world.give()
    asked = JournalQuestion(dossier_number=mandate.dossier_number)
    by_dossier = search_journal(session, inge, asked, "check", now=NOON)
    assert "given" in [one.kind for one in by_dossier.entries]
    by_party = search_journal(session, inge, JournalQuestion(enterprise_number=BAKERY), "check", now=NOON)
    assert "given" in [one.kind for one in by_party.entries]
    tomorrow = JournalQuestion(enterprise_number=BAKERY, first_day=NOON.date() + timedelta(days=1))
    assert search_journal(session, inge, tomorrow, "check", now=NOON).entries == []
    other_door = JournalQuestion(enterprise_number=BAKERY, channel="paper")
    assert search_journal(session, inge, other_door, "check", now=NOON).entries == []
    own = search_journal(session, inge, JournalQuestion(staff_number="6001"), "check", now=NOON)
    assert {one.kind for one in own.entries} == {"journal_searched"}


def test_a_search_is_written_down_with_its_reason(session: Session, inge: Actor) -> None:
    search_journal(session, inge, JournalQuestion(staff_number="4711", last_day=NOON.date()), "complaint", now=NOON)
    entry = newest(session)
    assert (entry.kind, entry.actor_id) == ("journal_searched", inge.actor_id)
    assert (entry.data["reason"], entry.data["staff_number"]) == ("complaint", "4711")


def test_a_search_without_a_question_or_a_reason_is_refused(session: Session, inge: Actor) -> None:
    before = newest(session).id
    for question, reason, code in (
        (JournalQuestion(), "check", "journal_question_empty"),
        (JournalQuestion(staff_number="1"), "", "log_reason_missing"),
        (JournalQuestion(first_day=date(2026, 2, 2), last_day=date(2026, 2, 1)), "check", "journal_days"),
    ):
        with pytest.raises(Invalid, match=code):
            search_journal(session, inge, question, reason, now=NOON)
    assert newest(session).id == before


def test_pages_of_the_journal_miss_nothing(session: Session, inge: Actor) -> None:
    asked = JournalQuestion(staff_number="6001")
    for _ in range(60):
        search_journal(session, inge, asked, "check", now=NOON)
    first = search_journal(session, inge, asked, "check", now=NOON)
    assert (len(first.entries), first.more) == (50, first.entries[-1].number)
    rest = search_journal(session, inge, JournalQuestion(staff_number="6001", before=first.more), "check", now=NOON)
    assert (len(rest.entries), rest.more) == (10, None)
    assert not {one.number for one in first.entries} & {one.number for one in rest.entries}


def test_access_is_closed_at_once_and_opened_again(session: Session, inge: Actor) -> None:
    karim = colleague(session, "Karim", "4799")
    accounts.create_account(session, "karim-4799", "demo", karim)
    token, _ = web_sessions.start_session(session, "{}", karim, now=NOON)
    staff.close_access(session, inge, karim, policy=Policy(), now=NOON)
    assert web_sessions.find_session(session, token, idle=IDLE, now=NOON) is None
    assert staff.view_colleague(session, inge, karim, idle=IDLE, now=NOON).colleague.shut == "closed"
    staff.open_access(session, inge, karim, now=NOON)
    assert staff.view_colleague(session, inge, karim, idle=IDLE, now=NOON).colleague.shut is None
    with pytest.raises(Conflict, match="account_awake"):
        staff.open_access(session, inge, karim, now=NOON)
    assert inge.actor_id is not None
    with pytest.raises(NotAllowed, match="own_access"):
        staff.close_access(session, inge, inge.actor_id, policy=Policy(), now=NOON)


def test_who_stayed_away_is_woken_and_who_left_only_by_the_directory(session: Session, inge: Actor) -> None:
    karim = colleague(session, "Karim", "4799")
    accounts.create_account(session, "karim-4799", "demo", karim)
    account = session.scalars(select(Account).where(Account.person_id == karim)).one()
    account.dormant_at = NOON
    staff.open_access(session, inge, karim, now=NOON)
    session.refresh(account)
    assert (account.dormant_at, newest(session).actor_id) == (None, inge.actor_id)
    account.left_at = NOON
    said = {one.number: one.shut for one in staff.list_colleagues(session, inge)}
    assert (said["6001"], said["4799"]) == (None, "left")
    with pytest.raises(Conflict, match="left_in_the_directory"):
        staff.open_access(session, inge, karim, now=NOON)


def test_what_opens_doors_asks_who_is_at_the_keyboard(session: Session, inge: Actor) -> None:
    karim = colleague(session, "Karim", "4799")
    late = NOON + timedelta(minutes=11)
    for act in (
        lambda: roles.give_role(session, inge, karim, Role(ADMINISTRATOR), now=late),
        lambda: roles.end_role(session, inge, uuid.uuid4(), now=late),
        lambda: staff.move_colleague(session, inge, karim, None, policy=Policy(), now=late),
        lambda: staff.open_access(session, inge, karim, now=late),
        lambda: offices.open_office(session, inge, PLAN, now=late),
        lambda: offices.change_office(session, inge, uuid.uuid4(), PLAN, now=late),
    ):
        with pytest.raises(FreshSignInNeeded):
            act()
    staff.close_access(session, inge, karim, policy=Policy(), now=late)
