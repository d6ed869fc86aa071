"""A caller of whom nothing can be checked has a gift prepared: the party gets a letter, and nobody sees what it has."""

from dataclasses import replace
from datetime import timedelta

import pytest

from app.core.actor import Actor
from app.core.acts import drafts
from app.core.acts.giving import preview_gift
from app.core.distant import phone_calls
from app.core.distant.alarms import Alarm, list_alarms
from app.core.distant.kept_for_callers import find_kept
from app.core.distant.unchecked_calls import begin_unchecked_call
from app.core.errors import Conflict, Invalid, NotAllowed, NotFound
from app.core.letters.party_overviews import order_overview
from app.core.mandates.possible_acts import Act
from app.core.privacy.throwing import throw_batch
from app.core.views.timeline import list_happenings
from app.models.draft import Draft
from app.models.journal import JournalEntry
from app.models.lifecycle import Status
from app.models.visit import Capacity
from tests.acting import accept, status
from tests.core.test_going_on_by_phone import HOLDER, kept_at_home
from tests.core.test_preparing import begin, call, give, prepare, prepared_letters, wish
from tests.world import BAKERY, HOMELESS, OTHER, TODAY, World

MARIA = phone_calls.Caller("Maria", "Vermeulen", Capacity.LEGAL_REPRESENTATIVE)


@pytest.fixture
def karim(world: World) -> Actor:
    return Actor.on_the_phone(world.add_clerk().person_id)


def unchecked(world: World, karim: Actor, number: str = BAKERY, said: phone_calls.Caller = MARIA) -> Actor:
    begun = begin_unchecked_call(world.session, karim, number, said, policy=world.policy, now=world.now)
    return phone_calls.actor_of(begun)


@pytest.fixture
def caller(world: World, karim: Actor) -> Actor:
    """Somebody who says to be Maria of the bakery."""
    return unchecked(world, karim)


def test_what_he_wants_stands_ready_and_the_party_gets_a_letter_that_says_so(world: World, caller: Actor) -> None:
    draft = prepare(world, caller, begin(world, caller))
    assert (draft.wizard, draft.mandate_id, draft.prepared_at) == ("give", None, world.now)
    [letter] = prepared_letters(world)
    assert (letter.dossier_number, letter.party_id) == (draft.dossier_number, world.bakery.id)
    assert letter.address_lines == ["Bakkerij De Zoete Inval BV", "Meelzakstraat 7", "9300 Aalst"]
    assert (letter.data["unchecked"], letter.data["acted_by"]) == (True, "Maria Vermeulen")
    assert "code" not in letter.data
    entry = world.session.query(JournalEntry).filter_by(kind="prepared").one()
    assert (entry.channel, entry.ground) == ("phone", "unchecked_caller")
    [said] = world.session.query(JournalEntry).filter_by(kind="caller_not_checked")
    assert (said.party_id, said.ground, said.mandate_id) == (world.bakery.id, "staff_duty", None)


def test_the_party_finishes_it_with_the_number_and_the_journal_says_that_nobody_checked(
    world: World, caller: Actor
) -> None:
    draft = prepare(world, caller, begin(world, caller))
    found = drafts.find_by_number(world.session, world.giver, draft.dossier_number, now=world.now)
    mandate = give(world, world.giver, found)
    assert status(world, mandate) is Status.OFFERED
    how = list_happenings(world.session, mandate.id, world.bakery.id)[0].how
    assert "Iemand die zich Maria Vermeulen noemde, begon daaraan op" in how
    assert how.endswith("Wij keken niet na wie dat was.")


def test_it_is_listed_only_once_somebody_of_the_party_went_on(world: World, caller: Actor) -> None:
    draft = prepare(world, caller, begin(world, caller))
    assert drafts.list_drafts(world.session, world.giver, now=world.now) == []
    world.later(minutes=1)
    drafts.save_answers(world.session, world.giver, draft.id, "period", {"period": "6"}, now=world.now)
    assert [one.id for one in drafts.list_drafts(world.session, world.giver, now=world.now)] == [draft.id]


def test_nothing_shows_of_what_the_party_has(world: World, karim: Actor) -> None:
    accept(world, world.give("kmop.manage"))
    kept = kept_at_home(world)
    caller = unchecked(world, karim)
    plan = preview_gift(world.session, caller, wish(world), policy=world.policy, now=world.now).plan
    assert ([line.mandate_type.key for line in plan.lines], plan.left_out) == (["kmop.manage"], ())
    with pytest.raises(NotFound, match="draft_unknown"):
        drafts.get_draft(world.session, caller, kept.id, now=world.now)
    with pytest.raises(NotFound, match="resume_unknown"):
        find_kept(world.session, caller, kept.dossier_number, now=world.now)
    with pytest.raises(NotFound, match="resume_unknown"):
        drafts.find_by_number(world.session, caller, kept.dossier_number, now=world.now)


def test_he_can_do_nothing_else(world: World, caller: Actor) -> None:
    with pytest.raises(NotAllowed, match="caller_not_checked"):
        phone_calls.act_by_phone(world.session, caller, Act.STOP, policy=world.policy, now=world.now)
    with pytest.raises(NotAllowed, match="caller_not_checked"):
        order_overview(world.session, caller, world.bakery.id, policy=world.policy, now=world.now)
    draft = prepare(world, caller, begin(world, caller))
    with pytest.raises(NotAllowed, match="not_by_phone"):
        give(world, caller, draft)


def test_the_half_of_what_he_said_is_not_kept(world: World, caller: Actor) -> None:
    draft = begin(world, caller)
    drafts.save_answers(world.session, caller, draft.id, "holder", HOLDER, now=world.now)
    phone_calls.end_call(world.session, caller, now=world.now)
    world.session.expire_all()
    assert world.session.query(Draft).count() == 0


def test_a_caller_who_was_checked_goes_on_with_it(world: World, karim: Actor) -> None:
    caller = unchecked(world, karim)
    draft = prepare(world, caller, begin(world, caller))
    phone_calls.end_call(world.session, caller, now=world.now)
    again = call(world, Actor.on_the_phone(world.add_clerk("Petra", "4713").person_id))
    assert find_kept(world.session, again, draft.dossier_number, now=world.now).goes_on


def test_a_party_gets_two_such_letters_in_thirty_days(world: World, karim: Actor) -> None:
    first, last = (unchecked(world, karim) for _ in range(2))
    third = unchecked(world, karim)
    for caller in (first, last):
        prepare(world, caller, begin(world, caller))
    with pytest.raises(Conflict, match="unchecked_enough_for_party"):
        prepare(world, third, begin(world, third))
    with pytest.raises(Conflict, match="unchecked_enough_for_party"):
        unchecked(world, karim)
    unchecked(world, karim, OTHER)
    world.later(days=31)
    again = unchecked(world, karim)
    prepare(world, again, begin(world, again))
    assert len(prepared_letters(world)) == 3


def test_a_clerk_has_a_measure_for_a_day_and_its_end_sounds_an_alarm(world: World, karim: Actor) -> None:
    world.policy = replace(world.policy, unchecked_letters_of_clerk=1)
    caller = unchecked(world, karim)
    prepare(world, caller, begin(world, caller))
    with pytest.raises(Conflict, match="unchecked_enough_for_clerk"):
        unchecked(world, karim, OTHER)
    unchecked(world, Actor.on_the_phone(world.add_clerk("Petra", "4713").person_id), OTHER)
    assert list_alarms(world.session, karim, now=world.now) == [Alarm("4711", TODAY, letters=1)]
    world.later(days=1)
    unchecked(world, karim, OTHER)


def test_gifts_for_callers_who_were_checked_do_not_count(world: World, karim: Actor) -> None:
    world.policy = replace(world.policy, unchecked_letters_of_clerk=1, unchecked_letters_of_party=1)
    checked = call(world, karim)
    prepare(world, checked, begin(world, checked))
    caller = unchecked(world, karim)
    prepare(world, caller, begin(world, caller))
    assert len(prepared_letters(world)) == 2


def test_a_party_that_no_letter_reaches_is_refused(world: World, karim: Actor) -> None:
    with pytest.raises(Conflict, match="unchecked_no_address"):
        unchecked(world, karim, HOMELESS)


def test_an_enterprise_that_stopped_or_is_unknown_is_refused(world: World, karim: Actor) -> None:
    with pytest.raises(Invalid, match="enterprise_unknown"):
        unchecked(world, karim, "0199000052")
    world.set_situation(BAKERY, "stopped")
    with pytest.raises(Conflict, match="unchecked_stopped"):
        unchecked(world, karim)


@pytest.mark.parametrize("name", ["Bel 0900 12 34", "www/veilig", "Jan@peeters"])
def test_a_name_is_no_message(world: World, karim: Actor, name: str) -> None:
    with pytest.raises(Invalid, match="caller_name_signs"):
        unchecked(world, karim, said=replace(MARIA, last_name=name))
    unchecked(world, karim, said=replace(MARIA, last_name="D'Haese-Van den Berghe"))


def test_a_clerk_prepares_nothing_for_his_own_enterprise(world: World) -> None:
    staff = world.add_clerk()
    world.add_function(OTHER, "Karim", "Bouazza", "alone", "subject-karim")
    with pytest.raises(NotAllowed, match="clerk_own_affairs"):
        unchecked(world, Actor.on_the_phone(staff.person_id), OTHER)


def test_only_a_clerk_on_the_phone_begins_such_a_call(world: World, karim: Actor) -> None:
    for somebody in (world.giver, Actor.at_the_counter(karim.actor_id)):
        with pytest.raises(NotAllowed, match="clerks_only"):
            unchecked(world, somebody)


def test_for_another_party_he_has_nothing_prepared(world: World, karim: Actor) -> None:
    caller = unchecked(world, karim, OTHER)
    draft = begin(world, caller)
    with pytest.raises(NotAllowed):
        prepare(world, caller.for_party(world.bakery.id), draft)


def test_the_letter_is_gone_from_the_answers_after_thirty_days(world: World, caller: Actor) -> None:
    draft = prepare(world, caller, begin(world, caller))
    assert draft.expires_on == TODAY + timedelta(days=30)
    world.later(days=31)
    assert throw_batch(world.session, 0, world.policy.retention, now=world.now) == 1
