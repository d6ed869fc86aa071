"""A second signature on paper that was received in time and is keyed after its last day."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from app.core.actor import Actor
from app.core.calendar import KEYING_DAYS
from app.core.distant.paper_sheets import key_sheet
from app.core.distant.sheet_looks import view_sheet
from app.core.errors import Conflict
from app.core.mandates.possible_acts import Act
from app.models.letter import Letter
from app.models.lifecycle import Status
from app.models.line import Line
from app.models.mandate import Mandate
from app.models.paper_sheet import PaperSheet
from tests.acting import accept, accept_extension, extend, letters, refuse_signature, run_days, sign, status, today
from tests.core.duo import Duo
from tests.core.test_paper_sheets import VAULT, answers, do, print_letters
from tests.world import DUO, TODAY, World

LAST_DAY = TODAY + timedelta(days=30)


@pytest.fixture
def duo(world: World) -> Duo:
    return Duo(world)


@pytest.fixture
def rita(world: World) -> Actor:
    """A clerk with the post in front of her."""
    return Actor.on_the_phone(world.add_clerk("Rita", "5120").person_id)


def too_late(world: World, days: int = 33) -> None:
    """Nobody keyed a signature; everybody who had to was told, and it is so many days after it was asked."""
    world.later(days=31)
    run_days(world)
    world.later(days=days - 31)


def signed(world: World, rita: Actor, mandate: Mandate, side: str = "giver", received: date = LAST_DAY) -> PaperSheet:
    """The sheet of the newest letter that asked for a signature."""
    print_letters(world, mandate)
    asked = select(Letter).where(Letter.mandate_id == mandate.id, Letter.kind == f"to_sign.{side}")
    letter = world.session.scalars(asked.order_by(Letter.cause_id.desc()).limit(1)).one()
    stands = answers(Act.SIGN, first_name="Johan", last_name="De Smet", received_on=received, dated_on=received)
    return key_sheet(world.session, rita, letter.id, stands, vault=VAULT, now=world.now)


def test_what_starts_is_sent_on_the_day_it_is_keyed(world: World, duo: Duo, rita: Actor) -> None:
    mandate = duo.give()
    too_late(world)
    assert status(world, mandate) is Status.LAPSED
    sheet = signed(world, rita, mandate)
    assert view_sheet(world.session, sheet, now=world.now).late == LAST_DAY
    do(world, sheet)
    assert (status(world, mandate), mandate.answer_by) == (Status.OFFERED, today(world) + timedelta(days=30))
    assert letters(world, mandate)[-2:] == ["given.giver", "invitation.holder"]
    world.later(days=31)
    run_days(world)
    assert letters(world, mandate)[-2:] == ["lapsed.giver", "lapsed.holder"]


def test_what_was_accepted_holds_from_the_day_it_is_keyed(world: World, duo: Duo, rita: Actor) -> None:
    mandate = accept(world, world.give(other_number=DUO), duo.godelieve)
    too_late(world)
    do(world, signed(world, rita, mandate, "holder"))
    assert (status(world, mandate), mandate.accepted_on) == (Status.ACTIVE, today(world))
    assert status(world, mandate, -1) is Status.LAPSED


def test_an_extension_that_was_accepted_moves_the_end(world: World, duo: Duo, rita: Actor) -> None:
    mandate = sign(world, accept(world, world.give(other_number=DUO, months=6), duo.godelieve), duo.johan)
    accept_extension(world, extend(world, mandate, months=6), duo.godelieve)
    too_late(world)
    ends = [one.last_day for one in mandate.lines]
    do(world, signed(world, rita, mandate, "holder"))
    assert all(one > end for one, end in zip(world.session.scalars(select(Line.last_day)), ends, strict=True))


def test_an_extension_that_was_proposed_is_sent(world: World, duo: Duo, rita: Actor) -> None:
    mandate = sign(world, accept(world, world.give(other_number=DUO, months=6), duo.godelieve), duo.johan)
    extend(world, mandate, duo.godelieve, months=6)
    too_late(world)
    do(world, signed(world, rita, mandate, "holder"))
    assert mandate.extensions[-1].proposed_on == today(world)


def test_it_is_keyed_at_most_ten_days_after_its_last_day(world: World, duo: Duo, rita: Actor) -> None:
    mandate = duo.give()
    too_late(world, 30 + KEYING_DAYS + 1)
    with pytest.raises(Conflict, match="signature_keyed_too_late"):
        do(world, signed(world, rita, mandate))
    world.later(days=-1)
    do(world, signed(world, rita, mandate))
    assert status(world, mandate) is Status.OFFERED


def test_what_came_after_its_last_day_is_too_late(world: World, duo: Duo, rita: Actor) -> None:
    mandate = duo.give()
    too_late(world)
    sheet = signed(world, rita, mandate, received=LAST_DAY + timedelta(days=1))
    assert view_sheet(world.session, sheet, now=world.now).late is None
    with pytest.raises(Conflict, match="not_to_be_signed"):
        do(world, sheet)


def test_what_somebody_refused_since_the_sheet_came_stays_refused(world: World, duo: Duo, rita: Actor) -> None:
    mandate = accept(world, world.give(other_number=DUO), duo.godelieve)
    world.later(days=20)
    refuse_signature(world, mandate, duo.johan)
    world.later(days=13)
    with pytest.raises(Conflict, match="not_to_be_signed"):
        do(world, signed(world, rita, mandate, "holder", TODAY + timedelta(days=10)))


def test_what_was_given_anew_meanwhile_is_not_sent_too(world: World, duo: Duo, rita: Actor) -> None:
    mandate = duo.give()
    too_late(world)
    sign(world, duo.give(), duo.johan)
    with pytest.raises(Conflict, match="given_meanwhile"):
        do(world, signed(world, rita, mandate))


def test_only_paper_looks_at_the_day_on_which_it_came(world: World, duo: Duo) -> None:
    mandate = duo.give()
    too_late(world)
    with pytest.raises(Conflict, match="not_to_be_signed"):
        sign(world, mandate, duo.johan)
