"""Who may act for a party: by sign-in, by the code of a letter, and through which channel."""

from dataclasses import replace
from datetime import timedelta

import pytest

from app.core.acts.giving import give_mandate
from app.core.errors import Conflict, Invalid, NotAllowed
from app.core.journal import list_entries
from app.core.letters.orders import get_letter
from app.core.mandates.lookup import list_letters_to
from app.core.people.persons import add_person, ensure_person
from app.core.rights.granting import grant_right
from app.models.function import Function
from app.models.journal import Channel
from app.models.letter import LetterCode
from app.models.lifecycle import Status
from app.models.user_right import RightKind
from tests.acting import accept, contest, reader, refuse, renounce, status, stop, withdraw
from tests.world import OFFICE, TODAY, World, new_id


def someone(world: World):
    return add_person(world.session, "Iemand", "Anders")


def test_a_code_does_not_accept_when_one_type_forbids_it(world: World) -> None:
    mandate = world.give("hinder.manage", "permit.manage")
    with pytest.raises(NotAllowed, match="code_not_enough"):
        accept(world, mandate, reader(world, mandate, world.office, someone(world)))
    assert status(world, mandate) is Status.OFFERED


@pytest.mark.parametrize(
    ("act", "side"),
    [
        (refuse, "office"),
        (renounce, "office"),
        (withdraw, "bakery"),
        (stop, "bakery"),
        (contest, "bakery"),
        (contest, "office"),
    ],
)
def test_a_code_always_narrows_whatever_the_types_say(world: World, act, side: str) -> None:
    mandate = world.give("permit.manage")
    act(world, mandate, reader(world, mandate, getattr(world, side), someone(world), None))
    assert status(world, mandate) is not Status.OFFERED


def test_the_code_of_the_other_side_does_not_answer(world: World) -> None:
    mandate = world.give()
    theirs = reader(world, mandate, world.bakery, someone(world))
    with pytest.raises(NotAllowed, match="code_does_not_fit"):
        accept(world, mandate, replace(theirs, party_id=world.office.id))
    with pytest.raises(NotAllowed, match="not_your_party"):
        accept(world, mandate, theirs)


def test_the_code_of_another_mandate_does_not_answer_this_one(world: World) -> None:
    first, second = world.give("hinder.manage"), world.give("subsidy.view")
    actor = reader(world, first, world.office, someone(world))
    for act in (accept, refuse, renounce, contest):
        with pytest.raises(NotAllowed, match="code_does_not_fit"):
            act(world, second, actor)
    assert status(world, second) is Status.OFFERED


def test_a_code_that_was_voided_opens_nothing(world: World) -> None:
    mandate = world.give()
    actor = reader(world, mandate, world.office, someone(world))
    world.session.get_one(LetterCode, actor.letter_id).voided_at = world.now
    with pytest.raises(NotAllowed, match="code_void"):
        refuse(world, mandate, actor)


@pytest.mark.parametrize("capacity", [None, "none", "nephew of the director"])
def test_a_reader_who_may_not_decide_may_narrow_but_not_accept(world: World, capacity: str | None) -> None:
    mandate = world.give()
    actor = reader(world, mandate, world.office, someone(world), capacity)
    with pytest.raises(NotAllowed, match="reader_may_not_decide"):
        accept(world, mandate, actor)
    assert status(world, refuse(world, mandate, actor)) is Status.REFUSED
    assert list_entries(world.session, mandate.id)[-1].capacity == "none"


def test_a_reader_says_who_he_is(world: World) -> None:
    mandate = world.give()
    with pytest.raises(Invalid, match="name_missing"):
        refuse(world, mandate, reader(world, mandate, world.office, None))


def test_a_code_does_not_replace_the_second_signature(world: World) -> None:
    world.session.query(Function).filter_by(enterprise_number=OFFICE).one().signs = "two"
    mandate = world.give()
    with pytest.raises(Conflict, match="two_signatures_needed"):
        accept(world, mandate, reader(world, mandate, world.office, someone(world)))


def test_nobody_gives_with_the_code_of_a_letter(world: World) -> None:
    mandate = world.give("hinder.manage")
    actor = reader(world, mandate, world.bakery, world.maria)
    with pytest.raises(NotAllowed, match="resolve_needs_sign_in"):
        give_mandate(world.session, actor, world.wish("subsidy.view"), policy=world.policy, now=world.now)


@pytest.mark.parametrize("channel", [Channel.API, Channel.JOB])
def test_a_channel_that_is_not_open_yet_is_no_sign_in(world: World, channel: Channel) -> None:
    actor = replace(world.giver, channel=channel)
    with pytest.raises(NotAllowed, match="may_not_decide"):
        give_mandate(world.session, actor, world.wish(), policy=world.policy, now=world.now)


def test_a_manager_right_counts_on_its_days_only(world: World) -> None:
    els = ensure_person(world.session, "subject-els", "Els", "Maes")
    right = grant_right(world.session, els.id, world.office.id, RightKind.MANAGER, first_day=TODAY)
    right.last_day = TODAY + timedelta(days=1)
    mandate = world.give()
    world.later(days=2)
    with pytest.raises(NotAllowed, match="may_not_decide"):
        accept(world, mandate, world.at_home(els, world.office))
    world.now -= timedelta(days=1)
    accept(world, mandate, world.at_home(els, world.office))


def test_a_function_counts_on_its_days_only(world: World) -> None:
    world.session.query(Function).filter_by(enterprise_number=OFFICE).one().until_day = TODAY
    mandate = world.give()
    world.later(days=1)
    with pytest.raises(NotAllowed, match="may_not_decide"):
        accept(world, mandate)


def test_each_side_opens_only_the_letters_addressed_to_it(world: World) -> None:
    from app.core.errors import NotFound

    mandate = world.give()
    theirs = list_letters_to(world.session, mandate.id, world.office.id)[0]
    assert get_letter(world.session, theirs.id, world.office.id).kind == "invitation.holder"
    for letter_id, party_id in ((theirs.id, world.bakery.id), (new_id(), world.bakery.id)):
        with pytest.raises(NotFound, match="letter_unknown"):
            get_letter(world.session, letter_id, party_id)


@pytest.mark.parametrize(("channel", "code"), [(Channel.PHONE, "not_by_phone"), (Channel.PAPER, "not_on_paper")])
def test_nobody_gives_by_phone_or_on_paper(world: World, channel: Channel, code: str) -> None:
    actor = replace(world.giver, channel=channel)
    with pytest.raises(NotAllowed, match=code):
        give_mandate(world.session, actor, world.wish(), policy=world.policy, now=world.now)
