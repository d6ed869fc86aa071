"""The slip of a reminder: how much longer somebody wants, keyed by a clerk and done after a second look."""

import pytest
from sqlalchemy import select

from app.core.actor import Actor
from app.core.acts.reminders import remind
from app.core.distant import paper_sheets
from app.core.distant.paper_sheets import SheetAnswers
from app.core.distant.sheet_acts import ALREADY_DONE, DONE, do_sheet
from app.core.errors import CoreError, Invalid, NotAllowed
from app.core.letters.sheet_boxes import boxes_of, parts_to_ask
from app.core.mandates.possible_acts import Act
from app.core.vault import Vault
from app.core.views.timeline import list_happenings
from app.models.letter import Letter
from app.models.lifecycle import Side
from app.models.mandate import Mandate
from app.models.mandate_type import MandateType
from app.models.paper_sheet import PaperSheet
from app.models.visit import Capacity
from tests.acting import accept, accept_extension, ending, extend, get_mandate, kinds, letters, stop, today
from tests.world import World

VAULT = Vault(b"l" * 32, b"s" * 32)


@pytest.fixture
def rita(world: World) -> Actor:
    """A clerk with the post in front of her."""
    return Actor.on_the_phone(world.add_clerk("Rita", "5120").person_id)


def reminder(world: World, mandate: Mandate, side: Side = Side.GIVER) -> Letter:
    query = select(Letter).where(Letter.mandate_id == mandate.id, Letter.kind == f"expiring.{side}")
    letter = world.session.scalars(query).one()
    letter.printed_at, letter.sha256, letter.pages = world.now, "0" * 64, 2
    return letter


def key(world: World, rita: Actor, mandate: Mandate, side: Side = Side.GIVER, **changes: object) -> PaperSheet:
    stands = {
        "first_name": "Ann", "last_name": "Schrijver", "capacity": Capacity.LEGAL_REPRESENTATIVE, "signed": True,
        "received_on": today(world),
    }  # fmt: skip
    answers = SheetAnswers(Act.EXTEND, **(stands | changes))  # type: ignore[arg-type]
    letter = reminder(world, mandate, side)
    return paper_sheets.key_sheet(world.session, rita, letter.id, answers, vault=VAULT, now=world.now)


def do(world: World, sheet: PaperSheet, months: int | None = 12) -> PaperSheet:
    actor = paper_sheets.actor_of(sheet)
    return do_sheet(world.session, actor, policy=world.policy, now=world.now, months=months)


@pytest.mark.parametrize("side", list(Side))
@pytest.mark.parametrize("months", [12, 36])
def test_either_side_proposes_a_later_end_on_paper(world: World, rita: Actor, side: Side, months: int) -> None:
    world.session.get_one(MandateType, "subsidy.view").longest_months = None
    mandate = ending(world, "subsidy.view")
    before = mandate.lines[0].last_day
    assert do(world, key(world, rita, mandate, side), months).outcome == DONE
    (extension,) = get_mandate(world.session, mandate.id).extensions
    assert (extension.proposed_by, mandate.lines[0].last_day) == (side, before)
    assert (extension.last_day.year - before.year) == months // 12
    assert letters(world, mandate)[-2:] == sorted([f"extension_sent.{side}", f"extension_asked.{side.other}"])


def test_the_journal_says_that_it_came_by_post(world: World, rita: Actor) -> None:
    mandate = ending(world, "subsidy.view")
    do(world, key(world, rita, mandate))
    told = list_happenings(world.session, mandate.id)[-1]
    assert "vroeg voor Bakkerij De Zoete Inval BV om het mandaat te verlengen" in told.sentence
    assert told.how == "Dat gebeurde met een brief, nagekeken door medewerker 5120."


def test_the_other_side_accepts_what_came_on_paper(world: World, rita: Actor) -> None:
    mandate = ending(world, "subsidy.view")
    before = mandate.lines[0].last_day
    do(world, key(world, rita, mandate))
    assert accept_extension(world, mandate).lines[0].last_day > before


def test_a_second_slip_changes_nothing(world: World, rita: Actor) -> None:
    mandate = ending(world, "subsidy.view")
    first, again = key(world, rita, mandate), key(world, rita, mandate)
    assert [do(world, first).outcome, do(world, again).outcome] == [DONE, ALREADY_DONE]
    assert kinds(world, mandate).count("extension_proposed") == 1


@pytest.mark.parametrize("months", [None, 6, 24])
def test_only_what_is_on_the_slip_is_asked(world: World, rita: Actor, months: int | None) -> None:
    sheet = key(world, rita, ending(world, "subsidy.view"))
    with pytest.raises(Invalid, match="months_not_on_sheet"):
        do(world, sheet, months)
    assert sheet.done_at is None


def test_without_a_signature_nothing_is_extended(world: World, rita: Actor) -> None:
    with pytest.raises(NotAllowed, match="signature_missing"):
        key(world, rita, ending(world, "subsidy.view"), signed=False)


def test_who_may_not_decide_extends_nothing(world: World, rita: Actor) -> None:
    sheet = key(world, rita, ending(world, "subsidy.view"), capacity=Capacity.NONE)
    with pytest.raises(NotAllowed, match="reader_may_not_decide"):
        do(world, sheet)


def test_the_slip_of_a_reminder_about_a_part_makes_that_part_longer(world: World, rita: Actor) -> None:
    world.later(days=-320)
    mandate = accept(world, world.give("hinder.manage", "permit.view", months=None, last_day=None))
    world.later(days=320)
    remind(world.session, mandate.id, policy=world.policy, now=world.now)
    assert do(world, key(world, rita, mandate)).outcome == DONE
    (extension,) = get_mandate(world.session, mandate.id).extensions
    assert [one.line.type_key for one in extension.lines] == ["hinder.manage"]


def test_a_slip_about_a_part_leaves_the_parts_that_end_later(world: World, rita: Actor) -> None:
    mandate = accept(world, world.give("hinder.manage", "subsidy.view", months=24))
    world.later(days=320)
    remind(world.session, mandate.id, policy=world.policy, now=world.now)
    do(world, key(world, rita, mandate))
    (extension,) = get_mandate(world.session, mandate.id).extensions
    assert [one.line.type_key for one in extension.lines] == ["hinder.manage"]


def test_a_code_or_a_call_is_about_the_part_as_long_as_it_can_be_longer(world: World) -> None:
    mandate = accept(world, world.give("hinder.manage", "subsidy.view", months=24))
    world.later(days=320)
    remind(world.session, mandate.id, policy=world.policy, now=world.now)
    letter, found = reminder(world, mandate), get_mandate(world.session, mandate.id)
    assert parts_to_ask(world.session, letter, found, today(world)) == ("hinder.manage",)
    world.later(days=60)
    assert parts_to_ask(world.session, letter, found, today(world)) == ()


def test_a_slip_about_a_part_has_no_box_while_another_part_is_asked(world: World) -> None:
    mandate = accept(world, world.give("hinder.manage", "subsidy.view", months=24))
    world.later(days=320)
    extend(world, mandate, type_keys=("subsidy.view",), months=6)
    remind(world.session, mandate.id, policy=world.policy, now=world.now)
    letter = reminder(world, mandate)
    assert letter.data["can_extend"]
    assert Act.EXTEND not in boxes_of(letter, mandate)


def test_a_reminder_of_what_cannot_be_longer_has_no_such_box(world: World, rita: Actor) -> None:
    mandate = ending(world, "subsidy.view")
    letter = reminder(world, mandate)
    letter.data = letter.data | {"can_extend": False}
    assert Act.EXTEND not in boxes_of(letter, mandate)
    with pytest.raises(CoreError, match="box_not_on_sheet"):
        key(world, rita, mandate)


def test_a_slip_about_a_part_is_not_done_by_what_was_asked_of_another_part(world: World, rita: Actor) -> None:
    mandate = accept(world, world.give("hinder.manage", "subsidy.view", months=24))
    world.later(days=320)
    remind(world.session, mandate.id, policy=world.policy, now=world.now)
    sheet = key(world, rita, mandate)
    extend(world, mandate, type_keys=("subsidy.view",), months=6)
    with pytest.raises(CoreError, match="extension_waits"):
        do(world, sheet)


def test_a_part_that_was_stopped_keeps_no_other_part_of_the_slip_from_running_longer(
    world: World, rita: Actor
) -> None:
    mandate = accept(world, world.give("hinder.manage", "permit.view", "subsidy.view", months=24))
    days = {line.type_key: line for line in mandate.lines}
    days["permit.view"].last_day = days["hinder.manage"].last_day
    world.later(days=320)
    remind(world.session, mandate.id, policy=world.policy, now=world.now)
    sheet = key(world, rita, mandate)
    stop(world, mandate, type_keys=("permit.view",))
    letter, found = reminder(world, mandate), get_mandate(world.session, mandate.id)
    assert parts_to_ask(world.session, letter, found, today(world)) == ("hinder.manage",)
    assert do(world, sheet).outcome == DONE
