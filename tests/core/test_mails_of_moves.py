"""E-mails when a giver changes holders and when a holder passes on: who hears what, and nothing that came undone."""

from typing import Any

import pytest

from app.core.actor import Actor
from app.core.letters.mail_data import MailToSend, Told
from app.core.people.notices import MailWish
from app.core.people.parties import ensure_enterprise_party
from app.models.mandate import Mandate
from tests.acting import (
    accept,
    contest,
    get_mandate,
    pass_on,
    post_first_letter,
    refuse,
    resume,
    stop,
    take_back,
    transfer,
    withdraw,
)
from tests.mailing import parts, reads_mail, send_due, with_mail
from tests.world import DUO, OTHER, World

GIVER, HOLDER, THIRD = "maria@voorbeeld.be", "jan@voorbeeld.be", "wim@voorbeeld.be"
KEY = "permit.manage"


@pytest.fixture
def world(world: World) -> World:
    """A world in which e-mail can leave."""
    return with_mail(world)


@pytest.fixture
def wim(world: World) -> Actor:
    """Of the office in Genk, to which work is moved or passed on."""
    return world.at_home(
        world.add_representative(OTHER, "Wim", "Claes"), ensure_enterprise_party(world.session, OTHER)
    )


def running(world: World, *keys: str) -> Mandate:
    """What Jan's office does for the bakery, past its cooling-off."""
    mandate = accept(world, world.give(*keys))
    post_first_letter(world, mandate)
    world.later(days=11)
    return get_mandate(world.session, mandate.id)


def all_read_mail(world: World, wim: Actor) -> None:
    """From here on everybody gets mail beside his letters."""
    for actor, address in ((world.giver, GIVER), (world.holder, HOLDER), (wim, THIRD)):
        reads_mail(world, MailWish.BESIDE, actor, address)


def news(world: World) -> dict[str, list[str]]:
    """What each address is told once a quarter of an hour has passed."""
    world.later(minutes=15)
    found: dict[str, list[str]] = {}
    for mail in send_due(world):
        found.setdefault(mail.address, []).extend(one.kind for one in mail.told)
    return {address: sorted(kinds) for address, kinds in found.items()}


def sent_to(mails: list[MailToSend], address: str) -> list[Told]:
    return [one for mail in mails if mail.address == address for one in mail.told]


def test_all_three_hear_what_is_asked_and_that_it_goes_over(world: World, wim: Actor) -> None:
    running(world, "hinder.manage")
    all_read_mail(world, wim)
    new = transfer(world, "hinder.manage")
    assert news(world) == {
        GIVER: ["transfer_sent.giver"], HOLDER: ["transfer_told.holder"], THIRD: ["invitation.holder"],
    }  # fmt: skip
    accept(world, new, wim)
    assert news(world) == {
        GIVER: ["active.giver", "transferred.giver"], HOLDER: ["transferred.holder"], THIRD: ["active.holder"],
    }  # fmt: skip


def test_the_new_holder_hears_that_he_takes_over_but_not_from_whom(world: World, wim: Actor) -> None:
    old = running(world, "hinder.manage")
    all_read_mail(world, wim)
    transfer(world, "hinder.manage")
    world.give("permit.view", other_number=OTHER)
    world.later(minutes=15)
    told = sent_to(send_due(world), THIRD)
    assert [one.data.get("takes_over", False) for one in told] == [True, False]
    assert str(old.holder.enterprise_number) not in str(told)


@pytest.mark.parametrize("answer", [refuse, withdraw])
def test_the_old_holder_is_not_told_of_a_question_that_was_answered(world: World, wim: Actor, answer: Any) -> None:
    running(world, "hinder.manage")
    all_read_mail(world, wim)
    new = transfer(world, "hinder.manage")
    answer(world, new, wim if answer is refuse else world.giver)
    found = news(world)
    assert found[HOLDER] == ["stays.holder"]
    assert "stays.giver" in found[GIVER]
    assert "transfer_sent.giver" not in found[GIVER]


def test_a_change_that_came_undone_is_not_told_as_if_it_stood(world: World, wim: Actor) -> None:
    running(world, KEY)
    all_read_mail(world, wim)
    new = accept(world, transfer(world, KEY), wim)
    send_due(world)
    post_first_letter(world, new)
    contest(world, new)
    assert news(world)[HOLDER] == ["stays.holder"]
    resume(world, new)
    assert news(world)[HOLDER] == ["transferred.holder"]
    contest(world, new)
    resume(world, new)
    found = news(world)
    assert found[HOLDER] == ["transferred.holder"]
    assert "stays.giver" not in found[GIVER]


def test_that_it_stays_is_not_told_of_a_mandate_that_was_stopped_since(world: World, wim: Actor) -> None:
    old = running(world, "hinder.manage")
    all_read_mail(world, wim)
    refuse(world, transfer(world, "hinder.manage"), wim)
    stop(world, get_mandate(world.session, old.id))
    assert news(world)[HOLDER] == ["stopped.holder"]


def test_giver_passer_and_third_hear_that_something_is_passed_on_and_accepted(world: World, wim: Actor) -> None:
    source = running(world, KEY)
    all_read_mail(world, wim)
    chain = pass_on(world, source)
    assert news(world) == {GIVER: ["passed_on.giver"], HOLDER: ["onward.holder"], THIRD: ["invitation.holder"]}
    accept(world, chain, wim)
    assert news(world) == {GIVER: ["active.giver"], HOLDER: ["onward.holder"], THIRD: ["active.holder"]}


def test_the_passer_hears_only_how_it_stands_by_then(world: World, wim: Actor) -> None:
    source = running(world, KEY)
    all_read_mail(world, wim)
    chain = pass_on(world, source)
    accept(world, chain, wim)
    world.later(minutes=15)
    assert [one.data["outcome"] for one in sent_to(send_due(world), HOLDER)] == ["accepted"]
    contest(world, chain)
    resume(world, chain)
    take_back(world, get_mandate(world.session, chain.id))
    world.later(minutes=15)
    assert [one.data["outcome"] for one in sent_to(send_due(world), HOLDER)] == ["ended"]


def test_the_third_hears_that_the_source_stands_still_and_stops(world: World, wim: Actor) -> None:
    source = running(world, KEY)
    chain = accept(world, pass_on(world, source), wim)
    post_first_letter(world, chain)
    world.later(days=11)
    all_read_mail(world, wim)
    contest(world, source)
    world.later(minutes=15)
    [paused] = sent_to(send_due(world), THIRD)
    assert (paused.kind, paused.data["with_source"]) == ("suspended.holder", True)
    contest(world, get_mandate(world.session, chain.id))
    world.later(minutes=15)
    assert ["with_source" in one.data for one in sent_to(send_due(world), THIRD)] == [False]
    stop(world, get_mandate(world.session, source.id))
    world.later(minutes=15)
    [stopped] = sent_to(send_due(world), THIRD)
    assert (stopped.kind, stopped.data["stopped_by"]) == ("stopped.holder", "source")


def test_a_stop_of_the_source_that_was_taken_back_is_not_told(world: World, wim: Actor) -> None:
    source = running(world, KEY)
    chain = accept(world, pass_on(world, source), wim)
    post_first_letter(world, chain)
    world.later(days=11)
    all_read_mail(world, wim)
    lies = world.at_home(world.add_representative(DUO, "Lies", "Maes"), ensure_enterprise_party(world.session, DUO))
    new = accept(world, transfer(world, KEY, other_number=DUO), lies)
    post_first_letter(world, new)
    assert [part.kind for part in parts(world) if part.mandate_id == chain.id] == ["stopped.holder"]
    contest(world, get_mandate(world.session, new.id))
    assert news(world)[THIRD] == ["active.holder"]
