"""A gift that a clerk prepares on the phone: it stands ready, and somebody who is known for sure gives it."""

from datetime import timedelta

import pytest

from app.clock import brussels_day
from app.core.actor import Actor
from app.core.acts import drafts
from app.core.acts.preparing import prepare_gift
from app.core.distant import phone_calls
from app.core.distant.phone_facts import SaidFacts
from app.core.errors import CoreError, Invalid, NotAllowed, NotFound
from app.core.letters.check import Verdict, look_up_letter
from app.core.letters.party_overviews import find_overview
from app.core.mandates.wishes import MandateWish
from app.core.privacy.throwing import throw_batch
from app.core.vault import Vault
from app.core.views.timeline import list_happenings
from app.models.draft import Draft
from app.models.journal import JournalEntry
from app.models.letter import Letter
from app.models.lifecycle import Status
from app.models.mandate import Mandate
from app.models.visit import Capacity
from tests.acting import accept, consent, count, give_looked_at, status
from tests.core.duo import Duo
from tests.world import BAKERY, OTHER, TODAY, World

VAULT = Vault(b"l" * 32, b"s" * 32)


@pytest.fixture
def caller(world: World) -> Actor:
    """Maria calls about what her bakery gave to Jan's office, and knows two facts of it."""
    return call(world, Actor.on_the_phone(world.add_clerk().person_id))


def known_to_both(world: World) -> Mandate | None:
    """The mandate that those who call know facts of: not one that was given meanwhile."""
    return world.session.query(Mandate).filter(Mandate.accepted_on.is_not(None)).one_or_none()


def call(world: World, karim: Actor, capacity: Capacity = Capacity.LEGAL_REPRESENTATIVE) -> Actor:
    known = known_to_both(world) or accept(world, world.give("hinder.manage"))
    for letter in world.session.query(Letter):
        letter.handed_over = True
    said = SaidFacts("boekhoudkantoor peeters", brussels_day(world.now), None)
    maria = phone_calls.Caller("Maria", "Vermeulen", capacity)
    begun = phone_calls.check_caller_by_facts(
        world.session, karim, known.dossier_number, BAKERY, said, maria, vault=VAULT, now=world.now
    )
    return phone_calls.actor_of(begun)


def begin(world: World, caller: Actor) -> Draft:
    return drafts.start_draft(world.session, caller, "prepare", now=world.now)


def wish(world: World, *keys: str, **changes: object) -> MandateWish:
    return world.wish(*(keys or ("kmop.manage",)), **changes)


def prepare(world: World, caller: Actor, draft: Draft, *keys: str, **changes: object) -> Draft:
    asked = wish(world, *keys, **changes)
    return prepare_gift(world.session, caller, asked, draft.id, policy=world.policy, now=world.now)


def prepared_letters(world: World) -> list[Letter]:
    return world.session.query(Letter).filter_by(kind="prepared.giver").all()


def give(world: World, actor: Actor, draft: Draft) -> Mandate:
    return give_looked_at(world, actor, wish(world), draft_id=draft.id)


def test_what_a_caller_wants_stands_ready_and_nothing_is_given(world: World, caller: Actor) -> None:
    before = count(world, Mandate)
    draft = prepare(world, caller, begin(world, caller))
    assert count(world, Mandate) == before
    assert (draft.wizard, draft.mandate_id, draft.prepared_at) == ("give", None, world.now)
    [letter] = prepared_letters(world)
    assert letter.dossier_number == draft.dossier_number
    assert letter.address_lines == ["Bakkerij De Zoete Inval BV", "Meelzakstraat 7", "9300 Aalst"]
    assert letter.data["prepared"] == ["de kmo-portefeuille beheren"]
    assert letter.data["still_open"] == ["identity", "notice", "send"]
    assert letter.data["kept_until"] == (TODAY + timedelta(days=30)).isoformat()
    assert letter.data["channel"] == "aan de telefoon, met hulp van medewerker 4711"
    assert "code" not in letter.data
    entry = world.session.query(JournalEntry).filter_by(kind="prepared").one()
    assert (entry.channel, entry.ground, entry.party_id) == ("phone", "verified_caller", world.bakery.id)


def test_preparing_twice_sends_one_letter(world: World, caller: Actor) -> None:
    draft = begin(world, caller)
    prepare(world, caller, draft)
    prepare(world, caller, draft)
    assert len(prepared_letters(world)) == 1


def test_a_caller_cannot_give(world: World, caller: Actor) -> None:
    draft = prepare(world, caller, begin(world, caller))
    with pytest.raises(NotAllowed, match="not_by_phone"):
        give(world, caller, draft)


def test_who_decides_finishes_it_at_home_and_the_journal_shows_both(world: World, caller: Actor) -> None:
    draft = prepare(world, caller, begin(world, caller))
    assert [one.id for one in drafts.list_drafts(world.session, world.giver, now=world.now)] == [draft.id]
    world.later(days=3)
    found = drafts.find_by_number(world.session, world.giver, draft.dossier_number, now=world.now)
    mandate = give(world, world.giver, found)
    assert mandate.dossier_number == draft.dossier_number
    assert status(world, mandate) is Status.OFFERED
    [given] = list_happenings(world.session, mandate.id, world.bakery.id)
    assert given.how.startswith("Dat gebeurde online. Maria Vermeulen begon daaraan op 23")
    assert given.how.endswith("aan de telefoon, met hulp van medewerker 4711.")


def test_who_decides_finishes_it_at_any_counter_after_an_identity_check(world: World, caller: Actor) -> None:
    draft = prepare(world, caller, begin(world, caller))
    world.session.flush()
    petra = world.add_clerk("Petra", "4713", "Brugge")
    maria = world.visit(petra, BAKERY, world.add_function(BAKERY, "Mia", "Vermeulen"))
    assert [one.id for one in drafts.list_drafts(world.session, maria, now=world.now)] == [draft.id]
    consent(world, maria, wish(world).fingerprint())
    mandate = give(world, maria, draft)
    assert status(world, mandate) is Status.OFFERED
    assert "aan de telefoon" in list_happenings(world.session, mandate.id, world.bakery.id)[0].how


def test_only_the_call_in_which_it_began_sees_what_is_being_prepared(world: World, caller: Actor) -> None:
    draft = begin(world, caller)
    assert drafts.get_draft(world.session, caller, draft.id, now=world.now) is draft
    for somebody in (world.giver, world.holder, Actor.at_the_counter(caller.actor_id)):
        with pytest.raises(NotFound):
            drafts.get_draft(world.session, somebody, draft.id, now=world.now)
    assert drafts.list_drafts(world.session, world.giver, now=world.now) == []
    other = call(world, Actor.on_the_phone(world.add_clerk("Petra", "4713").person_id))
    with pytest.raises(NotFound):
        drafts.get_draft(world.session, other, draft.id, now=world.now)
    draft = prepare(world, caller, draft)
    phone_calls.end_call(world.session, caller, now=world.now)
    with pytest.raises(NotAllowed, match="caller_not_checked"):
        drafts.get_draft(world.session, caller, draft.id, now=world.now)


def test_what_has_no_answer_when_the_call_ends_is_thrown_away(world: World, caller: Actor) -> None:
    ready, begun = prepare(world, caller, begin(world, caller)).id, begin(world, caller).id
    phone_calls.end_call(world.session, caller, now=world.now)
    world.session.expire_all()
    assert [one.id for one in world.session.query(Draft).filter(Draft.id.in_([ready, begun]))] == [ready]


def test_another_party_never_sees_what_stands_ready(world: World, caller: Actor) -> None:
    draft = prepare(world, caller, begin(world, caller))
    assert drafts.list_drafts(world.session, world.holder, now=world.now) == []
    with pytest.raises(NotFound):
        drafts.find_by_number(world.session, world.holder, draft.dossier_number, now=world.now)


@pytest.mark.parametrize("wizard", ["give", "ask", "transfer", "accept"])
def test_a_caller_begins_nothing_else(world: World, caller: Actor, wizard: str) -> None:
    with pytest.raises(NotAllowed, match="not_by_phone"):
        drafts.start_draft(world.session, caller, wizard, now=world.now)


def test_nobody_else_prepares(world: World, caller: Actor) -> None:
    with pytest.raises(NotAllowed, match="caller_not_checked"):
        drafts.start_draft(world.session, world.giver, "prepare", now=world.now)
    with pytest.raises(NotAllowed, match="caller_not_checked"):
        begin(world, Actor.on_the_phone(caller.actor_id))
    own = drafts.start_draft(world.session, world.giver, "give", now=world.now)
    with pytest.raises(CoreError, match="draft_gone"):
        prepare(world, world.giver, own)


def test_what_could_not_be_given_is_not_prepared(world: World, caller: Actor) -> None:
    draft = begin(world, caller)
    with pytest.raises(Invalid, match="same_party_giver"):
        prepare(world, caller, draft, other_number=BAKERY)
    world.set_situation(OTHER, "stopped")
    with pytest.raises(Invalid, match="other_stopped"):
        prepare(world, caller, draft, other_number=OTHER)
    assert prepared_letters(world) == []


def test_a_clerk_prepares_nothing_for_an_enterprise_of_his_own(world: World) -> None:
    staff = world.add_clerk()
    world.add_function(OTHER, "Karim", "Bouazza", "alone", "subject-karim")
    caller = call(world, Actor.on_the_phone(staff.person_id))
    with pytest.raises(Invalid, match="clerk_is_holder"):
        prepare(world, caller, begin(world, caller), other_number=OTHER)


def test_the_letter_names_the_second_signature(world: World) -> None:
    duo = Duo(world)
    known = duo.give("hinder.manage")
    world.session.query(Letter).update({"handed_over": True})
    godelieve = phone_calls.Caller("Godelieve", "Maes", Capacity.LEGAL_REPRESENTATIVE)
    said = SaidFacts("boekhoudkantoor peeters", None, "hinder.manage")
    karim = Actor.on_the_phone(world.add_clerk().person_id)
    begun = phone_calls.check_caller_by_facts(
        world.session, karim, known.dossier_number, duo.party.enterprise_number, said, godelieve, vault=VAULT,
        now=world.now,
    )  # fmt: skip
    caller = phone_calls.actor_of(begun)
    prepare(world, caller, begin(world, caller), starter_id=duo.party.id)
    assert prepared_letters(world)[0].data["still_open"] == ["identity", "notice", "second", "send"]


def test_the_letter_is_valid_as_long_as_it_waits(world: World, caller: Actor) -> None:
    draft = prepare(world, caller, begin(world, caller))
    [letter] = prepared_letters(world)
    letter.printed_at, letter.sha256, letter.pages, letter.posted_on = world.now, "0" * 64, 1, TODAY
    world.session.flush()

    def looked_up() -> tuple[Verdict, object]:
        found = look_up_letter(
            world.session, draft.dossier_number, TODAY, source="somewhere", vault=VAULT, now=world.now
        )
        return found.verdict, found.since

    assert looked_up() == (Verdict.VALID, None)
    assert find_overview(world.session, draft.dossier_number) is None
    world.later(days=2)
    give(world, world.giver, draft)
    assert looked_up()[1] == TODAY + timedelta(days=2)


def test_what_nobody_finishes_is_gone_after_thirty_days(world: World, caller: Actor) -> None:
    draft = prepare(world, caller, begin(world, caller))
    number = draft.dossier_number
    world.later(days=31)
    assert throw_batch(world.session, 0, world.policy.retention, now=world.now) == 1
    with pytest.raises(NotFound):
        drafts.find_by_number(world.session, world.giver, number, now=world.now)
