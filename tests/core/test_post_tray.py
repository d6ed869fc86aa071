"""Letters wait in the tray until somebody of the staff says on which day they left."""

import uuid
from collections.abc import Sequence
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from app.core.actor import Actor
from app.core.acts.answering import accept_mandate
from app.core.acts.giving import give_mandate
from app.core.counter import visits
from app.core.errors import Conflict, Invalid, NotAllowed, NotFound
from app.core.letters.post_tray import (
    count_to_post,
    list_to_hand_over,
    list_to_post,
    mark_handed_over,
    mark_posted,
    open_to_print,
)
from app.core.letters.printing import prepare_print, store_print
from app.core.people.parties import ensure_enterprise_party
from app.core.vault import Vault
from app.core.views.timeline import list_happenings
from app.models.function import Function
from app.models.journal import JournalEntry
from app.models.letter import Letter
from app.models.lifecycle import Status
from app.models.mandate import Mandate
from app.models.visit import IdentityMethod
from app.translations.formats import dossier_text
from tests.acting import give_looked_at
from tests.fakes import PlainPress
from tests.world import BAKERY, HOMELESS, TODAY, World, new_id

VAULT = Vault(b"l" * 32, b"s" * 32)


@pytest.fixture
def clerk(world: World) -> Actor:
    """Karim, between two customers."""
    return Actor.at_the_counter(world.add_clerk().person_id)


def print_all(world: World, vault: Vault = VAULT) -> None:
    """The worker's round, without the worker."""
    press = PlainPress()
    for letter_id in world.session.scalars(select(Letter.id).where(Letter.printed_at.is_(None))).all():
        ready = prepare_print(world.session, letter_id)
        assert ready is not None
        store_print(world.session, letter_id, press.print_letter(ready[0]), ready[1], vault, now=world.now)


def ids(world: World, mandate: Mandate) -> list[uuid.UUID]:
    return list(world.session.scalars(select(Letter.id).where(Letter.mandate_id == mandate.id).order_by(Letter.kind)))


def post(world: World, clerk: Actor, letter_ids: Sequence[uuid.UUID], on: date = TODAY) -> list[Letter]:
    return mark_posted(world.session, clerk, letter_ids, on=on, now=world.now)


def test_only_printed_letters_are_in_the_tray_the_oldest_first(world: World) -> None:
    older = world.give("hinder.manage")
    print_all(world)
    world.later(hours=1)
    younger = world.give("staff.view")
    assert [one.dossier_number for one in list_to_post(world.session)] == [older.dossier_number] * 2
    print_all(world)
    found = list_to_post(world.session)
    assert [one.dossier_number for one in found] == [older.dossier_number] * 2 + [younger.dossier_number] * 2
    assert {one.letter.party.name for one in found} == {world.bakery.name, world.office.name}
    assert (len(list_to_post(world.session, limit=3)), count_to_post(world.session)) == (3, 4)


def test_posting_takes_a_letter_out_of_the_tray_with_a_day(world: World, clerk: Actor) -> None:
    mandate = world.give()
    print_all(world)
    left = post(world, clerk, ids(world, mandate))
    assert {letter.posted_on for letter in left} == {TODAY}
    assert list_to_post(world.session) == []


def test_the_cooling_off_counts_from_the_posting_of_the_givers_letter(world: World, clerk: Actor) -> None:
    mandate = world.give("permit.manage")
    accept_mandate(world.session, world.holder, mandate.id, policy=world.policy, now=world.now)
    print_all(world)
    world.later(days=2)
    letters = {letter.kind: letter.id for letter in world.session.scalars(select(Letter))}
    post(world, clerk, [letters["invitation.holder"], letters["active.giver"]])
    assert mandate.giver_posted_on is None
    assert mandate.status_on(TODAY + timedelta(days=90)) is Status.SCHEDULED
    posted = TODAY + timedelta(days=1)
    post(world, clerk, [letters["given.giver"]], posted)
    start = posted + timedelta(days=world.policy.cooling_off_days)
    assert mandate.status_on(start - timedelta(days=1)) is Status.SCHEDULED
    assert mandate.status_on(start) is Status.ACTIVE


def test_posting_twice_is_posting_once(world: World, clerk: Actor) -> None:
    mandate = world.give()
    print_all(world)
    post(world, clerk, ids(world, mandate))
    world.later(days=1)
    assert post(world, clerk, ids(world, mandate), TODAY + timedelta(days=1)) == []
    assert mandate.giver_posted_on == TODAY
    assert len(world.session.scalars(select(JournalEntry).where(JournalEntry.kind == "letter_posted")).all()) == 2


def test_posting_is_in_the_journal_with_the_clerk_and_the_day(world: World, clerk: Actor) -> None:
    mandate = world.give()
    print_all(world)
    giver, _ = ids(world, mandate)
    post(world, clerk, [giver])
    entry = world.session.scalars(select(JournalEntry).where(JournalEntry.kind == "letter_posted")).one()
    assert (entry.actor_id, entry.party_id, entry.ground) == (clerk.actor_id, world.bakery.id, "staff_duty")
    assert (entry.data["letter_id"], entry.data["on"]) == (str(giver), TODAY.isoformat())
    told = [one.kind for one in list_happenings(world.session, mandate.id, world.office.id)]
    assert "letter_posted" not in told


def test_a_letter_that_was_posted_before_it_was_written_down_is_told_with_that_day(world: World, clerk: Actor) -> None:
    mandate = world.give()
    print_all(world)
    giver, _ = ids(world, mandate)
    world.later(days=2)
    post(world, clerk, [giver], TODAY + timedelta(days=1))
    told = list_happenings(world.session, mandate.id, world.bakery.id)[-1].sentence
    assert told == f"Wij noteerden dat de brief voor {world.bakery.name} op 24\u00a0november\u00a02026 op de post ging."


def test_a_letter_cannot_leave_before_it_is_printed_nor_tomorrow(world: World, clerk: Actor) -> None:
    mandate = world.give()
    with pytest.raises(Conflict, match="letter_not_printed"):
        post(world, clerk, ids(world, mandate))
    print_all(world)
    with pytest.raises(Invalid, match="posted_before_printing"):
        post(world, clerk, ids(world, mandate), TODAY - timedelta(days=1))
    with pytest.raises(Invalid, match="posted_in_the_future"):
        post(world, clerk, ids(world, mandate), TODAY + timedelta(days=1))
    assert mandate.giver_posted_on is None


def test_one_letter_that_cannot_leave_keeps_all_of_them(world: World, clerk: Actor) -> None:
    mandate = world.give()
    print_all(world)
    with pytest.raises(NotFound, match="letter_unknown"):
        post(world, clerk, [*ids(world, mandate), new_id()])
    assert len(list_to_post(world.session)) == 2


def test_only_staff_empties_the_tray(world: World) -> None:
    mandate = world.give()
    print_all(world)
    for stranger in (world.giver, Actor.job()):
        with pytest.raises(NotAllowed, match="clerks_only"):
            post(world, stranger, ids(world, mandate))
        with pytest.raises(NotAllowed, match="clerks_only"):
            open_to_print(world.session, stranger, ids(world, mandate), VAULT)


def test_no_letter_is_opened_or_posted_in_front_of_a_customer(world: World, clerk: Actor) -> None:
    mandate = world.give()
    print_all(world)
    visits.start_visit(world.session, clerk, BAKERY, now=world.now)
    with pytest.raises(Conflict, match="visit_still_open"):
        post(world, clerk, ids(world, mandate))
    with pytest.raises(Conflict, match="visit_still_open"):
        open_to_print(world.session, clerk, ids(world, mandate), VAULT)


def test_the_letters_to_post_open_as_they_were_printed_in_the_order_asked(world: World, clerk: Actor) -> None:
    mandate = world.give()
    print_all(world)
    first, second = ids(world, mandate)
    opened = open_to_print(world.session, clerk, [second, first], VAULT)
    assert [b"invitation.holder" in opened[0], b"given.giver" in opened[1]] == [True, True]
    post(world, clerk, [first])
    with pytest.raises(Conflict, match="letter_left_already"):
        open_to_print(world.session, clerk, [first], VAULT)


def test_a_letter_that_cannot_be_read_any_more_is_named(world: World, clerk: Actor) -> None:
    mandate = world.give()
    print_all(world)
    lost = Vault(b"n" * 32, VAULT.secret_key)
    with pytest.raises(Conflict, match="letter_damaged_in_tray") as refusal:
        open_to_print(world.session, clerk, ids(world, mandate), lost)
    assert dossier_text(mandate.dossier_number) in refusal.value.sentence


def test_a_letter_without_an_address_is_handed_over_and_that_counts_as_posting(world: World, clerk: Actor) -> None:
    mandate, giver = give_without_address(world)
    print_all(world)
    assert [one.letter.id for one in list_to_hand_over(world.session)] == [giver]
    assert giver not in [one.letter.id for one in list_to_post(world.session)]
    with pytest.raises(Conflict, match="letter_without_address"):
        post(world, clerk, [giver])
    mark_handed_over(world.session, clerk, [giver], on=TODAY, now=world.now)
    assert mandate.giver_posted_on == TODAY
    kinds = [one.kind for one in list_happenings(world.session, mandate.id)]
    assert "letter_handed_over" in kinds


def test_a_letter_with_an_address_is_never_handed_over(world: World, clerk: Actor) -> None:
    mandate = world.give()
    print_all(world)
    with pytest.raises(Conflict, match="letter_with_address"):
        mark_handed_over(world.session, clerk, ids(world, mandate), on=TODAY, now=world.now)


def test_during_a_visit_only_the_customers_own_letter_is_handed_over(world: World, clerk: Actor) -> None:
    _, giver = give_without_address(world)
    print_all(world)
    visit = visits.start_visit(world.session, clerk, BAKERY, now=world.now)
    with pytest.raises(Conflict, match="visit_still_open"):
        mark_handed_over(world.session, clerk, [giver], on=TODAY, now=world.now)
    visit.party_id = ensure_enterprise_party(world.session, HOMELESS).id
    assert len(mark_handed_over(world.session, clerk, [giver], on=TODAY, now=world.now)) == 1


def test_a_counters_tray_holds_what_its_visits_asked_for(world: World) -> None:
    karim, els = world.add_clerk(), world.add_clerk("Els", "4802", "Aalst")
    world.give("staff.view")
    function = world.session.scalars(select(Function).where(Function.enterprise_number == BAKERY)).one()
    actor = world.visit(karim, BAKERY, function, IdentityMethod.EID_READ)
    wish = world.wish("hinder.manage")
    visits.record_consent(world.session, actor, wish.fingerprint(), now=world.now)
    mandate = give_looked_at(world, actor, wish)
    print_all(world)
    assert {one.letter.mandate_id for one in list_to_post(world.session, karim.office_id)} == {mandate.id}
    assert list_to_post(world.session, els.office_id) == []
    assert (count_to_post(world.session, karim.office_id), count_to_post(world.session)) == (2, 4)


def give_without_address(world: World) -> tuple[Mandate, uuid.UUID]:
    """Somebody gives for an enterprise to which no letter can go; the mandate and its letter."""
    starter = ensure_enterprise_party(world.session, HOMELESS)
    luc = world.add_representative(HOMELESS, "Luc", "Claes")
    wish = world.wish(starter_id=starter.id)
    mandate = give_mandate(world.session, world.at_home(luc, starter), wish, policy=world.policy, now=world.now)
    assert mandate.status_on(TODAY) is Status.OFFERED
    return mandate, ids(world, mandate)[0]
