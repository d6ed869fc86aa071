"""Answer sheets on which something is missing: asked with a letter, completed with another sheet, nothing restarts."""

from datetime import timedelta

import pytest

from app.core.actor import Actor
from app.core.distant.paper_sheets import actor_of
from app.core.distant.sheet_acts import do_sheet, put_aside
from app.core.distant.sheet_looks import view_sheet
from app.core.distant.still_needed import ask_for_missing, list_waiting_sheets
from app.core.errors import Conflict, Invalid, NotAllowed
from app.core.letters.sheet_boxes import boxes_of
from app.core.mandates.possible_acts import Act
from app.core.views.timeline import list_happenings
from app.models.letter import Letter
from app.models.lifecycle import Status
from app.models.mandate import Mandate
from app.models.paper_sheet import Missing, PaperSheet
from app.models.visit import Capacity
from tests.acting import accept, extend, kinds, letters, refuse, status
from tests.core.test_paper_sheets import do, key, rita
from tests.world import TODAY, World

__all__ = ["rita"]
UNSIGNED = frozenset({Missing.SIGNATURE})
NAMELESS = {"first_name": "", "last_name": "", "missing": frozenset({Missing.NAME})}


def incomplete(world: World, rita: Actor, mandate: Mandate, act: Act | None = Act.ACCEPT, **more: object) -> PaperSheet:
    return key(world, rita, mandate, act, **({"signed": False, "missing": UNSIGNED} | more))  # type: ignore[arg-type]


def ask(world: World, sheet: PaperSheet) -> Letter:
    ask_for_missing(world.session, actor_of(sheet), policy=world.policy, now=world.now)
    return world.session.get_one(Letter, sheet.asked_letter_id)


def completing(world: World, rita: Actor, mandate: Mandate, act: Act = Act.ACCEPT) -> PaperSheet:
    world.later(days=2)
    return key(world, rita, mandate, act, "still_needed.holder", received_on=TODAY + timedelta(days=2))


def test_what_is_missing_is_asked_with_a_letter_that_says_what_we_have(world: World, rita: Actor) -> None:
    mandate = world.give()
    letter = ask(world, incomplete(world, rita, mandate))
    assert (letter.kind, letter.party_id) == ("still_needed.holder", world.office.id)
    facts = {name: letter.data[name] for name in ("missing", "boxes", "chosen", "signer", "capacity", "waits")}
    assert facts == {
        "missing": ["signature"], "boxes": ["accept", "refuse", "contest"], "chosen": "accept",
        "signer": "Jan Peeters", "capacity": "legal_representative", "waits": True,
    }  # fmt: skip
    assert letter.data["received_on"] == TODAY.isoformat()
    assert boxes_of(letter, mandate) == [Act.ACCEPT, Act.REFUSE, Act.CONTEST]


def test_nothing_happens_to_the_mandate_before_the_sheet_is_complete(world: World, rita: Actor) -> None:
    mandate = world.give()
    sheet = incomplete(world, rita, mandate)
    ask(world, sheet)
    assert status(world, mandate) is Status.OFFERED
    assert kinds(world, mandate) == ["given", "still_needed"]
    with pytest.raises(NotAllowed, match="sheet_incomplete"):
        do(world, sheet)
    assert mandate.accepted_on is None


def test_the_last_day_stays_what_it_was(world: World, rita: Actor) -> None:
    mandate = world.give()
    world.later(days=10)
    sheet = incomplete(world, rita, mandate, received_on=TODAY + timedelta(days=10))
    assert view_sheet(world.session, sheet, now=world.now).answer_by == mandate.answer_by
    assert ask(world, sheet).data["answer_by"] == mandate.answer_by.isoformat()
    assert sheet.answer_by == mandate.answer_by


def test_a_sheet_that_only_ends_something_gets_thirty_days(world: World, rita: Actor) -> None:
    mandate = accept(world, world.give())
    sheet = incomplete(world, rita, mandate, Act.STOP, kind="active.giver")
    letter = ask(world, sheet)
    assert (letter.kind, letter.data["waits"]) == ("still_needed.giver", False)
    assert sheet.answer_by == TODAY + timedelta(days=30)
    assert status(world, mandate) is Status.ACTIVE


def test_an_answer_to_an_extension_keeps_the_last_day_of_the_extension(world: World, rita: Actor) -> None:
    mandate = extend(world, accept(world, world.give("subsidy.view")), months=12)
    world.later(days=3)
    more = {"kind": "extension_asked.holder", "received_on": TODAY + timedelta(days=3)}
    sheet = incomplete(world, rita, mandate, Act.ACCEPT_EXTENSION, **more)
    ask(world, sheet)
    assert sheet.answer_by == mandate.extensions[-1].answer_by


def test_the_completing_sheet_does_it_and_closes_the_one_that_waited(world: World, rita: Actor) -> None:
    mandate = world.give()
    waiting = incomplete(world, rita, mandate)
    ask(world, waiting)
    assert [one.sheet for one in list_waiting_sheets(world.session, now=world.now)] == [waiting]
    assert waiting.waits
    completed = completing(world, rita, mandate)
    assert waiting.waits, "keying alone closes nothing"
    assert do(world, completed).outcome == "done"
    assert mandate.accepted_on is not None
    assert (waiting.outcome, waiting.waits) == ("completed", False)
    assert list_waiting_sheets(world.session, now=world.now) == []


def test_a_completing_sheet_that_lacks_something_too_takes_the_place_of_the_first(world: World, rita: Actor) -> None:
    mandate = world.give()
    first = incomplete(world, rita, mandate)
    ask(world, first)
    world.later(days=2)
    later = TODAY + timedelta(days=2)
    second = incomplete(world, rita, mandate, kind="still_needed.holder", received_on=later, dated_on=later)
    ask(world, second)
    assert first.outcome == "completed"
    assert [one.sheet for one in list_waiting_sheets(world.session, now=world.now)] == [second]


def test_a_sheet_put_aside_leaves_the_first_waiting(world: World, rita: Actor) -> None:
    mandate = world.give()
    waiting = incomplete(world, rita, mandate)
    ask(world, waiting)
    put_aside(world.session, actor_of(completing(world, rita, mandate)), now=world.now)
    assert waiting.waits


def test_asking_twice_sends_one_letter(world: World, rita: Actor) -> None:
    mandate = world.give()
    sheet = incomplete(world, rita, mandate)
    assert ask(world, sheet) is ask(world, sheet)
    assert letters(world, mandate).count("still_needed.holder") == 1


def test_a_name_or_a_choice_that_cannot_be_read_stays_empty(world: World, rita: Actor) -> None:
    mandate = world.give()
    unknown = {"missing": frozenset({Missing.NAME, Missing.CHOICE}), "first_name": "", "last_name": ""}
    sheet = incomplete(world, rita, mandate, None, signed=True, capacity=Capacity.NONE, **unknown)
    assert (sheet.act, sheet.person_id) == (None, None)
    view = view_sheet(world.session, sheet, now=world.now)
    assert (view.act, view.who, view.missing) == (None, "", (Missing.CHOICE, Missing.NAME))
    letter = ask(world, sheet)
    assert (letter.data["chosen"], letter.data["signer"]) == (None, None)
    assert actor_of(sheet).actor_id == rita.actor_id


@pytest.mark.parametrize(
    ("act", "changes", "code"),
    [
        (None, {}, "act_missing"),
        (Act.ACCEPT, {"missing": frozenset({Missing.CHOICE, Missing.SIGNATURE})}, "act_missing"),
        (Act.ACCEPT, {"first_name": ""}, "name_missing"),
        (Act.CONTEST, {}, "contest_needs_nothing"),
    ],
)
def test_what_is_keyed_and_what_is_missing_must_agree(
    world: World, rita: Actor, act: Act | None, changes: dict[str, object], code: str
) -> None:
    mandate = world.give()
    with pytest.raises(Invalid, match=code):
        incomplete(world, rita, mandate, act, **changes)


def test_an_unsigned_sheet_is_kept_only_as_one_without_signature(world: World, rita: Actor) -> None:
    mandate = world.give()
    with pytest.raises(NotAllowed, match="signature_missing"):
        incomplete(world, rita, mandate, missing=frozenset({Missing.DATE}))


def test_what_can_no_longer_be_answered_is_not_asked(world: World, rita: Actor) -> None:
    mandate = world.give()
    sheet = incomplete(world, rita, mandate)
    refuse(world, mandate)
    refusal = view_sheet(world.session, sheet, now=world.now).refusal
    assert refusal is not None
    with pytest.raises(Conflict, match="not_open_refused"):
        ask(world, sheet)
    assert sheet.asked_letter_id is None


def test_a_complete_sheet_needs_nothing(world: World, rita: Actor) -> None:
    sheet = key(world, rita, world.give(), Act.REFUSE)
    with pytest.raises(Invalid, match="nothing_missing"):
        ask(world, sheet)


def test_a_colleague_does_not_ask_for_what_somebody_else_keyed(world: World, rita: Actor) -> None:
    sheet = incomplete(world, rita, world.give())
    karim = world.add_clerk().person_id
    theirs = Actor.on_paper(karim, sheet.id, person_id=sheet.person_id, party_id=sheet.party_id)
    with pytest.raises(NotAllowed, match="sheet_unknown"):
        ask_for_missing(world.session, theirs, policy=world.policy, now=world.now)


def test_after_the_last_day_the_sheet_is_shown_as_too_late(world: World, rita: Actor) -> None:
    mandate = world.give()
    ask(world, incomplete(world, rita, mandate))
    assert not list_waiting_sheets(world.session, now=world.now)[0].late
    world.later(days=31)
    assert list_waiting_sheets(world.session, now=world.now)[0].late


def test_staff_reads_in_the_timeline_that_something_was_missing_and_parties_do_not(world: World, rita: Actor) -> None:
    mandate = world.give()
    ask(world, incomplete(world, rita, mandate))
    said = list_happenings(world.session, mandate.id)[-1].sentence
    assert said == (
        "Op het antwoord van Boekhoudkantoor Peeters BV ontbrak iets. Medewerker 5120 vroeg het met een brief."
    )
    assert "still_needed" not in [one.kind for one in list_happenings(world.session, mandate.id, world.office.id)]


def test_do_sheet_is_the_only_way_to_a_done_sheet(world: World, rita: Actor) -> None:
    sheet = incomplete(world, rita, world.give(), None, signed=True, missing=frozenset({Missing.CHOICE}))
    with pytest.raises(NotAllowed, match="sheet_incomplete"):
        do_sheet(world.session, actor_of(sheet), policy=world.policy, now=world.now)
