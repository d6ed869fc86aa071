"""The phone: who is on the line is checked, by the code of a letter or by two facts; then what the table allows."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from app.core.actor import Actor
from app.core.acts.carrying_out import carry_out
from app.core.acts.contesting import contest_by_number
from app.core.distant import phone_calls
from app.core.distant.phone_facts import SaidFacts
from app.core.errors import Conflict, NotAllowed
from app.core.letters.codes import TRIES, WrongTry, open_with_code
from app.core.mandates.possible_acts import Act
from app.core.register.functions import list_functions
from app.core.rights.granting import grant_right
from app.core.vault import Vault, new_code
from app.core.views.timeline import list_happenings
from app.models.journal import JournalEntry
from app.models.letter import Letter, LetterCode
from app.models.lifecycle import Status
from app.models.mandate import Mandate
from app.models.phone_call import PhoneCall
from app.models.user_right import RightKind
from app.models.visit import Capacity
from tests.acting import accept, count, kinds, letters, status
from tests.core.test_letter_codes import give_as_a_person
from tests.world import BAKERY, OFFICE, OTHER, TODAY, World

VAULT = Vault(b"l" * 32, b"s" * 32)
CODE = "7K4Q-92XD"
JAN = phone_calls.Caller("Jan", "Peeters", Capacity.LEGAL_REPRESENTATIVE)
MARIA = phone_calls.Caller("Maria", "Vermeulen", Capacity.LEGAL_REPRESENTATIVE)
RIGHT = SaidFacts("boekhoudkantoor peeters", TODAY, None)


@pytest.fixture
def karim(world: World) -> Actor:
    """A clerk on the phone, with nobody on the line whom he checked."""
    return Actor.on_the_phone(world.add_clerk().person_id)


def print_code(world: World, mandate: Mandate, kind: str, code: str = CODE) -> Letter:
    letter = world.session.scalars(select(Letter).where(Letter.mandate_id == mandate.id, Letter.kind == kind)).one()
    world.session.add(LetterCode(letter_id=letter.id, code_hash=VAULT.hash_code(letter.id, code), made_at=world.now))
    letter.handed_over = True
    world.session.flush()
    return letter


def by_code(world: World, karim: Actor, mandate: Mandate, code: str = CODE, number: str = OFFICE) -> Actor:
    """The clerk with a caller who said the code of his letter."""
    caller = JAN if number == OFFICE else MARIA
    call = phone_calls.check_caller_by_code(
        world.session, karim, mandate.dossier_number, code, number, caller, vault=VAULT, now=world.now
    )
    return phone_calls.actor_of(call)


def by_facts(
    world: World, karim: Actor, number: str, said: SaidFacts = RIGHT, *, enterprise: str | None = BAKERY
) -> Actor:
    """The clerk with a caller of the bakery who knew two facts."""
    call = phone_calls.check_caller_by_facts(
        world.session, karim, number, enterprise, said, MARIA, vault=VAULT, now=world.now
    )
    return phone_calls.actor_of(call)


def hand_over_letters(world: World, mandate: Mandate) -> Mandate:
    for letter in world.session.scalars(select(Letter).where(Letter.mandate_id == mandate.id)):
        letter.handed_over = True
    world.session.flush()
    return mandate


def do(world: World, actor: Actor, act: Act, reason: str | None = None, **more: object) -> Mandate:
    asked = phone_calls.Asked(reason, **more)  # type: ignore[arg-type]
    return phone_calls.act_by_phone(world.session, actor, act, asked=asked, policy=world.policy, now=world.now)


def test_a_caller_with_the_code_refuses_and_the_journal_says_how(world: World, karim: Actor) -> None:
    mandate = world.give()
    print_code(world, mandate, "invitation.holder")
    do(world, by_code(world, karim, mandate), Act.REFUSE, "unknown_party")
    assert status(world, mandate) is Status.REFUSED
    said = list_happenings(world.session, mandate.id)[-1]
    assert said.sentence == "Jan Peeters weigerde het mandaat voor Boekhoudkantoor Peeters BV."
    assert said.how == "Dat gebeurde aan de telefoon, met hulp van medewerker 4711."
    entry = world.session.scalars(select(JournalEntry).where(JournalEntry.kind == "refused")).one()
    assert (entry.channel, entry.ground, entry.actor_id) == ("phone", "verified_caller", karim.actor_id)
    assert entry.person_id not in (None, karim.actor_id)
    assert world.session.query(LetterCode).one().used_at == world.now


def test_a_caller_never_accepts(world: World, karim: Actor) -> None:
    mandate = world.give()
    print_code(world, mandate, "invitation.holder")
    actor = by_code(world, karim, mandate)
    with pytest.raises(NotAllowed, match="not_by_phone"):
        do(world, actor, Act.ACCEPT)


def test_who_was_not_checked_may_only_contest(world: World, karim: Actor) -> None:
    mandate = accept(world, world.give())
    unchecked = Actor.on_the_phone(karim.actor_id, party_id=world.bakery.id)
    with pytest.raises(NotAllowed, match="caller_not_checked"):
        carry_out(world.session, unchecked, Act.STOP, mandate.id, policy=world.policy, now=world.now)
    contest_by_number(
        world.session, karim, mandate.dossier_number, reason="pressure", policy=world.policy, now=world.now
    )
    assert status(world, mandate) is Status.SUSPENDED
    assert list_happenings(world.session, mandate.id)[-1].how.startswith("Dat gebeurde aan de telefoon")


def test_more_than_three_contests_by_phone_in_an_hour_raise_an_alarm(world: World, karim: Actor) -> None:
    for key in ("hinder.manage", "subsidy.view", "permit.view", "recog.view"):
        number = world.give(key).dossier_number
        contest_by_number(world.session, karim, number, reason="other", policy=world.policy, now=world.now)
    assert sum(entry.kind == "alarm" for entry in world.session.query(JournalEntry)) == 1


def test_a_code_told_by_phone_counts_and_is_voided_as_at_the_door_of_letters(world: World, karim: Actor) -> None:
    mandate = world.give()
    print_code(world, mandate, "invitation.holder")
    for left in range(TRIES - 1, -1, -1):
        with pytest.raises(WrongTry) as wrong:
            by_code(world, karim, mandate, code=new_code())
        assert wrong.value.values["left"] == left
    with pytest.raises(NotAllowed, match="code_void"):
        open_with_code(world.session, mandate.dossier_number, CODE, OFFICE, source="web", vault=VAULT, now=world.now)
    assert count(world, PhoneCall) == 0


def test_two_facts_are_enough_to_stop(world: World, karim: Actor) -> None:
    mandate = hand_over_letters(world, accept(world, world.give("subsidy.view")))
    do(world, by_facts(world, karim, mandate.dossier_number), Act.STOP)
    assert status(world, mandate) is Status.STOPPED
    assert letters(world, mandate)[-2:] == ["stopped.giver", "stopped.holder"]
    checked = world.session.scalars(select(JournalEntry).where(JournalEntry.kind == "caller_checked")).one()
    assert checked.data["facts"] == ["other_party", "letter_date"]
    assert "boekhoud" not in str(checked.data)


@pytest.mark.parametrize(
    "said",
    [
        SaidFacts(),
        SaidFacts("boekhoudkantoor peeters"),
        SaidFacts("boekhoudkantoor", TODAY),
        SaidFacts("boekhoudkantoor janssens", TODAY),
        SaidFacts("boekhoudkantoor peeters", TODAY - timedelta(days=1)),
        SaidFacts("boekhoudkantoor peeters", None, "permit.view"),
        SaidFacts("boekhoudkantoor peeters", TODAY, "permit.view"),
    ],
)
def test_one_fact_or_one_that_is_wrong_is_not_enough(world: World, karim: Actor, said: SaidFacts) -> None:
    mandate = hand_over_letters(world, accept(world, world.give("subsidy.view")))
    with pytest.raises(WrongTry, match="facts_wrong"):
        by_facts(world, karim, mandate.dossier_number, said)


def test_a_type_may_be_one_of_the_facts(world: World, karim: Actor) -> None:
    mandate = accept(world, world.give("subsidy.view"))
    actor = by_facts(world, karim, mandate.dossier_number, SaidFacts("Peters boekhoudkantor", None, "subsidy.view"))
    assert actor.party_id == world.bakery.id


def test_a_letter_that_is_not_posted_yet_is_no_fact(world: World, karim: Actor) -> None:
    mandate = accept(world, world.give("subsidy.view"))
    with pytest.raises(WrongTry, match="facts_wrong"):
        by_facts(world, karim, mandate.dossier_number)


def test_the_same_words_for_a_dossier_that_does_not_exist(world: World, karim: Actor) -> None:
    mandate = hand_over_letters(world, world.give())
    with pytest.raises(WrongTry) as unknown:
        by_facts(world, karim, "123456789097")
    with pytest.raises(WrongTry) as stranger:
        by_facts(world, karim, mandate.dossier_number, enterprise=OTHER)
    assert unknown.value.sentence == stranger.value.sentence


def test_after_five_wrong_tries_facts_are_not_enough_but_the_code_still_is(world: World, karim: Actor) -> None:
    mandate = hand_over_letters(world, world.give())
    print_code(world, mandate, "given.giver")
    for _ in range(TRIES):
        with pytest.raises(WrongTry):
            by_facts(world, karim, mandate.dossier_number, SaidFacts("bank", TODAY))
    with pytest.raises(NotAllowed, match="facts_no_longer_enough"):
        by_facts(world, karim, mandate.dossier_number)
    do(world, by_code(world, karim, mandate, number=BAKERY), Act.WITHDRAW)
    assert status(world, mandate) is Status.WITHDRAWN


@pytest.mark.parametrize("act", [Act.STOP, Act.RENOUNCE])
def test_one_type_that_forbids_the_phone_keeps_the_whole_mandate_from_it(world: World, karim: Actor, act: Act) -> None:
    mandate = accept(world, world.give("subsidy.view", "kmop.manage"))
    kind, number = ("active.giver", BAKERY) if act is Act.STOP else ("active.holder", OFFICE)
    print_code(world, mandate, kind)
    actor = by_code(world, karim, mandate, number=number)
    view = phone_calls.view_call(world.session, world.session.get_one(PhoneCall, actor.call_id), now=world.now)
    assert view.acts == [act, Act.CONTEST]
    with pytest.raises(NotAllowed, match="types_not_by_phone"):
        do(world, actor, act)
    assert status(world, mandate) is Status.ACTIVE


def test_a_mandate_of_which_no_type_allows_the_phone_is_not_stopped_by_it(world: World, karim: Actor) -> None:
    mandate = accept(world, world.give("kmop.manage"))
    print_code(world, mandate, "active.giver")
    actor = by_code(world, karim, mandate, number=BAKERY)
    view = phone_calls.view_call(world.session, world.session.get_one(PhoneCall, actor.call_id), now=world.now)
    assert (view.acts, view.parts) == ([Act.CONTEST], [])


@pytest.mark.parametrize("act", [Act.STOP, Act.RENOUNCE])
def test_a_caller_stops_only_the_parts_that_he_names(world: World, karim: Actor, act: Act) -> None:
    mandate = accept(world, world.give("subsidy.view", "kmop.manage"))
    kind, number = ("active.giver", BAKERY) if act is Act.STOP else ("active.holder", OFFICE)
    print_code(world, mandate, kind)
    actor = by_code(world, karim, mandate, number=number)
    with pytest.raises(NotAllowed, match="types_not_by_phone"):
        do(world, actor, act, type_keys=("kmop.manage",))
    do(world, actor, act, type_keys=("subsidy.view",))
    assert {line.type_key: line.stop_day for line in mandate.lines} == {"kmop.manage": None, "subsidy.view": TODAY}
    assert kinds(world, mandate)[-1] == ("stopped" if act is Act.STOP else "renounced")


def test_a_caller_stops_after_a_day_and_it_runs_until_then(world: World, karim: Actor) -> None:
    mandate = accept(world, world.give("subsidy.view"))
    print_code(world, mandate, "active.giver")
    stop_day = TODAY + timedelta(days=31)
    do(world, by_code(world, karim, mandate, number=BAKERY), Act.STOP, stop_day=stop_day)
    assert (status(world, mandate, 30), status(world, mandate, 31)) == (Status.ACTIVE, Status.STOPPED)


def test_a_call_is_about_one_mandate_only(world: World, karim: Actor) -> None:
    mandate, another = world.give(), world.give("subsidy.view")
    print_code(world, mandate, "invitation.holder")
    actor = by_code(world, karim, mandate)
    with pytest.raises(NotAllowed, match="caller_not_checked_for_this"):
        carry_out(world.session, actor, Act.REFUSE, another.id, policy=world.policy, now=world.now)


def test_after_hanging_up_nothing_can_be_done_for_the_caller(world: World, karim: Actor) -> None:
    mandate = world.give()
    print_code(world, mandate, "invitation.holder")
    actor = by_code(world, karim, mandate)
    phone_calls.end_call(world.session, actor, now=world.now)
    with pytest.raises(NotAllowed, match="caller_not_checked"):
        do(world, actor, Act.REFUSE)
    assert phone_calls.find_open_call(world.session, karim.actor_id, now=world.now) is None


def test_a_colleague_cannot_go_on_with_somebody_elses_call(world: World, karim: Actor) -> None:
    mandate = world.give()
    print_code(world, mandate, "invitation.holder")
    actor = by_code(world, karim, mandate)
    lotte = world.add_clerk("Lotte", "4802").person_id
    theirs = Actor.on_the_phone(lotte, actor.call_id, person_id=actor.person_id, party_id=actor.party_id)
    with pytest.raises(NotAllowed, match="caller_not_checked"):
        do(world, theirs, Act.REFUSE)


def test_a_caller_who_was_checked_does_not_resolve_a_contest(world: World, karim: Actor) -> None:
    mandate = accept(world, world.give())
    contest_by_number(world.session, karim, mandate.dossier_number, reason="other", policy=world.policy, now=world.now)
    print_code(world, mandate, "suspended.giver")
    actor = by_code(world, karim, mandate, number=BAKERY)
    for act in (Act.RESUME, Act.STOP_CONTESTED):
        with pytest.raises(NotAllowed, match="call_back_first"):
            do(world, actor, act)
    assert kinds(world, mandate)[-1] == "caller_checked"


def test_a_clerk_helps_no_caller_of_his_own_enterprise(world: World, karim: Actor) -> None:
    mandate = world.give()
    print_code(world, mandate, "invitation.holder")
    grant_right(world.session, karim.actor_id, world.office.id, RightKind.EXECUTOR, first_day=date(2026, 1, 1))
    with pytest.raises(NotAllowed, match="clerk_own_affairs"):
        by_code(world, karim, mandate)


def test_only_staff_checks_callers(world: World) -> None:
    mandate = world.give()
    for actor in (world.giver, Actor.on_the_phone(world.maria.id)):
        with pytest.raises(NotAllowed, match="clerks_only"):
            by_code(world, actor, mandate)


def test_nothing_to_do_is_said_only_to_who_knows_the_facts(world: World, karim: Actor) -> None:
    mandate = hand_over_letters(world, world.give())
    world.later(days=40)
    with pytest.raises(Conflict, match="not_open_lapsed"):
        by_facts(world, karim, mandate.dossier_number, SaidFacts("boekhoudkantoor peeters", TODAY))
    assert list_functions(world.session, BAKERY, TODAY)


def test_a_caller_without_an_enterprise_number_is_checked_as_a_person(world: World, karim: Actor) -> None:
    mandate = hand_over_letters(world, give_as_a_person(world))
    print_code(world, mandate, "given.giver")
    himself = phone_calls.Caller("Maria", "Vermeulen", Capacity.OWNER)
    how = {"vault": VAULT, "now": world.now}
    number = mandate.dossier_number
    said = SaidFacts("boekhoudkantoor peeters", None, "permit.view")
    for call in (
        phone_calls.check_caller_by_code(world.session, karim, number, CODE, None, himself, **how),
        phone_calls.check_caller_by_facts(world.session, karim, number, None, said, himself, **how),
    ):
        assert call.party_id == mandate.giver_id
    do(world, phone_calls.actor_of(call), Act.WITHDRAW)
    assert status(world, mandate) is Status.WITHDRAWN


def test_no_enterprise_is_reached_by_a_caller_without_a_number(world: World, karim: Actor) -> None:
    mandate = hand_over_letters(world, world.give())
    with pytest.raises(WrongTry):
        by_facts(world, karim, mandate.dossier_number, enterprise=None)
