"""An overview that came back: what is ticked is stopped, each mandate from the side of the sender."""

import pytest
from sqlalchemy import select

from app.core.actor import Actor
from app.core.distant.paper_sheets import SheetAnswers, actor_of, key_sheet
from app.core.distant.sheet_acts import do_sheet
from app.core.distant.ticked_sheets import list_ticks, view_ticked
from app.core.errors import Invalid, NotAllowed
from app.core.letters.party_overviews import order_overview
from app.core.mandates.possible_acts import Act
from app.core.people.parties import ensure_enterprise_party
from app.models.journal import JournalEntry
from app.models.letter import Letter
from app.models.lifecycle import Status
from app.models.mandate import Mandate
from app.models.paper_sheet import PaperSheet
from app.models.visit import Capacity
from tests.acting import accept, contest, letters, status, stop
from tests.core.test_paper_sheets import VAULT, rita
from tests.world import DUO, TODAY, World

__all__ = ["rita"]


def overview(world: World, actor: Actor | None = None) -> Letter:
    actor = actor or world.giver
    letter = order_overview(world.session, actor, actor.party_id, policy=world.policy, now=world.now)
    letter.printed_at, letter.sha256, letter.pages = world.now, "0" * 64, 2
    world.session.flush()
    return letter


def key(world: World, rita: Actor, letter: Letter, *ticked: Mandate, signed: bool = True) -> PaperSheet:
    numbers = [one.dossier_number for one in ticked]
    answers = SheetAnswers(
        Act.STOP, "Maria", "Vermeulen", Capacity.LEGAL_REPRESENTATIVE, signed, TODAY, TODAY, ticked=numbers
    )
    return key_sheet(world.session, rita, letter.id, answers, vault=VAULT, now=world.now)


def do(world: World, sheet: PaperSheet) -> PaperSheet:
    return do_sheet(world.session, actor_of(sheet), policy=world.policy, now=world.now)


def test_only_what_is_ticked_is_stopped_and_both_sides_get_a_letter(world: World, rita: Actor) -> None:
    first, second = accept(world, world.give()), accept(world, world.give("subsidy.view"))
    sheet = key(world, rita, overview(world), first)
    assert status(world, first) is Status.ACTIVE, "nothing happens before the second look"
    assert do(world, sheet).outcome == "done"
    assert (status(world, first), status(world, second)) == (Status.STOPPED, Status.ACTIVE)
    assert letters(world, first)[-2:] == ["stopped.giver", "stopped.holder"]
    entry = world.session.scalars(select(JournalEntry).where(JournalEntry.kind == "stopped")).one()
    assert (entry.channel, entry.ground, entry.actor_id) == ("paper", "signed_sheet", rita.actor_id)


def test_a_holder_who_ticks_renounces(world: World, rita: Actor) -> None:
    mandate = accept(world, world.give())
    do(world, key(world, rita, overview(world, world.holder), mandate))
    assert status(world, mandate) is Status.STOPPED
    assert world.session.scalars(select(JournalEntry).where(JournalEntry.kind == "renounced")).one()


def test_only_boxes_of_this_overview_can_be_ticked(world: World, rita: Actor) -> None:
    accept(world, world.give())
    letter = overview(world)
    later = accept(world, world.give("subsidy.view"))
    with pytest.raises(Invalid, match="nothing_ticked"):
        key(world, rita, letter, later)
    with pytest.raises(Invalid, match="nothing_ticked"):
        key(world, rita, letter)


def test_an_overview_without_a_signature_stops_nothing(world: World, rita: Actor) -> None:
    mandate = accept(world, world.give())
    with pytest.raises(NotAllowed, match="signature_missing"):
        key(world, rita, overview(world), mandate, signed=False)
    sheet = key(world, rita, overview(world), mandate)
    sheet.signed = False
    with pytest.raises(NotAllowed, match="signature_missing"):
        do(world, sheet)


def test_a_mandate_that_is_over_already_stays_as_it_was(world: World, rita: Actor) -> None:
    mandate = accept(world, world.give())
    letter = overview(world)
    stop(world, mandate)
    sheet = key(world, rita, letter, mandate)
    view = view_ticked(world.session, sheet, now=world.now)
    assert (view.was_done, view.refusal) == (True, None)
    assert do(world, sheet).outcome == "already_done"
    assert letters(world, mandate).count("stopped.giver") == 1
    assert view_ticked(world.session, sheet, now=world.now).was_done


def test_a_sheet_stops_no_mandate_that_is_not_ticked_on_it(world: World, rita: Actor) -> None:
    first, second = accept(world, world.give()), accept(world, world.give("subsidy.view"))
    letter = overview(world)
    sheet = key(world, rita, letter, first)
    with pytest.raises(NotAllowed, match="sheet_is_about_another"):
        stop(world, second, actor_of(sheet))
    with pytest.raises(NotAllowed, match="sheet_is_about_another"):
        contest(world, first, actor_of(sheet))


def test_the_clerk_sees_the_boxes_in_the_order_of_the_letter(world: World, rita: Actor) -> None:
    beekhoek = ensure_enterprise_party(world.session, DUO)
    world.add_representative(DUO, "Johan", "De Smet")
    mandates = [accept(world, world.give()), accept(world, world.give("subsidy.view"))]
    letter = overview(world)
    ticks = list_ticks(world.session, letter, now=world.now)
    assert [one.mandate.dossier_number for one in ticks] == letter.listed
    assert {one.mandate.id for one in ticks} == {one.id for one in mandates}
    assert [one.other for one in ticks] == ["Boekhoudkantoor Peeters BV"] * 2
    assert beekhoek.id not in {one.mandate.giver_id for one in ticks}
