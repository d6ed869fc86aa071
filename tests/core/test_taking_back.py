"""Taking back what was passed on: through every door, with a letter, a call or a sheet that is about exactly that."""

from collections.abc import Callable

import pytest
from sqlalchemy import select

from app.core.actor import Actor
from app.core.acts.carrying_out import carry_out
from app.core.acts.passing_on import take_back_about, take_back_mandate
from app.core.distant import paper_sheets, phone_calls, sheet_acts
from app.core.distant.paper_sheets import SheetAnswers
from app.core.distant.phone_calls import Asked
from app.core.distant.sheet_looks import view_sheet
from app.core.distant.still_needed import ask_for_missing
from app.core.errors import CoreError, Invalid, NotFound
from app.core.letters.party_overviews import order_overview
from app.core.letters.sheet_boxes import boxes_of
from app.core.mandates.possible_acts import Act
from app.core.views.letter import Reader, act_with_letter, view_letter
from app.models.journal import JournalEntry
from app.models.letter import Letter, LetterCode
from app.models.lifecycle import Side, Status
from app.models.mandate import Mandate
from app.models.mandate_type import MandateType
from app.models.paper_sheet import Missing, PaperSheet
from app.models.visit import Capacity
from tests.acting import accept, get_mandate, kinds, letters, pass_on, reader, status, take_back, today
from tests.core.doors import CODE, DOORS, VAULT, Comes, clerk_of
from tests.world import World

KEY, VIEW = "permit.manage", "permit.view"


@pytest.fixture
def source(world: World) -> Mandate:
    """What Jan's office may do for the bakery."""
    return accept(world, world.give(KEY, VIEW))


@pytest.fixture
def chain(world: World, source: Mandate, third: Actor) -> Mandate:
    """The part that he passed on to Wim, who accepted it. Its type allows neither a code nor the phone."""
    allow(world, phone=False)
    return accept(world, pass_on(world, source), third)


def allow(world: World, *, phone: bool) -> None:
    kind = world.session.get_one(MandateType, KEY)
    kind.code_allowed, kind.phone_allowed = False, phone
    world.session.flush()


def runs(world: World, mandate: Mandate) -> bool:
    return not status(world, get_mandate(world.session, mandate.id)).is_final


def come(world: World, source: Mandate, chain: Mandate, door: str) -> Actor:
    """The passer at this door, about the mandate that he holds."""
    return DOORS[door](Comes(world, source, Side.HOLDER, Act.TAKE_BACK, take_back_about(chain.id)))


def onward_letter(world: World, chain: Mandate) -> Letter:
    """The newest letter to the passer about what he passed on."""
    query = select(Letter).join(JournalEntry, JournalEntry.id == Letter.cause_id).where(Letter.kind == "onward.holder")
    found = world.session.scalars(query.order_by(Letter.cause_id.desc())).all()
    return next(
        one for one in found if world.session.get_one(JournalEntry, one.cause_id).data["chain"] == str(chain.id)
    )


def key(world: World, letter: Letter, **other: object) -> PaperSheet:
    letter.printed_at, letter.sha256 = world.now, "0" * 64
    clerk = Actor.at_the_counter(clerk_of(world).person_id)
    stands: dict[str, object] = {
        "act": Act.TAKE_BACK, "first_name": "Jan", "last_name": "Peeters", "signed": True, "received_on": today(world),
        "capacity": Capacity.LEGAL_REPRESENTATIVE,
    }  # fmt: skip
    answers = SheetAnswers(**(stands | other))  # type: ignore[arg-type]
    return paper_sheets.key_sheet(world.session, clerk, letter.id, answers, vault=VAULT, now=world.now)


def do(world: World, sheet: PaperSheet) -> PaperSheet:
    actor = paper_sheets.actor_of(sheet)
    return sheet_acts.do_sheet(world.session, actor, policy=world.policy, now=world.now)


def refused(act: Callable[[], object], code: str, error: type[CoreError] = CoreError) -> None:
    with pytest.raises(error) as refusal:
        act()
    assert refusal.value.code == code


@pytest.mark.parametrize("door", list(DOORS))
def test_it_is_taken_back_through_every_door(world: World, source: Mandate, chain: Mandate, door: str) -> None:
    allow(world, phone=door == "phone")
    actor = come(world, source, chain, door)
    take_back(world, chain, actor)
    take_back(world, chain, actor)
    assert status(world, chain) is Status.STOPPED
    assert runs(world, source)
    assert kinds(world, chain).count("taken_back") == 1
    assert letters(world, chain)[-2:] == ["stopped.giver", "stopped.holder"]
    assert letters(world, source)[-1] == "onward.holder"


def test_by_phone_only_where_every_type_allows_it(world: World, source: Mandate, chain: Mandate) -> None:
    actor = come(world, source, chain, "phone")
    refused(lambda: take_back(world, chain, actor), "types_not_by_phone")
    assert runs(world, chain)


@pytest.mark.parametrize(
    ("door", "code"),
    [
        ("letter code", "code_does_not_fit"),
        ("phone", "caller_not_checked_for_this"),
        ("paper", "sheet_is_about_another"),
    ],
)
def test_what_is_about_another_mandate_takes_nothing_back(world: World, chain: Mandate, door: str, code: str) -> None:
    allow(world, phone=True)
    other = accept(world, world.give("subsidy.view"))
    actor = come(world, other, chain, door)
    refused(lambda: take_back(world, chain, actor), code)
    assert runs(world, chain)


def test_a_sheet_takes_back_what_its_letter_tells_of_and_nothing_else(
    world: World, source: Mandate, chain: Mandate, third: Actor
) -> None:
    world.session.get_one(MandateType, VIEW).passing_on = True
    world.session.flush()
    other = accept(world, pass_on(world, source, VIEW), third)
    actor = paper_sheets.actor_of(key(world, onward_letter(world, chain)))
    refused(lambda: take_back(world, other, actor), "sheet_is_about_another")
    assert runs(world, other)


@pytest.mark.parametrize("side", list(Side))
def test_the_letter_of_another_party_does_not_take_it_back(
    world: World, chain: Mandate, third: Actor, side: Side
) -> None:
    party = chain.party_on(side)
    actor = reader(world, chain, party, world.maria)
    refused(lambda: take_back(world, chain, actor), "mandate_unknown", NotFound)


def test_the_code_of_an_overview_takes_back_what_it_lists(world: World, source: Mandate, chain: Mandate) -> None:
    order_overview(world.session, world.holder, world.office.id, policy=world.policy, now=world.now)
    letter = world.session.scalars(select(Letter).where(Letter.kind == "overview.party")).one()
    world.session.add(LetterCode(letter_id=letter.id, code_hash=VAULT.hash_code(letter.id, CODE), made_at=world.now))
    actor = Actor.with_letter(letter.id, world.office.id, world.jan.id, Capacity.LEGAL_REPRESENTATIVE)
    take_back(world, chain, actor)
    assert status(world, chain) is Status.STOPPED


def test_the_reader_is_offered_what_still_runs_and_stops_it_once(
    world: World, source: Mandate, chain: Mandate
) -> None:
    letter = onward_letter(world, chain)
    world.session.add(LetterCode(letter_id=letter.id, code_hash=VAULT.hash_code(letter.id, CODE), made_at=world.now))

    def offered() -> list[str]:
        view = view_letter(world.session, letter.id, world.office.id, source.id, now=world.now)
        return [one.other for one in view.to_take_back]

    assert offered() == [chain.holder.name]
    someone = Reader(letter.id, world.office.id, source.id, "Jan", "Peeters", "none")
    for _ in range(2):
        act_with_letter(
            world.session, someone, Act.TAKE_BACK, reason=None, policy=world.policy, now=world.now, chain_id=chain.id
        )
    assert status(world, chain) is Status.STOPPED
    assert kinds(world, chain).count("taken_back") == 1
    assert offered() == []


def test_a_caller_hears_what_he_can_stop_by_phone(world: World, source: Mandate, chain: Mandate) -> None:
    actor = come(world, source, chain, "phone")
    call = phone_calls.open_call(world.session, actor)
    assert phone_calls.view_call(world.session, call, now=world.now).to_take_back == []
    allow(world, phone=True)
    view = phone_calls.view_call(world.session, call, now=world.now)
    assert [one.id for one in view.to_take_back] == [chain.id]
    asked = Asked(chain_id=chain.id)
    phone_calls.act_by_phone(world.session, actor, Act.TAKE_BACK, asked=asked, policy=world.policy, now=world.now)
    assert status(world, chain) is Status.STOPPED
    assert phone_calls.view_call(world.session, call, now=world.now).to_take_back == []


def test_the_slip_is_done_once_and_a_second_copy_changes_nothing(world: World, chain: Mandate) -> None:
    letter = onward_letter(world, chain)
    sheet = key(world, letter)
    view = view_sheet(world.session, sheet, now=world.now)
    assert (view.chain, view.was_done, view.refusal) == (chain, False, None)
    assert do(world, sheet).outcome == sheet_acts.DONE
    assert status(world, chain) is Status.STOPPED
    again = key(world, letter)
    assert view_sheet(world.session, again, now=world.now).was_done
    assert do(world, again).outcome == sheet_acts.ALREADY_DONE
    assert kinds(world, chain).count("taken_back") == 1


def test_a_slip_without_a_signature_is_asked_for_and_completed(world: World, chain: Mandate) -> None:
    unsigned = key(world, onward_letter(world, chain), signed=False, missing=frozenset({Missing.SIGNATURE}))
    actor = paper_sheets.actor_of(unsigned)
    ask_for_missing(world.session, actor, policy=world.policy, now=world.now)
    assert runs(world, chain)
    asked = world.session.get_one(Letter, unsigned.asked_letter_id)
    assert Act.TAKE_BACK in boxes_of(asked, chain)
    assert do(world, key(world, asked)).outcome == sheet_acts.DONE
    assert status(world, chain) is Status.STOPPED
    assert unsigned.outcome == sheet_acts.COMPLETED


def test_nothing_is_asked_for_once_it_is_over(world: World, chain: Mandate) -> None:
    unsigned = key(world, onward_letter(world, chain), signed=False, missing=frozenset({Missing.SIGNATURE}))
    take_back(world, chain)
    actor = paper_sheets.actor_of(unsigned)
    refused(lambda: ask_for_missing(world.session, actor, policy=world.policy, now=world.now), "not_open_stopped")


def test_the_letter_that_it_ended_has_no_such_box(world: World, chain: Mandate) -> None:
    take_back(world, chain)
    letter = onward_letter(world, chain)
    refused(lambda: key(world, letter), "box_not_on_sheet", Invalid)


@pytest.mark.parametrize("door", ["letter code", "phone", "paper"])
def test_the_giver_stops_what_was_passed_on_without_internet(world: World, chain: Mandate, door: str) -> None:
    allow(world, phone=door == "phone")
    actor = DOORS[door](Comes(world, chain, Side.GIVER, Act.STOP))
    carry_out(world.session, actor, Act.STOP, chain.id, policy=world.policy, now=world.now)
    assert status(world, chain) is Status.STOPPED


def test_what_waits_is_taken_back_with_a_letter_too(world: World, source: Mandate) -> None:
    waiting = pass_on(world, source)
    actor = come(world, source, waiting, "letter code")
    take_back_mandate(world.session, actor, waiting.id, policy=world.policy, now=world.now)
    assert status(world, waiting) is Status.WITHDRAWN
