"""A caller goes on with what his party kept: as far as the phone may, and nobody else does."""

from datetime import timedelta

import pytest
from sqlalchemy import inspect

from app.core.actor import Actor
from app.core.acts import drafts
from app.core.acts.preparing import list_unready
from app.core.distant import phone_calls
from app.core.distant.kept_for_callers import find_kept, get_kept
from app.core.distant.phone_facts import SaidFacts
from app.core.errors import Conflict, Invalid, NotAllowed, NotFound
from app.core.views.timeline import list_happenings
from app.models.draft import Draft
from app.models.journal import JournalEntry
from app.models.lifecycle import Status
from app.models.phone_call import PhoneCall
from app.models.visit import Capacity
from tests.acting import consent, status
from tests.core.test_preparing import VAULT, begin, call, give, known_to_both, prepare, prepared_letters, wish
from tests.world import BAKERY, OFFICE, TODAY, World

HOLDER = {"number": OFFICE}


@pytest.fixture
def karim(world: World) -> Actor:
    return Actor.on_the_phone(world.add_clerk().person_id)


@pytest.fixture
def caller(world: World, karim: Actor) -> Actor:
    """Maria calls about what her bakery gave to Jan's office, and knows two facts of it."""
    return call(world, karim)


def kept_at_home(world: World, wizard: str = "give", actor: Actor | None = None) -> Draft:
    """Maria chose at home to whom she gives, and stopped there."""
    actor = actor or world.giver
    draft = drafts.start_draft(world.session, actor, wizard, now=world.now)
    return drafts.save_answers(world.session, actor, draft.id, "holder", HOLDER, now=world.now)


def half_way(world: World, caller: Actor) -> Draft:
    """What a caller began, with one answer."""
    draft = begin(world, caller)
    return drafts.save_answers(world.session, caller, draft.id, "holder", HOLDER, now=world.now)


def hang_up(world: World, caller: Actor) -> None:
    phone_calls.end_call(world.session, caller, now=world.now)


def call_of_jan(world: World, karim: Actor) -> Actor:
    """Jan calls for the office, about the same mandate."""
    known = known_to_both(world)
    said = SaidFacts("bakkerij de zoete inval", TODAY, None)
    jan = phone_calls.Caller("Jan", "Peeters", Capacity.LEGAL_REPRESENTATIVE)
    begun = phone_calls.check_caller_by_facts(
        world.session, karim, known.dossier_number, OFFICE, said, jan, vault=VAULT, now=world.now
    )
    return phone_calls.actor_of(begun)


def test_what_was_begun_at_home_is_filled_in_by_phone_and_stands_ready(world: World, caller: Actor) -> None:
    draft = kept_at_home(world)
    found = find_kept(world.session, caller, draft.dossier_number, now=world.now)
    assert (found.draft_id, found.wizard, found.goes_on) == (draft.id, "give", True)
    drafts.save_answers(world.session, caller, draft.id, "period", {"period": "12"}, now=world.now)
    prepare(world, caller, draft)
    assert (draft.wizard, draft.prepared_at, draft.mandate_id) == ("give", world.now, None)
    assert [one.dossier_number for one in prepared_letters(world)] == [draft.dossier_number]
    entry = world.session.query(JournalEntry).filter_by(kind="prepared").one()
    assert (entry.channel, entry.data["begun"]["channel"]) == ("phone", "self")


def test_who_began_at_home_gives_it_and_the_journal_shows_both_doors(world: World, caller: Actor) -> None:
    draft = kept_at_home(world)
    drafts.save_answers(world.session, caller, draft.id, "period", {"period": "12"}, now=world.now)
    hang_up(world, caller)
    mandate = give(world, world.giver, draft)
    assert status(world, mandate) is Status.OFFERED
    [given] = list_happenings(world.session, mandate.id, world.bakery.id)
    assert given.how.startswith("Dat gebeurde online. Maria Vermeulen ging daarmee verder op 23")
    assert given.how.endswith("aan de telefoon, met hulp van medewerker 4711.")


def test_what_was_begun_at_a_counter_goes_on_by_phone_and_ends_at_a_counter(world: World, caller: Actor) -> None:
    petra = world.add_clerk("Petra", "4713", "Brugge")
    mia = world.add_function(BAKERY, "Mia", "Vermeulen")
    draft = kept_at_home(world, actor=world.visit(petra, BAKERY, mia))
    assert find_kept(world.session, caller, draft.dossier_number, now=world.now).goes_on
    prepare(world, caller, draft)
    again = world.visit(world.add_clerk("Lotte", "4802"), BAKERY, mia)
    consent(world, again, wish(world).fingerprint())
    mandate = give(world, again, draft)
    how = list_happenings(world.session, mandate.id, world.bakery.id)[0].how
    assert "begon daaraan" in how
    assert "aan het loket in Brugge, met hulp van medewerker 4713" in how


@pytest.mark.parametrize("wizard", ["ask", "transfer", "pass_on", "ask_many"])
def test_a_caller_hears_where_to_go_on_with_the_rest_and_sees_no_answer(
    world: World, caller: Actor, wizard: str
) -> None:
    draft = kept_at_home(world, wizard)
    found = find_kept(world.session, caller, draft.dossier_number, now=world.now)
    assert (found.goes_on, found.wizard, found.kept_until) == (False, wizard, TODAY + timedelta(days=30))
    assert get_kept(world.session, caller, draft.id, now=world.now) == found
    for look in (drafts.get_draft, drafts.read_draft):
        with pytest.raises(NotFound, match="draft_unknown"):
            look(world.session, caller, draft.id, now=world.now)
    with pytest.raises(NotFound, match="draft_unknown"):
        prepare(world, caller, draft)


def test_an_answer_that_was_begun_has_the_number_of_its_mandate(world: World, karim: Actor) -> None:
    caller, mandate = call(world, karim), world.give("kmop.manage")
    draft = drafts.start_draft(world.session, world.holder, "accept", mandate_id=mandate.id, now=world.now)
    jan = call_of_jan(world, karim)
    assert find_kept(world.session, jan, mandate.dossier_number, now=world.now).wizard == "accept"
    with pytest.raises(NotFound, match="resume_unknown"):
        find_kept(world.session, caller, mandate.dossier_number, now=world.now)
    with pytest.raises(NotFound, match="draft_unknown"):
        drafts.get_draft(world.session, jan, draft.id, now=world.now)


def test_the_number_of_another_party_is_as_unknown_as_one_that_never_was(world: World, karim: Actor) -> None:
    call(world, karim)
    draft, jan = kept_at_home(world), call_of_jan(world, karim)
    for number in (draft.dossier_number, "260914000151"):
        with pytest.raises(NotFound, match="resume_unknown"):
            find_kept(world.session, jan, number, now=world.now)
    with pytest.raises(NotFound, match="resume_unknown"):
        get_kept(world.session, jan, draft.id, now=world.now)
    with pytest.raises(NotFound, match="draft_unknown"):
        drafts.get_draft(world.session, jan, draft.id, now=world.now)
    with pytest.raises(Invalid, match="dossier_number_wrong"):
        find_kept(world.session, jan, "260 9140 001 52", now=world.now)


def test_who_does_not_decide_for_the_party_hears_nothing(world: World, karim: Actor) -> None:
    draft = kept_at_home(world)
    caller = call(world, karim, Capacity.NONE)
    with pytest.raises(NotAllowed, match="caller_may_not_see_kept"):
        find_kept(world.session, caller, draft.dossier_number, now=world.now)
    with pytest.raises(NotFound, match="draft_unknown"):
        drafts.get_draft(world.session, caller, draft.id, now=world.now)


def test_what_was_sent_or_is_too_old_is_not_found(world: World, caller: Actor) -> None:
    sent, old = kept_at_home(world), kept_at_home(world)
    give(world, world.giver, sent)
    old.expires_on = TODAY - timedelta(days=1)
    for draft in (sent, old):
        with pytest.raises(NotFound, match="resume_unknown"):
            find_kept(world.session, caller, draft.dossier_number, now=world.now)


def test_what_is_not_ready_when_the_call_ends_is_kept_for_the_next_call(world: World, karim: Actor) -> None:
    caller = call(world, karim)
    draft = half_way(world, caller)
    assert list_unready(world.session, caller.call_id) == [draft]
    hang_up(world, caller)
    petra = Actor.on_the_phone(world.add_clerk("Petra", "4713").person_id)
    again = call(world, petra)
    assert find_kept(world.session, again, draft.dossier_number, now=world.now).goes_on
    prepare(world, again, draft)
    assert list_unready(world.session, again.call_id) == []
    assert len(prepared_letters(world)) == 1


def test_what_is_not_ready_when_the_call_ends_goes_on_at_home_or_at_a_counter(world: World, caller: Actor) -> None:
    draft = half_way(world, caller)
    assert drafts.list_drafts(world.session, world.giver, now=world.now) == []
    hang_up(world, caller)
    assert [one.id for one in drafts.list_drafts(world.session, world.giver, now=world.now)] == [draft.id]
    assert drafts.list_drafts(world.session, world.holder, now=world.now) == []
    visit = world.visit(world.add_clerk("Petra", "4713"), BAKERY, world.add_function(BAKERY, "Mia", "Vermeulen"))
    assert drafts.find_by_number(world.session, visit, draft.dossier_number, now=world.now).id == draft.id
    mandate = give(world, world.giver, draft)
    [given] = list_happenings(world.session, mandate.id, world.bakery.id)
    assert given.how.startswith("Dat gebeurde online. Maria Vermeulen begon daaraan op 23")
    assert given.how.endswith("aan de telefoon, met hulp van medewerker 4711.")


def test_a_call_that_nobody_ended_keeps_nothing_from_the_party(world: World, karim: Actor) -> None:
    draft = half_way(world, call(world, karim))
    world.later(hours=1)
    phone_calls.end_forgotten_calls(world.session, now=world.now)
    assert [one.id for one in drafts.list_drafts(world.session, world.giver, now=world.now)] == [draft.id]


def test_the_next_call_ends_the_ones_that_were_forgotten(world: World, karim: Actor) -> None:
    draft = half_way(world, call(world, karim))
    world.later(hours=2)
    again = call(world, Actor.on_the_phone(world.add_clerk("Petra", "4713").person_id))
    assert find_kept(world.session, again, draft.dossier_number, now=world.now).goes_on


def test_forgotten_calls_are_found_without_reading_every_call(world: World) -> None:
    indexes = inspect(world.session.connection()).get_indexes("phone_call")
    [found] = [one for one in indexes if one["column_names"] == ["started_at"]]
    where = [value for name, value in found["dialect_options"].items() if name.endswith("_where")]
    assert [str(one).strip("()") for one in where] == ["ended_at IS NULL"]


def test_what_is_begun_in_another_call_that_goes_on_is_not_found(world: World, karim: Actor) -> None:
    draft = half_way(world, call(world, karim))
    again = call(world, Actor.on_the_phone(world.add_clerk("Petra", "4713").person_id))
    for look, asked in ((find_kept, draft.dossier_number), (get_kept, draft.id)):
        with pytest.raises(NotFound, match="resume_unknown"):
            look(world.session, again, asked, now=world.now)
    hang_up(world, phone_calls.actor_of(world.session.get_one(PhoneCall, draft.begun_call_id)))
    assert find_kept(world.session, again, draft.dossier_number, now=world.now).goes_on


def test_what_is_begun_in_this_call_is_found_in_it(world: World, caller: Actor) -> None:
    draft = half_way(world, caller)
    assert find_kept(world.session, caller, draft.dossier_number, now=world.now).goes_on


def test_a_caller_throws_away_only_what_he_began(world: World, karim: Actor) -> None:
    caller = call(world, karim)
    at_home, begun = kept_at_home(world), half_way(world, caller)
    hang_up(world, caller)
    again = call(world, karim)
    for draft in (at_home, begun):
        with pytest.raises(NotAllowed, match="kept_stays_by_phone"):
            drafts.delete_draft(world.session, again, draft.id, now=world.now)
    drafts.delete_draft(world.session, world.giver, begun.id, now=world.now)
    now_begun = half_way(world, again)
    drafts.delete_draft(world.session, again, now_begun.id, now=world.now)
    assert [one.id for one in world.session.query(Draft)] == [at_home.id]


def test_what_changed_since_it_stood_ready_is_prepared_again(world: World, karim: Actor) -> None:
    caller = call(world, karim)
    draft = prepare(world, caller, kept_at_home(world))
    world.later(minutes=5)
    drafts.save_answers(world.session, world.giver, draft.id, "period", {"period": "6"}, now=world.now)
    prepare(world, caller, draft)
    prepare(world, caller, draft)
    assert len(prepared_letters(world)) == 2


def test_the_thirty_days_begin_anew_when_it_stands_ready(world: World, karim: Actor) -> None:
    draft = kept_at_home(world)
    world.later(days=28)
    prepare(world, call(world, karim), draft)
    [letter] = prepared_letters(world)
    assert letter.data["kept_until"] == draft.expires_on.isoformat() == (TODAY + timedelta(days=58)).isoformat()


def test_what_was_given_meanwhile_is_not_prepared(world: World, caller: Actor) -> None:
    draft = kept_at_home(world)
    give(world, world.giver, draft)
    assert prepare(world, caller, draft).mandate_id is not None
    assert prepared_letters(world) == []


def test_a_kept_gift_is_never_given_by_phone(world: World, caller: Actor) -> None:
    draft = kept_at_home(world)
    with pytest.raises(NotAllowed, match="not_by_phone"):
        give(world, caller, draft)


def test_who_is_at_home_prepares_nothing(world: World, caller: Actor) -> None:
    with pytest.raises(Conflict, match="draft_gone"):
        prepare(world, world.giver, kept_at_home(world))
